package sipedge

import (
	"strconv"
	"strings"

	"github.com/yobirin/yobirin/shared/leg"
)

// diversionLimit is how often a call may be sent on between networks until it
// is sent on no more: two sites, or a site and a mobile phone, that forward to
// each other would else fill every channel of their trunks.
const diversionLimit = 5

// maxDiverted bounds what is read of one entry.
const maxDiverted = 100

// diversions counts how often a call was sent on before it came here, as far
// as the carrier tells it by Diversion (RFC 5806) or History-Info (RFC 7044).
func diversions(r message) int {
	told := 0
	for _, h := range r.Headers("Diversion") {
		entries(h, func(entry string) { told = min(told+counterOf(entry), maxDiverted) })
	}
	history := 0
	for _, h := range r.Headers("History-Info") {
		entries(h, func(entry string) {
			entry = strings.ToLower(entry) // the reason of a diversion is in the URI (RFC 7044), or the cause is (RFC 4458)
			if strings.Contains(entry, "cause%3d") || strings.Contains(entry, ";cause=") {
				history = min(history+1, maxDiverted)
			}
		})
	}
	return max(told, history)
}

// entries takes a comma separated list of name-addrs apart.
func entries(h string, each func(string)) {
	for n := 0; h != "" && n < maxDiverted; n++ {
		entry := firstOf(h)
		h = strings.TrimPrefix(h[len(entry):], ",")
		if strings.TrimSpace(entry) != "" {
			each(entry)
		}
	}
}

// counterOf is how many diversions one entry stands for: 1 unless it says
// otherwise (RFC 5806 section 4).
func counterOf(entry string) int {
	_, params, _ := strings.Cut(entry[strings.LastIndexByte(entry, '>')+1:], ";")
	for p := range strings.SplitSeq(params, ";") {
		name, v, _ := strings.Cut(strings.TrimSpace(p), "=")
		if !strings.EqualFold(strings.TrimSpace(name), "counter") {
			continue
		}
		if n, err := strconv.Atoi(strings.TrimSpace(v)); err == nil && n > 0 {
			return min(n, maxDiverted)
		}
	}
	return 1
}

// divertedBefore is how often the call that is now sent on came here as one
// that was sent on already.
func (e *Edge) divertedBefore(o *leg.Dial) int {
	if o.Diverted == "" {
		return 0
	}
	if from := e.leg(o.Like); from != nil {
		return from.diverted
	}
	return 0
}

// hopsBehind is how many hops the call that is now sent on has behind it: those
// of the INVITE it came by (RFC 7332 section 4). What the site begins by itself
// begins anew.
func (e *Edge) hopsBehind(o *leg.Dial) int {
	if from := e.leg(o.Like); from != nil {
		return from.behind
	}
	return 0
}
