package live

import (
	"bytes"
	"encoding/json"
	"slices"
	"strconv"

	"github.com/yobirin/yobirin/shared/id"
	wire "github.com/yobirin/yobirin/shared/live"
)

// view is what one kind of viewer sees. Viewers with the same view share
// every message but its number.
type view struct {
	all    bool
	groups map[id.Group]bool // seen when not all
}

// viewOf gives the view of a viewer with its key. Role agent sees the groups
// it is in, everybody's presence and the statuses; neither callers nor calls.
func (m *model) viewOf(v Viewer) (string, view) {
	if v.All {
		return "all", view{all: true}
	}
	groups := slices.Clone(m.memberOf[v.Agent])
	slices.SortFunc(groups, func(a, b id.Group) int { return bytes.Compare(a[:], b[:]) })
	out := view{groups: make(map[id.Group]bool, len(groups))}
	key := make([]byte, 0, 16*len(groups))
	for _, g := range groups {
		out.groups[g] = true
		key = append(key, g[:]...)
	}
	return string(key), out
}

func (w view) sees(c wire.Collection, key [16]byte) bool {
	switch c {
	case wire.Groups:
		return w.all || w.groups[id.Group(key)]
	case wire.Waiting, wire.Calls, wire.Notices:
		return w.all
	case wire.Agents, wire.Parked, wire.Statuses:
		return true
	default:
		return false
	}
}

// numbered is a message without its beginning, which carries the number.
type numbered []byte

// with gives the whole message.
func (n numbered) with(t wire.MessageType, seq uint64) []byte {
	return n.appendTo(make([]byte, 0, len(n)+48), t, seq)
}

// appendTo writes the whole message behind what there is.
func (n numbered) appendTo(out []byte, t wire.MessageType, seq uint64) []byte {
	out = append(out, `{"type":"`...)
	out = append(out, t...)
	out = append(out, `","seq":`...)
	out = strconv.AppendUint(out, seq, 10)
	return append(out, n...)
}

// snapshot writes all that a view sees, and what its viewer may.
func (w view) snapshot(tables map[wire.Collection]*table, serverTime int64, rights *wire.Rights) numbered {
	out := append([]byte(`,"serverTime":`), strconv.FormatInt(serverTime, 10)...)
	if rights != nil {
		if raw, err := json.Marshal(rights); err == nil { // cannot fail: plain text
			out = append(append(out, `,"rights":`...), raw...)
		}
	}
	out = append(out, `,"state":{`...)
	for i, c := range wire.Collections() {
		if i > 0 {
			out = append(out, ',')
		}
		out = w.appendRows(append(append(append(out, '"'), c...), `":`...), c, tables[c].rows)
	}
	return append(out, "}}"...)
}

// delta writes what changed of what a view sees, nil for nothing.
func (w view) delta(tables map[wire.Collection]*table) numbered {
	set, del := []byte(nil), map[wire.Collection][]string{}
	for _, c := range wire.Collections() {
		since := tables[c].since[w.pace()]
		rows := w.appendRows(nil, c, since.set)
		if len(rows) > len("{}") {
			if set != nil {
				set = append(set, ',')
			}
			set = append(append(append(append(set, '"'), c...), `":`...), rows...)
		}
		for key := range since.del {
			if w.sees(c, key) {
				del[c] = append(del[c], id.Stream(key).String())
			}
		}
		slices.Sort(del[c])
		if len(del[c]) == 0 {
			delete(del, c)
		}
	}
	if set == nil && len(del) == 0 {
		return nil
	}
	var out []byte
	if set != nil {
		out = append(append(append(out, `,"set":{`...), set...), '}')
	}
	if len(del) > 0 {
		raw, err := json.Marshal(del)
		if err != nil {
			return nil // cannot happen: plain text
		}
		out = append(append(out, `,"del":`...), raw...)
	}
	return append(out, '}')
}

func (w view) appendRows(out []byte, c wire.Collection, rows map[[16]byte][]byte) []byte {
	out = append(out, '{')
	first := true
	for key, row := range rows {
		if !w.sees(c, key) {
			continue
		}
		if !first {
			out = append(out, ',')
		}
		first = false
		out = append(append(append(append(out, '"'), id.Stream(key).String()...), `":`...), row...)
	}
	return append(out, '}')
}
