package media

import (
	"fmt"
	"net/netip"
	"runtime"
	"sync/atomic"

	"golang.org/x/sys/unix"

	"github.com/yobirin/yobirin/shared/rtpio"
)

// newLoop gives the epoll loop, or the portable one when asked for.
func newLoop(s *shard, portable bool) (loop, error) {
	if portable {
		return newGoLoop(s), nil
	}
	return newEpollLoop(s)
}

func opener(portable bool) func(netip.Addr, uint16) (socket, error) {
	if portable {
		return openGoSocket
	}
	return openRawSocket
}

// epollLoop is one locked thread that waits for all sockets of its shard.
type epollLoop struct {
	shard  *shard
	epoll  int
	event  int // eventfd: wakes the loop for its mailbox
	signal atomic.Bool
	byFD   []watched
	ready  [256]unix.EpollEvent
	buf    [rtpio.MaxPacket + 1]byte
	from   rawAddress
}

// watched is what a file descriptor belongs to.
type watched struct {
	socket  *rawSocket
	stream  *stream
	control bool
}

func newEpollLoop(s *shard) (*epollLoop, error) {
	ep, err := unix.EpollCreate1(unix.EPOLL_CLOEXEC)
	if err != nil {
		return nil, fmt.Errorf("media: epoll: %w", err)
	}
	ev, err := unix.Eventfd(0, unix.EFD_NONBLOCK|unix.EFD_CLOEXEC)
	if err != nil {
		_ = unix.Close(ep)
		return nil, fmt.Errorf("media: eventfd: %w", err)
	}
	l := &epollLoop{shard: s, epoll: ep, event: ev}
	if err := unix.EpollCtl(ep, unix.EPOLL_CTL_ADD, ev, &unix.EpollEvent{Events: unix.EPOLLIN, Fd: int32(ev)}); err != nil {
		l.closeAll()
		return nil, fmt.Errorf("media: epoll: %w", err)
	}
	return l, nil
}

func (l *epollLoop) closeAll() {
	_ = unix.Close(l.event)
	_ = unix.Close(l.epoll)
}

func (l *epollLoop) wake() {
	// One write stands for all messages until the loop looks.
	if l.signal.CompareAndSwap(false, true) {
		_, _ = unix.Write(l.event, []byte{1, 0, 0, 0, 0, 0, 0, 0})
	}
}

func (l *epollLoop) add(s *stream) error {
	for i, sock := range s.sockets {
		raw := sock.(*rawSocket)
		for raw.fd >= len(l.byFD) {
			l.byFD = append(l.byFD, make([]watched, 256)...)
		}
		l.byFD[raw.fd] = watched{socket: raw, stream: s, control: i == 1}
		if err := unix.EpollCtl(l.epoll, unix.EPOLL_CTL_ADD, raw.fd, &unix.EpollEvent{Events: unix.EPOLLIN, Fd: int32(raw.fd)}); err != nil {
			return fmt.Errorf("media: epoll: %w", err)
		}
	}
	return nil
}

func (l *epollLoop) remove(s *stream, _ bool) {
	for _, sock := range s.sockets {
		raw := sock.(*rawSocket)
		_ = unix.EpollCtl(l.epoll, unix.EPOLL_CTL_DEL, raw.fd, nil)
		if raw.fd < len(l.byFD) {
			l.byFD[raw.fd] = watched{}
		}
	}
}

func (l *epollLoop) run() {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	defer l.closeAll()
	for l.round() {
	}
}

// round waits once and serves what came. A panic ends the round only.
func (l *epollLoop) round() (more bool) {
	s := l.shard
	more = true
	defer s.recovered("round")
	n, err := unix.EpollWait(l.epoll, l.ready[:], s.wait())
	if err != nil && err != unix.EINTR {
		s.log.Error("media: epoll_wait failed", "error", err)
		return false
	}
	s.clock()
	for i := range max(0, n) {
		fd := int(l.ready[i].Fd)
		if fd == l.event {
			l.drain()
			continue
		}
		if fd >= len(l.byFD) || l.byFD[fd].stream == nil {
			continue
		}
		l.serve(l.byFD[fd])
	}
	return s.turn()
}

// serve takes one packet: the socket stays ready when there are more, and one
// leg's flood cannot hold up the others.
func (l *epollLoop) serve(w watched) {
	n, ok := w.socket.receive(l.buf[:], &l.from)
	if !ok {
		return
	}
	l.shard.receive(w.stream, w.control, l.from.addrPort(), l.buf[:n])
}

func (l *epollLoop) drain() {
	var b [8]byte
	_, _ = unix.Read(l.event, b[:])
	l.signal.Store(false)
}
