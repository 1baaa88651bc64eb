package call

import (
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/cockroachdb/datadriven"

	"github.com/yobirin/yobirin/server/internal/acd"
	"github.com/yobirin/yobirin/server/internal/journal"
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
			if !o.together {
				o.agrees()
			}
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
		o.t = t
		o.wait(20 * time.Minute)
		o.nothingIsLeft()
	})
}

// command carries out one line of a script.
func (o *office) command(d *datadriven.TestData) {
	if !o.aroundPhones(d) && !o.atPhones(d) {
		o.t.Fatalf("%s: unknown command %s", d.Pos, d.Cmd)
	}
	o.pump()
}

func argument(d *datadriven.TestData, i int) string {
	if i >= len(d.CmdArgs) {
		return ""
	}
	return d.CmdArgs[i].Key
}

// atPhones is what somebody does with a phone.
func (o *office) atPhones(d *datadriven.TestData) bool {
	arg := func(i int) string { return argument(d, i) }
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
	case "dials-showing": // device, digits, number that the phone wants to present
		o.dialsShowing(arg(0), arg(1), arg(2))
	case "answers":
		o.answers(line(0))
	case "hangs-up":
		o.ends(line(0), leg.SideRemote, leg.CauseNormal)
	case "rejects":
		o.ends(line(0), leg.SideRemote, leg.CauseRejected)
	case "presses":
		o.presses(line(0), arg(1))
	case "presses-twice": // every key comes as an event and by INFO, as some phones send them
		o.presses(line(0), arg(1), "rfc4733", "info")
	case "presses-info": // by INFO alone
		o.presses(line(0), arg(1), "info")
	case "holds":
		o.fact(leg.Held{Leg: line(0).leg})
	case "resumes":
		o.fact(leg.Resumed{Leg: line(0).leg})
	case "goes-silent": // its audio stays away for too long
		o.fact(leg.Silent{Leg: line(0).leg, For: 60 * time.Second})
	case "refers": // phone, digits
		o.fact(leg.Referred{Leg: line(0).leg, To: arg(1)})
	case "refers-to": // phone's line, its other line (REFER with Replaces)
		o.fact(leg.Referred{Leg: line(0).leg, Replaces: line(1).leg})
	case "replaces": // device, line whose place it takes
		c := o.newCall()
		l := o.newLine(id.LegOf(c, 1), arg(0), true)
		o.begin(c, Fact{leg.Incoming{Leg: l.leg, Device: o.ids[arg(0)], Replaces: line(1).leg}})
	default:
		return false
	}
	return true
}

// aroundPhones is what happens elsewhere: screens, time, the network.
func (o *office) aroundPhones(d *datadriven.TestData) bool {
	arg := func(i int) string { return argument(d, i) }
	switch d.Cmd {
	case "with":
		o.with(d)
	case "together", "at-once": // what lies between happens in the same moment
		o.together = d.Cmd == "together"
	case "said": // what is being said to a phone is over
		o.said(o.line(arg(0)))
	case "orders": // agent, digits: a call ordered from a screen
		o.orders(arg(0), arg(1), "")
	case "orders-showing": // agent, digits, number to present
		o.orders(arg(0), arg(1), arg(2))
	case "does": // agent, command, argument, of=agent
		of := ""
		if d.HasArg("of") {
			d.ScanArgs(o.t, "of", &of)
		}
		third := arg(2)
		if third == "of" {
			third = ""
		}
		o.does(arg(0), of, commandNamed(o.t, arg(1), third))
	case "busy", "declines", "unreachable", "works": // device or number refuses calls, or does no more
		delete(o.refusing, arg(0))
		if kind := map[string]leg.Kind{"busy": leg.CauseBusy, "declines": leg.CauseRejected, "unreachable": leg.CauseDeviceError}[d.Cmd]; kind != "" {
			o.refusing[arg(0)] = kind
		}
	case "early": // an outside number sends audio before it answers
		o.early[arg(0)] = true
	case "ringless": // a phone never says that it rings
		o.ringless[arg(0)] = true
	case "slow": // a phone takes a while to hang up
		o.slow[arg(0)] = true
	case "offline", "online":
		o.registers(arg(0), d.Cmd == "online")
	case "pauses", "returns": // agent
		o.toFloor(acd.SetStatus{Agent: o.ids[arg(0)], Paused: d.Cmd == "pauses", Cause: journal.BySelf})
	case "locks": // an agent's PIN
		o.locked[o.ids[arg(0)]] = true
	case "wait":
		o.wait(o.duration(arg(0)))
	case "stops":
		o.step(o.ownerOf(o.line(arg(0)).leg), Stop{leg.CauseShutdown})
	case "restarts", "crashes": // the server, which is started again
		o.restarts(d.Cmd == "crashes")
	case "records":
		o.tellRecords()
	default:
		return false
	}
	return true
}

func (o *office) orders(agent, digits, shown string) {
	in := Originate{Agent: o.ids[agent], Dialed: digits}
	if shown != "" {
		in.Shown = o.ids[shown]
	}
	o.begin(o.newCall(), in)
}

// registers lets a phone register, or go.
func (o *office) registers(device string, up bool) {
	a := id.Agent{}
	if d := o.plan.Device(o.ids[device]); d != nil {
		a = d.Agent
	}
	o.toFloor(acd.DeviceChanged{Device: o.ids[device], Agent: a, Up: up})
}

func commandNamed(t *testing.T, name, arg string) Command {
	slot, _ := strconv.Atoi(arg)
	all := []Command{
		Hold{}, Resume{}, Mute{arg == "on"}, HangUp{}, End{}, PickUp{}, Transfer{arg}, Consult{arg}, Swap{}, Complete{}, Cancel{}, Merge{},
		Add{arg}, Park{slot}, Press{arg}, Record{arg == "on"}, Pause{arg == "on"}, SetMode{Mode(arg)},
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
