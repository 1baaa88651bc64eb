package media

import (
	"bytes"
	"crypto/rand"
	"encoding/binary"
	"fmt"
	"net/netip"
	"sync"
	"sync/atomic"

	"github.com/yobirin/yobirin/shared/id"
	"github.com/yobirin/yobirin/shared/pcm"
	"github.com/yobirin/yobirin/shared/rtpio"
	"github.com/yobirin/yobirin/shared/sdp"
)

// usualOpusPT is the payload type that most use for Opus.
const usualOpusPT = 111

// OpenSpec says how a leg's port behaves.
type OpenSpec struct {
	// Like is a leg whose codec is preferred, so that the two can be relayed
	// without conversion; zero is none.
	Like id.Leg
	// Laws are the codecs allowed, in order of preference; empty is mu, A.
	Laws []pcm.Law
	// Opus offers Opus (RFC 7587) before the laws and takes it where it is
	// offered. It is for legs that will talk with one of Opus: the plane passes
	// it on, and decodes it only for who cannot take it; what it makes itself it
	// sends as G.711, so a far side of Opus alone is refused.
	Opus bool
	// SRTP is the leg's encryption policy.
	SRTP sdp.Policy
	// NAT lets the leg learn its RTP source: once for each agreement, within
	// Config.LearnFor, from the address of SignalSource only; and follow its
	// stream when a router in between gives it another address.
	NAT bool
	// SignalSource is the address the leg's signalling comes from. It chooses
	// the public address and the family, and is what NAT learning trusts.
	SignalSource netip.Addr
	// NoEvents leaves telephone-event out of offers and answers, for trunks
	// that want their digits in-band; digits are then sent as tones.
	NoEvents bool
	// DSCP marks the packets sent (RFC 2474), 1 to 63; 0 is 46 (EF).
	DSCP int
	// InbandDigits listens for DTMF tones in the audio that comes.
	InbandDigits bool
	// InbandFallback listens for them where no telephone-event was agreed.
	InbandFallback bool
}

// Negotiated is what the last offer and answer came to.
type Negotiated struct {
	Held   bool   // the far side put us on hold
	Codec  string // "opus", "PCMU" or "PCMA": what the far side is to send; empty before the first agreement
	Secure bool   // SRTP in both directions
	Events bool   // telephone-event agreed
	Remote netip.AddrPort
}

// Port is the SDP-facing side of a leg's media. Its methods may be called from
// any goroutine and never wait for the network.
type Port struct {
	plane  *Plane
	stream *stream // its shard's; here only to be named in commands
	leg    id.Leg
	like   id.Leg
	laws   []pcm.Law
	// lawInUse is the agreed law plus one, 0 before.
	lawInUse atomic.Int32
	home     home

	mu      sync.Mutex
	local   sdp.Local
	offered sdp.Local // as in the last offer
	written []byte    // our last description
	agreed  *sdp.Agreed
	in, out *rtpio.Cipher
	inKey   []byte
	outKey  []byte
	inside  bool // the far side is on this machine: plain RTP, whatever the policy
}

// Inside says whether what is agreed from now on is with a far side on this
// machine, which carries the audio on encrypted: then it is plain RTP, whatever
// the leg's policy. Back outside the leg has new keys.
func (p *Port) Inside(on bool) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.inside == on {
		return nil
	}
	if !on {
		if err := p.newKeys(); err != nil {
			return err
		}
	}
	p.inside = on
	return nil
}

// newKeys draws our keys, one for each suite; a leg without encryption has none.
func (p *Port) newKeys() error {
	p.local.Keys = nil
	if p.local.Policy == sdp.Off {
		return nil
	}
	for i, suite := range []sdp.Suite{sdp.GCM128, sdp.CM128} {
		key := make([]byte, suite.KeyLength())
		if _, err := rand.Read(key); err != nil {
			return fmt.Errorf("media: %w", err)
		}
		p.local.Keys = append(p.local.Keys, sdp.Crypto{Tag: i + 1, Suite: suite, Key: key})
	}
	return nil
}

// ours is what our next description is made of; p.mu is held.
func (p *Port) ours() sdp.Local {
	l := p.local
	l.Laws = p.preferred()
	if p.inside {
		l.Policy, l.Keys = sdp.Off, nil
	}
	return l
}

func (p *Plane) newPort(l id.Leg, spec OpenSpec, bind netip.Addr, rtp, rtcp socket) (*Port, error) {
	var session [8]byte
	if _, err := rand.Read(session[:]); err != nil {
		return nil, fmt.Errorf("media: %w", err)
	}
	remote := spec.SignalSource.Unmap()
	public := bind
	switch {
	case p.cfg.PublicAddress != nil:
		public = p.cfg.PublicAddress(remote)
	case bind.IsUnspecified() && bind.Is4():
		public = netip.AddrFrom4([4]byte{127, 0, 0, 1})
	case bind.IsUnspecified():
		public = netip.IPv6Loopback()
	}
	if !public.IsValid() || public.Unmap().Is4() != bind.Is4() {
		return nil, fmt.Errorf("media: PublicAddress %s for %s, expected an address of the family of %s", public, remote, bind)
	}
	number := binary.BigEndian.Uint64(session[:]) >> 2
	port := &Port{
		plane: p, home: home{shard: p.shardOf(id.CallOf(l))}, leg: l, like: spec.Like, laws: spec.Laws,
		local: sdp.Local{
			Address: public.Unmap(), Port: rtp.port(), RTCPPort: rtcp.port(), SessionID: number, Version: number,
			Events: !spec.NoEvents, Mux: true, Policy: spec.SRTP, Opus: spec.Opus,
		},
	}
	if err := port.newKeys(); err != nil {
		return nil, err
	}
	port.stream = &stream{
		id: l, sockets: [2]socket{rtp, rtcp}, nat: spec.NAT, signal: remote, frame: pcm.Rate / 50, tones: spec.InbandDigits, fallback: spec.InbandFallback,
		// The CNAME must not tell who or where we are (RFC 7022).
		cname: fmt.Sprintf("%016x", number),
	}
	return port, nil
}

// Leg is the leg the port belongs to.
func (p *Port) Leg() id.Leg { return p.leg }

// Offer gives our offer: the first of an outbound leg, of a 200 to an INVITE
// without one, or of a re-INVITE. The same offer may be sent to several
// contacts.
func (p *Port) Offer() ([]byte, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	l := p.ours()
	// Offered only where it helps: carriers get the plainest offer there is.
	l.Mux = p.stream.nat
	if p.agreed != nil && p.agreed.EventRecv > 0 {
		l.EventPT = uint8(p.agreed.EventRecv)
	}
	l.OpusPT = p.opusPT(l.EventPT)
	text, l, err := p.version(l, func(l sdp.Local) ([]byte, error) { return sdp.Offer(l) })
	if err != nil {
		return nil, fmt.Errorf("media: offer of leg %s: %w", p.leg, err)
	}
	p.offered = l
	return text, nil
}

// Accept takes the answer to our last Offer. It may be called again, with the
// answer of another fork or a later provisional response: the last one counts.
// Errors wrap sdp.ErrMalformed or sdp.ErrUnacceptable; the state before stays.
func (p *Port) Accept(answer []byte) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.offered.Port == 0 {
		return fmt.Errorf("%w: an answer came to leg %s, which made no offer", sdp.ErrUnacceptable, p.leg)
	}
	a, err := sdp.Accept(p.offered, answer)
	if err == nil {
		err = speakable(a)
	}
	if err != nil {
		return err
	}
	return p.agree(a)
}

// Answer takes an offer (INVITE, re-INVITE, UPDATE) and gives our answer. The
// media is as agreed from here on. Errors as in Accept.
func (p *Port) Answer(offer []byte) ([]byte, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if err := p.keepUp(offer); err != nil {
		return nil, err
	}
	var agreed sdp.Agreed
	l := p.ours()
	text, _, err := p.version(l, func(l sdp.Local) (text []byte, err error) {
		if text, agreed, err = sdp.Answer(l, offer); err == nil {
			err = speakable(agreed)
		}
		return text, err
	})
	if err != nil {
		return nil, err
	}
	return text, p.agree(agreed)
}

// keepUp draws new keys for what we send when an offer changes those of what
// comes: a phone that begins anew counts our packets from 0 as well, and would
// take none of those whose numbers have gone round (RFC 3711 section 3.3.1).
func (p *Port) keepUp(offer []byte) error {
	_, a, err := sdp.Answer(p.ours(), offer)
	if err != nil || a.In == nil || p.inKey == nil || bytes.Equal(p.inKey, keyOf(a.In)) {
		return nil // what is wrong with the offer is told where it is answered
	}
	return p.newKeys()
}

// version writes a description and, when it differs from the last one,
// writes it again with the next version (RFC 3264 section 8).
func (p *Port) version(l sdp.Local, write func(sdp.Local) ([]byte, error)) ([]byte, sdp.Local, error) {
	text, err := write(l)
	if err != nil {
		return nil, l, err
	}
	if p.written != nil && !bytes.Equal(text, p.written) {
		l.Version++
		p.local.Version = l.Version
		if text, err = write(l); err != nil {
			return nil, l, err
		}
	}
	p.written = text
	return text, l, nil
}

// opusPT is the payload type of Opus in our offer: the one before, so that a
// re-INVITE does not renumber, or one that is not the events'.
func (p *Port) opusPT(events uint8) uint8 {
	switch {
	case p.agreed != nil && p.agreed.OpusRecv > 0:
		return uint8(p.agreed.OpusRecv)
	case events == usualOpusPT:
		return usualOpusPT + 1
	}
	return usualOpusPT
}

// speakable refuses what the plane's own sounds could not be sent in.
func speakable(a sdp.Agreed) error {
	if a.OnlyOpus {
		return fmt.Errorf("%w: Opus alone, expected PCMU or PCMA beside it", sdp.ErrUnacceptable)
	}
	return nil
}

// preferred is the allowed codecs with the one in use, else the one of the leg
// to be like, first.
func (p *Port) preferred() []pcm.Law {
	laws := p.laws
	if len(laws) == 0 {
		laws = []pcm.Law{pcm.Mu, pcm.A}
	}
	first, ok := pcm.Law(0), false
	if p.agreed != nil {
		first, ok = p.agreed.Law, true
	} else if like := p.plane.Port(p.like); like != nil && like != p {
		first, ok = like.law()
	}
	if !ok {
		return laws
	}
	out := make([]pcm.Law, 0, len(laws))
	for _, want := range []bool{true, false} {
		for _, l := range laws {
			if (l == first) == want {
				out = append(out, l)
			}
		}
	}
	return out
}

// law is the codec in use, for other ports to ask while they hold their locks.
func (p *Port) law() (pcm.Law, bool) {
	l := p.lawInUse.Load()
	return pcm.Law(max(0, l-1)), l > 0
}

// agree makes the stream be as agreed. Ciphers go on while their keys stay:
// their rollover counters must not begin anew within a session.
func (p *Port) agree(a sdp.Agreed) error {
	in, err := renew(p.in, p.inKey, a.In)
	if err != nil {
		return fmt.Errorf("%w: %w", sdp.ErrUnacceptable, err)
	}
	out, err := renew(p.out, p.outKey, a.Out)
	if err != nil {
		return fmt.Errorf("%w: %w", sdp.ErrUnacceptable, err)
	}
	p.in, p.inKey = in, keyOf(a.In)
	p.out, p.outKey = out, keyOf(a.Out)
	p.agreed = &a
	p.lawInUse.Store(int32(a.Law) + 1)
	st := p.stream
	p.post(func(s *shard) { st.configure(s, a, in, out) })
	return nil
}

func keyOf(c *sdp.Crypto) []byte {
	if c == nil {
		return nil
	}
	return append([]byte(c.Suite), c.Key...)
}

func renew(old *rtpio.Cipher, oldKey []byte, c *sdp.Crypto) (*rtpio.Cipher, error) {
	switch {
	case c == nil:
		return nil, nil
	case old != nil && bytes.Equal(oldKey, keyOf(c)):
		return old, nil
	}
	return rtpio.NewCipher(string(c.Suite), c.Key)
}

// SignalFrom tells that the leg's signalling now comes from another address,
// which a leg behind NAT may learn its source from at the next agreement.
func (p *Port) SignalFrom(a netip.Addr) {
	st := p.stream
	p.post(func(*shard) { st.signal = a.Unmap() })
}

// Negotiated tells what the last agreement came to.
func (p *Port) Negotiated() Negotiated {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.agreed == nil {
		return Negotiated{}
	}
	a := p.agreed
	codec := a.Law.String()
	if a.Opus {
		codec = "opus"
	}
	return Negotiated{Held: a.Held, Codec: codec, Secure: a.In != nil && a.Out != nil, Events: a.EventPT >= 0, Remote: a.Remote}
}

// Close is Plane.CloseLeg of the port's leg.
func (p *Port) Close() { p.plane.CloseLeg(p.leg) }
