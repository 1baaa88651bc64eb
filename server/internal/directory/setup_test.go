package directory_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/yobirin/yobirin/server/internal/access"
	"github.com/yobirin/yobirin/server/internal/directory"
	"github.com/yobirin/yobirin/shared/id"
)

// scene is everything around the site that its setting up depends on.
type scene struct {
	sipSide
	trunk directory.TrunkLive
	call  *directory.OutsideCall
}

func (s *scene) Trunk(id.Trunk) (directory.TrunkLive, bool) { return s.trunk, s.trunk.State != "" }

func (s *scene) TestTrunk(context.Context, id.Trunk, string, func(directory.TestStep)) {}

func (s *scene) Last(context.Context) (directory.OutsideCall, bool, error) {
	if s.call == nil {
		return directory.OutsideCall{}, false, nil
	}
	return *s.call, true, nil
}

func newScene(t *testing.T) (room, *scene, access.Session) {
	t.Helper()
	r := open(t)
	s := &scene{sipSide: sipSide{up: map[id.Device]bool{}}}
	r.Directory = directory.New(r.db, directory.Options{Audio: r.audio, Doors: r.doors, Telephony: s, Carriers: s, Calls: s})
	if _, err := r.FirstAdministrator(t.Context(), "Passw0rd1"); err != nil {
		t.Fatal(err)
	}
	by, _, err := r.doors.Enter(t.Context(), access.Credentials{Login: directory.FirstLogin, Password: "Passw0rd1"}, access.Console, access.Origin{})
	if err != nil {
		t.Fatal(err)
	}
	return r, s, by
}

// stands says how the steps stand: what is wrong with each, "ok" for nothing.
func stands(t *testing.T, r room, by access.Session) string {
	t.Helper()
	out, err := r.Setup(t.Context(), by)
	if err != nil {
		t.Fatal(err)
	}
	var words []string
	complete := true
	for _, s := range out.Steps {
		word := s.Wrong
		if s.OK {
			word = strings.TrimSuffix("ok "+s.Wrong, " ")
		}
		complete = complete && s.OK
		words = append(words, s.What+": "+word)
	}
	if out.Complete != complete {
		t.Errorf("complete is %v: %v", out.Complete, words)
	}
	return strings.Join(words, ", ")
}

func TestSettingUpStepByStep(t *testing.T) {
	r, s, by := newScene(t)
	for _, step := range []struct {
		name, want string
		do         func()
	}{
		{"nothing", "password: unchanged, trunk: none, number: none, agents: none, group: none, phone: none, call: none", func() {}},
		{"password", "password: ok, trunk: none, number: none, agents: none, group: none, phone: none, call: none", func() {
			if err := r.doors.ChangePassword(t.Context(), by, access.Origin{}, "Passw0rd1", "An0therOne"); err != nil {
				t.Fatal(err)
			}
		}},
		{"trunk of which nothing is known", "password: ok, trunk: unknown, number: none, agents: none, group: none, phone: none, call: none", func() {
			r.apply(t, "trunks:\n  - {name: carrier, host: '192.0.2.1', inbound_from: ['192.0.2.1/32']}\n")
		}},
		{"trunk down", "password: ok, trunk: unreachable, number: none, agents: none, group: none, phone: none, call: none", func() { s.trunk.State = "unreachable" }},
		{"trunk up, numbers that lead nowhere", "password: ok, trunk: ok, number: unrouted, agents: no-extension, group: none, phone: none, call: none", func() {
			s.trunk.State = "reachable"
			r.apply(t, "numbers:\n  - {number: '0312345678', trunk: carrier}\nagents:\n  - {id: sato, name: 佐藤}\n")
		}},
		{"a number that leaves by the only trunk", "password: ok, trunk: ok, number: ok, agents: no-extension, group: none, phone: none, call: none", func() {
			r.apply(t, "numbers:\n  - {number: '0312345679', route: {agent: sato}}\n")
		}},
		{"a group without members", "password: ok, trunk: ok, number: ok, agents: ok, group: empty, phone: offline, call: none", func() {
			r.apply(t, `
agents:
  - {id: sato, name: 佐藤, extension: "2001"}
  - {id: suzuki, name: 鈴木, extension: "2002"}
devices:
  - {name: sato-desk, user: d2001, password: a-long-sip-secret, agent: sato}
  - {name: suzuki-desk, user: d2002, password: a-long-sip-secret, agent: suzuki}
groups:
  - {name: 受注, extension: "3001"}
numbers:
  - {number: "0312345678", trunk: carrier, route: {group: 受注}}
`)
		}},
		{"members whose phones are off", "password: ok, trunk: ok, number: ok, agents: ok, group: silent, phone: ok, call: none", func() {
			r.apply(t, "groups:\n  - {name: 受注, extension: '3001', members: [{agent: suzuki}]}\n")
			s.up[phoneOf(t, r, "d2001")] = true
		}},
		{"a call that nobody answered", "password: ok, trunk: ok, number: ok, agents: ok, group: ok, phone: ok, call: ok unanswered", func() {
			s.up[phoneOf(t, r, "d2002")] = true
			s.call = &directory.OutsideCall{ID: id.NewCall(time.Now()), Ended: true}
		}},
		{"a call that is answered", "password: ok, trunk: ok, number: ok, agents: ok, group: ok, phone: ok, call: ok", func() { s.call.Answered = true }},
	} {
		step.do()
		if got := stands(t, r, by); got != step.want {
			t.Errorf("%s:\n%s\nwant\n%s", step.name, got, step.want)
		}
	}
}

func phoneOf(t *testing.T, r room, user string) id.Device {
	t.Helper()
	for _, d := range load(t, r).SIP.Devices {
		if d.User == user {
			return d.ID
		}
	}
	t.Fatalf("there is no phone %s", user)
	return id.Device{}
}

func TestTheSampleIsForAnEmptySite(t *testing.T) {
	for _, language := range []string{"ja", "en"} {
		t.Run(language, func(t *testing.T) {
			r, _, by := newScene(t)
			by.Agent.Language = language
			if out, err := r.Setup(t.Context(), by); err != nil || !out.Empty {
				t.Fatalf("%+v, %v", out, err)
			}
			if err := r.LoadSample(t.Context(), by, access.Origin{}); err != nil {
				t.Fatal(err)
			}
			s := load(t, r)
			if len(s.Groups) != 3 || len(s.Agents) != 6 || len(s.Statuses) != 4 || len(s.Route.IVRs) != 1 || len(s.Route.Trunks)+len(s.Numbers)+len(s.SIP.Devices) != 0 {
				t.Errorf("%d groups, %d agents, %d statuses, %d IVRs", len(s.Groups), len(s.Agents), len(s.Statuses), len(s.Route.IVRs))
			}
			if out, err := r.Setup(t.Context(), by); err != nil || out.Empty {
				t.Errorf("%+v, %v", out, err)
			}
			if err := r.LoadSample(t.Context(), by, access.Origin{}); keyOf(err) != "site_not_empty" {
				t.Errorf("a second sample: %v", err)
			}
		})
	}
}
