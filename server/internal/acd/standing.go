package acd

import (
	"slices"
	"time"

	"github.com/yobirin/yobirin/server/internal/journal"
	"github.com/yobirin/yobirin/shared/id"
)

const (
	// startsKept is how many service starts an estimate is made from, and
	// startsFor how old they may be (C-Q-4b).
	startsKept = 10
	startsFor  = 15 * time.Minute
)

// starts is when a group's last visits were answered, as a ring.
type starts struct {
	at [startsKept]time.Time
	n  int // ever
}

func (s *starts) add(at time.Time) {
	s.at[s.n%startsKept] = at
	s.n++
}

// gap is the mean time between the starts that count; 0: there are not two.
func (s *starts) gap(now time.Time) time.Duration {
	n := 0
	var first, last time.Time
	for i := s.n - 1; i >= 0 && n < startsKept; i-- {
		at := s.at[i%startsKept]
		if now.Sub(at) > startsFor {
			break
		}
		if n == 0 {
			last = at
		}
		first = at
		n++
	}
	if n < 2 {
		return 0
	}
	return max(0, last.Sub(first)/time.Duration(n-1))
}

// standing answers a queued call. A call that agents ring for is next.
func (f *Floor) standing(call id.Call) {
	if f.over.has(call) {
		return
	}
	v := f.visits[call]
	if v == nil {
		f.toCall(call, Standing{})
		return
	}
	place := 1
	if v.offer == nil {
		place = slices.Index(v.group.pending, v) + 1
	}
	f.toCall(call, Standing{place, time.Duration(place) * v.group.starts.gap(f.now)})
}

// keepPlace ends the visit for the figures, for its caller has hung up to be
// called back, but not its place. Nobody is on the line, so it no longer
// counts among those who wait when the next arrival is held against the
// group's maximum; nor does the agent who rings for it count as free.
func (f *Floor) keepPlace(call id.Call) {
	v := f.visits[call]
	if v == nil || v.kept {
		return
	}
	f.disarm(&v.timer)
	f.count(v, journal.OutcomeCallback, id.Agent{})
	if v.offer != nil {
		v.group.ringing -= v.offer.open
	}
	v.kept = true
}

// reclaim gives a kept place back to who has to be called.
func (f *Floor) reclaim(in Reclaim) {
	v := f.visit(Enqueue{Call: in.Call, Group: in.Group, From: in.From, Since: in.Since, Priority: in.Priority})
	if v == nil {
		return
	}
	v.kept = true
	f.visits[v.call] = v
	f.pend(v)
}

// findRinging gives the call that rings longest in the group and has its
// caller on the line.
func (f *Floor) findRinging(in FindRinging) {
	if f.over.has(in.Call) {
		return
	}
	var best *offer
	for _, o := range f.offers {
		v := o.visit
		if v == nil || v.group.id != in.Group || v.kept || v.call == in.Call {
			continue
		}
		if best == nil || o.since.Before(best.since) || o.since.Equal(best.since) && v.seq < best.visit.seq {
			best = o
		}
	}
	answer := RingingIn{Group: in.Group}
	if best != nil {
		answer.Call = best.call
	}
	f.toCall(in.Call, answer)
}
