package directory_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/yobirin/yobirin/server/internal/directory"
)

const levelSite = `
groups:
  - {name: 受注, extension: "3001", members: [{agent: sato, level: 3}, lead]}
  - {name: 総合, extension: "3002", members: [lead]}
`

func TestALevelIsSetFromTheFloor(t *testing.T) {
	d := openDoor(t)
	d.apply(t, levelSite)
	s := load(t, d.room)
	group := s.Groups[slices.IndexFunc(s.Groups, func(g directory.Group) bool { return g.Name == "受注" })]
	who := map[string]string{}
	for _, a := range s.Agents {
		who[a.Login] = a.ID.String()
	}
	told := 0
	d.OnChange(func(directory.Snapshot) { told++ })
	put := func(login, agent, body string, status int) string {
		t.Helper()
		answer := d.ask(t, login, "PUT", "groups/"+group.ID.String()+"/members/"+agent, strings.NewReader(body), "Content-Type: application/json")
		if answer.Code != status {
			t.Errorf("%s puts %s: %d %s, want %d", login, body, answer.Code, answer.Body, status)
		}
		return answer.Body.String()
	}
	level := func() (int, int64) {
		s := load(t, d.room)
		for _, g := range s.Groups {
			if g.ID == group.ID {
				for _, m := range g.Members {
					if m.Agent.String() == who["sato"] {
						return m.Level, g.Version
					}
				}
			}
		}
		return 0, 0
	}
	put("lead", who["sato"], `{"level": 7}`, http.StatusNoContent)
	if got, version := level(); got != 7 || version != group.Version+1 || told != 1 {
		t.Errorf("the level is %d of version %d after %d, told %d times", got, version, group.Version, told)
	}
	put("lead", who["sato"], `{"level": 7}`, http.StatusNoContent)
	if _, version := level(); version != group.Version+1 || told != 1 {
		t.Errorf("the same level again made version %d, told %d times", version, told)
	}
	put("sato", who["sato"], `{"level": 1}`, http.StatusForbidden)
	for _, wrong := range []string{`{"level": 0}`, `{"level": 100}`, `{"level": 1.5}`, `{"level": "x"}`, `{}`, `{"level": 1, "group": 2}`} {
		if got := put("lead", who["sato"], wrong, http.StatusUnprocessableEntity); !strings.Contains(got, "level") && !strings.Contains(got, "group") {
			t.Errorf("%s is answered without naming the field: %s", wrong, got)
		}
	}
	put("lead", who["boss"], `{"level": 7}`, http.StatusNotFound)
	put("lead", group.ID.String(), `{"level": 7}`, http.StatusNotFound)
	if got, _ := level(); got != 7 {
		t.Errorf("refused changes made the level %d", got)
	}
	var title, fields string
	err := d.db.Bun().QueryRowContext(t.Context(), "select title, fields::text from record_changes where noun = 'groups' and action = 'update' and record_id = ?", group.ID.String()).Scan(&title, &fields)
	if err != nil || title != "受注" || !strings.Contains(fields, `"level": 3`) || !strings.Contains(fields, `"level": 7`) || !strings.Contains(fields, who["sato"]) {
		t.Errorf("the history of %s says %s, %v", title, fields, err)
	}
	var times int
	if err := d.db.Bun().QueryRowContext(t.Context(), "select count(*) from audit where action = 'group.updated' and actor = ?", who["lead"]).Scan(&times); err != nil || times != 1 {
		t.Errorf("the audit has it %d times, %v", times, err)
	}
}

func TestLayoutsAreKept(t *testing.T) {
	d := openDoor(t)
	get := func(login, key string) string {
		t.Helper()
		answer := d.ask(t, login, "GET", "me/layout/"+key, nil)
		if answer.Code != http.StatusOK {
			t.Errorf("%s reads %s: %d %s", login, key, answer.Code, answer.Body)
		}
		return strings.TrimSpace(answer.Body.String())
	}
	put := func(login, key, body string, status int) {
		t.Helper()
		if answer := d.ask(t, login, "PUT", "me/layout/"+key, strings.NewReader(body), "Content-Type: application/json"); answer.Code != status {
			t.Errorf("%s keeps %.40s as %s: %d %s, want %d", login, body, key, answer.Code, answer.Body, status)
		}
	}
	if got := get("lead", "floor.groups"); got != "{}" {
		t.Errorf("nothing kept yet: %s", got)
	}
	put("lead", "floor.groups", `{"order": ["b", "a"], "big": 12345678901234567890, "nul": "\u0000<script>"}`, http.StatusNoContent)
	if got := get("lead", "floor.groups"); !strings.Contains(got, `"big":12345678901234567890`) || !strings.Contains(got, `"order":["b","a"]`) || !strings.Contains(got, `"nul":"\u0000`) {
		t.Errorf("kept %s", got)
	}
	if got := get("boss", "floor.groups"); got != "{}" {
		t.Errorf("another's layout is %s", got)
	}
	put("lead", "floor.groups", `{"a": 1}`, http.StatusNoContent)
	put("lead", "floor.groups", `[1]`, http.StatusUnprocessableEntity)
	put("lead", "wallboard", `{"a":"`+strings.Repeat("a", 16<<10-8)+`"}`, http.StatusNoContent)
	put("lead", "wallboard", `{"a":"`+strings.Repeat("a", 16<<10-7)+`"}`, http.StatusUnprocessableEntity)
	put("lead", "wallboard", `{"a":"`+strings.Repeat("a", 64<<10)+`"}`, http.StatusRequestEntityTooLarge)
	put("lead", "wallboard", `{"a":`, http.StatusBadRequest)
	for _, key := range []string{"Floor", "-a", "a%2Fb", "a_b", strings.Repeat("a", 65), "%00"} {
		put("lead", key, `{"a":1}`, http.StatusUnprocessableEntity)
	}
	put("lead", "floor.groups", "{}", http.StatusNoContent)
	if got := get("lead", "floor.groups"); got != "{}" {
		t.Errorf("forgotten, yet %s", got)
	}
	for i := range 99 {
		put("lead", "k."+string(rune('a'+i/10))+string(rune('0'+i%10)), `{"a":1}`, http.StatusNoContent)
	}
	put("lead", "one-more", `{"a":1}`, http.StatusConflict)
	put("lead", "wallboard", `{"a":2}`, http.StatusNoContent)
}
