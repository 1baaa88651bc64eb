package history

import (
	"encoding/json"
	"fmt"
	"slices"

	"github.com/yobirin/yobirin/server/internal/journal"
	"github.com/yobirin/yobirin/shared/id"
)

// notListening leaves out calls that were made to listen to an agent: that
// supervisors do so, and when, is not for agents to see (C-OPS-3). It is no "not
// exists", for which PostgreSQL would read the events of all calls at once.
const notListening = `(c.direction <> 'internal' or (select true from call_events e where e.stream = c.id and e.kind = 'routed'
	and e.body->>'to' = 'feature' and split_part(e.body->>'number', ' ', 1) in ('monitor', 'whisper', 'barge') limit 1) is null)`

// unwatched gives a call's events as if no supervisor had listened, numbered
// anew so that nothing seems to be missing.
func unwatched(events []storedEvent) ([]storedEvent, error) {
	ears := map[id.Leg]bool{}
	for _, e := range events {
		switch b := e.Body.(type) {
		case journal.LegJoined:
			if b.Role == journal.RoleSupervisor {
				ears[b.Leg] = true
			}
		case journal.SupervisorJoined:
			ears[b.Leg] = true
		default: // tells of no supervisor for the first time
		}
	}
	out := make([]storedEvent, 0, len(events))
	for _, e := range events {
		if ears[legOf(e.Body)] {
			continue
		}
		switch b := e.Body.(type) {
		case journal.Commanded:
			if b.What == "mode" {
				continue
			}
		case journal.CallEnded:
			b.Record.Legs = slices.DeleteFunc(slices.Clone(b.Record.Legs), func(l journal.LegRecord) bool { return ears[l.Leg] || l.Role == journal.RoleSupervisor })
			raw, err := json.Marshal(b)
			if err != nil {
				return nil, fmt.Errorf("history: write a record for an agent: %w", err)
			}
			e.Body, e.raw = b, raw
		default: // as it is
		}
		e.Seq = uint64(len(out)) + 1
		out = append(out, e)
	}
	return out, nil
}
