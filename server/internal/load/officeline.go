//go:build linux

package load

import (
	"fmt"
	"net/netip"
	"slices"
	"strconv"
	"strings"
	"time"
)

// The states of a line.
type lineState int

const (
	asking  lineState = iota // we have called, and nobody has answered
	ringing                  // we are called
	up
	leaving // we have hung up or given up
	over
)

// line is one call of a phone or, without a phone, of an outside person.
type line struct {
	pending // our INVITE, 200 or BYE
	o       *Office
	phone   *handset
	n       int
	id      string
	us      string // From and To of our requests
	them    string
	target  string
	addr    netip.Addr
	inbound bool
	invite  *message // the one we are called by
	last    []byte   // our last answer to it
	state   lineState
	lost    bool // it has vanished
	cseq    int
	asked   int // the CSeq of our INVITE
	within  bool
	proved  bool
	held    bool
	voice   *stream
	place   string // Replaces, of a call that takes another's place
}

// call begins a call by a phone, nil: by somebody outside; it may take the
// place of another call.
func (o *Office) call(p *handset, dialed, place string) *line {
	n := o.number()
	l := &line{o: o, phone: p, n: n, place: place, id: fmt.Sprintf("o%d@office", n), target: fmt.Sprintf("sip:%s@%s", dialed, o.cfg.Server)}
	user := "090" + fmt.Sprintf("%08d", 10_000_000+n%300) // the same people call again
	l.addr = carrierAddr
	host := o.CarrierAddr().String()
	if p != nil {
		user, host, l.addr = p.User, o.cfg.Server.String(), p.addr
	}
	l.us, l.them = fmt.Sprintf("<sip:%s@%s>;tag=o%d", user, host, n), "<"+l.target+">"
	o.lines[l.id] = l
	l.ask("sendrecv")
	o.after(o.between(time.Second, o.cfg.Life), l.hangUp)
	return l
}

// ask sends an INVITE, the first or one within the call.
func (l *line) ask(direction string, more ...string) {
	if l.place != "" && l.state == asking {
		more = append(more, "Replaces: "+l.place)
	}
	l.cseq++
	l.asked = l.cseq
	l.send("INVITE", true, l.describe(direction), append(more, "Contact: <"+l.o.contact("x", l.addr)+">", "Allow: INVITE, ACK, CANCEL, BYE, OPTIONS, INFO, NOTIFY, REFER, UPDATE")...)
}

func (l *line) describe(direction string) string {
	return strings.Replace(description(l.listens(), l.o.audio.port, l.n), "a=sendrecv", "a="+direction, 1)
}

func (l *line) listens() netip.Addr {
	if l.phone != nil {
		return l.addr
	}
	return legAddr(mediaFamily, l.n%mediaCount)
}

// send sends a request of the call, kept until it is answered or once.
func (l *line) send(method string, keep bool, body string, more ...string) {
	kind := "application/sdp"
	if method == "INFO" {
		kind = "application/dtmf-relay"
	}
	headers := append([]string{"From: " + l.us, "To: " + l.them, "Call-ID: " + l.id, fmt.Sprintf("CSeq: %d %s", l.cseq, method), "User-Agent: load/1"}, more...)
	branch := fmt.Sprintf("o%d%s%d", l.n, strings.ToLower(method[:1]), l.cseq)
	if method == "CANCEL" {
		branch = fmt.Sprintf("o%di%d", l.n, l.cseq)
	}
	packet := l.o.text(method, l.target, l.addr, branch, headers, kind, body)
	if keep {
		l.o.post(&l.pending, l.addr, packet)
		return
	}
	l.o.wire.send(l.addr, packet)
}

// text writes a request.
func (o *Office) text(method, uri string, from netip.Addr, branch string, headers []string, kind, body string) []byte {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s SIP/2.0\r\nVia: SIP/2.0/UDP %s:%d;branch=z9hG4bK%s;rport\r\nMax-Forwards: 70\r\n", method, uri, from, o.wire.port, branch)
	for _, h := range headers {
		b.WriteString(h + "\r\n")
	}
	if body != "" {
		b.WriteString("Content-Type: " + kind + "\r\n")
	}
	fmt.Fprintf(&b, "Content-Length: %d\r\n\r\n%s", len(body), body)
	return []byte(b.String())
}

// response takes an answer of the server.
func (l *line) response(m *message) {
	if m.method != "INVITE" {
		if m.status < 200 {
			return
		}
		if m.method != "BYE" {
			l.o.met[m.method+" "+strconv.Itoa(m.status)]++
			return
		}
		l.packet = nil
		l.end()
		return
	}
	if m.cseq != l.asked {
		return // of the INVITE before the challenge
	}
	if m.status >= 200 {
		l.o.met["INVITE "+strconv.Itoa(m.status)]++
	}
	switch {
	case m.status < 200:
		if l.state == asking {
			l.packet = nil
		}
	case m.status < 300:
		l.accepted(m)
	case l.within:
		l.acknowledge()
		l.packet, l.within = nil, false
	default:
		l.them, l.packet = m.to, nil
		l.acknowledge()
		l.them = "<" + l.target + ">"
		if m.status == 401 && !l.proved && l.phone != nil && l.state == asking {
			l.proved = true
			if answer, ok := authorize(m.auth, SHA256, l.phone.User, l.phone.Password, "INVITE", l.target); ok {
				l.ask("sendrecv", "Authorization: "+answer)
				return
			}
		}
		l.end()
	}
}

// acknowledge is the ACK within the INVITE's transaction.
func (l *line) acknowledge() {
	headers := []string{"From: " + l.us, "To: " + l.them, "Call-ID: " + l.id, fmt.Sprintf("CSeq: %d ACK", l.asked)}
	l.o.wire.send(l.addr, l.o.text("ACK", l.target, l.addr, fmt.Sprintf("o%di%d", l.n, l.asked), headers, "", ""))
}

// accepted takes a 200: it is acknowledged every time it comes.
func (l *line) accepted(m *message) {
	again := l.within
	if l.state != leaving || !again { // our BYE may be on its way
		l.packet = nil
	}
	l.within = false
	l.them, l.target = m.to, uriIn(m.contact)
	headers := []string{"From: " + l.us, "To: " + l.them, "Call-ID: " + l.id, fmt.Sprintf("CSeq: %d ACK", m.cseq)}
	l.o.wire.send(l.addr, l.o.text("ACK", l.target, l.addr, fmt.Sprintf("o%da%d", l.n, m.cseq), headers, "", ""))
	switch l.state {
	case asking:
		l.state = up
	case leaving:
		if !again { // it was answered while we gave up
			l.bye()
		}
		return
	case over:
		return
	case ringing, up:
	}
	l.talk(m.body)
}

// talk sends audio to where an SDP wants it.
func (l *line) talk(sdp string) {
	to, ok := audioAt(sdp)
	if !ok {
		return
	}
	l.o.audio.remove(l.voice)
	l.voice = l.o.audio.add(l.listens(), to, false)
}

// invited: the server calls a phone, or somebody outside.
func (o *Office) invited(p *handset, m *message) {
	n := o.number()
	l := &line{o: o, phone: p, n: n, id: m.callID, addr: m.local, inbound: true, invite: m, state: ringing, target: uriIn(m.contact)}
	l.us, l.them = m.to+fmt.Sprintf(";tag=p%d", n), m.from
	o.lines[l.id] = l
	l.answer(180, "Ringing", "")
	by := o.rng.IntN(100)
	soon := o.between(50*time.Millisecond, 4*time.Second)
	switch {
	case o.closing: // a caller who is called back: the last to be served
		o.after(soon/4, l.pickUp)
		o.after(soon/4+2*time.Second, l.hangUp)
	case by < 70:
		o.after(soon, l.pickUp)
	case by < 75:
		l.refuse(486, "Busy Here")
	case by < 80:
		o.after(soon, func() { l.refuse(603, "Decline") })
	case by < 82:
		l.refuse(480, "Temporarily Unavailable")
	case by < 84:
		l.refuse(500, "Server Internal Error")
	default: // rings until the server or a later moment ends it
		o.after(o.between(5*time.Second, 30*time.Second), l.pickUp)
	}
	o.after(o.between(time.Second, o.cfg.Life), l.hangUp)
}

// answer answers the INVITE that we are called by.
func (l *line) answer(status int, phrase, body string) {
	m := *l.invite
	m.to = l.us
	l.last = response(&m, status, phrase, "", l.o.contact("x", l.addr), body)
	if status < 200 {
		l.o.wire.send(l.addr, l.last)
		return
	}
	l.o.post(&l.pending, l.addr, l.last)
}

func (l *line) pickUp() {
	if l.state != ringing || l.lost {
		return
	}
	l.state = up
	l.o.deeds["answer"]++
	l.answer(200, "OK", l.describe("sendrecv"))
	l.talk(l.invite.body)
}

func (l *line) refuse(status int, phrase string) {
	if l.state != ringing || l.lost {
		return
	}
	l.state = leaving
	l.o.deeds["refuse"]++
	l.answer(status, phrase, "")
}

// request takes what the server asks within a call.
func (l *line) request(m *message) {
	o := l.o
	yes := func(body string) {
		o.wire.send(l.addr, response(m, 200, "OK", "", o.contact("x", l.addr), body))
	}
	switch m.method {
	case "ACK":
		l.packet = nil
		if l.state == leaving && l.inbound {
			l.end() // of our refusal
		}
	case "BYE":
		yes("")
		l.end()
	case "CANCEL":
		yes("")
		if l.state == ringing {
			l.state = leaving
			l.answer(487, "Request Terminated", "")
		}
	case "INVITE":
		switch {
		case l.invite != nil && m.cseq == l.invite.cseq:
			o.wire.send(l.addr, l.last)
		case l.state == over || l.state == leaving:
			o.wire.send(l.addr, response(m, 481, "Gone", "", "", ""))
		case l.within:
			o.met["glare"]++
			o.wire.send(l.addr, response(m, 491, "Request Pending", "", "", ""))
		default:
			o.met["re-INVITE"]++
			yes(l.describe("sendrecv"))
			l.talk(m.body)
		}
	case "UPDATE":
		body := ""
		if m.body != "" {
			body = l.describe("sendrecv")
		}
		yes(body)
	default:
		o.met[m.method]++
		yes("")
	}
}

// hangUp ends the call, whatever state it is in.
func (l *line) hangUp() {
	if l.lost {
		return
	}
	switch l.state {
	case asking:
		l.state = leaving
		l.o.deeds["give up"]++
		l.cancel()
	case ringing:
		l.refuse(486, "Busy Here")
	case up:
		l.o.deeds["hang up"]++
		l.bye()
	case leaving, over:
	}
}

// cancel is sent again: it is lost when it comes before anything was answered.
func (l *line) cancel() {
	if l.state != leaving || l.lost {
		return
	}
	l.packet = nil
	l.send("CANCEL", false, "")
	l.o.after(2*time.Second, func() {
		if l.state == leaving && l.packet == nil {
			l.cancel()
		}
	})
	l.o.after(40*time.Second, l.end)
}

func (l *line) bye() {
	l.state = leaving
	l.o.audio.remove(l.voice)
	l.cseq++
	l.send("BYE", true, "")
}

// lose takes the line away without a word.
func (l *line) lose() {
	if l.state == over {
		return
	}
	l.lost = true
	l.end()
}

func (l *line) end() {
	if l.state == over {
		return
	}
	l.state, l.packet = over, nil
	l.o.audio.remove(l.voice)
	l.o.after(70*time.Second, func() { delete(l.o.lines, l.id) })
}

// press presses keys, one after the other.
func (l *line) press(keys string) {
	if l.state != up || l.lost || keys == "" || l.within {
		return
	}
	l.cseq++
	l.send("INFO", false, "Signal="+keys[:1]+"\r\nDuration=100\r\n")
	l.o.after(80*time.Millisecond, func() { l.press(keys[1:]) })
}

// hold holds the call or takes it back.
func (l *line) hold() {
	if l.within || l.packet != nil {
		return
	}
	l.within, l.held = true, !l.held
	l.ask(map[bool]string{true: "sendonly", false: "sendrecv"}[l.held])
}

// refer hands the call on: to digits, or to the place of another line.
func (l *line) refer(to string, place *line) {
	if l.within || l.packet != nil {
		return
	}
	target := fmt.Sprintf("sip:%s@%s", to, l.o.cfg.Server)
	if place != nil {
		target += "?Replaces=" + strings.ReplaceAll(place.id, "@", "%40") + "%3Bto-tag%3D" + tagIn(place.them) + "%3Bfrom-tag%3D" + tagIn(place.us)
	}
	l.cseq++
	l.send("REFER", false, "", "Refer-To: <"+target+">", "Contact: <"+l.o.contact("x", l.addr)+">")
}

func tagIn(value string) string {
	_, after, _ := strings.Cut(value, ";tag=")
	tag, _, _ := strings.Cut(after, ";")
	return tag
}

// some gives one of the lines that fit, nil: none.
func (o *Office) some(fits func(*line) bool) *line {
	var list []*line
	for _, l := range o.lines {
		if l.state != over && !l.lost && fits(l) {
			list = append(list, l)
		}
	}
	if len(list) == 0 {
		return nil
	}
	slices.SortFunc(list, func(a, b *line) int { return a.n - b.n })
	return list[o.rng.IntN(len(list))]
}
