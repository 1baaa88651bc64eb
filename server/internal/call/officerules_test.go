package call

import (
	"strings"

	"github.com/yobirin/yobirin/server/internal/journal"
	"github.com/yobirin/yobirin/shared/id"
)

// agrees holds what the phones do against what the calls and the floor think,
// while nothing is under way.
func (o *office) agrees() {
	o.t.Helper()
	outside, busy, has := 0, map[string]bool{}, map[string]bool{}
	for _, l := range o.lines {
		if l.state == "over" {
			continue
		}
		if _, own := o.ids[strings.Split(l.name, "/")[0]]; !own {
			outside++
		}
		who := o.agentOf(l)
		has[who] = true
		busy[who] = busy[who] || l.state == "up"
		if !l.inbound && l.state != "up" {
			o.ringsForSomebody(l)
		}
	}
	taken := 0
	for _, t := range o.floor.Channels().Trunks {
		taken += t.Busy
	}
	if taken != outside {
		o.t.Errorf("%d lines go through trunks, and the floor counts %d", outside, taken)
	}
	for _, a := range o.floor.Agents() {
		talks := a.State == journal.StateTalking || a.State == journal.StateHolding
		if busy[o.names[a.Agent]] && !talks {
			o.t.Errorf("a phone of %s is up, and the floor says %s", o.names[a.Agent], a.State)
		}
		if len(a.Calls) > 0 && !has[o.names[a.Agent]] {
			o.t.Errorf("no phone of %s is in a call, and the floor says %s", o.names[a.Agent], a.State)
		}
		for _, c := range a.Calls {
			if o.calls[c] == nil {
				o.t.Errorf("the floor has %s in call %s, which is over", o.names[a.Agent], c)
			}
		}
	}
}

// agentOf is who has the line, as the call that it is in knows.
func (o *office) agentOf(l *line) string {
	for _, in := range []id.Call{o.ownerOf(l.leg), id.CallOf(l.leg)} {
		if c := o.calls[in]; c != nil && c.legs[l.leg] != nil {
			return o.names[c.legs[l.leg].Agent]
		}
	}
	return ""
}

// ringsForSomebody: a phone that rings is one that its call still tries.
func (o *office) ringsForSomebody(l *line) {
	o.t.Helper()
	c := o.calls[o.ownerOf(l.leg)]
	if c == nil || c.legs[l.leg] == nil {
		o.t.Errorf("%s rings for no call", l.name)
		return
	}
	p, t := c.legs[l.leg], c.try
	if t == nil || t.out != p && !t.open[p.Agent] && t.asked == (id.Agent{}) {
		o.t.Errorf("%s rings, and its call does not wait for it", l.name)
	}
}
