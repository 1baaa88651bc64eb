package call

import (
	"strconv"
	"testing"
	"time"

	"github.com/cockroachdb/datadriven"

	"github.com/yobirin/yobirin/server/internal/acd"
	"github.com/yobirin/yobirin/server/internal/route"
	"github.com/yobirin/yobirin/shared/id"
)

// site is what the office is configured as; `with` lines change it.
type site struct {
	spec  route.Plan
	floor acd.Plan
}

// officeIDs names everything that the office's site has.
func officeIDs() map[string][16]byte {
	ids := map[string][16]byte{}
	for i, n := range []string{"sato", "tanaka", "suzuki", "mori", "ito"} {
		ids[n] = id.Numbered[[16]byte](uint32(100 + i))
		ids[n+"-desk"] = id.Numbered[[16]byte](uint32(200 + i))
		ids[n+"-soft"] = id.Numbered[[16]byte](uint32(250 + i))
	}
	for i, n := range []string{"spare-desk", "carrier", "sales", "support", "main", "n-menu", "n-message", "n-sato", "n-room", "n-mobile",
		"hello", "night", "choose", "mobile", "menu", "n-closed", "closed", "n-loop", "loop", "loop2", "hold-song", "carrier2", "n-second"} {
		ids[n] = id.Numbered[[16]byte](uint32(300 + i))
	}
	return ids
}

// theOffice is the site of the office's scripts: sato and ito work in support,
// tanaka and suzuki in sales, mori supervises.
func theOffice(t *testing.T) *office {
	ids := officeIDs()
	s := &site{spec: officePlan(ids), floor: officeFloor(ids)}
	for _, a := range s.spec.Agents {
		s.floor.Agents = append(s.floor.Agents, acd.Agent{ID: a.ID, Extension: a.Extension, Devices: a.Devices})
	}
	o := newOffice(t, route.New(s.spec), s.floor, ids)
	o.site = s
	return o
}

func officePlan(ids map[string][16]byte) route.Plan {
	agent := func(n, ext string) route.Agent {
		return route.Agent{ID: ids[n], Name: n, Extension: ext, Devices: []id.Device{ids[n+"-desk"]}, Supervises: n == "mori"}
	}
	yes := true
	number := func(n, digits string, to route.Destination) route.Number {
		return route.Number{ID: ids[n], Number: digits, Name: n, Trunk: ids["carrier"], Route: to}
	}
	toIVR := func(n string) route.Destination { return route.Destination{Kind: route.ToIVR, IVR: ids[n]} }
	sales := route.Destination{Kind: route.ToGroup, Group: ids["sales"]}
	night := route.Destination{Kind: route.ToAudio, Audio: ids["night"]}
	week := [7]bool{true, true, true, true, true, true, true}
	return route.Plan{
		Settings: route.Settings{Language: "ja", Zone: time.UTC},
		Codes:    route.DefaultCodes(),
		Agents:   []route.Agent{agent("sato", "2001"), agent("tanaka", "2002"), agent("suzuki", "2003"), agent("mori", "2900"), agent("ito", "2004")},
		Devices: []route.Device{
			{ID: ids["sato-desk"], Agent: ids["sato"]}, {ID: ids["tanaka-desk"], Agent: ids["tanaka"]}, {ID: ids["suzuki-desk"], Agent: ids["suzuki"]},
			{ID: ids["mori-desk"], Agent: ids["mori"]}, {ID: ids["ito-desk"], Agent: ids["ito"]}, {ID: ids["spare-desk"]},
		},
		Groups: []route.Group{
			{ID: ids["sales"], Name: "sales", Extension: "3001", Record: &yes, Callback: true, SayPosition: true, SayWait: true},
			{ID: ids["support"], Name: "support", Extension: "3002"},
		},
		Audios: []route.Audio{{ID: ids["hello"], Name: "hello"}, {ID: ids["night"], Name: "night", Voicemail: true}, {ID: ids["choose"], Name: "choose"}},
		IVRs: []route.IVR{
			{ID: ids["menu"], Name: "menu", Extension: "4001", Default: sales, Buttons: route.Buttons{
				Enabled: true, Audio: ids["choose"], Direct: true,
				Keys: map[string]route.Destination{"1": sales, "2": {Kind: route.ToExtension, Extension: "2001"}, "9": night},
			}},
			{ID: ids["closed"], Name: "closed", Extension: "4002", Default: night, Schedule: route.Schedule{
				Enabled: true, Rows: []route.Row{{From: 9 * 60, To: 17 * 60, Weekdays: week, Then: toIVR("menu")}},
			}},
			{ID: ids["loop"], Name: "loop", Extension: "4003", Default: sales, Schedule: route.Schedule{
				Enabled: true, Rows: []route.Row{{From: 0, To: 1440, Weekdays: week, Then: toIVR("loop2")}},
			}},
			{ID: ids["loop2"], Name: "loop2", Extension: "4004", Default: sales, Schedule: route.Schedule{
				Enabled: true, Rows: []route.Row{{From: 0, To: 1440, Weekdays: week, Then: toIVR("loop")}},
			}},
		},
		Trunks: []route.Trunk{{ID: ids["carrier"], Name: "carrier", Channels: 5}},
		Numbers: []route.Number{
			number("main", "0312345678", sales),
			number("n-menu", "0312345679", toIVR("menu")),
			number("n-message", "0312345670", night),
			number("n-sato", "0312345671", route.Destination{Kind: route.ToAgent, Agent: ids["sato"]}),
			number("n-room", "0312345672", route.Destination{Kind: route.ToConference, Conference: 1}),
			number("n-mobile", "0312345673", route.Destination{Kind: route.ToTransfer, Transfer: ids["mobile"]}),
			number("n-closed", "0312345674", toIVR("closed")),
			number("n-loop", "0312345675", toIVR("loop")),
		},
		Transfers: []route.Transfer{{ID: ids["mobile"], Number: "09012345678", UseCalled: true}},
	}
}

func officeFloor(ids map[string][16]byte) acd.Plan {
	member := func(n string) acd.Member { return acd.Member{Agent: ids[n], Level: 1} }
	return acd.Plan{
		Trunks: []acd.Trunk{{ID: ids["carrier"], Channels: 5}},
		Groups: []acd.Group{
			{ID: ids["sales"], Extension: "3001", Strategy: acd.LongestIdle, RingTime: 20 * time.Second, Members: []acd.Member{member("tanaka"), member("suzuki")}},
			{ID: ids["support"], Extension: "3002", Strategy: acd.RingAll, RingTime: 20 * time.Second, Members: []acd.Member{member("sato"), member("ito")}},
		},
	}
}

// with changes the site; calls that begin from now on work from it.
func (o *office) with(d *datadriven.TestData) {
	for _, a := range d.CmdArgs {
		v := ""
		if len(a.Vals) > 0 {
			v = a.Vals[0]
		}
		if !o.withRoute(a.Key, v) && !o.withFloor(a.Key, v) {
			o.t.Fatalf("%s: the site has no %s", d.Pos, a.Key)
		}
	}
	o.replan()
}

func (o *office) replan() {
	o.plan = route.New(o.site.spec)
	o.toFloor(acd.SetPlan{Plan: o.site.floor})
}

func (o *office) duration(v string) time.Duration {
	d, err := time.ParseDuration(v)
	if err != nil {
		o.t.Fatal(err)
	}
	return d
}

func (o *office) count(v string) int {
	n, err := strconv.Atoi(v)
	if err != nil {
		o.t.Fatal(err)
	}
	return n
}

func (o *office) agentSpec(name string) *route.Agent {
	for i := range o.site.spec.Agents {
		if a := &o.site.spec.Agents[i]; a.Name == name {
			return a
		}
	}
	o.t.Fatalf("there is no agent %s", name)
	return nil
}

// withRoute changes what calls are routed by.
func (o *office) withRoute(key, v string) bool {
	spec := &o.site.spec
	sales := &spec.Groups[0]
	switch key {
	case "no-outside":
		o.agentSpec(v).NoOutside = true
	case "supervisor":
		o.agentSpec(v).Supervises = true
	case "caller-id":
		o.agentSpec("tanaka").CallerID = o.ids[v]
	case "may-present": // tanaka, this number alone
		o.agentSpec("tanaka").May = append(o.agentSpec("tanaka").May, o.ids[v])
	case "prefix": // of the number that is routed to sato
		spec.Numbers[3].Prefix = v
	case "barred":
		spec.Barred = append(spec.Barred, v)
	case "rejected":
		spec.Rejected = append(spec.Rejected, v)
	case "reject-anonymous":
		spec.Settings.RejectAnonymous = true
	case "international":
		spec.Settings.International = true
	case "emergency":
		spec.Settings.Emergency = o.ids[v]
	case "vip":
		spec.Callers = append(spec.Callers, route.Caller{Number: v, Priority: 10})
	case "park-group":
		spec.Settings.ParkGroup = o.ids[v]
	case "rooms":
		spec.Settings.Rooms, o.site.floor.Rooms = o.count(v), o.count(v)
	case "message-time":
		spec.Settings.MessageTime = o.duration(v)
	case "outside-time":
		spec.Settings.OutsideTime = o.duration(v)
	case "call-time":
		spec.Settings.CallTime = o.duration(v)
	case "callback-kept":
		spec.Settings.CallbackKept = o.duration(v)
	case "whisper":
		sales.Whisper = o.ids[v]
	case "greeting":
		sales.Greeting = o.ids[v]
	case "announcement":
		sales.Announcement, sales.AnnounceEvery = o.ids[v], 30*time.Second
	case "ringing-period":
		sales.RingingPeriod = o.duration(v)
	case "timeout-to":
		sales.TimeoutTo = o.destination(v)
	case "overflow-to":
		sales.Overflow = o.destination(v)
	case "main-to":
		spec.Numbers[0].Route = o.destination(v)
	case "no-callback":
		sales.Callback = false
	case "second-trunk": // with the number given
		spec.Trunks = append(spec.Trunks, route.Trunk{ID: o.ids["carrier2"], Name: "carrier2"})
		o.site.floor.Trunks = append(o.site.floor.Trunks, acd.Trunk{ID: o.ids["carrier2"]})
		spec.Numbers = append(spec.Numbers, route.Number{ID: o.ids["n-second"], Number: v, Name: "second", Trunk: o.ids["carrier2"]})
	case "diverted-to":
		spec.Transfers[0].Number = v
	default:
		return false
	}
	return true
}

func (o *office) destination(name string) route.Destination {
	switch name {
	case "support", "sales":
		return route.Destination{Kind: route.ToGroup, Group: o.ids[name]}
	case "night", "hello":
		return route.Destination{Kind: route.ToAudio, Audio: o.ids[name]}
	case "mobile":
		return route.Destination{Kind: route.ToTransfer, Transfer: o.ids[name]}
	case "menu":
		return route.Destination{Kind: route.ToIVR, IVR: o.ids[name]}
	}
	o.t.Fatalf("there is no destination %s", name)
	return route.Destination{}
}

// withFloor changes who is rung, and how many calls there may be.
func (o *office) withFloor(key, v string) bool {
	floor := &o.site.floor
	sales := &floor.Groups[0]
	switch key {
	case "slots":
		floor.FirstSlot, floor.LastSlot = 9001, 9000+o.count(v)
	case "channels":
		floor.Trunks[0].Channels = o.count(v)
	case "main-channels":
		floor.Numbers = append(floor.Numbers, acd.Number{ID: o.ids["main"], Channels: o.count(v)})
	case "caps":
		floor.Caps.AtOnce = o.count(v)
	case "daily":
		floor.Caps.Daily = o.count(v)
	case "strategy":
		sales.Strategy = acd.Strategy(v)
	case "max-waiting":
		n := o.count(v)
		sales.MaxWaiting = &n
	case "timeout":
		sales.Timeout = o.duration(v)
	case "prefer-last":
		sales.PreferLast = true
		o.site.spec.Groups[0].PreferLast = true
	case "call-waiting":
		for i := range floor.Agents {
			if floor.Agents[i].ID == o.ids[v] {
				floor.Agents[i].CallWaiting = true
			}
		}
	case "softphone": // a second phone of the agent's
		device := id.Device(o.ids[v+"-soft"])
		a := o.agentSpec(v)
		a.Devices = append(a.Devices, device)
		o.site.spec.Devices = append(o.site.spec.Devices, route.Device{ID: device, Agent: a.ID})
		for i := range floor.Agents {
			if floor.Agents[i].ID == a.ID {
				floor.Agents[i].Devices = a.Devices
			}
		}
		o.replan()
		o.toFloor(acd.DeviceChanged{Device: device, Agent: a.ID, Up: true})
	default:
		return false
	}
	return true
}
