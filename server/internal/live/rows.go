package live

import (
	"bytes"
	"encoding/json"
	"slices"
	"time"

	"github.com/yobirin/yobirin/server/internal/journal"
	"github.com/yobirin/yobirin/shared/id"
	wire "github.com/yobirin/yobirin/shared/live"
)

// table is one collection as last told: every row already written as JSON, so
// that a thousand readers cost one encoding.
type table struct {
	rows  map[[16]byte][]byte
	since [paces]changes // of what its viewers were told last
}

// changes are rows that are others than before, and those that are gone.
type changes struct {
	set  map[[16]byte][]byte
	born map[[16]byte]struct{} // of set, those that were not there before
	del  map[[16]byte]struct{}
}

// put notes a row that is another, or new.
func (c changes) put(key [16]byte, row []byte, had bool) {
	if _, was := c.del[key]; was {
		delete(c.del, key)
	} else if !had {
		c.born[key] = struct{}{}
	}
	c.set[key] = row
}

// drop notes that a row is gone. One that has come since is not spoken of.
func (c changes) drop(key [16]byte) {
	delete(c.set, key)
	if _, unheard := c.born[key]; unheard {
		delete(c.born, key)
		return
	}
	c.del[key] = struct{}{}
}

func newTable() *table {
	t := &table{rows: map[[16]byte][]byte{}}
	for p := range t.since {
		t.since[p] = changes{set: map[[16]byte][]byte{}, born: map[[16]byte]struct{}{}, del: map[[16]byte]struct{}{}}
	}
	return t
}

// put stores a row, nil for none, and notes whether it is another than before.
func (t *table) put(key [16]byte, row []byte) {
	old, had := t.rows[key]
	switch {
	case row == nil && had:
		delete(t.rows, key)
		for _, c := range t.since {
			c.drop(key)
		}
	case row != nil && !bytes.Equal(old, row):
		t.rows[key] = row
		for _, c := range t.since {
			c.put(key, row, had)
		}
	}
}

// told forgets the changes that the viewers of a pace have been told.
func (t *table) told(p pace) {
	clear(t.since[p].set)
	clear(t.since[p].born)
	clear(t.since[p].del)
}

// encode writes every touched row anew.
func (m *model) encode(tables map[wire.Collection]*table) error {
	for c, keys := range m.dirty {
		for key := range keys {
			row, ok := m.row(c, key)
			var raw []byte
			if ok {
				var err error
				if raw, err = json.Marshal(row); err != nil {
					return err
				}
			}
			tables[c].put(key, raw)
		}
		clear(keys)
	}
	return nil
}

// row builds one row, or says that it is not there.
func (m *model) row(c wire.Collection, key [16]byte) (any, bool) {
	switch c {
	case wire.Groups:
		g, ok := m.groups[id.Group(key)]
		if !ok {
			return nil, false
		}
		return m.groupRow(g), true
	case wire.Agents:
		a, ok := m.agents[id.Agent(key)]
		if !ok {
			return nil, false
		}
		return m.agentRow(a), true
	case wire.Waiting:
		w, ok := m.waiting[id.Call(key)]
		if !ok {
			return nil, false
		}
		return m.waitingRow(w), true
	case wire.Calls:
		v, ok := m.calls[id.Call(key)]
		if !ok {
			return nil, false
		}
		return v.row, true
	case wire.Parked:
		row, ok := m.parked[id.Call(key)]
		return row, ok
	case wire.Notices:
		row, ok := m.noticeRow(key)
		return row, ok
	case wire.Statuses:
		at := slices.IndexFunc(m.statuses, func(s Status) bool { return s.ID == id.Status(key) })
		if at < 0 {
			return nil, false
		}
		s := m.statuses[at]
		return wire.StatusRow{ID: s.ID.String(), Name: s.Name, Color: s.Color, Icon: s.Icon, Retired: s.Retired}, true
	default:
		return nil, false
	}
}

func (m *model) groupRow(g Group) wire.GroupRow {
	d := m.day.Groups[g.ID]
	row := wire.GroupRow{
		ID: g.ID.String(), Name: g.Name, Extension: g.Extension, Color: g.Color,
		Answered: d.Answered, Abandoned: d.Abandoned, Overflow: d.Overflow, Timeout: d.Timeout, Callback: d.Callback, Arrivals: d.Arrivals, Members: len(g.Members),
		GroupSums: m.sums(g.ID),
	}
	if level, ok := d.ServiceLevel(); ok {
		row.ServiceLevel = &level
	}
	for _, a := range g.Members {
		s, known := m.state[a]
		if !known || s.State == journal.StateOffline {
			continue
		}
		row.Online++
		at := slices.IndexFunc(s.Groups, func(p journal.Pause) bool { return p.Group == g.ID })
		switch {
		case s.State == journal.StateRinging || s.State == journal.StateTalking || s.State == journal.StateHolding:
			row.Talking++
		case s.State == journal.StatePaused || at >= 0 && s.Groups[at].Paused:
			row.Paused++
		case s.State == journal.StateAvailable:
			row.Available++
		}
	}
	q := m.queues[g.ID]
	row.Waiting, row.Kept = len(q), m.kept[g.ID]
	for _, c := range q {
		if since := millis(m.waiting[c].Since); row.LongestWaitSince == 0 || since < row.LongestWaitSince {
			row.LongestWaitSince = since
		}
	}
	return row
}

func (m *model) agentRow(a Agent) wire.AgentRow {
	row := wire.AgentRow{
		ID: a.ID.String(), Name: a.Name, Nickname: a.Nickname, Extension: a.Extension, State: string(journal.StateOffline), Since: millis(m.born), Groups: []wire.Membership{},
	}
	s, known := m.state[a.ID]
	if known {
		row.State, row.Since, row.Cause, row.StatusID = string(s.State), millis(s.Since), s.Cause, s.Status.String()
		if len(s.Calls) > 0 {
			row.Call = s.Calls[0].String()
		}
	}
	for _, g := range m.memberOf[a.ID] {
		in := wire.Membership{ID: g.String()}
		if at := slices.IndexFunc(s.Groups, func(p journal.Pause) bool { return p.Group == g }); at >= 0 {
			p := s.Groups[at]
			in.Level, in.Since = p.Level, millis(p.Since)
			if p.Next != nil {
				next := "available"
				if p.Next.Paused {
					next = p.Next.Status.String()
				}
				in.Next = &next
			}
			if p.Paused {
				status := p.Status.String()
				in.Paused, in.StatusID, in.Cause, in.Until = true, &status, string(p.Cause), millis(p.Until)
			}
		}
		row.Groups = append(row.Groups, in)
	}
	return row
}

func (m *model) waitingRow(w journal.GroupArrived) wire.WaitingRow {
	return wire.WaitingRow{
		Call: w.Call.String(), Group: w.Group.String(), From: wire.Caller{Number: w.From.Number, Name: w.From.Name, Withheld: w.From.Withheld},
		Since: millis(w.Since), Position: slices.Index(m.queues[w.Group], w.Call) + 1, VIP: w.Priority > 0,
	}
}

func millis(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMilli()
}
