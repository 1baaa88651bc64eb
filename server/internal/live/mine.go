package live

import (
	"bytes"
	"encoding/json"
	"maps"
	"net/url"
	"slices"
	"strings"

	"github.com/yobirin/yobirin/shared/id"
	wire "github.com/yobirin/yobirin/shared/live"
)

// parts is who has a part in which call, for the messages that tell agents of
// their own calls. The hub owns it.
type parts struct {
	calls   map[id.Agent]map[id.Call]struct{}
	agents  map[id.Call][]id.Agent // the same, the other way round
	told    map[id.Agent][]byte    // as told last; absent: no calls
	sockets map[id.Agent]map[socket]struct{}
}

func newParts() parts {
	return parts{
		calls: map[id.Agent]map[id.Call]struct{}{}, agents: map[id.Call][]id.Agent{}, told: map[id.Agent][]byte{}, sockets: map[id.Agent]map[socket]struct{}{},
	}
}

func (p *parts) enter(s socket, a id.Agent) {
	if p.sockets[a] == nil {
		p.sockets[a] = map[socket]struct{}{}
	}
	p.sockets[a][s] = struct{}{}
}

func (p *parts) leave(s socket, a id.Agent) {
	if delete(p.sockets[a], s); len(p.sockets[a]) == 0 {
		delete(p.sockets, a)
	}
}

// regard notes who has a part in a call now, and gives all who have one or had
// one before.
func (p *parts) regard(c id.Call, now []id.Agent) []id.Agent {
	was := p.agents[c]
	for _, a := range was {
		if delete(p.calls[a], c); len(p.calls[a]) == 0 {
			delete(p.calls, a)
		}
	}
	for _, a := range now {
		if p.calls[a] == nil {
			p.calls[a] = map[id.Call]struct{}{}
		}
		p.calls[a][c] = struct{}{}
	}
	if p.agents[c] = now; len(now) == 0 {
		delete(p.agents, c)
	}
	return append(slices.Clone(was), now...)
}

// takesPart gives the agents who have a part in a call: its parties, those who
// listen, and who ordered to listen and waits for a call to listen to.
func (c *call) takesPart() []id.Agent {
	var out []id.Agent
	add := func(text string) {
		if a, err := id.Parse[id.Agent](text); err == nil && !a.IsZero() && !slices.Contains(out, a) {
			out = append(out, a)
		}
	}
	for _, p := range c.row.Parties {
		add(p.Agent)
	}
	for _, s := range c.row.Supervisors {
		add(s.Agent)
	}
	if c.row.Watching != nil {
		add(c.row.Agent)
	}
	return out
}

// regardCalls takes up which calls have changed, before the rows forget it,
// and gives the agents concerned.
func (h *Hub) regardCalls() map[id.Agent]struct{} {
	concerned := map[id.Agent]struct{}{}
	for key := range h.model.dirty[wire.Calls] {
		c := id.Call(key)
		var now []id.Agent
		if v := h.model.calls[c]; v != nil {
			now = v.takesPart()
		}
		for _, a := range h.parts.regard(c, now) {
			concerned[a] = struct{}{}
		}
	}
	if h.model.rosters { // a group's name or a role may be another one
		for a := range h.parts.calls {
			concerned[a] = struct{}{}
		}
	}
	return concerned
}

// tellMine tells agents their calls where they are others than told.
func (h *Hub) tellMine(concerned map[id.Agent]struct{}) {
	for a := range concerned {
		if len(h.parts.sockets[a]) == 0 {
			delete(h.parts.told, a)
			continue
		}
		m := h.mine(a)
		if bytes.Equal(m, h.parts.told[a]) {
			continue // what changed is not for its eyes
		}
		h.remember(a, m)
		for s := range maps.Clone(h.parts.sockets[a]) {
			h.send(s, m)
		}
	}
}

// tellNewcomer tells a socket the calls of its agent.
func (h *Hub) tellNewcomer(s socket, a id.Agent) {
	if a.IsZero() {
		return
	}
	m := h.mine(a)
	h.remember(a, m)
	h.send(s, m)
}

func (h *Hub) remember(a id.Agent, m []byte) {
	if h.parts.told[a] = m; len(h.parts.calls[a]) == 0 && len(h.parts.sockets[a]) == 0 {
		delete(h.parts.told, a)
	}
}

// mine writes the message with all calls of an agent, the oldest first.
func (h *Hub) mine(a id.Agent) []byte {
	m := wire.MineMessage{Type: wire.TypeMine, Calls: []wire.MyCall{}}
	for _, c := range slices.SortedFunc(maps.Keys(h.parts.calls[a]), func(x, y id.Call) int { return bytes.Compare(x[:], y[:]) }) {
		if v := h.model.calls[c]; v != nil {
			m.Calls = append(m.Calls, h.model.myCall(v, c, h.model.agents[a].All))
		}
	}
	raw, err := json.Marshal(m)
	if err != nil {
		return []byte(`{"type":"mine","calls":[]}`) // cannot happen: plain values
	}
	return raw
}

// myCall is a call as who has a part in it sees it. That supervisors listen
// is only for those to see who see the whole floor (C-OPS-3).
func (m *model) myCall(v *call, c id.Call, all bool) wire.MyCall {
	out := wire.MyCall{CallRow: v.row}
	if !all {
		out.Supervisors, out.Watching = nil, nil
	}
	if out.From.Withheld {
		out.From.Number = ""
	}
	if g, err := id.Parse[id.Group](v.row.Group); err == nil {
		if group, ok := m.groups[g]; ok {
			out.GroupName, out.GroupColor = group.Name, group.Color
		}
	}
	if w, ok := m.waiting[c]; ok {
		out.WaitedSince = millis(w.Since)
	}
	if n, ok := m.numbers[v.number]; ok {
		if out.Called = n.Display; out.Called == "" {
			out.Called = n.Name
		}
		if number := out.From.Number; number != "" {
			out.PopupRing, out.PopupAnswer = fill(n.PopupRing, number), fill(n.PopupAnswer, number)
		}
	}
	return out
}

// popupMark stands for the caller's number in the address of a popup page.
const popupMark = "@@@@"

// fill writes a caller's number into the address of a popup page (J-NUM-6).
func fill(page, number string) string {
	return strings.ReplaceAll(page, popupMark, url.QueryEscape(number))
}
