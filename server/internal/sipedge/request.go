package sipedge

import (
	"net/netip"
	"strconv"
	"strings"
	"time"

	"github.com/yobirin/yobirin/shared/id"
	"github.com/yobirin/yobirin/shared/sipua"
	"github.com/yobirin/yobirin/shared/sipua/digest"
)

// busySeconds is what Retry-After says when we cannot take a call now.
const busySeconds = 30

// callTrust is how long a phone that proved its password for a call, without
// being registered, stays known.
const callTrust = 4 * time.Hour

// methods is the Allow header told to known peers.
const methods = "INVITE, ACK, CANCEL, BYE, OPTIONS, REGISTER, INFO, UPDATE, PRACK, REFER, NOTIFY, SUBSCRIBE"

// requested takes every request outside a dialog but INVITE.
func (e *Edge) requested(in *sipua.Incoming) {
	defer e.caught("answering a request")
	switch in.Method() {
	case "REGISTER":
		e.registered(in)
	case "OPTIONS":
		e.asked(in)
	case "SUBSCRIBE":
		e.subscribed(in)
	case "PUBLISH":
		in.Respond(sipua.Answer{Status: 489})
	case "REFER": // outside a dialog, also with Target-Dialog (RFC 4538)
		in.Respond(sipua.Answer{Status: 403})
	case "BYE", "INFO", "UPDATE", "PRACK", "NOTIFY":
		in.Respond(sipua.Answer{Status: 481})
	default:
		in.Respond(sipua.Answer{Status: 405, Headers: []sipua.Header{{Name: "Allow", Value: methods}}})
	}
}

// asked answers OPTIONS: to peers with what we can, to strangers with the
// least that RFC 3261 allows.
func (e *Edge) asked(in *sipua.Incoming) {
	switch {
	case e.draining.Load():
		in.Respond(sipua.Answer{Status: 503, Headers: retryAfter()})
	case e.guard.isFlow(in.Flow().Remote):
		in.Respond(sipua.Answer{Status: 200, Headers: append(sipua.Capabilities()[1:2:2],
			sipua.Header{Name: "Allow", Value: methods}, sipua.Header{Name: "Allow-Events", Value: allowedEvents},
			sipua.Header{Name: "Supported", Value: "100rel, timer, replaces, norefersub"})})
	case e.guard.knows(in.Flow().Remote):
		in.Respond(sipua.Answer{Status: 200, Headers: sipua.Capabilities()})
	default:
		in.Respond(sipua.Answer{Status: 200})
	}
}

func retryAfter() []sipua.Header {
	return []sipua.Header{{Name: "Retry-After", Value: strconv.Itoa(busySeconds)}}
}

// registered answers REGISTER.
func (e *Edge) registered(in *sipua.Incoming) {
	acct, no := e.authenticate(in.Request)
	if no != nil {
		in.Respond(*no)
		return
	}
	if !strings.EqualFold(unescape(in.To().URI.User), acct.User) {
		// The password was right, so this tells a stranger nothing.
		in.Respond(sipua.Answer{Status: 403})
		return
	}
	r := e.phones.register(time.Now(), acct, in)
	e.metrics.registers.WithLabelValues(strconv.Itoa(r.status)).Inc()
	in.Respond(sipua.Answer{Status: r.status, Phrase: r.phrase, Headers: r.headers})
	if e.cfg.UnsolicitedMessages && r.fresh {
		e.greet(acct.ID, in.Flow())
	}
}

// greet tells a phone that has just come of its messages.
func (e *Edge) greet(device id.Device, from sipua.Flow) {
	if m, _ := e.watchers.mailOf(device); m == (mail{}) {
		return
	}
	for _, b := range e.contactsOf(device) {
		if b.flow == from {
			e.sendMail(device, b)
		}
	}
}

// authenticate finds the device account that a request proves to be from, or
// the answer to give. Unknown users, wrong passwords and claims that are not
// read (see guesses) are told alike, and the same work is done for all.
func (e *Edge) authenticate(r *sipua.Request) (*DeviceAccount, *sipua.Answer) {
	x, now := e.plan.Load(), time.Now()
	given := append(r.Headers("Authorization"), r.Headers("Proxy-Authorization")...)
	unread := false
	user, verdict := e.digest.Verify(now, r.Method(), given, func(user string) (digest.Secrets, bool) {
		a, ok := x.byUser[user]
		unread = !e.guard.guesses.may(now, e.guard.claim(r.Flow().Remote, user, r.CallID()))
		if !ok || unread {
			return digest.Secrets{}, false
		}
		return digest.Secrets{MD5: a.HA1MD5, SHA256: a.HA1SHA256}, true
	})
	switch verdict {
	case digest.Good:
		if acct := x.byUser[user]; acct != nil {
			e.puzzled.solved(attemptOf(r))
			e.guard.guesses.proved(now, e.guard.claim(r.Flow().Remote, user, r.CallID()))
			return acct, nil
		}
	case digest.Missing:
		return nil, e.challenge(now, false, r)
	case digest.Stale:
		return nil, e.challenge(now, true, r)
	case digest.Wrong:
	}
	e.metrics.failures.Inc()
	who := e.guard.claim(r.Flow().Remote, user, r.CallID())
	var suspect bool
	if unread { // no guess: a phone that rests would never end to rest
		suspect = e.guard.guesses.turnedAway(now, who)
	} else {
		suspect = e.guard.guesses.wrong(now, who, x.byUser[user] != nil)
	}
	if suspect {
		e.cfg.Logger.Warn("a source is suspect after wrong passwords", "source", r.Flow().Remote.Addr(), "for", e.guard.limits.Ban)
	}
	return nil, &sipua.Answer{Status: 403}
}

// trunkAt finds the trunk whose network a source lies in: the exact address
// and port of its host, else the longest prefix, else an address its name was
// resolved to.
func (e *Edge) trunkAt(x *index, a netip.AddrPort) *Trunk {
	if t := x.fixed[a]; t != nil {
		return t
	}
	for _, p := range x.prefixes {
		if p.prefix.Contains(a.Addr()) {
			return p.trunk
		}
	}
	if t, ok := x.trunks[e.trunks.learned(a.Addr())]; ok {
		return t
	}
	return nil
}

// trunkOf finds the trunk that an INVITE comes from, or nil for a phone or a
// stranger. Phones may sit in a trunk's network (one office, one address):
// a phone's flow, or an account's name in From with anything but the trunk's
// own port, makes it a phone, which then has to prove itself.
func (e *Edge) trunkOf(x *index, r inviteRequest) *Trunk {
	from := r.Flow().Remote
	if t := x.fixed[from]; t != nil && r.Flow().Transport == sipua.UDP {
		return e.amongTwins(x, t, r)
	}
	if e.guard.isFlow(from) {
		return nil
	}
	if _, account := x.byUser[unescape(r.From().URI.User)]; account {
		return nil
	}
	if t := e.trunkAt(x, from); t != nil {
		return e.amongTwins(x, t, r)
	}
	return nil
}

// amongTwins chooses between trunks of one carrier that share an address: the
// one whose account the Request-URI names.
func (e *Edge) amongTwins(x *index, found *Trunk, r inviteRequest) *Trunk {
	user := unescape(r.URI().User)
	if found.Register != nil && found.Register.User == user {
		return found
	}
	for _, t := range x.order {
		if t != found && t.Register != nil && t.Register.User == user && e.trunks.covers(t, r.Flow().Remote.Addr()) {
			return t
		}
	}
	return found
}
