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
	switch v := e.Body.(type) {
	case journal.GroupArrived:
		if d.has(e.At) {
			g := d.Groups[v.Group]
			g.Arrivals++
			d.Groups[v.Group] = g
		}
	case journal.GroupLeft:
		if d.has(e.At.Add(-v.Waited)) {
			d.left(v)
		}
	case journal.CallEnded:
		for _, s := range v.Record.Segments {
			if d.has(s.From) {
				d.talked(s)
			}
		}
	}
}

func (d *Day) has(at time.Time) bool { return !at.Before(d.From) && at.Before(d.Until) }

func (d *Day) left(v journal.GroupLeft) {
	g := d.Groups[v.Group]
	g.LongestWait = max(g.LongestWait, v.Waited)
	switch v.Outcome {
	case journal.OutcomeAnswered:
		g.Answered++
		g.WaitAnswered += v.Waited
		if v.Waited <= d.Within {
			g.Within++
		}
		if !v.Agent.IsZero() {
			a := d.Agents[v.Agent]
			a.Answered++
			d.Agents[v.Agent] = a
		}
	case journal.OutcomeAbandoned:
		g.Abandoned++
		g.WaitLost += v.Waited
	case journal.OutcomeOverflow:
		g.Overflow++
		g.WaitLost += v.Waited
	case journal.OutcomeTimeout:
		g.Timeout++
		g.WaitLost += v.Waited
	case journal.OutcomeCallback:
		g.Callback++
		g.WaitCallback += v.Waited
	}
	d.Groups[v.Group] = g
}

func (d *Day) talked(s journal.Segment) {
	length := max(0, s.Until.Sub(s.From))
	if !s.Group.IsZero() {
		g := d.Groups[s.Group]
		g.Talks++
		g.Talked += length
		d.Groups[s.Group] = g
	}
	if !s.Agent.IsZero() {
		a := d.Agents[s.Agent]
		a.Talks++
		a.Talked += length
		d.Agents[s.Agent] = a
	}
}

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
		a := d.Agents[k]
		d.Agents[k] = Agent{a.Answered + v.Answered, a.Talks + v.Talks, a.Talked + v.Talked}
	}
	return nil
}

func (g Group) plus(o Group) Group {
	return Group{
		Arrivals: g.Arrivals + o.Arrivals, Answered: g.Answered + o.Answered, Abandoned: g.Abandoned + o.Abandoned,
		Overflow: g.Overflow + o.Overflow, Timeout: g.Timeout + o.Timeout, Callback: g.Callback + o.Callback, Within: g.Within + o.Within,
		WaitAnswered: g.WaitAnswered + o.WaitAnswered, WaitLost: g.WaitLost + o.WaitLost, WaitCallback: g.WaitCallback + o.WaitCallback,
		LongestWait: max(g.LongestWait, o.LongestWait), Talks: g.Talks + o.Talks, Talked: g.Talked + o.Talked,
	}
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
