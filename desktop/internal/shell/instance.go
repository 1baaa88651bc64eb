package shell

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"runtime/debug"
	"sync"
	"time"
	"unicode/utf8"

	"github.com/yobirin/yobirin/desktop/internal/seat"
	"github.com/yobirin/yobirin/shared/fault"
)

// Limits of what a second start hands over.
const (
	maxHandover  = 8 << 10
	maxArguments = 16
	handoverTime = 3 * time.Second // for one start's arguments
	claimTime    = 5 * time.Second // until it is said that the other does not answer
	handedOver   = "ok\n"
	maxQueued    = 16
	acceptAgain  = 50 * time.Millisecond
)

// Instance is the claim to be the one running app of this person. It is held
// until Close or the end of the process, however that comes.
type Instance struct {
	release  func()
	listener net.Listener

	mu     sync.Mutex
	tell   func(seat.Opened)
	queued []seat.Opened
	done   chan struct{}
}

// Claim makes this process the one of the person whose folder dir is. When
// another runs already, it is handed args and first is false: the caller exits
// with 0. Otherwise what is in args is the first Opened of Serve, if it is a
// link. An error with first false and Key "already_runs" means that one runs
// and does not answer.
func Claim(dir string, args []string) (instance *Instance, first bool, err error) {
	if err := ensureDir(dir); err != nil {
		return nil, false, err
	}
	deadline := time.Now().Add(claimTime)
	ticker := time.NewTicker(50 * time.Millisecond)
	defer ticker.Stop()
	// The other may be starting just now, and not hear yet, or be ending: then
	// this one takes its place.
	for {
		release, free, err := lock(dir)
		if err != nil {
			return nil, false, err
		}
		if free {
			instance, err := begin(dir, args, release)
			return instance, err == nil, err
		}
		err = handOver(dir, args, deadline)
		if err == nil {
			return nil, false, nil
		}
		if time.Now().After(deadline) {
			return nil, false, fault.Wrap(err, fault.Unavailable, "already_runs", "Yobirin runs already but does not answer")
		}
		<-ticker.C
	}
}

// begin makes the instance of who has the lock.
func begin(dir string, args []string, release func()) (*Instance, error) {
	listener, err := listen(dir)
	if err != nil {
		release()
		return nil, err
	}
	i := &Instance{release: release, listener: listener, done: make(chan struct{})}
	if opened := OpenedFrom(args); opened.Target != "" {
		i.queued = append(i.queued, opened)
	}
	go i.accept()
	return i, nil
}

// Serve begins to tell what other starts bring, first what came before. tell
// must not wait.
func (i *Instance) Serve(tell func(seat.Opened)) {
	i.mu.Lock()
	defer i.mu.Unlock()
	for _, opened := range i.queued {
		tell(opened)
	}
	i.queued, i.tell = nil, tell
}

// Close gives the claim up.
func (i *Instance) Close() {
	i.listener.Close()
	<-i.done
	i.release()
}

func (i *Instance) accept() {
	defer close(i.done)
	for {
		conn, err := i.listener.Accept()
		if errors.Is(err, net.ErrClosed) {
			return
		}
		if err != nil {
			time.Sleep(acceptAgain) // no files left, or a stranger
			continue
		}
		i.take(conn)
	}
}

// take reads one start's arguments. One after the other, each for a short
// time, so that nobody can pile up connections.
func (i *Instance) take(conn net.Conn) {
	defer func() {
		conn.Close()
		if r := recover(); r != nil {
			debug.PrintStack() // before there may be a log
		}
	}()
	conn.SetDeadline(time.Now().Add(handoverTime))
	args, err := readHandover(conn)
	if err != nil {
		return
	}
	i.mu.Lock()
	opened := OpenedFrom(args)
	if i.tell != nil {
		i.tell(opened)
	} else if len(i.queued) < maxQueued {
		i.queued = append(i.queued, opened)
	}
	i.mu.Unlock()
	_, _ = io.WriteString(conn, handedOver) // who does not wait for it has lost nothing
}

// handover is what a second start says, one line of JSON.
type handover struct {
	Args []string `json:"args"`
}

func readHandover(from io.Reader) ([]string, error) {
	line, err := bufio.NewReader(io.LimitReader(from, maxHandover)).ReadBytes('\n')
	if err != nil {
		return nil, fmt.Errorf("shell: handover: %w", err)
	}
	var h handover
	if err := json.Unmarshal(line, &h); err != nil {
		return nil, fmt.Errorf("shell: handover: %w", err)
	}
	if len(h.Args) > maxArguments {
		return nil, fault.New(fault.Invalid, "handover_invalid", "a start has at most %d arguments", maxArguments)
	}
	return h.Args, nil
}

// writeHandover says only what the other may need of the arguments.
func writeHandover(to io.Writer, args []string) error {
	kept := []string{}
	for _, arg := range args {
		if len(kept) < maxArguments && len(arg) <= maxLink && utf8.ValidString(arg) && numberOf(arg) != "" {
			kept = append(kept, arg)
		}
	}
	raw, err := json.Marshal(handover{Args: kept})
	if err != nil {
		return err
	}
	_, err = to.Write(append(raw, '\n'))
	return err
}

// handOver gives the arguments to the app that runs.
func handOver(dir string, args []string, deadline time.Time) error {
	conn, err := dial(dir, deadline)
	if err != nil {
		return err
	}
	defer conn.Close()
	conn.SetDeadline(deadline)
	if err := writeHandover(conn, args); err != nil {
		return err
	}
	answer := make([]byte, len(handedOver))
	if _, err := io.ReadFull(conn, answer); err != nil {
		return err
	}
	if string(answer) != handedOver {
		return errors.New("shell: handover: another program answers")
	}
	return nil
}
