package media

import (
	"net/netip"
	"runtime"
	"testing"
	"time"

	"github.com/yobirin/yobirin/shared/leg"
)

// A phone changes its network in a call: its offer comes from another address
// and names another one, or, behind NAT, still the private one. The audio
// follows within a second, and what comes from the old address is a stranger's.
func TestTheAudioFollowsAPhoneToAnotherNetwork(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("only Linux has all of 127.0.0.0/8 at once")
	}
	for _, behind := range []string{"", "10.9.8.7"} {
		both(t, func(t *testing.T, portable bool) {
			f := newFacts()
			p := newPlane(t, f, func(c *Config) { c.Portable, c.MovedAfter, c.GoneAfter = portable, time.Hour, time.Hour })
			c := newCall()
			b := newPhone(t, p, c, 2, OpenSpec{}, nil)
			a := newPhone(t, p, c, 1, OpenSpec{NAT: true, SignalSource: loopback}, nil)
			bridge(p, a, b)
			talk(t, map[*phone]float64{a: 500, b: 900}, func() bool { return a.hears(900) && b.hears(500) })

			old, elsewhere := a.rtp, netip.MustParseAddr("127.0.0.2")
			a.rtp, a.rtcp = listenOn(t, elsewhere), listenOn(t, elsewhere)
			a.local.Address, a.local.Port, a.local.RTCPPort = elsewhere, portOf(a.rtp), portOf(a.rtcp)
			if behind != "" {
				a.local.Address = netip.MustParseAddr(behind)
			}
			a.local.Version++
			a.listening = false
			a.port.SignalFrom(elsewhere) // where the re-INVITE comes from
			a.invite()
			a.forget()
			b.forget()
			rounds := 0
			talk(t, map[*phone]float64{a: 600, b: 800}, func() bool {
				rounds++
				return a.hears(800) && b.hears(600)
			})
			if rounds > 50 { // of 20 ms
				t.Errorf("the audio was back after %d packets, want it within a second", rounds)
			}
			for range 20 {
				a.send(old, a.agreed.PT, false, a.ts, make([]byte, 160))
			}
			a.forget()
			talk(t, map[*phone]float64{a: 600, b: 800}, func() bool { return a.hears(800) })
			p.CloseLeg(a.leg)
			if m := next(t, f, func(m leg.Measured) bool { return m.Leg == a.leg }); m.Quality.Strangers < 20 {
				t.Errorf("%d strangers were counted, want the old address's 20 at least", m.Quality.Strangers)
			}
		})
	}
}
