package sipedge

import (
	"slices"
	"strings"

	"github.com/yobirin/yobirin/shared/leg"
	"github.com/yobirin/yobirin/shared/sipua"
)

// fromTrunk reads an INVITE as its trunk's profile says: who calls, what was
// dialed, how the media must be. no is the answer when it cannot be taken.
func fromTrunk(d *sipua.Dialog, t *Trunk, fact *leg.Incoming, spec *MediaSpec) (codes reliability, no *sipua.Answer) {
	r, p := d.Request(), &t.Profile
	if t.Disabled {
		return false, &sipua.Answer{Status: 403}
	}
	session := sessionOf(p, true)
	if short, is := d.TooShort(session); is {
		return false, &short
	}
	fact.Trunk, fact.From, fact.Dialed = t.ID, callerFromTrunk(r, p), dialedOnTrunk(r, p)
	fact.Headers.Diversion = clean(r.Header("Diversion"), maxText)
	fact.Headers.HistoryInfo = clean(strings.Join(r.Headers("History-Info"), ", "), maxText)
	spec.Codecs, spec.NoEvents, spec.Inband, spec.DSCP = p.Codecs, withoutEvents(p), true, p.DSCP
	contact := ""
	if t.Register != nil {
		contact = escapeUser(t.Register.User)
	}
	reliable := reliabilityOf(p)
	d.Setup(contact, reliable, session)
	return reliably(r, reliable != sipua.ReliableOff), nil
}

// reliably says whether provisional responses to an INVITE travel reliably:
// the caller demands it, or both sides can.
func reliably(r message, can bool) reliability {
	return reliability(lists100rel(r, "Require") || can && lists100rel(r, "Supported"))
}

func lists100rel(r message, header string) bool {
	return slices.ContainsFunc(r.Headers(header), func(v string) bool {
		return slices.ContainsFunc(strings.Split(v, ","), func(tag string) bool { return strings.EqualFold(strings.TrimSpace(tag), "100rel") })
	})
}

// ringWithOffer rings a caller who made no offer but wants to acknowledge what
// we say: the first reliable response has to carry ours, and PRACK brings the
// answer (RFC 3262 section 5).
func (s *session) ringWithOffer(early bool) {
	if s.sent != nil {
		return
	}
	if !s.open() {
		s.hangUp(leg.Cause{Kind: leg.CauseCongestion, Text: "no media port"})
		return
	}
	offer, err := s.port.Offer()
	if err != nil {
		s.hangUp(leg.Cause{Kind: leg.CauseTrouble, Text: err.Error()})
		return
	}
	s.sent, s.delayed = offer, true
	status := 180
	if early {
		status = 183
	}
	s.dialog.Ring(sipua.Answer{Status: status, ContentType: "application/sdp", Body: offer})
}
