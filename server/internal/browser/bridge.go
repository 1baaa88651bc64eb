package browser

import (
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/netip"
	"sync"
	"sync/atomic"

	"github.com/pion/interceptor"
	"github.com/pion/rtcp"
	"github.com/pion/rtp"
	"github.com/pion/webrtc/v4"

	"github.com/yobirin/yobirin/shared/pcm"
	"github.com/yobirin/yobirin/shared/rtpio"
	"github.com/yobirin/yobirin/shared/sdp"
)

// bridge carries a browser's packets to a port of the media plane and back.
// Sequence numbers, times and reports pass as they are, so the plane measures
// the browser and not the way across the loopback address.
type bridge struct {
	log    *slog.Logger
	peer   *peer
	offer  offer
	port   Port
	conn   *net.UDPConn
	plane  netip.AddrPort
	local  sdp.Local // of the bridge, in the browser's name
	agreed sdp.Agreed
	ssrc   uint32        // of what goes to the browser
	from   atomic.Uint32 // SSRC of what the plane sends
	heard  atomic.Bool   // somebody reads what the browser sends

	mu     sync.Mutex
	closed bool
	work   sync.WaitGroup
}

// newBridge agrees with the plane's port, in the browser's name, on audio over
// the loopback address. The port then belongs to the bridge.
func newBridge(p *peer, o offer, port Port, log *slog.Logger) (b *bridge, err error) {
	b = &bridge{log: log, peer: p, offer: o, port: port}
	defer func() {
		if err != nil {
			port.Close()
			if b.conn != nil {
				_ = b.conn.Close()
			}
		}
	}()
	if b.conn, err = net.ListenUDP("udp4", &net.UDPAddr{IP: net.IPv4(127, 0, 0, 1)}); err != nil {
		return nil, err
	}
	here := b.conn.LocalAddr().(*net.UDPAddr).AddrPort()
	b.local = sdp.Local{
		Address: here.Addr().Unmap(), Port: here.Port(), SessionID: 1, Laws: []pcm.Law{lawOf(o.law)}, Events: o.eventPT >= 0, Mux: true,
	}
	if b.agreed, err = b.negotiate(o.way); err != nil {
		return nil, err
	}
	// Whatever address the plane tells the world, here it is reached by loopback.
	b.plane = netip.AddrPortFrom(netip.AddrFrom4([4]byte{127, 0, 0, 1}), b.agreed.Remote.Port())
	parameters := p.sender.GetParameters()
	if len(parameters.Encodings) == 0 {
		return nil, errors.New("the connection has no stream to the browser")
	}
	b.ssrc = uint32(parameters.Encodings[0].SSRC)
	return b, nil
}

// negotiate agrees with the plane's port on what the browser wants of the
// stream. The directions of its answer are in the browser's answer by what
// the WebRTC library makes of the offer.
func (b *bridge) negotiate(way sdp.Way) (sdp.Agreed, error) {
	b.local.Version++
	b.local.Way = way
	text, err := sdp.Offer(b.local)
	if err != nil {
		return sdp.Agreed{}, err
	}
	answer, err := b.port.Answer(text)
	if err != nil {
		return sdp.Agreed{}, err
	}
	agreed, err := sdp.Accept(b.local, answer)
	if err == nil && (!agreed.Remote.IsValid() || !agreed.Mux) {
		err = errors.New("the media plane's answer has no address or no rtcp-mux")
	}
	return agreed, err
}

// agree makes the plane's port know that the browser wants something else of
// the stream: hold and its end.
func (b *bridge) agree(way sdp.Way) error {
	agreed, err := b.negotiate(way)
	if err == nil && (agreed.PT != b.agreed.PT || agreed.RecvPT != b.agreed.RecvPT || agreed.EventPT != b.agreed.EventPT || agreed.Remote.Port() != b.agreed.Remote.Port()) {
		err = errors.New("the media plane agreed on something else than before")
	}
	return err
}

func lawOf(name string) pcm.Law {
	if name == "PCMA" {
		return pcm.A
	}
	return pcm.Mu
}

// start carries packets until close. What the browser sends comes by hear.
func (b *bridge) start() {
	b.guarded("audio to the browser", b.down)
	b.guarded("reports of the browser", b.reports)
}

// close ends the bridge; the peer must have been closed before.
func (b *bridge) close() {
	b.mu.Lock()
	b.closed = true
	b.mu.Unlock()
	_ = b.conn.Close()
	b.work.Wait()
	b.port.Close()
}

// guarded starts f, unless the bridge is closed.
func (b *bridge) guarded(what string, f func()) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.closed {
		return
	}
	b.work.Go(func() {
		defer func() {
			if p := recover(); p != nil {
				b.log.Error("panic in a browser's bridge", "doing", what, "panic", fmt.Sprint(p))
			}
		}()
		f()
	})
}

// hear takes what the browser sends on a track, one track at a time, until
// the track ends.
func (b *bridge) hear(track *webrtc.TrackRemote, receiver *webrtc.RTPReceiver) {
	if !b.heard.CompareAndSwap(false, true) {
		return
	}
	b.guarded("reports of the browser", func() { b.control(receiver.ReadRTCP, false) })
	b.guarded("audio of the browser", func() {
		defer b.heard.Store(false)
		in, out := make([]byte, maxPacket), make([]byte, maxPacket)
		for {
			n, _, err := track.Read(in)
			if err != nil {
				return
			}
			if packet := b.up(out, in[:n]); packet != nil {
				_, _ = b.conn.WriteToUDPAddrPort(packet, b.plane)
			}
		}
	})
}

// up makes a browser's packet one for the plane: our payload types, and
// neither extensions nor padding. Nil is a packet nobody agreed on.
func (b *bridge) up(out, packet []byte) []byte {
	h, payload, err := rtpio.Parse(packet)
	if err != nil {
		return nil
	}
	switch {
	case h.PT == b.offer.lawPT:
		h.PT = b.agreed.PT
	case int(h.PT) == b.offer.eventPT && b.agreed.EventPT >= 0:
		h.PT = uint8(b.agreed.EventPT)
	default:
		return nil
	}
	h.Put(out)
	return out[:rtpio.HeaderSize+copy(out[rtpio.HeaderSize:], payload)]
}

// down takes what the plane sends.
func (b *bridge) down() {
	in := make([]byte, maxPacket)
	var skipped uint16
	for {
		n, from, err := b.conn.ReadFromUDPAddrPort(in)
		if errors.Is(err, net.ErrClosed) {
			return
		}
		if err != nil || netip.AddrPortFrom(from.Addr().Unmap(), from.Port()) != b.plane {
			continue // a port of the plane that closed a moment ago, or a stranger on this machine
		}
		if rtpio.IsRTCP(in[:n]) {
			b.report(in[:n])
			continue
		}
		h, payload, err := rtpio.Parse(in[:n])
		if err != nil {
			continue
		}
		b.from.Store(h.SSRC)
		if h.PT != b.agreed.RecvPT {
			skipped++ // telephone events: no browser plays them, and it must not take them for a loss
			continue
		}
		_ = b.peer.track.WriteRTP(&rtp.Packet{
			Header:  rtp.Header{Version: 2, Marker: h.Marker, SequenceNumber: h.Seq - skipped, Timestamp: h.TS},
			Payload: payload,
		}) // before the connection is up there is nowhere to send to
	}
}

// report passes the plane's report on in the name that the browser knows its
// stream by.
func (b *bridge) report(raw []byte) {
	all, err := rtcp.Unmarshal(raw)
	if err != nil {
		return
	}
	out := all[:0]
	for _, p := range all {
		switch p := p.(type) {
		case *rtcp.SenderReport:
			p.SSRC = b.ssrc
			out = append(out, p)
		case *rtcp.ReceiverReport:
			p.SSRC = b.ssrc
			out = append(out, p)
		case *rtcp.SourceDescription:
			for i := range p.Chunks {
				p.Chunks[i].Source = b.ssrc
			}
			out = append(out, p)
		default: // a goodbye among them: the browser hears that by other ways
		}
	}
	if len(out) > 0 {
		_ = b.peer.pc.WriteRTCP(out)
	}
}

// reports passes the browser's reports about our stream on to the plane, for
// which they are also the sign of life of a browser that only listens.
func (b *bridge) reports() { b.control(b.peer.sender.ReadRTCP, true) }

// control passes on reports: those about our stream, or only those that say
// nothing about it, because a report about both streams is read twice.
func (b *bridge) control(read func() ([]rtcp.Packet, interceptor.Attributes, error), ours bool) {
	for {
		all, _, err := read()
		if err != nil {
			return
		}
		out := all[:0]
		for _, p := range all {
			switch p := p.(type) {
			case *rtcp.SenderReport:
				if b.rename(p.Reports) == ours {
					out = append(out, p)
				}
			case *rtcp.ReceiverReport:
				if b.rename(p.Reports) == ours {
					out = append(out, p)
				}
			default:
			}
		}
		if len(out) == 0 {
			continue
		}
		if raw, err := rtcp.Marshal(out); err == nil && len(raw) <= rtpio.MaxPacket {
			_, _ = b.conn.WriteToUDPAddrPort(raw, b.plane)
		}
	}
}

// rename makes blocks about our stream blocks about the plane's, and says
// whether there are any.
func (b *bridge) rename(blocks []rtcp.ReceptionReport) (found bool) {
	for i := range blocks {
		if blocks[i].SSRC == b.ssrc {
			blocks[i].SSRC, found = b.from.Load(), true
		}
	}
	return found
}
