package boot

import (
	"github.com/yobirin/yobirin/server/internal/resource"
	"github.com/yobirin/yobirin/shared/live"
)

// tellChanged has the consoles hear of changed records.
func (m *Main) tellChanged(all []resource.Changed) {
	out := make([]live.Changed, 0, len(all))
	for _, c := range all {
		out = append(out, live.Changed{Noun: c.Noun, ID: c.ID, Action: string(c.Action)})
	}
	m.hub.Changed(out)
}

// tellStirred has the consoles hear of phones that came or went.
func (m *Main) tellStirred(all []live.Changed) { m.hub.Changed(all) }
