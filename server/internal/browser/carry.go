package browser

import (
	"errors"
	"fmt"
	"net/netip"
	"sync"
	"time"

	"github.com/pion/webrtc/v4"

	"github.com/yobirin/yobirin/shared/fault"
)

const (
	renewEvery = 2 * time.Second // a phone may begin a connection anew that often
	renewBurst = 5               // and that many times at once
)

// Carrier carries the audio of one SIP phone that speaks DTLS-SRTP with ICE to
// its leg's port of the media plane and back, as that of a browser. What the
// phone signals, and the port, stay the caller's. Make it with Edge.Carry; its
// methods may be called from any goroutine.
type Carrier struct {
	edge *Edge
	port Port
	lost func()

	mu     sync.Mutex
	link   *link // nil before the first offer was taken
	closed bool
	paid   time.Time // up to when the connections so far are paid for
}

// link is one connection of a carrier.
type link struct {
	peer        *peer
	bridge      *bridge
	certificate string // fingerprint of the phone's certificate
	connected   bool
	deadline    *time.Timer // for the audio path
}

// lent is a port that its bridge does not give back.
type lent struct{ Port }

// Close leaves the port open.
func (lent) Close() {}

// Carry makes a carrier for a leg's port, which must take plain RTP from
// loopback. lost is called, from any goroutine, when there is no audio path
// any more, or none came about in time; it must not block. Too many carriers
// and browsers at once are a fault Unavailable.
func (e *Edge) Carry(port Port, lost func()) (*Carrier, error) {
	c := &Carrier{edge: e, port: port, lost: lost}
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.closed || len(e.legs)+len(e.carriers) >= e.o.MaxLegs {
		return nil, fault.New(fault.Unavailable, "busy", "no more encrypted connections can be made now")
	}
	e.carriers[c] = struct{}{}
	return c, nil
}

// Carriers is how many SIP phones' audio is carried.
func (e *Edge) Carriers() int {
	e.mu.Lock()
	defer e.mu.Unlock()
	return len(e.carriers)
}

// Answer takes an offer of the phone at remote, the first or a later one, and
// gives the answer. An offer with the certificate of before changes the
// connection there is (hold, ICE restart); one with another begins anew. An
// error leaves all as it was.
func (c *Carrier) Answer(text []byte, remote netip.Addr) (answer []byte, err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	defer func() {
		if p := recover(); p != nil {
			c.edge.log.Error("panic in a phone's offer", "panic", fmt.Sprint(p))
			answer, err = nil, errMalformed
		}
	}()
	if c.closed {
		return nil, errors.New("browser: the carrier is closed")
	}
	o, err := readPhoneOffer(string(text))
	if err != nil {
		return nil, err
	}
	at := c.edge.candidate(remote)
	if c.link != nil && c.link.certificate == o.certificate && c.link.bridge.offer.speaks(o) {
		return c.renew(o, at)
	}
	if err := c.pay(time.Now()); err != nil {
		return nil, err
	}
	return c.begin(o, at)
}

// pay counts connections: each costs some milliseconds and goroutines.
func (c *Carrier) pay(now time.Time) error {
	if c.paid.Before(now) {
		c.paid = now
	}
	if c.paid.Sub(now) > (renewBurst-1)*renewEvery {
		return fmt.Errorf("%w: new connections too often", errUnacceptable)
	}
	c.paid = c.paid.Add(renewEvery)
	return nil
}

// renew changes the connection there is; c.mu is held.
func (c *Carrier) renew(o offer, at netip.AddrPort) ([]byte, error) {
	pc := c.link.peer.pc
	if err := pc.SetRemoteDescription(webrtc.SessionDescription{Type: webrtc.SDPTypeOffer, SDP: o.text}); err != nil {
		return nil, fmt.Errorf("%w: %w", errUnacceptable, err)
	}
	answer, err := describe(pc, at, o.way)
	if err != nil {
		return nil, err
	}
	if err := c.link.bridge.agree(o.way); err != nil {
		return nil, err
	}
	return []byte(answer), nil
}

// begin makes a connection in the place of the one there is; c.mu is held.
func (c *Carrier) begin(o offer, at netip.AddrPort) ([]byte, error) {
	p, err := c.edge.factory.connect(o, at)
	if err != nil {
		return nil, err
	}
	b, err := newBridge(p, o, lent{c.port}, c.edge.log)
	if err != nil {
		return nil, errors.Join(err, p.pc.Close())
	}
	b.start()
	l := &link{peer: p, bridge: b, certificate: o.certificate}
	old := c.link
	c.link = l
	l.deadline = time.AfterFunc(c.edge.o.ConnectWithin, func() { c.state(l, webrtc.PeerConnectionStateFailed) })
	p.pc.OnTrack(b.hear)
	p.pc.OnConnectionStateChange(func(s webrtc.PeerConnectionState) { c.state(l, s) })
	old.end(c.edge)
	return []byte(p.answer), nil
}

// state takes what became of an audio path. That the phone closes it says
// nothing: it may be about to go on without.
func (c *Carrier) state(l *link, s webrtc.PeerConnectionState) {
	c.mu.Lock()
	gone := false
	if c.link == l && !c.closed {
		switch s {
		case webrtc.PeerConnectionStateConnected:
			l.connected = true
			l.deadline.Stop()
		case webrtc.PeerConnectionStateFailed:
			gone = true
		case webrtc.PeerConnectionStateUnknown, webrtc.PeerConnectionStateNew, webrtc.PeerConnectionStateConnecting,
			webrtc.PeerConnectionStateDisconnected, webrtc.PeerConnectionStateClosed:
		}
	}
	c.mu.Unlock()
	if gone {
		c.lost()
	}
}

// Close ends the connection. The port stays open.
func (c *Carrier) Close() {
	c.mu.Lock()
	l, was := c.link, c.closed
	c.link, c.closed = nil, true
	c.mu.Unlock()
	if was {
		return
	}
	l.end(c.edge)
	c.edge.mu.Lock()
	delete(c.edge.carriers, c)
	c.edge.mu.Unlock()
}

// end closes the connection; of none it does nothing.
func (l *link) end(e *Edge) {
	if l == nil {
		return
	}
	l.deadline.Stop()
	if err := l.peer.pc.Close(); err != nil {
		e.log.Debug("a phone's connection was not closed cleanly", "err", err)
	}
	l.bridge.close()
}
