//go:build linux

package load

import (
	"fmt"
	"net/netip"
	"time"
)

// Spec says what calls are made.
type Spec struct {
	Dialed []string      // the numbers called, in turn
	Rate   float64       // calls per second
	Count  int           // how many calls
	Ring   time.Duration // how long a phone rings before it answers
	Hold   time.Duration // how long people talk; 0: until HangUp
	Audio  bool          // both sides talk
	Wait   time.Duration // a call that is not bridged by then has failed
	By     []int         // the phones that call, by their place in Config.Devices, in turn; none: the carrier does
	Alone  bool          // to be answered is enough: nobody's phone is to ring
	Apart  bool          // what these callers hear is measured apart (Heard.Apart)
}

// Outcome is what a set of calls came to.
type Outcome struct {
	Begun, Bridged, Ended int
	Failed                map[string]int
	Rings                 Times // INVITE sent to INVITE received by the phone
	Bridging              Times // INVITE sent to both sides up
	Took                  time.Duration
	Late                  Times // how late the generator sent its INVITEs
}

// Failures is how many calls failed.
func (o *Outcome) Failures() int {
	n := 0
	for _, k := range o.Failed {
		n += k
	}
	return n
}

// call is one call of the carrier, or of a phone.
type call struct {
	pending
	g       *Generator
	by      *phone // nil: the carrier
	proved  bool   // the phone has answered a challenge
	spec    *Spec
	out     *Outcome
	n       int
	id      string
	dialed  string
	uri     string
	to      string // with the server's tag
	sentAt  int64
	cseq    int
	rang    bool
	up      bool // the carrier's side
	phone   bool // the phone's side
	bridged bool
	leaving bool
	failed  bool
	over    bool
	voice   *stream
	settled func() // called once, when the call is bridged or has failed
}

// Calls makes calls at a rate and waits until every one of them is over, or,
// without a Hold, bridged or failed.
func (g *Generator) Calls(spec Spec) *Outcome {
	out := &Outcome{Failed: map[string]int{}}
	begun := time.Now()
	left := make(chan struct{}, spec.Count)
	var calls []*call
	for i := range spec.Count {
		due := begun.Add(time.Duration(float64(i) / spec.Rate * float64(time.Second)))
		time.Sleep(time.Until(due))
		g.mu.Lock()
		out.Late.add(time.Since(due))
		var by *phone
		if len(spec.By) > 0 {
			by = g.phones[spec.By[i%len(spec.By)]]
		}
		calls = append(calls, g.call(&spec, out, by, spec.Dialed[i%len(spec.Dialed)], func() { left <- struct{}{} }))
		g.mu.Unlock()
	}
	out.Took = time.Since(begun)
	for range calls {
		<-left // Wait bounds this
	}
	if spec.Hold > 0 {
		g.awaitEnd(calls, spec.Hold+5*time.Second)
	}
	return out
}

// awaitEnd waits until the calls are over; those that are not have failed.
func (g *Generator) awaitEnd(calls []*call, atMost time.Duration) {
	late := time.Now().Add(atMost)
	for {
		open := 0
		g.mu.Lock()
		for _, c := range calls {
			if !c.over {
				open++
				if time.Now().After(late) {
					c.fail("did not end")
					c.end()
				}
			}
		}
		g.mu.Unlock()
		if open == 0 {
			return
		}
		time.Sleep(20 * time.Millisecond)
	}
}

// HangUp ends the calls of an outcome, nil: all calls, at most so many in a
// second, and waits for it.
func (g *Generator) HangUp(of *Outcome, rate float64) {
	g.mu.Lock()
	var calls []*call
	for _, c := range g.calls {
		if !c.over && (of == nil || c.out == of) {
			calls = append(calls, c)
		}
	}
	g.mu.Unlock()
	begun := time.Now()
	for i, c := range calls {
		time.Sleep(time.Until(begun.Add(time.Duration(float64(i) / rate * float64(time.Second)))))
		g.mu.Lock()
		c.hangUp()
		g.mu.Unlock()
	}
	g.awaitEnd(calls, 10*time.Second)
}

// call sends an INVITE.
func (g *Generator) call(spec *Spec, out *Outcome, by *phone, dialed string, settled func()) *call {
	g.number++
	n := g.number
	c := &call{g: g, by: by, spec: spec, out: out, n: n, id: fmt.Sprintf("c%d@load", n), dialed: dialed, cseq: 1}
	done := false
	c.settled = func() {
		if !done {
			done = true
			settled()
		}
	}
	out.Begun++
	c.uri = fmt.Sprintf("sip:%s@%s", dialed, g.cfg.Server)
	c.to = fmt.Sprintf("<%s>", c.uri)
	g.calls[c.id], g.byCaller[numberOf(n)] = c, c
	c.sentAt = time.Now().UnixNano()
	c.ask("")
	time.AfterFunc(spec.Wait, func() {
		g.mu.Lock()
		defer g.mu.Unlock()
		if !c.bridged && !c.over {
			c.fail("not bridged in time")
			c.leave()
		}
	})
	return c
}

// ask sends the INVITE, with the answer to a challenge once there was one.
func (c *call) ask(authorization string) {
	headers := c.headers("INVITE")
	if authorization != "" {
		headers = append(headers, "Authorization: "+authorization)
	}
	b := c.g.requestText("INVITE", c.uri, c.signals(), c.branch("i"), headers...)
	finish(b, description(c.listens(), c.g.audio.port, c.n))
	c.g.post(&c.pending, c.signals(), []byte(b.String()))
}

// signals is the caller's address for SIP, listens that for its audio.
func (c *call) signals() netip.Addr {
	if c.by != nil {
		return c.by.addr
	}
	return carrierAddr
}

func (c *call) listens() netip.Addr {
	if c.by != nil {
		return c.by.addr
	}
	return legAddr(mediaFamily, c.n%mediaCount)
}

// user is who the caller says it is, at realm.
func (c *call) user() (user, realm string) {
	if c.by != nil {
		return c.by.User, c.g.cfg.Server.String()
	}
	return numberOf(c.n), c.g.CarrierAddr().String()
}

// challenged answers a 401 by asking again; false when that was done before.
func (c *call) challenged(m *message) bool {
	if c.by == nil || c.proved || c.over || m.status != 401 {
		return false
	}
	uri := fmt.Sprintf("sip:%s@%s", c.dialed, c.g.cfg.Server)
	answer, ok := authorize(m.auth, c.g.cfg.Auth, c.by.User, c.by.Password, "INVITE", uri)
	if !ok {
		return false
	}
	c.proved = true
	c.cseq++
	c.to = fmt.Sprintf("<%s>", uri)
	c.ask(answer)
	return true
}

func (c *call) branch(kind string) string { return fmt.Sprintf("c%d%s%d", c.n, kind, c.cseq) }

func (c *call) headers(method string) []string {
	g := c.g
	user, realm := c.user()
	h := []string{
		fmt.Sprintf("From: <sip:%s@%s>;tag=c%d", user, realm, c.n), "To: " + c.to,
		"Call-ID: " + c.id, fmt.Sprintf("CSeq: %d %s", c.cseq, method), "User-Agent: load/1",
	}
	if method == "INVITE" {
		h = append(h, "Contact: <"+g.contact(user, c.signals())+">")
	}
	return h
}

// response takes an answer of the server.
func (c *call) response(m *message) {
	switch {
	case m.method == "BYE":
		if m.status >= 200 {
			c.packet = nil
			c.end()
		}
	case m.method == "CANCEL":
	case m.method != "INVITE":
		c.g.unhandled["response to "+m.method]++
	case m.cseq != c.cseq && !c.leaving: // of the INVITE before the challenge
	case m.status < 200:
		c.packet = nil
	case m.status < 300:
		c.answered(m)
	default:
		c.to = m.to
		c.ack(c.uri, c.branch("i")) // the same transaction (RFC 3261 section 17.1.1.3)
		if !c.challenged(m) && !c.over {
			c.fail(fmt.Sprintf("status %d", m.status))
			c.end()
		}
	}
}

// answered takes the 200: it is acknowledged every time it comes.
func (c *call) answered(m *message) {
	first := !c.up && !c.over
	c.packet, c.to, c.uri = nil, m.to, uriIn(m.contact)
	c.ack(c.uri, c.branch("a"))
	if !first {
		return
	}
	c.up = true
	if c.failed {
		c.hangUp()
		return
	}
	if c.spec.Audio {
		to, ok := audioAt(m.body)
		if !ok {
			c.fail("no audio in the 200")
			c.hangUp()
			return
		}
		c.voice = c.g.audio.add(c.listens(), to, c.spec.Apart)
	}
	c.bridge()
}

func (c *call) ack(uri, branch string) {
	b := c.g.requestText("ACK", uri, c.signals(), branch, c.headers("ACK")...)
	finish(b, "")
	c.g.wire.send(c.signals(), []byte(b.String()))
}

// rings: the phone got its INVITE.
func (c *call) rings(at int64) {
	if !c.rang {
		c.rang = true
		c.out.Rings.add(time.Duration(at - c.sentAt))
	}
}

// phoneUp: the phone's 200 was acknowledged.
func (c *call) phoneUp() {
	c.phone = true
	c.bridge()
}

func (c *call) bridge() {
	if !c.up || !c.phone && !c.spec.Alone || c.bridged || c.failed {
		return
	}
	c.bridged = true
	c.out.Bridged++
	c.out.Bridging.add(time.Duration(time.Now().UnixNano() - c.sentAt))
	c.settled()
	if c.spec.Hold > 0 {
		time.AfterFunc(c.spec.Hold, func() {
			c.g.mu.Lock()
			defer c.g.mu.Unlock()
			c.hangUp()
		})
	}
}

// phoneGone: the server ended the phone's side.
func (c *call) phoneGone() {
	if !c.leaving && !c.over {
		c.fail("the phone's side ended")
	}
	c.phone = false
}

// request takes what the server asks of the carrier.
func (c *call) request(m *message) {
	switch m.method {
	case "ACK":
	case "BYE":
		c.g.wire.send(c.signals(), response(m, 200, "OK", "", "", ""))
		if !c.leaving && !c.over {
			c.fail("the server hung up")
		}
		c.end()
	default:
		c.g.wire.send(c.signals(), response(m, 200, "OK", "", c.g.contact("", c.signals()), ""))
	}
}

func (c *call) fail(why string) {
	if c.failed {
		return
	}
	c.failed = true
	c.out.Failed[why]++
	c.settled()
}

// leave gives the call up.
func (c *call) leave() {
	if c.up {
		c.hangUp()
		return
	}
	b := c.g.requestText("CANCEL", c.uri, c.signals(), c.branch("i"), c.headers("CANCEL")...)
	finish(b, "")
	c.leaving = true
	c.g.wire.send(c.signals(), []byte(b.String()))
}

func (c *call) hangUp() {
	if c.over || c.leaving || !c.up {
		return
	}
	c.leaving = true
	c.cseq++
	b := c.g.requestText("BYE", c.uri, c.signals(), c.branch("b"), c.headers("BYE")...)
	finish(b, "")
	c.g.audio.remove(c.voice)
	c.g.post(&c.pending, c.signals(), []byte(b.String()))
}

func (c *call) end() {
	if c.over {
		return
	}
	c.over, c.packet = true, nil
	c.out.Ended++
	c.g.audio.remove(c.voice)
	delete(c.g.byCaller, numberOf(c.n))
	c.settled()
	time.AfterFunc(keepDialog, func() {
		c.g.mu.Lock()
		defer c.g.mu.Unlock()
		delete(c.g.calls, c.id)
	})
}
