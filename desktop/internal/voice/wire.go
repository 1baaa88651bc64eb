package voice

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
	"net/netip"
	"sync"
	"time"

	"github.com/yobirin/yobirin/shared/rtpio"
	"github.com/yobirin/yobirin/shared/sdp"
)

// wire is the way of the packets. Its methods take plain packets and do not
// block; what cannot be sent is lost, as it may be on any network.
type wire interface {
	send(packet []byte)
	sendControl(packet []byte)
	close()
}

// seal is the SRTP state of a session: it outlives the sockets, for its
// counters must never go back.
type seal struct {
	sync.Mutex
	in, out       *rtpio.Cipher
	inKey, outKey *sdp.Crypto
}

// use changes to the keys that were agreed on; nil is plain RTP.
func (s *seal) use(in, out *sdp.Crypto) error {
	s.Lock()
	defer s.Unlock()
	var err error
	if s.in, s.inKey, err = renew(s.in, s.inKey, in); err != nil {
		return err
	}
	s.out, s.outKey, err = renew(s.out, s.outKey, out)
	return err
}

func renew(c *rtpio.Cipher, was, is *sdp.Crypto) (*rtpio.Cipher, *sdp.Crypto, error) {
	switch {
	case is == nil:
		return nil, nil, nil
	case was != nil && was.Suite == is.Suite && bytes.Equal(was.Key, is.Key):
		return c, was, nil
	}
	c, err := rtpio.NewCipher(string(is.Suite), is.Key)
	return c, is, err
}

// plainWire is a pair of sockets: RTP or SRTP with keys from the description.
type plainWire struct {
	s              *session
	rtp, rtcp      Socket
	port, rtcpPort uint16

	mu         sync.Mutex
	remote     netip.AddrPort // of the description
	source     netip.AddrPort // where packets come from and go to
	control    netip.AddrPort
	learned    bool
	mux        bool
	sealed     [rtpio.MaxPacket + rtpio.SecureOverhead]byte
	strangers  uint64
	unreadable uint64
}

// open opens sockets on an address of this computer; those before are retired.
func (s *session) open(at netip.Addr) error {
	w, err := s.listen(at.Unmap())
	if err != nil {
		return err
	}
	if s.plain != nil {
		s.retired = append(s.retired, s.plain)
	}
	s.plain = w
	s.local.Address, s.local.Port, s.local.RTCPPort = at.Unmap(), w.port, w.rtcpPort
	s.e.guarded("reading audio", func() { w.read(w.rtp, false) })
	s.e.guarded("reading reports", func() { w.read(w.rtcp, true) })
	return nil
}

// tries is how many ports are tried for a pair.
const tries = 50

func (s *session) listen(at netip.Addr) (*plainWire, error) {
	first, last := int(s.e.o.First), int(s.e.o.Last)
	var lastErr error
	for range tries {
		port := 0
		if first > 0 {
			port = first + rand.IntN(last-first+1)&^1
		}
		rtp, err := s.e.o.Listen(netip.AddrPortFrom(at, uint16(port)))
		if err != nil {
			lastErr = err
			if first == 0 {
				break
			}
			continue
		}
		w := &plainWire{s: s, rtp: rtp, port: portOf(rtp)}
		next := netip.AddrPortFrom(at, w.port+1)
		if w.port == 65535 || first > 0 && int(w.port) == last {
			_ = rtp.Close()
			continue
		}
		if w.rtcp, err = s.e.o.Listen(next); err != nil {
			lastErr = err
			_ = rtp.Close()
			continue
		}
		w.rtcpPort = portOf(w.rtcp)
		return w, nil
	}
	return nil, fmt.Errorf("voice: no port for audio on %s: %w", at, lastErr)
}

func portOf(s Socket) uint16 {
	if a, ok := s.LocalAddr().(*net.UDPAddr); ok {
		return uint16(a.Port)
	}
	return 0
}

// aim changes where packets go to, and what is believed to come from there.
func (w *plainWire) aim(a sdp.Agreed) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.mux = a.Mux
	if a.Remote != w.remote {
		w.remote, w.source, w.learned = a.Remote, a.Remote, false
	}
	if !w.learned {
		w.control = a.RemoteRTCP
	}
	if a.Mux {
		w.control = w.source
	}
}

func (w *plainWire) send(packet []byte) {
	w.mu.Lock()
	to := w.source
	w.mu.Unlock()
	w.write(w.rtp, packet, to, (*rtpio.Cipher).Seal)
}

func (w *plainWire) sendControl(packet []byte) {
	w.mu.Lock()
	to, socket := w.control, w.rtcp
	if w.mux {
		socket = w.rtp
	}
	w.mu.Unlock()
	w.write(socket, packet, to, (*rtpio.Cipher).SealControl)
}

func (w *plainWire) write(socket Socket, packet []byte, to netip.AddrPort, seal func(c *rtpio.Cipher, dst, packet []byte) ([]byte, error)) {
	if !to.IsValid() || to.Addr().IsUnspecified() || to.Port() == 0 {
		return
	}
	c := &w.s.seal
	c.Lock()
	defer c.Unlock()
	if c.out != nil {
		sealed, err := seal(c.out, w.sealed[:0], packet)
		if err != nil {
			return
		}
		packet = sealed
	}
	_, _ = socket.WriteToUDPAddrPort(packet, to) // a packet that cannot go is a lost one
}

func (w *plainWire) close() {
	_ = w.rtp.Close()
	_ = w.rtcp.Close()
}

// afterError is how long reading waits after an error other than the end: a
// system may report each unreachable answer to what we send.
const afterError = 10 * time.Millisecond

func (w *plainWire) read(socket Socket, control bool) {
	buf, clear := make([]byte, 2048), make([]byte, 0, 2048)
	for {
		n, from, err := socket.ReadFromUDPAddrPort(buf)
		switch {
		case err == nil:
			w.packet(buf[:n], clear, netip.AddrPortFrom(from.Addr().Unmap(), from.Port()), control)
		case errors.Is(err, net.ErrClosed):
			return
		default:
			timer := time.NewTimer(afterError)
			select {
			case <-timer.C:
			case <-w.s.ctx.Done():
			}
			timer.Stop()
		}
	}
}

// packet takes what came to a socket. Whatever it is, reading goes on.
func (w *plainWire) packet(packet, clear []byte, from netip.AddrPort, control bool) {
	defer w.s.e.rescue("taking a packet")
	if len(packet) > rtpio.MaxPacket {
		return
	}
	if control || rtpio.IsRTCP(packet) {
		w.report(packet, clear, from, control)
		return
	}
	w.mu.Lock()
	known, learned := from == w.source && w.source.IsValid(), w.learned
	may := known || !learned && w.remote.IsValid()
	sameHost := from.Addr() == w.remote.Addr()
	w.mu.Unlock()
	if !may {
		w.stranger()
		return
	}
	plain, sealed, ok := w.s.seal.unseal(clear, packet, (*rtpio.Cipher).Open)
	if !ok {
		w.mu.Lock()
		w.unreadable++
		w.mu.Unlock()
		return
	}
	// Another port, as NAT makes it, is believed once; another host only when
	// it has the key.
	if !known && !sameHost && !sealed {
		w.stranger()
		return
	}
	if !w.s.take(plain) {
		return
	}
	if !learned {
		w.learn(from)
	}
}

func (w *plainWire) learn(from netip.AddrPort) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.learned {
		return
	}
	w.learned = true
	moved := from != w.source
	w.source = from
	switch {
	case w.mux:
		w.control = from
	case moved:
		w.control = netip.AddrPortFrom(from.Addr(), from.Port()+1)
	}
}

func (w *plainWire) stranger() {
	w.mu.Lock()
	w.strangers++
	w.mu.Unlock()
}

// report takes a control packet: from the host that sends the audio only.
func (w *plainWire) report(packet, clear []byte, from netip.AddrPort, own bool) {
	w.mu.Lock()
	ok := from.Addr() == w.source.Addr() && (own || w.mux)
	w.mu.Unlock()
	if !ok {
		w.stranger()
		return
	}
	if plain, _, ok := w.s.seal.unseal(clear, packet, (*rtpio.Cipher).OpenControl); ok {
		w.s.takeControl(plain)
	}
}

// unseal decrypts a packet where keys were agreed on.
func (s *seal) unseal(dst, packet []byte, open func(c *rtpio.Cipher, dst, packet []byte) ([]byte, error)) (plain []byte, sealed, ok bool) {
	s.Lock()
	defer s.Unlock()
	if s.in == nil {
		return packet, false, true
	}
	plain, err := open(s.in, dst, packet)
	return plain, true, err == nil
}

// inherit sends where the wire before did, until the next agreement.
func (w *plainWire) inherit(before *plainWire) {
	before.mu.Lock()
	remote, source, control, mux := before.remote, before.source, before.control, before.mux
	before.mu.Unlock()
	w.mu.Lock()
	defer w.mu.Unlock()
	w.remote, w.source, w.control, w.mux = remote, source, control, mux
}
