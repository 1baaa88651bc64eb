package call

import (
	"github.com/yobirin/yobirin/server/internal/journal"
	"github.com/yobirin/yobirin/shared/id"
	"github.com/yobirin/yobirin/shared/leg"
)

// record starts recording the conversation when the site, the group or the
// number says so. The customer is on the left; inside the site, the caller.
func (c *Call) record(p *party) {
	if !c.recordingWanted() || !c.recording.IsZero() {
		return
	}
	c.recording = id.RecordingOf(c.id, uint16(len(c.recordings)+1))
	c.recordings = append(c.recordings, journal.RecordingOf{Recording: c.recording})
	customer, agent := c.caller.leg, p.leg
	if c.direction == journal.Outbound {
		customer, agent = agent, customer
	}
	c.order(leg.Record{Recording: c.recording, Call: c.id, Left: customer, Right: agent})
	c.emit(journal.RecordingStarted{Recording: c.recording})
}

// recordingWanted: the group's wish is stronger than the number's, and that
// than the site's (C-REC-1).
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

// stopTalking closes the segment and the recording.
func (c *Call) stopTalking() {
	if n := len(c.segments); n > 0 && c.segments[n-1].Until.IsZero() {
		c.segments[n-1].Until = c.now
		for _, p := range c.parties {
			c.endHold(p)
		}
	}
	if !c.recording.IsZero() {
		c.order(leg.StopRecord{Recording: c.recording, Call: c.id})
		c.recording = id.Recording{}
	}
}

func (c *Call) recordedFile(f leg.Recorded) {
	if c.recorded >= len(c.recordings) {
		return
	}
	c.recorded++
	c.emit(journal.RecordingEnded{Recording: f.Recording, Path: f.Path, Length: f.Length, Bytes: f.Bytes, SHA256: f.SHA256, Failed: f.Failed})
}

func (c *Call) measured(f leg.Measured) {
	p := c.party(f.Leg)
	if p == nil || p.quality != nil {
		return
	}
	q := f.Quality
	p.quality = &q
	c.emit(journal.LegMeasured{Leg: p.leg, Quality: q})
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
	}
	if r.EndedAt.IsZero() {
		r.EndedAt = c.now
	}
	if c.number != nil {
		r.Number = c.number.ID
	}
	if n := len(c.visits); n > 0 {
		r.Group = c.visits[n-1].Group
	}
	if c.caller != nil {
		r.Caller = c.caller.agent
	}
	r.Waited = r.EndedAt.Sub(r.StartedAt)
	if r.Answered {
		r.Waited = r.AnsweredAt.Sub(r.StartedAt)
	}
	for _, s := range c.segments {
		r.Talked += s.Until.Sub(s.From)
		r.Agent = s.Agent
	}
	if r.Agent.IsZero() {
		r.Agent = r.Caller
	}
	for _, p := range c.parties {
		r.Legs = append(r.Legs, journal.LegRecord{
			Leg: p.leg, Role: p.role, Agent: p.agent, Device: p.device, Trunk: p.trunk, Number: p.number,
			StartedAt: p.startedAt, AnsweredAt: p.answeredAt, EndedAt: p.endedAt, By: p.by, Cause: p.cause, Quality: p.quality,
		})
	}
	return r
}
