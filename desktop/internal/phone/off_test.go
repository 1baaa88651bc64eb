package phone

import (
	"testing"

	"github.com/yobirin/yobirin/desktop/internal/seat"
	"github.com/yobirin/yobirin/shared/phonetest"
	"github.com/yobirin/yobirin/shared/sdp"
	"github.com/yobirin/yobirin/shared/sipua"
)

// Switching the phone off leaves a call that rings as it is: answered then, it
// is encrypted as its account demands.
func TestACallRingsWhileThePhoneIsSwitchedOff(t *testing.T) {
	in(t, func(r *rig) {
		r.soft.SRTP = "require"
		r.registered(sipua.UDP, phonetest.Script{Accept: true})
		c, o := r.ring()
		r.phone.Do(seat.Unregister{})
		r.state(seat.PhoneOff)
		r.phone.Do(seat.AcceptLine{Line: o.Line})
		phonetest.Await[sipua.Answered](c)
		next[seat.LineUp](r, nil)
		if got := r.last().o.SRTP; got != sdp.Require {
			t.Errorf("the audio was opened with %v", got)
		}
	})
}
