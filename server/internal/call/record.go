package call

import (
	"slices"
	"time"

	"github.com/yobirin/yobirin/server/internal/journal"
	"github.com/yobirin/yobirin/shared/id"
	"github.com/yobirin/yobirin/shared/leg"
)

// tape is the recording that runs.
type tape struct {
	recording id.Recording // none: nothing is recorded
	kind      journal.RecordingKind
	left      id.Leg
	right     id.Leg
	more      []id.Leg
	demanded  bool // by an agent, not by a policy
	paused    bool
	ordered   bool // the wires know of it
	started   time.Time
	pausedAt  time.Time
}

// policy starts or ends the recording of a conversation as the site, the group
// or the number says (C-REC-1). A recording that an agent has asked for, or
// ended, stays as it is.
func (c *Call) policy() {
	switch wanted := c.recordingWanted(); {
	case wanted && c.tape.recording.IsZero():
		c.startTape(journal.Conversation, false)
	case !wanted && !c.tape.demanded:
		c.stopTape()
	}
}

// recordingWanted: the group's wish is stronger than the number's, and that
// than the site's.
func (c *Call) recordingWanted() bool {
	switch {
	case c.group != nil && c.group.Record != nil:
		return *c.group.Record
	case c.number != nil && c.number.Record != nil:
		return *c.number.Record
	default:
		return c.plan.Settings.Record
	}
}

// startTape begins a recording; demanded: because an agent asked for it.
func (c *Call) startTape(kind journal.RecordingKind, demanded bool) {
	c.stopTape()
	c.tape = tape{recording: id.RecordingOf(c.id, uint16(len(c.recordings)+1)), kind: kind, demanded: demanded, started: c.now}
	c.recordings = append(c.recordings, journal.RecordingOf{Recording: c.tape.recording, Kind: kind})
	e := journal.RecordingStarted{Recording: c.tape.recording, Of: kind, Demanded: demanded}
	if c.group != nil {
		e.Group = c.group.ID
	}
	if kind == journal.Voicemail {
		e.Audio = c.service.audio
	}
	c.emit(e)
}

func (c *Call) stopTape() {
	if c.tape.recording.IsZero() {
		return
	}
	c.pauseTape(false, id.Agent{})
	if c.tape.ordered {
		c.order(leg.StopRecord{Recording: c.tape.recording, Call: c.id})
	} else { // it never had anybody to record
		c.recorded++
	}
	c.tape = tape{}
}

// pauseTape pauses the recording, or goes on with it (C-REC-2).
func (c *Call) pauseTape(on bool, by id.Agent) {
	t := &c.tape
	if t.recording.IsZero() || t.paused == on {
		return
	}
	t.paused = on
	rec := &c.recordings[len(c.recordings)-1]
	if on {
		t.pausedAt = c.now
	} else {
		rec.Paused = append(rec.Paused, journal.Interval{From: t.pausedAt.Sub(t.started), Until: c.now.Sub(t.started)})
	}
	c.order(leg.PauseRecord{Recording: t.recording, Call: c.id, Paused: on})
	c.emit(journal.RecordingPaused{Recording: t.recording, Paused: on, By: by})
}

// settleTape gives the recording the legs that talk now. The customer is on
// the left; inside the site, the caller. While an agent consults, what it says
// and hears is recorded.
func (c *Call) settleTape() {
	t := &c.tape
	if t.recording.IsZero() {
		return
	}
	left, right, more := t.left, t.right, t.more
	switch {
	case t.kind != journal.Conversation:
		left = c.lead.Leg
	case c.side != nil && c.side.talking():
		left, right, more = c.side.target.Leg, c.side.by.Leg, nil
	case c.stage == stageTalking:
		left, right, more = c.lanes()
	default: // parked, or on the way to somebody: who has left is heard no more
		right, more = id.Leg{}, nil
	}
	if left == t.left && right == t.right && slices.Equal(more, t.more) {
		return
	}
	t.left, t.right, t.more, t.ordered = left, right, more, true
	c.order(leg.Record{Recording: t.recording, Call: c.id, Left: left, Right: right, More: more})
	if t.paused {
		c.order(leg.PauseRecord{Recording: t.recording, Call: c.id, Paused: true})
	}
}

func (c *Call) lanes() (left, right id.Leg, more []id.Leg) {
	list := c.conversation()
	customer := slices.IndexFunc(list, func(p *party) bool { return !p.agentSide() })
	if customer < 0 {
		customer = slices.Index(list, c.lead)
	}
	for i, p := range list {
		switch {
		case i == customer:
			left = p.Leg
		case right.IsZero():
			right = p.Leg
		default:
			more = append(more, p.Leg)
		}
	}
	for _, s := range c.supervisors() { // what the customer hears belongs to the recording
		if s.mode == Barge && slices.Contains(list, c.agentParty(s.watches, true)) {
			more = append(more, s.Leg)
		}
	}
	return left, right, more
}

// stopTalking closes the segments and the recording.
func (c *Call) stopTalking() {
	for _, p := range c.parties {
		if p.away() && !p.Ended {
			c.heldUntilNow(p)
			p.Held, p.onHold = false, false
		}
	}
	c.endSegments()
	c.stopTape()
}

func (c *Call) recordedFile(f leg.Recorded) {
	if c.recorded >= len(c.recordings) {
		return
	}
	c.recorded++
	c.emit(journal.RecordingEnded{Recording: f.Recording, Path: f.Path, Length: f.Length, Bytes: f.Bytes, SHA256: f.SHA256, Key: f.Key, Failed: f.Failed})
	c.messageKept(f)
}

func (c *Call) measured(f leg.Measured) {
	p := c.legs[f.Leg]
	if p == nil && id.CallOf(f.Leg) == c.id || p != nil && p.Quality != nil {
		return
	}
	if p == nil || p.given {
		c.sendOn(f)
		return
	}
	q := f.Quality
	p.Quality = &q
	c.emit(journal.LegMeasured{Leg: p.Leg, Quality: q})
}

// close writes the record. Figures that have not come by now are missing in it.
func (c *Call) close() {
	c.disarm(TimerLinger)
	c.stage = stageDone
	c.emit(journal.CallEnded{Record: c.Record()})
	c.out = append(c.out, Done{})
}

// Record is the call as it is known now; it is complete when the call is.
func (c *Call) Record() journal.Record {
	r := journal.Record{
		Call: c.id, Direction: c.direction, From: c.from, To: c.to, Trunk: c.trunk,
		StartedAt: c.startedAt, AnsweredAt: c.answeredAt, EndedAt: c.endedAt,
		Answered: !c.answeredAt.IsZero(), Cause: c.cause, EndedBy: c.endedBy,
		Visits: c.visits, Segments: c.segments, Recordings: c.recordings,
		JoinedTo: c.joinedTo, JoinedBy: c.joinedBy,
	}
	if r.EndedAt.IsZero() {
		r.EndedAt = c.now
	}
	if c.number != nil {
		r.Number = c.number.ID
	}
	if n := len(c.visits); n > 0 {
		r.Group = c.visits[n-1].Group
	} else if !c.promise.of.IsZero() { // the call before the restart has the visit
		r.Group = c.groupID()
	}
	if c.first != nil {
		r.Caller = c.first.Agent
	}
	r.Waited = r.EndedAt.Sub(r.StartedAt)
	if r.Answered {
		r.Waited = r.AnsweredAt.Sub(r.StartedAt)
	}
	r.Talked = talked(c.segments)
	for _, s := range c.segments {
		if !s.Agent.IsZero() {
			r.Agent = s.Agent
		}
	}
	if r.Agent.IsZero() {
		r.Agent = r.Caller
	}
	for _, p := range c.parties {
		if p.Role == journal.RoleSupervisor {
			continue // its own call has it
		}
		r.Legs = append(r.Legs, journal.LegRecord{
			Leg: p.Leg, Role: p.Role, Agent: p.Agent, Device: p.Device, Trunk: p.Trunk, Number: p.Number,
			StartedAt: p.StartedAt, AnsweredAt: p.UpAt, EndedAt: p.EndedAt, By: p.By, Cause: p.Cause, Quality: p.Quality,
		})
	}
	return r
}

// talked is the time in which somebody talked: segments that overlap, as in a
// conference, count once.
func talked(segments []journal.Segment) time.Duration {
	list := slices.SortedFunc(slices.Values(segments), func(a, b journal.Segment) int { return a.From.Compare(b.From) })
	var sum time.Duration
	var end time.Time
	for _, s := range list {
		if s.From.Before(end) {
			s.From = end
		}
		if s.Until.After(s.From) {
			sum += s.Until.Sub(s.From)
			end = s.Until
		}
	}
	return sum
}
