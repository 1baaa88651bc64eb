package chat

import (
	"sync"
	"time"

	"github.com/yobirin/yobirin/shared/fault"
	"github.com/yobirin/yobirin/shared/id"
)

// pace allows every agent so many actions at once, and as many again within a
// time, evenly.
type pace struct {
	burst int
	every time.Duration

	mu   sync.Mutex
	paid map[id.Agent]time.Time // up to when the actions so far are paid for
}

// crowded is how many agents are remembered before those at rest are forgotten.
const crowded = 4096

func newPace(burst int, within time.Duration) *pace {
	return &pace{burst: burst, every: within / time.Duration(burst), paid: map[id.Agent]time.Time{}}
}

// may counts an action, and says whether it is within the limit.
func (p *pace) may(a id.Agent, now time.Time) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.paid) >= crowded {
		for who, until := range p.paid {
			if until.Before(now) {
				delete(p.paid, who)
			}
		}
	}
	paid, most := p.paid[a], time.Duration(p.burst)*p.every
	if paid.Before(now) || paid.Sub(now) > most { // the clock was put back
		paid = now
	}
	if paid.Sub(now) > most-p.every {
		return false
	}
	p.paid[a] = paid.Add(p.every)
	return true
}

func errTooFast() error {
	return fault.New(fault.Unavailable, "chat_too_fast", "too many messages at once; wait some seconds")
}
