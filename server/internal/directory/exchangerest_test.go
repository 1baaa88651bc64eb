package directory_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/yobirin/yobirin/server/internal/access"
	"github.com/yobirin/yobirin/server/internal/directory"
	"github.com/yobirin/yobirin/server/internal/route"
	"github.com/yobirin/yobirin/shared/id"
)

func TestWhatHappensAtATime(t *testing.T) {
	d := openDoor(t)
	d.apply(t, exchangeSite)
	d.apply(t, "agents: [{id: sato, name: Sato, extension: '2001'}]") // no supervisor any more
	s := load(t, d.room)
	at := func(login, time string, status int) directory.IVRWay {
		t.Helper()
		return want[directory.IVRWay](t, d.ask(t, login, "GET", "ivrs/"+s.Route.IVRs[0].ID.String()+"/at?time="+time, nil), status)
	}
	w := at("lead", "2026-12-31T09:30", http.StatusOK)
	if w.TimeZone != "UTC" || len(w.Stops) != 2 || w.Stops[1].Name != "受注" || w.Stops[1].Row != 1 || w.Stops[1].Day != "designated" || len(w.Branches) != 2 || w.Branches[0][0].Why != "overflow" {
		t.Errorf("on a designated date: %+v", w)
	}
	w = at("lead", "2026-12-31T20:30:00%2B09:00", http.StatusOK)
	if got := w.Time.Format("15:04"); got != "11:30" {
		t.Errorf("20:30 in Japan is %s", got)
	}
	w = at("lead", "2026-11-24T10:00", http.StatusOK)
	if len(w.Stops) != 1 || len(w.Branches) != 3 || w.Branches[0][0].Key != "0" || w.Branches[1][0].Name != "受注" || w.Branches[2][0].Why != "no-key" {
		t.Errorf("on a Tuesday: %+v", w)
	}
	if w = at("lead", "2026-12-30T10:00", http.StatusOK); w.Holiday != "年末休業" {
		t.Errorf("on a holiday: %+v", w)
	}
	at("lead", "", http.StatusOK)
	at("lead", "tomorrow", http.StatusUnprocessableEntity)
	at("sato", "", http.StatusForbidden)
	want[any](t, d.ask(t, "lead", "GET", "ivrs/"+s.Agents[0].ID.String()+"/at", nil), http.StatusNotFound)
	want[any](t, d.ask(t, "lead", "GET", "ivrs/x/at", nil), http.StatusUnprocessableEntity)

	d.apply(t, "ivrs: [{name: 他, default: {ivr: 他}}]")
	found := want[directory.IVRFindings](t, d.ask(t, "lead", "GET", "ivrs/lint", nil), http.StatusOK)
	if !slices.ContainsFunc(found.Items, func(f directory.IVRFinding) bool {
		return f.Kind == "loop" && f.Warning && slices.Equal(f.Path, []string{"他", "他"})
	}) {
		t.Errorf("found %+v", found.Items)
	}
	want[any](t, d.ask(t, "sato", "GET", "ivrs/lint", nil), http.StatusForbidden)
}

func TestCodesByREST(t *testing.T) {
	d := openDoor(t)
	d.apply(t, "agents: [{id: sato, name: Sato, extension: '2001'}]")
	answer := d.ask(t, "sato", "GET", "codes", nil)
	table, tag := want[directory.CodeTable](t, answer, http.StatusOK), answer.Header().Get("ETag")
	if len(table.Items) != 16 || table.Items[0].Digits[0] != "#7" || !table.Items[0].InCall || tag == "" {
		t.Fatalf("the usual table is %+v, %s", table, tag)
	}
	put := func(login, body string, status int, headers ...string) directory.CodeTable {
		t.Helper()
		return want[directory.CodeTable](t, d.ask(t, login, "PUT", "codes", strings.NewReader(body), append(headers, "Content-Type: application/json")...), status)
	}
	const changed = `{"items": [{"feature": "slot", "digits": ["70"]}, {"feature": "echo", "digits": []}]}`
	put("lead", changed, http.StatusForbidden)
	table = put("boss", changed, http.StatusOK, "If-Match: "+tag)
	if table.Items[4].Feature != route.FeatureSlot || table.Items[4].Digits[0] != "70" || len(table.Items[13].Digits) != 0 {
		t.Errorf("the table is %+v", table)
	}
	if first, _ := load(t, d.room).Route.Slots(); first != 7001 {
		t.Errorf("slots begin at %d", first)
	}
	put("boss", changed, http.StatusConflict, "If-Match: "+tag) // somebody else's
	for _, wrong := range []string{
		`{"items": [{"feature": "dance", "digits": ["70"]}]}`,
		`{"items": [{"feature": "slot", "digits": ["70"]}, {"feature": "slot", "digits": ["71"]}]}`,
		`{"items": [{"feature": "slot", "digits": ["70", "71"]}]}`,
		`{"items": [{"feature": "slot", "digits": ["0"]}]}`,
		`{"items": [{"feature": "slot", "digits": ["20"]}]}`,
		`{"items": [{"feature": "echo", "digits": ["9998"]}]}`,
	} {
		put("boss", wrong, http.StatusUnprocessableEntity)
	}
	// Back to the usual ones.
	if table = put("boss", `{"items": []}`, http.StatusOK); table.Items[4].Digits[0] != "90" || len(table.Items[13].Digits) != 1 {
		t.Errorf("the table is %+v", table)
	}
}

// C-CODE-7: a supervisor unlocks a PIN, an agent does not.
func TestUnlockPINByREST(t *testing.T) {
	d := openDoor(t)
	d.apply(t, desks+"\n")
	d.apply(t, "agents: [{id: sato, name: Sato, pin: '1234'}]")
	s := load(t, d.room)
	sato := s.Agents[slices.IndexFunc(s.Agents, func(a directory.Agent) bool { return a.Login == "sato" })].ID
	desk := s.Route.Devices[slices.IndexFunc(s.Route.Devices, func(v route.Device) bool { return v.Name == "desk1" })].ID
	other := s.Route.Devices[slices.IndexFunc(s.Route.Devices, func(v route.Device) bool { return v.Name == "desk2" })].ID
	check := func(device id.Device, pin, key string) {
		t.Helper()
		if got := keyOf(d.doors.CheckPIN(t.Context(), sato, device, pin)); got != key {
			t.Fatalf("PIN %s: %q, want %q", pin, got, key)
		}
	}
	post := func(login, path string, status int) {
		t.Helper()
		want[any](t, d.ask(t, login, "POST", path, nil), status)
	}
	for range 4 {
		check(desk, "0000", access.PINWrong)
	}
	check(desk, "0000", access.PINLocked)
	check(other, "1234", access.PINLocked)
	post("sato", "agents/"+sato.String()+"/unlock-pin", http.StatusForbidden)
	post("lead", "agents/"+sato.String()+"/unlock-pin", http.StatusNoContent)
	check(other, "1234", "")
	check(desk, "1234", access.PINLocked) // the phone still is
	post("sato", "devices/"+desk.String()+"/unlock-pin", http.StatusForbidden)
	post("lead", "devices/"+desk.String()+"/unlock-pin", http.StatusNoContent)
	check(desk, "1234", "")
	post("lead", "agents/"+desk.String()+"/unlock-pin", http.StatusNotFound)
}
