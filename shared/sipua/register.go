package sipua

import (
	"math/rand/v2"
	"net/netip"
	"strconv"
	"strings"
	"time"

	"github.com/yobirin/yobirin/shared/fault"
)

// Registration is a registration that is kept alive. Its calls to State come
// in order, one at a time.
type Registration struct {
	ua      *UA
	config  RegisterConfig
	work    serial
	callID  string
	fromTag string

	// All below belongs to the work queue.
	seq      uint32
	turn     uint64 // numbers the REGISTERs: the answer to an old one is no news
	busy     bool
	again    bool
	stopping bool
	stopped  []func()
	failures int
	expires  int // seconds we ask for
	timer    *time.Timer
	alive    *time.Timer
	flow     Flow
	up       bool
}

const (
	retryFirst = 2 * time.Second // then doubled, with jitter
	retryMost  = 2 * time.Minute
)

// Register keeps a registration alive until Registration.Stop.
func (u *UA) Register(c RegisterConfig) (*Registration, error) {
	if err := checkURI(&c.Target.URI); err != nil || !isSIP(&c.Target.URI) {
		return nil, fault.Wrong("Target.URI", c.Target.URI.String(), "a sip or sips URI of the registrar")
	}
	if c.AOR.URI.Host == "" {
		return nil, fault.Wrong("AOR", c.AOR.String(), "an address of record with a host")
	}
	if c.Expires < 0 {
		return nil, fault.Wrong("Expires", c.Expires.String(), "0 or more")
	}
	if c.Expires == 0 {
		c.Expires = time.Hour
	}
	if c.State == nil {
		c.State = func(RegistrationStatus) {}
	}
	r := &Registration{ua: u, config: c, callID: token(16), fromTag: token(8), seq: firstSeq(), expires: int(c.Expires / time.Second)}
	r.do(func() {
		r.config.State(RegistrationStatus{State: Registering})
		r.send()
	})
	return r, nil
}

func (r *Registration) do(f func()) {
	r.work.put(f, false, func() {
		if p := recover(); p != nil {
			r.ua.caught("registration", p)
		}
	})
}

// Refresh registers again at once, as after a change of network.
func (r *Registration) Refresh() {
	r.do(func() {
		r.failures = 0
		r.send()
	})
}

// Aim registers at once at another target of the same registrar, as another
// phone's address, transport or network would: what is under way is forgotten.
func (r *Registration) Aim(t Target) {
	r.do(func() {
		r.config.Target, r.flow, r.failures = t, Flow{}, 0
		r.busy, r.again = false, false
		r.seq += 2 // the one forgotten may still answer a challenge
		r.send()
	})
}

// Stop unregisters (Expires: 0) and ends the registration; done, which may be
// nil, is called when the registrar answered or did not.
func (r *Registration) Stop(done func()) {
	r.do(func() {
		if done != nil {
			r.stopped = append(r.stopped, done)
		}
		if r.stopping {
			return
		}
		r.stopping = true
		r.stopTimers()
		if !r.busy {
			r.leave()
		}
	})
}

func (r *Registration) stopTimers() {
	if r.timer != nil {
		r.timer.Stop()
	}
	if r.alive != nil {
		r.alive.Stop()
	}
}

// leave unregisters what is registered.
func (r *Registration) leave() {
	if !r.up {
		r.gone()
		return
	}
	r.up = false
	r.request(0, func(Result) { r.gone() })
}

func (r *Registration) gone() {
	r.config.State(RegistrationStatus{State: Unregistered})
	for _, f := range r.stopped {
		f()
	}
	r.stopped = nil
}

func (r *Registration) send() {
	if r.stopping {
		return
	}
	if r.busy {
		r.again = true
		return
	}
	r.busy = true
	r.turn++
	turn := r.turn
	r.stopTimers()
	r.request(r.expires, func(res Result) {
		if turn != r.turn {
			return
		}
		r.busy = false
		if r.stopping {
			r.up = r.up || res.Response != nil && res.Response.Status()/100 == 2
			r.leave()
			return
		}
		r.answered(res)
		if r.again {
			r.again = false
			r.send()
		}
	})
}

func (r *Registration) request(expires int, done func(Result)) {
	r.seq++
	t := r.config.Target
	if r.up && !r.flow.IsZero() && r.ua.linkByID(r.flow.id) != nil && r.flow.Transport.Reliable() {
		t.Flow = r.flow // stay on the connection that the registrar knows (RFC 5626)
	}
	r.ua.Send(Outgoing{
		Method: "REGISTER", Target: t, From: r.config.AOR, To: r.config.AOR,
		Contact: true, ContactUser: r.config.ContactUser, contactTail: r.config.ContactParams + ";expires=" + strconv.Itoa(expires),
		CallID: r.callID, CSeq: r.seq, FromTag: r.fromTag, Credentials: r.config.Credentials, GiveUp: r.config.GiveUp,
		Headers: append([]Header{{"Expires", strconv.Itoa(expires)}, {"Allow", allow}, {"Supported", "path"}}, r.config.Headers...),
	}, func(res Result) {
		r.do(func() {
			r.seq = max(r.seq, res.CSeq)
			done(res)
		})
	})
}

func (r *Registration) answered(res Result) {
	s := RegistrationStatus{State: Failed, RTT: res.RTT, Response: res.Response, Err: res.Err}
	if res.Response == nil {
		if res.Why == WhyNoResponse && r.config.Pong > 0 {
			r.ua.Drop(r.flow) // a connection on which nothing comes is dead
			r.ua.dropWay(wayOf(&r.config.Target))
		}
		s.Reason = string(res.Why)
		if res.Detail != "" {
			s.Reason += ": " + res.Detail
		}
		r.failed(s, 0)
		return
	}
	m := &res.Response.msg.MessageData
	s.Status, s.Flow = res.Response.Status(), res.Response.flow
	if via := m.Via(); via != nil {
		host, _ := via.Params.Get("received")
		port, _ := via.Params.Get("rport")
		if a, err := netip.ParseAddr(strings.Trim(host, "[]")); err == nil {
			n, _ := number(port, 65535)
			s.Public = hostPort(a.String(), int(n))
		}
	}
	if s.Status/100 == 2 {
		r.registered(s, res.Response)
		return
	}
	s.Reason = strconv.Itoa(s.Status) + " " + clean(res.Response.Phrase())
	if n, ok := number(res.Response.Header("Min-Expires"), 1<<31-1); s.Status == 423 && ok && int(n) > r.expires && n < 7*86400 {
		r.expires = int(n)
		r.send()
		return
	}
	after, _, _ := strings.Cut(res.Response.Header("Retry-After"), ";")
	after, _, _ = strings.Cut(after, "(")
	n, _ := number(after, 86400)
	r.failed(s, time.Duration(n)*time.Second)
}

func (r *Registration) registered(s RegistrationStatus, res *Response) {
	r.failures, r.up, r.flow = 0, true, res.flow
	granted := r.granted(res)
	s.State, s.Reason = Registered, ""
	s.Expires = time.Duration(granted) * time.Second
	s.Next = s.Expires * 9 / 10
	if s.Expires > 20*time.Minute { // RFC 5626 section 4.4: jitter keeps a farm from coming at once
		s.Next = s.Expires/2 + time.Duration(rand.Int64N(int64(s.Expires/4)))
	}
	s.Next = max(s.Next, time.Second)
	r.timer = time.AfterFunc(s.Next, func() { r.do(r.send) })
	r.keepAlive()
	r.config.State(s)
}

// granted finds how long the registrar gave us: our own Contact's expires,
// else Expires, else what we asked for.
func (r *Registration) granted(res *Response) int {
	for _, c := range res.Contacts() {
		if c.URI.User != r.config.ContactUser {
			continue
		}
		if v, ok := c.Param("expires"); ok {
			if n, ok := number(v, 7*86400); ok && n > 0 {
				return int(n)
			}
		}
	}
	if n, ok := number(res.Header("Expires"), 7*86400); ok && n > 0 {
		return int(n)
	}
	return r.expires
}

// keepAlive holds a NAT's binding open over UDP (RFC 5626 section 4.4.2 wants
// STUN; every registrar takes CRLF), and watches over a connection.
func (r *Registration) keepAlive() {
	every := r.config.KeepAlive
	if every <= 0 || r.flow.Transport.Reliable() && r.config.Pong <= 0 {
		return
	}
	r.alive = time.AfterFunc(every, func() {
		r.do(func() {
			if !r.up || r.stopping {
				return
			}
			switch l := r.ua.linkByID(r.flow.id).(type) {
			case *stream:
				l.poke(r.config.Pong)
			case *socket:
				_ = l.send(crlf, r.flow.Remote)
			}
			r.keepAlive()
		})
	})
}

// failed tells of a failure and tries again later: soon at first, then ever
// more rarely; as the registrar says when it says so. Wrong credentials are
// not hammered.
func (r *Registration) failed(s RegistrationStatus, after time.Duration) {
	r.failures++
	r.up = false
	if r.config.Manual {
		r.config.State(s)
		return
	}
	wait := min(retryFirst<<min(r.failures-1, 10), retryMost)
	if s.Status == 401 || s.Status == 403 || s.Status == 404 || s.Status == 407 {
		wait = retryMost
	}
	wait = wait/2 + time.Duration(rand.Int64N(int64(wait/2)+1))
	s.Next = max(wait, after)
	r.timer = time.AfterFunc(s.Next, func() {
		r.do(func() {
			if !r.stopping {
				r.config.State(RegistrationStatus{State: Registering})
			}
			r.send()
		})
	})
	r.config.State(s)
}
