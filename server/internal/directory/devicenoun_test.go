package directory_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/yobirin/yobirin/server/internal/access"
	"github.com/yobirin/yobirin/server/internal/directory"
	"github.com/yobirin/yobirin/shared/live"
)

func TestDeviceByREST(t *testing.T) {
	d := openPeople(t)
	sato := d.agent(t, "sato").ID.String()
	made := d.make(t, "devices", `{"name": "desk9", "user": "d9", "password": "a-long-sip-secret", "agent": "`+sato+`", "mac": "80-5E-C0-12-34-56"}`)
	if made["kind"] != "desk" || made["mac"] != "805ec0123456" || made["srtp"] != "off" || made["live"].(record)["state"] != "offline" || made["password"] != nil {
		t.Errorf("made %v", made)
	}
	one := "devices/" + made["id"].(string)
	for body, why := range map[string]string{
		`{"user": "d10"}`:                                          "password=required", // the digests are of the user, too
		`{"user": "d10", "password": "d10"}`:                       "password=device_password",
		`{"user": "sato-sato-sato", "password": "sato-sato-sato"}`: "password=device_password",
		`{"mac": "80"}`:                                            "mac=pattern.mac",
		`{"agent": "` + made["id"].(string) + `"}`:                 "agent=missing",
		`{"name": "a\tb"}`:                                         "name=plain",
		`{"seat": "` + sato + `"}`:                                 "seat=read_only",
		`{"live": {"state": "registered"}}`:                        "live=read_only",
	} {
		d.refuses(t, "boss", "PATCH", one, body, why)
	}
	d.refuses(t, "boss", "POST", "devices", `{"name": "other", "user": "other"}`, "password=required")
	d.refuses(t, "boss", "POST", "devices", `{"name": "desk9", "user": "d9", "password": "a-long-sip-secret", "mac": "805ec0123456"}`, "mac=taken name=taken user=taken")
	account := func() directory.DeviceAccount { return load(t, d.room).SIP.Devices[0] }
	before := account().HA1SHA256
	d.change(t, "devices", made, `{"user": "d10", "password": "another-sip-secret", "desk": true}`)
	if a := account(); a.User != "d10" || a.HA1SHA256 == before {
		t.Errorf("the account is %+v", a)
	}
	d.change(t, "devices", made, `{"agent": null, "desk": false}`)
	if got := want[record](t, d.ask(t, "boss", "GET", one, nil), http.StatusOK); got["kind"] != "hot-desk" || got["agent"] != nil {
		t.Errorf("nobody's phone is %v", got)
	}
	if h := strings.Join(d.history(t, "devices", made["id"].(string)), "|"); !strings.Contains(h, "password") || strings.Contains(h, "another-sip-secret") {
		t.Errorf("its history is %s", h)
	}
}

func TestDevicePasswordsAndProvisioning(t *testing.T) {
	d := openPeople(t)
	drawn := want[directory.GivenPassword](t, d.send(t, "boss", "POST", "devices/password", "{}"), http.StatusOK)
	if !access.CheckPassword(drawn.Password) {
		t.Errorf("drew %q", drawn.Password)
	}
	made := d.make(t, "devices", `{"name": "受付 <1> & 2", "user": "d9", "password": "`+drawn.Password+`", "transport": "tls", "srtp": "require", "mac": "805ec0123456"}`)
	one := "devices/" + made["id"].(string)
	given := want[directory.GivenPassword](t, d.send(t, "boss", "POST", one+"/reset-password", "{}"), http.StatusOK)
	if given.Password == drawn.Password || !access.CheckPassword(given.Password) {
		t.Errorf("given %q after %q", given.Password, drawn.Password)
	}
	d.refuses(t, "lead", "POST", one+"/reset-password", "{}", "403 not_allowed")
	d.refuses(t, "boss", "POST", one+"/provisioning", `{"kind": "yealink", "password": "`+drawn.Password+`"}`, "password=device_password_wrong")
	for kind, c := range map[string]struct {
		file string
		has  []string
	}{
		"yealink":     {"805ec0123456.cfg", []string{"#!version:1.0.0.1\n", "account.1.user_name = d9\n", "account.1.password = " + given.Password + "\n", "account.1.sip_server.1.transport_type = 2\n", "account.1.srtp_encryption = 2\n", "account.1.sip_server.1.port = 5061\n", "account.1.label = 受付 <1> & 2\n"}},
		"grandstream": {"cfg805ec0123456.xml", []string{"<P35>d9</P35>", "<P34>" + given.Password + "</P34>", "<P130>2</P130>", "<P183>2</P183>", "受付 &lt;1&gt; &amp; 2"}},
		"poly":        {"805ec0123456-user.cfg", []string{`reg.1.auth.password="` + given.Password + `"`, `reg.1.label="受付 &lt;1&gt; &amp; 2"`}},
		"snom":        {"805EC0123456.xml", []string{"<user_pass idx=\"1\" perm=\"R\">" + given.Password + "</user_pass>"}},
		"panasonic":   {"Config805EC0123456.cfg", []string{`SIP_PASS_1="` + given.Password + "\"\r\n"}},
		"fanvil":      {"805ec0123456.cfg", []string{"<RegisterPswd>" + given.Password + "</RegisterPswd>"}},
		"qr":          {"account.json", []string{`"user":"d9"`, `"password":"` + given.Password + `"`, `"transport":"tls"`}},
	} {
		p := want[directory.Provisioning](t, d.send(t, "boss", "POST", one+"/provisioning", `{"kind": "`+kind+`", "password": "`+given.Password+`"}`), http.StatusOK)
		if kind == "poly" && (len(p.More) != 1 || p.More[0].FileName != "805ec0123456.cfg" || !strings.Contains(p.More[0].Text, `CONFIG_FILES="805ec0123456-user.cfg"`)) {
			t.Errorf("poly has besides %+v", p.More)
		}
		if p.FileName != c.file || p.Kind != kind {
			t.Errorf("%s is %s", kind, p.FileName)
		}
		for _, text := range c.has {
			if !strings.Contains(p.Text, text) {
				t.Errorf("%s has no %q:\n%s", kind, text, p.Text)
			}
		}
	}
	if h := d.history(t, "devices", made["id"].(string)); h[len(h)-1] != "update password" {
		t.Errorf("its history is %q", h)
	}
}

// What the agent app made is listed and deleted, and changed by nobody else.
func TestAppDevicesByREST(t *testing.T) {
	d := openPeople(t)
	sato := d.agent(t, "sato")
	s := access.Session{Agent: access.Agent{ID: sato.ID, Login: sato.Login, Role: sato.Role}, Client: access.App}
	phone, err := d.Softphone(t.Context(), s, access.Origin{}, installation(1), "佐藤のPC", []live.SIPServer{{Transport: "udp"}})
	if err != nil {
		t.Fatal(err)
	}
	one := "devices/" + phone.Device
	if got := want[record](t, d.ask(t, "boss", "GET", one, nil), http.StatusOK); got["kind"] != "app" || got["label"] != "佐藤のPC" {
		t.Errorf("it is told as %v", got)
	}
	if list := want[struct{ Items []record }](t, d.ask(t, "boss", "GET", "devices?kind=app", nil), http.StatusOK); len(list.Items) != 1 {
		t.Errorf("the app's phones are %v", list.Items)
	}
	d.refuses(t, "boss", "PATCH", one, `{"name": "mine"}`, "409 app_device")
	d.refuses(t, "boss", "POST", one+"/reset-password", "{}", "409 app_device")
	want[any](t, d.ask(t, "boss", "DELETE", one, nil, "If-Match: *"), http.StatusNoContent)
}

func TestGroupByREST(t *testing.T) {
	d := openPeople(t)
	s := load(t, d.room)
	sato, lead := d.agent(t, "sato").ID.String(), d.agent(t, "lead").ID.String()
	made := d.make(t, "groups", `{"name": "総合", "extension": "3002", "members": [{"agent": "`+sato+`", "level": 5}, {"agent": "`+lead+`"}], "overflow": {"kind": "group", "group": "`+s.Groups[0].ID.String()+`"},
		"acw": {"enabled": true, "status": "`+s.Statuses[0].ID.String()+`", "release": 30}, "pauseOnNoAnswer": {"enabled": true}}`)
	if m := made["members"].([]any); len(m) != 2 || m[0].(record)["level"] != 5.0 || m[1].(record)["level"] != 1.0 || made["pauseOnNoAnswer"].(record)["misses"] != 1.0 {
		t.Errorf("made %v", made)
	}
	one := "groups/" + made["id"].(string)
	// A patch of the kind leaves nothing of the old kind's target.
	ivr := s.Route.IVRs[0].ID.String()
	if got := d.change(t, "groups", made, `{"overflow": {"kind": "ivr", "ivr": "`+ivr+`"}}`)["overflow"].(record); got["kind"] != "ivr" || got["group"] != nil {
		t.Errorf("the overflow is %v", got)
	}
	for body, why := range map[string]string{
		`{"members": [{"agent": "` + sato + `", "level": 100}]}`:              "members[0].level=max",
		`{"members": [{"agent": "` + sato + `"}, {"agent": "` + sato + `"}]}`: "members[1].agent=unique",
		`{"members": [{"agent": "` + ivr + `"}]}`:                             "members[0].agent=missing",
		`{"greeting": "` + ivr + `"}`:                                         "greeting=missing",
		`{"acw": {"status": "` + ivr + `"}}`:                                  "acw.status=missing",
		`{"overflow": {"kind": "agent", "agent": "` + ivr + `"}}`:             "overflow.agent=missing",
		`{"overflow": {"kind": "agent"}}`:                                     "overflow.agent=required",
		`{"overflow": {"kind": "moon"}}`:                                      "overflow.kind=one_of",
		`{"overflow": {"kind": "outside"}}`:                                   "overflow.kind=one_of",
		`{"timeoutTo": {"kind": "extension", "extension": "2999"}}`:           "timeoutTo.extension=missing",
		`{"timeoutTo": {"kind": "conference", "conference": 9}}`:              "timeoutTo.conference=max",
		`{"timeoutTo": {"kind": "hangup", "cause": "bored"}}`:                 "timeoutTo.cause=one_of",
		`{"name": "受注"}`:                                                      "name=taken",
	} {
		d.refuses(t, "boss", "PATCH", one, body, why)
	}
	first := "groups/" + s.Groups[0].ID.String()
	d.refuses(t, "boss", "DELETE", first, "", "409 in_use") // the IVR's default
	d.refuses(t, "boss", "DELETE", "statuses/"+s.Statuses[0].ID.String(), "", "409 in_use")
	csv := d.ask(t, "boss", "GET", "groups.csv", nil)
	if csv.Code == http.StatusOK && !strings.Contains(csv.Body.String(), "sato:5 lead:1") {
		t.Errorf("the file is %s", csv.Body)
	}
	d.change(t, "groups", made, `{"members": [{"agent": "`+lead+`", "level": 2}]}`)
	if got := want[record](t, d.ask(t, "boss", "GET", "agents/"+lead, nil), http.StatusOK); got["groups"].([]any)[0].(record)["level"] != 2.0 {
		t.Errorf("the member is told as %v", got)
	}
	// A group may lead to itself, and goes all the same.
	d.change(t, "groups", made, `{"overflow": {"kind": "group", "group": "`+made["id"].(string)+`"}}`)
	want[any](t, d.ask(t, "boss", "DELETE", one, nil, "If-Match: *"), http.StatusNoContent)
}

// The site file writes the same history, and knows the site's own roles.
func TestSiteFileWritesHistory(t *testing.T) {
	d := openPeople(t)
	d.apply(t, `
roles: [{name: リーダー, permissions: [floor.see, calls.watch]}]
agents: [{id: suzuki, name: 鈴木, role: リーダー, extension: "2002", password: Passw0rd1}]
`)
	d.apply(t, `agents: [{id: suzuki, name: 鈴木花子, role: リーダー, extension: "2002", password: Passw0rd2}]`)
	a := d.agent(t, "suzuki")
	if a.Role.Builtin() || !load(t, d.room).Route.Agent(a.ID).Supervises {
		t.Errorf("the role is %s", a.Role)
	}
	if h := d.history(t, "agents", a.ID.String()); strings.Join(h, "|") != "create extension language login name nickname role|update password|update name nickname|update password" &&
		strings.Join(h, "|") != "create extension language login name nickname role|update name nickname|update password" {
		t.Errorf("its history is %q", h)
	}
	roles := want[struct{ Items []record }](t, d.ask(t, "boss", "GET", "roles?q=リーダー", nil), http.StatusOK)
	if len(roles.Items) != 1 || roles.Items[0]["key"] != string(a.Role) {
		t.Errorf("the role is %v", roles.Items)
	}
	for text, wrong := range map[string]string{
		`roles: [{name: SV, permissions: []}]`:          "not that of a role of every site",
		`roles: [{name: x, permissions: [agents.fly]}]`: "the name of a permission",
		`agents: [{id: suzuki, name: x, role: 王}]`:      "the name of a role of the site",
		`devices: [{name: x, user: x, mac: "80:5e"}]`:   "a hardware address",
	} {
		if _, err := d.Apply(t.Context(), directory.Source{Data: []byte(text)}, true); err == nil || !strings.Contains(err.Error(), wrong) {
			t.Errorf("%s: %v", text, err)
		}
	}
}

func TestPeopleAsCSV(t *testing.T) {
	d := openPeople(t)
	d.apply(t, "groups: [{name: 受注, extension: '3001', acw: {status: 後処理, release: 10}, members: [{agent: sato, level: 5}, lead]}]")
	take := func(noun, text string) record {
		t.Helper()
		return want[record](t, d.ask(t, "boss", "POST", noun+"/import", strings.NewReader(text), "Content-Type: text/csv"), http.StatusOK)
	}
	d.make(t, "roles", `{"name": "番号係", "permissions": ["numbers.view"]}`)
	for _, noun := range []string{"agents", "groups", "statuses", "transfers", "roles"} {
		w := d.ask(t, "boss", "GET", noun+".csv", nil)
		if w.Code != http.StatusOK {
			t.Fatalf("%s: %d %s", noun, w.Code, w.Body)
		}
		if strings.Contains(w.Body.String(), "argon2") {
			t.Errorf("secrets are in %s", w.Body)
		}
		if report := take(noun, w.Body.String()); report["created"] != 0.0 || report["updated"] != 0.0 || report["unchanged"] == 0.0 || len(report["refused"].([]any)) != 0 {
			t.Errorf("%s taken back as it was: %v", noun, report)
		}
	}
	if csv := d.ask(t, "boss", "GET", "groups.csv", nil).Body.String(); !strings.Contains(csv, "sato:5 lead:1") || !strings.Contains(csv, "on:10:後処理") {
		t.Errorf("the groups are %s", csv)
	}
	report := take("agents", "login,name,role,callerId,may,password\nsuzuki,鈴木,supervisor,03-1234-5678,0312345678 0355550000,Passw0rd1\nsato,佐藤,,,,weak\n")
	if report["created"] != 1.0 || len(report["refused"].([]any)) != 1 {
		t.Errorf("taken as %v", report)
	}
	if a := d.agent(t, "suzuki"); a.Role != access.RoleSupervisor || len(a.May) != 2 || a.CallerID.IsZero() {
		t.Errorf("made %+v", a)
	}
	if report := take("groups", "name,members\n受注,lead:3 suzuki\n総合,nobody:1\n"); report["updated"] != 1.0 || len(report["refused"].([]any)) != 1 {
		t.Errorf("taken as %v", report)
	}
	if m := load(t, d.room).Groups[0].Members; len(m) != 2 || m[0].Level != 3 || m[1].Level != 1 {
		t.Errorf("the members are %+v", m)
	}
}
