package voice

import (
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/netip"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/yobirin/yobirin/shared/pcm"
)

// Devices are the sound devices as the engine uses them. Run does not block.
type Devices interface {
	// Run starts and stops them: they run while a call has audio.
	Run(on bool)
}

// Socket is what packets come and go by; *net.UDPConn is one.
type Socket interface {
	ReadFromUDPAddrPort(b []byte) (int, netip.AddrPort, error)
	WriteToUDPAddrPort(b []byte, to netip.AddrPort) (int, error)
	LocalAddr() net.Addr
	Close() error
}

// Options are what an engine needs. The zero value works, without devices.
type Options struct {
	Devices Devices
	Log     *slog.Logger
	// First and Last bound the UDP ports of plain and SDES audio, inclusive;
	// both 0 is any port.
	First, Last uint16
	// Listen opens sockets; nil is the system's UDP.
	Listen func(netip.AddrPort) (Socket, error)
}

// captureFrames is how many captured frames may wait to be sent.
const captureFrames = 16

// Engine makes the audio of all calls. It implements Voice, and what the sound
// devices call: Captured and Render.
type Engine struct {
	o   Options
	log *slog.Logger

	mu       sync.Mutex // of all that is below, held for lists only
	sessions []*session
	live     atomic.Pointer[[]*session] // those, for the devices' threads
	running  int
	closed   bool
	waiting  bool       // Close waits for work
	devices  sync.Mutex // held while they are told

	work sync.WaitGroup
	done chan struct{}

	patience time.Duration // the unit of ICE's timeouts

	capture    sync.Mutex
	captured   [captureFrames][Frame]int16
	head, size int
	played     played // guarded by capture, too
	wake       chan struct{}
	overruns   atomic.Uint64

	play player

	clean atomic.Uint32 // cleaning: what is wished
}

// New makes an engine.
func New(o Options) (*Engine, error) {
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.First > o.Last {
		return nil, fmt.Errorf("voice: ports %d to %d, expected the first to be no greater than the last", o.First, o.Last)
	}
	if o.First == 0 && o.Last != 0 {
		return nil, fmt.Errorf("voice: first port 0, last %d, expected both or none", o.Last)
	}
	if o.Listen == nil {
		o.Listen = listenUDP
	}
	e := &Engine{o: o, log: o.Log, wake: make(chan struct{}, 1), done: make(chan struct{}), patience: time.Second}
	e.live.Store(&[]*session{})
	e.guarded("sending", e.sending)
	return e, nil
}

func listenUDP(at netip.AddrPort) (Socket, error) {
	network := "udp6"
	if at.Addr().Is4() {
		network = "udp4"
	}
	c, err := net.ListenUDP(network, net.UDPAddrFromAddrPort(at))
	if err != nil {
		return nil, err
	}
	expedite(c, at.Addr().Is4())
	return c, nil
}

// errClosed is what Open says after Close.
var errClosed = errors.New("voice: the engine is closed")

// Open makes a call's audio.
func (e *Engine) Open(o Opening) (Audio, error) {
	s, err := newSession(e, o)
	if err != nil {
		return nil, err
	}
	e.mu.Lock()
	if e.closed {
		e.mu.Unlock()
		s.Close()
		return nil, errClosed
	}
	e.sessions = append(e.sessions, s)
	e.publish()
	e.mu.Unlock()
	return s, nil
}

// publish gives the devices' threads the list of sessions as it is now.
func (e *Engine) publish() {
	list := slices.Clone(e.sessions)
	e.live.Store(&list)
}

// forget takes a closed session out.
func (e *Engine) forget(s *session) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if i := slices.Index(e.sessions, s); i >= 0 {
		e.sessions = slices.Delete(e.sessions, i, i+1)
		e.publish()
	}
}

// need counts those that have audio, and tells the devices of the first and
// the last.
func (e *Engine) need(on bool) {
	e.devices.Lock()
	defer e.devices.Unlock()
	e.mu.Lock()
	was := e.running
	if on {
		e.running++
	} else {
		e.running--
	}
	is := e.running
	e.mu.Unlock()
	if e.o.Devices != nil && (was == 0) != (is == 0) {
		e.o.Devices.Run(is > 0)
	}
}

// Close ends all calls' audio and waits for the engine's goroutines.
func (e *Engine) Close() {
	e.mu.Lock()
	if e.closed {
		e.mu.Unlock()
		return
	}
	e.closed = true
	all := slices.Clone(e.sessions)
	e.mu.Unlock()
	for _, s := range all {
		s.Close()
	}
	close(e.done)
	e.mu.Lock()
	e.waiting = true
	e.mu.Unlock()
	e.work.Wait()
}

// guarded starts f, whose panic is logged and ends nothing else.
func (e *Engine) guarded(what string, f func()) {
	run := func() {
		defer e.rescue(what)
		f()
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.waiting { // what comes so late ends by itself, its sockets being closed
		go run()
		return
	}
	e.work.Go(run)
}

// rescue is deferred at the edge of what may panic.
func (e *Engine) rescue(what string) {
	if p := recover(); p != nil {
		e.log.Error("panic in the audio", "doing", what, "panic", fmt.Sprint(p))
	}
}

// Captured takes what the microphone heard: Frame samples. It is called by the
// device's thread, and neither waits nor allocates.
func (e *Engine) Captured(frame []int16) {
	if len(frame) != Frame {
		return
	}
	e.capture.Lock()
	if e.size == captureFrames {
		// Nobody sends: the oldest goes, so that what is said last is soonest heard.
		e.head, e.size = (e.head+1)%captureFrames, e.size-1
		e.overruns.Add(1)
	}
	at := (e.head + e.size) % captureFrames
	copy(e.captured[at][:], frame)
	e.size++
	e.capture.Unlock()
	select {
	case e.wake <- struct{}{}:
	default:
	}
}

// sending codes and sends what is captured.
func (e *Engine) sending() {
	var c cleaner
	var frame [Frame]int16
	for {
		select {
		case <-e.wake:
		case <-e.done:
			return
		}
		c.follow(e)
		for e.next(&frame, &c) {
			e.frame(&frame, &c)
		}
	}
}

// next takes a captured frame, and what was played meanwhile.
func (e *Engine) next(frame *[Frame]int16, c *cleaner) bool {
	e.capture.Lock()
	defer e.capture.Unlock()
	if e.size == 0 {
		return false
	}
	*frame = e.captured[e.head]
	e.head, e.size = (e.head+1)%captureFrames, e.size-1
	c.heard(&e.played)
	return true
}

// frame sends one frame to every call.
func (e *Engine) frame(frame *[Frame]int16, c *cleaner) {
	defer e.rescue("sending a frame")
	c.work(frame[:])
	for _, s := range *e.live.Load() {
		s.send(frame[:])
	}
}

// Render fills frame, Frame samples, with what is to be heard. It is called by
// the device's thread, and neither waits nor allocates.
func (e *Engine) Render(frame []int16) {
	if len(frame) != Frame {
		clear(frame)
		return
	}
	e.play.render(frame, *e.live.Load())
	e.capture.Lock()
	e.played.put(frame)
	e.capture.Unlock()
}

// player mixes what is heard. It belongs to the playing device's thread.
type player struct {
	acc   [Frame]int32
	one   [Frame]int16
	tones tones
}

func (p *player) render(frame []int16, sessions []*session) {
	clear(p.acc[:])
	ringback := false
	for _, s := range sessions {
		if s.hear(p.one[:]) {
			pcm.Accumulate(p.acc[:], p.one[:])
		}
		ringback = ringback || s.ringing.Load()
		if key := s.key.Swap(0); key != 0 {
			p.tones.press(byte(key))
		}
	}
	if p.tones.render(p.one[:], ringback) {
		pcm.Accumulate(p.acc[:], p.one[:])
	}
	pcm.Soften(frame, p.acc[:])
}
