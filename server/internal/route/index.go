package route

import (
	"cmp"
	"slices"

	"github.com/yobirin/yobirin/shared/id"
)

// New finishes a plan by building its indexes and returns it. It checks
// nothing: directory has validated the records. Of two nouns with the same
// extension the first one named here wins: agents, groups, IVRs.
func New(p Plan) *Plan {
	p.agents = index(p.Agents, func(v *Agent) id.Agent { return v.ID })
	p.devices = index(p.Devices, func(v *Device) id.Device { return v.ID })
	p.groups = index(p.Groups, func(v *Group) id.Group { return v.ID })
	p.numbers = index(p.Numbers, func(v *Number) id.Number { return v.ID })
	p.trunks = index(p.Trunks, func(v *Trunk) id.Trunk { return v.ID })
	p.transfers = index(p.Transfers, func(v *Transfer) id.Transfer { return v.ID })
	p.audios = index(p.Audios, func(v *Audio) id.Audio { return v.ID })
	p.ivrs = index(p.IVRs, func(v *IVR) id.IVR { return v.ID })
	p.extensions = make(map[string]Destination)
	for i := range p.IVRs {
		p.extensions[p.IVRs[i].Extension] = Destination{Kind: ToIVR, IVR: p.IVRs[i].ID}
	}
	for i := range p.Groups {
		p.extensions[p.Groups[i].Extension] = Destination{Kind: ToGroup, Group: p.Groups[i].ID}
	}
	for i := range p.Agents {
		p.extensions[p.Agents[i].Extension] = Destination{Kind: ToAgent, Agent: p.Agents[i].ID}
	}
	delete(p.extensions, "")
	p.longer = make(map[string]bool)
	for ext := range p.extensions {
		for n := range len(ext) {
			p.longer[ext[:n]] = true
		}
	}
	p.called = make(map[string]*Number)
	for i := range p.Numbers {
		n := &p.Numbers[i]
		p.called[n.Number] = n
		if n.Prefix != "" {
			p.prefixes = append(p.prefixes, n)
		}
	}
	slices.SortStableFunc(p.prefixes, func(a, b *Number) int { return cmp.Compare(len(b.Prefix), len(a.Prefix)) })
	p.rejected = make(map[string]bool, len(p.Rejected))
	for _, n := range p.Rejected {
		p.rejected[n] = true
	}
	p.restricted = restrict(p.Barred)
	p.callers = index(p.Callers, func(v *Caller) string { return v.Number })
	p.dialed, p.pressed = p.codesOf(false), p.codesOf(true)
	return &p
}

func index[K comparable, V any](list []V, key func(*V) K) map[K]*V {
	m := make(map[K]*V, len(list))
	for i := range list {
		m[key(&list[i])] = &list[i]
	}
	return m
}

// Agent gives the agent, or nil.
func (p *Plan) Agent(i id.Agent) *Agent { return p.agents[i] }

// Device gives the device, or nil.
func (p *Plan) Device(i id.Device) *Device { return p.devices[i] }

// Group gives the group, or nil.
func (p *Plan) Group(i id.Group) *Group { return p.groups[i] }

// Number gives the site's phone number, or nil.
func (p *Plan) Number(i id.Number) *Number { return p.numbers[i] }

// Trunk gives the trunk, or nil.
func (p *Plan) Trunk(i id.Trunk) *Trunk { return p.trunks[i] }

// Transfer gives the external transfer, or nil.
func (p *Plan) Transfer(i id.Transfer) *Transfer { return p.transfers[i] }

// Audio gives the audio file, or nil.
func (p *Plan) Audio(i id.Audio) *Audio { return p.audios[i] }

// IVR gives the IVR, or nil.
func (p *Plan) IVR(i id.IVR) *IVR { return p.ivrs[i] }

// Extension gives the destination of an internal number.
func (p *Plan) Extension(ext string) (Destination, bool) {
	d, ok := p.extensions[ext]
	return d, ok
}

// Begins says whether an extension begins with these digits and has more.
func (p *Plan) Begins(digits string) bool { return p.longer[digits] }

// Called gives the site's phone number that an inbound call dialed, in
// whatever form the carrier wrote it, or nil.
func (p *Plan) Called(dialed string) *Number {
	if n := p.called[dialed]; n != nil {
		return n
	}
	canonical, err := Canonical(dialed)
	if err != nil {
		return nil
	}
	return p.called[canonical]
}
