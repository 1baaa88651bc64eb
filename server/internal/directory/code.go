package directory

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/yobirin/yobirin/server/internal/route"
)

var (
	dialedShape  = regexp.MustCompile(`^[0-9*#]{2,6}$`)
	pressedShape = regexp.MustCompile(`^(\*|[*#][0-9*#]{1,3})$`)
	countedShape = regexp.MustCompile(`^[2-9][0-9]{0,3}$`)
)

// featureNames are the features, as they are called in files and in the API.
func featureNames() []string {
	var out []string
	for _, c := range route.DefaultCodes() {
		out = append(out, string(c.Feature))
	}
	return out
}

// featureWords say in a few words what a feature does.
func featureWords(f route.Feature) string {
	switch f {
	case route.FeaturePark:
		return "park"
	case route.FeatureTransfer:
		return "transfer"
	case route.FeatureConsult:
		return "consult"
	case route.FeatureJoin:
		return "join all three"
	case route.FeatureSlot:
		return "park slot"
	case route.FeatureRoom:
		return "conference room"
	case route.FeaturePickUp:
		return "pick up a group call"
	case route.FeatureWhisper:
		return "whisper"
	case route.FeatureMonitor:
		return "monitor"
	case route.FeatureBarge:
		return "barge"
	case route.FeatureSeatOut:
		return "hot-desk logout"
	case route.FeatureSeatIn:
		return "hot-desk login"
	case route.FeatureCampaigns:
		return "campaign login"
	case route.FeatureEcho:
		return "echo test"
	case route.FeatureWhoAmI:
		return "name of this phone"
	case route.FeatureRecord:
		return "recording of an audio file"
	}
	return string(f)
}

// codeShape is what a feature's code looks like, in words.
func codeShape(f route.Feature) string {
	switch {
	case f.InCall():
		return "a * or # and 1 to 3 further keys, or * alone, as in #7"
	case f.Takes() == route.ArgumentTwo:
		return "1 to 4 digits that begin with 2 to 9; two more are dialed after them"
	}
	return "2 to 6 keys (digits, * or #) that are no outside number and do not begin with 0"
}

// codeFits says whether digits can be a feature's code at all.
func codeFits(f route.Feature, digits string) bool {
	switch {
	case f.InCall():
		return pressedShape.MatchString(digits)
	case f.Takes() == route.ArgumentTwo:
		return countedShape.MatchString(digits)
	}
	_, err := route.Canonical(digits)
	return dialedShape.MatchString(digits) && digits[0] != '0' && err != nil
}

// fixed are what digits alone mean on every phone of the country.
func fixed() []code {
	return []code{
		{"110", "police"}, {"118", "coast guard"}, {"119", "fire and ambulance"},
		{"184", "withhold the caller ID"}, {"186", "present the caller ID"},
	}
}

// reserved are the codes dialed by digits, which no extension may begin with:
// emergency numbers, 184 and 186, and the site's own, slots and rooms each
// (C-CODE-11).
func reserved(codes []route.Code, rooms int) []code {
	list := fixed()
	for _, c := range codes {
		what := featureWords(c.Feature)
		last := 0
		switch {
		case c.Feature.InCall():
			continue
		case c.Feature == route.FeatureSlot:
			last = 99
		case c.Feature == route.FeatureRoom:
			last = rooms
		default:
			list = append(list, code{c.Digits, what})
		}
		for n := 1; n <= last; n++ {
			list = append(list, code{fmt.Sprintf("%s%02d", c.Digits, n), what})
		}
	}
	return list
}

// clash is a code that stands in the way of something.
type clash struct {
	code     route.Code
	with     string // the digits that it stands in the way of
	expected string
}

// clashes holds the codes against each other, the emergency numbers and the
// prefixes of the site's numbers.
func clashes(codes []route.Code, prefixes []string) []clash {
	var out []clash
	for i, c := range codes {
		for j, other := range codes {
			if i != j && alike(c, other) {
				out = append(out, clash{c, other.Digits, fmt.Sprintf("a code that neither is nor begins nor continues %s (%s)", other.Digits, featureWords(other.Feature))})
			}
		}
		if c.Feature.InCall() {
			continue
		}
		for _, r := range fixed() {
			if strings.HasPrefix(r.code, c.Digits) || strings.HasPrefix(c.Digits, r.code) {
				out = append(out, clash{c, r.code, fmt.Sprintf("a code that neither begins nor continues %s (%s)", r.code, r.what)})
			}
		}
		for _, prefix := range prefixes {
			if prefix == c.Digits || hidesEmergency(c, prefix) {
				out = append(out, clash{c, prefix, fmt.Sprintf("a code that does not hide the prefix %s of a phone number", prefix)})
			}
		}
	}
	return out
}

// alike says whether two codes cannot be told apart by the time the first is
// complete.
func alike(a, b route.Code) bool {
	if !strings.HasPrefix(a.Digits, b.Digits) && !strings.HasPrefix(b.Digits, a.Digits) {
		return false
	}
	if a.Feature.InCall() != b.Feature.InCall() {
		return false // dialed and pressed never meet
	}
	if !a.Feature.InCall() || a.Feature == b.Feature {
		return true
	}
	// * joins only while consulting, where none but the consulting code is known.
	join, consult := route.FeatureJoin, route.FeatureConsult
	if a.Feature == join || b.Feature == join {
		return a.Feature == consult || b.Feature == consult
	}
	return true
}

// hidesEmergency says whether a prefix with an emergency number behind it
// would be taken for the code.
func hidesEmergency(c route.Code, prefix string) bool {
	for _, emergency := range []string{"110", "118", "119"} {
		for _, privacy := range []string{"", "184", "186"} {
			rest, ok := strings.CutPrefix(prefix+privacy+emergency, c.Digits)
			if !ok {
				continue
			}
			switch c.Feature.Takes() {
			case route.ArgumentNone:
				ok = rest == ""
			case route.ArgumentTwo:
				ok = len(rest) == 2
			case route.ArgumentAgent, route.ArgumentGroup, route.ArgumentExtension:
				ok = len(rest) >= 2 && len(rest) <= 8
			}
			if ok {
				return true
			}
		}
	}
	return false
}

// table gives the site's codes as they are after the file.
func (p *plan) table() []route.Code {
	var changed []FeatureCode
	p.codes.each(func(_ string, c *FeatureCode) { changed = append(changed, *c) })
	return codesOf(changed)
}

// checkCodes: codes are told apart from each other, from what is dialed
// outside and from extensions (C-CODE-11). A new extension that collides is
// at fault, of an old one the code.
func (p *plan) checkCodes() {
	codes := p.table()
	var prefixes []string
	p.numbers.each(func(_ string, n *Number) {
		if n.Prefix != "" {
			prefixes = append(prefixes, n.Prefix)
		}
	})
	for _, c := range clashes(codes, prefixes) {
		if at, named := p.codes.named[string(c.code.Feature)]; named {
			p.r.note(at.node, at.path, c.code.Digits, c.expected)
		}
	}
	p.checkHidden()
	list := reserved(codes, p.settings.Rooms)
	for _, o := range p.owners() {
		i := slices.IndexFunc(list, func(r code) bool { return strings.HasPrefix(o.extension, r.code) })
		switch {
		case i < 0:
		case o.named:
			p.r.note(o.at.node, o.at.child("extension"), o.extension, "an extension that does not begin with "+list[i].String())
		default:
			p.blameCode(o, list[i])
		}
	}
}

// checkHidden: an extension of the file hides no prefix of an old number, nor
// an emergency number behind one. A new prefix is held against extensions
// itself.
func (p *plan) checkHidden() {
	for _, o := range p.owners() {
		if !o.named {
			continue
		}
		p.numbers.each(func(k string, n *Number) {
			rest, ok := strings.CutPrefix(o.extension, n.Prefix)
			if _, named := p.numbers.named[k]; n.Prefix == "" || named || !ok {
				return
			}
			if rest == "" || rest == "110" || rest == "118" || rest == "119" {
				p.r.note(o.at.node, o.at.child("extension"), o.extension, fmt.Sprintf("an extension that is not the prefix %s of the number %s, alone or before an emergency number", n.Prefix, k))
			}
		})
	}
}

// blameCode notes a code, or the number of rooms, that took an extension which
// somebody has.
func (p *plan) blameCode(o owner, r code) {
	expected := fmt.Sprintf("codes that leave the extension %s to the %s %s", o.extension, o.noun, o.key)
	for _, feature := range p.codes.order {
		at, named := p.codes.named[feature]
		if !named {
			continue
		}
		for _, item := range at.items() {
			if strings.HasPrefix(r.code, item.written()) {
				p.r.note(item.node, at.path, item.written(), expected)
				return
			}
		}
	}
	if at, ok := p.siteFields["rooms"]; ok && !at.absent() && r.what == featureWords(route.FeatureRoom) {
		p.r.note(at.node, at.path, at.written(), expected)
	}
}

// checkPrefixCodes: the prefix of a number in the file hides no code. A code
// of the file that takes an old prefix was told already.
func (p *plan) checkPrefixCodes(path string, at value, prefix string) {
	for _, c := range p.table() {
		if _, named := p.codes.named[string(c.Feature)]; named || c.Feature.InCall() {
			continue
		}
		if prefix == c.Digits || hidesEmergency(c, prefix) {
			p.r.note(at.node, path, prefix, fmt.Sprintf("a prefix that, alone or before 110, 118 or 119, is not the code %s (%s)", c.Digits, featureWords(c.Feature)))
			return
		}
	}
}
