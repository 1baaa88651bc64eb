package directory

import (
	"slices"
	"strings"

	"github.com/yobirin/yobirin/server/internal/route"
	"github.com/yobirin/yobirin/shared/id"
	"github.com/yobirin/yobirin/shared/leg"
)

// refer looks a name up that the file mentions. Absent is "none"; a name that
// neither the site nor the file has is a mistake.
func refer[T any](s *shelf[T], v value, one string) *T {
	if v.absent() {
		return nil
	}
	name, ok := v.scalar("the name of " + one)
	if !ok {
		return nil
	}
	if _, found := s.find(name); found != nil && name != "" {
		return found
	}
	v.wrong(one + " that is in this file or already in the site")
	return nil
}

func (p *plan) agentRef(v value) id.Agent {
	if a := refer(p.agents, v, "an agent's login ID"); a != nil {
		return a.ID
	}
	return id.Agent{}
}

func (p *plan) groupRef(v value) id.Group {
	if g := refer(p.groups, v, "a group"); g != nil {
		return g.ID
	}
	return id.Group{}
}

func (p *plan) statusRef(v value) id.Status {
	if s := refer(p.statuses, v, "a status"); s != nil {
		return s.ID
	}
	return id.Status{}
}

func (p *plan) audioRef(v value) id.Audio {
	if a := refer(p.audios, v, "an audio file"); a != nil {
		return a.ID
	}
	return id.Audio{}
}

func (p *plan) trunkRef(v value) id.Trunk {
	if t := refer(p.trunks, v, "a trunk"); t != nil {
		return t.ID
	}
	return id.Trunk{}
}

func (p *plan) ivrRef(v value) id.IVR {
	if m := refer(p.ivrs, v, "an IVR"); m != nil {
		return m.ID
	}
	return id.IVR{}
}

func (p *plan) transferRef(v value) id.Transfer {
	if t := refer(p.transfers, v, "an external transfer"); t != nil {
		return t.ID
	}
	return id.Transfer{}
}

// numberRef looks one of the site's numbers up, in whatever form it is written.
func (p *plan) numberRef(v value) id.Number {
	if v.absent() {
		return id.Number{}
	}
	s, ok := v.scalar("a phone number of the site")
	if !ok {
		return id.Number{}
	}
	if n, err := route.Canonical(s); err == nil {
		if found := p.numbers.byKey[n]; found != nil {
			return found.ID
		}
	}
	v.wrong("a phone number that is in this file or already in the site")
	return id.Number{}
}

// hangups are the causes a destination may end a call with.
func hangups() []string {
	return []string{string(leg.CauseBusy), string(leg.CauseRejected), string(leg.CauseCongestion), string(leg.CauseNotFound), string(leg.CauseNormal)}
}

// destination reads {group: …}, {agent: …} and so on; absent is unset.
func (p *plan) destination(v value) route.Destination {
	if v.absent() {
		return route.Destination{}
	}
	kinds := []string{"group", "agent", "extension", "ivr", "audio", "transfer", "conference", "hangup"}
	f, ok := v.fields(append(slices.Clone(kinds), "voicemail")...)
	if !ok {
		return route.Destination{}
	}
	var chosen []string
	for _, k := range kinds {
		if !f[k].absent() {
			chosen = append(chosen, k)
		}
	}
	if len(chosen) != 1 {
		v.wrong("exactly one of " + strings.Join(kinds, ", "))
		return route.Destination{}
	}
	d := route.Destination{Kind: route.DestinationKind(chosen[0])}
	at := f[chosen[0]]
	switch d.Kind {
	case route.ToGroup:
		d.Group = p.groupRef(at)
	case route.ToAgent:
		d.Agent = p.agentRef(at)
	case route.ToExtension:
		d.Extension = p.extensionRef(at)
	case route.ToIVR:
		d.IVR = p.ivrRef(at)
	case route.ToAudio:
		d.Audio, d.Voicemail = p.audioRef(at), f["voicemail"].yes(false)
	case route.ToTransfer:
		d.Transfer = p.transferRef(at)
	case route.ToConference:
		d.Conference = at.whole(1, max(1, p.settings.Rooms), 1)
	case route.ToHangUp:
		d.Cause = leg.Kind(at.one(string(leg.CauseBusy), hangups()...))
	case route.ToUnset, route.ToOutside, route.ToFeature:
	}
	if d.Kind != route.ToAudio && !f["voicemail"].absent() {
		f["voicemail"].wrong("voicemail only beside audio")
	}
	return d
}

func (p *plan) extensionRef(v value) string {
	s, ok := v.scalar("an extension")
	if !ok {
		return ""
	}
	for _, o := range p.owners() {
		if o.extension == s {
			return s
		}
	}
	v.wrong("an extension that is in this file or already in the site")
	return ""
}
