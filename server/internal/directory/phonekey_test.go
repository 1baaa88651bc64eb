package directory_test

import (
	"encoding/csv"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/yobirin/yobirin/server/internal/directory"
	"github.com/yobirin/yobirin/shared/id"
)

const keyedSecret = "a-long-sip-secret"

// numbered gives an agent an extension.
func (d door) numbered(t *testing.T, login, extension string) string {
	t.Helper()
	of := d.agent(t, login).ID.String()
	d.change(t, "agents", record{"id": of}, `{"extension": "`+extension+`"}`)
	return of
}

// keyed is a phone with a key of every kind.
func (d door) keyed(t *testing.T) (one string, device record) {
	t.Helper()
	sato := d.numbered(t, "sato", "2001")
	group := load(t, d.room).Groups[slices.IndexFunc(load(t, d.room).Groups, func(g directory.Group) bool { return g.Name == "受注" })].ID.String()
	device = d.make(t, "devices", `{"name": "受付", "user": "d9", "password": "`+keyedSecret+`", "mac": "805ec0123456", "model": "T46U", "keys": [
		{"kind": "park", "slot": 1, "label": "パーク1", "agent": "`+sato+`"}, {"kind": "lamp", "agent": "`+sato+`"}, {"kind": "lamp", "group": "`+group+`", "label": "受注の着信"},
		{"kind": "none", "label": "x"}, {"kind": "dial", "number": "0312345678"}, {"kind": "code", "feature": "pick-up", "group": "`+group+`"},
		{"kind": "code", "feature": "park"}, {"kind": "code", "feature": "transfer", "agent": "`+sato+`"}, {"kind": "code", "feature": "consult"},
		{"kind": "code", "feature": "seat-in", "agent": "`+sato+`"}, {"kind": "code", "feature": "seat-out"}, {"kind": "code", "feature": "room", "slot": 2}, {"kind": "code", "feature": "record"}]}`)
	return "devices/" + device["id"].(string), device
}

// lines are the keys in a Yealink's file: type, what is dialed, label.
func (d door) lines(t *testing.T, one string) string {
	t.Helper()
	p := want[directory.Provisioning](t, d.send(t, "boss", "POST", one+"/provisioning", `{"kind": "yealink", "password": "`+keyedSecret+`"}`), http.StatusOK)
	said := map[string]string{}
	for line := range strings.Lines(p.Text) {
		k, v, _ := strings.Cut(strings.TrimSpace(line), " = ")
		said[k] = v
	}
	var out []string
	for n := 2; said[fmt.Sprintf("linekey.%d.type", n)] != ""; n++ {
		at := fmt.Sprintf("linekey.%d.", n)
		out = append(out, strings.TrimSpace(said[at+"type"]+" "+said[at+"value"]+" "+said[at+"label"]))
	}
	return strings.TrimRight(strings.Join(out, "|"), "0|")
}

// The file of a phone says what its keys do by the codes and extensions that
// the site has now; what is gone is an empty key.
func TestKeysOfAPhone(t *testing.T) {
	d := openPeople(t)
	one, device := d.keyed(t)
	ext := d.agent(t, "sato").Extension
	nick := d.agent(t, "sato").Nickname
	if got, want := d.lines(t, one), "16 9001 パーク1|16 "+ext+" "+nick+"|16 3001 受注の着信|0|13 0312345678 0312345678|13 93003001 受注|11 #7 #7|11 #8"+ext+"# "+nick+"|11 #9 #9|13 998"+ext+" "+nick+"|13 997 997|13 9202 9202|13 9997 9997"; got != want {
		t.Errorf("the keys are\n%s\nnot\n%s", got, want)
	}
	if keys := device["keys"].([]any); keys[0].(record)["agent"] != nil || keys[3].(record)["label"] != nil {
		t.Errorf("what belongs to no key is kept: %v", keys)
	}
	want[any](t, d.send(t, "boss", "PUT", "codes", `{"items": [{"feature": "slot", "digits": ["80"]}, {"feature": "seat-out", "digits": []}, {"feature": "park", "digits": ["*5"]}]}`), http.StatusOK)
	if got := d.lines(t, one); !strings.Contains(got, "16 8001 パーク1|") || !strings.Contains(got, "|11 *5 *5|") || !strings.Contains(got, "|0|13 9202 ") {
		t.Errorf("with other codes the keys are %s", got)
	}
	for body, why := range map[string]string{
		`{"keys": [{"kind": "lamp"}]}`:                                                            "keys[0].agent=required",
		`{"keys": [{"kind": "park"}]}`:                                                            "keys[0].slot=required",
		`{"keys": [{"kind": "park", "slot": 100}]}`:                                               "keys[0].slot=max",
		`{"keys": [{"kind": "dial", "number": "03-1234"}]}`:                                       "keys[0].number=pattern.dialed",
		`{"keys": [{"kind": "dial"}, {"kind": "code"}]}`:                                          "keys[0].number=required keys[1].feature=required",
		`{"keys": [{"kind": "code", "feature": "monitor"}, {"kind": "code", "feature": "slot"}]}`: "keys[1].feature=one_of",
		`{"keys": [{"kind": "code", "feature": "monitor"}]}`:                                      "keys[0].agent=required",
		`{"keys": [{"kind": "lamp", "agent": "` + device["id"].(string) + `"}]}`:                  "keys[0].agent=missing",
		`{"keys": [{"kind": "park", "slot": 1, "label": "a\tb"}]}`:                                "keys[0].label=plain",
		`{"keys": [` + strings.TrimSuffix(strings.Repeat(`{"kind": "none"},`, 61), ",") + `]}`:    "keys=max_items",
		`{"model": "T1000"}`: "model=one_of",
	} {
		d.refuses(t, "boss", "PATCH", one, body, why)
	}
	want[any](t, d.ask(t, "boss", "DELETE", "agents/"+d.agent(t, "sato").ID.String(), nil, "If-Match: *"), http.StatusNoContent)
	if got := d.lines(t, one); !strings.Contains(got, "16 8001 パーク1|0|16 3001 ") {
		t.Errorf("without the agent the keys are %s", got)
	}
	device = want[record](t, d.ask(t, "boss", "GET", one, nil), http.StatusOK)
	first := device["keys"].([]any)[:2]
	d.change(t, "devices", device, fmt.Sprintf(`{"name": "受付2", "keys": [{"kind": "none"}, {"kind": "lamp", "agent": "%s"}]}`, first[1].(record)["agent"])) // that it had before
}

func TestKeysInFiles(t *testing.T) {
	d := openPeople(t)
	one, device := d.keyed(t)
	export := func() string { return d.ask(t, "boss", "GET", "devices.csv", nil).Body.String() }
	before, keys := export(), d.lines(t, one)
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(before, "\ufeff"))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	at, model := slices.Index(rows[0], "keys"), slices.Index(rows[0], "model")
	name := slices.Index(rows[0], "name")
	if at < 0 || model < 0 {
		t.Fatalf("the columns are %q", rows[0])
	}
	for _, row := range rows {
		if row[name] == "受付" && (row[model] != "T46U" || !strings.HasPrefix(row[at], "park:1|パーク1\nlamp:agent:sato\nlamp:group:受注|受注の着信\nnone\ndial:0312345678\ncode:pick-up:group:受注\ncode:park\n") || !strings.HasSuffix(row[at], "\ncode:room:2\ncode:record")) {
			t.Errorf("in a file the keys are %q", row[at])
		}
	}
	type report struct {
		Unchanged, Updated int
		Refused            []struct{ Column, Rule string }
	}
	bring := func(file string) report {
		return want[report](t, d.ask(t, "boss", "POST", "devices/import?dryRun=false", strings.NewReader(file), "Content-Type: text/csv"), http.StatusOK)
	}
	if r := bring(before); r.Unchanged != len(rows)-1 || len(r.Refused) > 0 || export() != before {
		t.Errorf("the file again: %+v", r)
	}
	// What parts a label from the rest may be in the name of a group.
	group := load(t, d.room).Groups[0]
	d.change(t, "groups", record{"id": group.ID.String()}, `{"name": "受注|東"}`)
	before = export()
	if r := bring(before); r.Unchanged != len(rows)-1 || len(r.Refused) > 0 || export() != before {
		t.Errorf("with a bar in a group's name: %+v", r)
	}
	if r := bring("name,keys\n受付,lamp:group:" + device["id"].(string) + "\n"); len(r.Refused) != 1 || r.Refused[0].Rule != "missing" {
		t.Errorf("no group's identifier: %+v", r)
	}
	d.change(t, "groups", record{"id": group.ID.String()}, `{"name": "`+group.Name+`"}`)
	for text, rule := range map[string]string{"call:me": "phone_key_text", "lamp:agent:nobody": "missing", "park:x": "phone_key_text", "park:": "required", "lamp:sato": "phone_key_text", "code:dance": "one_of", "dial:0-1": "pattern.dialed"} {
		if r := bring("name,keys\n受付," + text + "\n"); len(r.Refused) != 1 || r.Refused[0].Rule != rule || !strings.HasPrefix(r.Refused[0].Column, "keys") {
			t.Errorf("%s: %+v", text, r)
		}
	}
	if d.lines(t, one) != keys {
		t.Error("a refused row has changed the keys")
	}
	file := `devices: [{name: 受付, user: d9, model: T53W%s}]`
	d.apply(t, fmt.Sprintf(file, ""))
	if d.lines(t, one) != keys {
		t.Error("a site file that says nothing of keys has changed them")
	}
	d.apply(t, fmt.Sprintf(file, `, keys: [{kind: lamp, agent: sato, label: 佐藤}, {kind: code, feature: pick-up, group: 受注}, {kind: none}, {kind: park, slot: 3}]`))
	if got := d.lines(t, one); got != "16 "+d.agent(t, "sato").Extension+" 佐藤|13 93003001 受注|0|16 9003 9003" {
		t.Errorf("by a site file the keys are %s", got)
	}
	for keys, field := range map[string]string{"[{kind: lamp}]": "keys[0].agent", "[{kind: dance}]": "keys[0].kind", "[{slot: 1}]": "keys[0].kind", "[{kind: park, slot: 100}]": "keys[0].slot", "[{kind: dial, number: 03-12}]": "keys[0].number"} {
		if _, err := d.Apply(t.Context(), directory.Source{Data: fmt.Appendf(nil, file, ", keys: "+keys)}, false); err == nil || !strings.Contains(err.Error(), field) {
			t.Errorf("keys: %s: %v", keys, err)
		}
	}
}

func TestUsualKeysAndModels(t *testing.T) {
	d := openPeople(t)
	sato, lead := d.numbered(t, "sato", "2001"), d.numbered(t, "lead", "2002")
	group := d.make(t, "groups", `{"name": "総合", "extension": "3002", "members": [{"agent": "`+sato+`"}, {"agent": "`+lead+`"}]}`)
	usual := func(query string) string {
		var out []string
		for _, k := range want[struct{ Items []directory.PhoneKey }](t, d.ask(t, "boss", "GET", "devices/usual-keys"+query, nil), http.StatusOK).Items {
			out = append(out, fmt.Sprintf("%s %d%s %s %s%s", k.Kind, k.Slot, k.Feature, k.Label, k.Group, k.Agent))
		}
		return strings.Join(out, "|")
	}
	parks := "park 1 パーク1 |park 2 パーク2 |park 3 パーク3 "
	if got := usual(""); got != parks {
		t.Errorf("nobody's phone usually has %q", got)
	}
	if got, want := usual("?agent="+sato), parks+"|code 0pick-up  "+group["id"].(string)+"|lamp 0  "+lead; got != want {
		t.Errorf("sato's phone usually has\n%s\nnot\n%s", got, want)
	}
	d.refuses(t, "boss", "GET", "devices/usual-keys?agent=x", "", "agent=missing")
	d.refuses(t, "sato", "GET", "devices/models", "", "403 not_allowed")
	models := want[struct{ Items []directory.PhoneModel }](t, d.ask(t, "boss", "GET", "devices/models", nil), http.StatusOK).Items
	if !slices.Contains(models, directory.PhoneModel{Maker: "yealink", Model: "T46U", Keys: 26, Presses: true}) || !slices.Contains(models, directory.PhoneModel{Maker: "panasonic", Keys: 23}) {
		t.Errorf("the models are %+v", models)
	}
}

// A phone is told to take its settings anew, and the screen learns what it
// answered.
func TestPhonesAreToldToTakeTheirSettings(t *testing.T) {
	r := open(t)
	sip := &sipSide{up: map[id.Device]bool{}}
	r.Directory = directory.New(r.db, directory.Options{Audio: r.audio, Doors: r.doors, Telephony: sip})
	d := openDoorTo(t, r)
	made := d.make(t, "devices", `{"name": "受付", "user": "d9", "password": "`+keyedSecret+`"}`)
	one := "devices/" + made["id"].(string)
	d.refuses(t, "boss", "POST", one+"/resync", "{}", "409 device_not_registered")
	d.refuses(t, "lead", "POST", one+"/resync", "{}", "403 not_allowed")
	sip.resyncs = []directory.Resynced{{Address: "192.0.2.9:5060", UserAgent: "Yealink SIP-T46U", OK: true, Status: 200}, {Address: "192.0.2.10:5060", Status: 489}, {Address: "192.0.2.11:5060"}, {Address: "192.0.2.12:5060", Status: 401}, {Address: "192.0.2.13:5060", Status: 500}}
	told := want[struct{ Items []directory.Resynced }](t, d.send(t, "boss", "POST", one+"/resync", "{}"), http.StatusOK).Items
	words := map[string]bool{}
	for _, r := range told {
		words[r.Detail] = true
	}
	if len(told) != 5 || told[0].Detail != "" || len(words) != 5 || len(sip.resynced) != 2 || sip.resynced[0].String() != made["id"] {
		t.Errorf("told %+v", told)
	}
	if trail := d.audited(t); strings.Count(trail, "device.resynced") != 1 {
		t.Errorf("the audit has %s", trail)
	}
}
