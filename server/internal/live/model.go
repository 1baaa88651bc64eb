package live

import (
	"slices"
	"time"

	"github.com/yobirin/yobirin/server/internal/journal"
	"github.com/yobirin/yobirin/server/internal/stats"
	"github.com/yobirin/yobirin/shared/id"
	wire "github.com/yobirin/yobirin/shared/live"
)

// model is the floor as the journal tells it. It has one owner and no clock.
type model struct {
	zone   *time.Location
	within time.Duration
	born   time.Time
	day    stats.Day
	bars   *stats.Bars
	bar    time.Time // beginning of the one that grows

	groups   map[id.Group]Group
	agents   map[id.Agent]Agent
	numbers  map[id.Number]Number
	statuses []Status
	memberOf map[id.Agent][]id.Group

	state   map[id.Agent]journal.AgentChanged
	waiting map[id.Call]journal.GroupArrived
	queues  map[id.Group][]id.Call // in the order of their turn
	calls   map[id.Call]*call
	kept    map[id.Group]int // callers to call back
	parked  map[id.Call]wire.ParkedRow
	notices []notice // the oldest first

	dirty   map[wire.Collection]map[[16]byte]struct{}
	rosters bool // who is in which group has changed
}

func newModel(now time.Time, zone *time.Location, within time.Duration) *model {
	m := &model{
		zone: zone, within: within, born: now, day: stats.NewDay(now, zone, within), bars: stats.NewBars(within), bar: stats.BarOf(now),
		state: map[id.Agent]journal.AgentChanged{}, waiting: map[id.Call]journal.GroupArrived{}, queues: map[id.Group][]id.Call{}, calls: map[id.Call]*call{},
		kept: map[id.Group]int{}, parked: map[id.Call]wire.ParkedRow{},
		dirty: map[wire.Collection]map[[16]byte]struct{}{},
	}
	for _, c := range wire.Collections() {
		m.dirty[c] = map[[16]byte]struct{}{}
	}
	m.setPlan(Plan{})
	return m
}

func (m *model) touch(c wire.Collection, key [16]byte) { m.dirty[c][key] = struct{}{} }

// setPlan takes the site as configured from now on. Every row may look
// different; the encoder finds out which does.
func (m *model) setPlan(p Plan) {
	for g := range m.groups {
		m.touch(wire.Groups, g)
	}
	for a := range m.agents {
		m.touch(wire.Agents, a)
	}
	for _, s := range m.statuses {
		m.touch(wire.Statuses, s.ID)
	}
	m.groups, m.agents, m.numbers = map[id.Group]Group{}, map[id.Agent]Agent{}, map[id.Number]Number{}
	m.memberOf, m.statuses, m.rosters = map[id.Agent][]id.Group{}, p.Statuses, true
	for _, g := range p.Groups {
		m.groups[g.ID] = g
		m.touch(wire.Groups, g.ID)
		for _, a := range g.Members {
			m.memberOf[a] = append(m.memberOf[a], g.ID)
		}
	}
	for _, a := range p.Agents {
		m.agents[a.ID] = a
		m.touch(wire.Agents, a.ID)
	}
	for _, s := range p.Statuses {
		m.touch(wire.Statuses, s.ID)
	}
	for _, n := range p.Numbers {
		m.numbers[n.ID] = n
	}
}

// roll begins a new day's figures when the old one is over, and the next five
// minutes.
func (m *model) roll(now time.Time) {
	m.expire(now)
	m.rollBars(now)
	if !now.Before(m.day.Until) {
		m.setDay(stats.NewDay(now, m.zone, m.within))
	}
}

// turns is when roll has something to do next.
func (m *model) turns() time.Time {
	if bar := m.bar.Add(stats.BarLength); bar.Before(m.day.Until) {
		return bar
	}
	return m.day.Until
}

func (m *model) setDay(d stats.Day) {
	m.day = d
	for g := range m.groups {
		m.touch(wire.Groups, g)
	}
}

// add folds one event in.
func (m *model) add(e journal.Event) {
	m.day.Add(e)
	m.bars.Add(e)
	switch b := e.Body.(type) {
	case journal.AgentChanged:
		m.agentChanged(b)
	case journal.GroupArrived:
		m.arrived(b)
	case journal.GroupLeft:
		m.left(b)
	case journal.FloorStarted:
		m.restart()
	case journal.StatusChosen: // AgentChanged says it all but the after-call work that ended
		m.touch(wire.Groups, b.Group)
	case journal.CallStarted:
		m.started(e.At, b)
	case journal.CallEnded:
		m.ended(b.Record.Call)
		for _, s := range b.Record.Segments {
			m.touch(wire.Groups, s.Group)
		}
	case journal.SlotTaken:
		m.parked[b.Call] = parkedRow(e.At, b)
		m.touch(wire.Parked, b.Call)
	case journal.SlotFreed:
		if m.parked[b.Call].Slot == b.Slot {
			delete(m.parked, b.Call)
			m.touch(wire.Parked, b.Call)
		}
	case journal.LimitReached:
		m.limitReached(e.At, b)
	case journal.Emergency:
		m.emergency(e.At, id.Call(e.Stream), b)
		m.inCall(e)
	case journal.SupervisorJoined: // its mode may have been chosen while it waited
		m.inCall(e)
		m.watches(b.Leg, func(w *wire.Watching) { w.Mode = b.Mode })
	case journal.SupervisorMode:
		m.inCall(e)
		m.watches(b.Leg, func(w *wire.Watching) { w.Mode = b.Mode })
	case journal.SupervisorLeft:
		m.inCall(e)
		m.watches(b.Leg, func(w *wire.Watching) { w.Call = "" })
	case journal.Routed, journal.LegStarted, journal.LegRinging, journal.LegAnswered, journal.LegHeld, journal.LegResumed, journal.LegEnded,
		journal.LegMeasured, journal.Queued, journal.Offered, journal.OfferEnded, journal.Connected, journal.Dequeued, journal.Digit, journal.Playing,
		journal.RecordingStarted, journal.RecordingEnded, journal.Transferred, journal.Parked, journal.Unparked, journal.LegMuted, journal.LegLeft,
		journal.LegJoined, journal.RoomEntered, journal.RecordingPaused, journal.Callback:
		m.inCall(e)
	case journal.TimeLimit, journal.VoicemailLeft, journal.AudioRecorded, journal.SeatChanged, journal.Commanded: // change no row
	}
}

func (m *model) agentChanged(b journal.AgentChanged) {
	m.state[b.Agent] = b
	m.touch(wire.Agents, b.Agent)
	for _, g := range m.memberOf[b.Agent] {
		m.touch(wire.Groups, g)
	}
}

// restart: a floor begins with nobody waiting or parked.
func (m *model) restart() {
	for c := range m.waiting {
		m.touch(wire.Waiting, c)
	}
	for g := range m.queues {
		m.touch(wire.Groups, g)
	}
	for c := range m.parked {
		m.touch(wire.Parked, c)
	}
	clear(m.waiting)
	clear(m.queues)
	clear(m.parked)
}

func (m *model) arrived(b journal.GroupArrived) {
	if old, ok := m.waiting[b.Call]; ok {
		m.unqueue(old.Group, b.Call)
	}
	m.waiting[b.Call] = b
	q := m.queues[b.Group]
	at := len(q)
	for at > 0 && before(b, m.waiting[q[at-1]]) {
		at--
	}
	m.queues[b.Group] = slices.Insert(q, at, b.Call)
	m.touchQueue(b.Group, at)
	m.touch(wire.Groups, b.Group)
	m.touch(wire.Calls, b.Call) // who rings for it is told since when it waits
}

// before says whether a's turn is before b's.
func before(a, b journal.GroupArrived) bool {
	if a.Priority != b.Priority {
		return a.Priority > b.Priority
	}
	return a.Since.Before(b.Since)
}

func (m *model) left(b journal.GroupLeft) {
	m.touch(wire.Groups, b.Group)
	if w, ok := m.waiting[b.Call]; !ok || w.Group != b.Group {
		return // it is already in the next group
	}
	delete(m.waiting, b.Call)
	m.touch(wire.Waiting, b.Call)
	m.touch(wire.Calls, b.Call)
	m.unqueue(b.Group, b.Call)
}

func (m *model) unqueue(g id.Group, c id.Call) {
	q := m.queues[g]
	at := slices.Index(q, c)
	if at < 0 {
		return
	}
	if q = slices.Delete(q, at, at+1); len(q) == 0 {
		delete(m.queues, g)
	} else {
		m.queues[g] = q
	}
	m.touch(wire.Groups, g)
	m.touchQueue(g, at)
}

// touchQueue: the positions from here on have changed.
func (m *model) touchQueue(g id.Group, from int) {
	for _, c := range m.queues[g][min(from, len(m.queues[g])):] {
		m.touch(wire.Waiting, c)
	}
}
