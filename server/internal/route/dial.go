package route

import (
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"

	"github.com/yobirin/yobirin/shared/id"
	"github.com/yobirin/yobirin/shared/leg"
)

// Refusal says why digits lead nowhere, or why a caller is not let in.
type Refusal struct {
	Kind   leg.Kind // not-found, forbidden, congestion
	Reason string   // stable key, one of those below
}

// Outside says whether an outside number was refused that may be one. Nothing
// was refused by nil.
func (r *Refusal) Outside() bool {
	if r == nil {
		return false
	}
	switch r.Reason {
	case ReasonNoOutside, ReasonNoInternational, ReasonRestricted, ReasonNotYourNumber:
		return true
	}
	return false
}

// The reasons of refusals.
const (
	ReasonNoSuchNumber    = "no-such-number"   // neither an extension, nor a code, nor a phone number
	ReasonNoAgent         = "no-agent"         // the phone belongs to nobody
	ReasonNotAllowed      = "not-allowed"      // only supervisors may
	ReasonNoOutside       = "no-outside"       // the agent may not call outside (外線発信禁止)
	ReasonNoInternational = "no-international" // the site calls nobody outside Japan
	ReasonRestricted      = "restricted"       // nobody may call the number (発信規制)
	ReasonNotYourNumber   = "not-your-number"  // the agent may not present the number it chose
	ReasonNoEmergency     = "no-emergency"     // 110, 118 and 119 are dialed by people, never transferred to
	ReasonNoTrunk         = "no-trunk"         // no trunk is in use
	ReasonRejected        = "rejected-number"  // an inbound caller on the list (着信拒否)
	ReasonAnonymous       = "anonymous"        // an inbound caller who withholds its number
)

// maxExtension bounds the digits of an extension.
const maxExtension = 8

// maxCodes bounds the codes that may stand before an emergency number.
const maxCodes = 4

// Dial gives where an agent's dialed digits lead: an extension of the site, a
// feature code, a conference room, or an outside call with its trunk and
// caller ID. who is nil for a phone that belongs to nobody: only hot-desk
// login, the echo test, the question who it is, and emergency calls work on
// it. Digits are taken in any usual way of writing them. Refusal is nil when
// they lead somewhere.
//
// The caller ID is the number whose prefix was dialed, else the agent's own,
// else the first listed number it may present (C-CALL-2, C-CALL-3). 184
// withholds it and 186 presents it, before or after the prefix (C-CALL-4).
// A feature that names an agent or a group by its extension has that agent or
// group in the destination.
func (p *Plan) Dial(who *Agent, dialed string) (Destination, *Refusal) {
	digits, ok := fold(dialed)
	if !ok {
		return Destination{}, &Refusal{leg.CauseNotFound, ReasonNoSuchNumber}
	}
	if Emergency(digits) {
		return p.dialEmergency(who, digits) // whatever else the site may call by it
	}
	if d, known := p.extensions[digits]; known {
		if who == nil {
			return Destination{}, &Refusal{leg.CauseForbidden, ReasonNoAgent}
		}
		return d, nil
	}
	if d, refused, is := p.feature(who, digits); is {
		return d, refused
	}
	return p.dialOutside(who, digits, nil)
}

// DialOutside is Dial for outside numbers only, with the number to present
// that the agent chose; none leaves the choice to its settings. A prefix
// among the digits still wins (C-CALL-2). A number that the agent may not
// present is refused.
func (p *Plan) DialOutside(who *Agent, dialed string, shown id.Number) (Destination, *Refusal) {
	digits, ok := fold(dialed)
	if !ok {
		return Destination{}, &Refusal{leg.CauseNotFound, ReasonNoSuchNumber}
	}
	var chosen *Number
	if !shown.IsZero() && who != nil {
		if chosen = p.numbers[shown]; chosen == nil || !who.mayPresent(shown) {
			if _, emergency := p.emergencyIn(digits); !emergency {
				return Destination{}, &Refusal{leg.CauseForbidden, ReasonNotYourNumber}
			}
		}
	}
	return p.dialOutside(who, digits, chosen)
}

// DialPresenting is Dial for a phone that wants to present a number of the
// site in outside calls, in any usual way of writing it; "" leaves the choice
// to its agent's settings, as does what can be no number of the site (many
// phones always tell their own account). A prefix that was dialed still wins.
// A number that is not the site's, or that the agent may not present, is
// refused; emergency calls never are.
func (p *Plan) DialPresenting(who *Agent, dialed, shown string) (Destination, *Refusal) {
	d, refused := p.Dial(who, dialed)
	if refused != nil || d.Kind != ToOutside || d.Outside.Emergency || who == nil {
		return d, refused
	}
	number, err := Canonical(shown)
	if err != nil || service.MatchString(number) {
		return d, nil
	}
	chosen := p.Called(number)
	if chosen == nil {
		return Destination{}, &Refusal{leg.CauseForbidden, ReasonNotYourNumber}
	}
	return p.DialOutside(who, dialed, chosen.ID)
}

// DialTarget is Dial for the target that an agent names for a call it
// transfers, consults about or adds a party to: extensions, conference rooms
// and outside numbers; never a feature code or an emergency number.
func (p *Plan) DialTarget(who *Agent, dialed string) (Destination, *Refusal) {
	d, refused := p.Dial(who, dialed)
	switch {
	case refused != nil:
		return Destination{}, refused
	case d.Kind == ToFeature:
		return Destination{}, &Refusal{leg.CauseNotFound, ReasonNoSuchNumber}
	case d.Kind == ToOutside && d.Outside.Emergency:
		return Destination{}, &Refusal{leg.CauseForbidden, ReasonNoEmergency}
	}
	return d, nil
}

// dialOutside takes folded digits.
func (p *Plan) dialOutside(who *Agent, digits string, chosen *Number) (Destination, *Refusal) {
	if number, ok := p.emergencyIn(digits); ok {
		return p.dialEmergency(who, number)
	}
	shown := chosen
	if shown == nil && who != nil {
		shown = p.callerID(who)
	}
	rest, privacy, code := CutPrivacy(digits)
	if n, bare := p.cutPrefix(rest); n != nil {
		shown, rest, code = n, bare, code+n.Prefix
		if privacy == leg.PrivacyDefault {
			var late string
			rest, privacy, late = CutPrivacy(rest)
			code += late
		}
	}
	number, err := Canonical(rest)
	if err != nil {
		return Destination{}, &Refusal{leg.CauseNotFound, ReasonNoSuchNumber}
	}
	switch {
	case who == nil:
		return Destination{}, &Refusal{leg.CauseForbidden, ReasonNoAgent}
	case who.NoOutside:
		return Destination{}, &Refusal{leg.CauseForbidden, ReasonNoOutside}
	}
	if refused := p.mayCall(number); refused != nil {
		return Destination{}, refused
	}
	out, refused := p.outside(number, shown, privacy, code)
	if refused != nil {
		return Destination{}, refused
	}
	return Destination{Kind: ToOutside, Outside: &out}, nil
}

// mayCall holds a number against what the whole site may call.
func (p *Plan) mayCall(canonical string) *Refusal {
	switch {
	case International(canonical) && !p.Settings.International:
		return &Refusal{leg.CauseForbidden, ReasonNoInternational}
	case p.Restricts(canonical):
		return &Refusal{leg.CauseForbidden, ReasonRestricted}
	}
	return nil
}

// emergencyIn finds the emergency number behind any codes that were dialed
// before it (C-CODE-12).
func (p *Plan) emergencyIn(digits string) (string, bool) {
	return p.emergencyBehind(digits, maxCodes)
}

func (p *Plan) emergencyBehind(digits string, codes int) (string, bool) {
	if Emergency(digits) {
		return digits, true
	}
	if codes == 0 || len(digits) < 3 {
		return "", false
	}
	if rest, _, code := CutPrivacy(digits); code != "" {
		if n, ok := p.emergencyBehind(rest, codes-1); ok {
			return n, true
		}
	}
	for _, n := range p.prefixes {
		if rest, ok := strings.CutPrefix(digits, n.Prefix); ok {
			if n, ok := p.emergencyBehind(rest, codes-1); ok {
				return n, true
			}
		}
	}
	return "", false
}

// dialEmergency makes an emergency call: it presents the site's real number,
// and no permission or restriction stands in its way (C-CODE-12).
func (p *Plan) dialEmergency(who *Agent, number string) (Destination, *Refusal) {
	shown := p.numbers[p.Settings.Emergency]
	if shown == nil && who != nil {
		shown = p.callerID(who)
	}
	if shown == nil && len(p.Numbers) > 0 {
		shown = &p.Numbers[0]
	}
	out, refused := p.outside(number, shown, leg.PrivacyPresent, "")
	if refused != nil {
		return Destination{}, refused
	}
	out.Emergency = true
	return Destination{Kind: ToOutside, Outside: &out}, nil
}

// DialTransfer gives the outside call of an external transfer (C-XFER-1);
// called is the site's number that the caller dialed, if any. Without a caller
// ID of its own it presents that number, or else the site's first: carriers
// refuse who presents none. Emergency, barred and international numbers are
// refused as in Dial.
func (p *Plan) DialTransfer(t *Transfer, called *Number) (Outside, *Refusal) {
	number, err := Canonical(t.Number)
	switch {
	case err != nil:
		return Outside{}, &Refusal{leg.CauseNotFound, ReasonNoSuchNumber}
	case Emergency(number):
		return Outside{}, &Refusal{leg.CauseForbidden, ReasonNoEmergency}
	}
	if refused := p.mayCall(number); refused != nil {
		return Outside{}, refused
	}
	shown := p.numbers[t.CallerID]
	if called != nil && (t.UseCalled || shown == nil) {
		shown = called
	}
	if shown == nil && len(p.Numbers) > 0 {
		shown = &p.Numbers[0]
	}
	return p.outside(number, shown, leg.PrivacyDefault, "")
}

// DialCallback gives the outside call to a caller who wants to be called back;
// called is the site's number that it dialed, if any. The number is the
// caller's own word, so it may not lead where toll fraud would: abroad, even
// where agents may call there, to services that charge, to short numbers, and
// back to the site itself. What DialTransfer refuses is refused too.
func (p *Plan) DialCallback(number string, called *Number) (Outside, *Refusal) {
	n, err := Canonical(number)
	switch {
	case err != nil:
		return Outside{}, &Refusal{leg.CauseNotFound, ReasonNoSuchNumber}
	case International(n):
		return Outside{}, &Refusal{leg.CauseForbidden, ReasonNoInternational}
	case len(n) < 10 || charges(n) || p.Called(n) != nil:
		return Outside{}, &Refusal{leg.CauseForbidden, ReasonRestricted}
	}
	return p.DialTransfer(&Transfer{Number: n, UseCalled: true}, called)
}

// Redirected judges a number that a carrier leads an outside call to, in any
// usual way of writing it: what the site may not call it is not led to either,
// and never to an emergency number. Nil: it may go there. That the caller may
// call outside at all was judged when it dialed.
func (p *Plan) Redirected(number string) *Refusal {
	n, err := Canonical(number)
	switch {
	case err != nil:
		return &Refusal{leg.CauseNotFound, ReasonNoSuchNumber}
	case Emergency(n):
		return &Refusal{leg.CauseForbidden, ReasonNoEmergency}
	}
	return p.mayCall(n)
}

// charges says whether a canonical number is a service's that costs more than
// a call does: navigation dial, and what carriers charge for others.
func charges(canonical string) bool {
	return slices.ContainsFunc([]string{"0570", "0990", "0180", "0170"}, func(p string) bool { return strings.HasPrefix(canonical, p) })
}

func (p *Plan) outside(number string, shown *Number, privacy leg.Privacy, code string) (Outside, *Refusal) {
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
		return Outside{}, &Refusal{leg.CauseCongestion, ReasonNoTrunk}
	}
	out.Trunk = trunk.ID
	if e := E164(number); trunk.E164 && e != "" {
		out.Number = e
	}
	return out, nil
}

func (p *Plan) firstTrunk() *Trunk {
	for i := range p.Trunks {
		if !p.Trunks[i].Disabled {
			return &p.Trunks[i]
		}
	}
	return nil
}

// mayPresent says whether the agent may present the number.
func (a *Agent) mayPresent(n id.Number) bool { return len(a.May) == 0 || slices.Contains(a.May, n) }

// callerID gives the number an agent presents when it chose none.
func (p *Plan) callerID(who *Agent) *Number {
	if n := p.numbers[who.CallerID]; n != nil && who.mayPresent(n.ID) {
		return n
	}
	for i := range p.Numbers {
		if who.mayPresent(p.Numbers[i].ID) {
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

// fold brings what was dialed or pasted to plain digits, * and #, with a + at
// the front where there was one. Text with anything else in it is refused.
func fold(dialed string) (string, bool) {
	if len(dialed) > maxDialed*4 {
		return "", false
	}
	var b strings.Builder
	for _, r := range strings.TrimSpace(norm.NFKC.String(dialed)) {
		switch {
		case r >= '0' && r <= '9', r == '*', r == '#', r == '+':
			b.WriteRune(r)
		case strings.ContainsRune(separators, r):
		default:
			return "", false
		}
	}
	return b.String(), b.Len() > 0 && b.Len() <= maxDialed
}
