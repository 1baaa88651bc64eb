package call

import (
	"math/rand/v2"
	"slices"
	"time"

	"github.com/yobirin/yobirin/server/internal/acd"
	"github.com/yobirin/yobirin/server/internal/journal"
	"github.com/yobirin/yobirin/shared/id"
	"github.com/yobirin/yobirin/shared/leg"
)

// checkHearing holds after every step of a call.
func (w *turmoil) checkHearing(c *Call) {
	for _, p := range c.parties {
		if !p.live() {
			continue
		}
		for _, s := range p.hears {
			q := c.legs[s.Leg]
			switch {
			case q == nil || !q.live():
				w.broken("in call %s, %s hears leg %s that is not here", c.id, p.Leg, s.Leg)
			case q == p:
				if c.stage != stageService {
					w.broken("in call %s, %s hears itself", c.id, p.Leg)
				}
			case q.Role == journal.RoleSupervisor:
				w.checkSupervisor(c, p, q)
			case p.Role == journal.RoleSupervisor:
				w.checkListening(c, p, q)
			default:
				w.checkPair(c, p, q)
			}
		}
		if c.stage == stageParked && p == c.lead && len(p.hears) > 0 {
			w.broken("in call %s, the parked %s hears somebody", c.id, p.Leg)
		}
	}
}

// checkSupervisor: who may hear a supervisor.
func (w *turmoil) checkSupervisor(c *Call, p, s *party) {
	switch {
	case s.mode == Monitor:
		w.broken("in call %s, %s hears the monitoring %s", c.id, p.Leg, s.Leg)
	case s.mode == Whisper && p.Agent != s.watches:
		w.broken("in call %s, %s hears %s whisper to another", c.id, p.Leg, s.Leg)
	}
}

// checkListening: whom a supervisor may hear.
func (w *turmoil) checkListening(c *Call, s, q *party) {
	a := c.agentParty(s.watches, true)
	if a == nil || q != a && !slices.ContainsFunc(a.hears, func(x leg.Source) bool { return x.Leg == q.Leg }) && !q.muted && !a.away() {
		w.broken("in call %s, the supervisor's %s hears %s, with whom its agent does not talk", c.id, s.Leg, q.Leg)
	}
}

// checkPair: two parties of whom one hears the other.
func (w *turmoil) checkPair(c *Call, p, q *party) {
	if q.away() || p.away() {
		w.broken("in call %s, %s hears %s over a hold", c.id, p.Leg, q.Leg)
	}
	if !q.Up {
		if p != c.lead && (c.side == nil || p != c.side.by) {
			w.broken("in call %s, %s hears the early audio of %s", c.id, p.Leg, q.Leg)
		}
		return
	}
	if !p.muted && !slices.ContainsFunc(q.hears, func(s leg.Source) bool { return s.Leg == p.Leg }) {
		w.broken("in call %s, %s hears %s, who does not hear it", c.id, p.Leg, q.Leg)
	}
	s := c.side
	if s == nil || p == s.by || q == s.by && s.swapped || s.adding && p != s.target && q != s.target {
		return
	}
	if p == s.target != (q == s.by) || q == s.target {
		w.broken("in call %s, %s hears %s of a consultation", c.id, p.Leg, q.Leg)
	}
}

// atRest holds whenever no message is under way.
func (w *turmoil) atRest() {
	members := map[id.Leg]id.Call{}
	channels := 0
	for _, r := range w.order {
		if r.over {
			continue
		}
		for _, p := range r.c.parties {
			if p.Seized && !p.given {
				channels++
			}
			if p.given || p.Ended {
				continue
			}
			if other, twice := members[p.Leg]; twice {
				w.broken("leg %s is in %s and in %s", p.Leg, other, r.id)
			}
			members[p.Leg] = r.id
			w.phoneAgrees(r, p)
		}
		w.callAtRest(r)
	}
	for _, h := range w.phones {
		if _, in := members[h.leg]; !in && h.state != "over" {
			w.broken("%s is in no call", h.name)
		}
	}
	busy := 0
	for _, t := range w.floor.Channels().Trunks {
		busy += t.Busy
	}
	if busy != channels {
		w.broken("the floor counts %d channels, the calls have %d", busy, channels)
	}
	w.floorAtRest()
}

// phoneAgrees: a phone is as its call believes it to be.
func (w *turmoil) phoneAgrees(r *running, p *party) {
	h := w.byLeg[p.Leg]
	if h == nil {
		w.broken("call %s has leg %s that nobody dialed", r.id, p.Leg)
		return
	}
	switch {
	case h.state == "over":
		w.broken("call %s believes that %s is there", r.id, h.name)
	case w.ownerOf(h.leg) != r.id:
		w.broken("%s is in call %s, and its facts go to %s", h.name, r.id, w.ownerOf(h.leg))
	case p.hanging:
		w.broken("%s was hung up by call %s and is there", h.name, r.id)
	case !slices.Equal(h.hears, p.hears):
		w.broken("%s hears %v, and call %s believes %v", h.name, h.hears, r.id, p.hears)
	case h.caught != p.Caught:
		w.broken("keys of %s: caught %v, and call %s believes %v", h.name, h.caught, r.id, p.Caught)
	case h.state == "up" && h.plays == "" && len(h.hears) == 0 && deserted(r.c, p):
		w.broken("%s hears nothing at all in call %s, which is %s", h.name, r.id, r.c.stage)
	case (h.state == "up") != p.Up:
		w.broken("%s is %s, and call %s believes %v", h.name, h.state, r.id, p.Up)
	case (h.plays == "once") != (p.prompt != "") || (h.plays == "loop") != (p.prompt == "" && p.ambient.what != ""):
		w.broken("%s plays %q, and call %s believes %q, %q", h.name, h.plays, r.id, p.prompt, p.ambient.what)
	}
}

// deserted says whether a party that hears nothing should: one that waits, or
// has nobody to talk to.
func deserted(c *Call, p *party) bool {
	switch {
	case p.away() || p.Role == journal.RoleSupervisor || c.back != nil && c.back.kept == p:
		return false // it has its reason
	case c.stage == stageTalking:
		return len(c.circle(p)) == 0
	}
	return slices.Contains([]stage{stageQueued, stageDialing, stageReaching, stageParked, stageWhisper}, c.stage) && p == c.lead
}

// callAtRest: a call waits for nothing that does not come.
func (w *turmoil) callAtRest(r *running) {
	c := r.c
	if slices.Contains([]stage{stageNew, stageRouting, stageAdmitting, stageAsking, stageHanding}, c.stage) {
		w.broken("call %s is stuck in %s", c.id, c.stage)
	}
	if c.try != nil && !c.try.asked.IsZero() {
		w.broken("call %s still asks for %s", c.id, c.try.asked)
	}
	if c.try != nil && c.try.out == nil && len(c.try.open) == 0 {
		w.broken("call %s rings nobody", c.id)
	}
	if c.parking != nil {
		w.broken("call %s still asks for a slot", c.id)
	}
	armed := 0
	for _, x := range w.timers {
		if x.call == r {
			armed++
			if c.timers[x.timer.Kind] != x.timer.Gen {
				w.broken("call %s: timer %v runs, and the call believes %d", c.id, x.timer, c.timers[x.timer.Kind])
			}
		}
	}
	if armed != len(c.timers) {
		w.broken("call %s believes %v armed, %d run", c.id, c.timers, armed)
	}
	if c.stage == stageEnding && len(c.timers) == 0 && c.anyLive() && !slices.ContainsFunc(c.parties, func(p *party) bool { return p.live() && p.leaving && p.prompt != "" }) {
		w.broken("call %s is ending and hangs nobody up", c.id)
	}
}

// floorAtRest: what the floor keeps is of calls that run and know of it.
func (w *turmoil) floorAtRest() {
	on := map[id.Agent]map[id.Call]bool{}
	for _, a := range w.floor.Agents() {
		on[a.Agent] = map[id.Call]bool{}
		for _, call := range a.Calls {
			on[a.Agent][call] = true
			r := w.calls[call]
			if r == nil || !r.c.hasLeg(a.Agent) && !(r.c.stage == stageWatching && r.c.lead.Agent == a.Agent) {
				w.broken("the floor believes that %s is in call %s", a.Agent, call)
			}
		}
	}
	for _, r := range w.order {
		if r.over {
			continue
		}
		for _, p := range r.c.parties {
			if calls := on[p.Agent]; calls != nil && p.live() && p.Up && p.Role != journal.RoleSupervisor && !calls[r.id] && !w.removed {
				w.broken("%s is in call %s, and the floor does not know", w.byLeg[p.Leg].name, r.id)
			}
		}
	}
	slots, rooms, waiting := map[id.Call]int{}, map[id.Call]int{}, map[id.Call]bool{}
	for _, s := range w.floor.Slots() {
		slots[s.Call] = s.Slot
		if r := w.calls[s.Call]; r == nil || r.c.slot != s.Slot {
			w.broken("slot %d holds call %s, which is not parked there", s.Slot, s.Call)
		}
	}
	for _, s := range w.floor.Rooms() {
		rooms[s.Call] = s.Room
		if r := w.calls[s.Call]; r == nil || r.c.stage != stageRoom || r.c.room != s.Room {
			w.broken("room %d is call %s, which is none", s.Room, s.Call)
		}
	}
	for _, v := range w.floor.Waiting() {
		waiting[v.Call] = true
		if r := w.calls[v.Call]; r == nil || r.c.stage != stageQueued {
			w.broken("call %s waits in a group and does not know", v.Call)
		}
	}
	for _, r := range w.order {
		switch {
		case r.over:
		case r.c.slot != slots[r.id]:
			w.broken("call %s believes to be in slot %d", r.id, r.c.slot)
		case r.c.stage == stageRoom && rooms[r.id] != r.c.room:
			w.broken("call %s believes to be room %d", r.id, r.c.room)
		case r.c.stage == stageQueued && !waiting[r.id]:
			w.broken("call %s believes to wait in a group", r.id)
		}
	}
}

// checkRecord holds for what is written of a call.
func (w *turmoil) checkRecord(r journal.Record) {
	last := map[id.Leg]time.Time{}
	if r.Cause.Kind == "" {
		w.broken("call %s ended without a cause", r.Call)
	}
	if r.EndedAt.Before(r.StartedAt) || r.Answered && (r.AnsweredAt.Before(r.StartedAt) || r.AnsweredAt.After(r.EndedAt)) {
		w.broken("call %s started %s, was answered %s, ended %s", r.Call, r.StartedAt, r.AnsweredAt, r.EndedAt)
	}
	for _, s := range r.Segments {
		switch {
		case s.Until.IsZero() || s.Until.Before(s.From):
			w.broken("call %s has a segment from %s until %s", r.Call, s.From, s.Until)
		case s.From.Before(last[s.Leg]):
			w.broken("call %s has two segments of %s at once", r.Call, s.Leg)
		case s.Held < 0 || time.Duration(s.Held)*time.Millisecond > s.Until.Sub(s.From):
			w.broken("call %s has a segment of %s that was held for %dms", r.Call, s.Until.Sub(s.From), s.Held)
		}
		last[s.Leg] = s.Until
	}
	if r.Talked > r.EndedAt.Sub(r.StartedAt) {
		w.broken("call %s took %s, and %s was talked", r.Call, r.EndedAt.Sub(r.StartedAt), r.Talked)
	}
	for _, v := range r.Visits {
		if v.Outcome == "" || v.Left.Before(v.Arrived) {
			w.broken("call %s has a visit that did not end: %+v", r.Call, v)
		}
	}
}

// closing lets everybody hang up, and looks at what is left.
func (w *turmoil) closing(seed uint64) {
	rng := rand.New(rand.NewPCG(seed, 9))
	w.deliver(rng, 1<<30)
	for round := 0; len(w.calls) > 0 && w.fault == ""; round++ {
		if round > 60 {
			for _, r := range w.order {
				if !r.over {
					w.broken("call %s is left over in %s", r.id, r.c.stage)
				}
			}
			return
		}
		for _, h := range w.phones {
			if h.state != "over" {
				w.over(h, leg.SideRemote, leg.CauseNormal)
				w.deliver(rng, rng.IntN(6))
			}
		}
		w.deliver(rng, 1<<30)
		for _, r := range w.order {
			if !r.over && (r.c.callback || round > 40) {
				w.toCall(r.id, Stop{leg.CauseShutdown}) // nobody else ends a call that is still to be made
			}
		}
		w.deliver(rng, 1<<30)
		if at, ok := w.nextAlarm(); ok && len(w.calls) > 0 {
			w.until(at)
		}
		w.deliver(rng, 1<<30)
	}
	w.deliver(rng, 1<<30)
	if w.fault == "" {
		w.nothingLeft()
	}
}

func (w *turmoil) nothingLeft() {
	for _, x := range w.timers {
		if x.call != nil || x.floor.Kind == acd.TimerQueue || x.floor.Kind == acd.TimerLease {
			w.broken("a timer is left: %v %v", x.timer, x.floor)
		}
	}
	for _, r := range w.order {
		if w.records[r.id] != 1 {
			w.broken("call %s has %d records", r.id, w.records[r.id])
		}
	}
	for g := range w.arrived {
		if w.arrived[g] != w.left[g] {
			w.broken("%d arrived at %s, %d left", w.arrived[g], g, w.left[g])
		}
	}
	for rec, n := range w.started {
		if w.taping[rec] || n != 1 || w.finished[rec] > 1 {
			w.broken("recording %s started %d times, ended %d times", rec, n, w.finished[rec])
		}
	}
	for rec := range w.taping {
		if w.finished[rec] != 1 {
			w.broken("recording %s has no end", rec)
		}
	}
	if len(w.replies) != w.asked {
		w.broken("%d commands, %d answers", w.asked, len(w.replies))
	}
	for ref, n := range w.replies {
		if n != 1 {
			w.broken("command %d was answered %d times", ref, n)
		}
	}
	if len(w.owner) > 0 {
		w.broken("%d legs still have an owner", len(w.owner))
	}
}
