package popup

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/yobirin/yobirin/desktop/internal/seat"
	"github.com/yobirin/yobirin/desktop/internal/words"
)

// Sizes of the window in pixels at 96 dots an inch.
const (
	width     = 380
	height    = 240 // with one call
	margin    = 16
	maxRows   = 4
	rowHeight = 70
	listHead  = 40
	listFoot  = 30
	rowButton = 66.0
	rowGap    = 6.0
)

// theme is one set of colours.
type theme struct {
	back, border, line, text, soft, ringing, answer, reject, off, onButton Color
}

func themeOf(dark bool) theme {
	if dark {
		return theme{
			back: 0x1F2023, border: 0x4A4D52, line: 0x36383D, text: 0xF4F5F6, soft: 0xADB3BB, ringing: 0xFCC419,
			answer: 0x2B8A3E, reject: 0xC92A2A, off: 0x4A4D52, onButton: 0xFFFFFF,
		}
	}
	return theme{
		back: 0xFFFFFF, border: 0xADB5BD, line: 0xE3E6E9, text: 0x1A1B1E, soft: 0x565D64, ringing: 0xB35C00,
		answer: 0x2B8A3E, reject: 0xC92A2A, off: 0xADB5BD, onButton: 0xFFFFFF,
	}
}

// View is what the window shows at a moment.
type View struct {
	Cards   []seat.Card // at least one
	Now     time.Time   // by this computer's clock
	Dark    bool
	Pressed map[seat.Line]bool // answered or refused already: without buttons
	Hover   Hit                // the button under the pointer
	Armed   Hit                // the button that the mouse is down on
}

// Layout computes the window. One call has the whole of it, several are rows,
// at most four; the rest are counted.
func Layout(v View, measure Measure) Scene {
	l := layout{View: v, theme: themeOf(v.Dark), measure: measure}
	if len(v.Cards) == 0 {
		return Scene{}
	}
	l.words = words.In(v.Cards[0].Language)
	if len(v.Cards) == 1 {
		l.card(v.Cards[0])
	} else {
		l.list()
	}
	return l.scene
}

// layout is a scene being made.
type layout struct {
	View
	theme
	words   words.Words
	measure Measure
	scene   Scene
}

func (l *layout) open(h float64) {
	l.scene = Scene{W: width, H: h}
	l.fill(Rect{0, 0, width, h}, l.border, 0)
	l.fill(Rect{1, 1, width - 2, h - 2}, l.back, 0)
	l.fill(Rect{1, 1, 4, h - 2}, l.ringing, 0)
}

func (l *layout) fill(r Rect, c Color, radius float64) {
	l.scene.Ops = append(l.scene.Ops, Op{Rect: r, Color: c, Radius: radius})
}

// write puts a cleaned text into a rectangle, shortened when it must be, and
// gives the width that it takes.
func (l *layout) write(r Rect, text string, font Font, c Color, align Align) float64 {
	text = fit(text, r.W, font, l.measure)
	if text == "" {
		return 0
	}
	l.scene.Ops = append(l.scene.Ops, Op{Rect: r, Color: c, Text: text, Font: font, Align: align})
	return l.measure(text, font)
}

// card is the window of a single call.
func (l *layout) card(c seat.Card) {
	l.open(height)
	inner := float64(width - 2*margin)
	head := Font{Size: 14, Bold: true}
	kind := words.CallExternal
	if c.Internal {
		kind = words.CallInternal
	}
	waited := l.waited(c)
	room := inner
	if waited != "" {
		room -= l.write(Rect{margin + inner/2, 12, inner / 2, 22}, l.words.Say(words.CallWaited, "time", waited), Font{Size: 14}, l.soft, Right) + 8
	}
	l.write(Rect{margin, 12, room, 22}, l.words.Say(kind), head, l.ringing, Left)

	large, small := l.who(c)
	if small == "" {
		l.write(Rect{margin, 52, inner, 44}, large, l.largest(large, inner, 28), l.text, Left)
	} else {
		l.write(Rect{margin, 40, inner, 38}, large, l.largest(large, inner, 26), l.text, Left)
		l.write(Rect{margin, 80, inner, 28}, small, Font{Size: 20}, l.text, Left)
	}
	y := 114.0
	came := Back(c, l.words)
	if came != "" {
		l.write(Rect{margin, y, inner, 22}, came, head, l.ringing, Left)
		y += 24
	}
	if name := Clean(c.GroupName); name != "" {
		l.tag(margin, y+5, c.GroupColor)
		l.write(Rect{margin + 20, y, inner - 20, 22}, name, Font{Size: 14}, l.text, Left)
		y += 24
	}
	if called := Called(c); called != "" && y < 150 {
		l.write(Rect{margin, y, inner, 22}, l.words.Say(words.CallTo, "number", called), Font{Size: 14}, l.soft, Left)
	}
	half := (inner - 12) / 2
	l.button(Rect{margin, height - 60, half, 46}, c.Line, Answer, 17)
	l.button(Rect{margin + half + 12, height - 60, half, 46}, c.Line, Reject, 17)
}

// largest is the largest of three fonts in which a text fits, else the
// smallest: a name is rather smaller than cut.
func (l *layout) largest(text string, width, size float64) Font {
	for _, less := range []float64{0, 4, 8} {
		if f := (Font{Size: size - less, Bold: true}); l.measure(text, f) <= width {
			return f
		}
	}
	return Font{Size: size - 8, Bold: true}
}

// list is the window of several calls.
func (l *layout) list() {
	rows := l.Cards
	h := float64(listHead + 6)
	if len(rows) > maxRows {
		rows = rows[:maxRows]
		h += listFoot
	}
	h += float64(len(rows) * rowHeight)
	l.open(h)
	l.write(Rect{margin, 10, width - 2*margin, 24}, l.words.Say(words.CallCount, "n", strconv.Itoa(len(l.Cards))), Font{Size: 14, Bold: true}, l.ringing, Left)
	y := float64(listHead)
	for _, c := range rows {
		l.fill(Rect{margin, y, width - 2*margin, 1}, l.line, 0)
		l.row(c, y)
		y += rowHeight
	}
	if rest := len(l.Cards) - len(rows); rest > 0 {
		l.fill(Rect{margin, y, width - 2*margin, 1}, l.line, 0)
		l.write(Rect{margin, y + 4, width - 2*margin, 24}, l.words.Say(words.CallOthers, "n", strconv.Itoa(rest)), Font{Size: 13}, l.soft, Center)
	}
}

// row is one of several calls.
func (l *layout) row(c seat.Card, y float64) {
	const buttons = width - margin - 2*rowButton - rowGap
	inner := buttons - margin - 10
	large, small := l.who(c)
	l.write(Rect{margin, y + 5, inner, 24}, large, Font{Size: 16, Bold: true}, l.text, Left)
	second := Rect{margin, y + 27, inner, 18}
	if waited := l.waited(c); waited != "" {
		second.W -= l.write(second, waited, Font{Size: 13}, l.soft, Right) + 8
	}
	if small == "" {
		small = l.kind(c)
	}
	l.write(second, small, Font{Size: 13}, l.text, Left)
	third, to := Rect{margin, y + 46, inner, 18}, Called(c)
	if came := Back(c, l.words); came != "" {
		l.write(third, came, Font{Size: 12, Bold: true}, l.ringing, Left)
		l.rowButtons(c.Line, buttons, y)
		return
	}
	if to != "" && Clean(c.GroupName) == "" {
		to = l.words.Say(words.CallTo, "number", to)
	}
	if name := Clean(c.GroupName); name != "" {
		l.tag(margin, y+50, c.GroupColor)
		third.X, third.W = third.X+17, third.W-17
		used := l.write(Rect{third.X, third.Y, third.W, third.H}, name, Font{Size: 12}, l.soft, Left) + 8
		third.X, third.W = third.X+used, third.W-used
	}
	if third.W > 40 {
		l.write(third, to, Font{Size: 12}, l.soft, Left)
	}
	l.rowButtons(c.Line, buttons, y)
}

// rowButtons are the buttons of one of several calls.
func (l *layout) rowButtons(line seat.Line, x, y float64) {
	l.button(Rect{x, y + 17, rowButton, 36}, line, Answer, 13)
	l.button(Rect{x + rowButton + rowGap, y + 17, rowButton, 36}, line, Reject, 13)
}

// tag is the small square of a group's colour; without one it is left out.
func (l *layout) tag(x, y float64, color string) {
	c, known := parseColor(color)
	if !known {
		c = l.soft
	}
	l.fill(Rect{x, y, 12, 12}, c, 2)
}

func (l *layout) button(r Rect, line seat.Line, b Button, size float64) {
	label, color := words.CallAnswer, l.answer
	if b == Reject {
		label, color = words.CallReject, l.reject
	}
	hit := Hit{Rect: r, Line: line, Button: b}
	if l.Pressed[line] {
		color = l.off
	} else {
		switch {
		case hit.same(l.Armed):
			color = darker(color)
		case hit.same(l.Hover):
			color = lighter(color)
		}
		l.scene.Hits = append(l.scene.Hits, hit)
	}
	l.fill(r, color, 6)
	l.write(Rect{r.X + 4, r.Y, r.W - 8, r.H}, l.words.Say(label), Font{Size: size, Bold: true}, l.onButton, Center)
}

// who gives the caller: the name and the number, or the number alone.
func (l *layout) who(c seat.Card) (large, small string) { return Who(c, l.words) }

// Who gives the caller as shown: large is the name, or the number when there
// is no name; small the number beside a name.
func Who(c seat.Card, w words.Words) (large, small string) {
	name, number := Clean(c.Party.Name), words.Number(Clean(c.Party.Number))
	switch {
	case c.Party.Withheld:
		number = w.Say(words.CallWithheld)
	case number == "" && name == "":
		number = w.Say(words.CallUnknown)
	}
	if name == "" || words.Number(name) == number {
		return number, ""
	}
	return name, number
}

// Back says what came back here and why: a transfer that nobody took, or a
// parked call; "" of any other call.
func Back(c seat.Card, w words.Words) string {
	b := c.Back
	by := Clean(b.By.Name)
	if b.Mine {
		by = ""
	}
	switch {
	case b.How == "park" && by != "":
		return w.Say(words.BackParkBy, "slot", strconv.Itoa(b.Slot), "by", by)
	case b.How == "park":
		return w.Say(words.BackPark, "slot", strconv.Itoa(b.Slot))
	case b.How == "":
		return ""
	}
	to := Clean(b.To.Name)
	if to == "" {
		to = words.Number(Clean(b.To.Number))
	}
	what := w.Say(words.BackTransfer, "name", to)
	if by != "" {
		what = w.Say(words.BackTransferBy, "name", to, "by", by)
	}
	if why := words.Key("why." + b.Cause); w.Has(why) {
		return w.Say(words.BackWhy, "what", what, "why", w.Say(why))
	}
	return what
}

func (l *layout) kind(c seat.Card) string {
	if c.Internal {
		return l.words.Say(words.CallInternal)
	}
	return l.words.Say(words.CallExternal)
}

// Called is what the caller dialed: its display string, else the number.
func Called(c seat.Card) string {
	if name := Clean(c.Called.Name); name != "" {
		return name
	}
	return words.Number(Clean(c.Called.Number))
}

// waited is for how long the caller waits, "" when that is not known.
func (l *layout) waited(c seat.Card) string {
	if c.WaitedFrom <= 0 {
		return ""
	}
	seconds := max(0, l.Now.UnixMilli()-c.WaitedFrom) / 1000
	if seconds >= 3600 {
		return fmt.Sprintf("%d:%02d:%02d", min(seconds/3600, 99), seconds/60%60, seconds%60)
	}
	return fmt.Sprintf("%d:%02d", seconds/60, seconds%60)
}

// parseColor reads "#rrggbb" or "#rgb".
func parseColor(text string) (Color, bool) {
	digits, found := strings.CutPrefix(text, "#")
	if found && len(digits) == 3 {
		digits = string([]byte{digits[0], digits[0], digits[1], digits[1], digits[2], digits[2]})
	}
	if !found || len(digits) != 6 {
		return 0, false
	}
	n, err := strconv.ParseUint(digits, 16, 32)
	return Color(n), err == nil
}

// lighter is the colour of a button under the pointer.
func lighter(c Color) Color {
	mix := func(v Color) Color { return v + (255-v)/6 }
	return mix(c>>16&255)<<16 | mix(c>>8&255)<<8 | mix(c&255)
}

// darker is the colour of a button that the mouse is down on.
func darker(c Color) Color {
	mix := func(v Color) Color { return v - v/4 }
	return mix(c>>16&255)<<16 | mix(c>>8&255)<<8 | mix(c&255)
}
