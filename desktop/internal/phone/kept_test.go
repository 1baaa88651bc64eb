package phone

import (
	"runtime"
	"sync/atomic"
	"testing"
	"testing/synctest"

	"github.com/yobirin/yobirin/desktop/internal/seat"
	"github.com/yobirin/yobirin/desktop/internal/voice"
	"github.com/yobirin/yobirin/shared/phonetest"
	"github.com/yobirin/yobirin/shared/sipua"
)

// passingVoice keeps nothing of the audio that it opens, and counts what
// others keep.
type passingVoice struct {
	opened int
	kept   atomic.Int32
}

func (v *passingVoice) Open(o voice.Opening) (voice.Audio, error) {
	a := &fakeAudio{o: o, local: o.Local, ice: o.ICE, media: seat.MediaPlain}
	v.opened++
	v.kept.Add(1)
	runtime.AddCleanup(a, func(n *atomic.Int32) { n.Add(-1) }, &v.kept)
	return a, nil
}

// TestTheAudioOfACallGoesWithIt: what stays of a call in SIP for half a minute
// after it, for packets that come late, does not hold its audio.
func TestTheAudioOfACallGoesWithIt(t *testing.T) {
	const calls = 20
	for _, tr := range []sipua.Transport{sipua.UDP, sipua.TLS} {
		t.Run(string(tr), func(t *testing.T) {
			in(t, func(r *rig) {
				passing := &passingVoice{}
				r.phone.o.Voice = passing
				r.registered(tr, phonetest.Script{})
				for n := range calls {
					line := seat.Line("d1")
					if n%2 == 0 {
						c, o := r.ring()
						line = o.Line
						r.phone.Do(seat.AcceptLine{Line: line})
						phonetest.Await[sipua.Answered](c)
					} else {
						r.dialTo("104", "").Dialog.Answer([]byte(phonetest.SDP))
					}
					next[seat.LineUp](r, nil)
					r.phone.Do(seat.HangUpLine{Line: line})
					next[seat.LineEnded](r, nil)
				}
				synctest.Wait()
				if passing.opened != calls {
					t.Fatalf("%d calls had audio, expected %d", passing.opened, calls)
				}
				// Cleanups run in a goroutine of their own, in real time; one
				// call may still be in the owner's hands.
				for range 200 {
					runtime.GC()
					if passing.kept.Load() <= 1 {
						return
					}
				}
				t.Errorf("the audio of %d of %d calls is kept", passing.kept.Load(), calls)
			})
		})
	}
}
