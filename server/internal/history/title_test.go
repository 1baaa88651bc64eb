package history_test

import (
	"testing"

	"github.com/yobirin/yobirin/shared/id"
)

// A reference to a call in a message tells no more than the history does.
func TestTitlesTellNoMoreThanTheHistory(t *testing.T) {
	h, db := open(t)
	nouns(t, db)
	call, events := story(start)
	home, events := listened(events, suzuki)
	if err := h.Write(t.Context(), events); err != nil {
		t.Fatal(err)
	}
	all := []id.Call{call, home, id.NewCall(start)}
	for _, v := range []struct {
		only  id.Agent
		calls []id.Call
	}{{id.Agent{}, []id.Call{call, home}}, {sato, []id.Call{call}}, {id.Numbered[id.Agent](77), nil}} {
		got, err := h.Titles(t.Context(), all, v.only)
		if err != nil || len(got) != len(v.calls) {
			t.Errorf("who sees only calls of %q is told %v, %v", v.only, got, err)
		}
		for _, c := range v.calls {
			if got[c].Title == "" || got[c].StartedAt.IsZero() {
				t.Errorf("the title of %s is %+v", c, got[c])
			}
		}
	}
	if got, err := h.Titles(t.Context(), nil, id.Agent{}); err != nil || len(got) != 0 {
		t.Errorf("no calls: %v, %v", got, err)
	}
}
