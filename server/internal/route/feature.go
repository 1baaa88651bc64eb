package route

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/yobirin/yobirin/shared/leg"
)

// DefaultRooms is the number of conference rooms of a site that says nothing.
const DefaultRooms = 3

// DefaultCodes gives the feature codes of a site that has not changed them.
func DefaultCodes() []Code {
	return []Code{
		{FeaturePark, "#7"}, {FeatureTransfer, "#8"}, {FeatureConsult, "#9"}, {FeatureJoin, "*"},
		{FeatureSlot, "90"}, {FeatureRoom, "92"}, {FeaturePickUp, "9300"},
		{FeatureWhisper, "994"}, {FeatureMonitor, "995"}, {FeatureBarge, "996"},
		{FeatureSeatOut, "997"}, {FeatureSeatIn, "998"}, {FeatureCampaigns, "990"},
		{FeatureEcho, "9999"}, {FeatureWhoAmI, "9998"}, {FeatureRecord, "9997"},
	}
}

// Argument says what is dialed after a feature's code.
type Argument string

// The arguments.
const (
	ArgumentNone      Argument = ""
	ArgumentTwo       Argument = "two-digits" // 01 to 99
	ArgumentAgent     Argument = "agent"      // an agent's extension
	ArgumentGroup     Argument = "group"      // a group's extension
	ArgumentExtension Argument = "target"     // an extension or outside number, ended by #
)

// Takes says what is dialed or pressed after the feature's code.
func (f Feature) Takes() Argument {
	switch f {
	case FeatureSlot, FeatureRoom:
		return ArgumentTwo
	case FeatureWhisper, FeatureMonitor, FeatureBarge, FeatureSeatIn:
		return ArgumentAgent
	case FeaturePickUp:
		return ArgumentGroup
	case FeatureTransfer, FeatureConsult:
		return ArgumentExtension
	case FeaturePark, FeatureJoin, FeatureSeatOut, FeatureCampaigns, FeatureEcho, FeatureWhoAmI, FeatureRecord:
		return ArgumentNone
	}
	return ArgumentNone
}

// supervision says whether the feature is a supervisor's: it listens to
// somebody else's call, or makes a sound of the site.
func (f Feature) supervision() bool {
	return f == FeatureWhisper || f == FeatureMonitor || f == FeatureBarge || f == FeatureRecord
}

// withoutAgent says whether a phone that belongs to nobody may use the feature.
func (f Feature) withoutAgent() bool {
	return f == FeatureSeatIn || f == FeatureEcho || f == FeatureWhoAmI
}

// codesOf gives the dialed or the pressed codes of the table, longest first.
func (p *Plan) codesOf(inCall bool) []Code {
	var out []Code
	for _, c := range p.Codes {
		if c.Digits != "" && c.Feature.InCall() == inCall {
			out = append(out, c)
		}
	}
	slices.SortStableFunc(out, func(a, b Code) int { return cmp.Compare(len(b.Digits), len(a.Digits)) })
	return out
}

// feature gives where digits lead that are a dialed feature code with its
// argument. Of codes that begin alike the one without an argument wins, then
// the longest.
func (p *Plan) feature(who *Agent, digits string) (d Destination, refused *Refusal, is bool) {
	for _, c := range p.dialed {
		if c.Digits == digits && c.Feature.Takes() == ArgumentNone {
			d, refused = p.toFeature(who, c, "")
			return d, refused, true
		}
	}
	for _, c := range p.dialed {
		rest, ok := strings.CutPrefix(digits, c.Digits)
		if !ok || !shaped(c.Feature, rest) {
			continue
		}
		d, refused = p.toFeature(who, c, rest)
		return d, refused, true
	}
	return Destination{}, nil, false
}

// shaped says whether the text can be the feature's argument.
func shaped(f Feature, rest string) bool {
	if strings.Trim(rest, "0123456789") != "" {
		return false
	}
	switch f.Takes() {
	case ArgumentTwo:
		return len(rest) == 2 && rest != "00"
	case ArgumentAgent, ArgumentGroup:
		return len(rest) >= 2 && len(rest) <= maxExtension
	case ArgumentNone, ArgumentExtension:
		return false
	}
	return false
}

func (p *Plan) toFeature(who *Agent, c Code, argument string) (Destination, *Refusal) {
	switch {
	case who == nil && !c.Feature.withoutAgent():
		return Destination{}, &Refusal{leg.CauseForbidden, ReasonNoAgent}
	case c.Feature.supervision() && !who.Supervises:
		return Destination{}, &Refusal{leg.CauseForbidden, ReasonNotAllowed}
	}
	d := Destination{Kind: ToFeature, Feature: c.Feature, Argument: argument}
	unknown := &Refusal{leg.CauseNotFound, ReasonNoSuchNumber}
	switch c.Feature.Takes() {
	case ArgumentAgent:
		to := p.extensions[argument]
		if to.Kind != ToAgent {
			return Destination{}, unknown
		}
		d.Agent = to.Agent
	case ArgumentGroup:
		to := p.extensions[argument]
		if to.Kind != ToGroup {
			return Destination{}, unknown
		}
		d.Group = to.Group
	case ArgumentTwo:
		if c.Feature != FeatureRoom {
			break
		}
		n, err := strconv.Atoi(argument)
		if err != nil || n > p.rooms() {
			return Destination{}, unknown
		}
		return Destination{Kind: ToConference, Conference: n}, nil
	case ArgumentNone, ArgumentExtension:
	}
	return d, nil
}

// rooms gives the number of conference rooms.
func (p *Plan) rooms() int {
	if p.Settings.Rooms == 0 {
		return DefaultRooms
	}
	return p.Settings.Rooms
}

// Slots gives the first and the last park slot, as they are dialed: 9001 and
// 9099 unless the site has changed the code; 0 and 0 when it has none.
func (p *Plan) Slots() (first, last int) {
	for _, c := range p.Codes {
		if c.Feature != FeatureSlot {
			continue
		}
		if n, err := strconv.Atoi(c.Digits); err == nil && n > 0 {
			return n*100 + 1, n*100 + 99
		}
	}
	return 0, 0
}

// Slot gives the number of the park slot that a destination with FeatureSlot
// names, as the floor counts them (9001), or 0.
func (p *Plan) Slot(d Destination) int {
	first, _ := p.Slots()
	n, err := strconv.Atoi(d.Argument)
	if d.Feature != FeatureSlot || first == 0 || err != nil {
		return 0
	}
	return first - 1 + n
}
