//go:build linux

package load

import (
	"fmt"
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

// call is one call of the carrier.
type call struct {
	pending
	g       *Generator
	spec    *Spec
	out     *Outcome
	n       int
	id      string
	dialed  string
	uri     string
	to      string // with the server's tag
	sentAt  int64
	cseq    int
	invite  []byte
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
		calls = append(calls, g.call(&spec, out, spec.Dialed[i%len(spec.Dialed)], func() { left <- struct{}{} }))
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

// HangUp ends all calls, at most so many in a second, and waits for it.
func (g *Generator) HangUp(rate float64) {
	g.mu.Lock()
	var calls []*call
	for _, c := range g.calls {
		if !c.over {
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
func (g *Generator) call(spec *Spec, out *Outcome, dialed string, settled func()) *call {
	g.number++
	n := g.number
	c := &call{g: g, spec: spec, out: out, n: n, id: fmt.Sprintf("c%d@load", n), dialed: dialed, cseq: 1}
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
	b := g.requestText("INVITE", c.uri, carrierAddr, c.branch("i"), c.headers("INVITE")...)
	finish(b, description(legAddr(mediaFamily, n%mediaCount), g.audio.port, n))
	c.invite = []byte(b.String())
	c.sentAt = time.Now().UnixNano()
	g.post(&c.pending, carrierAddr, c.invite)
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

func (c *call) branch(kind string) string { return fmt.Sprintf("c%d%s%d", c.n, kind, c.cseq) }

func (c *call) headers(method string) []string {
	g := c.g
	h := []string{
		fmt.Sprintf("From: <sip:%s@%s>;tag=c%d", numberOf(c.n), g.CarrierAddr(), c.n), "To: " + c.to,
		"Call-ID: " + c.id, fmt.Sprintf("CSeq: %d %s", c.cseq, method), "User-Agent: load/1",
	}
	if method == "INVITE" {
		h = append(h, "Contact: <"+g.contact(numberOf(c.n), carrierAddr)+">")
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
	case m.status < 200:
		c.packet = nil
	case m.status < 300:
		c.answered(m)
	default:
		c.to = m.to
		c.ack(c.uri, c.branch("i")) // the same transaction (RFC 3261 section 17.1.1.3)
		if !c.over {
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
		c.voice = c.g.audio.add(legAddr(mediaFamily, c.n%mediaCount), to)
	}
	c.bridge()
}

func (c *call) ack(uri, branch string) {
	b := c.g.requestText("ACK", uri, carrierAddr, branch, c.headers("ACK")...)
	finish(b, "")
	c.g.wire.send(carrierAddr, []byte(b.String()))
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
	if !c.up || !c.phone || c.bridged || c.failed {
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
		c.g.wire.send(carrierAddr, response(m, 200, "OK", "", "", ""))
		if !c.leaving && !c.over {
			c.fail("the server hung up")
		}
		c.end()
	default:
		c.g.wire.send(carrierAddr, response(m, 200, "OK", "", c.g.contact("", carrierAddr), ""))
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
	b := c.g.requestText("CANCEL", c.uri, carrierAddr, c.branch("i"), c.headers("CANCEL")...)
	finish(b, "")
	c.leaving = true
	c.g.wire.send(carrierAddr, []byte(b.String()))
}

func (c *call) hangUp() {
	if c.over || c.leaving || !c.up {
		return
	}
	c.leaving = true
	c.cseq++
	b := c.g.requestText("BYE", c.uri, carrierAddr, c.branch("b"), c.headers("BYE")...)
	finish(b, "")
	c.g.audio.remove(c.voice)
	c.g.post(&c.pending, carrierAddr, []byte(b.String()))
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
