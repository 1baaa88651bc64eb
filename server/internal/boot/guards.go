package boot

import (
	"fmt"
	"sync"
	"time"

	"github.com/yobirin/yobirin/server/internal/acd"
	"github.com/yobirin/yobirin/server/internal/journal"
	"github.com/yobirin/yobirin/shared/id"
)

// alarmFor is how long an alarm about a call stands.
const alarmFor = 15 * time.Minute

// guards raises the alarms that calls give cause for: emergency numbers, and
// limits against toll fraud that were reached.
type guards struct {
	raise func(name, text string)
	clear func(name string)
	name  func(id.Agent) string // extension of an agent
	after func(time.Duration, func())

	mu    sync.Mutex
	count map[string]int // times that an alarm was raised and has not run out
}

// feed takes one event of the journal.
func (g *guards) feed(e journal.Event) {
	switch b := e.Body.(type) {
	case journal.Emergency:
		g.alarm("emergency", fmt.Sprintf("extension %s calls %s", g.name(b.Agent), b.Number))
	case journal.LimitReached:
		switch acd.Limit(b.Limit) {
		case acd.LimitAgent, acd.LimitAgentDay, acd.LimitTrunkCalls, acd.LimitTrunkDay:
			g.alarm("outside-calls-"+b.Limit, fmt.Sprintf("the limit of %d outside calls (%s) was reached by extension %s", b.Max, b.Limit, g.name(b.Agent)))
		case acd.LimitTrunk, acd.LimitNumber:
			// A line that is full is an everyday matter; the event is in the journal.
		}
	}
}

// alarm raises the alarm and lets it stand for a while after its last cause.
func (g *guards) alarm(name, text string) {
	g.mu.Lock()
	g.count[name]++
	g.mu.Unlock()
	g.raise(name, text)
	g.after(alarmFor, func() {
		g.mu.Lock()
		g.count[name]--
		over := g.count[name] == 0
		g.mu.Unlock()
		if over {
			g.clear(name)
		}
	})
}
