package media

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"net/netip"
	"sync"
	"time"
)

var errNoPorts = errors.New("media: every port is in use or resting")

// pool hands out pairs of bound sockets: RTP on an even port, RTCP on the next.
// A port that was given back rests, so that late packets of the call before
// reach nobody.
type pool struct {
	open func(addr netip.Addr, port uint16) (socket, error)
	rest time.Duration
	now  func() time.Time

	mu      sync.Mutex
	free    []uint16 // first in, first out; empty when the system chooses
	any     bool
	resting []rested
}

type rested struct {
	port  uint16
	until time.Time
}

func newPool(r PortRange, rest time.Duration, open func(netip.Addr, uint16) (socket, error), now func() time.Time) (*pool, error) {
	p := &pool{open: open, rest: rest, now: now, any: r == PortRange{}}
	if p.any {
		return p, nil
	}
	if r.First < 1024 || r.Last <= r.First {
		return nil, fmt.Errorf("media: Ports %d-%d, expected an ascending range above 1023", r.First, r.Last)
	}
	for n := int(r.First) + int(r.First)&1; n+1 <= int(r.Last); n += 2 {
		p.free = append(p.free, uint16(n))
	}
	// A stranger should not guess the next call's port from the last one's.
	rand.Shuffle(len(p.free), func(i, j int) { p.free[i], p.free[j] = p.free[j], p.free[i] })
	return p, nil
}

// take binds a pair on addr.
func (p *pool) take(addr netip.Addr) (rtp, rtcp socket, err error) {
	const tries = 64
	last := errNoPorts
	for range tries {
		port, ok := p.next()
		if !ok {
			return nil, nil, last
		}
		rtp, rtcp, err := p.pair(addr, port)
		if err == nil {
			return rtp, rtcp, nil
		}
		last = err
		if !p.any {
			// Another program holds it: try it again much later.
			p.put(port)
		}
	}
	return nil, nil, fmt.Errorf("media: no free pair of ports after %d tries: %w", tries, last)
}

func (p *pool) pair(addr netip.Addr, port uint16) (rtp, rtcp socket, err error) {
	if rtp, err = p.open(addr, port); err != nil {
		return nil, nil, err
	}
	if got := rtp.port(); got&1 == 1 || p.isResting(got) {
		rtp.close()
		return nil, nil, errors.New("media: the system's choice of port does not serve")
	}
	if rtcp, err = p.open(addr, rtp.port()+1); err != nil {
		rtp.close()
		return nil, nil, err
	}
	return rtp, rtcp, nil
}

func (p *pool) next() (uint16, bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.wakeRested()
	if p.any {
		return 0, true
	}
	if len(p.free) == 0 {
		return 0, false
	}
	port := p.free[0]
	p.free = p.free[1:]
	return port, true
}

// put gives a port back to rest.
func (p *pool) put(port uint16) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.resting = append(p.resting, rested{port, p.now().Add(p.rest)})
}

func (p *pool) wakeRested() {
	now := p.now()
	n := 0
	for n < len(p.resting) && !p.resting[n].until.After(now) {
		if !p.any {
			p.free = append(p.free, p.resting[n].port)
		}
		n++
	}
	p.resting = p.resting[n:]
}

func (p *pool) isResting(port uint16) bool {
	if !p.any {
		return false
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.wakeRested()
	for _, r := range p.resting {
		if r.port == port {
			return true
		}
	}
	return false
}
