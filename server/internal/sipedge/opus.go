package sipedge

import (
	"bytes"

	"github.com/yobirin/yobirin/shared/id"
)

// Opus is for two phones that both have it: what the media plane cannot pass on
// as it is, it has to decode. Who is called is offered Opus when the caller's
// INVITE offered it; the caller, whose answer waits for that, gets what came of
// it. All others speak G.711.

// codecOpus is what Negotiated.Codec calls Opus.
const codecOpus = "opus"

// offersOpus says whether an offer that the port itself answers has Opus in it
// (RFC 7587 section 7).
func offersOpus(offer []byte) bool {
	if wantsICE(offer) {
		return false
	}
	for line := range bytes.Lines(offer) {
		if rest, ok := bytes.CutPrefix(line, []byte("a=rtpmap:")); ok {
			f := bytes.Fields(rest)
			if len(f) == 2 && bytes.EqualFold(f[1], []byte("opus/48000/2")) {
				return true
			}
		}
	}
	return false
}

// hasOpus says whether a leg speaks Opus, or may be made to.
func (e *Edge) hasOpus(l id.Leg) bool {
	s := e.leg(l)
	return s != nil && s.opus.Load()
}

// putOff notes what an inbound leg offers; whether it gets Opus is known when
// somebody answers.
func (s *session) putOff() {
	s.opus.Store(s.media.Opus && offersOpus(s.dialog.Request().SDP()))
	s.media.Opus = false
}

// agreed notes what the leg's port has come to. Where that is Opus with who was
// called, a caller that waits for its answer is to have it too: this comes
// before the answer's order, because the brain has not been told yet.
func (s *session) agreed() {
	opus := s.port.Negotiated().Codec == codecOpus
	s.opus.Store(opus)
	if s.out == nil || !opus {
		return
	}
	if caller := s.edge.leg(s.out.order.Like); caller != nil && caller.inbound {
		caller.put(func() {
			if caller.port == nil && caller.opus.Load() {
				caller.media.Opus, caller.media.Like = true, s.id
			}
		})
	}
}
