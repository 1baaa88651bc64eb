package hotkey

import (
	"fmt"
	"io"
	"log"
	"log/slog"
	"os"
	"runtime/debug"
	"sync"

	"github.com/jezek/xgb"
	"github.com/jezek/xgb/xproto"
)

// repeatMS is the most milliseconds of the server's clock between the release
// and the press that the keyboard's repetition makes.
const repeatMS = 20

// x11 grabs keys of the root windows.
type x11 struct {
	pressed func(int)
	log     *slog.Logger
	conn    *xgb.Conn
	setup   *xproto.SetupInfo

	mu       sync.Mutex
	combos   []Combo
	grabbed  []grabbed
	lastKey  xproto.Keycode // of the last press, with its release, for repetition
	released xproto.Timestamp
	held     bool
	closed   bool
}

// grabbed is one grab of one combo; the locks make several.
type grabbed struct {
	index int
	code  xproto.Keycode
	mods  uint16
}

func open(pressed func(int), l *slog.Logger) (system, error) {
	if os.Getenv("DISPLAY") == "" {
		return nil, errUnsupported // Wayland without X, or no screen
	}
	conn, err := connect()
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errUnsupported, err)
	}
	x := &x11{pressed: pressed, log: l, conn: conn, setup: xproto.Setup(conn)}
	go x.run()
	return x, nil
}

// connect keeps the library from writing to the terminal.
func connect() (*xgb.Conn, error) {
	xgb.Logger = log.New(io.Discard, "", 0)
	return xgb.NewConn()
}

func (x *x11) grab(combos []Combo) []error {
	x.mu.Lock()
	defer x.mu.Unlock()
	return x.regrab(combos)
}

// regrab is called locked.
func (x *x11) regrab(combos []Combo) []error {
	for _, g := range x.grabbed {
		for _, screen := range x.setup.Roots {
			xproto.UngrabKey(x.conn, g.code, screen.Root, g.mods)
		}
	}
	x.combos, x.grabbed = combos, nil
	errs := make([]error, len(combos))
	keyboard, err := x.keyboard()
	if err != nil {
		for i := range errs {
			errs[i] = fmt.Errorf("%w: %w", errUnsupported, err)
		}
		return errs
	}
	for i, c := range combos {
		errs[i] = x.grabOne(i, c, keyboard)
	}
	return errs
}

// grabOne grabs a combo with every state of the locks: Caps Lock, Num Lock
// and Scroll Lock do not matter.
func (x *x11) grabOne(index int, c Combo, k keyboard) error {
	codes := k.codes[c.Key.Keysym]
	if len(codes) == 0 {
		return errNoKey
	}
	mods := k.mods(c.Modifiers)
	made := []grabbed{}
	for _, code := range codes {
		for _, locks := range subsets(xproto.ModMaskLock, k.numLock, k.scrollLock) {
			g := grabbed{index, code, mods | locks}
			for _, screen := range x.setup.Roots {
				err := xproto.GrabKeyChecked(x.conn, false, screen.Root, g.mods, code, xproto.GrabModeAsync, xproto.GrabModeAsync).Check()
				if err != nil {
					x.release(made)
					return errTaken // BadAccess is the only answer to a right request
				}
			}
			made = append(made, g)
		}
	}
	x.grabbed = append(x.grabbed, made...)
	return nil
}

func (x *x11) release(made []grabbed) {
	for _, g := range made {
		for _, screen := range x.setup.Roots {
			xproto.UngrabKey(x.conn, g.code, screen.Root, g.mods)
		}
	}
}

// run takes the server's events until the connection ends.
func (x *x11) run() {
	defer func() {
		if r := recover(); r != nil {
			x.log.Error("hotkey: panic", "type", fmt.Sprintf("%T", r), "stack", string(debug.Stack()))
		}
	}()
	for {
		event, err := x.conn.WaitForEvent()
		if event == nil && err == nil {
			x.mu.Lock()
			if !x.closed {
				x.log.Warn("hotkey: the X server is gone")
			}
			x.mu.Unlock()
			return
		}
		switch e := event.(type) {
		case xproto.KeyPressEvent:
			x.press(e)
		case xproto.KeyReleaseEvent:
			x.mu.Lock()
			x.held, x.released = false, e.Time
			x.mu.Unlock()
		case xproto.MappingNotifyEvent:
			if e.Request != xproto.MappingPointer {
				x.mu.Lock()
				x.regrab(x.combos)
				x.mu.Unlock()
			}
		}
	}
}

// press tells of a press, but not of those that a held key repeats: hanging up
// twice would end the next call as well.
func (x *x11) press(e xproto.KeyPressEvent) {
	x.mu.Lock()
	repeated := e.Detail == x.lastKey && (x.held || e.Time-x.released <= repeatMS)
	x.lastKey, x.held = e.Detail, true
	index := -1
	for _, g := range x.grabbed {
		if g.code == e.Detail && g.mods == e.State&0xFF {
			index = g.index
		}
	}
	x.mu.Unlock()
	if index >= 0 && !repeated {
		x.pressed(index)
	}
}

func (x *x11) close() {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.closed = true
	x.conn.Close()
}

// keyboard is the present mapping of keys and modifiers.
type keyboard struct {
	codes                           map[uint32][]xproto.Keycode
	alt, super, numLock, scrollLock uint16
}

func (x *x11) keyboard() (keyboard, error) {
	first, count := x.setup.MinKeycode, byte(x.setup.MaxKeycode-x.setup.MinKeycode+1)
	mapping, err := xproto.GetKeyboardMapping(x.conn, first, count).Reply()
	if err != nil {
		return keyboard{}, err
	}
	modifiers, err := xproto.GetModifierMapping(x.conn).Reply()
	if err != nil {
		return keyboard{}, err
	}
	k := keyboard{codes: map[uint32][]xproto.Keycode{}}
	syms := map[xproto.Keycode][]xproto.Keysym{}
	per := int(mapping.KeysymsPerKeycode)
	for i := 0; per > 0 && i+per <= len(mapping.Keysyms); i += per {
		code := first + xproto.Keycode(i/per)
		syms[code] = mapping.Keysyms[i : i+per]
		if sym := uint32(mapping.Keysyms[i]); sym != 0 { // without shift
			k.codes[sym] = append(k.codes[sym], code)
		}
	}
	perModifier := int(modifiers.KeycodesPerModifier)
	for i, code := range modifiers.Keycodes {
		for _, sym := range syms[code] {
			bit := uint16(1) << (i / perModifier)
			switch sym {
			case 0xFFE9, 0xFFEA: // Alt_L, Alt_R
				k.alt |= bit
			case 0xFFEB, 0xFFEC: // Super_L, Super_R
				k.super |= bit
			case 0xFF7F: // Num_Lock
				k.numLock |= bit
			case 0xFF14: // Scroll_Lock
				k.scrollLock |= bit
			}
		}
	}
	if k.alt == 0 {
		k.alt = xproto.ModMask1
	}
	if k.super == 0 {
		k.super = xproto.ModMask4
	}
	return k, nil
}

func (k keyboard) mods(m Modifiers) uint16 {
	var mask uint16
	for _, held := range []struct {
		on   bool
		mask uint16
	}{{m.Ctrl, xproto.ModMaskControl}, {m.Alt, k.alt}, {m.Shift, xproto.ModMaskShift}, {m.Super, k.super}} {
		if held.on {
			mask |= held.mask
		}
	}
	return mask
}

// subsets gives every combination of masks; those that are 0 count not.
func subsets(masks ...uint16) []uint16 {
	out := []uint16{0}
	for _, m := range masks {
		if m == 0 {
			continue
		}
		for _, have := range out[:len(out):len(out)] {
			out = append(out, have|m)
		}
	}
	return out
}
