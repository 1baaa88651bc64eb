package live

import (
	"time"

	"github.com/yobirin/yobirin/shared/id"
	wire "github.com/yobirin/yobirin/shared/live"
)

// pace is how soon a kind of viewer is told. Who sees the whole floor runs it
// and must see it move; there are few of them. Agents, of whom there are
// thousands, are told less often.
type pace int

const (
	swiftly pace = iota
	calmly
	paces
)

// paceState is what a pace owes its viewers.
type paceState struct {
	last time.Time     // when they were told
	cost time.Duration // of telling them then
	owes bool          // rows have changed since
}

// every is the shortest time between two messages.
func (p pace) every(cost time.Duration) time.Duration {
	if p == swiftly {
		return min(max(swift, swiftShare*cost), burst)
	}
	return burst
}

func (w view) pace() pace {
	if w.all {
		return swiftly
	}
	return calmly
}

// changed says whether the model is another than when it was written last.
func (h *Hub) changed() bool {
	if h.model.rosters {
		return true
	}
	for _, keys := range h.model.dirty {
		if len(keys) > 0 {
			return true
		}
	}
	return false
}

// tellDue tells those whose time has come, and gives how long the others have
// to wait, 0 when nobody does: the first change is told at once, those after
// it together.
func (h *Hub) tellDue() time.Duration {
	now := h.now()
	changed := h.changed()
	var due [paces]bool
	some, wait := false, time.Duration(0)
	for p := range paces {
		s := &h.paces[p]
		if !changed && !s.owes {
			continue
		}
		if rest := p.every(s.cost) - now.Sub(s.last); rest <= 0 {
			due[p], some = true, true
		} else if wait == 0 || rest < wait {
			wait = rest
		}
	}
	if some {
		h.tellAll(due)
	}
	h.admit()
	return wait
}

// flush tells every socket what changed.
func (h *Hub) flush() { h.tellAll([paces]bool{true, true}) }

// tellAll writes what changed, and tells the viewers of the paces that are
// due; the others are owed it.
func (h *Hub) tellAll(due [paces]bool) {
	if h.changed() {
		if h.model.rosters {
			due = [paces]bool{true, true} // a snapshot may follow, with nothing owed before it
		}
		defer h.tellMine(h.takeUp())
	}
	for p := range paces {
		if s := &h.paces[p]; due[p] && s.owes {
			s.last, s.owes = h.now(), false
			h.tellPace(p)
			s.cost = h.now().Sub(s.last)
		}
	}
	h.model.rosters = false
}

// takeUp writes what changed, which everybody is owed then, and gives the
// agents whose own calls did.
func (h *Hub) takeUp() map[id.Agent]struct{} {
	if !h.changed() {
		return nil
	}
	concerned := h.regardCalls()
	if err := h.model.encode(h.tables); err != nil {
		h.log.Error("the live floor could not be written", "err", err)
	}
	for p := range h.paces {
		h.paces[p].owes = true
	}
	return concerned
}

// tellPace tells every socket of a pace what changed since it was told last.
func (h *Hub) tellPace(p pace) {
	messages := map[string]numbered{}
	letters := h.letters[:0]
	for s, r := range h.open {
		if r.view.pace() != p {
			continue
		}
		if h.model.rosters {
			// Who is in another group now sees other rows: a snapshot says it whole.
			if key, v := h.model.viewOf(r.viewer); key != r.key {
				r.key, r.view = key, v
				h.tell(s, r)
				continue
			}
		}
		m, ok := messages[r.key]
		if !ok {
			m = r.view.delta(h.tables)
			messages[r.key] = m
		}
		if m != nil {
			r.seq++
			letters = append(letters, letter{to: s, body: m, seq: r.seq})
		}
	}
	for _, t := range h.tables {
		t.told(p)
	}
	h.post(wire.TypeDelta, letters)
	clear(letters)
	h.letters = letters[:0]
}
