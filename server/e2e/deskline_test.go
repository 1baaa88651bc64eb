package e2e

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"net"
	"net/netip"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/yobirin/yobirin/shared/pcm"
	"github.com/yobirin/yobirin/shared/rtpio"
	"github.com/yobirin/yobirin/shared/sdp"
)

// What desk phones say, in Hz. They lie between the notes of a piano, so that
// music is none of them, and are no key's.
const (
	voiceA = 453
	voiceB = 641
	voiceC = 905
	voiceD = 1280
	voiceE = 1710
)

func voices() []int { return []int{voiceA, voiceB, voiceC, voiceD, voiceE} }

// keyWay is how a phone tells of keys that are pressed.
type keyWay string

const (
	byEvent keyWay = "rfc4733"
	byInfo  keyWay = "info"
	byTone  keyWay = "inband"
)

func keyWays() []keyWay { return []keyWay{byEvent, byInfo, byTone} }

const (
	frame    = 160 // samples of a packet
	frameMS  = 20
	keyOn    = 5  // packets that a key lasts
	keyEvery = 10 // packets from one key to the next
	listenMS = 400

	// windowSteps is how many times a window of listenMS is looked at.
	windowSteps = 10
)

// deskLine is the audio of one call: a mouth that says a tone, or keys, and
// ears that keep what comes with its time.
type deskLine struct {
	t    testing.TB
	conn *net.UDPConn
	keys keyWay
	done chan struct{}

	mu      sync.Mutex
	local   sdp.Local
	agreed  sdp.Agreed
	up      bool
	back    bool // says nothing but what it hears
	tone    int
	said    int // samples
	header  rtpio.Header
	pressed []byte // keys that are still to be sent, the first under way
	turn    int    // packets of the first
	eventTS uint32
	heard   []deskFrame
	events  rtpio.EventReceiver
	tones   *pcm.DTMFDetector
	digits  []byte // keys that came, as events, tones or INFO
}

type deskFrame struct {
	at      time.Time
	samples []int16
}

func newDeskLine(t testing.TB, tone int, keys keyWay) *deskLine {
	t.Helper()
	conn, err := net.ListenUDP("udp4", &net.UDPAddr{IP: net.IPv4(127, 0, 0, 1)})
	if err != nil {
		t.Fatal(err)
	}
	port := conn.LocalAddr().(*net.UDPAddr).AddrPort().Port()
	l := &deskLine{
		t: t, conn: conn, keys: keys, tone: tone, done: make(chan struct{}), tones: pcm.NewDTMFDetector(),
		local: sdp.Local{
			Address: netip.AddrFrom4([4]byte{127, 0, 0, 1}), Port: port, RTCPPort: port, SessionID: rand.Uint64() >> 2, Version: 1, Events: keys == byEvent, Mux: true,
		},
		header: rtpio.Header{Marker: true, SSRC: rand.Uint32(), Seq: uint16(rand.Uint32()), TS: rand.Uint32()},
	}
	go l.speak()
	go l.listen()
	return l
}

// offer describes the line; held asks that the far side says nothing.
func (l *deskLine) offer(held bool) []byte {
	l.mu.Lock()
	defer l.mu.Unlock()
	text, err := sdp.Offer(l.local)
	if err != nil {
		l.t.Error(err)
	}
	l.local.Version++
	if held {
		text = bytes.Replace(text, []byte("a=sendrecv"), []byte("a=sendonly"), 1)
	}
	return text
}

func (l *deskLine) answer(offer []byte) []byte {
	l.mu.Lock()
	defer l.mu.Unlock()
	text, agreed, err := sdp.Answer(l.local, offer)
	if err != nil {
		l.t.Errorf("a desk phone cannot answer: %v\n%s", err, offer)
		return nil
	}
	l.local.Version++
	l.agreed, l.up = agreed, true
	return text
}

func (l *deskLine) accept(answer []byte) {
	l.mu.Lock()
	defer l.mu.Unlock()
	agreed, err := sdp.Accept(l.local, answer)
	if err != nil {
		l.t.Errorf("a desk phone does not understand the answer: %v\n%s", err, answer)
		return
	}
	l.agreed, l.up = agreed, true
}

// speak sends a packet every 20 ms until the line is closed. On a machine that
// is busy it comes late, but never says less.
func (l *deskLine) speak() {
	tick := time.NewTicker(frameMS * time.Millisecond)
	defer tick.Stop()
	began, said := time.Now(), 0
	for {
		select {
		case <-tick.C:
			for due := int(time.Since(began).Milliseconds() / frameMS); said < due; said++ {
				l.say()
			}
		case <-l.done:
			return
		}
	}
}

func (l *deskLine) say() {
	l.mu.Lock()
	defer l.mu.Unlock()
	if !l.up || l.back {
		return
	}
	l.header.TS += frame
	if !l.agreed.Send || !l.agreed.Remote.IsValid() {
		l.header.Marker = true
		return
	}
	var samples [frame]int16
	switch key, on := l.key(); {
	case key == 0:
		pcm.Pure(float64(l.tone), 0.3).At(samples[:], l.said, pcm.Rate)
	case l.keys == byEvent:
		l.sayEvent(key, on)
		return
	case on:
		tone, _ := pcm.DTMFTone(key)
		tone.At(samples[:], (l.turn-1)*frame, pcm.Rate)
	}
	l.said += frame
	var payload [frame]byte
	l.agreed.Law.Encode(payload[:], samples[:])
	l.header.PT = l.agreed.PT
	l.send(l.header, payload[:])
	l.header.Marker = false
}

// key gives the key that is under way, 0 for none, and whether it is down.
func (l *deskLine) key() (key byte, on bool) {
	if len(l.pressed) == 0 {
		return 0, false
	}
	key = l.pressed[0]
	l.turn++
	on = l.turn <= keyOn
	if l.turn >= keyEvery {
		l.turn, l.pressed = 0, l.pressed[1:]
	}
	return key, on
}

// sayEvent sends the key's packet of this turn, the last one three times.
func (l *deskLine) sayEvent(key byte, on bool) {
	if !on || l.agreed.EventPT < 0 {
		return
	}
	h := l.header
	if h.PT = uint8(l.agreed.EventPT); l.turn == 1 {
		l.eventTS = h.TS
	}
	h.TS, h.Marker = l.eventTS, l.turn == 1
	code, _ := rtpio.EventCode(key)
	times := 1
	if l.turn == keyOn {
		times = 3
	}
	for range times {
		var b [rtpio.EventSize]byte
		rtpio.Event{Code: code, Volume: 10, Duration: uint16(l.turn * frame), End: l.turn == keyOn}.Put(b[:])
		l.send(h, b[:])
	}
}

func (l *deskLine) send(h rtpio.Header, payload []byte) {
	l.header.Seq++
	h.Seq = l.header.Seq
	packet := make([]byte, rtpio.HeaderSize+len(payload))
	h.Put(packet)
	copy(packet[rtpio.HeaderSize:], payload)
	_, _ = l.conn.WriteToUDPAddrPort(packet, l.agreed.Remote) // who is gone refuses
}

// press has keys sent and waits until they are.
func (l *deskLine) press(keys string) {
	l.mu.Lock()
	l.pressed = append(l.pressed, keys...)
	l.mu.Unlock()
	eventually(l.t, patience, "keys to be sent", func() (string, bool) {
		l.mu.Lock()
		defer l.mu.Unlock()
		select {
		case <-l.done: // the last key ended the call
			return "", true
		default:
			return string(l.pressed), len(l.pressed) == 0
		}
	})
}

func (l *deskLine) listen() {
	b := make([]byte, rtpio.MaxPacket)
	for {
		n, _, err := l.conn.ReadFromUDPAddrPort(b)
		select {
		case <-l.done:
			return
		default:
		}
		if err == nil && !rtpio.IsRTCP(b[:n]) {
			l.take(b[:n])
		}
	}
}

func (l *deskLine) take(packet []byte) {
	h, payload, err := rtpio.Parse(packet)
	if err != nil {
		return
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	switch {
	case !l.up:
	case int16(h.PT) == l.agreed.EventRecv:
		if key, pressed := l.events.Take(h, payload); pressed {
			l.digits = append(l.digits, key)
		}
	case l.back:
		l.send(rtpio.Header{PT: h.PT, Marker: h.Marker, TS: h.TS, SSRC: l.header.SSRC}, payload)
	case h.PT == l.agreed.RecvPT:
		samples := make([]int16, len(payload))
		l.agreed.Law.Decode(samples, payload)
		l.heard = append(l.heard, deskFrame{time.Now(), samples})
		l.digits = l.tones.Feed(l.digits, samples)
	}
}

// gotKey notes a key that came by INFO.
func (l *deskLine) gotKey(key string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.digits = append(l.digits, key...)
}

// keysHeard are the keys that came so far, in any way.
func (l *deskLine) keysHeard() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return string(l.digits)
}

// all is everything heard from a moment on, without the gaps.
func (l *deskLine) all(since time.Time) []int16 {
	l.mu.Lock()
	defer l.mu.Unlock()
	var out []int16
	for _, f := range l.heard {
		if !f.at.Before(since) {
			out = append(out, f.samples...)
		}
	}
	return out
}

// sounded says what came in the 400 ms until a moment.
func (l *deskLine) sounded(end time.Time) string {
	begin := end.Add(-listenMS * time.Millisecond)
	var window []int16
	l.mu.Lock()
	first := len(l.heard)
	for first > 0 && l.heard[first-1].at.After(begin) {
		first--
	}
	for _, f := range l.heard[first:] {
		if !f.at.After(end) {
			window = append(window, f.samples...)
		}
	}
	l.mu.Unlock()
	return namesOf(window)
}

// until waits until what came in two windows of 400 ms in a row is as wanted.
// It looks at every moment from now on, also at those at which the machine
// left it no time to look.
func (l *deskLine) until(what string, ok func(before, now string) bool) {
	l.t.Helper()
	const step = listenMS * time.Millisecond / windowSteps
	end := time.Now()
	var names []string // of the windows that end a step after each other
	for i := range windowSteps {
		names = append(names, l.sounded(end.Add((time.Duration(i)-windowSteps)*step)))
	}
	eventually(l.t, patience, what, func() (string, bool) {
		for ; !end.After(time.Now()); end = end.Add(step) {
			names = append(names, l.sounded(end))
			if n := len(names) - 1; ok(names[n-windowSteps], names[n]) {
				return "", true
			}
		}
		return strings.Join(names[max(0, len(names)-3*windowSteps):], ", "), false
	})
}

// namesOf names what a window holds: "quiet", or the voices in it, and "other"
// when there is more.
func namesOf(window []int16) string {
	if len(window) < listenMS*pcm.Rate/1000/2 || pcm.Energy(window) < quiet {
		return "quiet"
	}
	var names []string
	rest := 1.0
	for _, v := range voices() {
		if share := pcm.Share(window, float64(v), pcm.Rate); share > 0.08 {
			names = append(names, fmt.Sprint(v))
			rest -= share
		}
	}
	if rest > 0.25 {
		names = append(names, "other")
	}
	return strings.Join(names, "+")
}

// hears waits until exactly these voices were heard for 800 ms.
func (l *deskLine) hears(who string, voices ...int) {
	l.t.Helper()
	slices.Sort(voices)
	want := make([]string, len(voices))
	for i, v := range voices {
		want[i] = fmt.Sprint(v)
	}
	l.hearsThat(who, strings.Join(want, "+"))
}

// hearsThat waits until what is heard has been "quiet", "other" or voices
// joined by + for 800 ms.
func (l *deskLine) hearsThat(who, want string) {
	l.t.Helper()
	l.until(who+" to hear "+want, func(before, now string) bool { return before == want && now == want })
}

func (l *deskLine) close() {
	l.mu.Lock()
	defer l.mu.Unlock()
	select {
	case <-l.done:
	default:
		close(l.done)
		l.conn.Close()
	}
}
