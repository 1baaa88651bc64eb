package sipedge

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"strings"

	"github.com/yobirin/yobirin/shared/id"
	"github.com/yobirin/yobirin/shared/leg"
	"github.com/yobirin/yobirin/shared/sipua"
)

// maxReferred is the longest destination of a REFER that is passed on.
const maxReferred = 64

// referred takes a REFER (RFC 3515) from a phone: its other side is to be
// connected with a number, or with the far side of another leg of the phone.
// Carriers get 403 before it comes here.
func (s *session) referred(ev sipua.Referred) {
	refuse := func(status int) { s.dialog.RefuseRefer(sipua.Answer{Status: status}) }
	if s.device.IsZero() || !s.up || s.hungUp != nil {
		refuse(403)
		return
	}
	// Tags protect the dialog from forgers; a phone whose address is not the
	// one that it registered from proves its password once more.
	if !s.edge.guard.isFlow(ev.Request.Flow().Remote) {
		acct, no := s.edge.authenticate(ev.Request)
		if no == nil && acct.ID != s.device {
			no = &sipua.Answer{Status: 403}
		}
		if no != nil {
			s.dialog.RefuseRefer(*no)
			return
		}
	}
	fact := leg.Referred{Leg: s.id}
	if named := ev.Target.Replaces; !named.IsZero() {
		other := s.edge.legNamed(named)
		switch {
		case other == nil || other.device != s.device:
			refuse(481)
			return
		case other == s:
			refuse(400)
			return
		}
		fact.Replaces = other.id
	} else if fact.To = dialedAs(ev.Target.URI); fact.To == "" || len(fact.To) > maxReferred {
		refuse(400)
		return
	}
	e, l, d := s.edge, s.id, s.dialog
	e.mu.Lock()
	e.referrals[l] = d
	e.mu.Unlock()
	d.AcceptRefer(func() {
		e.mu.Lock()
		defer e.mu.Unlock()
		if e.referrals[l] == d {
			delete(e.referrals, l)
		}
	})
	s.report(fact)
}

// tellReferrer tells a phone how its transfer goes, also when its own leg is
// over already.
func (e *Edge) tellReferrer(o leg.TellReferrer) {
	e.mu.Lock()
	d := e.referrals[o.Leg]
	e.mu.Unlock()
	if d != nil {
		d.TellRefer(o.Status)
	}
}

// referring counts who is still to be told how a transfer goes.
func (e *Edge) referring() int {
	e.mu.Lock()
	defer e.mu.Unlock()
	return len(e.referrals)
}

// dialedAs reads a URI as a phone's INVITE to it would be read.
func dialedAs(u sipua.URI) string {
	user := uriUser(u)
	if n := digits(user); n != "" {
		return n
	}
	return clean(unescape(user), maxNumber)
}

// legNamed finds the leg of a dialog; phones disagree on which tag is whose
// in a Refer-To, so both orders are tried.
func (e *Edge) legNamed(r sipua.Replaces) *session {
	f, ok := e.ua.Find(r)
	if !ok {
		r.ToTag, r.FromTag = r.FromTag, r.ToTag
		if f, ok = e.ua.Find(r); !ok {
			return nil
		}
	}
	return e.legOf(f.Dialog)
}

func (e *Edge) legOf(d *sipua.Dialog) *session {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.dialogs[d]
}

// own makes a dialog the session's own, in place of one before it.
func (e *Edge) own(s *session, d *sipua.Dialog) {
	e.mu.Lock()
	defer e.mu.Unlock()
	delete(e.dialogs, s.owned)
	s.owned = nil
	if e.legs[s.id] == s {
		e.dialogs[d], s.owned = s, d
	}
}

// replaced finds the leg whose place a phone's INVITE is to take (RFC 3891):
// one of its own account, or one that rings at any phone of the site. It
// is zero for an INVITE that replaces nothing.
func (e *Edge) replaced(acct *DeviceAccount, r message) (l id.Leg, no *sipua.Answer) {
	values := r.Headers("Replaces")
	if len(values) == 0 {
		return l, nil
	}
	named, err := sipua.ParseReplaces(values[0])
	if err != nil || len(values) > 1 || len(r.Headers("Join")) > 0 {
		return l, &sipua.Answer{Status: 400, Phrase: "Bad Replaces"}
	}
	if strings.HasPrefix(named.CallID, pickupPrefix) {
		return e.pickedUp(named)
	}
	f, ok := e.ua.Find(named)
	if !ok {
		return l, &sipua.Answer{Status: 481}
	}
	other := e.legOf(f.Dialog)
	switch {
	case other == nil || !f.Up && f.Inbound: // RFC 3891 section 3: who calls cannot be replaced
		return l, &sipua.Answer{Status: 481}
	case other.device != acct.ID && (f.Up || other.device.IsZero()):
		return l, &sipua.Answer{Status: 403}
	case named.EarlyOnly && f.Up:
		return l, &sipua.Answer{Status: 486}
	}
	return other.id, nil
}

// pickupPrefix begins the Call-IDs that lamps name ringing calls by. They are
// not the real ones: who knows those could end the call.
const pickupPrefix = "pickup-"

// pickup is the name by which any phone of the site may pick a ringing leg up.
func (e *Edge) pickup(l id.Leg) sipua.Replaces {
	tag := func(what string) string {
		h := hmac.New(sha256.New, e.pickupKey)
		h.Write([]byte(what + l.String()))
		return hex.EncodeToString(h.Sum(nil)[:8])
	}
	return sipua.Replaces{CallID: pickupPrefix + l.String(), ToTag: tag("local"), FromTag: tag("remote")}
}

func (e *Edge) pickedUp(named sipua.Replaces) (l id.Leg, no *sipua.Answer) {
	l, err := id.Parse[id.Leg](strings.TrimPrefix(named.CallID, pickupPrefix))
	want := e.pickup(l)
	right := named.ToTag == want.ToTag && named.FromTag == want.FromTag || named.ToTag == want.FromTag && named.FromTag == want.ToTag
	if err != nil || !right {
		return id.Leg{}, &sipua.Answer{Status: 481}
	}
	e.mu.Lock()
	s := e.legs[l]
	var d *sipua.Dialog
	if s != nil {
		d = s.owned
	}
	e.mu.Unlock()
	switch {
	case s == nil || s.inbound || s.device.IsZero() || d == nil:
		return id.Leg{}, &sipua.Answer{Status: 481}
	case d.Up(): // a lamp offers only what rings
		return id.Leg{}, &sipua.Answer{Status: 486}
	}
	return l, nil
}
