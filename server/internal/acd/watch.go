package acd

import (
	"slices"

	"github.com/yobirin/yobirin/server/internal/journal"
	"github.com/yobirin/yobirin/shared/id"
)

// watch is a call that wants to know in which call an agent talks.
type watch struct {
	agent *agent
	told  id.Call
	said  bool // told is what the call knows
}

func (f *Floor) watch(in Watch) {
	if f.over.has(in.Call) {
		return
	}
	f.unwatch(in.Call)
	a := f.agents[in.Agent]
	if a == nil {
		f.toCall(in.Call, Watched{Agent: in.Agent, Gone: true})
		return
	}
	f.watches[in.Call] = &watch{agent: a}
	a.watchers = append(a.watchers, in.Call)
	f.mark(a)
}

func (f *Floor) unwatch(call id.Call) {
	w := f.watches[call]
	if w == nil {
		return
	}
	delete(f.watches, call)
	if i := slices.Index(w.agent.watchers, call); i >= 0 {
		w.agent.watchers = slices.Delete(w.agent.watchers, i, i+1)
	}
}

// talksIn is the call in which the agent talks, the newest first, or else the
// newest it holds.
func (a *agent) talksIn() (call id.Call) {
	for i := len(a.links) - 1; i >= 0; i-- {
		l := &a.links[i]
		if l.state == journal.StateTalking {
			return l.call
		}
		if l.state == journal.StateHolding && call.IsZero() {
			call = l.call
		}
	}
	return call
}

// tellWatchers says where the agent talks to all who do not know it.
func (f *Floor) tellWatchers(a *agent) {
	now := a.talksIn()
	for _, call := range a.watchers {
		if w := f.watches[call]; !w.said || w.told != now {
			w.said, w.told = true, now
			f.toCall(call, Watched{Agent: a.id, Call: now})
		}
	}
}

// gone ends every watch of an agent whom the plan no longer has.
func (f *Floor) gone(a *agent) {
	for _, call := range a.watchers {
		delete(f.watches, call)
		f.toCall(call, Watched{Agent: a.id, Gone: true})
	}
	a.watchers = nil
}
