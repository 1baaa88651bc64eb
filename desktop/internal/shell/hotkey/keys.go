package hotkey

import (
	"strconv"
	"strings"

	"github.com/yobirin/yobirin/shared/fault"
)

// Modifiers are held together with a key.
type Modifiers struct{ Ctrl, Alt, Shift, Super bool }

// Combo is a hot key.
type Combo struct {
	Modifiers
	Key Key
}

// Key is one key of the keyboard as the systems call it.
type Key struct {
	Name   string // as written: "A", "F9", "MediaPlayPause"
	Keysym uint32 // X11
	VK     uint32 // Windows' virtual key
	Mac    int    // macOS' key code of an ANSI or JIS keyboard; -1: has none
	alone  bool   // may stand without Ctrl, Alt or Super: nobody writes with it
}

// maxCombo is the longest text of a hot key.
const maxCombo = 40

// Parse reads "Ctrl+Alt+A", "F9" or "MediaPlayPause"; "" gives no combo. Case
// and spaces do not matter. A key that people write with needs Ctrl, Alt or
// Super (Win, Cmd), else it would be lost for writing everywhere. Errors wrap
// fault.Invalid.
func Parse(text string) (Combo, bool, error) {
	wrong := func(expected string) (Combo, bool, error) {
		return Combo{}, false, fault.Wrong("hotkey", text[:min(len(text), maxCombo)], expected)
	}
	if strings.TrimSpace(text) == "" {
		return Combo{}, false, nil
	}
	if len(text) > maxCombo {
		return wrong("at most 40 characters")
	}
	parts := strings.Split(text, "+")
	var c Combo
	for _, part := range parts[:len(parts)-1] {
		held := c.modifier(part)
		if held == nil {
			return wrong("Ctrl, Alt, Shift or Super before the key")
		}
		if *held {
			return wrong("each of Ctrl, Alt, Shift and Super once")
		}
		*held = true
	}
	name := strings.TrimSpace(parts[len(parts)-1])
	for _, key := range keys() {
		if strings.EqualFold(key.Name, name) {
			c.Key = key
			if !key.alone && !c.Ctrl && !c.Alt && !c.Super {
				return wrong("Ctrl, Alt or Super together with this key")
			}
			return c, true, nil
		}
	}
	return wrong("a letter, a digit, F1 to F24, a named key or a media key")
}

func (c *Combo) modifier(name string) *bool {
	switch strings.ToLower(strings.TrimSpace(name)) {
	case "ctrl", "control":
		return &c.Ctrl
	case "alt", "option":
		return &c.Alt
	case "shift":
		return &c.Shift
	case "super", "win", "windows", "meta", "cmd", "command":
		return &c.Super
	}
	return nil
}

// String writes the combo in its plain form.
func (c Combo) String() string {
	var parts []string
	for _, m := range []struct {
		held bool
		name string
	}{{c.Ctrl, "Ctrl"}, {c.Alt, "Alt"}, {c.Shift, "Shift"}, {c.Super, "Super"}} {
		if m.held {
			parts = append(parts, m.name)
		}
	}
	return strings.Join(append(parts, c.Key.Name), "+")
}

// keys are the keys that may be hot. X11: keysymdef.h and XF86keysym.h.
// Windows: winuser.h. macOS: HIToolbox's Events.h; its media keys are no keys.
func keys() []Key {
	all := []Key{
		{"Space", 0x20, 0x20, 49, false}, {"Enter", 0xFF0D, 0x0D, 36, false}, {"Backspace", 0xFF08, 0x08, 51, false},
		{"Tab", 0xFF09, 0x09, 48, false}, {"Escape", 0xFF1B, 0x1B, 53, false}, {"Insert", 0xFF63, 0x2D, 114, false},
		{"Delete", 0xFFFF, 0x2E, 117, false}, {"Home", 0xFF50, 0x24, 115, false}, {"End", 0xFF57, 0x23, 119, false},
		{"PageUp", 0xFF55, 0x21, 116, false}, {"PageDown", 0xFF56, 0x22, 121, false}, {"ArrowLeft", 0xFF51, 0x25, 123, false},
		{"ArrowUp", 0xFF52, 0x26, 126, false}, {"ArrowRight", 0xFF53, 0x27, 124, false}, {"ArrowDown", 0xFF54, 0x28, 125, false},
		{"Pause", 0xFF13, 0x13, -1, true}, {"ScrollLock", 0xFF14, 0x91, -1, true},
		{"MediaPlayPause", 0x1008FF14, 0xB3, -1, true}, {"MediaStop", 0x1008FF15, 0xB2, -1, true},
		{"MediaTrackPrevious", 0x1008FF16, 0xB1, -1, true}, {"MediaTrackNext", 0x1008FF17, 0xB0, -1, true},
	}
	letters := [26]int{0, 11, 8, 2, 14, 3, 5, 4, 34, 38, 40, 37, 46, 45, 31, 35, 12, 15, 1, 17, 32, 9, 13, 7, 16, 6}
	for i, mac := range letters {
		all = append(all, Key{string(rune('A' + i)), uint32('a' + i), uint32('A' + i), mac, false})
	}
	digits := [10]int{29, 18, 19, 20, 21, 23, 22, 26, 28, 25}
	for i, mac := range digits {
		all = append(all, Key{string(rune('0' + i)), uint32('0' + i), uint32('0' + i), mac, false})
	}
	functions := [24]int{122, 120, 99, 118, 96, 97, 98, 100, 101, 109, 103, 111, 105, 107, 113, 106, 64, 79, 80, 90, -1, -1, -1, -1}
	for i, mac := range functions {
		all = append(all, Key{"F" + strconv.Itoa(i+1), 0xFFBE + uint32(i), 0x70 + uint32(i), mac, true})
	}
	return all
}
