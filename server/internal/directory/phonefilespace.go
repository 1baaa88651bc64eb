package directory

import (
	"net/netip"
	"sync"
	"time"
)

// filePace remembers up to when the requests of addresses are paid for. The
// zero value is ready.
type filePace struct {
	mu    sync.Mutex
	paid  map[netip.Addr]time.Time
	swept time.Time
}

// mostPaced is how many addresses are remembered at the most. A flood from
// more than that is one for the firewall; until it ends, none is told apart.
const mostPaced = 10_000

// take counts one request more of an address, or says how long it is to wait.
// Of IPv6, a /64 is one, for it is what a single host can have.
func (p *filePace) take(from netip.Addr, now time.Time) (wait time.Duration, ok bool) {
	if from.Is6() {
		if net, err := from.Prefix(64); err == nil {
			from = net.Addr()
		}
	}
	const most = filesAtOnce * filesEvery
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.paid == nil {
		p.paid = map[netip.Addr]time.Time{}
	}
	if now.Sub(p.swept) > time.Minute || now.Before(p.swept) {
		p.swept = now
		for who, until := range p.paid {
			if until.Before(now) || until.Sub(now) > most { // or the clock was put back
				delete(p.paid, who)
			}
		}
	}
	paid, known := p.paid[from]
	if !known && len(p.paid) >= mostPaced {
		from = netip.Addr{} // all further ones together
		paid = p.paid[from]
	}
	if paid.Before(now) {
		paid = now
	}
	if over := paid.Sub(now) - (most - filesEvery); over > 0 {
		return over, false
	}
	p.paid[from] = paid.Add(filesEvery)
	return 0, true
}
