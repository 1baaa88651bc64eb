package live

import (
	"encoding/json"
	"fmt"

	wire "github.com/yobirin/yobirin/shared/live"
)

// maxTold is how many changes of one noun are told one by one; of more at
// once, as after an import, it is told that there were many.
const maxTold = 20

// Changed tells of changes of records, each to the sockets whose viewers may
// see its noun. It never waits; should the hub be too far behind, the changes
// are dropped and counted.
func (h *Hub) Changed(all []wire.Changed) {
	if !h.box.Put(input{changes: all}) {
		h.dropped.Add(1)
	}
}

func (h *Hub) tellChanged(all []wire.Changed) error {
	var nouns []string
	of := map[string][]wire.Changed{}
	for _, c := range all {
		if of[c.Noun] == nil {
			nouns = append(nouns, c.Noun)
		}
		of[c.Noun] = append(of[c.Noun], c)
	}
	for _, noun := range nouns {
		list := of[noun]
		if len(list) > maxTold {
			list = []wire.Changed{{Noun: noun, Action: list[0].Action}}
		}
		for _, c := range list {
			c.Type = wire.TypeChanged
			message, err := json.Marshal(c)
			if err != nil {
				return fmt.Errorf("live: write a change: %w", err)
			}
			h.say(message, func(r *reader) bool { return r.viewer.Sees != nil && r.viewer.Sees(noun) })
		}
	}
	return nil
}
