package directory

import (
	"github.com/yobirin/yobirin/server/internal/ivr"
	"github.com/yobirin/yobirin/shared/id"
)

// Warning is the action of a Change that changes nothing: something to know
// about what is being stored (C-IVR-4).
const Warning = "warning"

// after gives the site as it is with the file applied.
func (p *plan) after() *site {
	s := &site{Settings: p.settings}
	collect(p.trunks, &s.Trunks)
	collect(p.audios, &s.Audios)
	collect(p.agents, &s.Agents)
	collect(p.groups, &s.Groups)
	collect(p.ivrs, &s.IVRs)
	collect(p.transfers, &s.Transfers)
	collect(p.numbers, &s.Numbers)
	collect(p.codes, &s.Codes)
	collect(p.holidays, &s.Holidays)
	return s
}

func collect[T any](from *shelf[T], into *[]T) {
	from.each(func(_ string, v *T) { *into = append(*into, *v) })
}

// warnings say what an administrator should know when IVRs or groups change:
// every loop, and what is probably a mistake in the IVRs that change. None of
// it keeps the site from being stored.
func (p *plan) warnings(diff Diff) Diff {
	changed, concerned := map[id.IVR]bool{}, false
	for _, c := range diff {
		switch c.Noun {
		case p.ivrs.noun:
			changed[p.ivrs.byKey[c.Key].ID], concerned = true, true
		case p.groups.noun:
			concerned = true
		}
	}
	if !concerned {
		return nil
	}
	after := p.after()
	var out Diff
	for _, f := range ivr.Lint(after.routePlan(nil, views{zone: p.d.zone, holidays: p.d.holidaysOf(after)})) {
		if f.Kind == ivr.Loop || f.Warning && changed[f.IVR] {
			out = append(out, Change{Action: Warning, Noun: p.ivrs.noun, Key: f.Name, Text: f.Text})
		}
	}
	return out
}
