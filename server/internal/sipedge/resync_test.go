package sipedge

import (
	"testing"

	"github.com/yobirin/yobirin/shared/id"
	"github.com/yobirin/yobirin/shared/phonetest"
	"github.com/yobirin/yobirin/shared/sipua"
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

// Every phone that is registered is told, and what it answers is learned.
func TestResync(t *testing.T) {
	inBubble(t, office(), nil, func(t *testing.T, r *rig) {
		events := make(chan string, 4)
		for at, status := range map[string]int{"192.0.2.11:5060": 200, "192.0.2.12:5060": 489} {
			r.register(r.net.Phone(t, "d2001", at, phonetest.Unmanaged, func(c *sipua.Config) {
				c.Request = func(in *sipua.Incoming) {
					if in.Method() == "NOTIFY" {
						events <- in.Header("Event")
						in.Respond(sipua.Answer{Status: status})
						return
					}
					in.Respond(sipua.Answer{Status: 200})
				}
			}))
		}
		told := r.edge.Resync(t.Context(), deskID)
		got := map[string]int{}
		for _, one := range told {
			got[one.At.String()] = one.Status
		}
		if len(told) != 2 || got["192.0.2.11:5060"] != 200 || got["192.0.2.12:5060"] != 489 {
			t.Errorf("told %+v", told)
		}
		for range told {
			if e := <-events; e != "check-sync" {
				t.Errorf("told %q", e)
			}
		}
	})
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
