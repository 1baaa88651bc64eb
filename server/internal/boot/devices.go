package boot

import (
	"sync"

	"github.com/yobirin/yobirin/server/internal/acd"
	"github.com/yobirin/yobirin/server/internal/directory"
	"github.com/yobirin/yobirin/server/internal/sipedge"
	"github.com/yobirin/yobirin/shared/id"
)

// owners knows whose phone a device is, and tells the floor what becomes of
// phones. A phone that moves to another agent is told again for both.
type owners struct {
	tell func(acd.DeviceChanged)

	mu     sync.Mutex
	agents map[id.Device]id.Agent
	states map[id.Device]sipedge.DeviceState
}

func newOwners(tell func(acd.DeviceChanged)) *owners {
	return &owners{tell: tell, agents: map[id.Device]id.Agent{}, states: map[id.Device]sipedge.DeviceState{}}
}

func (o *owners) set(devices []directory.DeviceAccount) {
	o.mu.Lock()
	defer o.mu.Unlock()
	now := make(map[id.Device]id.Agent, len(devices))
	for _, d := range devices {
		now[d.ID] = d.Agent
		was, known := o.agents[d.ID]
		state, seen := o.states[d.ID]
		if !known || was == d.Agent || !seen {
			continue
		}
		if !was.IsZero() {
			o.tell(acd.DeviceChanged{Device: d.ID, Agent: was})
		}
		o.report(d.ID, d.Agent, state)
	}
	o.agents = now
}

// changed takes what the SIP edge says of a phone.
func (o *owners) changed(s sipedge.DeviceState) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.states[s.Device] = s
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
	o.tell(c)
}
