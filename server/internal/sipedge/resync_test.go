package sipedge

import (
	"testing"

	"github.com/yobirin/yobirin/shared/id"
)

func TestCheckSyncOfMakers(t *testing.T) {
	for agent, want := range map[string]string{
		"Yealink SIP-T46U 108.86.0.20": "check-sync;reboot=false", "snomD785/10.1.33.33": "check-sync;reboot=false", "Grandstream GRP2612 1.0.5.15": "check-sync", "": "check-sync",
	} {
		if got := checkSync(agent); got != want {
			t.Errorf("%q takes its settings for %q, not %q", agent, got, want)
		}
	}
}

// Nobody is told who is not registered.
func TestResyncOfNobody(t *testing.T) {
	plan := office()
	inBubble(t, plan, nil, func(t *testing.T, r *rig) {
		if told := r.edge.Resync(t.Context(), plan.Devices[0].ID); len(told) != 0 {
			t.Errorf("told %+v", told)
		}
		if told := r.edge.Resync(t.Context(), id.Device{}); len(told) != 0 {
			t.Errorf("of no device told %+v", told)
		}
	})
}
