package call

import (
	"encoding/json"
	"fmt"
	"sort"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/cockroachdb/datadriven"

	"github.com/yobirin/yobirin/server/internal/acd"
	"github.com/yobirin/yobirin/server/internal/journal"
	"github.com/yobirin/yobirin/server/internal/route"
	"github.com/yobirin/yobirin/shared/id"
	"github.com/yobirin/yobirin/shared/leg"
)

// The scripts of testdata tell a call what happens, one input a command, and
// show what it wants done. `go test -rewrite` writes what it does today.
func TestScripts(t *testing.T) {
	datadriven.Walk(t, "testdata/one", func(t *testing.T, path string) {
		s := newScript()
		datadriven.RunTest(t, path, func(t *testing.T, d *datadriven.TestData) string {
			return s.run(t, d)
		})
	})
}

var theCall = id.Numbered[id.Call](0x10000)

type script struct {
	call  *Call
	now   time.Time
	start time.Time
	names *strings.Replacer
	ids   map[string][16]byte
	armed map[TimerKind]Timer
}

func newScript() *script {
	s := &script{ids: map[string][16]byte{}, armed: map[TimerKind]Timer{}}
	s.start = time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC)
	s.now = s.start
	var pairs []string
	name := func(n string, u [16]byte) {
		s.ids[n] = u
		pairs = append(pairs, id.Call(u).String(), n)
	}
	for i, n := range []string{"sato", "tanaka", "suzuki"} {
		name(n, id.Numbered[[16]byte](uint32(100+i)))
		name(n+"-desk", id.Numbered[[16]byte](uint32(200+i)))
	}
	for i, n := range []string{"sales", "support", "ringing", "whispering"} {
		name(n, id.Numbered[[16]byte](uint32(300+i)))
	}
	for i, n := range []string{"carrier", "main", "night", "hello", "listen", "mobile", "o1", "o2", "menu"} {
		name(n, id.Numbered[[16]byte](uint32(400+i)))
	}
	name("sato-soft", id.Numbered[[16]byte](250))
	for n := uint16(9); n > 0; n-- {
		name(fmt.Sprint(n), id.LegOf(theCall, n))
	}
	name("this", theCall)
	s.names = strings.NewReplacer(pairs...)
	s.call = New(theCall, s.site())
	return s
}

// site is the same for every script.
func (s *script) site() *route.Plan {
	yes, no := true, false
	agent := func(n, ext string, devices ...string) route.Agent {
		a := route.Agent{ID: s.ids[n], Name: n, Extension: ext}
		for _, d := range devices {
			a.Devices = append(a.Devices, s.ids[d])
		}
		return a
	}
	toGroup := func(n string) route.Destination { return route.Destination{Kind: route.ToGroup, Group: s.ids[n]} }
	return route.New(route.Plan{
		Agents: []route.Agent{agent("sato", "2001", "sato-desk", "sato-soft"), agent("tanaka", "2002", "tanaka-desk"), {ID: s.ids["suzuki"], Name: "suzuki", Extension: "2003", NoOutside: true}},
		Devices: []route.Device{
			{ID: s.ids["sato-desk"], Agent: s.ids["sato"]}, {ID: s.ids["sato-soft"], Agent: s.ids["sato"]},
			{ID: s.ids["tanaka-desk"], Agent: s.ids["tanaka"]}, {ID: s.ids["suzuki-desk"]},
		},
		Groups: []route.Group{
			{ID: s.ids["sales"], Name: "sales", Extension: "3001", Greeting: s.ids["hello"], Display: "Sales line", Record: &yes, Overflow: toGroup("support")},
			{ID: s.ids["support"], Name: "support", Extension: "3002", TimeoutTo: route.Destination{Kind: route.ToAudio, Audio: s.ids["night"]}, Announcement: s.ids["night"], AnnounceEvery: 30 * time.Second},
			{ID: s.ids["ringing"], Name: "ringing", Extension: "3003", RingingPeriod: 10 * time.Second, Record: &no},
			{ID: s.ids["whispering"], Name: "whispering", Extension: "3004", Whisper: s.ids["listen"], Record: &yes},
		},
		IVRs:   []route.IVR{{ID: s.ids["menu"], Extension: "4001", Default: toGroup("sales")}},
		Trunks: []route.Trunk{{ID: s.ids["carrier"], Name: "carrier"}},
		Numbers: []route.Number{
			{ID: s.ids["main"], Number: "0312345678", Name: "main", Trunk: s.ids["carrier"], Prefix: "7", Route: toGroup("sales")},
			{ID: id.Numbered[id.Number](501), Number: "0312345679", Trunk: s.ids["carrier"], Route: toGroup("ringing")},
			{ID: id.Numbered[id.Number](502), Number: "0312345670", Trunk: s.ids["carrier"], Route: toGroup("whispering")},
			{ID: id.Numbered[id.Number](503), Number: "0312345671", Trunk: s.ids["carrier"], Route: route.Destination{Kind: route.ToAgent, Agent: s.ids["sato"]}},
			{ID: id.Numbered[id.Number](504), Number: "0312345672", Trunk: s.ids["carrier"], Route: route.Destination{Kind: route.ToTransfer, Transfer: s.ids["mobile"]}},
			{ID: id.Numbered[id.Number](505), Number: "0312345673", Trunk: s.ids["carrier"], Route: route.Destination{Kind: route.ToAudio, Audio: s.ids["night"]}},
			{ID: id.Numbered[id.Number](506), Number: "0312345674", Trunk: s.ids["carrier"], Route: toGroup("support")},
			{ID: id.Numbered[id.Number](507), Number: "0312345675", Trunk: s.ids["carrier"], Route: route.Destination{Kind: route.ToIVR, IVR: s.ids["menu"]}},
		},
		Transfers: []route.Transfer{{ID: s.ids["mobile"], Number: "09012345678", UseCalled: true}},
	})
}

func (s *script) run(t *testing.T, d *datadriven.TestData) string {
	arg := func(i int) string { return d.CmdArgs[i].Key }
	opt := func(key string) (v string) {
		if d.HasArg(key) {
			d.ScanArgs(t, key, &v)
		}
		return v
	}
	legArg := func() id.Leg { return s.leg(t, arg(0)) }
	switch d.Cmd {
	case "after":
		w, err := time.ParseDuration(arg(0))
		if err != nil {
			t.Fatal(err)
		}
		s.now = s.now.Add(w)
		return ""
	case "trunk":
		return s.step(Fact{leg.Incoming{Leg: s.leg(t, "1"), Trunk: s.ids["carrier"], From: leg.Identity{Number: opt("from")}, Dialed: opt("dialed")}})
	case "phone":
		return s.step(Fact{leg.Incoming{Leg: s.leg(t, "1"), Device: s.ids[opt("device")], Dialed: opt("dialed")}})
	case "ringing":
		return s.step(Fact{leg.Ringing{Leg: legArg(), Early: len(d.CmdArgs) > 1}})
	case "answered":
		return s.step(Fact{leg.Answered{Leg: legArg(), Codec: "PCMU"}})
	case "ended":
		by := leg.SideRemote
		if len(d.CmdArgs) > 2 {
			by = leg.SideLocal
		}
		return s.step(Fact{leg.Ended{Leg: legArg(), By: by, Cause: leg.Cause{Kind: leg.Kind(arg(1))}}})
	case "held":
		return s.step(Fact{leg.Held{Leg: legArg()}})
	case "resumed":
		return s.step(Fact{leg.Resumed{Leg: legArg()}})
	case "silent":
		return s.step(Fact{leg.Silent{Leg: legArg(), For: 30 * time.Second}})
	case "played":
		p := s.call.legs[legArg()]
		return s.step(Fact{leg.Played{Leg: p.Leg, Player: p.player}})
	case "press":
		return s.step(Fact{leg.Digit{Leg: legArg(), Key: arg(1), By: "rfc4733"}})
	case "measured":
		return s.step(Fact{leg.Measured{Leg: legArg(), Quality: leg.Quality{Received: 50}}})
	case "recorded":
		return s.step(Fact{leg.Recorded{Recording: id.RecordingOf(theCall, 1), Call: theCall, Path: "a.wav", Length: time.Second}})
	case "accepted":
		return s.step(FloorSays{acd.Accepted{Group: s.ids[arg(0)]}})
	case "offer":
		m := acd.Offer{Offer: s.ids[arg(0)], Group: s.ids[arg(1)], RingTime: 20 * time.Second}
		for _, a := range d.CmdArgs[2:] {
			m.Targets = append(m.Targets, acd.Target{Agent: s.ids[a.Key], Devices: s.call.plan.Agent(s.ids[a.Key]).Devices})
		}
		return s.step(FloorSays{m})
	case "withdraw":
		return s.step(FloorSays{acd.Withdraw{Offer: s.ids[arg(0)], Agent: s.ids[arg(1)], Cause: leg.Kind(arg(2))}})
	case "dequeue":
		return s.step(FloorSays{acd.Dequeue{Group: s.ids[arg(0)], Outcome: journal.Outcome(arg(1))}})
	case "reached":
		m := acd.Reached{Agent: s.ids[arg(0)], Refused: leg.Kind(opt("refused"))}
		if m.Refused == "" {
			m.Devices = s.call.plan.Agent(m.Agent).Devices
		}
		return s.step(FloorSays{m})
	case "fire":
		timer, ok := s.armed[TimerKind(arg(0))]
		if !ok {
			return "that timer is not armed\n"
		}
		return s.step(Fire{timer})
	case "stop":
		return s.step(Stop{Cause: leg.Kind(arg(0))})
	default:
		t.Fatalf("unknown command %s", d.Cmd)
		return ""
	}
}

func (s *script) leg(t *testing.T, n string) id.Leg {
	v, err := strconv.Atoi(n)
	if err != nil {
		t.Fatalf("%s is not a leg's number", n)
	}
	return id.LegOf(theCall, uint16(v))
}

func (s *script) step(in Input) string {
	var b strings.Builder
	var seizes []acd.Seize
	for _, e := range s.call.Step(s.now, in) {
		switch e := e.(type) {
		case Reply, Tell, Check:
			fmt.Fprintf(&b, "%s\n", s.show(e))
		case Order:
			fmt.Fprintf(&b, "order %s\n", s.show(e.Order))
		case ToFloor:
			if seize, ok := e.Input.(acd.Seize); ok {
				seizes = append(seizes, seize)
			}
			fmt.Fprintf(&b, "floor %s\n", s.show(e.Input))
		case Arm:
			s.armed[e.Timer.Kind] = e.Timer
			fmt.Fprintf(&b, "arm %s in %s\n", e.Timer.Kind, e.At.Sub(s.now))
		case Disarm:
			delete(s.armed, e.Timer.Kind)
			fmt.Fprintf(&b, "disarm %s\n", e.Timer.Kind)
		case Emit:
			if end, ok := e.Body.(journal.CallEnded); ok {
				b.WriteString(s.record(end.Record))
				continue
			}
			fmt.Fprintf(&b, "event %s\n", s.show(e.Body))
		case Done:
			b.WriteString("done\n")
		}
	}
	for _, seize := range seizes { // channels are the floor's; here there is always one
		b.WriteString(s.step(FloorSays{acd.Seized{Leg: seize.Leg}}))
	}
	return b.String()
}

// show writes a message as its name and its non-empty fields.
func (s *script) show(v any) string {
	raw, err := json.Marshal(v)
	if err != nil {
		return err.Error()
	}
	var fields map[string]any
	if err := json.Unmarshal(raw, &fields); err != nil {
		return err.Error()
	}
	name := fmt.Sprintf("%T", v)
	parts := []string{name[strings.LastIndex(name, ".")+1:]}
	keys := make([]string, 0, len(fields))
	for k := range fields {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	for _, k := range keys {
		text, _ := json.Marshal(fields[k])
		if out := strings.Trim(s.names.Replace(string(text)), `"`); out != "" && out != "null" && out != "{}" && k != "call" {
			parts = append(parts, k+"="+out)
		}
	}
	return strings.ReplaceAll(strings.Join(parts, " "), `"`, "")
}

// record writes what a supervisor reads first in a call's record.
func (s *script) record(r journal.Record) string {
	var b strings.Builder
	fmt.Fprintf(&b, "record %s from=%s to=%s answered=%v waited=%s talked=%s cause=%s by=%s group=%s agent=%s recordings=%d\n", r.Direction, r.From.Number, r.To.Number,
		r.Answered, r.Waited, r.Talked, r.Cause.Kind, r.EndedBy, s.names.Replace(r.Group.String()), s.names.Replace(r.Agent.String()), len(r.Recordings))
	for _, v := range r.Visits {
		fmt.Fprintf(&b, "  visit %s %s after %s\n", s.names.Replace(v.Group.String()), v.Outcome, v.Left.Sub(v.Arrived))
	}
	for _, l := range r.Legs {
		fmt.Fprintf(&b, "  leg %d %s %s by %s\n", id.LegNumber(l.Leg), l.Role, l.Cause.Kind, l.By)
	}
	return b.String()
}
