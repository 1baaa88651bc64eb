package link

import (
	"encoding/json"
	"maps"
)

// rows are the server's live rows as the page will need them when it is
// loaded anew: by collection and identifier, unread.
type rows struct {
	ready bool
	seq   uint64
	state map[string]map[string]json.RawMessage
	mine  []byte // the last message of the agent's own calls; nil: none has come
}

func newRows() *rows { return &rows{state: map[string]map[string]json.RawMessage{}} }

// numbered is a snapshot or a delta.
type numbered struct {
	Type       string                                `json:"type"`
	Seq        uint64                                `json:"seq"`
	ServerTime int64                                 `json:"serverTime,omitempty"`
	State      map[string]map[string]json.RawMessage `json:"state,omitempty"`
	Set        map[string]map[string]json.RawMessage `json:"set,omitempty"`
	Del        map[string][]string                   `json:"del,omitempty"`
}

// replace takes a snapshot.
func (r *rows) replace(m numbered) {
	r.ready, r.seq, r.state = true, m.Seq, m.State
	if r.state == nil {
		r.state = map[string]map[string]json.RawMessage{}
	}
}

// change takes a delta. False: one before it is missing.
func (r *rows) change(m numbered) (fresh, ok bool) {
	switch {
	case !r.ready, m.Seq > r.seq+1:
		return false, false
	case m.Seq <= r.seq:
		return false, true
	}
	r.seq = m.Seq
	for collection, set := range m.Set {
		if r.state[collection] == nil {
			r.state[collection] = map[string]json.RawMessage{}
		}
		maps.Copy(r.state[collection], set)
	}
	for collection, gone := range m.Del {
		for _, id := range gone {
			delete(r.state[collection], id)
		}
	}
	return true, true
}

// snapshot writes them as the server would now.
func (r *rows) snapshot(serverTime int64) ([]byte, error) {
	return json.Marshal(numbered{Type: "snapshot", Seq: r.seq, ServerTime: serverTime, State: r.state})
}

// forget empties them.
func (r *rows) forget() { *r = *newRows() }
