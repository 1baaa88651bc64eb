package demo

import (
	"fmt"
	"net"
	"sync"
	"time"

	"github.com/yobirin/yobirin/shared/sipua"
)

// called is a number of the site that callers call, and how often of a hundred times.
type called struct {
	number string
	share  int
	who    part
}

func calledNumbers() []called {
	return []called{
		{mainNumber, 30, japaneseCaller}, {freeNumber, 15, japaneseCaller}, {repairNumber, 23, japaneseCaller},
		{generalNumber, 18, japaneseCaller}, {englishNumber, 14, englishCaller},
	}
}

// carrier is the telephone network: the trunk's far end, with everyone who
// calls the site and whom the site calls.
type carrier struct {
	*cast
	ua   *sipua.UA
	conn net.PacketConn

	mu      sync.Mutex
	callers map[string]*talk // who waits or talks now, by number
}

func (c *cast) newCarrier(port uint16) (*carrier, error) {
	r := &carrier{cast: c, callers: map[string]*talk{}}
	var err error
	if r.ua, r.conn, err = c.newUA(port, r.invited); err != nil {
		return nil, err
	}
	return r, nil
}

// call has someone call the site.
func (r *carrier) call() {
	n := r.dice.below(100)
	list := calledNumbers()
	to := list[0]
	for _, to = range list {
		if n -= to.share; n < 0 {
			break
		}
	}
	withheld := r.dice.chance(8)
	r.visit(r.someone(), to.number, withheld, manner{who: to.who, wait: r.patience(withheld)})
}

// visit has the one with this number call a number of the site; nil when that
// cannot be.
func (r *carrier) visit(number, to string, withheld bool, m manner) *talk {
	call := sipua.Call{
		Targets: []sipua.Target{{URI: r.at(to), Next: r.server, Sticky: true}},
		From:    sipua.Address{URI: r.here(number)}, To: sipua.Address{URI: r.at(to)},
		Headers: []sipua.Header{{Name: "P-Asserted-Identity", Value: sipua.Address{URI: r.here(number)}.String()}},
	}
	if withheld {
		call.From = sipua.Address{Name: "Anonymous", URI: sipua.URI{Scheme: "sip", User: "anonymous", Host: "anonymous.invalid"}}
		call.Headers = append(call.Headers, sipua.Header{Name: "Privacy", Value: "id"})
	}
	var menu func(*talk)
	if to == mainNumber {
		menu = r.choose
	}
	t, err := r.place(r.ua, call, m, menu, func() { r.left(number) })
	if err != nil {
		r.log.Warn("demo: the carrier cannot call", "err", err)
		return nil
	}
	r.mu.Lock()
	r.callers[number] = t
	r.mu.Unlock()
	if t.ended() { // before it was noted
		r.left(number)
	}
	return t
}

// choose presses a key of the main number's menu. Some callers press none.
func (r *carrier) choose(t *talk) {
	if t.manner.key == "" && r.dice.chance(85) {
		t.manner.key = pick(r.dice, []string{menuOrders, menuOrders, menuOrders, menuRepairs, menuOther})
	}
	if key := t.manner.key; key != "" {
		t.after(r.dice.between(3, 9), func() { t.press(key) })
	}
}

// patience is how long a caller waits for an agent. Most wait long; some hang
// up soon. Callers who withhold their number cannot be told that an agent has
// their call, so they do not lose patience while they talk.
func (r *carrier) patience(withheld bool) time.Duration {
	switch {
	case withheld:
		return r.dice.between(200, 240)
	case r.dice.chance(25):
		return r.dice.between(6, 25)
	}
	return r.dice.between(40, 150)
}

// here is a number of the carrier's.
func (r *carrier) here(number string) sipua.URI {
	at := addrOf(r.conn)
	return sipua.URI{Scheme: "sip", User: number, Host: at.Addr().String(), Port: int(at.Port())}
}

func (r *carrier) left(number string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.callers, number)
}

// met is told by the agents' hands whose call they took. Half of the callers
// hang up themselves.
func (r *carrier) met(number string, talk time.Duration) bool {
	r.mu.Lock()
	t := r.callers[number]
	r.mu.Unlock()
	if t == nil {
		return false
	}
	if r.dice.chance(50) {
		t.served(talk)
		return true
	}
	t.served(talk + 20*time.Second) // only if the agent does not
	return false
}

// someone is a caller's number, in the shapes numbers have in Japan.
func (r *carrier) someone() string {
	switch n := r.dice.below(100); {
	case n < 70:
		return fmt.Sprintf("0%d0%08d", pick(r.dice, []int{9, 9, 8, 8, 7}), 10_000_000+r.dice.below(90_000_000))
	case n < 95:
		area := pick(r.dice, []string{"03", "06", "052", "092", "011", "045", "078", "075", "022", "082"})
		rest := 9 - len(area) // behind the first digit of the exchange, which is neither 0 nor 1
		return fmt.Sprintf("%s%d%0*d", area, 2+r.dice.below(8), rest, r.dice.below(pow10(rest)))
	default:
		return fmt.Sprintf("050%08d", 30_000_000+r.dice.below(60_000_000))
	}
}

func pow10(n int) int {
	p := 1
	for range n {
		p *= 10
	}
	return p
}

// invited is someone outside whom the site calls.
func (r *carrier) invited(d *sipua.Dialog) sipua.Sink {
	m := manner{who: japaneseCaller, ring: r.dice.between(1.5, 6)}
	number := d.Request().URI().User
	if c := r.cues.of(outside(number)); c != nil {
		return r.take(d, number, m, func(up *talk) { c.met(meeting{nil, up}) }, nil)
	}
	switch n := r.dice.below(100); {
	case n < 10:
		m.refuse, m.ring = 486, seconds(0.5)
	case n < 20:
		m.deaf = true
	case n < 60:
		m.talk = r.dice.between(10, 30)
	}
	return r.take(d, number, m, nil, nil)
}
