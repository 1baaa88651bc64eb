//go:build linux

package load

import (
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"net"
	"net/netip"
	"strconv"
	"sync"
	"time"
)

// OfficeConfig is what an office needs to know.
type OfficeConfig struct {
	Server  netip.AddrPort // where the server takes SIP over UDP
	Devices []Device
	Seed    uint64
	Numbers []string      // of the site, that callers call
	Dialed  []string      // what phones dial
	Keys    []string      // what agents press during a call, a word at a time
	Rate    float64       // things that somebody does, in a second
	Most    int           // calls of the office at once; beyond, nobody begins one
	Life    time.Duration // a call is hung up by then
}

// Office is phones and callers who behave at random: they answer or not, press
// keys, hold, refer, hang up at any moment and vanish without a word. Its
// methods may be called from any goroutine.
type Office struct {
	cfg   OfficeConfig
	wire  *wire
	audio *audio
	done  chan struct{}

	mu      sync.Mutex
	rng     *rand.Rand
	phones  []*handset
	byAddr  map[netip.Addr]*handset
	lines   map[string]*line // by Call-ID
	forms   map[string]*form // REGISTERs under way, by Call-ID
	next    int
	deeds   map[string]int
	met     map[string]int // what the server answered and asked
	closing bool           // nobody begins anything any more
}

// handset is one phone of the office.
type handset struct {
	Device
	n    int
	addr netip.Addr
	gone bool // vanished: it hears and says nothing
	in   bool // registered, as far as it knows
}

// form is a REGISTER under way.
type form struct {
	pending
	phone  *handset
	cseq   int
	proved bool
}

// NewOffice opens the sockets.
func NewOffice() (*Office, error) {
	w, err := openWire(netip.AddrPort{})
	if err != nil {
		return nil, err
	}
	a, err := openAudio()
	if err != nil {
		return nil, errors.Join(err, w.conn.Close())
	}
	return &Office{
		wire: w, audio: a, done: make(chan struct{}), byAddr: map[netip.Addr]*handset{},
		lines: map[string]*line{}, forms: map[string]*form{}, deeds: map[string]int{}, met: map[string]int{},
	}, nil
}

// CarrierAddr is where the server finds the office's carrier.
func (o *Office) CarrierAddr() netip.AddrPort { return netip.AddrPortFrom(carrierAddr, o.wire.port) }

// Start begins to listen, and registers every phone.
func (o *Office) Start(cfg OfficeConfig) {
	o.cfg, o.wire.server = cfg, cfg.Server
	o.rng = rand.New(rand.NewPCG(cfg.Seed, 1))
	for i, d := range cfg.Devices {
		p := &handset{n: i, Device: d, addr: legAddr(phoneFamily, i)}
		o.phones = append(o.phones, p)
		o.byAddr[p.addr] = p
	}
	go o.read()
	go o.sweep()
	for i, p := range o.phones {
		o.after(time.Duration(i)*5*time.Millisecond, func() { o.register(p) })
	}
}

// Close ends the office without a word to the server.
func (o *Office) Close() {
	close(o.done)
	_ = o.wire.conn.Close()
	o.audio.close()
}

// Registered is how many phones believe they are registered.
func (o *Office) Registered() (n int) {
	o.mu.Lock()
	defer o.mu.Unlock()
	for _, p := range o.phones {
		if p.in && !p.gone {
			n++
		}
	}
	return n
}

// Lines is how many calls the office has.
func (o *Office) Lines() int {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.open()
}

func (o *Office) open() (n int) {
	for _, l := range o.lines {
		if l.state != over {
			n++
		}
	}
	return n
}

// Done is what was done, and Met what the server answered and asked.
func (o *Office) Done() (deeds, met map[string]int) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return maps.Clone(o.deeds), maps.Clone(o.met)
}

// Leave makes nobody begin anything any more, brings the vanished phones back
// and hangs up every call.
func (o *Office) Leave() {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.closing = true
	for _, p := range o.phones {
		if p.gone {
			o.comeBack(p)
		}
	}
	for _, l := range o.lines {
		l.hangUp()
	}
}

// after does something later, unless the office is closed.
func (o *Office) after(d time.Duration, fn func()) {
	time.AfterFunc(d, func() {
		select {
		case <-o.done:
			return
		default:
		}
		o.mu.Lock()
		defer o.mu.Unlock()
		fn()
	})
}

// between gives a duration by chance.
func (o *Office) between(a, b time.Duration) time.Duration {
	return a + time.Duration(o.rng.Int64N(int64(b-a)))
}

func (o *Office) number() int {
	o.next++
	return o.next
}

func (o *Office) read() {
	buf, oob := make([]byte, 65536), make([]byte, 256)
	for {
		n, to, at, err := o.wire.receive(buf, oob)
		if errors.Is(err, net.ErrClosed) {
			return
		}
		if err != nil {
			continue
		}
		m, ok := parse(buf[:n])
		if !ok {
			continue
		}
		m.local, m.at = to, at
		o.mu.Lock()
		o.take(m)
		o.mu.Unlock()
	}
}

// take handles one message.
func (o *Office) take(m *message) {
	p := o.byAddr[m.local]
	if p != nil && p.gone {
		return
	}
	l := o.lines[m.callID]
	if l != nil && l.lost {
		return
	}
	if m.status > 0 {
		switch {
		case m.method == "REGISTER":
			o.registered(m)
		case l != nil:
			l.response(m)
		}
		return
	}
	switch {
	case m.method == "OPTIONS" && l == nil:
		o.wire.send(m.local, response(m, 200, "OK", "o", o.contact("", m.local), ""))
	case l != nil:
		l.request(m)
	case m.method == "INVITE" && !hasTag(m.to):
		o.invited(p, m)
	case m.method == "NOTIFY":
		o.wire.send(m.local, response(m, 200, "OK", "n", "", ""))
	case m.method != "ACK":
		o.met["unknown "+m.method]++
		o.wire.send(m.local, response(m, 481, "Gone", "", "", ""))
	}
}

// sweep sends again what was not answered, and buries what never will be.
func (o *Office) sweep() {
	tick := time.NewTicker(sweepEvery)
	defer tick.Stop()
	for {
		select {
		case <-o.done:
			return
		case now := <-tick.C:
			o.mu.Lock()
			for id, f := range o.forms {
				if o.repeat(&f.pending, now) {
					delete(o.forms, id)
				}
			}
			for _, l := range o.lines {
				if o.repeat(&l.pending, now) {
					l.packet = nil
					o.met["no answer to what a line sent"]++
					if l.state == leaving || l.state == asking {
						l.end()
					}
				}
			}
			o.mu.Unlock()
		}
	}
}

func (o *Office) post(p *pending, from netip.Addr, packet []byte) {
	*p = pending{packet: packet, from: from, next: time.Now().Add(retransmit)}
	o.wire.send(from, packet)
}

// repeat sends a message again; true when that was often enough.
func (o *Office) repeat(p *pending, now time.Time) bool {
	if p.packet == nil || now.Before(p.next) {
		return false
	}
	if p.tries >= attempts {
		return true
	}
	p.tries++
	p.next = now.Add(retransmit << p.tries)
	o.wire.send(p.from, p.packet)
	return false
}

func (o *Office) contact(user string, at netip.Addr) string {
	if user != "" {
		user += "@"
	}
	return "sip:" + user + at.String() + ":" + strconv.Itoa(int(o.wire.port))
}

// register registers a phone for an hour.
func (o *Office) register(p *handset) {
	id := fmt.Sprintf("r%d@office", o.number())
	f := &form{phone: p}
	o.forms[id] = f
	o.sendForm(id, f, "")
}

func (o *Office) sendForm(id string, f *form, authorization string) {
	p := f.phone
	f.cseq++
	uri := "sip:" + o.cfg.Server.String()
	headers := []string{
		fmt.Sprintf("From: <sip:%s@%s>;tag=%s", p.User, o.cfg.Server, id[:len(id)-7]), fmt.Sprintf("To: <sip:%s@%s>", p.User, o.cfg.Server),
		"Call-ID: " + id, fmt.Sprintf("CSeq: %d REGISTER", f.cseq), fmt.Sprintf("Contact: <%s>;expires=3600", o.contact(p.User, p.addr)),
		"User-Agent: load/1", "Allow: INVITE, ACK, CANCEL, BYE, OPTIONS, INFO, NOTIFY, REFER, UPDATE, SUBSCRIBE, MESSAGE",
		"Supported: path, replaces, outbound, gruu", "Accept: application/sdp, application/dtmf-relay",
		"Allow-Events: talk, hold, conference, refer, check-sync",
	}
	if authorization != "" {
		headers = append(headers, "Authorization: "+authorization)
	}
	o.post(&f.pending, p.addr, o.text("REGISTER", uri, p.addr, id[:len(id)-7]+"x"+strconv.Itoa(f.cseq), headers, "", ""))
}

func (o *Office) registered(m *message) {
	f := o.forms[m.callID]
	if f == nil || m.cseq != f.cseq || m.status < 200 {
		return
	}
	if m.status == 401 && !f.proved {
		f.proved = true
		if answer, ok := authorize(m.auth, SHA256, f.phone.User, f.phone.Password, "REGISTER", "sip:"+o.cfg.Server.String()); ok {
			o.sendForm(m.callID, f, answer)
			return
		}
	}
	delete(o.forms, m.callID)
	f.phone.in = m.status == 200
	if m.status != 200 {
		o.met["REGISTER "+strconv.Itoa(m.status)]++
	}
}

// vanish takes a phone off the network, in the middle of whatever it does.
func (o *Office) vanish(p *handset) {
	p.gone = true
	for _, l := range o.lines {
		if l.phone == p {
			l.lose()
		}
	}
	o.after(o.between(2*time.Second, 50*time.Second), func() { o.comeBack(p) })
}

func (o *Office) comeBack(p *handset) {
	if p.gone {
		p.gone = false
		o.register(p)
	}
}
