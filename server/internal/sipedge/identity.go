package sipedge

import (
	"strings"

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
		for _, h := range r.Headers("P-Asserted-Identity") {
			if a, ok := parseParty(firstOf(h)); ok && digits(a.user) != "" {
				if a.name == "" {
					a.name = from.name
				}
				who = a
				break
			}
		}
	}
	return identityOf(who, p)
}

func identityOf(who party, p *Profile) leg.Identity {
	id := leg.Identity{Number: national(digits(who.user), p.country(), p.E164), Name: clean(who.name, maxText)}
	if digits(who.name) != "" && national(digits(who.name), p.country(), p.E164) == id.Number {
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
	hidden = host == "anonymous.invalid" || strings.EqualFold(from.user, "anonymous")
	for v := range strings.SplitSeq(strings.ToLower(r.Header("Privacy")), ";") {
		switch strings.TrimSpace(v) {
		case "id", "user", "header":
			hidden = true
		}
	}
	if !hidden {
		return "", false
	}
	name := clean(from.name, maxText)
	if digits(name) != "" || name == "" {
		return "Anonymous", true // a display name that is the number must not leak it
	}
	return name, true
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
	for _, place := range p.calledOrder() {
		var user string
		switch place {
		case CalledParty:
			who, _ := parseParty(firstOf(r.Header("P-Called-Party-ID")))
			user = who.user
		case CalledTo:
			who, _ := parseParty(r.Header("To"))
			user = who.user
		case CalledURI:
			user = uriUser(r.URI())
		}
		if n := digits(user); n != "" {
			return national(n, p.country(), p.E164)
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
