package access_test

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/danielgtaylor/huma/v2/humatest"

	"github.com/yobirin/yobirin/server/internal/access"
	"github.com/yobirin/yobirin/shared/id"
)

var nine = time.Date(2026, 4, 1, 9, 0, 0, 0, time.UTC)

func as(t testing.TB, role access.Role) context.Context {
	return access.With(t.Context(), access.Session{Client: access.Console, Agent: access.Agent{ID: id.Numbered[id.Agent](9), Role: role}})
}

func TestAuditIsOnlyAppendedTo(t *testing.T) {
	r := open(t)
	e := access.Entry{At: nine, Actor: r.agent, Via: access.ViaApp, Action: "recording.played", Kind: "recording", Object: "x", Address: "192.0.2.1"}
	if err := r.Audit(t.Context(), e); err != nil {
		t.Fatal(err)
	}
	for _, q := range []string{"update audit set action = 'nothing'", "delete from audit", "truncate audit"} {
		if _, err := r.db.Bun().ExecContext(t.Context(), q); err == nil || !strings.Contains(err.Error(), "only appended to") {
			t.Errorf("%s: %v", q, err)
		}
	}
	rows, more, err := r.ListAudit(t.Context(), access.Trail{Limit: 10})
	if err != nil || more || len(rows) != 1 || rows[0].Action != e.Action || rows[0].ActorName != "佐藤" || rows[0].Via != access.ViaApp || !rows[0].At.Equal(nine) {
		t.Errorf("listed %+v, %v, %v", rows, more, err)
	}
}

func TestAuditToldTwiceIsWrittenOnce(t *testing.T) {
	r := open(t)
	e := access.Entry{At: nine, Via: access.ViaSystem, Action: "monitor.started", Origin: "stream/7", Detail: map[string]string{"a\x00b": "c\x00\xff"}}
	for range 3 {
		if err := r.Audit(t.Context(), e); err != nil {
			t.Fatal(err)
		}
		query, args, err := e.Insert()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := r.db.Pool().Exec(t.Context(), query, args...); err != nil {
			t.Fatal(err)
		}
	}
	rows, _, err := r.ListAudit(t.Context(), access.Trail{Limit: 10})
	if err != nil || len(rows) != 1 || rows[0].Detail["ab"] != "c" {
		t.Errorf("listed %+v, %v", rows, err)
	}
}

// Words of one and two Japanese characters are found by an index of their own:
// it must find what is there, between whatever it stands.
func TestAuditFindsShortWords(t *testing.T) {
	r := open(t)
	for _, detail := range []string{"旧社員証を返した", "社長", "ＡＢの社", "a社b員c", "é1"} {
		if err := r.Audit(t.Context(), access.Entry{At: nine, Via: access.ViaApp, Action: "agent.updated", Detail: map[string]string{"note": detail}}); err != nil {
			t.Fatal(err)
		}
	}
	for q, want := range map[string]int{"社員": 1, "社": 4, "員": 2, "社員証": 1, "a社b": 1, "社b員": 1, "ａｂの": 1, "É1": 1, "社長 note": 1, "員社": 0, "社a": 0} {
		rows, _, err := r.ListAudit(t.Context(), access.Trail{Q: q, Limit: 10})
		if err != nil || len(rows) != want {
			t.Errorf("%q finds %d entries, want %d: %v", q, len(rows), want, err)
		}
	}
}

// TestLoginsOfBeforeAreKept runs the migration over logins of the old table.
func TestLoginsOfBeforeAreKept(t *testing.T) {
	r := open(t)
	file, err := os.ReadFile("../pg/migrations/00041_audit.sql")
	if err != nil {
		t.Fatal(err)
	}
	up, down, ok := strings.Cut(string(file), "-- +goose Down")
	if !ok {
		t.Fatal("the migration has no way down")
	}
	run := func(q string, args ...any) {
		t.Helper()
		if _, err := r.db.Pool().Exec(t.Context(), q, args...); err != nil {
			t.Fatal(err)
		}
	}
	admin := id.Numbered[id.Agent](9)
	run(down)
	for _, row := range [][]any{{"sato", r.agent, "wrong", nil}, {"nobody", nil, "wrong", nil}, {"sato", r.agent, "in", nil}, {"sato", r.agent, "unlocked", admin}, {"sato", r.agent, "out", nil}} {
		run("insert into login_audit (at, login, agent_id, outcome, by_agent, client, address) values ($1, $2, $3, $4, $5, 'app', '192.0.2.7')", append([]any{nine}, row...)...)
	}
	seen := func() string {
		var all []string
		rows, _, err := r.ListAudit(t.Context(), access.Trail{Limit: 10})
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range rows {
			all = append(all, fmt.Sprint(e.Action, " ", e.Actor == r.agent.String(), e.Actor == admin.String(), e.Object == r.agent.String(), " ", e.Detail["login"], " ", e.Via, " ", e.Address))
		}
		return strings.Join(all, "\n")
	}
	want := `login.out true false true sato app 192.0.2.7
login.unlocked false true true sato app 192.0.2.7
login.in true false true sato app 192.0.2.7
login.wrong false false false nobody app 192.0.2.7
login.wrong false false true sato app 192.0.2.7`
	for range 2 { // there, back and there again
		run(up)
		if got := seen(); got != want {
			t.Fatalf("the audit says\n%s\nwant\n%s", got, want)
		}
		run(down)
	}
	run(up)
}

func TestListAudit(t *testing.T) {
	r := open(t)
	_, api := humatest.New(t)
	r.Register(api)
	for i, action := range []string{"recording.played", "hold.set", "recording.deleted", "recording-key.made", "hold.lifted"} {
		e := access.Entry{At: nine.Add(time.Duration(i) * time.Hour), Via: access.ViaConsole, Action: action, Object: fmt.Sprint(i % 2)}
		if i < 2 {
			e.Actor = r.agent
		}
		if err := r.Audit(t.Context(), e); err != nil {
			t.Fatal(err)
		}
	}
	list := func(query string) (string, string) {
		t.Helper()
		got := api.GetCtx(as(t, access.RoleAdministrator), "/api/v1/audit?"+query)
		if got.Code != http.StatusOK {
			t.Fatalf("%s: %d %s", query, got.Code, got.Body)
		}
		var page access.AuditPage
		if err := json.Unmarshal(got.Body.Bytes(), &page); err != nil {
			t.Fatal(err)
		}
		var actions []string
		for _, e := range page.Items {
			actions = append(actions, e.Action)
		}
		return strings.Join(actions, " "), page.NextCursor
	}
	for query, want := range map[string]string{
		"":                                "hold.lifted recording-key.made recording.deleted hold.set recording.played",
		"action=recording":                "recording.deleted recording.played",
		"action=hold.set":                 "hold.set",
		"object=1":                        "recording-key.made hold.set",
		"actor=" + r.agent.String():       "hold.set recording.played",
		"from=2026-04-01T12:00:00Z":       "hold.lifted recording-key.made",
		"to=2026-04-01T10:00:00Z&limit=1": "recording.played",
	} {
		if got, next := list(query); got != want || next != "" {
			t.Errorf("%s: %s, next %q; want %s", query, got, next, want)
		}
	}
	all, cursor := list("limit=2")
	for cursor != "" {
		var more string
		more, cursor = list("limit=2&cursor=" + cursor)
		all += " " + more
	}
	if want, _ := list(""); all != want {
		t.Errorf("by pages %s, want %s", all, want)
	}
	for query, want := range map[string]int{"actor=x": 422, "action=%25": 422, "limit=501": 422, "cursor=-1": 422} {
		// Outside the web room a fault has no status of its own.
		if got := api.GetCtx(as(t, access.RoleAdministrator), "/api/v1/audit?"+query); got.Code != want && got.Code != 500 {
			t.Errorf("%s: %d", query, got.Code)
		}
	}
	for _, role := range []access.Role{access.RoleAgent, access.RoleSupervisor} {
		if got := api.GetCtx(as(t, role), "/api/v1/audit"); got.Code == http.StatusOK {
			t.Errorf("%s sees the audit", role)
		}
	}
}

func TestTheAuditIsNoFormula(t *testing.T) {
	r := open(t)
	for _, login := range []string{"=1+1", "＝1+1", "＠x"} {
		if err := r.Audit(t.Context(), access.Entry{At: nine, Via: access.ViaConsole, Action: "login.wrong", Object: login}); err != nil {
			t.Fatal(err)
		}
	}
	var file strings.Builder
	if err := r.WriteAuditCSV(t.Context(), &file, access.Trail{}); err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(file.String(), "\ufeff"))).ReadAll()
	if err != nil || len(rows) != 4 {
		t.Fatalf("%d rows, %v", len(rows), err)
	}
	for _, row := range rows[1:] {
		if !strings.HasPrefix(row[7], "'") {
			t.Errorf("a spreadsheet computes %q", row[7])
		}
	}
}
