package call

import (
	"slices"
	"time"

	"github.com/yobirin/yobirin/server/internal/acd"
	"github.com/yobirin/yobirin/server/internal/route"
	"github.com/yobirin/yobirin/shared/id"
)

// turmoilSite is a small office with one of everything.
type turmoilSite struct {
	ids    map[string][16]byte
	byID   map[[16]byte]string
	agents []string
	phones []string
}

func newTurmoilSite() *turmoilSite {
	s := &turmoilSite{ids: map[string][16]byte{}, byID: map[[16]byte]string{}, agents: []string{"sato", "tanaka", "suzuki", "ito", "mori", "kato"}}
	n := uint32(100)
	add := func(names ...string) {
		for _, name := range names {
			n++
			s.ids[name] = id.Numbered[[16]byte](n)
			s.byID[s.ids[name]] = name
		}
	}
	add(s.agents...)
	for _, a := range s.agents {
		s.phones = append(s.phones, a+"-desk")
	}
	s.phones = append(s.phones, "tanaka-soft", "spare")
	add(s.phones...)
	add("carrier", "sales", "support", "small", "n1", "n2", "n3", "n4", "n5", "n6", "n7", "n8", "hello", "night", "choose", "mobile", "menu")
	return s
}

func (s *turmoilSite) name(u [16]byte) string { return s.byID[u] }

func (s *turmoilSite) devices(agent string) []id.Device {
	out := []id.Device{s.ids[agent+"-desk"]}
	if agent == "tanaka" {
		out = append(out, s.ids["tanaka-soft"])
	}
	return out
}

// calls is the plan of calls; of the variants one records nothing, and one
// rings outside for a group's callers.
func (s *turmoilSite) calls(variant int) *route.Plan {
	ids, yes := s.ids, true
	to := func(kind route.DestinationKind, name string) route.Destination {
		return map[route.DestinationKind]route.Destination{
			route.ToGroup:      {Kind: kind, Group: ids[name]},
			route.ToAgent:      {Kind: kind, Agent: ids[name]},
			route.ToIVR:        {Kind: kind, IVR: ids[name]},
			route.ToAudio:      {Kind: kind, Audio: ids[name]},
			route.ToTransfer:   {Kind: kind, Transfer: ids[name]},
			route.ToConference: {Kind: kind, Conference: 1},
		}[kind]
	}
	p := route.Plan{
		Settings: route.Settings{Language: "ja", Zone: time.UTC, Record: variant != 1, Emergency: ids["n1"],
			OutsideTime: 2 * time.Minute, CallTime: 6 * time.Minute, CallbackTries: 2, CallbackGap: 20 * time.Second, CallbackKept: 3 * time.Minute},
		Codes: route.DefaultCodes(),
		Groups: []route.Group{
			{ID: ids["sales"], Extension: "3001", Record: &yes, Callback: true, SayPosition: true, SayWait: true, Greeting: ids["hello"]},
			{ID: ids["support"], Extension: "3002", Whisper: ids["hello"], RingingPeriod: 8 * time.Second, AnnounceEvery: 20 * time.Second, Announcement: ids["hello"]},
			{ID: ids["small"], Extension: "3003", Overflow: to(route.ToGroup, "sales"), TimeoutTo: to(route.ToIVR, "menu")},
		},
		Audios: []route.Audio{{ID: ids["hello"]}, {ID: ids["night"], Voicemail: true}, {ID: ids["choose"]}},
		IVRs: []route.IVR{{ID: ids["menu"], Extension: "4001", Default: to(route.ToGroup, "support"), Buttons: route.Buttons{
			Enabled: true, Audio: ids["choose"], Direct: true,
			Keys: map[string]route.Destination{"1": to(route.ToGroup, "sales"), "2": to(route.ToAgent, "sato"), "9": to(route.ToAudio, "night"), "3": to(route.ToIVR, "menu")},
		}}},
		Trunks:    []route.Trunk{{ID: ids["carrier"], Channels: 6}},
		Transfers: []route.Transfer{{ID: ids["mobile"], Number: "09012345678", UseCalled: true}},
		Barred:    []string{"0990*"},
	}
	if variant == 2 {
		p.Groups[0].Overflow, p.Groups[0].TimeoutTo = to(route.ToTransfer, "mobile"), to(route.ToAudio, "night")
	}
	for i, a := range s.agents {
		p.Agents = append(p.Agents, route.Agent{ID: ids[a], Name: a, Extension: "200" + string(rune('1'+i)), Devices: s.devices(a), Supervises: a == "mori" || a == "kato", NoOutside: a == "ito"})
		for _, d := range s.devices(a) {
			p.Devices = append(p.Devices, route.Device{ID: d, Agent: ids[a]})
		}
	}
	p.Devices = append(p.Devices, route.Device{ID: ids["spare"]})
	for i, d := range []route.Destination{
		to(route.ToGroup, "sales"), to(route.ToGroup, "support"), to(route.ToGroup, "small"), to(route.ToIVR, "menu"),
		to(route.ToAgent, "sato"), to(route.ToAudio, "night"), to(route.ToConference, ""), to(route.ToTransfer, "mobile"),
	} {
		n := string(rune('1' + i))
		p.Numbers = append(p.Numbers, route.Number{ID: ids["n"+n], Number: "031234567" + n, Trunk: ids["carrier"], Route: d})
	}
	return route.New(p)
}

// floor is the floor's plan; the variants have fewer agents, groups, members,
// channels and rooms.
func (s *turmoilSite) floor(variant int) acd.Plan {
	ids, none := s.ids, 0
	member := func(names ...string) (out []acd.Member) {
		for i, n := range names {
			out = append(out, acd.Member{Agent: ids[n], Level: 1 + i%2})
		}
		return out
	}
	p := acd.Plan{
		Trunks: []acd.Trunk{{ID: ids["carrier"], Channels: 6}}, Rooms: 2, LastSlot: 9003,
		Numbers: []acd.Number{{ID: ids["n2"], Channels: 2}},
		Groups: []acd.Group{
			{ID: ids["sales"], Extension: "3001", Strategy: acd.LongestIdle, RingTime: 20 * time.Second, Timeout: 2 * time.Minute, Members: member("tanaka", "suzuki", "ito"),
				ACW: acd.ACW{Enabled: true, Release: 5 * time.Second}},
			{ID: ids["support"], Extension: "3002", Strategy: acd.RingAll, RingTime: 15 * time.Second, Members: member("sato", "ito", "kato"), CallsPerAgent: 2},
			{ID: ids["small"], Extension: "3003", Strategy: acd.RoundRobin, RingTime: 10 * time.Second, Timeout: 20 * time.Second, MaxWaiting: &none, Members: member("sato", "suzuki"),
				PauseOnNoAnswer: acd.NoAnswer{Enabled: true, Release: 20 * time.Second}},
		},
	}
	for i, a := range s.agents {
		p.Agents = append(p.Agents, acd.Agent{ID: ids[a], Extension: "200" + string(rune('1'+i)), Devices: s.devices(a), CallWaiting: a == "sato" || a == "suzuki"})
	}
	switch variant {
	case 1: // a group goes
		p.Groups = p.Groups[1:]
	case 2: // an agent goes
		p.Agents = slices.Delete(p.Agents, 2, 3)
	case 3: // less of everything
		p.Trunks[0].Channels, p.Rooms, p.LastSlot = 2, 1, 9001
		p.Groups[1].Members = member("kato")
	}
	return p
}
