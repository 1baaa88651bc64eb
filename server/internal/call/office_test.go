package call

import (
	"strings"
	"testing"
	"time"

	"github.com/cockroachdb/datadriven"

	"github.com/yobirin/yobirin/server/internal/acd"
	"github.com/yobirin/yobirin/server/internal/route"
	"github.com/yobirin/yobirin/shared/id"
	"github.com/yobirin/yobirin/shared/leg"
)

// The scripts of testdata/office play whole features between real calls and a
// real floor, as their users see them. They are the source of docs/ladders.
func TestOffice(t *testing.T) {
	datadriven.Walk(t, "testdata/office", func(t *testing.T, path string) {
		o := theOffice(t)
		last := ""
		datadriven.RunTest(t, path, func(t *testing.T, d *datadriven.TestData) string {
			o.t = t
			o.command(d)
			out := strings.Join(o.told, "\n")
			o.told = nil
			if out != "" {
				out += "\n"
			}
			if p := o.picture(); p != last {
				last = p
				if p == "" {
					p = "  nobody is in a call\n"
				}
				out += p
			}
			return out
		})
	})
}

// theOffice is the site of the office's scripts.
func theOffice(t *testing.T) *office {
	ids := map[string][16]byte{}
	for i, n := range []string{"sato", "tanaka", "suzuki", "mori", "ito"} {
		ids[n] = id.Numbered[[16]byte](uint32(100 + i))
		ids[n+"-desk"] = id.Numbered[[16]byte](uint32(200 + i))
	}
	for i, n := range []string{"spare-desk", "carrier", "sales", "support", "main", "n-menu", "n-message", "n-sato", "n-room", "n-mobile",
		"hello", "night", "choose", "mobile", "menu"} {
		ids[n] = id.Numbered[[16]byte](uint32(300 + i))
	}
	agent := func(n, ext string) route.Agent {
		return route.Agent{ID: ids[n], Name: n, Extension: ext, Devices: []id.Device{ids[n+"-desk"]}, Supervises: n == "mori"}
	}
	yes := true
	number := func(n, digits string, to route.Destination) route.Number {
		return route.Number{ID: ids[n], Number: digits, Name: n, Trunk: ids["carrier"], Route: to}
	}
	sales := route.Destination{Kind: route.ToGroup, Group: ids["sales"]}
	plan := route.New(route.Plan{
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
		IVRs: []route.IVR{{ID: ids["menu"], Name: "menu", Extension: "4001", Default: sales, Buttons: route.Buttons{
			Enabled: true, Audio: ids["choose"], Direct: true,
			Keys: map[string]route.Destination{"1": sales, "2": {Kind: route.ToExtension, Extension: "2001"}, "9": {Kind: route.ToAudio, Audio: ids["night"]}},
		}}},
		Trunks: []route.Trunk{{ID: ids["carrier"], Name: "carrier", Channels: 5}},
		Numbers: []route.Number{
			number("main", "0312345678", sales),
			number("n-menu", "0312345679", route.Destination{Kind: route.ToIVR, IVR: ids["menu"]}),
			number("n-message", "0312345670", route.Destination{Kind: route.ToAudio, Audio: ids["night"]}),
			number("n-sato", "0312345671", route.Destination{Kind: route.ToAgent, Agent: ids["sato"]}),
			number("n-room", "0312345672", route.Destination{Kind: route.ToConference, Conference: 1}),
			number("n-mobile", "0312345673", route.Destination{Kind: route.ToTransfer, Transfer: ids["mobile"]}),
		},
		Transfers: []route.Transfer{{ID: ids["mobile"], Number: "09012345678", UseCalled: true}},
	})
	member := func(n string) acd.Member { return acd.Member{Agent: ids[n], Level: 1} }
	floor := acd.Plan{
		Trunks: []acd.Trunk{{ID: ids["carrier"], Channels: 5}},
		Groups: []acd.Group{
			{ID: ids["sales"], Extension: "3001", Strategy: acd.LongestIdle, RingTime: 20 * time.Second, Members: []acd.Member{member("tanaka"), member("suzuki")}},
			{ID: ids["support"], Extension: "3002", Strategy: acd.RingAll, RingTime: 20 * time.Second, Members: []acd.Member{member("sato"), member("ito")}},
		},
	}
	for _, a := range plan.Agents {
		floor.Agents = append(floor.Agents, acd.Agent{ID: a.ID, Extension: a.Extension, Devices: a.Devices})
	}
	return newOffice(t, plan, floor, ids)
}

// command carries out one line of a script.
func (o *office) command(d *datadriven.TestData) {
	arg := func(i int) string {
		if i >= len(d.CmdArgs) {
			return ""
		}
		return d.CmdArgs[i].Key
	}
	line := func(i int) *line {
		l := o.line(arg(i))
		if l == nil {
			o.t.Fatalf("%s: %s has no call", d.Pos, arg(i))
		}
		return l
	}
	switch d.Cmd {
	case "calls": // outside caller, number called
		o.callsIn(arg(0), arg(1))
	case "dials": // device, digits
		o.dials(arg(0), arg(1))
	case "answers":
		o.answers(line(0))
	case "hangs-up":
		o.ends(line(0), leg.SideRemote, leg.CauseNormal)
	case "rejects":
		o.ends(line(0), leg.SideRemote, leg.CauseRejected)
	case "presses":
		o.presses(line(0), arg(1))
	case "said": // what is being said to a phone is over
		o.said(line(0))
	case "holds":
		o.fact(leg.Held{Leg: line(0).leg})
	case "resumes":
		o.fact(leg.Resumed{Leg: line(0).leg})
	case "refers": // phone, digits
		o.fact(leg.Referred{Leg: line(0).leg, To: arg(1)})
	case "refers-to": // phone's line, its other line (REFER with Replaces)
		o.fact(leg.Referred{Leg: line(0).leg, Replaces: line(1).leg})
	case "replaces": // device, line whose place it takes
		c := o.newCall()
		l := o.newLine(id.LegOf(c, 1), arg(0), true)
		o.begin(c, Fact{leg.Incoming{Leg: l.leg, Device: o.ids[arg(0)], Replaces: line(1).leg}})
	case "orders": // agent, digits: a call ordered from a screen
		c := o.newCall()
		o.begin(c, Originate{Agent: o.ids[arg(0)], Dialed: arg(1)})
	case "does": // agent, command, argument, of=agent
		of := ""
		if d.HasArg("of") {
			d.ScanArgs(o.t, "of", &of)
		}
		o.does(arg(0), of, commandNamed(o.t, arg(1), arg(2)))
	case "busy", "works": // device or number refuses calls, or does no more
		delete(o.refusing, arg(0))
		if d.Cmd == "busy" {
			o.refusing[arg(0)] = leg.CauseBusy
		}
	case "wait":
		w, err := time.ParseDuration(arg(0))
		if err != nil {
			o.t.Fatal(err)
		}
		o.wait(w)
	case "stops":
		o.step(o.ownerOf(line(0).leg), Stop{leg.CauseShutdown})
	case "records":
		o.tellRecords()
	default:
		o.t.Fatalf("%s: unknown command %s", d.Pos, d.Cmd)
	}
	o.pump()
}

func commandNamed(t *testing.T, name, arg string) Command {
	all := []Command{
		Hold{}, Resume{}, Mute{arg == "on"}, HangUp{}, End{}, PickUp{}, Transfer{arg}, Consult{arg}, Swap{}, Complete{}, Cancel{}, Merge{},
		Add{arg}, Park{}, Press{arg}, Record{arg == "on"}, Pause{arg == "on"}, SetMode{Mode(arg)},
	}
	for _, c := range all {
		if c.Name() == name {
			return c
		}
	}
	t.Fatalf("there is no command %s", name)
	return nil
}

func (o *office) tellRecords() {
	for _, r := range o.records {
		o.say("call %s from %s to %s: %s, cause %s, ended by %s", r.Direction, r.From.Number, r.To.Number,
			map[bool]string{true: "answered", false: "not answered"}[r.Answered], r.Cause.Kind, r.EndedBy)
		for _, s := range r.Segments {
			who := o.names[s.Agent]
			if who == "" {
				who = o.called(s.Leg)
			}
			o.say("  talked with %s for %s (held %dms)", who, s.Until.Sub(s.From), s.Held)
		}
		for _, v := range r.Visits {
			o.say("  %s: %s", o.names[v.Group], v.Outcome)
		}
	}
	o.records = nil
}
