//go:build linux

package load

import (
	"encoding/binary"
	"fmt"
	"net/netip"
	"runtime"
	"sync"
	"sync/atomic"
	"syscall"
	"time"
	"unsafe"

	"golang.org/x/sys/unix"
)

const (
	rtpHeader  = 12
	frameSize  = 160 // 20 ms of G.711
	packetSize = rtpHeader + frameSize
	magic      = 0x594f4249
	slots      = 20 // one for each millisecond of a packet's time
	poll       = 500 * time.Microsecond
)

// stream is one leg's audio.
type stream struct {
	id   uint32
	from [4]byte
	to   netip.AddrPort
	seq  uint16
	slot int
	at   int // place in the slot
	ear  *ear
}

// audio sends and receives the audio of all calls: one thread that sends by
// the clock, one that receives. What a packet carries is who sent it, when,
// and in which window of measurement.
type audio struct {
	fd, control int
	port        uint16
	stop        atomic.Bool
	done        sync.WaitGroup
	stamp       atomic.Uint32 // the window that packets are sent in; 0: none
	window      atomic.Uint32 // the window whose packets count; it ends later
	sent        atomic.Uint64 // within the window
	refused     atomic.Uint64

	mu    sync.Mutex // of the streams
	slots [slots][]*stream
	count uint32

	figures sync.Mutex
	late    histogram // how late the sender was
	delay   histogram
	got     uint64
	heard   map[uint32]struct{} // streams that came through in the window
	ears    map[[4]byte]*ear    // of all streams, by their address
	paces   [2]pace             // those of most, and of those apart
}

func openAudio() (*audio, error) {
	for range 100 {
		a, err := tryAudio()
		if err != nil {
			return nil, err
		}
		if a != nil {
			a.done.Add(2)
			go a.talk()
			go a.listen()
			return a, nil
		}
	}
	return nil, fmt.Errorf("load: no free pair of ports for the audio")
}

// tryAudio binds an even port and the one after it; nil when that failed.
func tryAudio() (*audio, error) {
	fd, port, err := openRaw(0)
	if err != nil {
		return nil, err
	}
	if port%2 == 1 {
		_ = unix.Close(fd)
		return nil, nil
	}
	control, _, err := openRaw(int(port) + 1)
	if err != nil {
		_ = unix.Close(fd)
		return nil, nil
	}
	// Nobody reads RTCP; the socket is there so that it is not refused.
	_ = unix.SetsockoptInt(control, unix.SOL_SOCKET, unix.SO_RCVBUF, 4096)
	return &audio{fd: fd, control: control, port: port, heard: map[uint32]struct{}{}, ears: map[[4]byte]*ear{}}, nil
}

func openRaw(port int) (fd int, bound uint16, err error) {
	fd, err = unix.Socket(unix.AF_INET, unix.SOCK_DGRAM|unix.SOCK_CLOEXEC|unix.SOCK_NONBLOCK, 0)
	if err != nil {
		return 0, 0, fmt.Errorf("load: audio socket: %w", err)
	}
	if err = prepare(fd); err == nil {
		err = unix.Bind(fd, &unix.SockaddrInet4{Port: port})
	}
	if err != nil {
		_ = unix.Close(fd)
		return 0, 0, fmt.Errorf("load: audio socket: %w", err)
	}
	name, err := unix.Getsockname(fd)
	if err != nil {
		_ = unix.Close(fd)
		return 0, 0, fmt.Errorf("load: audio socket: %w", err)
	}
	return fd, uint16(name.(*unix.SockaddrInet4).Port), nil
}

func (a *audio) close() {
	a.stop.Store(true)
	a.done.Wait()
	_ = unix.Close(a.fd)
	_ = unix.Close(a.control)
}

// add begins a stream, in the slot that has fewest. What it hears may be
// measured apart.
func (a *audio) add(from netip.Addr, to netip.AddrPort, apart bool) *stream {
	e := &ear{}
	if apart {
		e.kind = 1
	}
	a.figures.Lock()
	a.ears[from.As4()] = e
	a.figures.Unlock()
	a.mu.Lock()
	defer a.mu.Unlock()
	a.count++
	s := &stream{id: a.count, from: from.As4(), to: to, ear: e}
	for i := range a.slots {
		if len(a.slots[i]) < len(a.slots[s.slot]) {
			s.slot = i
		}
	}
	s.at = len(a.slots[s.slot])
	a.slots[s.slot] = append(a.slots[s.slot], s)
	return s
}

func (a *audio) remove(s *stream) {
	if s == nil {
		return
	}
	a.figures.Lock()
	if a.ears[s.from] == s.ear {
		delete(a.ears, s.from)
	}
	a.figures.Unlock()
	a.mu.Lock()
	defer a.mu.Unlock()
	list := a.slots[s.slot]
	if s.at >= len(list) || list[s.at] != s {
		return
	}
	last := len(list) - 1
	list[s.at] = list[last]
	list[s.at].at = s.at
	list[last] = nil
	a.slots[s.slot] = list[:last]
}

// talk sends every slot's packets at their millisecond.
func (a *audio) talk() {
	defer a.done.Done()
	runtime.LockOSThread()
	hurry()
	out := newOutbox()
	next := time.Now()
	for n := 0; !a.stop.Load(); n++ {
		next = next.Add(time.Second / 1000)
		sleepUntil(next)
		late := time.Since(next)
		if a.stamp.Load() != 0 {
			a.figures.Lock()
			a.late.add(int64(late))
			a.figures.Unlock()
		}
		a.mu.Lock()
		for _, s := range a.slots[n%slots] {
			a.speak(out, s)
		}
		a.send(out)
		a.mu.Unlock()
	}
}

func (a *audio) speak(out *outbox, s *stream) {
	p := out.next(s.from, s.to)
	s.seq++
	p[0], p[1] = 0x80, 0
	binary.BigEndian.PutUint16(p[2:], s.seq)
	binary.BigEndian.PutUint32(p[4:], uint32(s.seq)*frameSize)
	binary.BigEndian.PutUint32(p[8:], s.id)
	binary.BigEndian.PutUint32(p[rtpHeader:], magic)
	binary.BigEndian.PutUint32(p[rtpHeader+4:], s.id)
	if out.n == sendBatch {
		a.send(out)
	}
}

// send stamps the batch with the window and the time and sends it.
func (a *audio) send(out *outbox) {
	if out.n == 0 {
		return
	}
	window, now := a.stamp.Load(), uint64(time.Now().UnixNano())
	for i := range out.n {
		binary.BigEndian.PutUint32(out.packets[i][rtpHeader+8:], window)
		binary.BigEndian.PutUint64(out.packets[i][rtpHeader+12:], now)
	}
	if window != 0 {
		a.sent.Add(uint64(out.n))
	}
	if r := out.flush(a.fd); r > 0 {
		a.refused.Add(uint64(r))
	}
}

// listen takes what came every half millisecond; the kernel notes when each
// packet came, so that the wait is not in the figures.
func (a *audio) listen() {
	defer a.done.Done()
	runtime.LockOSThread()
	hurry()
	in := newInbox()
	for !a.stop.Load() {
		n := in.fill(a.fd)
		if n > 0 {
			a.take(in, n)
		}
		if n < receiveBatch {
			sleepUntil(time.Now().Add(poll))
		}
	}
}

func (a *audio) take(in *inbox, n int) {
	window, pacing := a.window.Load(), a.stamp.Load()
	a.figures.Lock()
	defer a.figures.Unlock()
	for i := range n {
		p, to, at := in.packet(i)
		if e := a.ears[to]; e != nil && pacing != 0 {
			a.paces[e.kind].take(e, pacing, p, at)
		}
		if len(p) != packetSize || binary.BigEndian.Uint32(p[rtpHeader:]) != magic {
			continue // hold music, ringback
		}
		if w := binary.BigEndian.Uint32(p[rtpHeader+8:]); w == 0 || w != window {
			continue
		}
		a.got++
		a.heard[binary.BigEndian.Uint32(p[rtpHeader+4:])] = struct{}{}
		a.delay.add(at - int64(binary.BigEndian.Uint64(p[rtpHeader+12:])))
	}
}

// hurry puts the thread before all others of its cores, where that is allowed:
// the figures are the server's, not those of whoever shares the machine.
func hurry() {
	_ = unix.SchedSetAttr(0, &unix.SchedAttr{Size: unix.SizeofSchedAttr, Policy: unix.SCHED_FIFO, Priority: 10}, 0)
}

// sleepUntil blocks the thread and keeps its place in the Go scheduler: the
// runtime's timers are too coarse, and coming back to the scheduler may take
// ten milliseconds when all its places are taken.
func sleepUntil(t time.Time) {
	for {
		d := time.Until(t)
		if d <= 0 {
			return
		}
		ts := unix.NsecToTimespec(int64(d))
		_, _, _ = syscall.RawSyscall(unix.SYS_NANOSLEEP, uintptr(unsafe.Pointer(&ts)), 0, 0)
	}
}

// Heard is what a window of audio measured.
type Heard struct {
	Streams  int
	Silent   int // streams of which nothing came through
	Sent     uint64
	Lost     uint64 // of those sent within the window
	Refused  uint64 // not taken by the generator's own kernel socket
	Delay50  time.Duration
	Delay99  time.Duration
	DelayMax time.Duration
	Late99   time.Duration // the generator's own lateness
	LateMax  time.Duration
	Pace     Pace // of all that the legs heard, mixed and made by the server, too
	Apart    Pace // the same of the legs of a Spec with Apart
}

// Loss is the share lost.
func (h Heard) Loss() float64 {
	if h.Sent == 0 {
		return 1
	}
	return float64(h.Lost) / float64(h.Sent)
}

// settle is how long packets of a window may still come after it.
const settle = 300 * time.Millisecond

// measure counts what is sent during d and what of that arrives.
func (a *audio) measure(d time.Duration, number uint32) Heard {
	a.figures.Lock()
	a.late.clear()
	a.delay.clear()
	a.got = 0
	clear(a.heard)
	for i := range a.paces {
		a.paces[i].clear()
	}
	a.figures.Unlock()
	a.mu.Lock()
	streams := 0
	for _, list := range a.slots {
		streams += len(list)
	}
	a.mu.Unlock()
	a.sent.Store(0)
	refused := a.refused.Load()
	a.window.Store(number)
	a.stamp.Store(number)
	time.Sleep(d)
	a.stamp.Store(0)
	time.Sleep(settle)
	a.window.Store(0)
	h := Heard{Streams: streams, Sent: a.sent.Load(), Refused: a.refused.Load() - refused}
	a.figures.Lock()
	defer a.figures.Unlock()
	if h.Sent > a.got {
		h.Lost = h.Sent - a.got
	}
	h.Silent = max(0, h.Streams-len(a.heard))
	h.Delay50, h.Delay99, h.DelayMax = a.delay.at(0.5), a.delay.at(0.99), a.delay.at(1)
	h.Late99, h.LateMax = a.late.at(0.99), a.late.at(1)
	h.Pace, h.Apart = a.paces[0].sum(), a.paces[1].sum()
	return h
}
