package sipedge

import (
	"bytes"
	"errors"
	"net/netip"

	"github.com/yobirin/yobirin/shared/id"
	"github.com/yobirin/yobirin/shared/leg"
	"github.com/yobirin/yobirin/shared/sipua"
)

// Bridge carries the audio of phones that offer DTLS-SRTP with ICE: from such
// an offer on to the leg's port, which speaks plain RTP with the bridge on this
// machine. The leg, its port and all that is said about it stay.
type Bridge interface {
	// Carry begins to carry for a leg. lost is called when the audio has no path
	// any more or found none in time; it does not block.
	Carry(l id.Leg, port Port, lost func()) (Carrier, error)
}

// Carrier carries the audio of one leg.
type Carrier interface {
	// Answer takes an offer that came from an address, and gives our answer. An
	// error leaves all as it was.
	Answer(offer []byte, from netip.Addr) ([]byte, error)
	// Close ends it; the port stays open.
	Close()
}

// insider is a Port that can be told that its far side is on this machine.
type insider interface{ Inside(bool) error }

// wantsICE says whether an offer's audio is DTLS-SRTP (RFC 5764); without ICE
// it is refused by the bridge.
func wantsICE(offer []byte) bool {
	for line := range bytes.Lines(offer) {
		if rest, audio := bytes.CutPrefix(line, []byte("m=audio ")); audio {
			f := bytes.Fields(rest)
			return len(f) > 1 && bytes.HasPrefix(f[1], []byte("UDP/TLS/RTP/"))
		}
	}
	return false
}

var errNoICE = errors.New("sipedge: DTLS-SRTP is not spoken here")

// take gives the answer to an offer of the far side, which came by a flow. An
// error leaves the media as it was.
func (s *session) take(offer []byte, by sipua.Flow) ([]byte, error) {
	switch {
	case wantsICE(offer):
		return s.takeICE(offer, by)
	case s.carrier == nil:
		return s.port.Answer(offer)
	}
	// Back to plain RTP or SDES: the port first, so that no time passes without.
	if err := s.inside(false); err != nil {
		return nil, err
	}
	answer, err := s.port.Answer(offer)
	if err != nil {
		return nil, errors.Join(err, s.inside(true))
	}
	s.carrier.Close()
	s.carrier = nil
	return answer, nil
}

func (s *session) takeICE(offer []byte, by sipua.Flow) ([]byte, error) {
	if s.edge.cfg.Bridge == nil || s.device.IsZero() {
		return nil, errNoICE
	}
	if s.carrier != nil {
		return s.carrier.Answer(offer, by.Remote.Addr())
	}
	var c Carrier
	c, err := s.edge.cfg.Bridge.Carry(s.id, s.port, func() { s.put(func() { s.pathLost(c) }) })
	if err != nil {
		return nil, err
	}
	if err := s.inside(true); err != nil {
		c.Close()
		return nil, err
	}
	answer, err := c.Answer(offer, by.Remote.Addr())
	if err != nil {
		c.Close()
		return nil, errors.Join(err, s.inside(false))
	}
	s.carrier = c
	return answer, nil
}

// inside tells the port where its far side is: on this machine, or where the
// signalling comes from.
func (s *session) inside(on bool) error {
	from := s.media.SignalSource
	if on {
		from = netip.AddrFrom4([4]byte{127, 0, 0, 1})
	}
	if p, ok := s.port.(insider); ok {
		if err := p.Inside(on); err != nil {
			return err
		}
	}
	if f, ok := s.port.(follower); ok {
		f.SignalFrom(from)
	}
	return nil
}

// pathLost ends a leg whose audio has no path; a carrier that is not the
// leg's any more says nothing.
func (s *session) pathLost(c Carrier) {
	if c != nil && c == s.carrier {
		s.hangUp(leg.Cause{Kind: leg.CauseMediaTimeout, Text: "no audio path"})
	}
}
