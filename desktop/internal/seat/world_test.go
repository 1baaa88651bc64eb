package seat

import (
	"cmp"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/yobirin/yobirin/shared/live"
)

// world is a seat with a clock of its own, whose timers fire when it is told
// to wait.
type world struct {
	t      testing.TB
	seat   *Seat
	now    time.Time
	timers map[string]alarm
	out    strings.Builder
	rows   []live.MyCall
	who    SignedIn
	refs   uint64
	seen   string
}

type alarm struct {
	gen uint64
	at  time.Time
}

var opening = time.Date(2026, 11, 24, 0, 0, 0, 0, time.UTC)

func newWorld(t testing.TB) *world {
	return &world{t: t, seat: New(), now: opening, timers: map[string]alarm{}, who: tanaka()}
}

// tanaka is an agent with two numbers and a softphone.
func tanaka() SignedIn {
	return SignedIn{
		Profile: live.Profile{
			Agent:    live.ProfileAgent{ID: "a1", Login: "tanaka", Name: "田中 一郎", Extension: "2001", Role: "agent", Language: "ja"},
			Numbers:  []live.CallerID{{ID: "n1", Number: "0311112222", Name: "総合", Default: true}, {ID: "n2", Number: "0120333444", Name: "受注"}},
			Codes:    live.PhoneCodes{Echo: "9998", Monitor: "*1", Whisper: "*2", Barge: "*3"},
			Settings: live.PersonalSettings{NotifyExternal: true, PopupTarget: "tab"},
		},
		Softphone: live.Softphone{Device: "d1", User: "app-1", Password: "secret", Domain: "example.jp", Servers: []live.SIPServer{{Transport: "tls", Host: "example.jp", Port: 5061}}},
	}
}

// step gives an input and notes what comes of it.
func (w *world) step(in Input) []Effect {
	out := w.seat.Step(w.now, in)
	for _, e := range out {
		switch e := e.(type) {
		case Arm:
			w.timers[e.Timer] = alarm{e.Gen, w.now.Add(e.After)}
		case Disarm:
			delete(w.timers, e.Timer)
		default:
			fmt.Fprintf(&w.out, "  %s%s\n", reflect.TypeOf(e).Name(), brief(reflect.ValueOf(e)))
		}
	}
	return out
}

// wait lets time pass.
func (w *world) wait(d time.Duration) {
	until := w.now.Add(d)
	for {
		name := ""
		for n, a := range w.timers {
			if b := w.timers[name]; name == "" || cmp.Or(a.at.Compare(b.at), cmp.Compare(a.gen, b.gen)) < 0 {
				name = n
			}
		}
		if name == "" || w.timers[name].at.After(until) {
			break
		}
		a := w.timers[name]
		delete(w.timers, name)
		w.now = a.at
		w.step(Fired{name, a.gen})
	}
	w.now = until
}

// brief writes the fields of a value that are not zero.
func brief(v reflect.Value) string {
	var b strings.Builder
	for f := range v.Type().Fields() {
		of := v.FieldByIndex(f.Index)
		if of.Kind() == reflect.Pointer && !of.IsNil() {
			of = of.Elem()
		}
		switch {
		case of.IsZero() && v.FieldByIndex(f.Index).Kind() != reflect.Pointer, of.Kind() == reflect.Pointer:
		case f.Anonymous && of.Kind() == reflect.Struct:
			b.WriteString(brief(of))
		case of.Kind() == reflect.Struct:
			fmt.Fprintf(&b, " %s={%s}", f.Name, strings.TrimSpace(brief(of)))
		case of.Kind() == reflect.Slice && of.Type().Elem().Kind() == reflect.Struct:
			for i := range of.Len() {
				fmt.Fprintf(&b, " %s={%s}", f.Name, strings.TrimSpace(brief(of.Index(i))))
			}
		case of.Kind() == reflect.Bool && of.Bool():
			fmt.Fprintf(&b, " %s", f.Name)
		default:
			fmt.Fprintf(&b, " %s=%v", f.Name, of.Interface())
		}
	}
	return b.String()
}

// calls writes what the screen shows of the calls.
func (w *world) calls() string {
	var b strings.Builder
	for _, c := range w.seat.State(w.now).Calls {
		fmt.Fprintf(&b, "%s %s", c.Line, c.Phase)
		if c.Outbound {
			b.WriteString(" out")
		}
		if c.Internal {
			b.WriteString(" internal")
		}
		fmt.Fprintf(&b, " with %s", person(c.Party))
		if c.Called != (Person{}) {
			fmt.Fprintf(&b, " to %s", person(c.Called))
		}
		if c.Group != "" {
			fmt.Fprintf(&b, " group %s/%s/%s", c.Group, c.GroupName, c.GroupColor)
		}
		for _, m := range []struct {
			on   bool
			name string
		}{{c.Muted, "muted"}, {c.FarHeld, "far-held"}, {c.Recording, "recording"}, {c.Paused, "paused"}, {c.Listener, "listens:" + c.ListenMode}, {c.Busy != "", "busy:" + string(c.Busy)}, {c.Waited != 0, "waits"}, {c.Quality != nil, "measured"}} {
			if m.on {
				b.WriteString(" " + m.name)
			}
		}
		if k := c.Back; k != nil {
			fmt.Fprintf(&b, " back:%s", k.How)
			if k.Mine {
				b.WriteString(" mine")
			}
			fmt.Fprintf(&b, " by %s to %s %s %d", person(k.By), person(k.To), cmp.Or(k.Cause, "-"), k.Slot)
		}
		if k := c.Consult; k != nil {
			fmt.Fprintf(&b, " [%s %s %s", k.How, k.Stage, person(k.Party))
			if k.With {
				b.WriteString(" with")
			}
			b.WriteString("]")
		}
		for _, o := range c.Others {
			fmt.Fprintf(&b, " +%s", person(o))
		}
		if c.Trouble != nil {
			fmt.Fprintf(&b, " trouble:%s", c.Trouble.Code)
		}
		if c.EndedBy != "" {
			fmt.Fprintf(&b, " by:%s", c.EndedBy)
		}
		if c.After != "" {
			fmt.Fprintf(&b, " after:%s", c.After)
		}
		fmt.Fprintf(&b, " can:%s\n", strings.Trim(fmt.Sprint(c.Can), "[]"))
	}
	return b.String()
}

func person(p Person) string {
	s := p.Number
	if p.Withheld {
		s += "withheld"
	}
	if p.Name != "" {
		s += "(" + p.Name + ")"
	}
	if p.Agent != "" {
		s += "@" + p.Agent
	}
	return cmp.Or(s, "?")
}

// command makes a command of words, through JSON as the screen does.
func (w *world) command(name string, args map[string]string) Command {
	m := map[string]any{"type": name}
	for k, v := range args {
		switch k {
		case "on", "popup", "startAtLogin", "sure", "notifyChat":
			m[k] = v == "true"
		case "slot", "n":
			n, _ := strconv.Atoi(v)
			m[k] = n
		case "ringVolume", "speakerGain", "micGain":
			n, _ := strconv.ParseFloat(v, 64)
			m[k] = n
		default:
			m[k] = v
		}
	}
	raw, err := json.Marshal(m)
	if err != nil {
		w.t.Fatal(err)
	}
	c, err := ReadCommand(raw)
	if err != nil {
		w.t.Fatal(err)
	}
	return c
}

// row sets one of the server's calls.
func (w *world) row(c live.MyCall) {
	w.rows = slices.DeleteFunc(w.rows, func(r live.MyCall) bool { return r.ID == c.ID })
	w.rows = append(w.rows, c)
}
