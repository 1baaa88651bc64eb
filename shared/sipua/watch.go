package sipua

import (
	"strconv"
	"strings"
	"time"

	"github.com/yobirin/yobirin/shared/fault"
)

// WatchConfig is a subscription of ours at a far side (RFC 6665).
type WatchConfig struct {
	Target      Target
	From, To    Address // without tags; To empty: the Request-URI
	ContactUser string
	Event       string // "dialog", "message-summary"
	Accept      string // media types understood; empty: none is named
	Expires     time.Duration
	Credentials *Credentials
	// Notice takes what is told, in order. It must not block.
	Notice func(Notice)
}

// Notice is one NOTIFY, or that the subscription could not be made or is over.
type Notice struct {
	State       string // "active", "pending" or "terminated"
	Reason      string // why it is over, as the far side says
	Status      int    // SIP status that refused the SUBSCRIBE; 0: it was not refused, or there was no answer
	ContentType string
	Body        []byte
}

// Watch is a subscription of ours, which is refreshed until Stop.
type Watch struct {
	ua     *UA
	config WatchConfig
	event  EventName
	key    string
	work   serial

	// All below belongs to the work queue.
	peer    peer
	known   bool // the far side has made the dialog
	over    bool
	leaving bool
	timer   *time.Timer
}

// Watch subscribes; Config.Expires 0 fetches the state once.
func (u *UA) Watch(c WatchConfig) (*Watch, error) {
	e, ok := ParseEvent(c.Event)
	switch {
	case !ok:
		return nil, fault.Wrong("Event", c.Event, "an event package such as dialog")
	case checkURI(&c.Target.URI) != nil || !isSIP(&c.Target.URI):
		return nil, fault.Wrong("Target.URI", c.Target.URI.String(), "a sip or sips URI")
	case c.Expires < 0:
		return nil, fault.Wrong("Expires", c.Expires.String(), "0 or more")
	case c.Notice == nil:
		return nil, fault.Wrong("Notice", "nil", "a function")
	}
	if c.To.URI.Host == "" {
		c.To = Address{URI: c.Target.URI}
	}
	w := &Watch{ua: u, config: c, event: e}
	tag := token(8)
	w.peer = peer{
		callID: token(16), local: withTag(c.From, tag), remote: c.To.String(), localTag: tag, target: c.Target.URI,
		routes: c.Target.Route, seq: firstSeq(), sticky: c.Target.Sticky, contactUser: c.ContactUser,
	}
	w.key = w.peer.callID + "|" + tag
	if !u.addInside(w.key, w) {
		return nil, fault.New(fault.Unavailable, "sip_closed", "the user agent is closing")
	}
	w.do(func() { w.subscribe(c.Expires) })
	return w, nil
}

func (w *Watch) do(f func()) {
	w.work.put(f, false, func() { w.ua.recovered("watch") })
}

// Refresh subscribes again at once.
func (w *Watch) Refresh() { w.do(func() { w.subscribe(w.config.Expires) }) }

// Stop ends the subscription (Expires: 0); a last Notice follows.
func (w *Watch) Stop() {
	w.do(func() {
		w.leaving = true
		w.subscribe(0)
	})
}

// subscribe sends SUBSCRIBE, first or again.
func (w *Watch) subscribe(expires time.Duration) {
	if w.over {
		return
	}
	if w.timer != nil {
		w.timer.Stop()
	}
	r := w.peer.draft("SUBSCRIBE")
	r.contact = true
	r.headers = []Header{{"Event", w.event.String()}, {"Expires", strconv.Itoa(int(expires / time.Second))}}
	if w.config.Accept != "" {
		r.headers = append(r.headers, Header{"Accept", w.config.Accept})
	}
	done := func(res *Response, why Why) { w.answered(res, expires) }
	if w.known {
		w.ua.inside(w.do, w.config.Credentials, &w.peer, r, 0, done)
		return
	}
	w.first(r, 0, done)
}

// first sends the SUBSCRIBE that makes the dialog, the way of the target.
func (w *Watch) first(r *draft, tries int, done func(*Response, Why)) {
	over := false
	w.ua.begin(r, wayOf(&w.config.Target), w.config.Target.StreamAllowed, func(ev txEvent) {
		w.do(func() {
			if over || ev.res != nil && ev.res.Status() < 200 {
				return
			}
			over = true
			if ev.res != nil {
				if h, ok := authorize(w.config.Credentials, ev.res, r, tries); ok {
					w.peer.seq++
					again := *r
					again.seq = w.peer.seq
					again.headers = withAuth(r.headers, h)
					w.first(&again, tries+1, done)
					return
				}
			}
			done(ev.res, ev.why)
		})
	})
}

func (w *Watch) answered(res *Response, expires time.Duration) {
	if w.over {
		return
	}
	if res == nil || res.Status()/100 != 2 {
		n := Notice{State: "terminated"}
		if res != nil {
			n.Status, n.Reason = res.Status(), res.Phrase()
		}
		w.end(n)
		return
	}
	m := &res.msg.MessageData
	if !w.known {
		w.known = true
		w.peer.remote, w.peer.remoteTag = headerOf(m, "to"), tagOf(res.To())
		w.peer.routes, w.peer.flow = recordRoute(m, true), res.flow
	}
	w.peer.retarget(m)
	if n, ok := number(res.Header("Expires"), 1<<31-1); ok {
		expires = time.Duration(n) * time.Second
	}
	if expires > 0 && !w.leaving {
		w.timer = time.AfterFunc(expires*4/5, func() { w.do(func() { w.subscribe(w.config.Expires) }) })
	}
}

func (w *Watch) drop() { w.do(func() { w.end(Notice{State: "terminated"}) }) }

func (w *Watch) end(n Notice) {
	if w.over {
		return
	}
	w.over = true
	if w.timer != nil {
		w.timer.Stop()
	}
	w.ua.dropInside(w.key)
	w.config.Notice(n)
}

// take is for the NOTIFYs; the first may come before the answer to SUBSCRIBE.
func (w *Watch) take(r *Request, t *serverTx) bool {
	return w.work.put(func() {
		in := &Incoming{Request: r, tx: t, tag: w.peer.localTag}
		seq := r.msg.CSeq().SeqNo
		e, ok := ParseEvent(r.Header("Event"))
		switch {
		case w.over || w.known && tagOf(r.From()) != w.peer.remoteTag:
			in.Respond(Answer{Status: 481})
			return
		case r.Method() != "NOTIFY":
			in.Respond(Answer{Status: 405, Headers: []Header{{"Allow", "NOTIFY"}}})
			return
		case !ok || e != w.event:
			in.Respond(Answer{Status: 489})
			return
		case w.peer.farKnown && seq <= w.peer.farSeq:
			in.Respond(Answer{Status: 500})
			return
		}
		m := &r.msg.MessageData
		if !w.known {
			w.known = true
			w.peer.remote, w.peer.remoteTag = headerOf(m, "from"), tagOf(r.From())
			w.peer.routes, w.peer.flow = recordRoute(m, false), r.flow
		}
		w.peer.farSeq, w.peer.farKnown = seq, true
		w.peer.retarget(m)
		in.Respond(Answer{Status: 200})
		state, params, _ := strings.Cut(r.Header("Subscription-State"), ";")
		n := Notice{State: strings.ToLower(strings.TrimSpace(state)), ContentType: r.ContentType(), Body: r.Body()}
		for p := range strings.SplitSeq(params, ";") {
			if k, v, _ := strings.Cut(p, "="); strings.EqualFold(strings.TrimSpace(k), "reason") {
				n.Reason = strings.TrimSpace(v)
			}
		}
		if n.State == "terminated" {
			w.end(n)
			return
		}
		w.config.Notice(n)
	}, true, func() { w.ua.recovered("watch") })
}
