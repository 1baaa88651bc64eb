package acd

import "github.com/yobirin/yobirin/shared/id"

// overKept is how many calls that are over the floor remembers, so that a
// word about one of them that crossed its end opens nothing anew.
const overKept = 8192

// overCalls is a bounded memory of calls that are over.
type overCalls struct {
	set  map[id.Call]struct{}
	ring []id.Call
	next int
}

func (o *overCalls) has(call id.Call) bool {
	_, is := o.set[call]
	return is
}

func (o *overCalls) add(call id.Call) {
	if o.has(call) {
		return
	}
	if len(o.ring) < overKept {
		o.ring = append(o.ring, call)
	} else {
		delete(o.set, o.ring[o.next])
		o.ring[o.next] = call
		o.next = (o.next + 1) % overKept
	}
	o.set[call] = struct{}{}
}

// callOver gives back all that the floor keeps for a call.
func (f *Floor) callOver(call id.Call) {
	if call.IsZero() {
		return
	}
	f.over.add(call)
	f.leave(Leave{call})
	if p := f.parties[call]; p.first != nil {
		for _, a := range append([]*agent{p.first}, p.more...) {
			f.release(Release{call, a.id})
		}
	}
	f.channels.freeAll(call)
	f.unpark(call)
	f.leaveRoom(call)
	f.unwatch(call)
}

// late says whether the input is a word of, or about, a call that is over.
// Pass is not: it is about two calls.
func (f *Floor) late(in Input) bool {
	var call id.Call
	switch v := in.(type) {
	case Enqueue:
		call = v.Call
	case KeepPlace:
		call = v.Call
	case AskStanding:
		call = v.Call
	case FindRinging:
		call = v.Call
	case Seize:
		call = v.Call
	case Park:
		call = v.Call
	case FindSlot:
		call = v.Call
	case EnterRoom:
		call = v.Call
	case Watch:
		call = v.Call
	case OfferTaken:
		call = v.Call
	case OfferFailed:
		call = v.Call
	case Reach:
		call = v.Call
	case Engage:
		call = v.Call
	case SetPlan, Restore, DeviceChanged, SetStatus, Fire, Pass, CallOver,
		Leave, Release, Free, Unpark, LeaveRoom, Unwatch: // nothing is left for these to take back
		return false
	}
	return f.over.has(call)
}
