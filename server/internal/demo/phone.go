package demo

import (
	"net"
	"sync"
	"time"

	"github.com/yobirin/yobirin/shared/sipua"
)

// registerFor is how long a phone registers for.
const registerFor = 5 * time.Minute

// phone is an agent's desk phone and the hand that serves it. It has one call
// at a time.
type phone struct {
	*cast
	agent    agent
	realm    string
	password string
	// met is told whose call was answered and how long the talk will be; it
	// says whether that caller will hang up.
	met func(number string, talk time.Duration) bool

	ua   *sipua.UA
	conn net.PacketConn

	mu   sync.Mutex
	busy bool
	kept int // scenes that have chosen this phone
	reg  *sipua.Registration
}

func (c *cast) newPhone(a agent, realm, password string, met func(string, time.Duration) bool) (*phone, error) {
	p := &phone{cast: c, agent: a, realm: realm, password: password, met: met}
	var err error
	if p.ua, p.conn, err = c.newUA(0, p.invited); err != nil {
		return nil, err
	}
	return p, nil
}

func (p *phone) credentials() *sipua.Credentials {
	return &sipua.Credentials{User: p.agent.user(), Password: p.password, Realm: p.realm}
}

// aor is the phone's address of record at the server.
func (p *phone) aor() sipua.Address {
	return sipua.Address{Name: p.agent.name, URI: p.at(p.agent.user())}
}

// register keeps the phone registered until stop.
func (p *phone) register() error {
	said := false
	r, err := p.ua.Register(sipua.RegisterConfig{
		Target: sipua.Target{URI: sipua.URI{Scheme: "sip", Host: p.server.Addr().String(), Port: int(p.server.Port())}, Next: p.server},
		AOR:    p.aor(), ContactUser: p.agent.user(), Expires: registerFor, Credentials: p.credentials(),
		State: func(s sipua.RegistrationStatus) {
			if s.State == sipua.Failed && !said {
				p.log.Warn("demo: a phone cannot register yet", "user", p.agent.user(), "status", s.Status, "reason", s.Reason)
			}
			said = s.State == sipua.Failed
		},
	})
	if err != nil {
		return err
	}
	p.mu.Lock()
	p.reg = r
	p.mu.Unlock()
	return nil
}

// stop unregisters; done is called when that is over.
func (p *phone) stop(done func()) {
	p.mu.Lock()
	r := p.reg
	p.mu.Unlock()
	if r == nil {
		done()
		return
	}
	r.Stop(done)
}

// seize takes the phone for a call, if it is free.
func (p *phone) seize() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	was := p.busy
	p.busy = true
	return !was
}

// idle says whether the phone has no call, and no scene has chosen it.
func (p *phone) idle() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return !p.busy && p.kept == 0
}

// keep counts the scenes that have chosen the phone.
func (p *phone) keep(n int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.kept += n
}

func (p *phone) free() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.busy = false
}

func (p *phone) part() part {
	if p.agent.english && p.dice.chance(60) {
		return englishAgent
	}
	return japaneseAgent
}

// invited answers, or behaves as agents do.
func (p *phone) invited(d *sipua.Dialog) sipua.Sink {
	if !p.seize() {
		d.Reject(sipua.Answer{Status: 486})
		return discard
	}
	m := manner{who: p.part(), ring: p.dice.between(2, 8)}
	lasts := p.length()
	switch n := p.dice.below(100); {
	case n < 5:
		m.deaf = true
	case n < 8:
		m.refuse = 486
	case n < 10:
		m.refuse = 603
	case n < 25 && lasts > 25*time.Second:
		m.hold, m.held = p.dice.between(8, 14), p.dice.between(4, 9)
	}
	caller := d.Request().From().URI.User
	if c := p.cues.of(caller); c != nil {
		return p.act(d, c)
	}
	return p.take(d, p.agent.user(), m, func(up *talk) {
		if p.met(caller, lasts) {
			lasts += 20 * time.Second // only if the caller does not
		}
		up.after(lasts, up.hangUp)
	}, p.free)
}

// act takes a call that a scene waits for.
func (p *phone) act(d *sipua.Dialog, c *cue) sipua.Sink {
	m := manner{who: p.part(), ring: p.dice.between(2, 4), deaf: c.deaf}
	sink, t := p.takeTalk(d, p.agent.user(), m, func(up *talk) {
		c.met(meeting{p, up})
	}, p.free)
	if c.deaf && t != nil {
		c.met(meeting{p, t})
	}
	return sink
}

// length is how long a talk is: 20 to 90 seconds, more often short than long.
func (p *phone) length() time.Duration {
	return min(20*time.Second+p.dice.around(16*time.Second), 90*time.Second)
}

// call makes a call to an extension or a number outside, if the phone is free.
func (p *phone) call(number string) bool {
	_, ok := p.dial(number, manner{wait: p.dice.between(90, 120), talk: p.dice.between(12, 40)})
	return ok
}

// dial makes a call, if the phone is free; there is no call when it could not
// be made.
func (p *phone) dial(number string, m manner) (t *talk, free bool) {
	if !p.seize() {
		return nil, false
	}
	m.who = p.part()
	t, err := p.place(p.ua, sipua.Call{
		Targets: []sipua.Target{{URI: p.at(number), Next: p.server, Sticky: true}},
		From:    p.aor(), To: sipua.Address{URI: p.at(number)}, ContactUser: p.agent.user(), Credentials: p.credentials(),
	}, m, nil, p.free)
	if err != nil {
		p.log.Warn("demo: a phone cannot call", "user", p.agent.user(), "err", err)
		p.free()
		return nil, true
	}
	return t, true
}
