package phone

import (
	"testing"
	"time"

	"github.com/yobirin/yobirin/desktop/internal/seat"
	"github.com/yobirin/yobirin/shared/phonetest"
	"github.com/yobirin/yobirin/shared/sipua"
)

// TestADialWaitsForTheServer: a call that is dialed while the server is being
// found goes out when it is found.
func TestADialWaitsForTheServer(t *testing.T) {
	for _, tr := range []sipua.Transport{sipua.UDP, sipua.TCP, sipua.TLS} {
		t.Run(string(tr), func(t *testing.T) {
			in(t, func(r *rig) {
				r.serve(phonetest.Script{}, tr)
				r.over(tr)
				r.together(seat.Register{Account: r.soft}, seat.DialLine{Line: "d1", Digits: "104", CallerID: "0312345678"}, seat.MuteLine{Line: "d1", On: true})
				r.state(seat.PhoneRegistered)
				c := r.srv.Incoming()
				if id := c.Dialog.Request().Header("P-Preferred-Identity"); id != "<sip:0312345678@"+serverIP+">" {
					t.Errorf("asked to be shown as %q", id)
				}
				c.Dialog.Answer([]byte(phonetest.SDP))
				if up := next[seat.LineUp](r, nil); up.Line != "d1" {
					t.Errorf("%+v", up)
				}
				if s := r.last().log(); s != "mute true, offer sendrecv, accept, ringback false" {
					t.Errorf("audio: %s", s)
				}
				none[seat.LineEnded](r)
			})
		})
	}
}

// TestADialWaitsOutAMoment: the server said nothing for a moment, over UDP.
func TestADialWaitsOutAMoment(t *testing.T) {
	in(t, func(r *rig) {
		r.registered(sipua.UDP, phonetest.Script{})
		r.n.SetWeather(phonetest.Weather{Loss: 1})
		r.state(seat.PhoneRegistering) // the server does not answer any more
		r.phone.Do(seat.DialLine{Line: "d1", Digits: "104"})
		pass(2 * time.Second)
		none[seat.LineEnded](r)
		r.n.SetWeather(phonetest.Weather{})
		r.state(seat.PhoneRegistered)
		r.srv.Incoming().Dialog.Answer([]byte(phonetest.SDP))
		next[seat.LineUp](r, nil)
	})
}

// TestADialDoesNotWaitForEver: no server takes the phone, the agent hangs up,
// or switches the phone off.
func TestADialDoesNotWaitForEver(t *testing.T) {
	for name, x := range map[string]struct {
		do   seat.Effect
		want seat.LineEnded
	}{
		"no server":  {nil, seat.LineEnded{Line: "d1", By: seat.EndedFailed, Status: 503, Text: notRegistered}},
		"hung up":    {seat.HangUpLine{Line: "d1"}, seat.LineEnded{Line: "d1", By: seat.EndedByUs}},
		"refused":    {seat.RefuseLine{Line: "d1", Status: 486}, seat.LineEnded{Line: "d1", By: seat.EndedByUs}},
		"switched":   {seat.Unregister{}, seat.LineEnded{Line: "d1", By: seat.EndedFailed, Status: 503, Text: notRegistered}},
		"in between": {seat.HoldLine{Line: "d1", On: true}, seat.LineEnded{Line: "d1", By: seat.EndedFailed, Status: 503, Text: notRegistered}},
	} {
		t.Run(name, func(t *testing.T) {
			in(t, func(r *rig) {
				r.serve(phonetest.Script{}, sipua.UDP)
				r.over(sipua.UDP)
				r.n.SetWeather(phonetest.Weather{Loss: 1})
				r.phone.Do(seat.Register{Account: r.soft})
				r.phone.Do(seat.DialLine{Line: "d1", Digits: "104"})
				r.phone.Do(seat.PressLine{Line: "d1", Digits: "1"})
				if x.do != nil {
					r.phone.Do(x.do)
				}
				if got := next[seat.LineEnded](r, nil); got != x.want {
					t.Errorf("%+v", got)
				}
				r.n.SetWeather(phonetest.Weather{})
				pass(time.Minute)
				r.empty()
				none[seat.LineEnded](r)
				if n := r.phone.busy.Load(); n != 0 || len(r.voice.all()) != 0 {
					t.Errorf("%d lines and the audio of %d are left", n, len(r.voice.all()))
				}
			})
		})
	}
}
