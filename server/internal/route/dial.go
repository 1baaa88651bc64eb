package route

import (
	"slices"
	"strings"

	"github.com/yobirin/yobirin/shared/id"
	"github.com/yobirin/yobirin/shared/leg"
)

// Refusal says why digits that an agent dialed lead nowhere.
type Refusal struct {
	Kind   leg.Kind // not-found, forbidden, congestion
	Reason string   // stable key: "no-such-number", "no-outside", "no-international", "no-trunk"
}

// Dial gives where an agent's dialed digits lead: an extension of the site or
// an outside call with its trunk and caller ID. Refused is nil when they lead
// somewhere.
//
// The caller ID is the number whose prefix was dialed, else the agent's own,
// else the first listed number it may present (C-CALL-2, C-CALL-3). 184
// withholds it and 186 presents it, before or after the prefix (C-CALL-4).
func (p *Plan) Dial(who *Agent, dialed string) (Destination, *Refusal) {
	if d, ok := p.extensions[dialed]; ok {
		return d, nil
	}
	digits, privacy, code := CutPrivacy(dialed)
	shown := p.callerID(who)
	if n, rest := p.cutPrefix(digits); n != nil {
		shown, digits, code = n, rest, code+n.Prefix
		if privacy == leg.PrivacyDefault {
			var late string
			digits, privacy, late = CutPrivacy(digits)
			code += late
		}
	}
	number, err := Canonical(digits)
	if err != nil {
		return Destination{}, &Refusal{leg.CauseNotFound, "no-such-number"}
	}
	switch {
	case Emergency(number):
		// Neither permission nor 184 may stand in the way (C-CODE-12).
		privacy = leg.PrivacyPresent
	case who.NoOutside:
		return Destination{}, &Refusal{leg.CauseForbidden, "no-outside"}
	case International(number):
		return Destination{}, &Refusal{leg.CauseForbidden, "no-international"}
	}
	out, ok := p.outside(number, shown, privacy, code)
	if !ok {
		return Destination{}, &Refusal{leg.CauseCongestion, "no-trunk"}
	}
	return Destination{Kind: ToOutside, Outside: &out}, nil
}

// TransferTo gives the outside call of an external transfer (C-XFER-1);
// called is the site's number that the caller dialed, if any.
func (p *Plan) TransferTo(t *Transfer, called *Number) (Outside, bool) {
	number, err := Canonical(t.Number)
	if err != nil || Emergency(number) {
		return Outside{}, false
	}
	shown := p.numbers[t.CallerID]
	if t.UseCalled && called != nil {
		shown = called
	}
	return p.outside(number, shown, leg.PrivacyDefault, "")
}

func (p *Plan) outside(number string, shown *Number, privacy leg.Privacy, code string) (Outside, bool) {
	out := Outside{Number: number, Privacy: privacy, Code: code}
	trunk := p.firstTrunk()
	if shown != nil {
		out.Shown = shown.ID
		out.From = leg.Identity{Number: shown.Number, Name: shown.DisplayOutbound}
		if t := p.trunks[shown.Trunk]; t != nil && !t.Disabled {
			trunk = t
		}
	}
	if trunk == nil {
		return Outside{}, false
	}
	out.Trunk = trunk.ID
	if e := E164(number); trunk.E164 && e != "" {
		out.Number = e
	}
	return out, true
}

func (p *Plan) firstTrunk() *Trunk {
	for i := range p.Trunks {
		if !p.Trunks[i].Disabled {
			return &p.Trunks[i]
		}
	}
	return nil
}

// callerID gives the number an agent presents when it chose none.
func (p *Plan) callerID(who *Agent) *Number {
	may := func(n id.Number) bool { return len(who.May) == 0 || slices.Contains(who.May, n) }
	if n := p.numbers[who.CallerID]; n != nil && may(n.ID) {
		return n
	}
	for i := range p.Numbers {
		if may(p.Numbers[i].ID) {
			return &p.Numbers[i]
		}
	}
	return nil
}

// cutPrefix finds the phone number whose prefix was dialed. The rest must be
// a number by itself, so that a prefix never swallows the start of one.
func (p *Plan) cutPrefix(digits string) (*Number, string) {
	if _, err := Canonical(digits); err == nil {
		return nil, digits
	}
	for _, n := range p.prefixes {
		rest, ok := strings.CutPrefix(digits, n.Prefix)
		if !ok {
			continue
		}
		bare, _, _ := CutPrivacy(rest)
		if _, err := Canonical(bare); err == nil {
			return n, rest
		}
	}
	return nil, digits
}
