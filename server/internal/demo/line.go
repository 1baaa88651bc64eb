package demo

import (
	"bytes"
	"fmt"
	"net"
	"net/netip"
	"sync"
	"time"

	"github.com/yobirin/yobirin/shared/pcm"
	"github.com/yobirin/yobirin/shared/rtpio"
	"github.com/yobirin/yobirin/shared/sdp"
)

// reportEvery is the number of packets between two RTCP reports: five seconds.
const reportEvery = 250

// line is one party's audio: a socket, a voice, and ears that only count.
type line struct {
	wheel *wheel
	conn  *net.UDPConn
	began time.Time
	// hear, when set, gets what arrives; tests listen with it.
	hear func(law pcm.Law, payload []byte)
	done chan struct{}

	mu      sync.Mutex
	voice   *voice
	local   sdp.Local
	agreed  sdp.Agreed
	up      bool // something was agreed on
	muted   bool
	closed  bool
	header  rtpio.Header
	keys    []uint8 // codes of keys that are still to be pressed
	keyStep int     // packets of the first key that have had their turn
	keyTS   uint32  // when it was pressed
	packets uint32
	in      rtpio.Receiver
	lsr     uint32 // of the far side's last sender report
	lsrAt   time.Time
	samples [packetFrames]int16
	packet  [rtpio.HeaderSize + packetFrames]byte
}

func newLine(w *wheel, d *dice, bind netip.Addr, v *voice) (*line, error) {
	conn, err := net.ListenUDP("udp", net.UDPAddrFromAddrPort(netip.AddrPortFrom(bind, 0)))
	if err != nil {
		return nil, fmt.Errorf("demo: open a socket for audio: %w", err)
	}
	port := conn.LocalAddr().(*net.UDPAddr).AddrPort().Port()
	l := &line{
		wheel: w, conn: conn, voice: v, began: time.Now(), done: make(chan struct{}),
		// RTCP goes over the same port: the one beside it may be another line's.
		local:  sdp.Local{Address: bind, Port: port, RTCPPort: port, SessionID: uint64(d.word()), Version: 1, Events: true, Mux: true},
		header: rtpio.Header{Marker: true, SSRC: d.word(), Seq: uint16(d.word()), TS: d.word()},
	}
	go l.receive()
	w.add(l)
	return l, nil
}

// offer describes the line; held says that the far side is to be put on hold.
func (l *line) offer(held bool) ([]byte, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	text, err := sdp.Offer(l.local)
	l.local.Version++
	if held {
		text = bytes.Replace(text, []byte("a=sendrecv"), []byte("a=sendonly"), 1)
	}
	return text, err
}

// answer agrees to the far side's offer.
func (l *line) answer(offer []byte) ([]byte, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	text, agreed, err := sdp.Answer(l.local, offer)
	if err != nil {
		return nil, err
	}
	l.local.Version++
	l.agreed, l.up = agreed, true
	return text, nil
}

// accept takes the far side's answer to our offer.
func (l *line) accept(answer []byte) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	agreed, err := sdp.Accept(l.local, answer)
	if err != nil {
		return err
	}
	l.agreed, l.up = agreed, true
	return nil
}

func (l *line) mute(muted bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.muted = muted
}

// send is the wheel's turn: the next packet, and now and then a report.
func (l *line) send() {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.closed || !l.up {
		return
	}
	l.header.TS += packetFrames
	if l.muted || !l.agreed.Send || !l.agreed.Remote.IsValid() {
		l.header.Marker = true // the next packet begins a stretch of sound
		return
	}
	if len(l.keys) > 0 && l.agreed.EventPT >= 0 {
		l.sendKey()
		return
	}
	l.voice.say(l.samples[:])
	l.header.PT = l.agreed.PT
	l.header.Seq++
	l.header.Put(l.packet[:])
	l.agreed.Law.Encode(l.packet[rtpio.HeaderSize:], l.samples[:])
	l.header.Marker = false
	l.packets++
	// A far side that is gone already refuses; its BYE is on the way.
	_, _ = l.conn.WriteToUDPAddrPort(l.packet[:], l.agreed.Remote)
	if l.packets%reportEvery == 100 {
		l.report()
	}
}

// A key is held for five packets, told three times that it is released, and
// followed by a pause as long as it was held.
const (
	keyHeld = 5
	keyTold = keyHeld + 3
	keyOver = keyTold + 5
)

// press has the keys pressed one after the other in the stream (RFC 4733);
// false where the far side takes no keys in it.
func (l *line) press(keys string) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if !l.up || l.agreed.EventPT < 0 {
		return false
	}
	for i := range len(keys) {
		if code, ok := rtpio.EventCode(keys[i]); ok {
			l.keys = append(l.keys, code)
		}
	}
	return true
}

// sendKey is a turn of the first key. The lock is held.
func (l *line) sendKey() {
	if l.keyStep == 0 {
		l.keyTS = l.header.TS
	}
	l.keyStep++
	if l.keyStep > keyTold {
		if l.keyStep == keyOver {
			l.keys, l.keyStep = l.keys[1:], 0
		}
		l.header.Marker = true // of the sound that comes after
		return
	}
	l.header.Seq++
	h := l.header
	h.PT, h.TS, h.Marker = uint8(l.agreed.EventPT), l.keyTS, l.keyStep == 1
	h.Put(l.packet[:])
	const volume = 10 // -dBm0
	e := rtpio.Event{Code: l.keys[0], End: l.keyStep > keyHeld, Volume: volume, Duration: uint16(min(l.keyStep, keyHeld) * packetFrames)}
	e.Put(l.packet[rtpio.HeaderSize:])
	l.packets++
	_, _ = l.conn.WriteToUDPAddrPort(l.packet[:rtpio.HeaderSize+rtpio.EventSize], l.agreed.Remote)
}

func (l *line) report() {
	if !l.agreed.RemoteRTCP.IsValid() {
		return
	}
	now := time.Now()
	sender := rtpio.Sender{NTP: rtpio.NTP(now), TS: l.header.TS, Packets: l.packets, Octets: l.packets * packetFrames}
	var block *rtpio.Block
	if l.in.Started() {
		b := l.in.Block()
		if b.LSR = l.lsr; l.lsr != 0 {
			b.DLSR = uint32(now.Sub(l.lsrAt) * 65536 / time.Second)
		}
		block = &b
	}
	_, _ = l.conn.WriteToUDPAddrPort(rtpio.AppendControl(nil, l.header.SSRC, &sender, block, "demo", false), l.agreed.RemoteRTCP)
}

// receive counts what comes until the socket is closed.
func (l *line) receive() {
	defer close(l.done)
	defer caught(l.wheel.log, "line")
	buf := make([]byte, rtpio.MaxPacket)
	for {
		n, _, err := l.conn.ReadFromUDPAddrPort(buf)
		l.mu.Lock()
		closed := l.closed
		l.mu.Unlock()
		switch {
		case closed:
			return
		case err != nil:
			continue // a refused packet of ours
		}
		l.take(buf[:n])
	}
}

func (l *line) take(packet []byte) {
	now := time.Now()
	l.mu.Lock()
	defer l.mu.Unlock()
	if rtpio.IsRTCP(packet) {
		if c, err := rtpio.ParseControl(packet); err == nil && c.HasSender {
			l.lsr, l.lsrAt = rtpio.Middle(c.Sender.NTP), now
		}
		return
	}
	h, payload, err := rtpio.Parse(packet)
	if err != nil || !l.up {
		return
	}
	l.in.Add(h, now.Sub(l.began), h.PT == l.agreed.RecvPT)
	if l.hear != nil && h.PT == l.agreed.RecvPT {
		l.hear(l.agreed.Law, payload)
	}
}

// figures are what the line has sent, got and lost so far, in packets.
func (l *line) figures() (sent, received, lost uint64) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return uint64(l.packets), l.in.Received(), l.in.Lost()
}

// close ends the line; it may be called again.
func (l *line) close() {
	l.mu.Lock()
	was := l.closed
	l.closed = true
	l.mu.Unlock()
	if was {
		return
	}
	l.wheel.remove(l)
	_ = l.conn.Close()
	<-l.done
}
