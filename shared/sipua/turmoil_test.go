package sipua_test

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"testing/synctest"
	"time"

	"github.com/yobirin/yobirin/shared/phonetest"
	"github.com/yobirin/yobirin/shared/sipua"
)

// party is one side of a call that does whatever comes to its mind.
type party struct {
	name  string
	dice  *rand.Rand
	d     *sipua.Dialog
	calls chan *sipua.Dialog // that have come
	in    chan sipua.Event
	said  []string
	up    bool
	over  int
	drawn int
}

func newParty(name string, seed uint64) *party {
	return &party{name: name, dice: rand.New(rand.NewPCG(seed, uint64(len(name)))), calls: make(chan *sipua.Dialog, 1), in: make(chan sipua.Event, 4096)}
}

// sdp is a description that no other is like.
func (p *party) sdp() []byte {
	p.drawn++
	return fmt.Appendf(nil, "v=0\r\no=- %s%d 1 IN IP4 192.0.2.1\r\ns=-\r\nc=IN IP4 192.0.2.1\r\nt=0 0\r\nm=audio 4000 RTP/AVP 0\r\n", p.name, p.drawn)
}

func (p *party) sink(e sipua.Event) { p.in <- e }

// took takes the events that have come.
func (p *party) took() {
	if len(p.calls) > 0 {
		p.d = <-p.calls
	}
	for len(p.in) > 0 {
		e := <-p.in
		p.said = append(p.said, fmt.Sprintf("%T", e))
		switch e := e.(type) {
		case sipua.Answered, sipua.Confirmed:
			p.up = true
		case sipua.Offered:
			switch n := p.dice.IntN(10); {
			case n == 0:
				p.d.Decline(488)
			case n < 4: // its owner thinks about it
				d, sdp := p.d, p.sdp()
				time.AfterFunc(time.Duration(p.dice.IntN(3000))*time.Millisecond, func() { d.Accept(sdp) })
			default:
				p.d.Accept(p.sdp())
			}
		case sipua.Ended:
			_ = e
			p.over++
		}
	}
}

// acts does one thing.
func (p *party) acts() {
	if p.d == nil || p.over > 0 {
		return
	}
	d := p.d
	p.said = append(p.said, "acts")
	switch n := p.dice.IntN(24); {
	case n < 5 && d.Inbound():
		d.Ring(sipua.Answer{Status: 180})
	case n < 6 && d.Inbound() && !p.up:
		d.Ring(sipua.Answer{Status: 183, Body: p.sdp()})
	case n < 12 && d.Inbound() && !p.up:
		d.Answer(p.sdp())
	case n == 12 && p.dice.IntN(4) == 0:
		d.Hangup(sipua.Hangup{Status: 486})
	case n == 13 && p.dice.IntN(6) == 0 && d.Inbound():
		d.Reject(sipua.Answer{Status: 486})
	case n < 18:
		d.Offer(p.sdp())
	case n == 18:
		d.Update(p.sdp())
	case n == 19:
		d.AskOffer(func([]byte) []byte { return p.sdp() })
	case n == 20:
		d.Withdraw()
	default:
		d.Press("5", 100)
	}
}

// Two sides that ring, answer, offer, press and hang up at any moment, over a
// network that loses, doubles and reorders: they agree on whether there is a
// call and on what was offered and answered, each hears of its end once, and
// nothing is left.
func TestTurmoil(t *testing.T) {
	for seed := range uint64(300) {
		synctest.Test(t, func(t *testing.T) { turmoil(t, seed) })
		if t.Failed() {
			return
		}
	}
}

func turmoil(t *testing.T, seed uint64) {
	dice := rand.New(rand.NewPCG(seed, 99))
	n := phonetest.NewNetwork(phonetest.Weather{})
	a, b := newParty("alice", seed), newParty("bo", seed)
	timer := func() sipua.SessionTimer {
		return sipua.SessionTimer{Expires: 90 + dice.IntN(200), Alone: dice.IntN(3) == 0, Off: dice.IntN(6) == 0}
	}
	codes := []sipua.Reliability{sipua.ReliableOff, sipua.ReliableSupported, sipua.ReliableRequired}
	bTimer, bCodes := timer(), codes[dice.IntN(3)]
	phoneA := n.Phone(t, "alice", "192.0.2.11:5060", phonetest.Unmanaged, nil)
	phoneB := n.Phone(t, "bo", "192.0.2.12:5060", phonetest.Unmanaged, func(c *sipua.Config) {
		c.Invite = func(d *sipua.Dialog) sipua.Sink {
			b.calls <- d
			d.Setup("bo", bCodes, bTimer)
			return b.sink
		}
	})
	n.SetWeather(phonetest.Weather{Seed: seed, Loss: 0.15, Most: 2, Duplicate: 0.1, Reorder: 0.2, Delay: time.Duration(dice.IntN(60)) * time.Millisecond})
	var err error
	a.d, err = phoneA.UA.Dial(sipua.Call{
		Targets: []sipua.Target{{URI: phoneB.URI()}}, From: phoneA.Address(), To: phoneB.Address(), ContactUser: "alice", Offer: a.sdp(),
		Reliable: codes[dice.IntN(3)], Session: timer(),
	}, a.sink)
	if err != nil {
		t.Fatal(err)
	}
	both := []*party{a, b}
	settle := func() {
		for range 400 {
			wait(time.Second)
			synctest.Wait()
			a.took()
			b.took()
		}
	}
	for range 30 + dice.IntN(100) {
		wait(time.Duration(dice.IntN(1500)) * time.Millisecond)
		synctest.Wait()
		for _, p := range both {
			p.took()
		}
		both[dice.IntN(2)].acts()
	}
	n.SetWeather(phonetest.Weather{})
	settle()
	tell := func(format string, args ...any) {
		t.Errorf("seed %d: %s\nalice %v\nbo %v", seed, fmt.Sprintf(format, args...), a.said, b.said)
	}
	if b.d != nil && a.over != b.over && a.up {
		tell("alice's call is over %d times, bo's %d", a.over, b.over)
	}
	if b.d != nil && a.over == 0 && b.over == 0 && a.up && b.up {
		al, ar := a.d.Agreed()
		bl, br := b.d.Agreed()
		if al != br || ar != bl {
			tell("they did not agree: alice has %q and %q, bo %q and %q", al, ar, bl, br)
		}
	}
	for _, p := range both {
		if p.d != nil {
			p.d.Hangup(sipua.Hangup{})
		}
	}
	settle()
	if a.over != 1 || b.d != nil && b.over != 1 {
		tell("alice's call ended %d times, bo's %d", a.over, b.over)
	}
	gone(t, phoneA, phoneB)
	if t.Failed() {
		tell("that is how")
	}
}
