package history_test

import (
	"encoding/csv"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/yobirin/yobirin/server/internal/access"
	"github.com/yobirin/yobirin/server/internal/history"
	"github.com/yobirin/yobirin/shared/id"
)

func (a *archive) export(t testing.TB, role access.Role, language, query string) (int, [][]string) {
	t.Helper()
	s := session(sato, role)
	s.Agent.Language = language
	got := a.api.GetCtx(access.With(t.Context(), s), "/api/v1/calls.csv?"+query)
	text, marked := strings.CutPrefix(got.Body.String(), "\ufeff")
	if got.Code != http.StatusOK {
		return got.Code, nil
	}
	if !marked {
		t.Error("the file does not say that it is UTF-8")
	}
	rows, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return got.Code, rows
}

func TestCallsAreTakenAwayAsCSV(t *testing.T) {
	a := newArchive(t, history.Options{Zone: time.FixedZone("", 9*3600)})
	a.recorded(t, start)
	named(t, a.History, "=cmd|'/C calc'!A0", "a,\"b\"", "佐藤")
	code, rows := a.export(t, access.RoleSupervisor, "ja", "")
	if code != http.StatusOK || len(rows) != 5 {
		t.Fatalf("%d with %d rows", code, len(rows))
	}
	if got := strings.Join(rows[4], "|"); !strings.HasPrefix(got, "2026-04-01 18:00:00|着信|応答|09012345678|客|0312345678|代表|0312345678|受注|佐藤|5.0|60.0|normal|あり|") && !strings.Contains(strings.Join(rows[3], "|"), "客") {
		t.Errorf("row %s", got)
	}
	all := ""
	for _, row := range rows {
		for _, cell := range row {
			if cell != "" && strings.ContainsAny(cell[:1], "=+-@\t\r") {
				t.Errorf("%q is a formula", cell)
			}
		}
		all += strings.Join(row, "|") + "\n"
	}
	if !strings.Contains(all, "|'=cmd|") || !strings.Contains(all, `|a,"b"|`) {
		t.Errorf("the names are %s", all)
	}
	if _, rows := a.export(t, access.RoleSupervisor, "en", "q=佐藤"); len(rows) != 2 || rows[0][0] != "Time" || rows[1][1] != "in" {
		t.Errorf("rows %v", rows)
	}
	if code, _ := a.export(t, access.RoleAgent, "ja", ""); code < 400 {
		t.Errorf("an agent took the list away: %d", code)
	}
	if code, _ := a.export(t, access.RoleSupervisor, "ja", "direction=sideways"); code < 400 {
		t.Errorf("a wrong filter: %d", code)
	}
	if n := a.scan(t, "select count(*)::text from audit where action = 'calls.exported' and actor = $1", sato); n != "2" {
		t.Errorf("%s exports in the audit", n)
	}
}

// TestTheExportHasEveryRow: more than a page, each once.
func TestTheExportHasEveryRow(t *testing.T) {
	a := newArchive(t, history.Options{})
	const n = 1201
	for i := range n {
		at := start.Add(time.Duration(i/3) * time.Second) // three at each moment
		if _, err := a.db.Pool().Exec(t.Context(), "insert into calls (id, started_at, direction, from_number) values ($1, $2, 'in', $3)", id.NewCall(at), at, strconv.Itoa(i)); err != nil {
			t.Fatal(err)
		}
	}
	for _, sort := range []history.Sort{history.NewestFirst, history.OldestFirst, history.LongestTalk} {
		_, rows := a.export(t, access.RoleAdministrator, "en", "sort="+string(sort))
		seen := map[string]bool{}
		for _, row := range rows[1:] {
			seen[row[3]] = true
		}
		if len(rows) != n+1 || len(seen) != n {
			t.Errorf("%s: %d rows, %d different", sort, len(rows)-1, len(seen))
		}
	}
}

func TestManyMessagesAreMarkedAtOnce(t *testing.T) {
	a := newArchive(t, history.Options{})
	var all []id.Recording
	for i, from := range []string{"0311111111", "0322222222", "0333333333"} {
		rec, _, events := a.message(t, start.Add(time.Duration(i)*time.Minute), from, 24000)
		if err := a.Write(t.Context(), events); err != nil {
			t.Fatal(err)
		}
		all = append(all, rec)
	}
	mark := func(ids []id.Recording, heard bool, want string) {
		t.Helper()
		got := a.api.PostCtx(as(t, sato, access.RoleAgent), "/api/v1/voicemails/heard", map[string]any{"ids": ids, "heard": heard})
		if got.Code != http.StatusOK || !strings.Contains(got.Body.String(), `"changed":`+want) {
			t.Errorf("%d %s, want %s", got.Code, got.Body, want)
		}
	}
	a.changes = nil
	mark(all[:2], true, "2")
	mark(append(all, id.Numbered[id.Recording](99)), true, "1")
	mark(all[:1], false, "1")
	if got := strings.Join(a.changes, ", "); strings.Count(got, "heard 03") != 4 || !strings.Contains(got, "unheard 0311111111") {
		t.Errorf("told %s", got)
	}
	if p := a.voicemails(t, ""); p.Unheard != 1 {
		t.Errorf("%d unheard", p.Unheard)
	}
	if got := a.api.PostCtx(as(t, sato, access.RoleAgent), "/api/v1/voicemails/heard", map[string]any{"ids": []string{}, "heard": true}); got.Code < 400 {
		t.Errorf("nothing was marked: %d", got.Code)
	}
	a.exec(t, "update voicemails set from_name = '佐藤 サクラ' where recording_id = $1", all[1])
	for q, want := range map[string]string{"さくら": "0322222222", "佐": "0322222222", "%25": "", "田中": ""} {
		if got := callers(a.voicemails(t, "q="+q)); got != want {
			t.Errorf("%s: found %s", q, got)
		}
	}
	// Every gram of "abcde" is in the newest name, which is not to take the
	// place of one that has it whole, neither in the list nor in its pages.
	a.exec(t, "update voicemails set from_name = 'abcd bcde' where recording_id = $1", all[2])
	a.exec(t, "update voicemails set from_name = 'XABCDEX' where recording_id = any($1)", all[:2])
	first := a.voicemails(t, "q=abcde&limit=1")
	second := a.voicemails(t, "q=abcde&limit=1&cursor="+first.NextCursor)
	if got := callers(first) + " " + callers(second) + second.NextCursor; got != "0322222222 0311111111" {
		t.Errorf("pages of %s", got)
	}
}
