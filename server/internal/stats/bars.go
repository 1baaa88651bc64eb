package stats

import (
	"maps"
	"slices"
	"time"

	"github.com/yobirin/yobirin/server/internal/journal"
	"github.com/yobirin/yobirin/shared/id"
)

// BarLength is the width of a bar (W-RT-2). Bars begin at its multiples, and
// so does every day of a site whose zone is whole minutes of five.
const BarLength = 5 * time.Minute

// BarsKept is for how long bars are kept.
const BarsKept = 24 * time.Hour

// Bars are groups' figures by five minutes. They count what a Day counts: the
// bars from a day's beginning to its end add up to the day. Make them with
// NewBars.
type Bars struct {
	within time.Duration
	groups map[id.Group]map[int64]Group // by the bar's number since 1970
}

// Bar is five minutes of a group.
type Bar struct {
	From time.Time
	Group
}

// NewBars makes an empty set; the service level counts answers within the
// given time.
func NewBars(within time.Duration) *Bars {
	return &Bars{within: within, groups: map[id.Group]map[int64]Group{}}
}

// Within is the time that the service level counts answers in.
func (b *Bars) Within() time.Duration { return b.within }

// Add folds one event in.
func (b *Bars) Add(e journal.Event) {
	shares(e, b.within, func(at time.Time, g id.Group, part Group) {
		row := b.groups[g]
		if row == nil {
			row = map[int64]Group{}
			b.groups[g] = row
		}
		n := number(at)
		row[n] = row[n].plus(part)
	}, func(time.Time, id.Agent, Agent) {})
}

// Forget drops the bars that ended before the instant.
func (b *Bars) Forget(before time.Time) {
	first := number(before)
	for g, row := range b.groups {
		maps.DeleteFunc(row, func(n int64, _ Group) bool { return n < first })
		if len(row) == 0 {
			delete(b.groups, g)
		}
	}
}

// Of gives a group's bars that begin in [from, until) and in which there was
// anything, the oldest first.
func (b *Bars) Of(g id.Group, from, until time.Time) []Bar {
	row := b.groups[g]
	out := make([]Bar, 0, len(row))
	for _, n := range slices.Sorted(maps.Keys(row)) {
		at := time.Unix(n*int64(BarLength/time.Second), 0).UTC()
		if !at.Before(from) && at.Before(until) {
			out = append(out, Bar{at, row[n]})
		}
	}
	return out
}

// BarOf gives the beginning of the bar in which the instant lies.
func BarOf(at time.Time) time.Time {
	return time.Unix(number(at)*int64(BarLength/time.Second), 0).UTC()
}

func number(at time.Time) int64 {
	n, length := at.Unix(), int64(BarLength/time.Second)
	if n < 0 {
		n -= length - 1
	}
	return n / length
}
