package sipedge

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/yobirin/yobirin/shared/leg"
	"github.com/yobirin/yobirin/shared/sipua"
)

const (
	// longestRest is how long a 503 with Retry-After puts an address last: a
	// carrier that errs by hours must not take a trunk away for hours.
	longestRest = time.Minute
	// redirectLimit is how many 3xx answers one call follows.
	redirectLimit = 3
)

// goOn tries the next address of a trunk when one of them is down, or the
// number that the carrier redirects to, and says whether it did. A call that
// anybody has heard of is never sent to another address.
func (s *session) goOn(ev sipua.Ended) bool {
	o := s.out
	if o.trunk == nil || s.answered || s.hungUp != nil {
		return false
	}
	if ev.Status == 503 && ev.Response != nil {
		o.trunk.rest(o.at, retryAfterOf(ev.Response.Header("Retry-After")), time.Now())
	}
	if s.redirected(ev) {
		return true
	}
	down := ev.Why == sipua.WhyNoResponse || ev.Why == sipua.WhyTransport || ev.Why == sipua.WhyRejected && retryable(ev.Status)
	if o.heard || len(o.next) == 0 || !down {
		return false
	}
	s.tryNext()
	return true
}

// retryAfterOf reads a Retry-After header: "30 (in maintenance);duration=60".
func retryAfterOf(v string) time.Duration {
	end := strings.IndexFunc(strings.TrimSpace(v), func(c rune) bool { return c < '0' || c > '9' })
	v = strings.TrimSpace(v)
	if end >= 0 {
		v = v[:end]
	}
	n, err := strconv.ParseUint(v, 10, 32)
	if err != nil {
		return 0
	}
	return min(time.Duration(n)*time.Second, longestRest)
}

// redirected follows a 3xx answer where the profile allows that. Only the
// number is taken from it: it is called at the same carrier.
func (s *session) redirected(ev sipua.Ended) bool {
	o := s.out
	p := &o.trunk.trunk.Profile
	if ev.Why != sipua.WhyRejected || ev.Status < 300 || ev.Status > 302 || ev.Response == nil || !p.Redirects || o.redirects >= redirectLimit {
		return false
	}
	o.unled = ""
	o.called = append(o.called, national(digits(o.order.Number), p.CountryCode(), p.E164))
	for _, c := range ev.Response.Contacts() {
		n := national(digits(uriUser(c.URI)), p.CountryCode(), p.E164)
		if !redirectable(n) || slices.Contains(o.called, n) {
			continue
		}
		if !emergency(o.called[0]) { // nothing stands in the way of who calls for help (C-CODE-12)
			if why := s.edge.cfg.Redirect(n); why != "" {
				o.unled = why
				continue
			}
		}
		next := o.trunk.addresses(time.Now())
		if len(next) == 0 {
			return false
		}
		o.redirects++
		if o.order.Diverted == "" {
			o.order.Diverted = o.order.Number
		}
		o.order.Number, o.next = n, next
		s.tryNext()
		return true
	}
	return false
}

// redirectable says whether a carrier may lead a call to a number: one inside
// the country that costs what a call costs. Abroad, services that charge,
// emergency and other short numbers are where toll fraud would lead.
func redirectable(n string) bool {
	if len(n) < 10 || len(n) > 11 || n[0] != '0' || strings.Trim(n, "0123456789") != "" {
		return false
	}
	for _, dear := range []string{internationalPrefix, "00", "0570", "0990", "0180", "0170"} {
		if strings.HasPrefix(n, dear) {
			return false
		}
	}
	return true
}

// declined says what became of a redirection that was not followed.
func (s *session) declined(ev sipua.Ended, c leg.Cause) leg.Cause {
	if ev.Why != sipua.WhyRejected || ev.Status/100 != 3 {
		return c
	}
	c.Text = "the carrier redirects the call; that is not followed"
	if s.out != nil && s.out.unled != "" {
		c.Text = leg.TextRedirected + s.out.unled
	}
	return c
}
