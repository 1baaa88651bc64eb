package directory

import (
	"sync"
	"time"

	"github.com/yobirin/yobirin/shared/fault"
	"github.com/yobirin/yobirin/shared/id"
)

// Each account that is given is a new version of the site, which every room
// is told of: one agent's program gone mad must not keep all others waiting.
const (
	softphonesAtOnce = 20
	softphoneEvery   = 3 * time.Second // as many again, evenly
)

// givenPace remembers up to when the accounts that agents got are paid for.
// The zero value is ready.
type givenPace struct {
	mu   sync.Mutex
	paid map[id.Agent]time.Time
}

// take counts one account more, or says that there were too many of late.
func (p *givenPace) take(a id.Agent, now time.Time) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	const most = softphonesAtOnce * softphoneEvery
	for who, until := range p.paid { // few: only those of the last minute
		if until.Before(now) || until.Sub(now) > most { // or the clock was put back
			delete(p.paid, who)
		}
	}
	paid, busy := p.paid[a]
	if !busy {
		paid = now
	}
	if paid.Sub(now) > most-softphoneEvery {
		return fault.New(fault.Unavailable, "softphone_too_often", "this agent's softphone was asked for too often; wait some seconds")
	}
	if p.paid == nil {
		p.paid = map[id.Agent]time.Time{}
	}
	p.paid[a] = paid.Add(softphoneEvery)
	return nil
}
