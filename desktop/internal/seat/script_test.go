package seat

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/cockroachdb/datadriven"

	"github.com/yobirin/yobirin/shared/live"
)

// TestScripts plays testdata/*.txt. A script begins logged in, with the phone
// registered; "empty" begins it with nothing. A block is "do" with inputs, one
// on a line, and shows the effects and, when they have changed, the calls.
//
//	does COMMAND key=value…        the person; answered with Reply of a number
//	phone STATE [code]             Registration
//	offered LINE key=value…        leg from name called internal auto withheld
//	progress, up, held, farheld, media, quality, silent, ended LINE …
//	row CALL key=value…            the server's view of one call; then Mine
//	unrow CALL
//	own STATE key=value…           how the agent stands
//	statuses ID:NAME[:retired] …   the site's
//	posted N [code]
//	wait DURATION
//
// "show NAME" shows a part of the State as JSON.
func TestScripts(t *testing.T) {
	datadriven.Walk(t, "testdata", func(t *testing.T, path string) {
		w := newWorld(t)
		w.begin()
		datadriven.RunTest(t, path, func(t *testing.T, d *datadriven.TestData) string {
			w.t = t
			w.out.Reset()
			switch d.Cmd {
			case "empty":
				*w = *newWorld(t)
				return ""
			case "show":
				return w.part(d.CmdArgs[0].Key)
			case "do":
				for text := range strings.SplitSeq(strings.TrimSpace(d.Input), "\n") {
					fmt.Fprintf(&w.out, "%s\n", text)
					w.play(text)
				}
				if calls := w.calls(); calls != w.seen {
					w.seen = calls
					fmt.Fprintf(&w.out, "calls:\n%s", calls)
				}
				return w.out.String()
			}
			t.Fatalf("%s: %s?", d.Pos, d.Cmd)
			return ""
		})
	})
}

// begin logs in and registers.
func (w *world) begin() {
	for _, text := range []string{"loaded", "linked online", "directory 2002=鈴木:a2 2003=佐藤:a3", "signedin", "phone registered"} {
		w.play(text)
	}
}

func (w *world) part(name string) string {
	raw, err := json.Marshal(w.seat.State(w.now))
	if err != nil {
		w.t.Fatal(err)
	}
	var all map[string]json.RawMessage
	if err := json.Unmarshal(raw, &all); err != nil {
		w.t.Fatal(err)
	}
	return string(all[name]) + "\n"
}

// play carries one line of a script out.
func (w *world) play(text string) {
	words := strings.Fields(text)
	if len(words) == 0 {
		return
	}
	args := map[string]string{}
	var plain []string
	for _, word := range words[1:] {
		if k, v, ok := strings.Cut(word, "="); ok {
			args[k] = strings.ReplaceAll(v, "_", " ")
		} else {
			plain = append(plain, word)
		}
	}
	arg := func(i int) string {
		if i < len(plain) {
			return plain[i]
		}
		return ""
	}
	switch words[0] {
	case "wait":
		d, err := time.ParseDuration(arg(0))
		if err != nil {
			w.t.Fatal(err)
		}
		w.wait(d)
	case "does":
		w.refs++
		w.step(Commanded{Ref: w.refs, Command: w.command(arg(0), args)})
	case "tray": // the same command from where nobody waits for its answer
		w.step(Commanded{Command: w.command("chooseStatus", args)})
	case "row":
		w.row(w.makeRow(arg(0), args))
		w.step(Mine{slices.Clone(w.rows)})
	case "unrow":
		w.rows = slices.DeleteFunc(w.rows, func(r live.MyCall) bool { return r.ID == arg(0) })
		w.step(Mine{slices.Clone(w.rows)})
	default:
		in := w.phoneFact(words[0], arg, args, slices.Contains(plain, "internal"), slices.Contains(plain, "auto"))
		if in == nil {
			in = w.otherFact(words[0], strings.TrimSpace(strings.TrimPrefix(text, words[0])), arg, args, plain)
		}
		if in == nil {
			w.t.Fatalf("what is %q?", text)
		}
		w.step(in)
	}
}

func (w *world) phoneFact(verb string, arg func(int) string, args map[string]string, internal, auto bool) Input {
	line := Line(arg(0))
	on := arg(1) == "on"
	number := func(key string) float64 {
		v, _ := strconv.ParseFloat(args[key], 64)
		return v
	}
	q := Quality{LossPercent: number("loss"), MOS: number("mos")}
	switch verb {
	case "phone":
		r := Registration{State: PhoneState(arg(0)), Transport: "tls"}
		if arg(1) != "" {
			r.Trouble = &Trouble{Code: arg(1)}
		}
		if args["status"] != "" {
			r.Trouble.Params = map[string]string{"status": args["status"]}
		}
		return r
	case "offered":
		return LineOffered{
			Line: line, Leg: args["leg"], From: Person{Number: args["from"], Name: args["name"], Withheld: args["withheld"] != ""},
			Called: Person{Number: args["called"]}, Internal: internal, Auto: auto,
		}
	case "progress":
		return LineProgress{Line: line, Leg: args["leg"], Early: arg(1) == "early"}
	case "up":
		return LineUp{Line: line, Leg: args["leg"], Media: MediaSDES, Codec: "PCMU"}
	case "held":
		return LineHeld{Line: line, Held: on, Failed: arg(1) == "failed"}
	case "farheld":
		return LineFarHeld{Line: line, Held: on}
	case "network":
		return NetworkChanged{}
	case "media":
		return LineMedia{Line: line, Media: Media(arg(1)), Codec: arg(2)}
	case "quality":
		return LineQuality{Line: line, Quality: q}
	case "silent":
		return LineSilent{Line: line, Silent: on}
	case "ended":
		status, _ := strconv.Atoi(args["status"])
		return LineEnded{Line: line, By: EndedBy(arg(1)), Status: status, Text: args["text"], Why: args["why"], Last: q}
	}
	return nil
}

func (w *world) otherFact(verb, rest string, arg func(int) string, args map[string]string, plain []string) Input {
	var t *Trouble
	if code := arg(0); code != "" && code != "none" {
		t = &Trouble{Code: strings.ReplaceAll(code, " ", "_")}
	}
	switch verb {
	case "devices":
		return SoundDevices{Microphones: devices(args["mic"]), Speakers: devices(args["speaker"])}
	case "soundtrouble":
		return SoundTrouble{t}
	case "linked":
		ahead, _ := time.ParseDuration(args["ahead"])
		in := Linked{URL: "https://call.example.jp", Phase: Phase(arg(0)), Managed: arg(1) == "managed", Ahead: ahead}
		if in.Phase == Unset {
			in.URL = ""
		}
		if c := args["trouble"]; c != "" {
			in.Trouble = &Trouble{Code: strings.ReplaceAll(c, " ", "_")}
		}
		return in
	case "signedin":
		w.changeProfile(args)
		return w.who
	case "signedout":
		return SignedOut{t}
	case "directory":
		names := map[string]Person{}
		for extension, v := range args {
			name, agent, _ := strings.Cut(v, ":")
			names[extension] = Person{Name: name, Agent: agent}
		}
		return Directory{names}
	case "own":
		return w.own(arg(0), args)
	case "statuses":
		var in Statuses
		for _, id := range plain {
			v, name, _ := strings.Cut(id, ":")
			name, gone := strings.CutSuffix(name, ":retired")
			in.All = append(in.All, live.StatusRow{ID: v, Name: name, Retired: gone})
		}
		return in
	case "warned":
		return Warned{*t}
	case "posted":
		n, _ := strconv.ParseUint(arg(0), 10, 64)
		p := Posted{Ref: n}
		if arg(1) != "" {
			p.Trouble = &Trouble{Code: arg(1)}
		}
		return p
	case "updates":
		return Updates{&Update{Version: arg(0)}}
	case "loaded":
		in := Loaded{Settings: defaults().Settings, Language: "ja", PhoneOn: true, Microphone: args["mic"], CallerID: args["callerId"], Agent: args["agent"], LastDialed: args["lastDialed"]}
		in.Settings.AnswerKey, in.Settings.HangUpKey = args["answerKey"], args["hangUpKey"]
		in.PhoneOn = !slices.Contains(plain, "off")
		return in
	case "opened":
		return Opened{rest}
	case "key":
		return HotkeyPressed{arg(0)}
	case "hotkeys":
		return HotkeyTroubles{[]Trouble{*t}}
	}
	return nil
}

// own makes how the agent stands: status=ID, and of groups GROUP=available,
// GROUP=STATUS, and after a slash what is asked for meanwhile.
func (w *world) own(state string, args map[string]string) Own {
	row := live.AgentRow{ID: "a1", State: state, StatusID: args["status"]}
	for _, g := range slices.Sorted(maps.Keys(args)) {
		if g == "status" {
			continue
		}
		is, next, wished := strings.Cut(args[g], "/")
		m := live.Membership{ID: g, Paused: is != Available}
		if m.Paused {
			m.StatusID = &is
		}
		if wished {
			m.Next = &next
		}
		row.Groups = append(row.Groups, m)
	}
	return Own{row}
}

func devices(list string) (out []SoundDevice) {
	for id := range strings.SplitSeq(list, ",") {
		if id != "" {
			out = append(out, SoundDevice{ID: id, Name: strings.ToUpper(id), Default: len(out) == 0})
		}
	}
	return out
}

// changeProfile changes what the next SignedIn says.
func (w *world) changeProfile(args map[string]string) {
	p := &w.who.Profile
	for k, v := range args {
		switch k {
		case "agent":
			p.Agent.ID, p.Agent.Login = v, v
		case "name":
			p.Agent.Name = v
		case "language":
			p.Agent.Language = v
		case "password":
			w.who.Softphone.Password = v
		case "user":
			w.who.Softphone.User = strings.Trim(v, "-")
		case "nophone":
			w.who.NoPhone, w.who.Softphone = &Trouble{Code: v}, live.Softphone{}
		case "phone":
			w.who.NoPhone, w.who.Softphone = nil, tanaka().Softphone
			w.who.Softphone.Password = v
		case "nooutside":
			p.NoOutside = v == "true"
		case "numbers":
			p.Numbers = slices.DeleteFunc(slices.Clone(p.Numbers), func(n live.CallerID) bool { return !strings.Contains(v, n.ID) })
		case "notify":
			p.Settings.NotifyExternal, p.Settings.NotifyInternal = strings.Contains(v, "external"), strings.Contains(v, "internal")
		case "pages":
			p.Settings.PopupOnRing, p.Settings.PopupOnAnswer = strings.Contains(v, "ring"), strings.Contains(v, "answer")
		case "rule":
			p.Settings.SecondLogin = v
		case "echo":
			p.Codes.Echo = strings.Trim(v, "-")
		default:
			w.t.Fatalf("signedin %s?", k)
		}
	}
}

// makeRow makes a call as the server sees it. parties=LEG:ROLE:AGENT:STATE:NUMBER,…
// transfer=BY:HOW:TO:STAGE[:swapped] back=HOW:BY:TO:CAUSE:SLOT watching=LEG:AGENT:MODE supervisor=LEG:AGENT:OF:MODE
func (w *world) makeRow(name string, args map[string]string) live.MyCall {
	c := live.MyCall{CallRow: live.CallRow{ID: name, Direction: "inbound"}}
	at := func(v string, i int) string {
		if f := strings.Split(v, ":"); i < len(f) {
			return f[i]
		}
		return ""
	}
	for k, v := range args {
		switch k {
		case "direction":
			c.Direction = v
		case "from":
			c.From = live.Caller{Number: at(v, 0), Name: at(v, 1), Withheld: at(v, 2) != ""}
		case "to":
			c.To = live.Caller{Number: at(v, 0), Name: at(v, 1)}
		case "group":
			c.Group, c.GroupName, c.GroupColor = at(v, 0), at(v, 1), at(v, 2)
		case "waited":
			n, _ := strconv.ParseInt(v, 10, 64)
			c.WaitedSince = opening.UnixMilli() - n*1000
		case "called":
			c.Called = v
		case "ringpage":
			c.PopupRing = v
		case "answerpage":
			c.PopupAnswer = v
		case "recording":
			c.Recording, c.Paused, c.Demanded = true, v == "paused", v == "demanded"
		case "transfer":
			c.Transfer = &live.Handing{By: at(v, 0), How: at(v, 1), To: at(v, 2), Stage: at(v, 3), Swapped: at(v, 4) == "swapped"}
		case "back":
			slot, _ := strconv.Atoi(at(v, 4))
			c.Returned = &live.Returned{How: at(v, 0), By: at(v, 1), To: at(v, 2), Cause: at(v, 3), Slot: slot}
		case "watching":
			c.Watching = &live.Watching{Leg: at(v, 0), Agent: at(v, 1), Mode: at(v, 2)}
		case "supervisor":
			c.Supervisors = []live.Supervising{{Leg: at(v, 0), Agent: at(v, 1), Of: at(v, 2), Mode: at(v, 3)}}
		case "parties":
			for p := range strings.SplitSeq(v, ",") {
				c.Parties = append(c.Parties, live.CallParty{Leg: at(p, 0), Role: at(p, 1), Agent: at(p, 2), State: at(p, 3), Number: at(p, 4)})
			}
		default:
			w.t.Fatalf("row %s?", k)
		}
	}
	return c
}
