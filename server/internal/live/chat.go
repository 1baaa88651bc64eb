package live

import (
	"github.com/yobirin/yobirin/shared/id"
)

// Delivery is a message for the sockets of some agents. It carries no number:
// who misses it finds what it told of by asking.
type Delivery struct {
	Agents      []id.Agent
	Group       id.Group // and its members
	Supervisors bool     // and who sees all groups
	Message     []byte   // JSON text with its type
}

// Deliver hands a message to the sockets concerned. It never waits; should the
// hub be too far behind, the message is dropped and counted.
func (h *Hub) Deliver(d Delivery) {
	if !h.box.Put(input{chat: &d}) {
		h.dropped.Add(1)
	}
}

func (h *Hub) deliver(d Delivery) {
	to := make(map[id.Agent]struct{}, len(d.Agents))
	for _, a := range d.Agents {
		to[a] = struct{}{}
	}
	for _, a := range h.model.groups[d.Group].Members {
		to[a] = struct{}{}
	}
	h.say(d.Message, func(r *reader) bool {
		_, concerned := to[r.viewer.Agent]
		return concerned || d.Supervisors && r.viewer.All
	})
}
