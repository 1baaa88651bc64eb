package sipedge

import (
	"testing"
	"time"

	"github.com/yobirin/yobirin/shared/phonetest"
	"github.com/yobirin/yobirin/shared/sipua"
)

// lenient is a carrier's registrar that takes everybody and tells the
// Contact's user and lifetime of each REGISTER.
func lenient(r *rig, t *testing.T, at string, seen chan string) {
	r.net.Phone(t, "carrier", at, phonetest.Unmanaged, func(c *sipua.Config) {
		c.Request = func(in *sipua.Incoming) {
			contact := in.Contacts()[0]
			life := in.Header("Expires")
			if p, ok := contact.Param("expires"); ok {
				life = p
			}
			seen <- contact.URI.User + " " + life
			in.Respond(sipua.Answer{Status: 200, Headers: []sipua.Header{{Name: "Contact", Value: in.Header("Contact") + ";expires=600"}}})
		}
	})
}

func (r *rig) untilTrunk(want TrunkCondition) TrunkState {
	r.t.Helper()
	for {
		select {
		case s := <-r.trunk:
			if s.State == want {
				return s
			}
		case <-time.After(10 * time.Minute):
			r.t.Fatalf("the trunk never became %s", want)
		}
	}
}

func TestRegistrationFailsOver(t *testing.T) {
	plan, adjust, at := several()
	plan.Trunks[0].Register = &Register{User: "acct1", Expires: 10 * time.Minute}
	inBubble(t, plan, adjust, func(t *testing.T, r *rig) {
		seen := make(chan string, 16)
		lenient(r, t, at[1], seen) // the first address is silent
		if s := r.untilTrunk(TrunkFailed); s.Reason == "" {
			t.Error("failed without a reason")
		}
		if s := r.untilTrunk(TrunkRegistered); s.Reason != "" {
			t.Errorf("%+v", s)
		}
		if got := <-seen; got != "acct1 600" {
			t.Errorf("registered %q", got)
		}
	})
}

func TestChangedTrunkLeavesBeforeItComesAgain(t *testing.T) {
	plan := usual()
	plan.Trunks[0].Register = &Register{User: "acct1", Expires: 10 * time.Minute}
	inBubble(t, plan, nil, func(t *testing.T, r *rig) {
		seen := make(chan string, 16)
		lenient(r, t, carrierAt, seen)
		r.untilTrunk(TrunkRegistered)
		if err := r.edge.SetPlan(plan); err != nil { // nothing changed: nothing is sent
			t.Fatal(err)
		}
		changed := usual()
		changed.Trunks[0].Register = &Register{User: "acct1", Expires: 20 * time.Minute}
		if err := r.edge.SetPlan(changed); err != nil {
			t.Fatal(err)
		}
		for i, want := range []string{"acct1 600", "acct1 0", "acct1 1200"} {
			if got := <-seen; got != want {
				t.Fatalf("REGISTER %d is %q, want %q", i+1, got, want)
			}
		}
		r.untilTrunk(TrunkRegistered)
	})
}
