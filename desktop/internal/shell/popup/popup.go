package popup

import (
	"fmt"
	"log/slog"
	"reflect"
	"runtime/debug"
	"slices"
	"sync"
	"time"

	"github.com/yobirin/yobirin/desktop/internal/seat"
)

// tick is how often waiting times are looked at; only what changed is drawn.
const tick = 250 * time.Millisecond

// settle is how long the buttons must have stood where they are before a click
// counts: nobody can have meant what was not there yet. It also keeps a click
// from counting that was on its way when the window came or its rows moved.
const settle = 300 * time.Millisecond

// offAfterPress is how long a pressed call is without buttons. By then it is
// answered or refused and gone, or that has failed and may be tried again.
const offAfterPress = 3 * time.Second

// window is a system's window. It belongs to a thread of its own; post may be
// called from any and never waits.
type window interface {
	// post runs f on the window's thread, soon.
	post(f func(canvas))
	// close takes the window away for good.
	close()
}

// canvas is a window on its own thread.
type canvas interface {
	measure(text string, font Font) float64
	// present shows a scene, at its place when the window was not shown.
	present(Scene)
	hide()
	dark() bool
}

// mouse is what a system tells of its window, on the window's thread, in
// pixels of the scene.
type mouse interface {
	down(x, y float64)
	up(x, y float64)
	move(x, y float64)
	leave()
}

// Options of a popup.
type Options struct {
	// Press is told of a click on a button, on the window's thread: it must
	// not wait.
	Press func(seat.Line, Button)
	// Log gets what does not work; never who calls.
	Log *slog.Logger
	// Now is the clock; nil: time.Now.
	Now func() time.Time
}

// Popup is the window of ringing calls. Make it with New.
type Popup struct {
	options Options
	window  window

	mu      sync.Mutex
	cards   []seat.Card
	pressed map[seat.Line]time.Time
	posted  bool // a drawing is on its way to the window's thread
	stop    chan struct{}

	// Of the window's thread.
	shown bool
	moved time.Time // when the buttons last were where they had not been
	scene Scene
	armed Hit // the button that the mouse went down on
	hover Hit
	x, y  float64 // where the pointer is; negative: not over the window
}

// New makes the popup, not shown. On Linux it needs GTK's main loop, which the
// app's frame runs; until it does nothing is shown.
func New(o Options) (*Popup, error) {
	if o.Now == nil {
		o.Now = time.Now
	}
	p := &Popup{options: o, pressed: map[seat.Line]time.Time{}, x: -1, y: -1}
	w, err := newWindow(p, o.Log)
	if err != nil {
		return nil, err
	}
	p.mu.Lock()
	p.window = w
	p.mu.Unlock()
	return p, nil
}

// Show shows these calls, or takes the window away when there are none. Cards
// that are not wanted in the popup are left out. It never waits.
func (p *Popup) Show(cards []seat.Card) {
	wanted := slices.DeleteFunc(slices.Clone(cards), func(c seat.Card) bool { return !c.Popup })
	p.mu.Lock()
	defer p.mu.Unlock()
	p.cards = wanted
	for line := range p.pressed {
		if !slices.ContainsFunc(wanted, func(c seat.Card) bool { return c.Line == line }) {
			delete(p.pressed, line)
		}
	}
	switch {
	case len(wanted) > 0 && p.stop == nil:
		p.stop = make(chan struct{})
		go p.tick(p.stop)
	case len(wanted) == 0 && p.stop != nil:
		close(p.stop)
		p.stop = nil
	}
	p.draw()
}

// Close takes the window away for good.
func (p *Popup) Close() {
	p.Show(nil)
	p.window.close()
}

// tick draws again while calls ring, for their waiting times.
func (p *Popup) tick(stop <-chan struct{}) {
	ticker := time.NewTicker(tick)
	defer ticker.Stop()
	for {
		select {
		case <-stop:
			return
		case <-ticker.C:
			p.mu.Lock()
			p.draw()
			p.mu.Unlock()
		}
	}
}

// draw has the window drawn, once for however many changes. Called locked.
func (p *Popup) draw() {
	if p.posted {
		return
	}
	p.posted = true
	p.window.post(p.paint)
}

// paint runs on the window's thread.
func (p *Popup) paint(c canvas) {
	defer p.recover()
	p.mu.Lock()
	p.posted = false
	view := View{Cards: p.cards, Now: p.options.Now(), Pressed: make(map[seat.Line]bool, len(p.pressed)), Hover: p.hover, Armed: p.armed}
	for line, at := range p.pressed {
		view.Pressed[line] = view.Now.Sub(at) < offAfterPress
	}
	p.mu.Unlock()
	if len(view.Cards) == 0 {
		if p.shown {
			c.hide()
		}
		p.shown, p.scene, p.armed, p.hover, p.x, p.y = false, Scene{}, Hit{}, Hit{}, -1, -1
		return
	}
	view.Dark = c.dark()
	scene := Layout(view, c.measure)
	if p.shown && p.y >= 0 {
		p.y += scene.H - p.scene.H // the window's lower edge stays where it is
	}
	if hit, _ := scene.at(p.x, p.y); !hit.same(p.hover) { // the rows have moved under the pointer
		p.hover, view.Hover = hit, hit
		scene = Layout(view, c.measure)
	}
	if p.shown && reflect.DeepEqual(scene, p.scene) {
		return
	}
	if !p.shown || !slices.Equal(scene.Hits, p.scene.Hits) {
		p.moved = p.options.Now()
	}
	p.shown, p.scene = true, scene
	c.present(scene)
}

// down, up, move and leave are the mouse. A click counts when it went down
// and up on the same button of the same call: when rows move up under the
// pointer, nobody else is answered.
func (p *Popup) down(x, y float64) {
	if p.options.Now().Sub(p.moved) < settle {
		return
	}
	p.armed, _ = p.scene.at(x, y)
	p.again()
}

// again has the window drawn; the lock is not held.
func (p *Popup) again() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.draw()
}

func (p *Popup) up(x, y float64) {
	defer p.recover()
	hit, found := p.scene.at(x, y)
	p.x, p.y, p.hover = x, y, hit // also when rows have moved under a pointer at rest
	armed := p.armed
	p.armed = Hit{}
	if !found || !hit.same(armed) {
		p.again()
		return
	}
	p.mu.Lock()
	at, before := p.pressed[hit.Line]
	again := before && p.options.Now().Sub(at) < offAfterPress
	if !again {
		p.pressed[hit.Line] = p.options.Now()
	}
	p.draw()
	p.mu.Unlock()
	if !again {
		p.options.Press(hit.Line, hit.Button)
	}
}

func (p *Popup) move(x, y float64) {
	p.x, p.y = x, y
	hit, _ := p.scene.at(x, y)
	if hit.same(p.hover) {
		return
	}
	p.hover = hit
	p.again()
}

func (p *Popup) leave() { p.move(-1, -1) }

// recover keeps a mistake here from ending the app in the middle of a call.
func (p *Popup) recover() {
	if r := recover(); r != nil {
		// What was panicked with might be a caller's name; the stack is not.
		p.options.Log.Error("popup: panic", "type", fmt.Sprintf("%T", r), "stack", string(debug.Stack()))
	}
}
