package route

import (
	"strings"

	"github.com/yobirin/yobirin/shared/leg"
)

// restrictions are the numbers that may not be called, looked up in time that
// does not grow with their count: the dialer asks for every entry of a list.
type restrictions struct {
	numbers    map[string]bool
	beginnings map[string]bool
}

func restrict(barred []string) restrictions {
	r := restrictions{numbers: map[string]bool{}, beginnings: map[string]bool{}}
	for _, b := range barred {
		if beginning, open := strings.CutSuffix(b, "*"); open {
			r.beginnings[beginning] = true
		} else {
			r.numbers[b] = true
		}
	}
	return r
}

// Restricts says whether nobody and nothing may call the number (発信規制,
// C-CALL-6): agents, external transfers and the dialer alike. It takes a
// number in any usual way of writing it. Emergency numbers are never barred.
func (p *Plan) Restricts(number string) bool {
	if c, err := Canonical(number); err == nil {
		number = c
	}
	if Emergency(number) {
		return false
	}
	if p.restricted.numbers[number] {
		return true
	}
	for n := range len(number) + 1 {
		if p.restricted.beginnings[number[:n]] {
			return true
		}
	}
	return false
}

// Rejects says whether an outside caller is refused before any routing
// (着信拒否, C-CALL-7), and why: ReasonRejected, or ReasonAnonymous when the
// site takes no calls from those who withhold their number.
func (p *Plan) Rejects(from leg.Identity) (reason string, yes bool) {
	number := from.Number
	if c, err := Canonical(number); err == nil {
		number = c
	}
	switch {
	case number != "" && p.rejected[number]:
		return ReasonRejected, true
	case from.Withheld && p.Settings.RejectAnonymous:
		return ReasonAnonymous, true
	}
	return "", false
}

// Priority gives how an outside caller is served: higher first (C-Q-4); 0
// unless the site says otherwise.
func (p *Plan) Priority(number string) int {
	if c, err := Canonical(number); err == nil {
		number = c
	}
	if c := p.callers[number]; c != nil {
		return c.Priority
	}
	return 0
}
