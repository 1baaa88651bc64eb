package hotkey

import (
	"strings"
	"testing"

	"github.com/yobirin/yobirin/shared/fault"
)

func TestParse(t *testing.T) {
	for text, want := range map[string]string{
		"Ctrl+Alt+A": "Ctrl+Alt+A", "control + option + a": "Ctrl+Alt+A", "F9": "F9", "f24": "F24", "Shift+F1": "Shift+F1", "Cmd+Shift+7": "Shift+Super+7",
		"mediaplaypause": "MediaPlayPause", "Win+Space": "Super+Space", "Ctrl+Enter": "Ctrl+Enter", "Pause": "Pause",
	} {
		c, wanted, err := Parse(text)
		if err != nil || !wanted || c.String() != want {
			t.Errorf("%q gives %q, %v, %v", text, c, wanted, err)
			continue
		}
		if again, _, err := Parse(c.String()); err != nil || again != c {
			t.Errorf("%q does not read what it writes", text)
		}
	}
	for _, text := range []string{"A", "Shift+A", "Enter", "Ctrl", "Ctrl+", "+A", "Ctrl+Ctrl+A", "Hyper+A", "F25", "F0", "Ctrl+あ", "Ctrl+Alt+Delete+A", strings.Repeat("Ctrl+", 20)} {
		if _, wanted, err := Parse(text); wanted || fault.CodeOf(err) != fault.Invalid {
			t.Errorf("%q: %v, %v", text, wanted, err)
		}
	}
	if _, wanted, err := Parse("  "); wanted || err != nil {
		t.Errorf("no key: %v, %v", wanted, err)
	}
}

func TestKeysAreDifferent(t *testing.T) {
	names, syms, codes, macs := map[string]bool{}, map[uint32]bool{}, map[uint32]bool{}, map[int]bool{}
	for _, k := range keys() {
		if names[k.Name] || syms[k.Keysym] || codes[k.VK] || k.Mac >= 0 && macs[k.Mac] {
			t.Errorf("%+v is there twice", k)
		}
		names[k.Name], syms[k.Keysym], codes[k.VK] = true, true, true
		if k.Mac >= 0 {
			macs[k.Mac] = true
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add("Ctrl+Alt+A")
	f.Fuzz(func(t *testing.T, text string) {
		c, wanted, err := Parse(text)
		if err != nil || !wanted {
			return
		}
		if again, _, err := Parse(c.String()); err != nil || again != c {
			t.Errorf("%q: %v, then %v (%v)", text, c, again, err)
		}
	})
}
