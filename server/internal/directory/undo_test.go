package directory_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/yobirin/yobirin/server/internal/access"
	"github.com/yobirin/yobirin/server/internal/resource"
	"github.com/yobirin/yobirin/shared/id"
)

// takeBack asks for a change to be taken back.
func (d door) takeBack(t *testing.T, login, noun, batch string) resource.UndoReport {
	t.Helper()
	return want[resource.UndoReport](t, d.send(t, login, "POST", noun+"/batches/"+batch+"/undo", ""), http.StatusOK)
}

// told gives a record as the API tells it, without what a change back changes, too.
func (d door) told(t *testing.T, path string, but ...string) record {
	t.Helper()
	out := want[record](t, d.ask(t, "boss", "GET", path, nil), http.StatusOK)
	for _, field := range append(but, "version", "$schema") {
		delete(out, field)
	}
	return out
}

// undone is a noun whose records are made, changed and deleted, and all of it
// taken back. Lost are the fields that a deleted one does not have again.
type undone struct {
	create, patch string
	lost          string
	view          access.Permission
}

// nouns are all that there are here.
func (d door) nouns() map[string]undone {
	return map[string]undone{
		"agents": {`{"login": "suzuki", "name": "鈴木", "extension": "2002", "pin": "1234", "password": "Passw0rd1", "popupTarget": "browser"}`,
			`{"name": "鈴木花子", "noOutside": true, "extension": null}`, "password pin groups", access.ViewAgents},
		"groups": {`{"name": "総合", "extension": "3002", "maxWaiting": 0, "overflow": {"kind": "hangup", "cause": "busy"}, "members": [{"agent": "LEAD", "level": 7}, {"agent": "SATO", "level": 2}]}`,
			`{"name": "総合受付", "maxWaiting": null, "members": [{"agent": "SATO", "level": 3}]}`, "", access.ViewGroups},
		"devices": {`{"name": "desk9", "user": "d9", "password": "a-long-sip-secret", "mac": "80:5E:C0:12:34:56", "agent": "SATO"}`,
			`{"name": "desk10", "srtp": "prefer", "agent": null}`, "password", access.ViewDevices},
		"statuses":  {`{"name": "研修", "color": "#00ff00", "icon": "book"}`, `{"color": "#00ff01", "icon": ""}`, "", access.ViewStatuses},
		"transfers": {`{"name": "支社", "number": "0633334444"}`, `{"number": "0633335555"}`, "", access.ViewTransfers},
		"roles":     {`{"name": "リーダー", "permissions": ["floor.see", "agents.view"]}`, `{"permissions": []}`, "", access.ViewRoles},
		"numbers":   {`{"number": "0311112222", "prefix": "8", "route": {"kind": "hangup", "cause": "busy"}, "maxChannels": 3}`, `{"name": "x", "route": null, "mayPresent": ["SATO"]}`, "", access.ViewNumbers},
		"trunks": {`{"name": "second", "host": "second.example", "inboundFrom": ["192.0.2.0/24"], "switches": {"session_timer": "off"}, "register": {"user": "u", "password": "very-secret"}}`,
			`{"host": "second.example", "channels": 4, "register": {"expires": 600}, "inboundFrom": null}`, "register", access.ViewTrunks},
		"ivrs": {`{"name": "menu", "extension": "4002", "default": {"kind": "hangup", "cause": "busy"}, "buttons": {"enabled": true, "keys": {"1": {"kind": "hangup", "cause": "busy"}}},
			"schedule": {"enabled": true, "rows": [{"from": "09:00", "to": "18:00", "weekdays": ["mon"], "toDestination": {"kind": "hangup", "cause": "busy"}}]}}`,
			`{"name": "x", "buttons": {"keys": {"1": null, "2": {"kind": "hangup", "cause": "busy"}}}}`, "", access.SeeRouting},
		"audios":   {"", `{"name": "x", "voicemail": true, "recipients": ["a@example.com"]}`, "", access.SeeAudio},
		"rejected": {`{"number": "0311113333", "note": "n"}`, `{"note": "x"}`, "", access.ViewLists},
		"barred":   {`{"number": "0311113333", "note": "n"}`, `{"note": ""}`, "", access.ViewLists},
		"callers":  {`{"number": "0311113333", "priority": 5}`, `{"name": "x", "priority": 1}`, "", access.ViewLists},
		"holidays": {`{"date": "2026-12-30", "name": "年末"}`, `{"date": "2026-12-31"}`, "", access.SeeRouting},
		"formats": {`{"name": "売上", "fields": [{"key": "a", "name": "A", "type": "list", "choices": ["x", "y"]}]}`,
			`{"fields": [{"key": "a", "name": "B", "type": "list", "choices": ["x"]}, {"key": "c", "name": "C", "type": "text"}]}`, "", access.ViewFormats},
		"fields": {`{"name": "売上", "type": "list", "choices": ["x"], "position": 0}`, `{"name": "x", "position": 4}`, "", access.ViewFormats},
	}
}

// Every noun that can be changed is in the walk.
func TestNounsAreAllTakenBack(t *testing.T) {
	d := openDoor(t)
	var description struct{ Paths map[string]any }
	w := httptest.NewRecorder()
	d.handler.ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), "GET", "/openapi.json", nil))
	if err := json.Unmarshal(w.Body.Bytes(), &description); err != nil {
		t.Fatalf("%v in %.200s", err, w.Body)
	}
	undo := regexp.MustCompile(`^/api/v1/(.+)/batches/\{batch\}/undo$`)
	var found []string
	for path := range description.Paths {
		if m := undo.FindStringSubmatch(path); m != nil && m[1] != "settings" {
			found = append(found, m[1])
		}
	}
	walked := []string{"codes", "prompts", "settings/access"} // noted, and tried by themselves
	for noun := range d.nouns() {
		walked = append(walked, noun)
	}
	slices.Sort(found)
	slices.Sort(walked)
	if !slices.Equal(found, walked) {
		t.Errorf("the description has %q, the walk %q", found, walked)
	}
}

// Every noun is as it was when a change, and when its deletion, is taken back:
// by its maker and nobody else who is no administrator, once, and everybody
// hears of it.
func TestEveryNounIsTakenBack(t *testing.T) {
	for noun, c := range (door{}).nouns() {
		t.Run(noun, func(t *testing.T) {
			t.Parallel()
			d := openPeople(t)
			people := strings.NewReplacer("LEAD", d.agent(t, "lead").ID.String(), "SATO", d.agent(t, "sato").ID.String())
			var which string
			if noun == "audios" {
				which = d.create(t, "挨拶", wave(600, 1)).ID.String()
			} else {
				which = d.make(t, noun, people.Replace(c.create))["id"].(string)
			}
			one := noun + "/" + which
			before := d.told(t, one)

			w := d.send(t, "boss", "PATCH", one, people.Replace(c.patch), "If-Match: *")
			want[any](t, w, http.StatusOK)
			undo := w.Header().Get("Undo")
			if now := d.told(t, one); reflect.DeepEqual(now, before) || undo == "" {
				t.Fatalf("nothing has changed (undo %q): %v", undo, now)
			}
			d.mayNotTakeBack(t, noun, c, undo)
			if back := d.takeBack(t, "boss", noun, undo); back.Done != 1 || len(back.Refused) != 0 || len(back.Skipped) != 0 {
				t.Errorf("took back %+v", back)
			}
			if now := d.told(t, one); !reflect.DeepEqual(now, before) {
				t.Errorf("it is  %v\nit was %v", now, before)
			}
			d.refuses(t, "boss", "POST", noun+"/batches/"+undo+"/undo", "", "409 undo_done")

			if noun == "numbers" { // the agent's list that came with it keeps it from being deleted
				d.change(t, "agents", record{"id": d.agent(t, "sato").ID.String()}, `{"may": []}`)
				before = d.told(t, one)
			}
			w = d.ask(t, "boss", "DELETE", one, nil, "If-Match: *")
			want[any](t, w, http.StatusNoContent)
			undo = w.Header().Get("Undo")
			d.mayNotTakeBack(t, noun, c, undo)
			site := load(t, d.room).Version
			back := d.takeBack(t, "boss", noun, undo)
			var lost []string
			for _, s := range back.Skipped {
				lost = append(lost, s.Fields...)
			}
			if back.Done != 1 || len(back.Refused) != 0 || strings.Join(lost, " ") != c.lost {
				t.Errorf("took back %+v, lost %q, want %q", back, lost, c.lost)
			}
			for _, field := range lost {
				delete(before, field)
			}
			if now := d.told(t, one); !reflect.DeepEqual(now, before) {
				t.Errorf("it came back as %v\nit was          %v", now, before)
			}
			if after := load(t, d.room).Version; after != site+1 && noun != "formats" && noun != "fields" { // which no call goes by
				t.Errorf("the site went from version %d to %d", site, after)
			}
			if h := d.history(t, noun, which); !strings.HasPrefix(h[len(h)-1], "restore") || !strings.HasPrefix(h[len(h)-2], "delete") {
				t.Errorf("its history is %q", h)
			}
		})
	}
}

// mayNotTakeBack tries with a role that may only see, and with one that may do
// all of it but has not made the change.
func (d door) mayNotTakeBack(t *testing.T, noun string, c undone, undo string) {
	t.Helper()
	path := noun + "/batches/" + undo + "/undo"
	sato := record{"id": d.agent(t, "sato").ID.String()}
	name := id.New[id.Role](time.Now()).String()
	role := d.make(t, "roles", `{"name": "`+name+`", "permissions": ["`+string(c.view)+`"]}`)
	d.change(t, "agents", sato, `{"role": "`+role["key"].(string)+`"}`)
	d.refuses(t, "sato", "POST", path, "", "403 not_allowed")
	all, err := json.Marshal(access.RoleAdministrator.Rights().List())
	if err != nil {
		t.Fatal(err)
	}
	d.change(t, "roles", role, `{"permissions": `+string(all)+`}`)
	d.refuses(t, "sato", "POST", path, "", "403 undo_others")
	d.change(t, "agents", sato, `{"role": "agent"}`)
}
