package directory_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/yobirin/yobirin/server/internal/access"
	"github.com/yobirin/yobirin/server/internal/directory"
	"github.com/yobirin/yobirin/shared/id"
)

// record is an answer, whatever the noun.
type record = map[string]any

// send makes a request with a JSON body.
func (d door) send(t *testing.T, login, method, path, body string, headers ...string) *httptest.ResponseRecorder {
	t.Helper()
	return d.ask(t, login, method, path, strings.NewReader(body), append(headers, "Content-Type: application/json")...)
}

// make creates a record as the administrator and gives it.
func (d door) make(t *testing.T, noun, body string) record {
	t.Helper()
	return want[record](t, d.send(t, "boss", "POST", noun, body), http.StatusCreated)
}

// change patches a record whatever its version.
func (d door) change(t *testing.T, noun string, of record, body string) record {
	t.Helper()
	return want[record](t, d.send(t, "boss", "PATCH", noun+"/"+of["id"].(string), body, "If-Match: *"), http.StatusOK)
}

// refused is what an answer says is wrong: the key, or field=rule of each.
func refused(t *testing.T, w *httptest.ResponseRecorder) string {
	t.Helper()
	var problem struct {
		Code   string `json:"code"`
		Errors []struct {
			Location, Rule string
		} `json:"errors"`
	}
	if w.Code < 400 {
		t.Fatalf("answer %d: %.300s; want a refusal", w.Code, w.Body)
	}
	if err := json.Unmarshal(w.Body.Bytes(), &problem); err != nil {
		t.Fatalf("%v in %.300s", err, w.Body)
	}
	if w.Code == http.StatusInternalServerError {
		t.Fatalf("our own mistake: %s", w.Body)
	}
	if w.Code != http.StatusUnprocessableEntity {
		return fmt.Sprintf("%d %s", w.Code, problem.Code)
	}
	var out []string
	for _, e := range problem.Errors {
		out = append(out, e.Location+"="+e.Rule)
	}
	slices.Sort(out)
	return strings.Join(out, " ")
}

func (d door) refuses(t *testing.T, login, method, path, body, why string) {
	t.Helper()
	if got := refused(t, d.send(t, login, method, path, body, "If-Match: *")); got != why {
		t.Errorf("%s %s by %s with %s: %q, want %q", method, path, login, body, got, why)
	}
}

func (d door) agent(t *testing.T, login string) directory.Agent {
	t.Helper()
	s := load(t, d.room)
	i := slices.IndexFunc(s.Agents, func(a directory.Agent) bool { return a.Login == login })
	if i < 0 {
		t.Fatalf("no agent %s", login)
	}
	return s.Agents[i]
}

// history gives "action field field" of each change, the oldest first.
func (d door) history(t *testing.T, noun, of string) []string {
	t.Helper()
	page := want[struct {
		Items []struct {
			Action, ActorName, Title string
			Fields                   []struct{ Field string }
		}
	}](t, d.ask(t, "boss", "GET", noun+"/"+of+"/history?order=oldest", nil), http.StatusOK)
	var out []string
	for _, c := range page.Items {
		line := c.Action
		for _, f := range c.Fields {
			line += " " + f.Field
		}
		out = append(out, line)
	}
	return out
}

const peopleSite = `
statuses: [{name: 昼休み, color: "#ffcc00"}, {name: 後処理}]
trunks: [{name: carrier, host: carrier.example}]
numbers: [{number: "0312345678", name: 代表, trunk: carrier, prefix: "7"}, {number: "0355550000", name: 営業}]
groups: [{name: 受注, extension: "3001", acw: {status: 後処理}}]
ivrs: [{name: 案内, extension: "4001", default: {group: 受注}}]
transfers: [{name: 本社, number: "0611112222"}]
`

func openPeople(t *testing.T) door {
	t.Helper()
	d := openDoor(t)
	d.apply(t, peopleSite)
	return d
}

// Every noun does what every noun does.
func TestNounsOfPeople(t *testing.T) {
	for noun, c := range map[string]struct {
		create, patch, field string
		csvWithout           bool
	}{
		"agents":    {`{"login": "suzuki", "name": "鈴木", "extension": "2002", "password": "Passw0rd1", "pin": "1234", "popupTarget": "browser"}`, `{"name": "鈴木花子", "noOutside": true}`, "name", false},
		"groups":    {`{"name": "総合", "extension": "3002", "overflow": {"kind": "hangup", "cause": "busy"}}`, `{"name": "総合受付", "maxWaiting": 0}`, "name", false},
		"devices":   {`{"name": "desk9", "user": "d9", "password": "a-long-sip-secret", "mac": "80:5E:C0:12:34:56"}`, `{"name": "desk10", "srtp": "prefer"}`, "name", false},
		"statuses":  {`{"name": "研修", "color": "#00ff00", "icon": "book"}`, `{"color": "#00ff01"}`, "color", false},
		"transfers": {`{"name": "支社", "number": "+81 6-3333-4444"}`, `{"number": "0633335555"}`, "number", false},
		"roles":     {`{"name": "リーダー", "permissions": ["floor.see", "agents.view"]}`, `{"name": "主任"}`, "name", false},
	} {
		t.Run(noun, func(t *testing.T) {
			t.Parallel()
			d := openPeople(t)
			if blank := want[record](t, d.ask(t, "boss", "GET", noun+"/blank", nil), http.StatusOK); blank["id"] != nil && blank["id"] != "" {
				t.Errorf("a blank one is %v", blank)
			}
			before := load(t, d.room).Version
			made := d.make(t, noun, c.create)
			if after := load(t, d.room).Version; after != before+1 {
				t.Errorf("the site went from version %d to %d", before, after)
			}
			one := noun + "/" + made["id"].(string)
			answer := d.ask(t, "boss", "GET", one, nil)
			if got := want[record](t, answer, http.StatusOK); got["password"] != nil || got["pin"] != nil {
				t.Errorf("secrets are told: %v", got)
			}
			tag := answer.Header().Get("ETag")
			d.refuses(t, "sato", "PATCH", one, c.patch, "403 not_allowed")
			d.refuses(t, "lead", "PATCH", one, c.patch, "403 not_allowed")
			d.refuses(t, "lead", "DELETE", one, "", "403 not_allowed")
			var patch record
			if err := json.Unmarshal([]byte(c.patch), &patch); err != nil {
				t.Fatal(err)
			}
			if got := want[record](t, d.send(t, "boss", "PATCH", one, c.patch, "If-Match: "+tag), http.StatusOK); got[c.field] != patch[c.field] {
				t.Errorf("changed to %v", got)
			}
			if got := refused(t, d.send(t, "boss", "PATCH", one, `{"name": "x"}`, "If-Match: "+tag)); got != "409 changed_meanwhile" {
				t.Errorf("an old version: %s", got)
			}
			want[any](t, d.ask(t, "boss", "DELETE", one, nil, "If-Match: *"), http.StatusNoContent)
			want[any](t, d.ask(t, "boss", "GET", one, nil), http.StatusNotFound)
			if h := d.history(t, noun, made["id"].(string)); len(h) != 3 || !strings.HasPrefix(h[0], "create") || !strings.HasPrefix(h[1], "update ") || !strings.HasPrefix(h[2], "delete") {
				t.Errorf("its history is %q", h)
			}
			if again := d.make(t, noun, c.create); again["id"] == made["id"] {
				t.Errorf("what was deleted came back: %v", again)
			}
		})
	}
}

func TestAgentByREST(t *testing.T) {
	d := openPeople(t)
	made := d.make(t, "agents", `{"login": "suzuki", "name": "鈴木", "extension": "2002", "password": "Passw0rd1", "pin": "1234", "secondLogin": "newest", "notifyExternal": false}`)
	if made["nickname"] != "鈴木" || made["role"] != "agent" || made["language"] != "ja" || made["crmSearch"] != true || made["notifyExternal"] != false || made["popupTarget"] != "tab" {
		t.Errorf("made %v", made)
	}
	if _, _, err := d.doors.Login(t.Context(), "suzuki", "Passw0rd1", access.Console, access.Origin{}); err != nil {
		t.Errorf("log in with the password given: %v", err)
	}
	if err := d.doors.CheckPIN(t.Context(), d.agent(t, "suzuki").ID, id.Device{}, "1234"); err != nil && keyOf(err) == access.PINWrong {
		t.Errorf("the PIN given: %v", err)
	}
	d.change(t, "agents", made, `{"secondLogin": "", "popupOnRing": true}`)
	if got := want[record](t, d.ask(t, "boss", "GET", "agents/"+made["id"].(string), nil), http.StatusOK); got["secondLogin"] != nil || got["popupOnRing"] != true || got["notifyExternal"] != false {
		t.Errorf("read back %v", got)
	}
	if h := d.history(t, "agents", made["id"].(string)); len(h) != 2 || h[1] != "update popupOnRing secondLogin" && h[1] != "update secondLogin popupOnRing" {
		t.Errorf("its history is %q", h)
	}
	sato := "agents/" + d.agent(t, "sato").ID.String()
	for body, why := range map[string]string{
		`{"login": "s a"}`:                            "login=pattern.login",
		`{"login": "suzuki"}`:                         "login=taken",
		`{"name": ""}`:                                "name=required",
		`{"name": " a"}`:                              "name=plain",
		`{"name": "a\u202eb"}`:                        "name=plain",
		`{"extension": "2002"}`:                       "extension=taken",
		`{"extension": "3001"}`:                       "extension=taken", // a group's
		`{"extension": "4001"}`:                       "extension=taken", // an IVR's
		`{"extension": "9001"}`:                       "extension=collides",
		`{"extension": "1101"}`:                       "extension=collides",
		`{"extension": "7110"}`:                       "extension=collides",
		`{"extension": "0123"}`:                       "extension=pattern.extension",
		`{"password": "short"}`:                       "password=password",
		`{"pin": "12345"}`:                            "pin=pattern.pin",
		`{"role": "king"}`:                            "role=missing",
		`{"language": "fr"}`:                          "language=one_of",
		`{"callerId": "` + made["id"].(string) + `"}`: "callerId=missing",
		`{"may": ["` + made["id"].(string) + `"]}`:    "may[0]=missing",
		`{"crmFormats": ["x"]}`:                       "crmFormats[0]=missing",
		`{"groups": [{"id": "x"}]}`:                   "groups=read_only",
		`{"popupTarget": "tray"}`:                     "popupTarget=one_of",
		`{"wings": 2}`:                                "wings=unknown",
	} {
		d.refuses(t, "boss", "PATCH", sato, body, why)
	}
	number := load(t, d.room).Numbers[0].ID.String()
	d.change(t, "agents", record{"id": d.agent(t, "sato").ID.String()}, `{"callerId": "`+number+`", "may": ["`+number+`"], "extension": "2001"}`)
	if a := d.agent(t, "sato"); a.CallerID.String() != number || len(a.May) != 1 || a.Extension != "2001" {
		t.Errorf("stored %+v", a)
	}
	// What calls are sent to keeps its extension, and its agent.
	d.change(t, "groups", record{"id": load(t, d.room).Groups[0].ID.String()}, `{"overflow": {"kind": "extension", "extension": "2001"}, "timeoutTo": {"kind": "agent", "agent": "`+d.agent(t, "sato").ID.String()+`"}}`)
	d.refuses(t, "boss", "PATCH", sato, `{"extension": "2009"}`, "extension=dialed")
	d.refuses(t, "boss", "PATCH", sato, `{"extension": null}`, "extension=dialed")
	d.refuses(t, "boss", "DELETE", sato, "", "409 in_use")
	if uses := want[struct{ Items []record }](t, d.ask(t, "boss", "GET", sato+"/uses", nil), http.StatusOK); len(uses.Items) != 2 || uses.Items[0]["title"] != "受注" {
		t.Errorf("its uses are %v", uses)
	}
}

func TestAdministratorsStay(t *testing.T) {
	d := openPeople(t)
	boss, lead := "agents/"+d.agent(t, "boss").ID.String(), "agents/"+d.agent(t, "lead").ID.String()
	d.refuses(t, "boss", "DELETE", boss, "", "409 own_account")
	d.refuses(t, "boss", "PATCH", boss, `{"disabled": true}`, "409 own_account")
	d.refuses(t, "boss", "PATCH", boss, `{"role": "agent"}`, "409 last_administrator")
	d.change(t, "agents", record{"id": d.agent(t, "lead").ID.String()}, `{"role": "administrator"}`)
	want[any](t, d.send(t, "boss", "PATCH", boss, `{"role": "agent"}`, "If-Match: *"), http.StatusOK)
	d.refuses(t, "lead", "PATCH", lead, `{"role": "supervisor"}`, "409 last_administrator")
}

// Nobody comes to rights by way of others.
func TestRightsAreNotPassedOn(t *testing.T) {
	d := openPeople(t)
	role := d.make(t, "roles", `{"name": "人事", "permissions": ["agents.view", "agents.edit", "roles.view", "roles.edit", "floor.see"]}`)
	if role["key"] != role["id"] || role["builtin"] != nil {
		t.Errorf("made %v", role)
	}
	d.change(t, "agents", record{"id": d.agent(t, "sato").ID.String()}, `{"role": "`+role["key"].(string)+`"}`)
	boss, lead := d.agent(t, "boss").ID.String(), d.agent(t, "lead").ID.String()
	d.refuses(t, "sato", "PATCH", "agents/"+boss, `{"password": "Passw0rd2"}`, "403 beyond_rights")
	d.refuses(t, "sato", "PATCH", "agents/"+boss, `{"pin": "1111"}`, "403 beyond_rights")
	d.refuses(t, "sato", "DELETE", "agents/"+lead, "", "403 beyond_rights")
	d.refuses(t, "sato", "PATCH", "agents/"+lead, `{"disabled": true}`, "403 beyond_rights")
	d.refuses(t, "sato", "PATCH", "agents/"+d.agent(t, "sato").ID.String(), `{"role": "administrator"}`, "role=beyond")
	d.refuses(t, "sato", "POST", "agents", `{"login": "mole", "name": "Mole", "role": "supervisor"}`, "role=beyond")
	d.refuses(t, "sato", "POST", "roles", `{"name": "王", "permissions": ["floor.see", "settings.edit"]}`, "permissions[1]=beyond")
	d.refuses(t, "boss", "POST", "roles", `{"name": "王", "permissions": ["fly"]}`, "permissions[0]=permission")
	d.refuses(t, "sato", "PATCH", "roles/"+role["id"].(string), `{"permissions": ["trunks.edit"]}`, "permissions[0]=beyond")
	want[any](t, d.send(t, "sato", "PATCH", "agents/"+lead, `{"name": "Leader"}`, "If-Match: *"), http.StatusOK)
	want[any](t, d.send(t, "sato", "POST", "agents", `{"login": "temp", "name": "Temp", "role": "`+role["key"].(string)+`", "password": "Passw0rd1"}`), http.StatusCreated)
	d.refuses(t, "boss", "DELETE", "roles/"+role["id"].(string), "", "409 in_use")
	all := want[struct{ Items []record }](t, d.ask(t, "boss", "GET", "roles?builtin=true", nil), http.StatusOK)
	if len(all.Items) != 3 {
		t.Fatalf("the roles of every site are %v", all.Items)
	}
	for _, r := range all.Items {
		if n := len(r["permissions"].([]any)); n == 0 {
			t.Errorf("%v may nothing", r["key"])
		}
		d.refuses(t, "boss", "PATCH", "roles/"+r["id"].(string), `{"name": "x"}`, "409 builtin_role")
		if got := refused(t, d.ask(t, "boss", "DELETE", "roles/"+r["id"].(string), nil, "If-Match: *")); got != "409 builtin_role" && got != "409 in_use" {
			t.Errorf("the role %s is deleted: %s", r["key"], got)
		}
	}
	if parts := want[directory.Catalogue](t, d.ask(t, "boss", "GET", "permissions", nil), http.StatusOK); len(parts.Items) != len(access.Catalogue()) {
		t.Errorf("the catalogue is %v", parts)
	}
	if choices := want[struct{ Items []directory.Choice }](t, d.ask(t, "boss", "GET", "choices/roles", nil), http.StatusOK); len(choices.Items) != 4 ||
		!slices.ContainsFunc(choices.Items, func(c directory.Choice) bool { return c.ID == role["key"] }) {
		t.Errorf("roles to choose from are %v", choices.Items)
	}
}

// J-AGENT-16, and what belongs to an agent ends with it.
func TestDisabledAndDeletedAgents(t *testing.T) {
	d := openPeople(t)
	d.apply(t, `
agents: [{id: suzuki, name: 鈴木, extension: "2002", password: Passw0rd1}]
devices:
  - {name: own, user: d2002, password: a-long-sip-secret, agent: suzuki}
  - {name: shared, user: d2003, password: a-long-sip-secret, agent: suzuki, desk: true}
groups: [{name: 受注, extension: "3001", members: [suzuki]}]
`)
	gone := d.agent(t, "suzuki").ID
	_, token, err := d.doors.Login(t.Context(), "suzuki", "Passw0rd1", access.App, access.Origin{})
	if err != nil {
		t.Fatal(err)
	}
	d.token["suzuki"] = token
	var ended []id.Session
	d.doors.OnEnd(func(s id.Session) { ended = append(ended, s) })
	d.change(t, "agents", record{"id": gone.String()}, `{"disabled": true}`)
	want[any](t, d.ask(t, "suzuki", "GET", "me/profile", nil), http.StatusUnauthorized)
	if len(ended) != 1 {
		t.Errorf("%d sessions were told to end", len(ended))
	}
	s := load(t, d.room)
	if slices.ContainsFunc(s.SIP.Devices, func(v directory.DeviceAccount) bool { return v.User == "d2002" }) || s.Route.Agent(gone) != nil {
		t.Error("a disabled agent's phone may register, or it is in the plan")
	}
	// It is no choice, and has a name where it is a member all the same.
	for query, count := range map[string]int{"": 0, "&ids=" + gone.String(): 1} {
		if got := want[struct{ Items []directory.Choice }](t, d.ask(t, "boss", "GET", "choices/agents?q=鈴木"+query, nil), http.StatusOK); len(got.Items) != count {
			t.Errorf("a disabled agent is called %v with %q", got.Items, query)
		}
	}
	group := s.Groups[0].ID.String()
	want[any](t, d.ask(t, "boss", "DELETE", "agents/"+gone.String(), nil, "If-Match: *"), http.StatusNoContent)
	s = load(t, d.room)
	if slices.ContainsFunc(s.Agents, func(a directory.Agent) bool { return a.ID == gone }) || len(s.Groups[0].Members) != 0 {
		t.Errorf("a deleted agent is in the site: %+v", s.Groups[0].Members)
	}
	devices := want[struct{ Items []record }](t, d.ask(t, "boss", "GET", "devices", nil), http.StatusOK)
	if len(devices.Items) != 1 || devices.Items[0]["name"] != "shared" || devices.Items[0]["agent"] != nil || devices.Items[0]["kind"] != "hot-desk" {
		t.Errorf("the phones are %v", devices.Items)
	}
	if h := d.history(t, "groups", group); h[len(h)-1] != "update members" {
		t.Errorf("the group's history is %q", h)
	}
	var name string
	if err := d.db.Bun().QueryRowContext(t.Context(), "select name from agents where id = ?", gone).Scan(&name); err != nil || name != "鈴木" {
		t.Errorf("the name that history joins is %q, %v", name, err)
	}
	// Login and extension are free, by REST and in the site file; nobody is in by the old name.
	d.make(t, "agents", `{"login": "suzuki", "name": "鈴木二世", "extension": "2002"}`)
	d.apply(t, `agents: [{id: suzuki, name: 鈴木三世, extension: "2002"}]`)
	if _, _, err := d.doors.Login(t.Context(), gone.String(), "Passw0rd1", access.App, access.Origin{}); err == nil {
		t.Error("a deleted agent logs in")
	}
	list := want[struct{ Total int }](t, d.ask(t, "boss", "GET", "agents?q=鈴木", nil), http.StatusOK)
	if list.Total != 1 {
		t.Errorf("%d agents are listed", list.Total)
	}
	if h := d.history(t, "agents", gone.String()); !strings.HasPrefix(h[len(h)-1], "delete") {
		t.Errorf("its history is %q", h)
	}
}

// What is changed by REST reaches the calls and the floor after the commit.
func TestPlanFollowsREST(t *testing.T) {
	d := openPeople(t)
	told := make(chan directory.Snapshot, 64)
	d.OnChange(func(s directory.Snapshot) { told <- s })
	ctx, stop := contextOf(t)
	ran := make(chan error, 1)
	go func() { ran <- d.Run(ctx) }()
	until := func(what string, holds func(directory.Snapshot) bool) {
		t.Helper()
		deadline, end := context.WithTimeout(t.Context(), 10*time.Second)
		defer end()
		for {
			select {
			case s := <-told:
				if holds(s) {
					return
				}
			case <-deadline.Done():
				t.Fatalf("nobody was told of %s", what)
			}
		}
	}
	agent := d.make(t, "agents", `{"login": "suzuki", "name": "鈴木", "extension": "2002"}`)
	until("the agent", func(s directory.Snapshot) bool {
		a, _ := id.Parse[id.Agent](agent["id"].(string))
		return s.Route.Agent(a) != nil
	})
	d.make(t, "groups", `{"name": "総合", "members": [{"agent": "`+agent["id"].(string)+`", "level": 7}]}`)
	until("the group", func(s directory.Snapshot) bool {
		for _, g := range s.Floor.Groups {
			if len(g.Members) == 1 && g.Members[0].Level == 7 {
				return true
			}
		}
		return false
	})
	d.make(t, "devices", `{"name": "desk9", "user": "d9", "password": "a-long-sip-secret"}`)
	until("the phone", func(s directory.Snapshot) bool {
		return slices.ContainsFunc(s.SIP.Devices, func(v directory.DeviceAccount) bool { return v.User == "d9" })
	})
	want[record](t, d.send(t, "boss", "PATCH", "settings", `{"language": "en"}`, "If-Match: *"), http.StatusOK)
	until("the site's language", func(s directory.Snapshot) bool { return s.Settings.Language == "en" })
	if blank := want[record](t, d.ask(t, "boss", "GET", "agents/blank", nil), http.StatusOK); blank["language"] != "en" {
		t.Errorf("a new agent of an English site begins as %v", blank["language"])
	}
	stop()
	if err := <-ran; err != nil {
		t.Error(err)
	}
}
