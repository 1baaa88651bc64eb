package directory_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/yobirin/yobirin/server/internal/access"
	"github.com/yobirin/yobirin/server/internal/resource"
)

// TestATrunksPasswordGoesNowhereElse: who may change trunks, and does not know
// the password, learns no digest of it from a server of his own.
func TestATrunksPasswordGoesNowhereElse(t *testing.T) {
	d := openPeople(t)
	trunk := d.make(t, "trunks", `{"name": "isp", "host": "sip.isp.example", "backup": ["b.isp.example"], "register": {"user": "u", "password": "carriers-own"}}`)
	path := "trunks/" + trunk["id"].(string)
	for _, body := range []string{
		`{"host": "evil.example"}`, `{"proxy": "evil.example"}`, `{"backup": ["b.isp.example", "evil.example"]}`, `{"host": "sip.isp.example:5099"}`,
		`{"host": "evil.example", "register": {"user": "v", "expires": 60}}`,
	} {
		d.refuses(t, "boss", "PATCH", path, body, "register.password=secret_again")
	}
	bulk := want[resource.BulkReport](t, d.send(t, "boss", "POST", "trunks/bulk", `{"ids": ["`+trunk["id"].(string)+`"], "action": "update", "set": {"host": "evil.example"}}`), http.StatusOK)
	if bulk.Done != 0 || len(bulk.Refused) != 1 || bulk.Refused[0].Errors[0].Rule != "secret_again" {
		t.Errorf("many at once: %+v", bulk)
	}
	// What it was given for already stays, in whatever order; the same password again is one that is known.
	d.change(t, "trunks", trunk, `{"host": "b.isp.example", "backup": ["SIP.isp.example"], "channels": 3, "register": {"expires": 600}}`)
	moved := d.send(t, "boss", "PATCH", path, `{"host": "new.example", "backup": null, "register": {"password": "carriers-own"}}`, "If-Match: *")
	want[record](t, moved, http.StatusOK)
	if got := load(t, d.room).SIP.Trunks; len(got) != 2 || got[1].Host != "new.example" || got[1].Register.Password != "carriers-own" {
		t.Errorf("the trunks are %+v", got)
	}
	// Taken back, it would go to the old host again.
	report := d.takeBack(t, "boss", "trunks", moved.Header().Get("Undo"))
	if report.Done != 0 || len(report.Refused) != 1 || report.Refused[0].Errors[0].Rule != "secret_again" {
		t.Errorf("taken back: %+v", report)
	}
	d.change(t, "trunks", trunk, `{"host": "other.example", "register": null}`)
}

// TestAHotDesksPasswordIsForWhoMayListen: a supervisor may log in there later,
// and whoever knows the password could dial as one.
func TestAHotDesksPasswordIsForWhoMayListen(t *testing.T) {
	d := openPeople(t)
	d.clerk(t, "tech", access.ViewDevices, access.EditDevices, access.ReadDirectory, access.ImportCSV)
	d.clerk(t, "chief", access.ViewDevices, access.EditDevices, access.ReadDirectory, access.WatchCalls)
	sato := d.agent(t, "sato").ID.String()
	hot := d.make(t, "devices", `{"name": "hot1", "user": "hot1", "password": "a-long-sip-secret"}`)
	own := d.make(t, "devices", `{"name": "own1", "user": "own1", "password": "a-long-sip-secret", "agent": "`+sato+`"}`)
	shared := d.make(t, "devices", `{"name": "hot2", "user": "hot2", "password": "a-long-sip-secret", "agent": "`+sato+`", "desk": true}`)
	at := func(of record) string { return "devices/" + of["id"].(string) }
	const no = "403 hot_desk_rights"
	for _, of := range []record{hot, shared} {
		d.refuses(t, "tech", "PATCH", at(of), `{"password": "another-sip-secret"}`, no)
		d.refuses(t, "tech", "POST", at(of)+"/reset-password", "{}", no)
	}
	// A phone whose password he knows becomes no hot desk, and none is made.
	d.refuses(t, "tech", "PATCH", at(own), `{"desk": true}`, no)
	d.refuses(t, "tech", "PATCH", at(own), `{"agent": null}`, no)
	d.refuses(t, "tech", "POST", "devices", `{"name": "hot3", "user": "hot3", "password": "a-long-sip-secret"}`, no)
	file := want[resource.ImportReport](t, d.ask(t, "tech", "POST", "devices/import", strings.NewReader("name,password\nhot1,another-sip-secret\n"), "Content-Type: text/csv"), http.StatusOK)
	if file.Updated != 0 || len(file.Refused) != 1 || file.Refused[0].Rule != "hot_desk_rights" {
		t.Errorf("by a file: %+v", file)
	}
	// What has nothing to do with it he may, and who may listen may all of it.
	want[record](t, d.send(t, "tech", "PATCH", at(hot), `{"name": "hot9"}`, "If-Match: *"), http.StatusOK)
	want[record](t, d.send(t, "tech", "PATCH", at(own), `{"password": "another-sip-secret"}`, "If-Match: *"), http.StatusOK)
	want[record](t, d.send(t, "chief", "PATCH", at(hot), `{"password": "another-sip-secret"}`, "If-Match: *"), http.StatusOK)
	want[record](t, d.send(t, "chief", "POST", at(shared)+"/reset-password", "{}"), http.StatusOK)
}

// TestWhatDialsAnExtensionIsCounted for who may not know its name.
func TestWhatDialsAnExtensionIsCounted(t *testing.T) {
	d := openPeople(t)
	d.apply(t, "ivrs: [{name: 案内, extension: '4001', default: {extension: '3001'}}]\nnumbers: [{number: '0312345678', name: 代表, trunk: carrier, prefix: '7', route: {extension: '3001'}}]")
	group := "groups/" + load(t, d.room).Groups[0].ID.String()
	d.clerk(t, "mover", access.ViewGroups, access.EditGroups)
	d.clerk(t, "numberer", access.ViewGroups, access.EditGroups, access.ViewNumbers)
	for login, said := range map[string][2]string{"boss": {"dialed", "案内, 0312345678"}, "mover": {"dialed_by", "2"}, "numberer": {"dialed", "0312345678 +1"}} {
		problem := want[struct {
			Errors []struct{ Location, Rule, Limit, Message string }
		}](t, d.send(t, login, "PATCH", group, `{"extension": "3009"}`, "If-Match: *"), http.StatusUnprocessableEntity)
		if len(problem.Errors) != 1 || problem.Errors[0].Location != "extension" || problem.Errors[0].Rule != said[0] || !strings.Contains(problem.Errors[0].Message, problem.Errors[0].Limit) {
			t.Fatalf("%s is told %+v", login, problem)
		}
		if got := problem.Errors[0].Limit; got != said[1] {
			t.Errorf("%s is told %q", login, got)
		}
	}
}

// TestADeletedStatusKeepsItsName for who is paused by it, until it comes back.
func TestADeletedStatusKeepsItsName(t *testing.T) {
	d := openPeople(t)
	made := d.make(t, "statuses", `{"name": "研修", "color": "#00ff00", "icon": "book"}`)
	gone := d.send(t, "boss", "DELETE", "statuses/"+made["id"].(string), "", "If-Match: *")
	if gone.Code != http.StatusNoContent {
		t.Fatalf("answer %d: %s", gone.Code, gone.Body)
	}
	s := load(t, d.room)
	if len(s.Retired) != 1 || s.Retired[0].ID.String() != made["id"] || s.Retired[0].Name != "研修" || s.Retired[0].Color != "#00ff00" || s.Retired[0].Icon != "book" {
		t.Errorf("kept are %+v", s.Retired)
	}
	for _, of := range s.Floor.Statuses {
		if of.String() == made["id"] {
			t.Error("the floor still lets it be chosen")
		}
	}
	if len(s.Floor.Statuses) != len(s.Statuses) || len(s.Statuses) == 0 {
		t.Errorf("%d may be chosen of %d", len(s.Floor.Statuses), len(s.Statuses))
	}
	d.make(t, "statuses", `{"name": "研修", "color": "#00ff00"}`) // the name is free
	d.change(t, "statuses", d.statusNamed(t, "研修"), `{"name": "研修二"}`)
	if report := d.takeBack(t, "boss", "statuses", gone.Header().Get("Undo")); report.Done != 1 {
		t.Fatalf("taken back: %+v", report)
	}
	if s := load(t, d.room); len(s.Retired) != 0 || len(s.Floor.Statuses) != len(s.Statuses) {
		t.Errorf("after it came back %+v is kept", s.Retired)
	}
}

func (d door) statusNamed(t *testing.T, name string) record {
	t.Helper()
	for _, s := range load(t, d.room).Statuses {
		if s.Name == name {
			return record{"id": s.ID.String()}
		}
	}
	t.Fatalf("no status %s", name)
	return nil
}
