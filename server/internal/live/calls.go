package live

import (
	"slices"
	"strings"
	"time"

	"github.com/yobirin/yobirin/server/internal/journal"
	"github.com/yobirin/yobirin/shared/id"
	wire "github.com/yobirin/yobirin/shared/live"
)

// call is a call in progress as far as it is shown.
type call struct {
	row    wire.CallRow
	queued bool
	kept   id.Group  // the caller has hung up and will be called back by it
	number id.Number // of the site that was called from outside
	parker id.Agent  // who parked it last
}

func (m *model) started(at time.Time, b journal.CallStarted) {
	to := wire.Caller{Number: b.Dialed}
	if n, ok := m.numbers[b.Number]; ok && b.Direction == journal.Inbound {
		to = wire.Caller{Number: n.Number, Name: n.Name}
	}
	from := wire.Caller{Number: b.From.Number, Name: b.From.Name, Withheld: b.From.Withheld}
	row := wire.CallRow{
		ID: b.Call.String(), Direction: string(b.Direction), State: "ringing", From: from, To: to, Since: at.UnixMilli(), Agent: b.Agent.String(),
		Parties: []wire.CallParty{},
	}
	v := &call{row: row}
	if b.Direction == journal.Inbound {
		v.number = b.Number
	}
	m.calls[b.Call] = v
	m.touch(wire.Calls, b.Call)
}

func (m *model) ended(c id.Call) {
	if v := m.calls[c]; v != nil {
		m.keeps(v.kept, -1)
	}
	delete(m.calls, c)
	m.touch(wire.Calls, c)
}

// inCall folds an event of a call in progress in.
func (m *model) inCall(e journal.Event) {
	c := m.calls[id.Call(e.Stream)]
	if c == nil {
		return
	}
	was := c.kept
	c.add(e)
	c.reaches()
	m.touch(wire.Calls, e.Stream)
	if c.kept != was {
		m.keeps(was, -1)
		m.keeps(c.kept, 1)
	}
}

// keeps counts the callers whom a group has yet to call back.
func (m *model) keeps(g id.Group, change int) {
	if g.IsZero() {
		return
	}
	if m.kept[g] += change; m.kept[g] <= 0 {
		delete(m.kept, g)
	}
	m.touch(wire.Groups, g)
}

// watches changes what is said of a supervisor's own call, which its leg
// names wherever it is.
func (m *model) watches(l id.Leg, change func(*wire.Watching)) {
	home := id.CallOf(l)
	c := m.calls[home]
	if c == nil || c.row.Watching == nil {
		return
	}
	change(c.row.Watching)
	m.touch(wire.Calls, home)
}

// add folds an event of a call in progress in.
func (c *call) add(e journal.Event) {
	switch b := e.Body.(type) {
	case journal.Routed:
		c.routed(b)
	case journal.Queued:
		c.row.Group, c.row.State, c.queued = b.Group.String(), "waiting", true
	case journal.Dequeued:
		c.queued = false
	case journal.Connected:
		c.connected(e.At, b)
	case journal.RecordingStarted:
		c.row.Recording, c.row.Paused, c.row.Demanded = true, false, b.Demanded
	case journal.RecordingEnded:
		c.row.Recording, c.row.Paused, c.row.Demanded = false, false, false
	case journal.RecordingPaused:
		c.row.Paused = b.Paused
	case journal.Transferred:
		c.transferred(b)
	case journal.Parked:
		c.row.Slot, c.row.Agent, c.row.Returned, c.parker = b.Slot, "", nil, b.By
		c.talk()
	case journal.Unparked:
		c.row.Slot = 0
		c.talk()
	case journal.RoomEntered:
		c.row.Room, c.row.State = b.Room, "talking"
		if c.row.AnsweredAt == 0 {
			c.row.AnsweredAt = e.At.UnixMilli()
		}
	case journal.Callback:
		c.callback(b)
	case journal.Emergency:
		c.row.Emergency = true
	default:
		c.legs(e)
	}
}

func (c *call) routed(b journal.Routed) {
	if !b.Group.IsZero() {
		c.row.Group = b.Group.String()
	}
	if b.Why == "parked" { // to who parked it, and then to a group
		slot := c.row.Slot
		if was := c.row.Returned; slot == 0 && was != nil {
			slot = was.Slot
		}
		c.row.Returned = &wire.Returned{How: "park", By: c.parker.String(), Slot: slot}
	}
	switch b.To {
	case "audio", "ivr":
		c.row.State = "ivr"
	case "feature":
		mode, _, _ := strings.Cut(b.Number, " ")
		if mode == "monitor" || mode == "whisper" || mode == "barge" {
			w := wire.Watching{Agent: b.Agent.String(), Mode: mode}
			if len(c.row.Parties) > 0 {
				w.Leg = c.row.Parties[0].Leg
			}
			c.row.Watching = &w
		}
	}
}

func (c *call) connected(at time.Time, b journal.Connected) {
	c.queued, c.kept, c.row.Returned = false, id.Group{}, nil
	if c.row.AnsweredAt == 0 {
		c.row.AnsweredAt = at.UnixMilli()
	}
	if !b.Agent.IsZero() {
		c.row.Agent = b.Agent.String()
	}
	if !b.Group.IsZero() {
		c.row.Group = b.Group.String()
	}
	c.talk()
}

func (c *call) transferred(b journal.Transferred) {
	h := wire.Handing{By: b.Agent.String(), How: string(b.How), To: b.To, Stage: b.Stage}
	if b.How == journal.TransferBlind {
		c.row.Returned = nil
		if b.Stage == "returned" {
			c.row.Returned = &wire.Returned{How: "transfer", By: h.By, To: h.To, Cause: string(b.Failed)}
		}
	}
	switch b.Stage {
	case "begun", "consulting":
		c.row.Transfer = &h
	case "swapped":
		h.Stage, h.Swapped = "consulting", true
		c.row.Transfer = &h
	default:
		c.row.Transfer = nil
	}
}

// reaches says how far the one is who is called for a transfer: nobody else
// is rung in the call meanwhile. The row before it may be with readers.
func (c *call) reaches() {
	h := c.row.Transfer
	if h == nil || h.Stage == "consulting" {
		return
	}
	stage := "begun"
	if slices.ContainsFunc(c.row.Parties, func(p wire.CallParty) bool { return p.State == "ringing" }) {
		stage = "ringing"
	}
	if stage != h.Stage {
		next := *h
		next.Stage = stage
		c.row.Transfer = &next
	}
}

func (c *call) callback(b journal.Callback) {
	c.kept = id.Group{}
	switch b.Stage {
	case journal.CallbackAsked, journal.CallbackResumed, journal.CallbackUnanswered:
		c.kept, c.queued, c.row.State = b.Group, false, "callback"
	case journal.CallbackDialed:
		c.row.State = "ringing"
	case journal.CallbackReached, journal.CallbackStillThere, journal.CallbackFailed, journal.CallbackExpired:
	}
}

// talk says what those do who were connected.
func (c *call) talk() {
	if c.row.AnsweredAt == 0 || c.queued || !c.kept.IsZero() {
		return
	}
	c.row.State = "talking"
	if slices.ContainsFunc(c.row.Parties, func(p wire.CallParty) bool { return p.Held }) {
		c.row.State = "holding"
	}
	if c.row.Slot != 0 {
		c.row.State = "parked"
	}
}

// legs folds what an event says of who is in the call.
func (c *call) legs(e journal.Event) {
	switch b := e.Body.(type) {
	case journal.LegStarted:
		c.enters(wire.CallParty{Leg: b.Leg.String(), Role: string(b.Role), Agent: b.Agent.String(), Number: b.Number, State: "dialing"})
	case journal.LegJoined:
		if b.Role != journal.RoleSupervisor {
			c.enters(wire.CallParty{Leg: b.Leg.String(), Role: string(b.Role), Agent: b.Agent.String(), Number: b.Number, State: "up"})
		}
	case journal.LegRinging:
		c.party(b.Leg, func(p *wire.CallParty) {
			if p.State == "dialing" {
				p.State = "ringing"
			}
		})
		if !c.queued && c.row.AnsweredAt == 0 && c.kept.IsZero() {
			c.row.State = "ringing"
		}
	case journal.LegAnswered:
		c.party(b.Leg, func(p *wire.CallParty) { p.State = "up" })
	case journal.LegMuted:
		c.party(b.Leg, func(p *wire.CallParty) { p.Muted = b.Muted })
	case journal.LegHeld:
		c.party(b.Leg, func(p *wire.CallParty) { p.Held = true })
		c.talk()
	case journal.LegResumed:
		c.party(b.Leg, func(p *wire.CallParty) { p.Held = false })
		c.talk()
	case journal.LegEnded:
		c.leaves(b.Leg)
	case journal.LegLeft:
		c.leaves(b.Leg)
		if w := c.row.Watching; w != nil && b.Leg.String() == w.Leg {
			w.Call = b.To.String()
		}
	case journal.SupervisorJoined:
		c.row.Supervisors = append(c.row.Supervisors, wire.Supervising{
			Leg: b.Leg.String(), Agent: b.Supervisor.String(), Of: b.Agent.String(), Mode: b.Mode, Since: e.At.UnixMilli(),
		})
	case journal.SupervisorMode:
		for i := range c.row.Supervisors {
			if s := &c.row.Supervisors[i]; s.Leg == b.Leg.String() {
				s.Mode = b.Mode
			}
		}
	case journal.SupervisorLeft:
		c.unwatched(b.Leg.String())
	}
}

// enters adds a party. What is not an agent's number is only shown of those
// who were called: the caller's is in the row, or withheld.
func (c *call) enters(p wire.CallParty) {
	if p.Agent != "" || p.Role == string(journal.RoleCaller) {
		p.Number = ""
	}
	c.row.Parties = append(c.row.Parties, p)
}

func (c *call) party(l id.Leg, change func(*wire.CallParty)) {
	name := l.String()
	for i := range c.row.Parties {
		if c.row.Parties[i].Leg == name {
			change(&c.row.Parties[i])
		}
	}
}

func (c *call) leaves(l id.Leg) {
	name := l.String()
	c.row.Parties = slices.DeleteFunc(c.row.Parties, func(p wire.CallParty) bool { return p.Leg == name })
	c.unwatched(name)
	c.talk()
}

func (c *call) unwatched(leg string) {
	c.row.Supervisors = slices.DeleteFunc(c.row.Supervisors, func(s wire.Supervising) bool { return s.Leg == leg })
}

func parkedRow(at time.Time, b journal.SlotTaken) wire.ParkedRow {
	from := wire.Caller{Number: b.From.Number, Name: b.From.Name, Withheld: b.From.Withheld}
	if from.Withheld {
		from.Number = ""
	}
	return wire.ParkedRow{Slot: b.Slot, Call: b.Call.String(), From: from, By: b.By.String(), Since: at.UnixMilli()}
}
