package sipedge

import (
	"regexp"

	"github.com/yobirin/yobirin/shared/id"
	"github.com/yobirin/yobirin/shared/leg"
	"github.com/yobirin/yobirin/shared/sipua"
)

// legHeader tells a phone of the site which leg a dialog is, so that a program
// finds its call in what it is told over the live socket. Carriers never get
// it, and one that a phone sends is not read.
const legHeader = "X-Yobirin-Leg"

func nameOf(l id.Leg) sipua.Header { return sipua.Header{Name: legHeader, Value: l.String()} }

// named are the headers that tell a phone its leg; none for a carrier.
func (s *session) named() []sipua.Header {
	if s.device.IsZero() {
		return nil
	}
	return []sipua.Header{nameOf(s.id)}
}

// preferred is the number that a phone wants to present (RFC 3325 section
// 9.2), as it wrote it; "" for none. Many phones always send their own
// account there, which is no wish.
func preferred(r message, user string) string {
	for _, h := range r.Headers("P-Preferred-Identity") {
		if a, ok := parseParty(firstOf(h)); ok && unescape(a.user) != user {
			if n := digits(a.user); n != "" {
				return n
			}
		}
	}
	return ""
}

// reasonKey is what the brain's stable reasons look like.
var reasonKey = regexp.MustCompile(`^[a-z][a-z-]{0,63}$`)

// warning tells a phone of the site why its call is refused: the reason's
// stable key, for programs that show it in words (RFC 3261 section 20.43).
func (s *session) warning(c leg.Cause) []sipua.Header {
	if s.device.IsZero() || !reasonKey.MatchString(c.Text) {
		return nil
	}
	return []sipua.Header{{Name: "Warning", Value: `399 ` + s.edge.host + ` "` + c.Text + `"`}}
}
