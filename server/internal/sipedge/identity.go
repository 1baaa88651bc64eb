package sipedge

import (
	"strings"

	"github.com/yobirin/yobirin/server/internal/carrier"
	"github.com/yobirin/yobirin/shared/leg"
	"github.com/yobirin/yobirin/shared/sipua"
)

// identityLimit is the longest identity header that is read.
const identityLimit = 1024

// message is what is read of a request; *sipua.Request is one.
type message interface {
	URI() sipua.URI
	Header(name string) string
	Headers(name string) []string
}

// party is a name-addr header taken apart.
type party struct{ name, user, host string }

func parseParty(value string) (party, bool) {
	if value == "" || len(value) > identityLimit {
		return party{}, false
	}
	a, err := sipua.ParseAddress(value)
	if err != nil {
		return party{}, false
	}
	return party{name: a.Name, user: uriUser(a.URI), host: a.URI.Host}, true
}

// callerFromTrunk reads who calls: the asserted identity when the carrier is
// trusted, else From. A caller who asked for privacy has no number here, even
// when the carrier told it (RFC 3325 section 9.3).
func callerFromTrunk(r message, p *Profile) leg.Identity {
	from, _ := parseParty(r.Header("From"))
	if reason, hidden := withheld(r, from); hidden {
		return leg.Identity{Withheld: true, Reason: reason}
	}
	who := from
	if p.TrustIdentity {
		if a, ok := asserted(r); ok {
			if a.name == "" {
				a.name = from.name
			}
			who = a
		}
	}
	return identityOf(who, p)
}

// asserted is the identity that the network vouches for, else the one that the
// caller's own equipment prefers (RFC 3325 section 9.2).
func asserted(r message) (party, bool) {
	for _, name := range []string{"P-Asserted-Identity", "P-Preferred-Identity"} {
		for _, h := range r.Headers(name) {
			if a, ok := parseParty(firstOf(h)); ok && digits(a.user) != "" {
				return a, true
			}
		}
	}
	return party{}, false
}

func identityOf(who party, p *Profile) leg.Identity {
	id := leg.Identity{Number: national(digits(who.user), p.CountryCode(), p.E164), Name: clean(who.name, maxText)}
	if digits(who.name) != "" && national(digits(who.name), p.CountryCode(), p.E164) == id.Number {
		id.Name = "" // the number again is no name
	}
	if id.Number == "" && id.Name == "" {
		id.Name = clean(unescape(who.user), maxText)
	}
	return id
}

// withheld tells whether the caller wants to stay unknown, and why as far as
// the carrier says.
func withheld(r message, from party) (reason string, hidden bool) {
	host := strings.ToLower(from.host)
	hidden = host == "anonymous.invalid" || host == "unknown.invalid"
	switch user := strings.ToLower(unescape(from.user)); user {
	case "anonymous", "unavailable", "unknown":
		hidden = true
	}
	for _, h := range r.Headers("Privacy") {
		for v := range strings.FieldsFuncSeq(strings.ToLower(h), func(c rune) bool { return c == ';' || c == ',' || c == ' ' }) {
			switch v {
			case "id", "user", "header":
				hidden = true
			}
		}
	}
	if !hidden {
		return "", false
	}
	return reasonOf(clean(from.name, maxText)), true
}

// The reasons that the Japanese networks give in the display name for a number
// that is not shown (TTC JJ-90.10).
const (
	reasonAnonymous   = "Anonymous"                      // the caller withholds it
	reasonPayphone    = "Coin line/payphone"             // a public telephone
	reasonInteraction = "Interaction with other service" // another service keeps it from being shown
	reasonUnavailable = "Unavailable"                    // it cannot be told, as from abroad
)

// reasonOf gives the reason in the network's own spelling; a name that it does
// not use stays as it came.
func reasonOf(name string) string {
	for _, r := range []string{reasonAnonymous, reasonPayphone, reasonInteraction, reasonUnavailable} {
		if strings.EqualFold(name, r) {
			return r
		}
	}
	switch strings.ToLower(strings.Join(strings.Fields(name), " ")) {
	case "payphone", "coin line", "coinline/payphone", "coin line / payphone":
		return reasonPayphone
	case "interaction with other services":
		return reasonInteraction
	case "not available", "unknown":
		return reasonUnavailable
	}
	if digits(name) != "" || name == "" {
		return reasonAnonymous // a display name that is the number must not leak it
	}
	return name
}

// firstOf gives the first of a comma separated list of name-addrs.
func firstOf(v string) string {
	quote, angle := false, false
	for i := range len(v) {
		switch v[i] {
		case '\\':
			continue
		case '"':
			if i == 0 || v[i-1] != '\\' {
				quote = !quote
			}
		case '<':
			angle = !quote || angle
		case '>':
			angle = angle && quote
		case ',':
			if !quote && !angle {
				return v[:i]
			}
		}
	}
	return v
}

// callerFromDevice gives a phone's own account: what it claims to be in From
// is only a display name.
func callerFromDevice(r message, user string) leg.Identity {
	from, _ := parseParty(r.Header("From"))
	return leg.Identity{Number: digits(user), Name: clean(from.name, maxText)}
}

// dialedOnTrunk reads the called number from the places of the profile.
func dialedOnTrunk(r message, p *Profile) string {
	for _, place := range p.CalledOrder() {
		var user string
		switch place {
		case carrier.CalledParty:
			who, _ := parseParty(firstOf(r.Header("P-Called-Party-ID")))
			user = who.user
		case carrier.CalledTo:
			who, _ := parseParty(r.Header("To"))
			user = who.user
		case carrier.CalledURI:
			user = uriUser(r.URI())
		}
		if n := digits(user); n != "" {
			return national(n, p.CountryCode(), p.E164)
		}
	}
	return ""
}

// dialedOnDevice reads what a phone dialed. A name that is not a number is
// passed on cleaned: the brain says that there is no such number.
func dialedOnDevice(r message) string {
	user := uriUser(r.URI())
	if n := digits(user); n != "" {
		return n
	}
	return clean(unescape(user), maxNumber)
}

func uriUser(u sipua.URI) string {
	if strings.EqualFold(u.Scheme, "tel") {
		return u.Raw()
	}
	return u.User
}
