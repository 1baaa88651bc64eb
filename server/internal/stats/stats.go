// Package stats is the one definition of every figure: pure folds over
// journal events, used by the wallboard and the reports alike. An event's
// contribution depends on that event alone, so events may be folded in any
// order and days may be counted in parts and merged. Each event must be
// folded once.
package stats

import (
	"fmt"
	"time"

	"github.com/yobirin/yobirin/server/internal/journal"
	"github.com/yobirin/yobirin/shared/id"
)

// Day is one day of the site, from midnight to midnight in its zone. A visit
// to a group counts on the day it arrived, whenever it ends, so that arrivals
// equal the sum of outcomes once nobody of that day waits; talk counts on the
// day it began. The zero Day is of no use: make one with NewDay.
type Day struct {
	Date   string             `json:"date"` // YYYY-MM-DD
	From   time.Time          `json:"from"`
	Until  time.Time          `json:"until"`  // first instant of the next day
	Within time.Duration      `json:"within"` // N of the service level
	Groups map[id.Group]Group `json:"groups"`
	Agents map[id.Agent]Agent `json:"agents"`
}

// Group is a group's day.
type Group struct {
	Arrivals     int           `json:"arrivals"`
	Answered     int           `json:"answered"`
	Abandoned    int           `json:"abandoned"`
	Overflow     int           `json:"overflow"`
	Timeout      int           `json:"timeout"`
	Callback     int           `json:"callback"`     // hung up to be called back; neither answered nor lost
	Within       int           `json:"within"`       // answered within N
	WaitAnswered time.Duration `json:"waitAnswered"` // sum over the answered
	WaitLost     time.Duration `json:"waitLost"`     // sum over abandoned, overflow and timeout
	WaitCallback time.Duration `json:"waitCallback"` // sum over callbacks, until the caller hung up
	LongestWait  time.Duration `json:"longestWait"`  // of any visit that ended
	Talks        int           `json:"talks"`        // stretches of talk with an agent, in calls that ended
	Talked       time.Duration `json:"talked"`       // sum over talks
	Works        int           `json:"works"`        // after-call works that ended, of calls of this group
	Worked       time.Duration `json:"worked"`       // sum over works
}

// Agent is an agent's day.
type Agent struct {
	Answered int           `json:"answered"` // groups' calls
	Talks    int           `json:"talks"`    // stretches of talk, direct calls included
	Talked   time.Duration `json:"talked"`
}

// NewDay makes an empty day: the one in which the instant lies in the site's
// zone. The service level counts answers within the given time, the limit
// itself included.
func NewDay(at time.Time, zone *time.Location, within time.Duration) Day {
	y, m, d := at.In(zone).Date()
	from := time.Date(y, m, d, 0, 0, 0, 0, zone)
	return Day{
		Date: from.Format(time.DateOnly),
		From: from.UTC(), Until: time.Date(y, m, d+1, 0, 0, 0, 0, zone).UTC(), Within: within,
		Groups: map[id.Group]Group{}, Agents: map[id.Agent]Agent{},
	}
}

// Add folds one event in. What belongs to another day, or to no figure, is
// passed over.
func (d *Day) Add(e journal.Event) {
	shares(e, d.Within, func(at time.Time, g id.Group, part Group) {
		if d.has(at) {
			d.Groups[g] = d.Groups[g].plus(part)
		}
	}, func(at time.Time, a id.Agent, part Agent) {
		if d.has(at) {
			d.Agents[a] = d.Agents[a].plus(part)
		}
	})
}

func (d *Day) has(at time.Time) bool { return !at.Before(d.From) && at.Before(d.Until) }

// Merge adds the figures of another part of the same day. Days that are not
// the same, or count the service level otherwise, are refused and nothing
// changes.
func (d *Day) Merge(o Day) error {
	if !d.From.Equal(o.From) || !d.Until.Equal(o.Until) || d.Within != o.Within {
		return fmt.Errorf("stats: cannot add %s (service level within %s) to %s (within %s), expected the same day and limit", o.Date, o.Within, d.Date, d.Within)
	}
	for k, v := range o.Groups {
		d.Groups[k] = d.Groups[k].plus(v)
	}
	for k, v := range o.Agents {
		d.Agents[k] = d.Agents[k].plus(v)
	}
	return nil
}

// Total adds all groups up. A call that overflows into another group is an
// overflow in the first and an arrival in the second (C-Q-6), so it counts in
// both here too.
func (d *Day) Total() Group {
	var t Group
	for _, g := range d.Groups {
		t = t.plus(g)
	}
	return t
}
