package popup

import (
	"fmt"
	"log/slog"
	"runtime"
	"sync"

	"github.com/ebitengine/purego"
	"github.com/ebitengine/purego/objc"
)

// This file has been compiled and vetted, but it never ran: no Mac was at hand.

type nsPoint struct{ X, Y float64 }

type nsRect struct{ X, Y, W, H float64 }

// AppKit's constants (NSWindow.h, NSEvent.h, NSTrackingArea.h).
const (
	borderless         = 0
	nonactivatingPanel = 1 << 7
	backingBuffered    = 2
	levelStatus        = 25
	allSpaces          = 1<<0 | 1<<4 | 1<<8 // canJoinAllSpaces, stationary, fullScreenAuxiliary
	trackMoves         = 1<<0 | 1<<1 | 1<<7 | 1<<9
	gap                = 12
)

// panel is an NSPanel that never becomes the key window. All of AppKit is
// called on the main thread, whose loop the frame runs.
type panel struct {
	mouse mouse
	log   *slog.Logger

	mu    sync.Mutex
	queue []func(canvas)

	class  objc.Class // of the view
	caller objc.ID    // runs what was posted
	view   objc.ID
	window objc.ID
	scene  Scene
	shown  bool
}

func newWindow(m mouse, log *slog.Logger) (window, error) {
	if _, err := purego.Dlopen("/System/Library/Frameworks/AppKit.framework/AppKit", purego.RTLD_GLOBAL|purego.RTLD_NOW); err != nil {
		return nil, fmt.Errorf("popup: %w", err)
	}
	p := &panel{mouse: m, log: log}
	callerClass, err := objc.RegisterClass("YobirinPopupCaller", objc.GetClass("NSObject"), nil, nil, []objc.MethodDef{
		{Cmd: sel("runPosted:"), Fn: func(objc.ID, objc.SEL, objc.ID) { p.run() }},
	})
	if err != nil {
		return nil, fmt.Errorf("popup: %w", err)
	}
	if p.class, err = p.viewClass(); err != nil {
		return nil, fmt.Errorf("popup: %w", err)
	}
	p.caller = objc.ID(callerClass).Send(sel("alloc")).Send(sel("init"))
	return p, nil
}

func sel(name string) objc.SEL { return objc.RegisterName(name) }

func class(name string) objc.ID { return objc.ID(objc.GetClass(name)) }

// viewClass makes the view's class: it draws the scene and hears the mouse.
func (p *panel) viewClass() (objc.Class, error) {
	at := func(event objc.ID) (float64, float64) {
		in := objc.Send[nsPoint](event, sel("locationInWindow"))
		return in.X, p.scene.H - in.Y
	}
	methods := []objc.MethodDef{
		{Cmd: sel("drawRect:"), Fn: func(objc.ID, objc.SEL, nsRect) { p.draw() }},
		{Cmd: sel("isFlipped"), Fn: func(objc.ID, objc.SEL) bool { return true }},
		{Cmd: sel("acceptsFirstMouse:"), Fn: func(objc.ID, objc.SEL, objc.ID) bool { return true }},
		{Cmd: sel("acceptsFirstResponder"), Fn: func(objc.ID, objc.SEL) bool { return false }},
		{Cmd: sel("mouseDown:"), Fn: func(_ objc.ID, _ objc.SEL, e objc.ID) { p.mouse.down(at(e)) }},
		{Cmd: sel("mouseUp:"), Fn: func(_ objc.ID, _ objc.SEL, e objc.ID) { p.mouse.up(at(e)) }},
		{Cmd: sel("mouseMoved:"), Fn: func(_ objc.ID, _ objc.SEL, e objc.ID) { p.mouse.move(at(e)) }},
		{Cmd: sel("mouseExited:"), Fn: func(objc.ID, objc.SEL, objc.ID) { p.mouse.leave() }},
	}
	return objc.RegisterClass("YobirinPopupView", objc.GetClass("NSView"), nil, nil, methods)
}

func (p *panel) post(f func(canvas)) {
	p.mu.Lock()
	p.queue = append(p.queue, f)
	p.mu.Unlock()
	p.caller.Send(sel("performSelectorOnMainThread:withObject:waitUntilDone:"), sel("runPosted:"), objc.ID(0), false)
}

func (p *panel) run() {
	p.mu.Lock()
	calls := p.queue
	p.queue = nil
	p.mu.Unlock()
	pool := class("NSAutoreleasePool").Send(sel("new"))
	defer pool.Send(sel("drain"))
	for _, f := range calls {
		f(p)
	}
}

func (p *panel) close() { p.post(func(canvas) { p.hide() }) }

func (p *panel) make() {
	frame := nsRect{0, 0, width, height}
	p.view = objc.ID(p.class).Send(sel("alloc")).Send(sel("initWithFrame:"), frame)
	p.window = class("NSPanel").Send(sel("alloc")).Send(sel("initWithContentRect:styleMask:backing:defer:"),
		frame, uint64(borderless|nonactivatingPanel), uint64(backingBuffered), false)
	p.window.Send(sel("setLevel:"), int64(levelStatus))
	p.window.Send(sel("setCollectionBehavior:"), uint64(allSpaces))
	p.window.Send(sel("setFloatingPanel:"), true)
	p.window.Send(sel("setHidesOnDeactivate:"), false)
	p.window.Send(sel("setBecomesKeyOnlyIfNeeded:"), true)
	p.window.Send(sel("setReleasedWhenClosed:"), false)
	p.window.Send(sel("setContentView:"), p.view)
	area := class("NSTrackingArea").Send(sel("alloc")).Send(sel("initWithRect:options:owner:userInfo:"),
		frame, uint64(trackMoves), p.view, objc.ID(0))
	p.view.Send(sel("addTrackingArea:"), area)
}

func (p *panel) present(s Scene) {
	if p.window == 0 {
		p.make()
	}
	p.scene = s
	area := p.workArea()
	frame := nsRect{area.X + area.W - s.W - gap, area.Y + gap, s.W, s.H} // from the bottom left
	p.window.Send(sel("setFrame:display:"), frame, false)
	p.view.Send(sel("setNeedsDisplay:"), true)
	if !p.shown {
		p.window.Send(sel("orderFrontRegardless"))
	}
	p.shown = true
}

// workArea is the visible frame of the screen with the pointer, or of the
// window when it is shown.
func (p *panel) workArea() nsRect {
	if p.shown {
		if screen := p.window.Send(sel("screen")); screen != 0 {
			return objc.Send[nsRect](screen, sel("visibleFrame"))
		}
	}
	pointer := objc.Send[nsPoint](class("NSEvent"), sel("mouseLocation"))
	screens := class("NSScreen").Send(sel("screens"))
	for i := range objc.Send[uint64](screens, sel("count")) {
		screen := screens.Send(sel("objectAtIndex:"), i)
		f := objc.Send[nsRect](screen, sel("frame"))
		if Rect(f).contains(pointer.X, pointer.Y) {
			return objc.Send[nsRect](screen, sel("visibleFrame"))
		}
	}
	return objc.Send[nsRect](class("NSScreen").Send(sel("mainScreen")), sel("visibleFrame"))
}

func (p *panel) hide() {
	p.shown = false
	if p.window != 0 {
		p.window.Send(sel("orderOut:"), objc.ID(0))
	}
}

// attributes are an NSDictionary for drawing a text.
func (p *panel) attributes(f Font, c Color) objc.ID {
	name := "systemFontOfSize:"
	if f.Bold {
		name = "boldSystemFontOfSize:"
	}
	out := class("NSMutableDictionary").Send(sel("dictionary"))
	out.Send(sel("setObject:forKey:"), class("NSFont").Send(sel(name), f.Size), text("NSFont"))
	out.Send(sel("setObject:forKey:"), color(c), text("NSColor"))
	return out
}

func (p *panel) measure(t string, f Font) float64 {
	return objc.Send[nsPoint](text(t), sel("sizeWithAttributes:"), p.attributes(f, 0)).X
}

// draw is called by AppKit with the view's context in place.
func (p *panel) draw() {
	for _, op := range p.scene.Ops {
		r := nsRect{op.X, op.Y, op.W, op.H}
		if op.Text == "" {
			color(op.Color).Send(sel("setFill"))
			path := class("NSBezierPath").Send(sel("bezierPathWithRoundedRect:xRadius:yRadius:"), r, op.Radius, op.Radius)
			path.Send(sel("fill"))
			continue
		}
		attributes := p.attributes(op.Font, op.Color)
		size := objc.Send[nsPoint](text(op.Text), sel("sizeWithAttributes:"), attributes)
		at := nsPoint{op.X, op.Y + (op.H-size.Y)/2}
		switch op.Align {
		case Center:
			at.X += (op.W - size.X) / 2
		case Right:
			at.X += op.W - size.X
		case Left:
		}
		class("NSGraphicsContext").Send(sel("saveGraphicsState"))
		class("NSBezierPath").Send(sel("clipRect:"), nsRect{op.X, op.Y - 2, op.W, op.H + 4})
		text(op.Text).Send(sel("drawAtPoint:withAttributes:"), at, attributes)
		class("NSGraphicsContext").Send(sel("restoreGraphicsState"))
	}
}

func (p *panel) dark() bool {
	style := class("NSUserDefaults").Send(sel("standardUserDefaults")).Send(sel("stringForKey:"), text("AppleInterfaceStyle"))
	return style != 0 && objc.Send[bool](style, sel("isEqualToString:"), text("Dark"))
}

// text is an autoreleased NSString.
func text(t string) objc.ID {
	s := class("NSString").Send(sel("stringWithUTF8String:"), t)
	runtime.KeepAlive(t)
	return s
}

func color(c Color) objc.ID {
	part := func(v Color) float64 { return float64(v&255) / 255 }
	return class("NSColor").Send(sel("colorWithSRGBRed:green:blue:alpha:"), part(c>>16), part(c>>8), part(c), 1.0)
}
