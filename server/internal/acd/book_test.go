package acd

import (
	"github.com/yobirin/yobirin/server/internal/journal"
	"github.com/yobirin/yobirin/shared/id"
)

// book is the world as seen from outside the floor, from messages alone.
type book struct {
	offers  map[id.Offer]*rung
	recent  []id.Offer // also those that are over, for late words
	reached map[id.Agent]map[id.Call]bool
	talks   map[id.Agent]map[id.Call]bool
	inside  map[id.Call]id.Group // arrived, and not yet left
	arrived map[id.Group]int
	left    map[id.Group]map[journal.Outcome]int
	kept    map[id.Call]id.Group // places of calls whose visit has ended
	siteBook
}

type rung struct {
	call   id.Call
	agents map[id.Agent]bool
}

// foresee notes what an input itself says of who rings and talks.
func (c *chaos) foresee(in Input) {
	b := &c.book
	if b.late(in) {
		return
	}
	switch v := in.(type) {
	case Leave:
		b.endOffers(v.Call)
		delete(b.kept, v.Call)
	case OfferTaken:
		if o := b.offers[v.Offer]; o != nil && o.call == v.Call && o.agents[v.Agent] {
			delete(b.offers, v.Offer)
		}
		delete(b.kept, v.Call)
		b.talk(c, v.Agent, v.Call)
	case OfferFailed:
		if o := b.offers[v.Offer]; o != nil && o.call == v.Call {
			b.stop(v.Offer, v.Agent)
		}
	case Engage:
		b.answers(v.Agent, v.Call)
		b.talk(c, v.Agent, v.Call)
	case Release:
		delete(b.talks[v.Agent], v.Call)
		delete(b.reached[v.Agent], v.Call)
	default:
		c.foreseeSite(in)
	}
}

func (b *book) talk(c *chaos, a id.Agent, call id.Call) {
	if c.floor.agents[a] == nil {
		return
	}
	if b.talks[a] == nil {
		b.talks[a] = map[id.Call]bool{}
	}
	b.talks[a][call] = true
	delete(b.reached[a], call)
}

func (b *book) endOffers(call id.Call) {
	for n, o := range b.offers {
		if o.call == call {
			delete(b.offers, n)
		}
	}
}

func (b *book) stop(o id.Offer, a id.Agent) {
	delete(b.offers[o].agents, a)
	if len(b.offers[o].agents) == 0 {
		delete(b.offers, o)
	}
}

func (b *book) calls(a id.Agent) int {
	return len(b.talks[a]) + b.rings(a)
}

func (b *book) rings(a id.Agent) int {
	n := len(b.reached[a])
	for _, o := range b.offers {
		if o.agents[a] {
			n++
		}
	}
	return n
}

// note reads the floor's effects, and checks them against the book.
func (c *chaos) note(e Effect) {
	if c.keep {
		c.told = append(c.told, e)
	}
	switch v := e.(type) {
	case ToCall:
		c.noteMessage(v)
	case Emit:
		c.noteEvent(v.Body)
	case Arm, Disarm:
	}
}

func (c *chaos) noteMessage(to ToCall) {
	b := &c.book
	if b.over[to.Call] {
		c.t.Fatalf("call %s is over and is told %#v", to.Call, to.Message)
	}
	switch m := to.Message.(type) {
	case Offer:
		if b.inside[to.Call] != m.Group && b.kept[to.Call] != m.Group {
			c.t.Fatalf("call %s was offered by group %s without being there", to.Call, m.Group)
		}
		o := &rung{to.Call, map[id.Agent]bool{}}
		for _, t := range m.Targets {
			if n := b.calls(t.Agent); n >= c.limits[m.Group] {
				c.t.Fatalf("agent %s has %d calls and is offered another by a group that allows %d", t.Agent, n, c.limits[m.Group])
			}
			if b.in(t.Agent, to.Call) {
				c.t.Fatalf("agent %s is offered call %s in which it is already", t.Agent, to.Call)
			}
			if len(t.Devices) == 0 {
				c.t.Fatalf("agent %s is rung on no phone", t.Agent)
			}
			o.agents[t.Agent] = true
		}
		for _, other := range b.offers {
			if other.call == to.Call {
				c.t.Fatalf("call %s has two offers at once", to.Call)
			}
		}
		b.offers[m.Offer] = o
		b.recent = append(b.recent, m.Offer)
	case Accepted:
	case Withdraw:
		if m.Offer.IsZero() {
			delete(b.reached[m.Agent], to.Call)
			return
		}
		if o := b.offers[m.Offer]; o == nil || o.call != to.Call || !o.agents[m.Agent] {
			c.t.Fatalf("call %s: offer %s withdrawn from agent %s who does not ring", to.Call, m.Offer, m.Agent)
		}
		b.stop(m.Offer, m.Agent)
	case Dequeue:
		for _, o := range b.offers {
			if o.call == to.Call {
				c.t.Fatalf("call %s is told %s while it rings agents", to.Call, m.Outcome)
			}
		}
		if g, ok := b.kept[to.Call]; ok && g == m.Group {
			delete(b.kept, to.Call)
		}
	case Reached:
		if m.Refused == "" {
			c.noteReached(to.Call, m)
		}
	default:
		c.noteSite(to)
	}
}

func (c *chaos) noteEvent(body journal.Body) {
	b := &c.book
	switch v := body.(type) {
	case journal.GroupArrived:
		if g, ok := b.inside[v.Call]; ok {
			c.t.Fatalf("call %s arrived at %s while in %s", v.Call, v.Group, g)
		}
		b.inside[v.Call] = v.Group
		b.arrived[v.Group]++
	case journal.GroupLeft:
		if g, ok := b.inside[v.Call]; !ok || g != v.Group {
			c.t.Fatalf("call %s left %s where it was not", v.Call, v.Group)
		}
		delete(b.inside, v.Call)
		if b.left[v.Group] == nil {
			b.left[v.Group] = map[journal.Outcome]int{}
		}
		b.left[v.Group][v.Outcome]++
		if v.Outcome == journal.OutcomeCallback {
			b.kept[v.Call] = v.Group
		}
	default:
		c.noteSiteEvent(body)
	}
}
