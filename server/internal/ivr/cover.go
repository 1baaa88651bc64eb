package ivr

import (
	"fmt"
	"slices"
	"time"

	"github.com/yobirin/yobirin/server/internal/route"
)

// cover is what the rows of a schedule take of all moments there are.
type cover struct {
	held    []bool            // there is a moment at which the row holds
	reached []bool            // and one at which no earlier row does
	both    map[[2]int]string // the first row, which is used, and another hold: when, for the first moment found
	always  bool              // at every moment some row holds
}

// cover tries every kind of moment: what today and yesterday may be, and a
// minute of every stretch between two ends of rows.
func (l *linter) cover(m *route.IVR) cover {
	rows := m.Schedule.Rows
	c := cover{held: make([]bool, len(rows)), reached: make([]bool, len(rows)), both: map[[2]int]string{}, always: true}
	minutes := stretches(rows)
	for w := time.Sunday; w <= time.Saturday; w++ {
		before := (w + 6) % 7
		for _, kind := range l.kindsOf(m, w) {
			for _, kindBefore := range l.kindsOf(m, before) {
				today, yesterday := day{weekday: w, kind: kind}, day{weekday: before, kind: kindBefore}
				for _, minute := range minutes {
					c.look(rows, today, yesterday, minute)
				}
			}
		}
	}
	return c
}

func (c *cover) look(rows []route.Row, today, yesterday day, minute int) {
	used := -1
	for i := range rows {
		if _, ok := holds(&rows[i], today, yesterday, minute); !ok {
			continue
		}
		c.held[i] = true
		if used < 0 {
			c.reached[i], used = true, i
			continue
		}
		if _, known := c.both[[2]int{used, i}]; !known {
			c.both[[2]int{used, i}] = moment(today, minute)
		}
	}
	c.always = c.always && used >= 0
}

func moment(d day, minute int) string {
	on := "on " + d.weekday.String()
	switch d.kind {
	case Holiday:
		on = "on a holiday"
	case Designated:
		on = "on a designated date"
	case Ordinary:
	}
	return fmt.Sprintf("%s at %02d:%02d", on, minute/60, minute%60)
}

// stretches gives the first minute of every stretch in which no row begins or
// ends.
func stretches(rows []route.Row) []int {
	out := []int{0}
	for _, r := range rows {
		for _, n := range []int{r.From, r.To} {
			if n > 0 && n < minutesOfDay {
				out = append(out, n)
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// kindsOf gives what a date of that weekday may be.
func (l *linter) kindsOf(m *route.IVR, w time.Weekday) []Day {
	out := []Day{Ordinary}
	if len(l.plan.Settings.Holidays) > 0 && knowsHolidays(m) {
		out = append(out, Holiday)
	}
	for text, on := range m.Schedule.Designated {
		if at, err := time.Parse(time.DateOnly, text); on && err == nil && at.Weekday() == w {
			return append(out, Designated)
		}
	}
	return out
}
