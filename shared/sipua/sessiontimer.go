package sipua

import (
	"strconv"
	"strings"
	"time"

	"github.com/emiago/sipgo/sip"
)

// sessionTimer keeps a session alive or ends it (RFC 4028).
type sessionTimer struct {
	want     SessionTimer
	interval int  // seconds agreed; 0: no timer
	mine     bool // we refresh
	minSE    int  // the least the far side takes, once told
	t        *time.Timer
	failures int
}

func (s *sessionTimer) stop() {
	if s.t != nil {
		s.t.Stop()
	}
}

func (s *sessionTimer) expires(u *UA) int {
	n := s.want.Expires
	if n == 0 {
		n = u.config.SessionExpires
	}
	return max(n, s.least(u), s.minSE)
}

func (s *sessionTimer) least(u *UA) int {
	if s.want.MinSE != 0 {
		return max(s.want.MinSE, 90)
	}
	return u.config.MinSE
}

// ask gives the headers of a first INVITE.
func (s *sessionTimer) ask(u *UA, minSE int, refresher string) []Header {
	s.minSE = max(s.minSE, minSE)
	v := strconv.Itoa(s.expires(u))
	if refresher == "uac" || refresher == "uas" {
		v += ";refresher=" + refresher
	}
	return []Header{{"Session-Expires", v}, {"Min-SE", strconv.Itoa(max(s.least(u), s.minSE))}}
}

// refreshHeaders gives the headers of a request in the dialog.
func (s *sessionTimer) refreshHeaders(d *Dialog) []Header {
	if s.want.Off || s.interval == 0 {
		return nil
	}
	role := "uas"
	if s.mine {
		role = "uac"
	}
	return []Header{
		{"Session-Expires", strconv.Itoa(max(s.interval, s.minSE)) + ";refresher=" + role},
		{"Min-SE", strconv.Itoa(max(s.least(d.ua), s.minSE))},
	}
}

func sessionExpires(m *sip.MessageData) (seconds int, refresher string) {
	v := headerOf(m, "session-expires")
	head, params, _ := strings.Cut(v, ";")
	n, ok := number(head, 1<<31-1)
	if !ok {
		return 0, ""
	}
	for p := range strings.SplitSeq(params, ";") {
		k, val, _ := strings.Cut(p, "=")
		if strings.EqualFold(strings.TrimSpace(k), "refresher") {
			refresher = strings.ToLower(strings.TrimSpace(val))
		}
	}
	return int(n), refresher
}

// accept takes a request that sets up or refreshes the session, and gives the
// headers of the 2xx; or a refusal (422).
func (s *sessionTimer) accept(d *Dialog, m *sip.MessageData) (headers []Header, refuse *Answer) {
	if s.want.Off {
		return nil, nil
	}
	able := hasToken(m, "supported", "timer") || hasToken(m, "require", "timer")
	asked, refresher := sessionExpires(m)
	least := s.least(d.ua)
	if asked > 0 && asked < least && able {
		return nil, &Answer{Status: 422, Headers: []Header{{"Min-SE", strconv.Itoa(least)}}}
	}
	if asked == 0 && !able && !s.want.Always {
		if s.want.Alone {
			s.alone(d)
			return nil, nil
		}
		if s.interval == 0 {
			return nil, nil
		}
		s.interval = 0 // the far side dropped it
		s.stop()
		return nil, nil
	}
	interval := s.expires(d.ua)
	if n, ok := number(headerOf(m, "min-se"), 1<<31-1); ok {
		interval = max(interval, int(n))
	}
	if asked > 0 {
		interval = max(min(asked, interval), least)
	}
	switch {
	case !able:
		refresher = "uas"
	case refresher != "uac" && refresher != "uas":
		refresher = "uac"
		if s.interval == 0 && s.want.Refresher == "uas" {
			refresher = "uas"
		}
	}
	s.interval, s.mine = interval, refresher == "uas"
	s.arm(d)
	headers = []Header{{"Session-Expires", strconv.Itoa(interval) + ";refresher=" + refresher}}
	if able {
		headers = append(headers, Header{"Require", "timer"})
	}
	return headers, nil
}

// TooShort says whether an INVITE asks for a session shorter than want allows,
// and gives the answer to it (422, RFC 4028 section 6). Ask before Setup, to
// refuse such a call before anybody's phone rings.
func (d *Dialog) TooShort(want SessionTimer) (Answer, bool) {
	if d.invite == nil || want.Off {
		return Answer{}, false
	}
	m := &d.invite.msg.MessageData
	s := sessionTimer{want: want}
	least := s.least(d.ua)
	if asked, _ := sessionExpires(m); asked == 0 || asked >= least || !hasToken(m, "supported", "timer") && !hasToken(m, "require", "timer") {
		return Answer{}, false
	}
	return Answer{Status: 422, Headers: []Header{{"Min-SE", strconv.Itoa(least)}}}, true
}

// answered takes the 2xx to our INVITE or UPDATE.
func (s *sessionTimer) answered(d *Dialog, m *sip.MessageData) {
	s.failures = 0
	if s.want.Off {
		return
	}
	interval, refresher := sessionExpires(m)
	if interval == 0 && s.want.Alone {
		s.alone(d)
		return
	}
	if interval == 0 {
		s.interval = 0 // the far side does not keep one (RFC 4028 section 7.2)
		s.stop()
		return
	}
	s.interval = max(interval, 90)
	s.mine = refresher != "uas"
	s.arm(d)
}

// alone keeps the session by our refreshes.
func (s *sessionTimer) alone(d *Dialog) {
	s.interval, s.mine = s.expires(d.ua), true
	s.arm(d)
}

// raise takes a 422; it reports whether it is worth trying again.
func (s *sessionTimer) raise(res *Response) bool {
	n, ok := number(res.Header("Min-SE"), 1<<31-1)
	if !ok || int(n) <= s.minSE {
		return false
	}
	s.minSE = int(n)
	s.interval = max(s.interval, s.minSE)
	return true
}

// arm starts the clock anew: the refresher's at half the interval, the
// other's shortly before its end (RFC 4028 section 10).
func (s *sessionTimer) arm(d *Dialog) {
	s.stop()
	whole := time.Duration(s.interval) * time.Second
	if s.mine {
		s.t = d.later(whole/2, func() { s.refresh(d) })
		return
	}
	s.t = d.later(whole-min(32*time.Second, whole/3), func() {
		d.bye([]Header{{"Reason", Reason{SIP: 408, Text: "Session timer expired"}.String()}}, Ended{By: Local, Why: WhyExpired})
	})
}

// refresh sends an UPDATE, or a re-INVITE with our last session description
// where UPDATE is not allowed.
func (s *sessionTimer) refresh(d *Dialog) {
	if d.stage != stageUp || s.interval == 0 || !s.mine {
		return
	}
	if !d.confirmed || d.own != nil || d.far != nil || d.ok != nil {
		s.t = d.later(2*time.Second, func() { s.refresh(d) })
		return
	}
	if !d.peer.updates {
		s.fallback(d)
		d.next = append([]*ownOffer{{sdp: d.localSDP, refresh: true}}, d.next...)
		d.nextOffer()
		return
	}
	r := d.peer.draft("UPDATE")
	r.contact, r.contactUser = true, d.contact()
	r.headers = append([]Header{{"Allow", allow}, {"Supported", d.supported()}}, s.refreshHeaders(d)...)
	d.ask(&d.peer, r, func(res *Response, why Why) {
		if d.stage != stageUp {
			return
		}
		switch {
		case res == nil && d.passing(why, s.failures):
			s.fallback(d)
		case res == nil:
			d.lost(why, nil)
		case res.Status()/100 == 2:
			d.peer.retarget(&res.msg.MessageData)
			s.answered(d, &res.msg.MessageData)
		case res.Status() == 481:
			d.lost(WhyGone, res)
		case res.Status() == 408:
			d.lost(WhyNoResponse, res)
		case res.Status() == 422 && s.raise(res):
			s.refresh(d)
		case res.Status() == 405 || res.Status() == 501:
			d.peer.updates = false
			s.refresh(d)
		default:
			s.fallback(d)
		}
	})
}

// fallback tries again after a refresh that failed in passing, until the
// session would be over.
func (s *sessionTimer) fallback(d *Dialog) {
	s.stop()
	s.failures++
	wait := time.Duration(s.interval) * time.Second / 8
	if s.failures > 3 {
		s.t = d.later(wait, func() { d.bye(nil, Ended{By: Local, Why: WhyExpired}) })
		return
	}
	s.t = d.later(wait, func() { s.refresh(d) })
}
