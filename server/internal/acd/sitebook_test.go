package acd

import (
	"reflect"

	"github.com/yobirin/yobirin/server/internal/journal"
	"github.com/yobirin/yobirin/shared/id"
)

// siteBook is the part of the book about what a site has once.
type siteBook struct {
	over    map[id.Call]bool
	seized  map[id.Leg]Seize
	ofTrunk map[id.Trunk]int // outbound legs today
	ofAgent map[id.Agent]int
	slots   map[int]id.Call
	rooms   map[int]id.Call
	watch   map[id.Call]id.Agent
	told    map[id.Call]id.Call
	found   id.Call // by the last FindRinging
}

func newSiteBook() siteBook {
	return siteBook{
		over: map[id.Call]bool{}, seized: map[id.Leg]Seize{}, ofTrunk: map[id.Trunk]int{}, ofAgent: map[id.Agent]int{}, slots: map[int]id.Call{},
		rooms: map[int]id.Call{}, watch: map[id.Call]id.Agent{}, told: map[id.Call]id.Call{},
	}
}

// in says whether the agent has any part in the call.
func (b *book) in(a id.Agent, call id.Call) bool {
	if b.talks[a][call] || b.reached[a][call] {
		return true
	}
	for _, o := range b.offers {
		if o.call == call && o.agents[a] {
			return true
		}
	}
	return false
}

// late says whether the input is a word of a call that is over; where it is
// not, it may be about one (Pass).
func (b *book) late(in Input) bool {
	f := reflect.ValueOf(in).FieldByName("Call")
	if !f.IsValid() {
		return false
	}
	call, is := f.Interface().(id.Call)
	return is && b.over[call]
}

// answers ends the offer of the call for which the agent rings, for all.
func (b *book) answers(a id.Agent, call id.Call) {
	for n, o := range b.offers {
		if o.call == call && o.agents[a] {
			delete(b.offers, n)
			delete(b.kept, call)
		}
	}
}

// foreseeSite is foresee for the inputs that a site has beside its groups.
func (c *chaos) foreseeSite(in Input) {
	b := &c.book
	switch v := in.(type) {
	case Free:
		delete(b.seized, v.Leg)
	case LeaveRoom:
		b.vacate(v.Call)
	case Unwatch:
		delete(b.watch, v.Call)
	case Watch:
		delete(b.watch, v.Call)
		if c.floor.agents[v.Agent] != nil {
			b.watch[v.Call] = v.Agent
			delete(b.told, v.Call)
		}
	case Pass:
		b.pass(c, v)
	case CallOver:
		b.endOffers(v.Call)
		for _, a := range c.agents {
			delete(b.talks[a], v.Call)
			delete(b.reached[a], v.Call)
		}
		for l, s := range b.seized {
			if s.Call == v.Call {
				delete(b.seized, l)
			}
		}
		b.vacate(v.Call)
		delete(b.kept, v.Call)
		delete(b.watch, v.Call)
		b.over[v.Call] = true
	}
}

func (b *book) vacate(call id.Call) {
	for n, k := range b.rooms {
		if k == call {
			delete(b.rooms, n)
		}
	}
}

func (b *book) pass(c *chaos, v Pass) {
	if v.From == v.To {
		return
	}
	if s, ok := b.seized[v.Leg]; ok && s.Call == v.From {
		if s.Call = v.To; b.over[v.To] {
			delete(b.seized, v.Leg)
		} else {
			b.seized[v.Leg] = s
		}
	}
	switch {
	case b.talks[v.Agent][v.From]:
		delete(b.talks[v.Agent], v.From)
		if !b.over[v.To] {
			b.answers(v.Agent, v.To)
			b.talk(c, v.Agent, v.To)
		}
	case b.reached[v.Agent][v.From]:
		delete(b.reached[v.Agent], v.From)
		if !b.over[v.To] && !b.in(v.Agent, v.To) {
			b.reached[v.Agent][v.To] = true
		}
	}
}

func (c *chaos) noteReached(call id.Call, m Reached) {
	b := &c.book
	in, ok := c.doing.(Reach)
	n := b.calls(m.Agent)
	one := n == 1 && c.floor.agents[m.Agent].waiting
	if !ok || b.in(m.Agent, call) || len(m.Devices) == 0 || n > 0 && !in.Own && !one {
		c.t.Fatalf("agent %s reached for call %s with %d calls on %d phones", m.Agent, call, n, len(m.Devices))
	}
	if !in.Device.IsZero() && (len(m.Devices) != 1 || m.Devices[0] != in.Device) {
		c.t.Fatalf("agent %s reached on %v, expected %s", m.Agent, m.Devices, in.Device)
	}
	if b.reached[m.Agent] == nil {
		b.reached[m.Agent] = map[id.Call]bool{}
	}
	b.reached[m.Agent][call] = true
}

func (c *chaos) noteSite(to ToCall) {
	b := &c.book
	_, inside := b.inside[to.Call]
	_, kept := b.kept[to.Call]
	switch m := to.Message.(type) {
	case Standing:
		if (m.Position > 0) != (inside || kept) || m.Wait < 0 {
			c.t.Fatalf("call %s (inside %v, kept %v) is told %+v", to.Call, inside, kept, m)
		}
	case RingingIn:
		b.found = m.Call
		rings := map[id.Call]bool{}
		for _, o := range b.offers {
			if b.inside[o.call] == m.Group && o.call != to.Call {
				rings[o.call] = true
			}
		}
		if m.Call.IsZero() != (len(rings) == 0) || !m.Call.IsZero() && !rings[m.Call] {
			c.t.Fatalf("in group %s rings %s, expected one of %v", m.Group, m.Call, rings)
		}
	case Seized:
		c.noteSeized(m)
	case Parked:
		if m.Slot != 0 && b.slots[m.Slot] != to.Call {
			c.t.Fatalf("call %s is told slot %d, which holds %s", to.Call, m.Slot, b.slots[m.Slot])
		}
	case SlotHolds:
		if b.slots[m.Slot] != m.Call {
			c.t.Fatalf("slot %d holds %s, told was %s", m.Slot, b.slots[m.Slot], m.Call)
		}
	case RoomIs:
		if _, taken := b.rooms[m.Room]; !taken && m.Call == to.Call {
			b.vacate(to.Call)
			b.rooms[m.Room] = to.Call
		}
		if b.rooms[m.Room] != m.Call {
			c.t.Fatalf("room %d is %s, told was %s", m.Room, b.rooms[m.Room], m.Call)
		}
	case Watched:
		c.noteWatched(to.Call, m)
	}
}

func (c *chaos) noteWatched(call id.Call, m Watched) {
	b := &c.book
	if m.Gone {
		if c.floor.agents[m.Agent] != nil {
			c.t.Fatalf("agent %s is told to be gone, and is there", m.Agent)
		}
		delete(b.watch, call)
		return
	}
	if was, told := b.told[call]; b.watch[call] != m.Agent || told && was == m.Call {
		c.t.Fatalf("call %s watches %s and is told again that %s talks in %s", call, b.watch[call], m.Agent, m.Call)
	}
	b.told[call] = m.Call
}

// noteSeized holds a channel that was given against the limits, and one that
// was refused too.
func (c *chaos) noteSeized(m Seized) {
	b := &c.book
	in, ok := c.doing.(Seize)
	if !ok || in.Leg != m.Leg {
		c.t.Fatalf("leg %s is told %+v, asked was %#v", m.Leg, m, c.doing)
	}
	if was, has := b.seized[in.Leg]; has {
		if was.Call = in.Call; m.Refused != "" {
			c.t.Fatalf("leg %s has its channel and is refused", m.Leg)
		}
		b.seized[in.Leg] = was
		return
	}
	at := c.limitsReached(in)
	switch {
	case m.Refused != "" && (in.Emergency || !at[m.Refused]):
		c.t.Fatalf("%+v is refused for %s, reached are %v", in, m.Refused, at)
	case m.Refused == "" && len(at) > 0 && !in.Emergency:
		c.t.Fatalf("%+v is let through, reached are %v", in, at)
	case m.Refused == "":
		b.seized[in.Leg] = in
		if in.Outbound {
			b.ofTrunk[in.Trunk]++
			b.ofAgent[in.Agent]++
		}
	}
}

// limitsReached counts for itself which limits one more leg would pass.
func (c *chaos) limitsReached(in Seize) map[Limit]bool {
	have := map[Limit]int{LimitTrunkDay: c.book.ofTrunk[in.Trunk], LimitAgentDay: c.book.ofAgent[in.Agent]}
	for _, s := range c.book.seized {
		if s.Trunk == in.Trunk {
			have[LimitTrunk]++
			if s.Outbound {
				have[LimitTrunkCalls]++
			}
		}
		if s.Number == in.Number {
			have[LimitNumber]++
		}
		if s.Agent == in.Agent && s.Outbound {
			have[LimitAgent]++
		}
	}
	most := map[Limit]int{}
	for _, t := range c.plan.Trunks {
		if t.ID == in.Trunk {
			most[LimitTrunk], most[LimitTrunkCalls], most[LimitTrunkDay] = t.Channels, t.Outside, t.Daily
		}
	}
	for _, n := range c.plan.Numbers {
		if n.ID == in.Number {
			most[LimitNumber] = n.Channels
		}
	}
	most[LimitAgent], most[LimitAgentDay] = c.plan.Caps.AtOnce, c.plan.Caps.Daily
	at := map[Limit]bool{}
	for l, n := range most {
		outbound := l != LimitTrunk && l != LimitNumber
		if n > 0 && have[l] >= n && (in.Outbound || !outbound) {
			at[l] = true
		}
	}
	return at
}

func (c *chaos) noteSiteEvent(body journal.Body) {
	b := &c.book
	switch v := body.(type) {
	case journal.SlotTaken:
		in, ok := c.doing.(Park)
		if _, taken := b.slots[v.Slot]; taken || !ok || in.Slot != 0 && in.Slot != v.Slot {
			c.t.Fatalf("slot %d taken (%v) by %#v", v.Slot, taken, c.doing)
		}
		for n := c.plan.FirstSlot; n < v.Slot && in.Slot == 0; n++ {
			if _, taken := b.slots[n]; !taken {
				c.t.Fatalf("slot %d is given, %d is free", v.Slot, n)
			}
		}
		b.slots[v.Slot] = v.Call
	case journal.SlotFreed:
		if b.slots[v.Slot] != v.Call {
			c.t.Fatalf("slot %d freed by %s, held %s", v.Slot, v.Call, b.slots[v.Slot])
		}
		delete(b.slots, v.Slot)
	}
}

// compareSite holds the views against the book.
func (c *chaos) compareSite(after Input) {
	b, f := &c.book, c.floor
	fail := func(what string, book, floor any) {
		c.t.Fatalf("after %#v: %s: the book has %v, the floor %v", after, what, book, floor)
	}
	if s := f.Slots(); len(s) != len(b.slots) {
		fail("slots", b.slots, s)
	}
	if r := f.Rooms(); len(r) != len(b.rooms) {
		fail("rooms", b.rooms, r)
	}
	if len(f.channels.taken) != len(b.seized) {
		fail("channels", b.seized, f.channels.taken)
	}
	for l, s := range b.seized {
		if f.channels.taken[l].call != s.Call {
			fail("channel's call", s, f.channels.taken[l])
		}
	}
	for call, a := range b.watch {
		told, said := b.told[call]
		if !said || told.IsZero() != (len(b.talks[a]) == 0) || !told.IsZero() && !b.talks[a][told] {
			fail("watch", b.talks[a], told)
		}
	}
	if len(f.watches) != len(b.watch) {
		fail("watches", b.watch, f.watches)
	}
	for _, s := range f.Slots() {
		if b.over[s.Call] {
			fail("a slot's call", "over", s)
		}
	}
}

// drained holds an idle floor against nothing.
func (c *chaos) drained() {
	f := c.floor
	if n := len(f.slots) + len(f.slotOf) + len(f.rooms) + len(f.roomOf) + len(f.watches) + len(f.parties) + len(f.channels.taken) + len(f.channels.byCall); n > 0 {
		c.t.Fatalf("every call is over, yet %d things are held: %+v", n, f)
	}
	v := f.Channels()
	for _, t := range v.Trunks {
		if t.Busy != 0 || t.Outside != 0 || t.Today != c.book.ofTrunk[t.Trunk] {
			c.t.Fatalf("every call is over: %+v, expected %d today", t, c.book.ofTrunk[t.Trunk])
		}
	}
	for _, n := range v.Numbers {
		if n.Busy != 0 {
			c.t.Fatalf("every call is over: %+v", n)
		}
	}
	for _, a := range v.Agents {
		if a.Now != 0 || a.Today != c.book.ofAgent[a.Agent] {
			c.t.Fatalf("every call is over: %+v, expected %d today", a, c.book.ofAgent[a.Agent])
		}
	}
}
