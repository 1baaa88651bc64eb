package directory

import (
	"net/netip"
	"time"

	"github.com/yobirin/yobirin/server/internal/access"
	"github.com/yobirin/yobirin/server/internal/acd"
	"github.com/yobirin/yobirin/server/internal/route"
	"github.com/yobirin/yobirin/shared/id"
)

// Snapshot is the whole site at one version, in the shapes that others work
// from. It is never changed after it was made.
type Snapshot struct {
	Version  int64
	Settings Settings
	Route    *route.Plan
	Floor    acd.Plan
	SIP      SIP
	Roles    []AgentRole
	Agents   []Agent // those not disabled come to Route and Floor; here are all
	Groups   []Group
	Numbers  []Number
	Statuses []Status
	Retired  []RetiredStatus // that were deleted, for the names of those who are paused by them
	Audios   []Audio
	Prompts  map[string]id.Audio // played instead of built-in prompts, by "<language>/<id>"
}

// SIP is who may talk SIP to this site.
type SIP struct {
	Devices []DeviceAccount
	Trunks  []TrunkAccount
}

// Realm is the digest realm that device passwords are stored for.
const Realm = "yobirin"

// DeviceAccount is a phone's SIP account.
type DeviceAccount struct {
	ID          id.Device
	Agent       id.Agent // none: a phone without an agent
	User        string
	HA1MD5      string // hexadecimal, for Realm
	HA1SHA256   string
	SRTP        string // "off", "prefer", "require"
	MaxContacts int    // 0: the default
	SecondLogin string // "ring-all", "newest", "refuse"
	Opus        bool   // it is the agent app's, which speaks Opus with its like
}

// TrunkAccount is a carrier connection.
type TrunkAccount struct {
	ID          id.Trunk
	Name        string
	Disabled    bool
	Host, Proxy string // host or host:port
	Backup      []string
	Transport   string // "udp", "tcp", "tls"
	InboundFrom []netip.Prefix
	Register    *TrunkRegister    // nil: authenticated by address alone
	Channels    int               // 0: no limit
	Profile     string            // name of a preset of the SIP edge; "" is the plain one
	Switches    map[string]string // of the preset set otherwise, as carrier.Build takes them
	E164        bool
}

// TrunkRegister is the account a trunk registers with.
type TrunkRegister struct {
	User, AuthUser, Password string
	Expires                  time.Duration // 0: one hour
}

// site is every record, in the order of its key.
type site struct {
	Settings  Settings
	Trunks    []Trunk
	Statuses  []Status
	Retired   []RetiredStatus
	Audios    []Audio
	Roles     []AgentRole
	Agents    []Agent
	Devices   []Device
	Personal  []Personal
	Groups    []Group
	IVRs      []IVR
	Transfers []Transfer
	Numbers   []Number
	Codes     []FeatureCode
	Rejected  []Rejected
	Barred    []Barred
	Callers   []CallerRule
	Holidays  []CompanyHoliday
	Prompts   []PromptOverride
}

// snapshot turns the records into plans.
func (s *site) snapshot(v views) Snapshot {
	s.clearSeats()
	devices := map[id.Agent][]id.Device{}
	for _, d := range s.Devices {
		if holder := d.holder(); !holder.IsZero() {
			devices[holder] = append(devices[holder], d.ID)
		}
	}
	return Snapshot{
		Version: s.Settings.SiteVersion, Settings: s.Settings,
		Route: s.routePlan(devices, v), Floor: s.floorPlan(devices), SIP: s.sipPlan(),
		Roles: s.Roles, Agents: s.Agents, Groups: s.Groups, Numbers: s.Numbers, Statuses: s.Statuses, Retired: s.Retired, Audios: s.Audios, Prompts: s.promptsOf(),
	}
}

func seconds(n int) time.Duration { return time.Duration(n) * time.Second }

func (s *site) floorPlan(devices map[id.Agent][]id.Device) acd.Plan {
	p := acd.Plan{Statuses: make([]id.Status, len(s.Statuses))}
	for i, status := range s.Statuses {
		p.Statuses[i] = status.ID
	}
	enabled := map[id.Agent]bool{}
	for _, a := range s.Agents {
		if a.Disabled {
			continue
		}
		enabled[a.ID] = true
		p.Agents = append(p.Agents, acd.Agent{ID: a.ID, Extension: a.Extension, Devices: devices[a.ID], CallWaiting: a.CallWaiting})
	}
	for _, g := range s.Groups {
		f := acd.Group{
			ID: g.ID, Extension: g.Extension, Strategy: g.Strategy, MaxWaiting: g.MaxWaiting, Timeout: seconds(g.Timeout), RingTime: seconds(g.RingTime),
			ACW:             acd.ACW{Enabled: g.ACW.Enabled, Status: g.ACW.Status, Release: seconds(g.ACW.Release)},
			PauseOnNoAnswer: acd.NoAnswer{Enabled: g.PauseOnNoAnswer.Enabled, Status: g.PauseOnNoAnswer.Status, Release: seconds(g.PauseOnNoAnswer.Release), Misses: g.PauseOnNoAnswer.Misses},
			CallsPerAgent:   g.CallsPerAgent, Strict: g.Strict, PreferLast: g.PreferLast,
		}
		for _, m := range g.Members {
			if enabled[m.Agent] {
				f.Members = append(f.Members, acd.Member{Agent: m.Agent, Level: m.Level})
			}
		}
		p.Groups = append(p.Groups, f)
	}
	s.floorLimits(&p)
	return p
}

func (s *site) routePlan(devices map[id.Agent][]id.Device, v views) *route.Plan {
	p := s.exchangePlan(v)
	enabled := map[id.Agent]bool{}
	var listed []id.Number
	for _, n := range s.Numbers {
		if n.Listed {
			listed = append(listed, n.ID)
		}
		p.Numbers = append(p.Numbers, route.Number{
			ID: n.ID, Number: n.Number, Name: n.Name, Trunk: n.Trunk, Route: n.Route, MaxChannels: n.MaxChannels, Prefix: n.Prefix,
			DisplayInbound: n.DisplayInbound, DisplayOutbound: n.DisplayOutbound, Record: n.Record, Language: n.Language,
		})
	}
	for _, a := range s.Agents {
		if a.Disabled {
			continue
		}
		enabled[a.ID] = true
		may := a.May
		if len(may) == 0 && len(listed) < len(s.Numbers) {
			may = listed // "all listed": the plan knows no listing of its own
		}
		p.Agents = append(p.Agents, route.Agent{
			ID: a.ID, Name: a.Name, Nickname: a.Nickname, Extension: a.Extension, CallerID: a.CallerID, NoOutside: a.NoOutside, May: may, Devices: devices[a.ID],
			Supervises: s.may(a.Role, access.WatchCalls), Language: a.Language,
		})
	}
	for _, d := range s.Devices {
		owner := d.holder()
		if !enabled[owner] {
			owner = id.Agent{}
		}
		p.Devices = append(p.Devices, route.Device{ID: d.ID, Name: d.Name, Agent: owner})
	}
	for _, g := range s.Groups {
		p.Groups = append(p.Groups, route.Group{
			ID: g.ID, Name: g.Name, Extension: g.Extension, Display: g.Display, Color: g.Color, RingTime: seconds(g.RingTime), RingingPeriod: seconds(g.RingingPeriod),
			Greeting: g.Greeting, Announcement: g.Announcement, AnnounceEvery: seconds(g.AnnounceEvery), Music: g.Music, Whisper: g.Whisper,
			Overflow: g.Overflow, TimeoutTo: g.TimeoutTo, Record: g.Record,
			SayPosition: g.SayPosition, SayWait: g.SayWait, Callback: g.Callback, PreferLast: g.PreferLast,
		})
	}
	for _, t := range s.Trunks {
		p.Trunks = append(p.Trunks, route.Trunk{ID: t.ID, Name: t.Name, Channels: t.Channels, Default: t.UnknownTo, E164: t.E164, Disabled: t.Disabled})
	}
	for _, t := range s.Transfers {
		p.Transfers = append(p.Transfers, route.Transfer{ID: t.ID, Name: t.Name, Number: t.Number, CallerID: t.CallerID, UseCalled: t.UseCalledNumber})
	}
	for _, a := range s.Audios {
		p.Audios = append(p.Audios, route.Audio{ID: a.ID, Name: a.Name, Voicemail: a.Voicemail})
	}
	for _, v := range s.IVRs {
		p.IVRs = append(p.IVRs, v.plan())
	}
	return route.New(p)
}

func (s *site) sipPlan() SIP {
	disabled, rules := map[id.Agent]bool{}, map[id.Agent]string{}
	for _, a := range s.Agents {
		disabled[a.ID] = a.Disabled
	}
	for _, p := range s.Personal {
		rules[p.Agent] = p.SecondLogin
	}
	var p SIP
	for _, d := range s.Devices {
		if disabled[d.Agent] {
			continue // a disabled agent's phone may not register
		}
		p.Devices = append(p.Devices, DeviceAccount{
			ID: d.ID, Agent: d.holder(), User: d.User, HA1MD5: d.HA1MD5, HA1SHA256: d.HA1SHA256, SRTP: d.SRTP, MaxContacts: d.MaxContacts, SecondLogin: d.rule(rules),
			Opus: !d.AppOf.IsZero(),
		})
	}
	for _, t := range s.Trunks {
		a := TrunkAccount{
			ID: t.ID, Name: t.Name, Disabled: t.Disabled, Host: t.Host, Proxy: t.Proxy, Backup: t.Backup, Transport: t.Transport, Channels: t.Channels,
			Profile: t.Profile, Switches: t.Switches, E164: t.E164,
		}
		for _, text := range t.InboundFrom {
			if prefix, err := netip.ParsePrefix(text); err == nil { // checked when it was stored
				a.InboundFrom = append(a.InboundFrom, prefix)
			}
		}
		if r := t.Register; r != nil {
			a.Register = &TrunkRegister{User: r.User, AuthUser: r.AuthUser, Password: r.Password, Expires: seconds(r.Expires)}
		}
		p.Trunks = append(p.Trunks, a)
	}
	return p
}
