// Package tray is the icon in the system's bar with its menu (D-APP-1). It is
// told the seat's Tray and gives back commands. Where there is no bar, it does
// nothing and waits for one.
package tray

import (
	"fmt"
	"log/slog"
	"runtime"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/yobirin/yobirin/desktop/internal/seat"
	"github.com/yobirin/yobirin/desktop/internal/shell/popup"
	"github.com/yobirin/yobirin/desktop/internal/words"
)

// Item is an entry of the menu.
type Item int

// The entries, from the top.
const (
	ItemStatus Item = iota // disabled: what the agent's status is
	ItemChoose             // opens the choices
	ItemShow
	ItemPhone
	ItemLogOut
	ItemQuit
)

// choiceFrom is the first of the choices as entries, which follow each other.
const choiceFrom = 100

// maxChoices bounds the choices: a menu that does not fit on a screen is none.
const maxChoices = 40

// choice is a status that may be chosen.
type choice struct {
	label   string
	checked bool
}

// bar is a system's bar.
type bar interface {
	// start shows the icon once the bar is there. clicked is told of entries,
	// and of a click on the icon as ItemShow; neither may wait.
	start(ready func(), clicked func(Item))
	// face sets the icon and what it says when one points at it.
	face(status, tooltip string)
	// choices sets what ItemChoose opens.
	choices([]choice)
	// entry sets an entry's label and whether it can be chosen.
	entry(item Item, label string, enabled bool)
	stop()
}

// Options of a tray.
type Options struct {
	Tell func(seat.Input) // must not wait
	Log  *slog.Logger
}

// Tray is the icon. Make it with New.
type Tray struct {
	options Options
	bar     bar

	mu    sync.Mutex
	state seat.Tray
	shown view // what the bar has
	ready bool
	wake  chan struct{}
	done  chan struct{}
	ended chan struct{} // closed when nothing is brought to the bar any more
	once  sync.Once
}

// view is the tray as it is shown.
type view struct {
	icon, tooltip string
	labels        [ItemQuit + 1]string
	enabled       [ItemQuit + 1]bool
	choices       []choice
}

// New starts the tray. On macOS it is to be called on the main thread, before
// the frame's loop runs.
func New(o Options) *Tray { return newTray(o, newBar(o.Log)) }

func newTray(o Options, b bar) *Tray {
	t := &Tray{options: o, bar: b, wake: make(chan struct{}, 1), done: make(chan struct{}), ended: make(chan struct{}), state: seat.Tray{Status: "offline", Phone: seat.PhoneOff}}
	go t.run()
	b.start(t.isReady, t.clicked)
	return t
}

// Show shows this state. It never waits.
func (t *Tray) Show(state seat.Tray) {
	t.mu.Lock()
	t.state = state
	t.mu.Unlock()
	t.signal()
}

// endLimit is how long Close waits for a bar that is being told something.
const endLimit = 2 * time.Second

// Close takes the icon away. First nothing more is brought to the bar: the
// library panics when it is told of an icon whose connection it has closed.
func (t *Tray) Close() {
	t.once.Do(func() {
		close(t.done)
		limit := time.NewTimer(endLimit)
		defer limit.Stop()
		select {
		case <-t.ended:
		case <-limit.C:
			t.options.Log.Warn("tray: the bar does not answer")
		}
		t.bar.stop()
	})
}

func (t *Tray) isReady() {
	t.mu.Lock()
	t.ready = true
	t.mu.Unlock()
	t.signal()
}

func (t *Tray) signal() {
	select {
	case t.wake <- struct{}{}:
	default:
	}
}

// run brings the bar to the last state; the bar may be slow.
func (t *Tray) run() {
	defer close(t.ended)
	for {
		select {
		case <-t.done:
			return
		case <-t.wake:
		}
		select {
		case <-t.done: // also when both have come
			return
		default:
		}
		t.mu.Lock()
		state, ready := t.state, t.ready
		t.mu.Unlock()
		if ready {
			t.bring(viewOf(state))
		}
	}
}

// bring changes what is another.
func (t *Tray) bring(v view) {
	defer func() {
		if r := recover(); r != nil { // a session bus that went: the next state may find another
			t.shown = view{}
			t.options.Log.Error("tray: panic", "type", fmt.Sprintf("%T", r), "stack", string(debug.Stack()))
		}
	}()
	old := t.shown
	t.shown = v
	if v.icon != old.icon || v.tooltip != old.tooltip {
		t.bar.face(v.icon, v.tooltip)
	}
	for i := range v.labels {
		if v.labels[i] != old.labels[i] || v.enabled[i] != old.enabled[i] {
			t.bar.entry(Item(i), v.labels[i], v.enabled[i])
		}
	}
	if !slices.Equal(v.choices, old.choices) {
		t.bar.choices(v.choices)
	}
}

func (t *Tray) clicked(item Item) {
	command := seat.Command(seat.ShowWindow{})
	switch item {
	case ItemStatus, ItemChoose:
		return
	case ItemShow:
	case ItemPhone:
		t.mu.Lock()
		command = seat.PhoneOn{On: t.state.Phone == seat.PhoneOff || t.state.Phone == ""}
		t.mu.Unlock()
	case ItemLogOut:
		command = seat.LogOut{}
	case ItemQuit:
		command = seat.Quit{}
	default:
		t.mu.Lock()
		n, all := int(item)-choiceFrom, t.state.Choices
		t.mu.Unlock()
		if n < 0 || n >= len(all) {
			return // it has gone while the menu was open
		}
		command = seat.ChooseStatus{Status: all[n].ID}
	}
	t.options.Tell(seat.Commanded{Command: command})
}

// viewOf says a state in the agent's language.
func viewOf(s seat.Tray) view {
	w := words.In(s.Language)
	v := view{icon: s.Status}
	status := w.Say(statusKey(s.Status))
	if s.Pause != "" {
		status = w.Say(words.StatusPausedAs, "name", popup.Clean(s.Pause))
	}
	if !s.LoggedIn {
		status = w.Say(words.StatusNobody)
		if s.Status != "error" {
			v.icon = "offline"
		}
	}
	line := status
	if s.LoggedIn {
		line += " · " + w.Say(phoneKey(s.Phone))
	}
	if s.Calls > 0 {
		line += " · " + w.Say(words.TrayCalls, "n", strconv.Itoa(s.Calls))
	}
	if s.Unread > 0 && s.LoggedIn {
		line += " · " + w.Say(words.TrayUnread, "n", strconv.Itoa(s.Unread))
	}
	v.tooltip = w.Say(words.Product) + " · " + line
	toggle := words.TrayPhoneOff
	if s.Phone == seat.PhoneOff || s.Phone == "" {
		toggle = words.TrayPhoneOn
	}
	for _, c := range s.Choices[:min(len(s.Choices), maxChoices)] {
		name := popup.Clean(c.Name)
		if c.ID == seat.Available {
			name = w.Say(words.StatusIdle)
		}
		v.choices = append(v.choices, choice{label(name), c.ID == s.Chosen})
	}
	v.labels = [...]string{label(line), w.Say(words.TrayStatus), w.Say(words.TrayShow), w.Say(toggle), w.Say(words.TrayLogOut), w.Say(words.TrayQuit)}
	v.enabled = [...]bool{false, len(v.choices) > 0, true, s.LoggedIn, s.LoggedIn, true}
	return v
}

// label is a text as a menu has it: an underscore marks a key to press in those
// of Linux, an ampersand in those of Windows, and twice it is itself.
func label(text string) string {
	switch runtime.GOOS {
	case "linux":
		return strings.ReplaceAll(text, "_", "__")
	case "windows":
		return strings.ReplaceAll(text, "&", "&&")
	}
	return text
}

func statusKey(status string) words.Key {
	switch status {
	case "available":
		return words.StatusIdle
	case "ringing":
		return words.StatusRinging
	case "talking":
		return words.StatusTalking
	case "holding":
		return words.StatusHolding
	case "paused":
		return words.StatusPaused
	case "error":
		return words.StatusError
	default:
		return words.StatusOffline
	}
}

func phoneKey(p seat.PhoneState) words.Key {
	switch p {
	case seat.PhoneRegistering:
		return words.PhoneConnects
	case seat.PhoneRegistered:
		return words.PhoneConnected
	case seat.PhoneFailed:
		return words.PhoneFailed
	case seat.PhoneOff:
	}
	return words.PhoneOff
}

// iconOf is a status' icon in the system's format.
func iconOf(status string) []byte {
	if runtime.GOOS == "windows" {
		return ICO(status)
	}
	return PNG(status, 64)
}
