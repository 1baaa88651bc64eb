package sipedge

import (
	"time"

	"github.com/yobirin/yobirin/shared/id"
	"github.com/yobirin/yobirin/shared/sipua"
)

// A contact that missed this many OPTIONS in a row is unreachable.
const missesAllowed = 2

// pingPatience is how long an OPTIONS may go unanswered before it counts as
// missed. Its transaction lives on (RFC 3261 timer F), and a late answer
// makes the contact reachable again.
const pingPatience = 5 * time.Second

// ping is one OPTIONS to send.
type ping struct {
	number uint64
	device id.Device
	key    string
	target sipua.Target
}

// due counts overdue answers and gives the OPTIONS that are to be sent now.
func (r *registrar) due(now time.Time, every time.Duration) []ping {
	r.mu.Lock()
	defer r.mu.Unlock()
	var out []ping
	for dev, c := range r.devices {
		for _, b := range c.bindings {
			if b.asking != 0 && !b.missed && now.Sub(b.asked) >= pingPatience {
				b.missed = true
				r.miss(c, b)
			}
			if now.Sub(b.asked) < every {
				continue
			}
			r.pings++
			b.asking, b.missed, b.asked = r.pings, false, now
			out = append(out, ping{r.pings, dev, b.key, b.target()})
		}
	}
	return out
}

func (r *registrar) miss(c *contacts, b *binding) {
	b.misses++
	if b.misses >= missesAllowed && b.up {
		b.up = false
		r.tell(c)
	}
}

// pong is how an OPTIONS ended.
type pong int

const (
	answered pong = iota // with whatever status
	silent               // nothing came
	cut                  // the phone's connection is gone
)

// pinged takes the end of an OPTIONS.
func (r *registrar) pinged(p ping, how pong, rtt time.Duration) {
	r.mu.Lock()
	defer r.mu.Unlock()
	c := r.devices[p.device]
	if c == nil {
		return
	}
	b := c.find(p.key)
	if b == nil {
		return
	}
	current := b.asking == p.number
	if current {
		b.asking = 0
	}
	switch how {
	case answered:
		b.rtt, b.misses, b.up = rtt, 0, true
		r.tell(c)
	case silent:
		if current && !b.missed {
			r.miss(c, b)
		}
	case cut: // nothing to wait for: only the phone can connect again
		if current {
			b.misses = missesAllowed
			r.miss(c, b)
		}
	}
}

// ping sends one OPTIONS to a phone.
func (e *Edge) ping(p ping) {
	e.ua.Ping(p.target, e.self("qualify"), func(res sipua.Result) {
		how := silent
		switch {
		case res.Response != nil:
			how = answered
		case res.Why == sipua.WhyTransport && p.target.Flow.Transport.Reliable():
			how = cut
		}
		e.phones.pinged(p, how, res.RTT)
	})
}

// self is an address of ours.
func (e *Edge) self(user string) sipua.Address {
	u := sipua.URI{Scheme: "sip", User: user, Host: e.host}
	if e.local.Port() != 5060 {
		u.Port = int(e.local.Port())
	}
	return sipua.Address{URI: u}
}
