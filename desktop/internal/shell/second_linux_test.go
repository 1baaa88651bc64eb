package shell_test

import (
	"path/filepath"
	"testing"

	"github.com/yobirin/yobirin/desktop/internal/seat"
	"github.com/yobirin/yobirin/desktop/internal/shell/shelltest"
)

// TestSecondStarts starts the program again and again: each hands its link to
// the first and ends with 0; after a kill -9 the next is the first.
func TestSecondStarts(t *testing.T) {
	d := shelltest.Start(t)
	program := shelltest.Build(t)
	first := d.Stage(t, program, "-claim")
	dir := filepath.Join(d.Home, "app")
	opened := func(s *shelltest.Stage, target string) {
		t.Helper()
		s.Await(t, "the link", func(told shelltest.Told) bool {
			return told.Told == "Opened" && string(told.Value) == `{"Target":"`+target+`"}`
		})
	}
	for _, link := range []struct{ arg, target string }{{"tel:+81-3-1234-5678", "+81312345678"}, {"tel:$(reboot)", ""}, {"--hidden", ""}} {
		second, err := d.Second(t, program, dir, link.arg)
		if err != nil || second.Count(func(told shelltest.Told) bool { return told.Told == "second" }) != 1 {
			t.Fatalf("the second start: %v", err)
		}
		opened(first, link.target)
	}
	if err := first.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	next := d.Stage(t, program, "-claim")
	if _, err := d.Second(t, program, dir, "callto:117"); err != nil {
		t.Fatal(err)
	}
	opened(next, "117")
	next.Do(t, seat.Front{})
	next.Await(t, "front", func(told shelltest.Told) bool { return told.Told == "front" })
	next.Quit(t)
}

// TestWithoutADesktop: no bus, no notification service, no X server; the shell
// goes on and says what is missing.
func TestWithoutADesktop(t *testing.T) {
	d := &shelltest.Desktop{Home: t.TempDir()}
	stage := d.Stage(t, shelltest.Build(t))
	stage.Do(t, show(card("a", true)))
	stage.Do(t, seat.Notify{Card: card("a", true)})
	stage.Do(t, seat.Withdraw{Line: "a"})
	stage.Do(t, seat.Hotkeys{Answer: "F9"})
	stage.Await(t, "the trouble", func(told shelltest.Told) bool {
		return told.Told == "HotkeyTroubles" && len(told.Value) > 0 && string(told.Value) != `{"Troubles":[]}`
	})
	stage.Do(t, seat.Front{})
	stage.Await(t, "front", func(told shelltest.Told) bool { return told.Told == "front" })
	stage.Quit(t)
}
