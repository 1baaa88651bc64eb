package hotkey

import (
	"fmt"
	"log/slog"
	"sync"
	"unsafe"

	"github.com/ebitengine/purego"
)

// Carbon's modifiers and names (HIToolbox's Events.h and CarbonEvents.h).
const (
	cmdKey     = 1 << 8
	shiftKey   = 1 << 9
	optionKey  = 1 << 11
	controlKey = 1 << 12

	classKeyboard  = 0x6B657962 // 'keyb'
	hotKeyPressed  = 5
	paramDirect    = 0x2D2D2D2D // '----'
	typeHotKeyID   = 0x686B6964 // 'hkid'
	ourSignature   = 0x594F4249 // 'YOBI'
	errHotKeyThere = -9878      // eventHotKeyExistsErr
)

type hotKeyID struct{ signature, id uint32 }

type eventType struct{ class, kind uint32 }

// carbon is the one way to global keys on macOS that asks no permission. Its
// events come through the app's main loop, which the frame runs.
type carbon struct {
	mu         sync.Mutex
	refs       []uintptr
	target     uintptr
	register   func(code, mods uint32, id hotKeyID, target uintptr, options uint32, ref *uintptr) int32
	unregister func(ref uintptr) int32
	remove     func(handler uintptr) int32
	handler    uintptr
}

func open(pressed func(int), _ *slog.Logger) (system, error) {
	lib, err := purego.Dlopen("/System/Library/Frameworks/Carbon.framework/Carbon", purego.RTLD_NOW|purego.RTLD_GLOBAL)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errUnsupported, err)
	}
	c := &carbon{}
	var target func() uintptr
	var install func(target, handler, count uintptr, types *eventType, data uintptr, ref *uintptr) int32
	var parameter func(event uintptr, name, kind uint32, actual uintptr, size uintptr, got uintptr, out *hotKeyID) int32
	purego.RegisterLibFunc(&c.register, lib, "RegisterEventHotKey")
	purego.RegisterLibFunc(&c.unregister, lib, "UnregisterEventHotKey")
	purego.RegisterLibFunc(&c.remove, lib, "RemoveEventHandler")
	purego.RegisterLibFunc(&target, lib, "GetEventDispatcherTarget")
	purego.RegisterLibFunc(&install, lib, "InstallEventHandler")
	purego.RegisterLibFunc(&parameter, lib, "GetEventParameter")
	c.target = target()
	callback := purego.NewCallback(func(_, event, _ uintptr) uintptr {
		var id hotKeyID
		if parameter(event, paramDirect, typeHotKeyID, 0, unsafe.Sizeof(id), 0, &id) == 0 && id.signature == ourSignature {
			pressed(int(id.id) - 1)
		}
		return 0
	})
	kind := eventType{classKeyboard, hotKeyPressed}
	if status := install(c.target, callback, 1, &kind, 0, &c.handler); status != 0 {
		return nil, fmt.Errorf("%w: InstallEventHandler %d", errUnsupported, status)
	}
	return c, nil
}

func (c *carbon) grab(combos []Combo) []error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.release()
	errs := make([]error, len(combos))
	for i, combo := range combos {
		if combo.Key.Mac < 0 {
			errs[i] = errNoKey
			continue
		}
		var ref uintptr
		status := c.register(uint32(combo.Key.Mac), flags(combo.Modifiers), hotKeyID{ourSignature, uint32(i + 1)}, c.target, 0, &ref)
		switch status {
		case 0:
			c.refs = append(c.refs, ref)
		case errHotKeyThere:
			errs[i] = errTaken
		default:
			errs[i] = fmt.Errorf("%w: RegisterEventHotKey %d", errTaken, status)
		}
	}
	return errs
}

func (c *carbon) release() {
	for _, ref := range c.refs {
		c.unregister(ref)
	}
	c.refs = nil
}

func (c *carbon) close() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.release()
	c.remove(c.handler)
}

func flags(m Modifiers) uint32 {
	var mask uint32
	for _, held := range []struct {
		on   bool
		mask uint32
	}{{m.Ctrl, controlKey}, {m.Alt, optionKey}, {m.Shift, shiftKey}, {m.Super, cmdKey}} {
		if held.on {
			mask |= held.mask
		}
	}
	return mask
}
