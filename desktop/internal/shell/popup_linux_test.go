package shell_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"github.com/yobirin/yobirin/desktop/internal/seat"
	"github.com/yobirin/yobirin/desktop/internal/shell/shelltest"
)

// Where the popup of one call stands on a screen of 1280 by 720, and its
// buttons within.
const (
	popupX, popupY   = 1280 - 380 - 12, 720 - 240 - 12
	answerX, rejectX = 100, 280
	buttonY          = 203
)

func card(line string, popup bool) seat.Card {
	return seat.Card{
		Line: seat.Line(line), Language: "ja", Party: seat.Person{Number: "03-1234-5678", Name: "山田商店"},
		Called: seat.Person{Number: "0120-000-111", Name: "受注センター"}, GroupName: "受注", GroupColor: "#228be6",
		WaitedFrom: time.Now().UnixMilli() - 5000, Popup: popup,
	}
}

func show(cards ...seat.Card) seat.Show {
	return seat.Show{Tray: seat.Tray{Language: "ja", LoggedIn: true, Phone: seat.PhoneRegistered, Status: "ringing", Calls: len(cards)}, Cards: cards}
}

// press puts the mouse down on a button, as soon as the button takes it: right
// after it came it does not.
func press(t *testing.T, d *shelltest.Desktop, s *shelltest.Screen, x, y int) {
	t.Helper()
	armed := func() bool {
		c := s.Pixel(x, y+12) // beside the label
		return c == 0x21682F || c == 0x972020
	}
	shelltest.Until(t, "the button to take a click", func() bool {
		// Let go beside the button, so that nothing is clicked by that.
		d.Xdotool(t, "mousemove", "900", "50", "mouseup", "1", "mousemove", strconv.Itoa(x), strconv.Itoa(y), "mousedown", "1")
		for range 100 {
			if armed() {
				return true
			}
		}
		return false
	})
}

func click(t *testing.T, d *shelltest.Desktop, s *shelltest.Screen, x, y int) {
	t.Helper()
	press(t, d, s, x, y)
	d.Xdotool(t, "mouseup", "1")
}

// TestPopupNeverTakesTheKeyboard types into an editor while calls come and go
// and are answered with the mouse: every key arrives there, and the keyboard
// never leaves it.
func TestPopupNeverTakesTheKeyboard(t *testing.T) {
	d := shelltest.Start(t)
	stage := d.Stage(t, shelltest.Build(t))
	screen := d.Screen(t)
	lost := screen.Lost()
	const keys, rounds = 20, 5
	for round := range rounds {
		line := seat.Line(fmt.Sprintf("call-%d", round))
		typed := make(chan error, 1)
		go func() {
			typed <- d.Command("xdotool", "type", "--delay", "15", "abcdefghijklmnopqrst").Run()
		}()
		stage.Do(t, show(card(string(line), true)))
		screen.Await(t, "the popup", func(e shelltest.Event) bool { return e.Shown })
		shelltest.Until(t, "the answer button", func() bool { return screen.Pixel(popupX+30, popupY+buttonY) == 0x2B8A3E })
		x, name := answerX, "Answer"
		if round%2 == 1 {
			x, name = rejectX, "Reject"
		}
		click(t, d, screen, popupX+x, popupY+buttonY)
		stage.Command(t, name, line)
		stage.Do(t, show())
		screen.Await(t, "the popup's end", func(e shelltest.Event) bool { return e.Gone })
		if err := <-typed; err != nil {
			t.Fatal(err)
		}
		d.Xdotool(t, "mousemove", "900", "50")
		shelltest.Until(t, "the keyboard in the editor", screen.Focused)
	}
	shelltest.Until(t, "every key in the editor", func() bool { return screen.Keys() >= keys*rounds })
	if screen.Keys() != keys*rounds || screen.Lost() > lost {
		t.Errorf("%d keys of %d came, the keyboard was lost %d times", screen.Keys(), keys*rounds, screen.Lost()-lost)
	}
}

// BenchmarkPopup measures how long the popup takes to be drawn and to be gone.
func BenchmarkPopup(b *testing.B) {
	d := shelltest.Start(b)
	stage := d.Stage(b, shelltest.Build(b))
	screen := d.Screen(b)
	var came, went time.Duration
	round := 0
	for b.Loop() {
		screen.Drain()
		begin := time.Now()
		stage.Do(b, show(card("call-"+strconv.Itoa(round), true)))
		popup := screen.Await(b, "the popup", func(e shelltest.Event) bool { return e.Shown }).Window
		shelltest.Until(b, "the drawn popup", func() bool { return screen.Pixel(popupX+30, popupY+buttonY) == 0x2B8A3E })
		came += time.Since(begin)
		begin = time.Now()
		stage.Do(b, show())
		gone := screen.Await(b, "the popup's end", func(e shelltest.Event) bool { return e.Gone && e.Window == popup })
		went += gone.At.Sub(begin)
		round++
	}
	b.ReportMetric(float64(came.Microseconds())/1000/float64(round), "ms-drawn")
	b.ReportMetric(float64(went.Microseconds())/1000/float64(round), "ms-gone")
}

// TestPopupAnswersTheCallThatWasClicked: rows that move up under the pointer
// do not make another call the answered one, and a second click does nothing.
func TestPopupAnswersTheCallThatWasClicked(t *testing.T) {
	d := shelltest.Start(t)
	stage := d.Stage(t, shelltest.Build(t))
	screen := d.Screen(t)
	rows := func(n int) int { return 720 - 12 - (46 + 70*n) }
	green := func(n, row int) func() bool {
		return func() bool { return screen.Pixel(1280-12-380+232, rows(n)+40+70*row+35) == 0x2B8A3E }
	}
	screen.Drain()
	stage.Do(t, show(card("a", true), card("b", true), card("c", true)))
	popup := screen.Await(t, "the popup", func(e shelltest.Event) bool { return e.Shown }).Window
	shelltest.Until(t, "three rows", green(3, 2))
	// Down on b's answer button, then c goes: where the pointer is there is a.
	press(t, d, screen, 1280-12-380+240, rows(3)+40+70+35)
	stage.Do(t, show(card("a", true), card("b", true)))
	shelltest.Until(t, "two rows", func() bool { return screen.Height(popup) == 186 })
	d.Xdotool(t, "mouseup", "1")
	shelltest.Until(t, "the button to be let go", green(2, 1))
	// Now a whole click on b, twice.
	click(t, d, screen, 1280-12-380+240, rows(2)+40+70+35)
	d.Xdotool(t, "click", "1")
	stage.Command(t, "Answer", "b")
	stage.Do(t, seat.Front{})
	stage.Await(t, "what came before", func(told shelltest.Told) bool { return told.Told == "front" })
	if n := stage.Count(func(told shelltest.Told) bool { return told.Told == "Commanded" }); n != 1 {
		t.Errorf("%d commands instead of one", n)
	}
}

// TestPopupIsOnlyWhereItIsWanted leaves out cards without Popup.
func TestPopupIsOnlyWhereItIsWanted(t *testing.T) {
	d := shelltest.Start(t)
	stage := d.Stage(t, shelltest.Build(t))
	screen := d.Screen(t)
	screen.Drain()
	stage.Do(t, show(card("a", false)))
	stage.Do(t, show(card("b", true)))
	e := screen.Await(t, "the popup of b", func(e shelltest.Event) bool { return e.Shown })
	shelltest.Until(t, "its button", func() bool { return screen.Pixel(popupX+30, popupY+buttonY) == 0x2B8A3E })
	click(t, d, screen, popupX+answerX, popupY+buttonY)
	stage.Command(t, "Answer", "b")
	if e.Window == 0 {
		t.Error("no window")
	}
}

// TestPopupPictures takes pictures for people to look at, where
// YOBIRIN_PICTURES names a folder.
func TestPopupPictures(t *testing.T) {
	folder := os.Getenv("YOBIRIN_PICTURES")
	if folder == "" {
		t.Skip("YOBIRIN_PICTURES names no folder")
	}
	shelltest.Need(t, "import")
	d := shelltest.Start(t)
	stage := d.Stage(t, shelltest.Build(t))
	screen := d.Screen(t)
	for _, language := range []string{"ja", "en"} {
		for _, n := range []int{1, 5} {
			cards := make([]seat.Card, n)
			for i := range cards {
				cards[i] = card("call-"+strconv.Itoa(i), true)
				cards[i].Language = language
			}
			screen.Drain()
			stage.Do(t, show(cards...))
			screen.Await(t, "the popup", func(e shelltest.Event) bool { return e.Shown })
			shelltest.Until(t, "the drawn popup", func() bool { return screen.Pixel(popupX+2, popupY+100) == 0xB35C00 })
			file := filepath.Join(folder, fmt.Sprintf("popup-%s-%d.png", language, n))
			if out, err := d.Command("import", "-window", "root", "-crop", "400x400+880+320", file).CombinedOutput(); err != nil {
				t.Fatalf("%v: %s", err, out)
			}
			stage.Do(t, show())
			screen.Await(t, "the popup's end", func(e shelltest.Event) bool { return e.Gone })
		}
	}
}
