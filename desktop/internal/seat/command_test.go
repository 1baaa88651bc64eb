package seat

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"github.com/yobirin/yobirin/shared/fault"
)

// TestEveryCommandIsRead: each goes to JSON and comes back, by the name that
// the screen's types have for it.
func TestEveryCommandIsRead(t *testing.T) {
	for _, c := range commands {
		raw, err := json.Marshal(c)
		if err != nil {
			t.Fatal(err)
		}
		text := `{"type":"` + nameOf(c) + `",` + strings.TrimPrefix(string(raw), "{")
		text = strings.Replace(text, ",}", "}", 1)
		back, err := ReadCommand([]byte(text))
		if err != nil || !reflect.DeepEqual(back, c) {
			t.Errorf("%s: %#v, %v", text, back, err)
		}
	}
	c, err := ReadCommand([]byte(`{"type":"hold","line":"in-1","on":true}`))
	if err != nil || c != (Hold{"in-1", true}) {
		t.Errorf("hold is %#v, %v", c, err)
	}
}

func TestWrongCommands(t *testing.T) {
	for _, raw := range []string{"", "[]", "null", "{}", `{"type":"explode"}`, `{"type":"hold","line":7}`, `{"type":"pickUp","slot":"x"}`, `{"type":"Hold"}`, `{"type":"dial","to":"` + strings.Repeat("1", maxCommand) + `"}`} {
		if c, err := ReadCommand([]byte(raw)); err == nil || fault.CodeOf(err) != fault.Invalid {
			t.Errorf("%.40q is read as %#v, %v", raw, c, err)
		}
	}
}

func FuzzReadCommand(f *testing.F) {
	for _, c := range commands {
		f.Add([]byte(`{"type":"` + nameOf(c) + `","line":"in-1","to":"2002","on":true,"slot":1}`))
	}
	f.Add([]byte(`{"type":"changeSettings","ringVolume":1e309}`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		c, err := ReadCommand(raw)
		if err != nil {
			return
		}
		w := newWorld(t)
		w.begin()
		w.play("offered in-1 leg=L1 from=0312345678")
		w.play("up in-1")
		replies := 0
		for _, e := range w.step(Commanded{Ref: 99, Command: c}) {
			if r, ok := e.(Reply); ok && r.Ref == 99 {
				replies++
			}
		}
		if replies > 1 {
			t.Fatalf("%s has %d replies", raw, replies)
		}
		if _, err := json.Marshal(w.seat.State(w.now)); err != nil {
			t.Fatal(err)
		}
	})
}

// TestNobodysCommand: what is no command is answered all the same, and a
// command without a number is not.
func TestNobodysCommand(t *testing.T) {
	w := newWorld(t)
	w.begin()
	for _, c := range []Command{nil, Commanded{Ref: 3, Command: Quit{}}} {
		out := w.step(Commanded{Ref: 1, Command: c})
		if len(out) != 1 || out[0].(Reply).Trouble.Code != "command_invalid" {
			t.Errorf("%#v gives %v", c, out)
		}
	}
	if out := w.step(Commanded{Command: Redial{}}); len(out) != 0 {
		t.Errorf("a command without a number gives %v", out)
	}
	if out := w.step(Save{}); len(out) != 0 {
		t.Errorf("an effect that comes as an input gives %v", out)
	}
}
