package route

import (
	"slices"

	"github.com/yobirin/yobirin/shared/id"
	"github.com/yobirin/yobirin/shared/leg"
)

// EmergencyElse gives an emergency call by a trunk that was not tried yet, for
// when those that were do not connect it; false: there is none. It presents a
// number of that trunk, the site's emergency number if that is one, or else any
// number of the site: a carrier takes an emergency call all the same.
func (p *Plan) EmergencyElse(number string, tried []id.Trunk) (Outside, bool) {
	for i := range p.Trunks {
		t := &p.Trunks[i]
		if t.Disabled || slices.Contains(tried, t.ID) {
			continue
		}
		out := Outside{Number: number, Privacy: leg.PrivacyPresent, Trunk: t.ID, Emergency: true}
		if shown := p.numberOf(t.ID); shown != nil {
			out.Shown, out.From = shown.ID, leg.Identity{Number: shown.Number, Name: shown.DisplayOutbound}
		}
		return out, true
	}
	return Outside{}, false
}

// numberOf is the number to present in an emergency call by a trunk.
func (p *Plan) numberOf(t id.Trunk) *Number {
	usual := p.numbers[p.Settings.Emergency]
	if usual != nil && usual.Trunk == t {
		return usual
	}
	for i := range p.Numbers {
		if p.Numbers[i].Trunk == t {
			return &p.Numbers[i]
		}
	}
	if usual == nil && len(p.Numbers) > 0 {
		usual = &p.Numbers[0]
	}
	return usual
}
