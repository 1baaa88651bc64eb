package shell

import (
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"runtime/debug"
	"sync"

	"github.com/yobirin/yobirin/desktop/internal/seat"
	"github.com/yobirin/yobirin/desktop/internal/shell/hotkey"
	"github.com/yobirin/yobirin/desktop/internal/shell/notify"
	"github.com/yobirin/yobirin/desktop/internal/shell/popup"
	"github.com/yobirin/yobirin/desktop/internal/shell/tray"
	"github.com/yobirin/yobirin/shared/mailbox"
)

// maxWaiting is the most orders that wait for the system in one queue.
const maxWaiting = 256

// Options of a shell.
type Options struct {
	// Tell is told facts and commands, from any goroutine; it must not wait.
	Tell func(seat.Input)
	// Front brings the app's main window to the front.
	Front func()
	// Read is told of a click on the notification of a message, after the wish
	// to see the window; it must not wait. nil: nobody.
	Read func()
	Log  *slog.Logger
	// Dir is the app's folder for this person; it exists.
	Dir string
	// Program is the path that autostart starts; "": this program's own.
	Program string
	// Icon is a PNG for notifications; nil: none.
	Icon []byte
	// Notifier is another way of notifications than the system's own; nil: the
	// system's.
	Notifier notify.Notifier
}

// Shell is the operating system around the app. Make it with New.
type Shell struct {
	options  Options
	popup    *popup.Popup
	tray     *tray.Tray
	keys     *hotkey.Keys
	notifier notify.Notifier

	// A slow part of the system keeps no other waiting: each has its queue.
	notes  *queue
	orders *queue
	once   sync.Once
}

// New starts the shell. On macOS it is to be called on the main thread before
// the frame's loop. What the system does not have is missing and logged; only
// what could never be right is an error.
func New(o Options) (*Shell, error) {
	if o.Tell == nil || o.Front == nil || o.Log == nil || o.Dir == "" {
		return nil, errors.New("shell: Tell, Front, Log and Dir are needed")
	}
	if o.Program == "" {
		program, err := os.Executable()
		if err != nil {
			return nil, fmt.Errorf("shell: the program's own path: %w", err)
		}
		o.Program = program
	}
	s := &Shell{options: o, notes: newQueue(o.Log), orders: newQueue(o.Log)}
	var err error
	if s.popup, err = popup.New(popup.Options{Press: s.pressed, Log: o.Log}); err != nil {
		// Without it, notifications and the screen tell of calls.
		o.Log.Error("shell: no popup", "error", err)
	}
	s.notifier = o.Notifier
	if s.notifier == nil {
		s.notifier = notify.New(notify.Options{Acted: s.acted, Icon: s.iconFile(), Log: o.Log})
	}
	s.keys = hotkey.New(hotkey.Options{Tell: o.Tell, Log: o.Log})
	s.tray = tray.New(tray.Options{Tell: o.Tell, Log: o.Log})
	return s, nil
}

// Do carries out an effect that is the shell's, and ignores the others. It
// never waits; OpenURL with Tab is the frame's.
func (s *Shell) Do(effect seat.Effect) {
	switch e := effect.(type) {
	case seat.Show:
		s.tray.Show(e.Tray)
		if s.popup != nil {
			s.popup.Show(e.Cards)
		}
	case seat.Notify:
		s.notes.put(func() { s.failed("notification", s.notifier.Notify(notify.Of(e))) })
	case seat.Withdraw:
		s.notes.put(func() { s.failed("withdrawal of a notification", s.notifier.Withdraw(string(e.Line))) })
	case seat.OpenURL:
		if !e.Tab {
			s.orders.put(func() { s.failed("page", OpenURL(e.URL)) })
		}
	case seat.Front:
		s.orders.put(s.options.Front)
	case seat.Hotkeys:
		s.orders.put(func() { s.keys.Set(e.Answer, e.HangUp) })
	case seat.Autostart:
		s.orders.put(func() { s.failed("autostart", SetAutostart(e.On, s.options.Program)) })
	default:
	}
}

// Close takes everything away that the shell has shown. It waits for the
// system for a few seconds at most.
func (s *Shell) Close() {
	s.once.Do(func() {
		if s.popup != nil {
			s.popup.Close()
		}
		s.tray.Close()
		s.orders.close()
		s.notes.close()
		s.keys.Close()
		s.notifier.Close()
	})
}

func (s *Shell) pressed(line seat.Line, button popup.Button) {
	switch button {
	case popup.Answer:
		s.options.Tell(seat.Commanded{Command: seat.Answer{Line: line}})
	case popup.Reject:
		s.options.Tell(seat.Commanded{Command: seat.Reject{Line: line}})
	}
}

func (s *Shell) acted(key string, act notify.Act) {
	switch act {
	case notify.Answer:
		s.options.Tell(seat.Commanded{Command: seat.Answer{Line: seat.Line(key)}})
	case notify.Reject:
		s.options.Tell(seat.Commanded{Command: seat.Reject{Line: seat.Line(key)}})
	case notify.Open:
		s.options.Tell(seat.Commanded{Command: seat.ShowWindow{}})
		if key == messageKey && s.options.Read != nil {
			s.options.Read()
		}
	}
}

// failed logs what the system refused. Errors of this room name no person.
func (s *Shell) failed(what string, err error) {
	if err != nil {
		s.options.Log.Warn("shell: the system refused", "what", what, "error", err)
	}
}

// iconFile writes the icon where the notification service can read it.
func (s *Shell) iconFile() string {
	if len(s.options.Icon) == 0 {
		return ""
	}
	path := filepath.Join(s.options.Dir, "icon.png")
	if err := os.WriteFile(path, s.options.Icon, 0o600); err != nil {
		s.failed("icon", err)
		return ""
	}
	return path
}

// queue carries out orders one after the other.
type queue struct {
	log  *slog.Logger
	box  *mailbox.Box[func()]
	done chan struct{}
}

func newQueue(log *slog.Logger) *queue {
	q := &queue{log: log, box: mailbox.New[func()](maxWaiting), done: make(chan struct{})}
	go q.run()
	return q
}

func (q *queue) put(order func()) {
	if !q.box.Put(order) && !q.box.Closed() {
		q.log.Warn("shell: the system does not keep up; an order is dropped")
	}
}

// close carries out what is waiting and ends.
func (q *queue) close() {
	q.box.Close()
	<-q.done
}

func (q *queue) run() {
	defer close(q.done)
	var orders []func()
	for range q.box.Wake() {
		closed := q.box.Closed()
		for orders = q.box.Take(orders); len(orders) > 0; orders = q.box.Take(orders) {
			for _, order := range orders {
				q.carry(order)
			}
		}
		if closed {
			return
		}
	}
}

func (q *queue) carry(order func()) {
	defer func() {
		if r := recover(); r != nil {
			q.log.Error("shell: panic", "type", fmt.Sprintf("%T", r), "stack", string(debug.Stack()))
		}
	}()
	order()
}
