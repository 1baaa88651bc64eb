package exchange

import (
	"context"

	"github.com/yobirin/yobirin/server/internal/call"
	"github.com/yobirin/yobirin/server/internal/route"
	"github.com/yobirin/yobirin/shared/fault"
	"github.com/yobirin/yobirin/shared/id"
)

// Do gives a person's command to a call and waits for its answer. A refusal
// is a *fault.Error whose key says why.
func (x *Exchange) Do(ctx context.Context, c id.Call, in call.Do) error {
	r := x.call(c)
	gone := fault.New(fault.NotFound, "call_not_found", "the call is over")
	if r == nil {
		return gone
	}
	in.Ref = x.refs.Add(1)
	answer := make(chan string, 1)
	x.replies.Store(in.Ref, answer)
	defer x.replies.Delete(in.Ref)
	if !r.box.Put(in) {
		return gone
	}
	select {
	case why := <-answer:
		return refusal(why)
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (x *Exchange) reply(e call.Reply) {
	if answer, ok := x.replies.Load(e.Ref); ok {
		select {
		case answer.(chan string) <- e.Refused:
		default: // it was answered, and then the call crashed
		}
	}
}

func refusal(why string) error {
	switch why {
	case "":
		return nil
	case "not-allowed":
		return fault.New(fault.Denied, why, "only a supervisor may do this")
	case "not-in-call":
		return fault.New(fault.NotFound, why, "the agent is not in this call")
	case "not-now":
		return fault.New(fault.Conflict, why, "the call cannot do this at present")
	case "not-recorded":
		return fault.New(fault.Conflict, why, "the call is not being recorded")
	case route.ReasonNoSuchNumber:
		return fault.New(fault.Invalid, why, "what was dialed leads nowhere")
	case route.ReasonNoTrunk:
		return fault.New(fault.Unavailable, why, "no trunk is in use")
	default:
		return fault.New(fault.Denied, why, "this may not be dialed: %s", why)
	}
}

// Originate starts a call for an agent: its own phone rings first. What comes
// of it is told by the call's events.
func (x *Exchange) Originate(o call.Originate) (id.Call, error) {
	c := id.NewCall(x.cfg.Now())
	if !x.run(c, o) {
		return id.Call{}, fault.New(fault.Unavailable, "no_calls", "the server takes no calls at present")
	}
	return c, nil
}

// Redeem starts a call that keeps a promise of before a restart.
func (x *Exchange) Redeem(r call.Redeem) error {
	if !x.run(id.NewCall(x.cfg.Now()), r) {
		return fault.New(fault.Unavailable, "no_calls", "the server takes no calls at present")
	}
	return nil
}

// ownerOf is the call a leg is in.
func (x *Exchange) ownerOf(l id.Leg) id.Call {
	x.mu.RLock()
	defer x.mu.RUnlock()
	if c, ok := x.owner[l]; ok {
		return c
	}
	return id.CallOf(l)
}

// hand puts a message into a call's mailbox; the leg that goes with it, if any,
// is that call's from then on. Both happen at once: else the call's own hand,
// giving the leg away again, could be overtaken by this one.
func (x *Exchange) hand(l id.Leg, to id.Call, m call.FromCall) bool {
	x.mu.Lock()
	defer x.mu.Unlock()
	r := x.calls[to]
	if r == nil || !r.box.Put(m) {
		return false
	}
	switch {
	case l.IsZero():
	case to == id.CallOf(l):
		delete(x.owner, l)
	default:
		x.owner[l] = to
	}
	return true
}

// letGo forgets that a leg is in a call it did not begin in; false: it is not.
func (x *Exchange) letGo(l id.Leg, in id.Call) bool {
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.owner[l] != in {
		return false
	}
	delete(x.owner, l)
	return true
}
