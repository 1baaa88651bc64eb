package voice

import (
	"bytes"
	"errors"
	"fmt"
	"net/netip"
	"time"

	"github.com/yobirin/yobirin/desktop/internal/seat"
	"github.com/yobirin/yobirin/shared/sdp"
)

// proposal is an offer of ours that may be answered.
type proposal struct {
	local    sdp.Local
	ice      *icePeer // of an offer with ICE: a new one, or the one in use
	accepted bool
	answer   []byte
}

var errNoOffer = errors.New("voice: an answer came and nothing was offered")

// Offer describes what we propose.
func (s *session) Offer(direction Direction) ([]byte, error) {
	way, err := wayOf(direction)
	if err != nil {
		return nil, err
	}
	s.withdraw()
	l := s.local
	l.Way = way
	switch {
	case s.wantICE || s.ice != nil && s.freshICE:
		s.wantICE = false
		peer, err := newPeer(s)
		if err != nil {
			return nil, err
		}
		text, err := peer.offer()
		if err != nil {
			peer.close()
			return nil, err
		}
		s.offered = &proposal{local: l, ice: peer}
		return s.numbered(func(version uint64) ([]byte, error) { return peer.describe(text, l, version, "") })
	case s.ice != nil:
		s.offered = &proposal{local: l, ice: s.ice}
		return s.numbered(func(version uint64) ([]byte, error) { return s.ice.describe(s.ice.text, l, version, "actpass") })
	}
	text, err := s.numbered(func(version uint64) ([]byte, error) { l.Version = version; return sdp.Offer(l) })
	if err == nil {
		s.offered = &proposal{local: l}
	}
	return text, err
}

// numbered gives the description the version of the one before when it says
// the same, else the next (RFC 3264 section 8).
func (s *session) numbered(write func(version uint64) ([]byte, error)) ([]byte, error) {
	text, err := write(s.local.Version)
	if err != nil {
		return nil, err
	}
	if s.text != nil && !bytes.Equal(text, s.text) {
		s.local.Version++
		if text, err = write(s.local.Version); err != nil {
			return nil, err
		}
	}
	s.text = text
	return text, nil
}

// withdraw forgets a proposal that nobody accepted.
func (s *session) withdraw() {
	p := s.offered
	s.offered = nil
	if p != nil && !p.accepted && p.ice != nil && p.ice != s.ice {
		p.ice.close()
	}
}

// Accept takes the answer to our offer.
func (s *session) Accept(answer []byte) error {
	p := s.offered
	if p == nil {
		return errNoOffer
	}
	if p.accepted && bytes.Equal(answer, p.answer) {
		return nil
	}
	if p.ice != nil {
		a, err := p.ice.accept(answer, p.local)
		if err != nil {
			return err
		}
		if err := s.adoptICE(p.ice, a); err != nil {
			return err
		}
	} else {
		a, err := sdp.Accept(p.local, answer)
		if err != nil {
			return err
		}
		if err := s.adoptPlain(a); err != nil {
			return err
		}
	}
	p.accepted, p.answer = true, bytes.Clone(answer)
	return nil
}

// Answer takes an offer of the far side.
func (s *session) Answer(offer []byte, direction Direction) ([]byte, error) {
	way, err := wayOf(direction)
	if err != nil {
		return nil, err
	}
	s.withdraw()
	l := s.local
	l.Way = way
	if offersICE(offer) {
		return s.answerICE(offer, l)
	}
	var a sdp.Agreed
	text, err := s.numbered(func(version uint64) (text []byte, err error) {
		l.Version = version
		text, a, err = sdp.Answer(l, offer)
		return text, err
	})
	if err != nil {
		return nil, err
	}
	return text, s.adoptPlain(a)
}

func (s *session) answerICE(offer []byte, l sdp.Local) ([]byte, error) {
	peer := s.ice
	if peer == nil || s.freshICE || !peer.same(offer) {
		var err error
		if peer, err = newPeer(s); err != nil {
			return nil, err
		}
	}
	text, a, err := peer.answer(offer, l)
	if err == nil {
		text, err = s.numbered(func(version uint64) ([]byte, error) { return peer.describe(text, l, version, peer.role) })
	}
	if err == nil {
		err = s.adoptICE(peer, a)
	}
	if err != nil {
		if peer != s.ice {
			peer.close()
		}
		return nil, err
	}
	return text, nil
}

// Move puts the sockets on another address.
func (s *session) Move(local netip.Addr) error {
	if !local.IsValid() {
		return fmt.Errorf("voice: no address to move a call's audio to")
	}
	if err := s.open(local); err != nil {
		return err
	}
	s.freshICE = s.ice != nil
	s.state.Lock()
	if _, plain := s.state.wire.(*plainWire); plain {
		// What we send goes by the new way at once; whether the far side takes
		// it before the next agreement is its affair.
		s.plain.inherit(s.retired[len(s.retired)-1])
		s.state.wire = s.plain
	}
	s.state.Unlock()
	return nil
}

// UseICE makes the next offer one with ICE.
func (s *session) UseICE() error {
	s.wantICE = s.ice == nil || s.freshICE
	return nil
}

func (s *session) dropRetired() {
	for _, w := range s.retired {
		w.close()
	}
	s.retired = nil
}

// adoptPlain changes to what was agreed on for the sockets.
func (s *session) adoptPlain(a sdp.Agreed) error {
	if err := s.seal.use(a.In, a.Out); err != nil {
		return err
	}
	s.plain.aim(a)
	media := seat.MediaPlain
	if a.Out != nil {
		media = seat.MediaSDES
	}
	if err := s.adopt(a, s.plain, media); err != nil {
		return err
	}
	if s.ice != nil {
		s.ice.close()
		s.ice, s.freshICE = nil, false
	}
	s.dropRetired()
	return nil
}

// adoptICE changes to a peer.
func (s *session) adoptICE(p *icePeer, a sdp.Agreed) error {
	s.talk.Lock()
	s.talk.ssrc = p.ssrc
	s.talk.Unlock()
	if err := s.adopt(a, p, seat.MediaICE); err != nil {
		return err
	}
	if p != s.ice {
		if s.ice != nil {
			s.ice.close()
		}
		s.ice, s.freshICE = p, false
	}
	s.dropRetired()
	return nil
}

// adopt changes to what was agreed on.
func (s *session) adopt(a sdp.Agreed, w wire, media seat.Media) error {
	s.need()
	c, pt := codecOf(a.Law), a.PT
	if a.Opus {
		c, pt = codecOpus, uint8(a.OpusPT)
	}
	if err := s.listenTo(a); err != nil {
		return err
	}
	s.talk.Lock()
	err := s.talk.use(a.Send, c, pt, a.PTime/10, a.EventPT)
	s.talk.Unlock()
	if err != nil {
		return err
	}
	now := time.Now()
	st := &s.state
	st.Lock()
	first := !st.agreed
	other := !first && (st.media != media || st.codec != c)
	held := a.Held != st.farHeld
	st.agreed, st.media, st.codec, st.wire = true, media, c, w
	st.send, st.receive, st.farHeld, st.since = a.Send, a.Receive, a.Held, now
	st.Unlock()
	if first {
		s.figures.Lock()
		s.figures.next, s.figures.lastAt = now.Add(firstReport), now
		s.figures.Unlock()
	}
	s.microphone()
	if other {
		s.tell(HeardMedia{Media: media, Codec: c.String()})
	}
	if held {
		s.tell(HeardFar{Held: a.Held})
	}
	return nil
}

// listenTo makes the ear know the payload types.
func (s *session) listenTo(a sdp.Agreed) error {
	e := &s.ear
	e.Lock()
	defer e.Unlock()
	if a.OpusRecv >= 0 {
		if err := e.prepare(); err != nil {
			return err
		}
	}
	for i := range e.codecs {
		e.codecs[i] = -1
	}
	// The laws' own numbers are understood always: nothing else may be meant.
	e.codecs[0], e.codecs[8] = int8(codecMu), int8(codecA)
	if !a.OnlyOpus {
		e.codecs[a.RecvPT&0x7f] = int8(codecOf(a.Law))
	}
	if a.AlsoPT >= 0 {
		e.codecs[a.AlsoPT&0x7f] = int8(codecOf(a.Also))
	}
	if a.OpusRecv >= 0 {
		e.codecs[a.OpusRecv&0x7f] = int8(codecOpus)
	}
	e.event = a.EventRecv
	if a.EventRecv >= 0 && e.codecs[a.EventRecv&0x7f] >= 0 {
		e.event = -1 // a description that gives one number two meanings
	}
	e.receive, e.silent = a.Receive, false
	return nil
}

func wayOf(d Direction) (sdp.Way, error) {
	switch d {
	case SendReceive:
		return sdp.SendReceive, nil
	case SendOnly:
		return sdp.SendOnly, nil
	case ReceiveOnly:
		return sdp.ReceiveOnly, nil
	case Inactive:
		return sdp.Neither, nil
	}
	return 0, fmt.Errorf("voice: direction %.20q, expected sendrecv, sendonly, recvonly or inactive", string(d))
}
