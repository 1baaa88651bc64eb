package sipedge

import (
	"time"

	"github.com/yobirin/yobirin/server/internal/carrier"
	"github.com/yobirin/yobirin/shared/sipua"
)

// Profile holds one carrier's switches.
type Profile = carrier.Profile

// Asserted is the header in which we tell a carrier our real number.
type Asserted = carrier.Asserted

// reliabilityOf is how a trunk's provisional responses are made reliable.
func reliabilityOf(p *Profile) sipua.Reliability {
	switch p.Reliable {
	case carrier.UseOff:
		return sipua.ReliableOff
	case carrier.UseRequired:
		return sipua.ReliableRequired
	case carrier.UseSupported, "":
		return sipua.ReliableSupported
	}
	return sipua.ReliableSupported
}

// sessionOf is how a trunk's sessions are kept alive. Who "uac" is depends on
// who calls.
func sessionOf(p *Profile, inbound bool) sipua.SessionTimer {
	t := sipua.SessionTimer{Expires: int(p.SessionTime / time.Second), MinSE: int(p.MinSE / time.Second)}
	we, they := "uac", "uas"
	if inbound {
		we, they = they, we
	}
	switch p.Refresher {
	case carrier.RefreshUs:
		t.Refresher = we
	case carrier.RefreshCarrier:
		t.Refresher = they
	case carrier.RefreshEither:
	}
	switch p.SessionTimer {
	case carrier.UseOff:
		t.Off = true
	case carrier.UseRequired:
		t.Always = true
	case carrier.UseSupported, "":
	}
	return t
}

// phoneSession is how phones' sessions are kept alive: one that vanishes while
// it holds its call is noticed after half of the time, for it is asked.
func phoneSession() sipua.SessionTimer { return sipua.SessionTimer{Expires: 600, Alone: true} }

// withoutEvents says whether keys travel to a trunk as tones in the audio.
func withoutEvents(p *Profile) bool { return p.TelephoneEvt == carrier.UseOff }
