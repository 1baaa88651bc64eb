package popup

import (
	"strings"
	"unicode"

	"github.com/yobirin/yobirin/desktop/internal/seat"
)

// Color is 0xRRGGBB.
type Color uint32

// Rect is a rectangle in pixels of a display with 96 dots an inch.
type Rect struct{ X, Y, W, H float64 }

// contains says whether a point is within.
func (r Rect) contains(x, y float64) bool {
	return x >= r.X && y >= r.Y && x < r.X+r.W && y < r.Y+r.H
}

// Align is where a text stands in its rectangle; upright it is in the middle.
type Align int

// The places.
const (
	Left Align = iota
	Center
	Right
)

// Font is how large a text is, in pixels, and whether it is bold.
type Font struct {
	Size float64
	Bold bool
}

// Op is one thing to draw: a filled rectangle, or with Text a text that fits
// into it by Measure. Systems clip texts to Rect nevertheless.
type Op struct {
	Rect
	Color  Color
	Radius float64
	Text   string
	Font   Font
	Align  Align
}

// Button is what a click on the popup means.
type Button string

// The buttons.
const (
	Answer Button = "answer"
	Reject Button = "reject"
)

// Hit is a place to click.
type Hit struct {
	Rect
	Line   seat.Line
	Button Button
}

// same says whether two hits are the same button of the same call, wherever
// they stand.
func (h Hit) same(o Hit) bool { return h.Line == o.Line && h.Button == o.Button }

// Scene is the whole window.
type Scene struct {
	W, H float64
	Ops  []Op
	Hits []Hit
}

// at gives the button at a point.
func (s Scene) at(x, y float64) (Hit, bool) {
	for _, h := range s.Hits {
		if h.contains(x, y) {
			return h, true
		}
	}
	return Hit{}, false
}

// Measure gives the width of a text in pixels.
type Measure func(text string, font Font) float64

// Limits of a text from outside. Nobody's name is longer, and marks that
// stand upon each other without end would leave their line.
const (
	maxRunes = 120
	maxMarks = 3
)

// Clean makes one harmless line of a text that comes from the network: no
// controls, no line breaks, nothing that turns the direction of what follows,
// no towers of combining marks, and not longer than maxRunes.
func Clean(text string) string {
	var b strings.Builder
	runes, marks, space := 0, 0, true
	for _, r := range text {
		if runes >= maxRunes {
			break
		}
		switch {
		case unicode.IsSpace(r), unicode.IsControl(r):
			if space {
				continue
			}
			space, marks, r = true, 0, ' '
		case r == unicode.ReplacementChar || r == '\u034F' || invisible(r):
			continue
		case unicode.In(r, unicode.Mn, unicode.Me):
			if marks++; marks > maxMarks || runes == 0 {
				continue
			}
		default:
			space, marks = false, 0
		}
		b.WriteRune(r)
		runes++
	}
	return strings.TrimSpace(b.String())
}

// invisible are format characters, surrogates, private and unassigned ones.
// The joiner of emoji may stay.
func invisible(r rune) bool {
	if r == '\u200D' {
		return false
	}
	return unicode.In(r, unicode.C) || !unicode.In(r, unicode.L, unicode.M, unicode.N, unicode.P, unicode.S)
}

// fit shortens a text so that it is at most width wide, with an ellipsis.
func fit(text string, width float64, font Font, measure Measure) string {
	if measure(text, font) <= width {
		return text
	}
	runes := []rune(text)
	low, high := 0, len(runes)-1 // of the runes that stay
	for low < high {
		middle := (low + high + 1) / 2
		if measure(string(runes[:middle])+"…", font) <= width {
			low = middle
		} else {
			high = middle - 1
		}
	}
	for low > 0 && sticks(runes[low]) || low > 0 && runes[low-1] == '\u200D' {
		low-- // not between a letter and its marks
	}
	short := strings.TrimSpace(string(runes[:low])) + "…"
	if measure(short, font) > width {
		return ""
	}
	return short
}

// sticks says whether a rune belongs to the one before it.
func sticks(r rune) bool {
	return r == '\u200D' || unicode.In(r, unicode.M) || r >= 0x1F3FB && r <= 0x1F3FF
}
