package phone

import (
	"net/netip"
	"time"
)

const (
	lookEvery = 500 * time.Millisecond
	// asleep is how far the clock on the wall may run ahead of the processor's
	// between two looks before the computer must have slept.
	asleep = 5 * time.Second
)

// look is what is seen of this computer's network. It is comparable.
type look struct {
	local netip.Addr // towards the server; invalid: there is no way
	all   string
}

// watch looks at this computer's addresses until the phone is closed, and
// tells the owner when something is other than it was. Systems have events for
// this, each its own, and each with gaps; half a second of looking has none.
func (p *Phone) watch() {
	defer p.watching.Done()
	defer p.recovered("addresses")
	ticker := time.NewTicker(lookEvery)
	defer ticker.Stop()
	var seen look
	var facing netip.AddrPort
	before := time.Now()
	for {
		select {
		case <-p.ctx.Done():
			return
		case <-ticker.C:
		}
		now := time.Now()
		slept := now.Round(0).Sub(before.Round(0))-now.Sub(before) > asleep
		before = now
		to := p.facing.Load()
		if to == nil {
			continue
		}
		l := look{all: p.network.Addresses()}
		if local, err := p.network.Local(*to); err == nil {
			l.local = local
		}
		fresh := facing != *to // the first look is no change
		if l == seen && !slept && !fresh {
			continue
		}
		changed := l.all != seen.all && !fresh
		seen, facing = l, *to
		p.post(func() { p.looked(l.local, changed || slept) })
	}
}
