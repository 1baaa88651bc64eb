package acd

import (
	"cmp"
	"slices"
	"time"

	"github.com/yobirin/yobirin/server/internal/journal"
	"github.com/yobirin/yobirin/shared/id"
	"github.com/yobirin/yobirin/shared/leg"
)

// The slots of a plan that names none.
const (
	firstSlot = 9001
	lastSlot  = 9099
)

// slotted is what a park slot holds.
type slotted struct {
	call  id.Call
	from  leg.Identity
	by    id.Agent
	since time.Time
}

// SlotView is a parked call, for the list of slots.
type SlotView struct {
	Slot  int          `json:"slot"`
	Call  id.Call      `json:"call"`
	From  leg.Identity `json:"from"`
	By    id.Agent     `json:"by,omitzero"` // who parked it
	Since time.Time    `json:"since"`
}

// Slots gives the park slots that hold a call, by number.
func (f *Floor) Slots() []SlotView {
	list := make([]SlotView, 0, len(f.slots))
	for n, s := range f.slots {
		list = append(list, SlotView{n, s.call, s.from, s.by, s.since})
	}
	slices.SortFunc(list, func(a, b SlotView) int { return cmp.Compare(a.Slot, b.Slot) })
	return list
}

// planSlots takes the range over. Calls in slots that are no longer in it
// stay there until they are fetched.
func (f *Floor) planSlots(p Plan) {
	f.firstSlot, f.lastSlot = p.FirstSlot, p.LastSlot
	if f.firstSlot == 0 {
		f.firstSlot = firstSlot
	}
	if f.lastSlot == 0 {
		f.lastSlot = lastSlot
	}
}

// park gives the call a slot. A call that has one already is told that one:
// asking twice parks once.
func (f *Floor) park(in Park) {
	if f.over.has(in.Call) {
		return
	}
	n, has := f.slotOf[in.Call]
	if !has {
		n = f.freeSlot(in.Slot)
		if n != 0 {
			f.slots[n] = slotted{in.Call, in.From, in.By, f.now}
			f.slotOf[in.Call] = n
			f.emit(journal.SlotTaken{Slot: n, Call: in.Call, From: in.From, By: in.By})
		}
	}
	f.toCall(in.Call, Parked{n})
}

// freeSlot gives the slot that was named, or the lowest, if it is free; else 0.
func (f *Floor) freeSlot(named int) int {
	from, to := f.firstSlot, f.lastSlot
	if named != 0 {
		if named < from || named > to {
			return 0
		}
		from, to = named, named
	}
	for n := from; n <= to; n++ {
		if _, taken := f.slots[n]; !taken {
			return n
		}
	}
	return 0
}

func (f *Floor) findSlot(in FindSlot) {
	if !f.over.has(in.Call) {
		f.toCall(in.Call, SlotHolds{in.Slot, f.slots[in.Slot].call})
	}
}

func (f *Floor) unpark(call id.Call) {
	n, has := f.slotOf[call]
	if !has {
		return
	}
	delete(f.slotOf, call)
	delete(f.slots, n)
	f.emit(journal.SlotFreed{Slot: n, Call: call})
}
