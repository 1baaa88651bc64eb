package boot

import (
	"slices"
	"testing"
	"time"

	"github.com/yobirin/yobirin/server/internal/acd"
	"github.com/yobirin/yobirin/server/internal/journal"
	"github.com/yobirin/yobirin/shared/id"
)

func TestGuardsRaiseAlarmsAndLetThemRunOut(t *testing.T) {
	standing := map[string]string{}
	var due []func()
	g := &guards{
		raise: func(n, text string) { standing[n] = text }, clear: func(n string) { delete(standing, n) },
		name: func(id.Agent) string { return "2001" }, after: func(_ time.Duration, fn func()) { due = append(due, fn) }, count: map[string]int{},
	}
	for _, b := range []journal.Body{
		journal.Emergency{Number: "119"}, journal.Emergency{Number: "110"},
		journal.LimitReached{Limit: string(acd.LimitAgentDay), Max: 50},
		journal.LimitReached{Limit: string(acd.LimitNumber), Max: 2}, // a full line is no alarm
	} {
		g.feed(journal.Event{Body: b})
	}
	if len(standing) != 2 || standing["emergency"] != "extension 2001 calls 110" {
		t.Fatalf("the alarms are %v", standing)
	}
	due[0]()
	if _, ok := standing["emergency"]; !ok {
		t.Fatal("the second emergency's alarm ended with the first's")
	}
	for _, fn := range slices.Clone(due[1:]) {
		fn()
	}
	if len(standing) > 0 {
		t.Fatalf("alarms stay: %v", standing)
	}
}
