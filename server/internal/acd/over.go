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

// callOver gives back all that the floor keeps for a call. What would make the
// floor keep anything for it anew looks at over first; nothing is left for the
// other words to take back.
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
