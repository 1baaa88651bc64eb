package live

import (
	"fmt"
	"strings"
	"testing"

	wire "github.com/yobirin/yobirin/shared/live"
)

func TestChangesAreToldToThoseWhoMaySeeTheNoun(t *testing.T) {
	inBubble(t, func(t *testing.T, h *Hub) {
		all, some, none := newClient(t), newClient(t), newClient(t)
		of := func(nouns ...string) func(string) bool {
			return func(noun string) bool { return strings.Contains(strings.Join(nouns, " "), noun) }
		}
		h.enter(all, Viewer{All: true, Sees: of("agents", "trunks")})
		h.enter(some, Viewer{All: true, Sees: of("agents")})
		h.enter(none, supervisor)
		h.Changed([]wire.Changed{{Noun: "agents", ID: "a", Action: "update"}, {Noun: "trunks", ID: "t", Action: "delete"}, {Noun: "secrets", ID: "s", Action: "create"}})
		pass(burst)
		many := make([]wire.Changed, 21)
		for i := range many {
			many[i] = wire.Changed{Noun: "agents", ID: fmt.Sprint(i), Action: "create"}
		}
		h.Changed(many)
		pass(burst)
		const one, two, lot = `{"type":"changed","noun":"agents","id":"a","action":"update"}`, `{"type":"changed","noun":"trunks","id":"t","action":"delete"}`, `{"type":"changed","noun":"agents","action":"create"}`
		for who, c := range map[string]struct {
			*client
			wants string
		}{"who sees both": {all, one + two + lot}, "who sees one": {some, one + lot}, "who sees none": {none, ""}} {
			var got string
			for _, m := range c.sent {
				if strings.Contains(m, `"changed"`) {
					got += m
				}
			}
			if got != c.wants {
				t.Errorf("%s was told %s, want %s", who, got, c.wants)
			}
		}
	})
}
