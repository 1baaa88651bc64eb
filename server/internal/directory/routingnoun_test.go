package directory_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/yobirin/yobirin/server/internal/directory"
	"github.com/yobirin/yobirin/server/internal/resource"
	"github.com/yobirin/yobirin/server/internal/route"
	"github.com/yobirin/yobirin/shared/id"
)

func TestNumbersByREST(t *testing.T) {
	d := openDoor(t)
	d.apply(t, "agents: [{id: sato, name: Sato, extension: '2001'}, {id: kato, name: Kato}]\ngroups: [{name: G, extension: '3001'}]")
	s := load(t, d.room)
	group := s.Groups[slices.IndexFunc(s.Groups, func(g directory.Group) bool { return g.Name == "G" })].ID
	agent := func(login string) directory.Agent {
		all := load(t, d.room).Agents
		return all[slices.IndexFunc(all, func(a directory.Agent) bool { return a.Login == login })]
	}
	n := send[directory.Number](t, d, "boss", "POST", "numbers", fmt.Sprintf(`{"number": "+81 3-1111-2222", "route": {"kind": "group", "group": %q}, "prefix": "7"}`, group), 201)
	if n.Number != "0311112222" || n.Name != "0311112222" || !n.Listed {
		t.Fatalf("made %+v", n)
	}
	if r := load(t, d.room).Route; len(r.Numbers) == 0 || !slices.ContainsFunc(r.Numbers, func(v route.Number) bool { return v.ID == n.ID && v.Route.Group == group }) {
		t.Errorf("the plan has %+v", r.Numbers)
	}
	path := "numbers/" + n.ID.String()
	for body, broken := range map[string]string{
		`{"number": "0311112223"}`: "number read_only", `{"prefix": "2001"}`: "prefix collides", `{"prefix": "0"}`: "prefix collides", `{"prefix": "12345"}`: "prefix pattern.prefix",
		`{"prefix": "9999"}`: "prefix collides", `{"popupRing": "javascript:alert(1)"}`: "popupRing pattern.page", `{"trunk": "01890000-0000-7000-8000-000000000001"}`: "trunk missing",
		`{"route": {"kind": "group"}}`: "", `{"route": {"kind": "group", "group": "01890000-0000-7000-8000-000000000001"}}`: "route.group missing", `{"language": "fr"}`: "language one_of",
		`{"maxChannels": -1}`: "maxChannels min", `{"color": "red"}`: "color unknown", `{"name": " x"}`: "name plain", `{"mayPresent": ["01890000-0000-7000-8000-000000000001"]}`: "mayPresent[0] missing",
	} {
		if broken == "" { // the group that is there stays
			send[directory.Number](t, d, "boss", "PATCH", path, body, 200)
		} else if got := send[ruled](t, d, "boss", "PATCH", path, body, 422); got.String() != broken {
			t.Errorf("%s: %s; want %s", body, got, broken)
		}
	}
	for _, none := range []string{"117", "2001", "119", "x"} {
		send[ruled](t, d, "boss", "POST", "numbers", fmt.Sprintf(`{"number": %q}`, none), 422)
	}
	// J-NUM-8: an agent's list is made of what it could present before.
	other := send[directory.Number](t, d, "boss", "POST", "numbers", `{"number": "0333334444", "listed": false}`, 201)
	list := fmt.Sprintf(`{"mayPresent": [%q]}`, agent("sato").ID)
	if now := send[directory.Number](t, d, "boss", "PATCH", "numbers/"+other.ID.String(), list, 200); len(now.MayPresent) != 1 {
		t.Errorf("may present: %v", now.MayPresent)
	}
	if may := agent("sato").May; len(may) != len(load(t, d.room).Numbers) || !slices.Contains(may, other.ID) || !slices.Contains(may, n.ID) {
		t.Errorf("the agent's list is %v", may)
	}
	send[directory.Number](t, d, "boss", "PATCH", "numbers/"+other.ID.String(), `{"mayPresent": null}`, 200)
	if may := agent("sato").May; slices.Contains(may, other.ID) {
		t.Errorf("the agent's list is still %v", may)
	}
	past := want[page[resource.Past]](t, d.ask(t, "boss", "GET", "agents/"+agent("sato").ID.String()+"/history", nil), 200)
	if len(past.Items) < 2 || past.Items[0].Fields[0].Field != "may" {
		t.Errorf("the agent's history is %+v", past.Items)
	}
	d.apply(t, "agents: [{id: kato, name: Kato, may: ['0333334444'], caller_id: '0333334444'}]")
	if got := send[ruled](t, d, "boss", "PATCH", "numbers/"+other.ID.String(), `{"mayPresent": []}`, 422); got.String() != "mayPresent last_number" {
		t.Errorf("the last number: %s", got)
	}
	if uses := want[page[resource.Use]](t, d.ask(t, "boss", "GET", "numbers/"+other.ID.String()+"/uses", nil), 200); len(uses.Items) != 2 {
		t.Errorf("uses: %+v", uses)
	}
	if no := drop(t, d, "boss", "numbers/"+other.ID.String(), 409); no.Code != "in_use" || len(no.Errors) != 2 {
		t.Errorf("delete: %+v", no)
	}
	csv := d.ask(t, "boss", "GET", "numbers.csv", nil)
	if csv.Code != 200 || !strings.Contains(csv.Body.String(), "group:G") {
		t.Errorf("as CSV: %d %s", csv.Code, csv.Body)
	}
	again := want[struct{ Rows, Unchanged int }](t, d.ask(t, "boss", "POST", "numbers/import?dryRun=false", strings.NewReader(csv.Body.String()), "Content-Type: text/csv"), 200)
	if again.Rows == 0 || again.Rows != again.Unchanged {
		t.Errorf("the CSV file again: %+v", again)
	}
}

func TestTrunksByREST(t *testing.T) {
	d := openDoor(t)
	made := d.ask(t, "boss", "POST", "trunks", strings.NewReader(`{"name": "T1", "host": "sip.carrier.example:5061", "transport": "tls", "profile": "050-register",
		"register": {"user": "+8131112222", "password": "s3cret-of-the-carrier"}, "inboundFrom": ["192.0.2.9"], "switches": {"codecs": "PCMA"}}`), "Content-Type: application/json")
	trunk := want[directory.Trunk](t, made, 201)
	if strings.Contains(made.Body.String(), "s3cret") || trunk.InboundFrom[0] != "192.0.2.9/32" {
		t.Errorf("told: %s", made.Body)
	}
	path := "trunks/" + trunk.ID.String()
	kept := func() *directory.TrunkRegister {
		for _, a := range load(t, d.room).SIP.Trunks {
			if a.ID == trunk.ID {
				return a.Register
			}
		}
		return nil
	}
	send[directory.Trunk](t, d, "boss", "PATCH", path, `{"register": {"user": "other"}, "channels": 4}`, 200)
	if r := kept(); r == nil || r.Password != "s3cret-of-the-carrier" || r.User != "other" {
		t.Errorf("the account is %+v", r)
	}
	for body, broken := range map[string]string{
		`{"host": "a b"}`: "host pattern.host", `{"host": ""}`: "host required", `{"backup": ["x:0"]}`: "backup[0] pattern.host", `{"backup": ["a","b","c","d","e"]}`: "backup max_items",
		`{"inboundFrom": ["everywhere"]}`: "inboundFrom[0] pattern.network", `{"switches": {"codecs": "G729"}}`: "switches.codecs switch", `{"profile": "ntt"}`: "profile one_of",
		`{"register": {"user": "a b"}}`: "register.user pattern.sip_user", `{"register": {"password": null}}`: "register.password required", `{"transport": "sctp"}`: "transport one_of",
		`{"unknownTo": {"kind": "hangup", "cause": "bored"}}`: "unknownTo.cause one_of", `{"live": {"state": "registered"}}`: "live read_only",
	} {
		if got := send[ruled](t, d, "boss", "PATCH", path, body, 422); got.String() != broken {
			t.Errorf("%s: %s; want %s", body, got, broken)
		}
	}
	past := d.ask(t, "boss", "GET", path+"/history", nil)
	if past.Code != 200 || strings.Contains(past.Body.String(), "s3cret") || strings.Contains(d.ask(t, "boss", "GET", path, nil).Body.String(), "s3cret") {
		t.Errorf("the history is %s", past.Body)
	}
	if p := want[directory.CarrierProfiles](t, d.ask(t, "boss", "GET", "carrier-profiles", nil), 200); len(p.Presets) != 5 || len(p.Switches) < 15 {
		t.Errorf("profiles: %+v", p)
	}
	want[any](t, d.ask(t, "lead", "GET", "trunks", nil), 403)
	for body, code := range map[string]int{`{"number": "119"}`: 422, `{"number": "x"}`: 422, `{"number": "+1 212 555 0123"}`: 422, `{"number": "010-1-212-555-0123"}`: 422, `{}`: 200} {
		send[any](t, d, "boss", "POST", path+"/test", body, code)
	}
	d.apply(t, "numbers: [{number: '0312345678', trunk: T1}]")
	drop(t, d, "boss", path, 409)
	send[directory.Trunk](t, d, "boss", "PATCH", path, `{"register": null}`, 200)
	if r := kept(); r != nil {
		t.Errorf("the account is still %+v", r)
	}
}

func TestIVRsByREST(t *testing.T) {
	d := openDoor(t)
	m := send[directory.IVR](t, d, "boss", "POST", "ivrs", `{"name": "昼", "extension": "4001", "default": {"kind": "hangup", "cause": "busy"},
		"schedule": {"enabled": true, "rows": [{"from": "09:00", "to": "18:00", "weekdays": ["mon"], "toDestination": {"kind": "hangup", "cause": "normal"}}]}}`, 201)
	if !slices.ContainsFunc(m.Warnings, func(w directory.IVRWarning) bool { return w.Kind == "ends-busy" && w.Text != "" }) {
		t.Errorf("warnings: %+v", m.Warnings)
	}
	path := "ivrs/" + m.ID.String()
	for body, broken := range map[string]string{
		`{"extension": "9999"}`: "extension collides", `{"extension": "1"}`: "extension pattern.extension", `{"buttons": {"keys": {"A": {"kind": "hangup", "cause": "busy"}}}}`: "buttons.keys.A pattern.phone_key",
		`{"schedule": {"rows": [{"from": "09:00", "to": "09:00", "toDestination": {"kind": "hangup", "cause": "busy"}}]}}`: "schedule.rows[0].to other_time",
		`{"schedule": {"rows": [{"from": "9", "to": "18:00", "toDestination": {"kind": "hangup", "cause": "busy"}}]}}`:     "schedule.rows[0].from pattern.clock",
		`{"schedule": {"rows": [{"from": "09:00", "to": "18:00", "toDestination": {}}]}}`:                                  "schedule.rows[0].toDestination required",
		`{"schedule": {"dates": ["2026-13-01"]}}`:                                                                          "schedule.dates[0] pattern.date", `{"buttons": {"wait": 61}}`: "buttons.wait max", `{"name": ""}`: "name required",
	} {
		if got := send[ruled](t, d, "boss", "PATCH", path, body, 422); got.String() != broken {
			t.Errorf("%s: %s; want %s", body, got, broken)
		}
	}
	loop := send[directory.IVR](t, d, "boss", "PATCH", path, fmt.Sprintf(`{"default": {"kind": "ivr", "ivr": %q, "cause": null}}`, m.ID), 200)
	if !slices.ContainsFunc(loop.Warnings, func(w directory.IVRWarning) bool { return w.Kind == "loop" && w.Serious && len(w.Path) > 1 }) {
		t.Errorf("warnings of a loop: %+v", loop.Warnings)
	}
	loop.Schedule.Rows[0].Weekdays = []string{"tue"}
	week := send[directory.IVRWeek](t, d, "lead", "POST", "ivrs/week", map[string]any{"ivr": loop, "from": "2026-11-23"}, 200)
	if len(week.Days) != 7 || week.Days[0].Weekday != "mon" || len(week.Days[0].Segments) != 1 || len(week.Days[1].Segments) != 3 || week.Days[1].Segments[1].Row != 1 || week.Days[1].Segments[1].To != "18:00" {
		t.Errorf("the week is %+v", week.Days)
	}
	loop.ID = id.IVR{}
	way := send[directory.IVRWay](t, d, "lead", "POST", "ivrs/at", map[string]any{"ivr": loop, "time": "2026-11-24T10:00"}, 200)
	if len(way.Stops) != 2 || way.Stops[1].Row != 1 {
		t.Errorf("the way is %+v", way)
	}
	if stored := want[directory.IVR](t, d.ask(t, "lead", "GET", path, nil), 200); stored.Schedule.Rows[0].Weekdays[0] != "mon" {
		t.Errorf("a preview was stored: %+v", stored)
	}
	send[any](t, d, "lead", "POST", "ivrs/week", `{"ivr": {"schedule": {"rows": [{"from": "25:00", "to": "1"}]}}}`, 422)
	send[any](t, d, "sato", "POST", "ivrs/at", `{"ivr": {}}`, 403)
	d.apply(t, "numbers: [{number: '0312345678', route: {extension: '4001'}}]")
	if no := drop(t, d, "boss", path, 409); len(no.Errors) != 1 {
		t.Errorf("delete: %+v", no)
	}
}

func TestSettingsByREST(t *testing.T) {
	d := openDoor(t)
	answer := d.ask(t, "boss", "GET", "settings", nil)
	before, tag := want[directory.Settings](t, answer, 200), answer.Header().Get("ETag")
	d.apply(t, "statuses: [{name: 別, color: '#112233'}]") // another change of the site is none of the settings
	now := send[directory.Settings](t, d, "boss", "PATCH", "settings", `{"retentionDays": 30, "rooms": 5}`, 200, "If-Match: "+tag)
	if now.RetentionDays != 30 || now.Rooms != 5 || now.Version != before.Version+1 || now.Name != before.Name {
		t.Errorf("the settings are %+v", now)
	}
	if s := load(t, d.room); s.Settings.RetentionDays != 30 || s.Route.Settings.Rooms != 5 {
		t.Errorf("the plan has %+v", s.Settings)
	}
	version := load(t, d.room).Version
	send[any](t, d, "boss", "PATCH", "settings", `{"retentionDays": 31}`, 409, "If-Match: "+tag)
	for body, broken := range map[string]string{
		`{"loginAttempts": 101}`: "loginAttempts max", `{"sessionIdle": 59}`: "sessionIdle min", `{"language": "fr"}`: "language one_of", `{"rooms": 100}`: "rooms max",
		`{"parkGroup": "01890000-0000-7000-8000-000000000001"}`: "parkGroup missing", `{"name": ""}`: "name required", `{"softphoneSrtp": "on"}`: "softphoneSrtp one_of",
	} {
		if got := send[ruled](t, d, "boss", "PATCH", "settings", body, 422); got.String() != broken {
			t.Errorf("%s: %s; want %s", body, got, broken)
		}
	}
	if load(t, d.room).Version != version {
		t.Error("what was refused counted a version")
	}
	send[any](t, d, "lead", "PATCH", "settings", `{}`, 403)
	past := want[page[resource.Past]](t, d.ask(t, "boss", "GET", "settings/history", nil), 200)
	if len(past.Items) == 0 || len(past.Items[0].Fields) != 2 {
		t.Errorf("the history is %+v", past.Items)
	}
}

func TestFormatsAndFieldsByREST(t *testing.T) {
	d := openDoor(t)
	f := send[directory.Format](t, d, "boss", "POST", "formats", `{"name": "保険", "fields": [{"key": "zip", "name": "郵便番号", "type": "postcode", "address": {"city": "town"}},
		{"key": "town", "name": "住所", "type": "text"}, {"key": "kind", "name": "種別", "type": "list", "choices": ["A", "B"]}]}`, 201)
	path := "formats/" + f.ID.String()
	for body, broken := range map[string]string{
		`{"fields": [{"key": "zip", "name": "郵便番号", "type": "text"}]}`:                                       "fields[0].type read_only",
		`{"fields": [{"key": "Zip", "name": "郵便番号", "type": "text"}]}`:                                       "fields[0].key pattern.key",
		`{"fields": [{"key": "a", "name": "x", "type": "text"}, {"key": "a", "name": "y", "type": "text"}]}`: "fields[1].key taken",
		`{"fields": [{"key": "a", "name": "x", "type": "radio"}]}`:                                           "fields[0].choices required",
		`{"fields": [{"key": "a", "name": "x", "type": "postcode", "address": {"city": "b"}}]}`:              "fields[0].address.city missing",
		`{"fields": [{"key": "a", "name": "x", "type": "song"}]}`:                                            "fields[0].type one_of",
	} {
		if got := send[ruled](t, d, "boss", "PATCH", path, body, 422); got.String() != broken {
			t.Errorf("%s: %s; want %s", body, got, broken)
		}
	}
	send[any](t, d, "lead", "POST", "formats", `{"name": "x"}`, 403)
	field := send[directory.CustomField](t, d, "boss", "POST", "fields", `{"name": "会員番号", "of": "case", "type": "number"}`, 201)
	send[directory.CustomField](t, d, "boss", "POST", "fields", `{"name": "会員番号", "of": "customer"}`, 201)
	if got := send[ruled](t, d, "boss", "PATCH", "fields/"+field.ID.String(), `{"type": "text", "of": "customer"}`, 422); got.String() != "of read_only, type read_only, name taken" {
		t.Errorf("a changed type: %s", got)
	}
	drop(t, d, "boss", "fields/"+field.ID.String(), 204)
	drop(t, d, "boss", path, 204)
}
