package phone

import (
	"crypto/sha256"
	"encoding/hex"
	"math/rand/v2"
	"net"
	"net/netip"
	"reflect"
	"strconv"
	"sync/atomic"
	"time"

	"github.com/yobirin/yobirin/desktop/internal/seat"
	"github.com/yobirin/yobirin/shared/live"
	"github.com/yobirin/yobirin/shared/sipua"
)

const (
	expires     = 3 * time.Minute // of a registration: how long a server that forgot us stays unnoticed
	answerLimit = 8 * time.Second // for a REGISTER; then the next server's turn
	pongLimit   = 8 * time.Second
	retryFirst  = time.Second // after a round of all servers; then doubled
	retryMost   = 30 * time.Second
	refusedWait = 30 * time.Second // a refusal is no matter of seconds
	// An account that is no more stays so. Asking often would look to the server
	// like guessing, and it would shut out the whole office's address.
	replacedWait = 10 * time.Minute
	homeEvery    = time.Minute // from another server back to the first
)

// account is the registration that is wanted, and where it stands.
type account struct {
	p    *Phone
	soft live.Softphone
	aor  sipua.Address
	reg  *sipua.Registration // nil before the first attempt

	state   seat.PhoneState
	trouble *seat.Trouble
	next    int           // index into soft.Servers of the server being tried
	ways    []place       // further addresses of it
	at      place         // where the last attempt went
	attempt atomic.Uint64 // numbers the attempts: what an old one finds is no news
	rounds  int           // in which no server took us
	failing *seat.Trouble // the worst of this round
	lost    bool          // the server was out of reach since the last registration
	taken   bool          // the server has taken this account once
	retry   *time.Timer
	home    *time.Timer
	ping    *time.Timer
}

// place is an address of a server.
type place struct {
	server    int
	transport sipua.Transport
	host      string
	remote    netip.AddrPort
}

// trust is the server that we deal with: who may call us, and whose
// certificate is asked for.
type trust struct {
	user   string
	places []place
}

// instanceOf makes the URN of this installation (RFC 5626 section 4.1) from
// its name: a UUID of RFC 9562's version 8.
func instanceOf(installation string) string {
	sum := sha256.Sum256([]byte("yobirin softphone " + installation))
	b := sum[:16]
	b[6], b[8] = b[6]&0x0f|0x80, b[8]&0x3f|0x80
	h := hex.EncodeToString(b)
	return `"<urn:uuid:` + h[:8] + "-" + h[8:12] + "-" + h[12:16] + "-" + h[16:20] + "-" + h[20:] + `>"`
}

// register switches the phone on, or changes to another account.
func (p *Phone) register(e seat.Register) {
	p.media = e.Media
	if p.acc != nil {
		if reflect.DeepEqual(p.acc.soft, e.Account) {
			return
		}
		p.acc.stop(nil)
	}
	a := &account{p: p, soft: e.Account, state: seat.PhoneRegistering}
	p.acc = a
	p.trusted.Store(&trust{user: e.Account.User})
	uri, err := sipua.ParseURI("sip:" + e.Account.Domain)
	if err != nil || uri.User != "" || e.Account.User == "" || len(e.Account.Servers) == 0 {
		a.tell(seat.PhoneFailed, &seat.Trouble{Code: "sip_account", Detail: "the server's answer names no usable account"})
		return
	}
	uri.User = escapeUser(e.Account.User)
	a.aor = sipua.Address{URI: uri}
	a.tell(seat.PhoneRegistering, nil)
	a.begin()
}

// refresh has the server hear of a registration that stands here. One that is
// being sought anew needs no help.
func (p *Phone) refresh() {
	if a := p.acc; a != nil && a.reg != nil && a.state == seat.PhoneRegistered {
		a.reg.Refresh()
	}
}

// unregister switches the phone off; calls go on.
func (p *Phone) unregister() {
	a := p.acc
	p.acc = nil
	p.endWaiting()
	off := func() {
		if p.acc == nil {
			p.tell(seat.Registration{State: seat.PhoneOff})
		}
	}
	if a == nil {
		off()
		return
	}
	told := false
	once := func() {
		if !told {
			told = true
			off()
		}
	}
	a.stop(once)
	p.after(goodbye, once) // the server may be out of reach
}

// stop ends a registration; done, which may be nil, is called by the owner
// when the server knows.
func (a *account) stop(done func()) {
	for _, t := range []*time.Timer{a.retry, a.home, a.ping} {
		stopTimer(t)
	}
	a.attempt.Add(1)
	finish := func() {
		if done != nil {
			done()
		}
	}
	if a.reg == nil {
		finish()
		return
	}
	a.reg.Stop(func() { a.p.post(finish) })
}

func stopTimer(t *time.Timer) {
	if t != nil {
		t.Stop()
	}
}

// current says whether this is still the account that is wanted.
func (a *account) current() bool { return a.p.acc == a }

// tell tells how the registration stands, if that is news.
func (a *account) tell(s seat.PhoneState, t *seat.Trouble) {
	a.state, a.trouble = s, t
	in := seat.Registration{State: s, Trouble: t}
	if s == seat.PhoneRegistered || s == seat.PhoneRegistering && !a.p.flow.IsZero() {
		in.Transport = string(a.at.transport)
	}
	a.p.tell(in)
	if s == seat.PhoneFailed {
		a.p.endWaiting()
	}
}

// status takes what the registration tells.
func (a *account) status(s sipua.RegistrationStatus) {
	if !a.current() {
		return
	}
	switch s.State {
	case sipua.Registered:
		a.registered(s.Flow)
	case sipua.Failed:
		a.failed(s)
	case sipua.Registering, sipua.Unregistered: // told where it is decided
	}
}

// registered: the server took us.
func (a *account) registered(flow sipua.Flow) {
	p := a.p
	a.rounds, a.failing, a.ways, a.taken = 0, nil, nil, true
	stopTimer(a.retry)
	renewed := p.flow != flow || a.lost
	old := p.flow
	p.flow, a.lost = flow, false
	if a.state != seat.PhoneRegistered || renewed {
		p.log.Info("the phone is registered", "transport", string(a.at.transport))
		a.tell(seat.PhoneRegistered, nil)
	}
	if renewed {
		p.moveLines()
		if len(p.lines) == 0 && old != flow {
			p.ua.Drop(old)
		}
	}
	p.goOut()
	a.goHome()
	a.keepAsking()
}

// failed: an attempt came to nothing.
func (a *account) failed(s sipua.RegistrationStatus) {
	t := troubleOf(s)
	switch {
	case t.Code == "sip_refused" && a.taken && (s.Status == 401 || s.Status == 403 || s.Status == 404):
		// The account that was good is so no more: the agent's newest login has
		// taken its place, or somebody has removed it.
		t.Code = "sip_replaced"
		a.p.log.Info("the server knows this phone no more")
		a.lost = true
		a.tell(seat.PhoneFailed, t)
		a.again(replacedWait*3/4 + time.Duration(rand.Int64N(int64(replacedWait/2))))
		return
	case t.Code == "sip_refused" || t.Code == "sip_replaced":
		a.lost = true
		a.tell(seat.PhoneFailed, t)
		a.again(refusedWait)
		return
	}
	a.fail(t, retryAfter(s.Response))
}

// fail goes on with the next address or server, and after the last one again
// with the first, later.
func (a *account) fail(t *seat.Trouble, after time.Duration) {
	a.lost = true
	a.p.endRinging("the server is out of reach", func(l *line) bool { return true })
	if a.failing == nil || a.failing.Code != "sip_certificate" {
		a.failing = t
	}
	if len(a.ways) > 0 {
		a.aim()
		return
	}
	servers := a.soft.Servers
	for a.next++; a.next < len(servers); a.next++ {
		// A certificate that is wrong must not lead to a way without one: that
		// is what an attacker would want.
		if a.failing.Code != "sip_certificate" || servers[a.next].Transport == string(sipua.TLS) {
			a.find()
			return
		}
	}
	a.next = 0
	wait := min(retryFirst<<min(a.rounds, 10), retryMost)
	wait = wait*3/4 + time.Duration(rand.Int64N(int64(wait/2))) // a thousand phones shall not come back as one
	if a.rounds == 0 {
		wait = retryFirst
	}
	a.rounds++
	a.p.log.Info("the phone cannot register", "trouble", a.failing.Code, "rounds", a.rounds)
	a.tell(seat.PhoneFailed, a.failing)
	a.failing = nil
	a.again(max(wait, after))
}

// again tries all servers anew after a time.
func (a *account) again(after time.Duration) {
	stopTimer(a.retry)
	a.retry = a.p.after(after, func() {
		if a.current() {
			a.begin()
		}
	})
}

// begin tries the servers from the first on.
func (a *account) begin() {
	stopTimer(a.retry)
	a.next, a.ways, a.failing = 0, nil, nil
	a.find()
}

// hurry tries again at once: something has changed.
func (a *account) hurry() {
	a.rounds = 0
	if a.state == seat.PhoneRegistered {
		a.tell(seat.PhoneRegistering, nil)
	}
	a.begin()
}

// troubleOf names a failure for the screen.
func troubleOf(s sipua.RegistrationStatus) *seat.Trouble {
	if s.Response == nil {
		if certificate(s.Err) {
			return &seat.Trouble{Code: "sip_certificate", Detail: cleanText(s.Err.Error(), 300)}
		}
		return &seat.Trouble{Code: "sip_unreachable", Detail: cleanText(s.Reason, 300)}
	}
	t := &seat.Trouble{
		Code: "sip_refused", Detail: cleanText(s.Reason, 300), Params: map[string]string{"status": strconv.Itoa(s.Status)},
	}
	switch {
	case s.Status == 403 && s.Response.Phrase() == "Already Registered Elsewhere":
		t.Code = "sip_replaced"
	case s.Status >= 500 && s.Status < 600 || s.Status == 408:
		t.Code = "sip_unreachable"
	}
	return t
}

// retryAfter is how long the server wants to be left alone.
func retryAfter(r *sipua.Response) time.Duration {
	if r == nil {
		return 0
	}
	text := r.Header("Retry-After")
	end := 0
	for end < len(text) && end < 6 && text[end] >= '0' && text[end] <= '9' {
		end++
	}
	n, err := strconv.Atoi(text[:end])
	if err != nil {
		return 0
	}
	return min(time.Duration(n)*time.Second, 5*time.Minute)
}

// socket is our UDP socket.
type socket struct {
	local netip.Addr
	conn  net.PacketConn
	over  chan struct{} // closed when the UA has let it go
}
