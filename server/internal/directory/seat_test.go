package directory_test

import (
	"errors"
	"slices"
	"testing"

	"github.com/yobirin/yobirin/server/internal/directory"
	"github.com/yobirin/yobirin/shared/fault"
	"github.com/yobirin/yobirin/shared/id"
)

const desks = `
agents:
  - {id: sato, name: 佐藤, extension: "2001", role: supervisor, call_waiting: true}
  - {id: suzuki, name: 鈴木, extension: "2002", language: en}
devices:
  - {name: own, user: own, password: a-long-sip-secret, agent: sato}
  - {name: desk1, user: desk1, password: a-long-sip-secret}
  - {name: desk2, user: desk2, password: a-long-sip-secret, agent: suzuki, desk: true}
`

func load(t testing.TB, r room) directory.Snapshot {
	t.Helper()
	s, err := r.Load(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// phones gives each phone's agent as calls see it, and checks that the floor
// and the SIP edge see the same.
func phones(t testing.TB, s directory.Snapshot) map[string]string {
	t.Helper()
	out := map[string]string{}
	for _, d := range s.Route.Devices {
		name := ""
		if a := s.Route.Agent(d.Agent); a != nil {
			name = a.Name
			if !slices.Contains(a.Devices, d.ID) {
				t.Errorf("%s has not %s", name, d.Name)
			}
		}
		out[d.Name] = name
		for _, v := range s.SIP.Devices {
			if v.ID == d.ID && v.Agent != d.Agent {
				t.Errorf("%s is of %s for calls and of %s for SIP", d.Name, d.Agent, v.Agent)
			}
		}
		for _, a := range s.Floor.Agents {
			if slices.Contains(a.Devices, d.ID) != (a.ID == d.Agent) {
				t.Errorf("%s is of %s for calls, the floor says otherwise of %s", d.Name, d.Agent, a.ID)
			}
		}
	}
	return out
}

func keyOf(err error) string {
	var f *fault.Error
	if errors.As(err, &f) {
		return f.Key
	}
	return ""
}

func TestAgentsChangeDesks(t *testing.T) {
	r := open(t)
	r.apply(t, desks)
	s := load(t, r)
	device, agent := map[string]id.Device{}, map[string]id.Agent{}
	for _, d := range s.Route.Devices {
		device[d.Name] = d.ID
	}
	for _, a := range s.Agents {
		agent[a.Login] = a.ID
	}
	expect := func(what string, desk1, desk2 string) {
		t.Helper()
		if got := phones(t, load(t, r)); got["own"] != "佐藤" || got["desk1"] != desk1 || got["desk2"] != desk2 {
			t.Errorf("%s: %v", what, got)
		}
	}
	told := 0
	r.OnChange(func(directory.Snapshot) { told++ })
	seat := func(d, a, want string) {
		t.Helper()
		if err := r.Seat(t.Context(), device[d], agent[a]); keyOf(err) != want || (err != nil) != (want != "") {
			t.Fatalf("%s at %s: %v", a, d, err)
		}
	}
	expect("nobody is logged in", "", "鈴木")
	seat("desk1", "sato", "")
	expect("sato took desk1", "佐藤", "鈴木")
	seat("desk1", "sato", "")
	if told != 1 {
		t.Errorf("told %d times", told)
	}
	seat("desk2", "sato", "")
	expect("sato left desk1 for desk2", "", "佐藤")
	r.apply(t, desks)
	expect("the file leaves desks alone", "", "佐藤")
	seat("desk2", "suzuki", "")
	expect("suzuki took the desk over", "", "鈴木")
	seat("own", "suzuki", "not_a_desk")
	seat("nowhere", "suzuki", "not_found")
	seat("desk1", "nobody", "not_found")

	// Another process finds it so.
	other := room{directory.New(r.db, directory.Options{Doors: r.doors}), r.db, r.doors, r.audio}
	if was, err := other.Unseat(t.Context(), device["desk2"]); err != nil || was != agent["suzuki"] {
		t.Errorf("unseated %s, %v", was, err)
	}
	if was, err := other.Unseat(t.Context(), device["desk2"]); err != nil || !was.IsZero() {
		t.Errorf("unseated %s, %v", was, err)
	}
	seat("desk1", "sato", "")
	r.apply(t, "agents: [{id: sato, name: 佐藤, extension: 2001, disabled: true}]")
	if got := phones(t, load(t, r)); got["desk1"] != "" {
		t.Errorf("a disabled agent is logged in: %v", got)
	}
	seat("desk2", "sato", "not_found")
	// A desk that becomes somebody's is left.
	r.apply(t, "agents: [{id: sato, name: 佐藤, extension: 2001}]\ndevices: [{name: desk1, user: desk1, agent: suzuki}]")
	expect("desk1 is suzuki's", "鈴木", "鈴木")
}
