package boot

import (
	"sync"
	"time"

	"github.com/yobirin/yobirin/server/internal/acd"
	"github.com/yobirin/yobirin/server/internal/directory"
	"github.com/yobirin/yobirin/server/internal/sipedge"
	"github.com/yobirin/yobirin/shared/id"
)

// owners knows whose phone a device is, and tells the floor what becomes of
// phones. A phone that moves to another agent is told again for both.
type owners struct {
	tell    func(acd.DeviceChanged)
	stirred func(id.Device) // a phone came, went, or answers no more; must not wait

	mu     sync.Mutex
	agents map[id.Device]id.Agent
	states map[id.Device]sipedge.DeviceState
	seen   map[id.Device]time.Time  // when the state was told
	since  map[id.Device]time.Time  // when it became what it is
	apps   map[id.Session]id.Device // softphones, by the session they were given to last
	ill    map[id.Device]illness    // softphones whose app says that they take no calls
}

// illness is why a softphone cannot take calls.
type illness struct {
	session id.Session
	cause   string
}

func newOwners(tell func(acd.DeviceChanged)) *owners {
	return &owners{
		tell: tell, stirred: func(id.Device) {}, agents: map[id.Device]id.Agent{}, states: map[id.Device]sipedge.DeviceState{},
		seen: map[id.Device]time.Time{}, since: map[id.Device]time.Time{}, apps: map[id.Session]id.Device{}, ill: map[id.Device]illness{},
	}
}

func (o *owners) set(devices []directory.DeviceAccount) {
	o.mu.Lock()
	defer o.mu.Unlock()
	now := make(map[id.Device]id.Agent, len(devices))
	for _, d := range devices {
		now[d.ID] = d.Agent
		was, known := o.agents[d.ID]
		state, seen := o.states[d.ID]
		if _, ill := o.ill[d.ID]; !known || was == d.Agent || !seen && !ill {
			continue
		}
		if !was.IsZero() {
			o.tell(acd.DeviceChanged{Device: d.ID, Agent: was})
		}
		o.report(d.ID, d.Agent, state)
	}
	for d, was := range o.agents {
		if _, there := now[d]; !there {
			if _, seen := o.states[d]; seen && !was.IsZero() { // else it would be there at once when its agent is enabled again
				o.tell(acd.DeviceChanged{Device: d, Agent: was})
			}
			delete(o.states, d)
			delete(o.seen, d)
			delete(o.since, d)
			delete(o.ill, d)
		}
	}
	for session, d := range o.apps {
		if _, there := now[d]; !there {
			delete(o.apps, session)
		}
	}
	o.agents = now
}

// changed takes what the SIP edge says of a phone.
func (o *owners) changed(s sipedge.DeviceState) {
	o.mu.Lock()
	defer o.mu.Unlock()
	defer o.stirred(s.Device)
	if _, there := o.agents[s.Device]; !there && s.Contacts == 0 { // its account went before, and with it what was known
		delete(o.states, s.Device)
		return
	}
	was, now := o.states[s.Device], time.Now()
	if s.Contacts == 0 { // where it was last stays known
		s.Address, s.UserAgent = was.Address, was.UserAgent
	}
	if o.since[s.Device].IsZero() || s.Up != was.Up || (s.Contacts > 0) != (was.Contacts > 0) {
		o.since[s.Device] = now
	}
	o.states[s.Device], o.seen[s.Device] = s, now
	o.report(s.Device, o.agents[s.Device], s)
}

func (o *owners) report(d id.Device, a id.Agent, s sipedge.DeviceState) {
	if a.IsZero() {
		return
	}
	c := acd.DeviceChanged{Device: d, Agent: a, Up: s.Up}
	if !s.Up && s.Contacts > 0 {
		// Registered, but it does not answer: an error, not an absence (C-STAT-1).
		c.Up, c.Fault = true, s.Cause
	}
	if ill, is := o.ill[d]; is {
		c.Up, c.Fault = true, ill.cause // its agent is at work and cannot be reached there
	}
	o.tell(c)
}

// line is what is known of a phone.
func (o *owners) line(d id.Device) directory.Line {
	o.mu.Lock()
	defer o.mu.Unlock()
	s := o.states[d]
	l := directory.Line{Contacts: s.Contacts, Up: s.Up, Address: s.Address, UserAgent: s.UserAgent, Seen: o.seen[d], Since: o.since[d]}
	if s.Contacts > 0 {
		l.Seen = time.Now() // what does not answer is told soon
	}
	return l
}

// given: a session has a softphone; what was said of its health is over.
func (o *owners) given(d id.Device, session id.Session) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.apps[session] = d
	o.well(d)
}

// health: a session's softphone cannot take calls, and why; "": it can.
func (o *owners) health(session id.Session, cause string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	d, has := o.apps[session]
	switch {
	case !has:
	case cause == "":
		o.well(d)
	case o.ill[d] != illness{session, cause}:
		o.ill[d] = illness{session, cause}
		o.report(d, o.agents[d], o.states[d])
	}
}

// ended: what a session said of its softphone is over with it.
func (o *owners) ended(session id.Session) {
	o.mu.Lock()
	defer o.mu.Unlock()
	d, has := o.apps[session]
	delete(o.apps, session)
	if has && o.ill[d].session == session {
		o.well(d)
	}
}

// well forgets an illness; o.mu is held.
func (o *owners) well(d id.Device) {
	if _, is := o.ill[d]; is {
		delete(o.ill, d)
		o.report(d, o.agents[d], o.states[d])
	}
}
