package media

import (
	"testing"

	"github.com/yobirin/yobirin/shared/leg"
	"github.com/yobirin/yobirin/shared/pcm"
	"github.com/yobirin/yobirin/shared/sdp"
)

// TestEcho: a leg told to hear itself hears itself, packet by packet, in a
// stream that is ours; and itself no more when it is told to hear somebody too.
func TestEcho(t *testing.T) {
	both(t, func(t *testing.T, portable bool) {
		p := newPlane(t, newFacts(), func(c *Config) { c.Portable = portable; c.Audio = stocked() })
		for _, spec := range []OpenSpec{{}, {SRTP: sdp.Require}, {Laws: []pcm.Law{pcm.A}}} {
			c := newCall()
			a, b := newPhone(t, p, c, 1, spec, nil), newPhone(t, p, c, 2, OpenSpec{}, nil)
			voices := map[*phone]float64{a: 500, b: 900}
			echo := leg.Hear{Leg: a.leg, From: []leg.Source{{Leg: a.leg}}}
			p.Do(echo)
			talk(t, voices, func() bool { return a.hears(500) })
			s := p.shardOf(c)
			shape := make(chan bool, 1)
			s.post(func(s *shard) { st := s.streams[a.leg]; shape <- st.relaying && !st.paced && st.mixedBy == 0 })
			if !<-shape {
				t.Error("the echo is not passed on as it comes")
			}
			a.press('5')
			talk(t, voices, func() bool { a.mu.Lock(); defer a.mu.Unlock(); return string(a.events) == "5" })
			for _, h := range a.packets() {
				if h.SSRC == a.ssrc {
					t.Fatal("the echo has the phone's own source")
				}
			}
			continuous(t, a.packets())
			// It goes with the leg to another call, and comes back after a player.
			p.Do(leg.Join{Leg: a.leg, Call: elsewhere(p, c)})
			p.Do(leg.Play{Leg: a.leg, Player: 1, Sounds: []leg.Sound{welcome}, Loop: true})
			talk(t, voices, func() bool { return a.hears(600) })
			p.Do(leg.StopPlay{Leg: a.leg, Player: 1})
			talk(t, voices, func() bool { return a.hears(500) })
			// Nobody hears himself in company.
			p.Do(leg.Join{Leg: a.leg, Call: c})
			p.Do(leg.Hear{Leg: a.leg, From: []leg.Source{{Leg: a.leg}, {Leg: b.leg}}})
			talk(t, voices, func() bool { return a.hears(900) })
			p.Do(echo)
			talk(t, voices, func() bool { return a.hears(500) })
			p.CloseLeg(a.leg)
			p.CloseLeg(b.leg)
		}
	})
}
