package live

import (
	"context"
	"time"

	"github.com/yobirin/yobirin/server/internal/stats"
	"github.com/yobirin/yobirin/shared/fault"
	"github.com/yobirin/yobirin/shared/id"
	wire "github.com/yobirin/yobirin/shared/live"
)

// hourBars is how many bars a row tells: those of the last hour and the one
// that grows.
const hourBars = int(time.Hour/stats.BarLength) + 1

// barsAsking is a question for a group's bars.
type barsAsking struct {
	viewer Viewer
	group  id.Group
	length time.Duration
	answer chan<- *wire.Bars // nil: no such group for this viewer
}

// SetBars takes the five-minute figures so far, as they were counted again
// from the stored events. Give it at the start, before the first event is fed.
func (h *Hub) SetBars(b *stats.Bars) { h.box.Put(input{bars: b}) }

// Bars gives a group's five-minute figures of the last so long, at most a
// day's. A group that the viewer does not see is not there.
func (h *Hub) Bars(ctx context.Context, v Viewer, g id.Group, length time.Duration) (wire.Bars, error) {
	answer := make(chan *wire.Bars, 1)
	if !h.box.Put(input{askBars: &barsAsking{v, g, length, answer}}) {
		return wire.Bars{}, fault.New(fault.Unavailable, "busy", "the floor cannot be shown now; try again")
	}
	select {
	case out := <-answer:
		if out == nil {
			return wire.Bars{}, fault.New(fault.NotFound, "group_not_found", "there is no group %s", g)
		}
		return *out, nil
	case <-h.done:
		return wire.Bars{}, fault.New(fault.Unavailable, "stopping", "the server is stopping")
	case <-ctx.Done():
		return wire.Bars{}, ctx.Err()
	}
}

// bars answers the question.
func (h *Hub) bars(a barsAsking) *wire.Bars {
	_, w := h.model.viewOf(a.viewer)
	if _, there := h.model.groups[a.group]; !there || !w.sees(wire.Groups, a.group) {
		return nil
	}
	now := h.now()
	out := &wire.Bars{Length: stats.BarLength.Milliseconds(), ServerTime: now.UnixMilli(), Items: []wire.Bar{}}
	from := stats.BarOf(now).Add(stats.BarLength - min(a.length, stats.BarsKept))
	for _, b := range h.model.bars.Of(a.group, from, now.Add(stats.BarLength)) {
		out.Items = append(out.Items, wire.Bar{
			At: b.From.UnixMilli(), Arrivals: b.Arrivals, Answered: b.Answered, Abandoned: b.Abandoned,
			Overflow: b.Overflow, Timeout: b.Timeout, Callback: b.Callback, Within: b.Within,
		})
	}
	return out
}

// sums gives what the averages of a group's day and its last hour are made of.
func (m *model) sums(g id.Group) wire.GroupSums {
	d := m.day.Groups[g]
	out := wire.GroupSums{
		Within: d.Within, WaitAnswered: d.WaitAnswered.Milliseconds(), LongestWait: d.LongestWait.Milliseconds(),
		Talks: d.Talks, Talked: d.Talked.Milliseconds(), Works: d.Works, Worked: d.Worked.Milliseconds(),
	}
	hour := m.bars.Of(g, m.bar.Add(-time.Duration(hourBars-1)*stats.BarLength), m.bar.Add(stats.BarLength))
	if len(hour) == 0 {
		return out
	}
	first := hour[0].From
	out.HourFrom = first.UnixMilli()
	out.Hour = make([][3]int, 1+int(hour[len(hour)-1].From.Sub(first)/stats.BarLength))
	out.HourLost = make([]int, len(out.Hour))
	for _, b := range hour {
		at := int(b.From.Sub(first) / stats.BarLength)
		out.Hour[at], out.HourLost[at] = [3]int{b.Arrivals, b.Answered, b.Abandoned}, b.Lost()
	}
	return out
}

// rollBars begins the next five minutes: the last hour of every row moves on,
// and what is older than a day is forgotten.
func (m *model) rollBars(now time.Time) {
	bar := stats.BarOf(now)
	if bar.Equal(m.bar) {
		return
	}
	m.bar = bar
	m.bars.Forget(bar.Add(stats.BarLength - stats.BarsKept))
	for g := range m.groups {
		m.touch(wire.Groups, g)
	}
}

func (m *model) setBars(b *stats.Bars) {
	m.bars = b
	for g := range m.groups {
		m.touch(wire.Groups, g)
	}
}
