package resource_test

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/unicode"

	"github.com/yobirin/yobirin/server/internal/resource"
	"github.com/yobirin/yobirin/server/internal/web"
)

func (r *rig) bulk(t testing.TB, ids []string, rest string) resource.BulkReport {
	t.Helper()
	raw, err := json.Marshal(ids)
	if err != nil {
		t.Fatal(err)
	}
	return want[resource.BulkReport](t, r.ask(t, "POST", "things/bulk", `{"ids": `+string(raw)+`, `+rest+`}`), http.StatusOK)
}

func (r *rig) count(t testing.TB, query string) int {
	t.Helper()
	var n int
	if err := r.db.Bun().QueryRowContext(t.Context(), query).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

func TestManyAreJudgedOneByOne(t *testing.T) {
	r := open(t)
	parent := r.make(t, `{"name": "Parent", "size": 7}`)
	child := r.make(t, `{"name": "Child", "parent": "`+parent.ID.String()+`"}`)
	other := r.make(t, `{"name": "Other", "most": 3}`)
	gone := "00000000-0000-7000-8000-000000000001"
	ids := []string{child.ID.String(), parent.ID.String(), other.ID.String(), gone, "x", other.ID.String()}

	report := r.bulk(t, ids, `"action": "update", "set": {"size": 7}, "dryRun": true`)
	if report.Done != 2 || report.Unchanged != 1 || len(report.Refused) != 2 || !report.DryRun {
		t.Errorf("tried: %+v", report)
	}
	if n := r.count(t, "select count(*) from record_changes") + r.count(t, "select count(*) from things where version > 1"); n != 3 {
		t.Errorf("trying left %d changes", n)
	}
	*r.sealed = 0
	report = r.bulk(t, ids, `"action": "update", "set": {"size": 7}`)
	if report.Done != 2 || report.Unchanged != 1 || report.Refused[0].ID != gone || report.Refused[0].Code != "not_found" || report.Refused[0].Detail == "" || *r.sealed != 1 {
		t.Errorf("changed: %+v, sealed %d times", report, *r.sealed)
	}
	// The database itself refuses size 13, of one of three.
	if _, err := r.db.Bun().ExecContext(t.Context(), "alter table things add check (most is null or size <> 9)"); err != nil {
		t.Fatal(err)
	}
	report = r.bulk(t, ids[:3], `"action": "update", "set": {"size": 9}`)
	if report.Done != 2 || len(report.Refused) != 1 || report.Refused[0].Title != "Other" || report.Refused[0].Errors[0].Rule != "format" {
		t.Errorf("with a refusal of the database: %+v", report)
	}
	if n := r.count(t, "select count(*) from things where size = 9"); n != 2 {
		t.Errorf("%d have size 9", n)
	}
	if n := r.count(t, "select count(*) from audit where action = 'thing.updated'"); n != 4 {
		t.Errorf("%d entries of the audit", n)
	}
	r.refused(t, r.ask(t, "POST", "things/bulk", `{"ids": [], "action": "update", "set": {}}`), "ids: min_items")
	r.refused(t, r.ask(t, "POST", "things/bulk", `{"ids": ["x"], "action": "update"}`), "set: required")
	r.refused(t, r.ask(t, "POST", "things/bulk", `{"ids": ["x"], "action": "explode"}`), "action: one_of")
	if report := r.bulk(t, ids[:1], `"action": "update", "set": {"colour": 1}`); report.Done != 0 || report.Refused[0].Errors[0].Rule != "unknown" {
		t.Errorf("an unknown field: %+v", report)
	}

	report = r.bulk(t, []string{parent.ID.String()}, `"action": "delete"`)
	if report.Done != 0 || report.Refused[0].Code != "in_use" || report.Refused[0].Errors[0].Location != "things/"+child.ID.String() {
		t.Errorf("a used one: %+v", report)
	}
	if report = r.bulk(t, ids[:3], `"action": "delete"`); report.Done != 3 { // the user goes first, whichever comes first
		t.Errorf("deleted: %+v", report)
	}
}

func TestRefusalsAreCapped(t *testing.T) {
	r := open(t)
	var ids []string
	for i := range 1500 {
		ids = append(ids, fmt.Sprintf("00000000-0000-7000-8000-%012d", i))
	}
	if report := r.bulk(t, ids, `"action": "delete"`); len(report.Refused) != 1000 || report.RefusedMore != 500 {
		t.Errorf("%d told, %d more", len(report.Refused), report.RefusedMore)
	}
}

func (r *rig) bringIn(t testing.TB, file []byte, query string) resource.ImportReport {
	t.Helper()
	return want[resource.ImportReport](t, r.ask(t, "POST", "things/import"+query, string(file), "Content-Type: text/csv"), http.StatusOK)
}

func (r *rig) export(t testing.TB, query string) string {
	t.Helper()
	w := r.ask(t, "GET", "things.csv"+query, "")
	if w.Code != 200 || !strings.HasPrefix(w.Header().Get("Content-Type"), "text/csv") {
		t.Fatalf("export: %d %s %s", w.Code, w.Header(), w.Body)
	}
	return w.Body.String()
}

func TestRowsOfAFile(t *testing.T) {
	r := open(t)
	r.make(t, `{"name": "One", "size": 3}`)
	r.make(t, `{"name": "Same", "size": 3}`)
	file := "name,size,kind,code,listed\r\n" +
		"One,4,big,abc,no\r\n" + // 2: changed
		"Same,3,small,,TRUE\r\n" + // 3: unchanged
		"Two,,,xyz,\r\n" + // 4: made, with defaults
		"Three,many,huge,ABC,perhaps\r\n" + // 5: four things wrong
		"Four,1,small,abc,true\r\n" + // 6: code is taken
		"Five,1,small\r\n" + // 7: too few
		"One,4,big,,no\r\n" + // 8: twice
		",,,,\r\n" + // passed over
		"\"Six\nlines\",1,small,six,1\r\n" + // 10
		",4,big,,no\r\n" // 11: no key
	tried := r.bringIn(t, []byte(file), "?dryRun=true")
	if n := r.count(t, "select count(*) from things"); n != 2 || !tried.DryRun {
		t.Errorf("trying left %d things", n)
	}
	report := r.bringIn(t, []byte(file), "")
	tried.DryRun = false
	report.Undo = tried.Undo
	if fmt.Sprint(report) != fmt.Sprint(tried) {
		t.Errorf("tried %+v, done %+v", tried, report)
	}
	if report.Rows != 9 || report.Created != 2 || report.Updated != 1 || report.Unchanged != 1 {
		t.Errorf("report %+v", report)
	}
	var got []string
	for _, e := range report.Refused {
		got = append(got, fmt.Sprintf("%d %s %s %q", e.Row, e.Column, e.Rule, e.Value))
	}
	wants := `5 code pattern.login "ABC"|5 kind one_of "huge"|5 listed format "perhaps"|5 size integer "many"|6 code taken "abc"|7  columns ""|8 name unique "One"|11 name required ""`
	if strings.Join(got, "|") != wants {
		t.Errorf("refused %s\nwant %s", strings.Join(got, "|"), wants)
	}
	if n := r.count(t, "select count(*) from things where name = 'Two' and size = 5 and kind = 'small' and listed and version = 1"); n != 1 {
		t.Error("Two has no defaults")
	}
	if n := r.count(t, "select count(*) from things where name = 'One' and size = 4 and kind = 'big' and code = 'abc' and not listed and version = 2"); n != 1 {
		t.Error("One is not as the file says")
	}
	for file, wants := range map[string]string{
		"name,colour\nx,y\n": "column: unknown", "name,name\nx,y\n": "column: unique", "size\n3\n": "name: required", "\n": "row 1: required",
		"name\n\"x\n": "row 2: csv", "name\nx\"y\n": "row 2: csv", "name," + strings.Repeat("a,", 200) + "\n": "row 1: max_items", "name\n\xff\xff\xff\n": "file: encoding",
		"id,name\n,x\n": "column: unknown", "version,name\n,x\n": "column: unknown",
	} {
		r.refused(t, r.ask(t, "POST", "things/import", file, "Content-Type: text/csv"), wants)
	}
}

func TestOwnColumnsOfAFile(t *testing.T) {
	r := open(t)
	r.make(t, `{"name": "One", "tags": ["a", "b"]}`)
	if file := r.export(t, ""); !strings.HasSuffix(file, ",a b\r\n") {
		t.Errorf("out goes %q", file)
	}
	report := r.bringIn(t, []byte("name,tags\nOne,b c\nTwo,=x\nThree,a/b\nFour,toolong\n"), "")
	if report.Updated != 1 || report.Created != 1 || len(report.Refused) != 2 {
		t.Fatalf("%+v", report)
	}
	if e := report.Refused[0]; e.Row != 4 || e.Column != "tags" || e.Rule != "format" || e.Value != "a/b" {
		t.Errorf("what the column refuses: %+v", e)
	}
	if e := report.Refused[1]; e.Row != 5 || e.Column != "tags[0]" || e.Rule != "max_length" {
		t.Errorf("what the schema refuses: %+v", e)
	}
	if n := r.count(t, `select count(*) from things where name = 'One' and tags = '["b", "c"]' or name = 'Two' and tags = '["=x"]'`); n != 2 {
		t.Errorf("%d have their tags", n)
	}
}

func TestEncodingsOfAFile(t *testing.T) {
	r := open(t)
	text := "name,kind\r\n髙橋①,big\r\n"
	encode := func(out []byte, err error) []byte {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	for i, raw := range [][]byte{
		[]byte(text), []byte("\ufeff" + text),
		encode(japanese.ShiftJIS.NewEncoder().Bytes([]byte(text))),
		encode(unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().Bytes([]byte(text))),
		encode(unicode.UTF16(unicode.BigEndian, unicode.UseBOM).NewEncoder().Bytes([]byte(text))),
		encode(unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM).NewEncoder().Bytes([]byte(text))),
		encode(unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().Bytes([]byte(strings.ReplaceAll(text, ",", "\t")))),
	} {
		report := r.bringIn(t, raw, "")
		if report.Created+report.Unchanged != 1 || len(report.Refused) > 0 || i > 0 && report.Unchanged != 1 {
			t.Errorf("file %d: %+v", i, report)
		}
	}
}

// What goes out comes back as it was: into the same records nothing changes,
// and into an empty table the same records come.
func TestRoundTrip(t *testing.T) {
	r := open(t)
	letters := []rune(`abcあ漢ｶ😀 "',;=+-@|%'` + "\n\t")
	random := rand.New(rand.NewPCG(1, 2))
	for i := range 300 {
		name := []rune(fmt.Sprintf("%d", i))
		for range random.IntN(12) {
			name = append(name, letters[random.IntN(len(letters))])
		}
		if random.IntN(2) == 0 { // the dangerous ones first
			name[0], name[len(name)-1] = name[len(name)-1], name[0]
		}
		raw, err := json.Marshal(map[string]any{"name": "'=+-@a"[random.IntN(6):][:1] + strings.TrimSpace(string(name)), "size": 1 + random.IntN(12), "kind": []string{"small", "big"}[random.IntN(2)], "listed": random.IntN(2) == 0})
		if err != nil {
			t.Fatal(err)
		}
		r.ask(t, "POST", "things", string(raw))
	}
	n := r.count(t, "select count(*) from things")
	file := r.export(t, "")
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(file, "\ufeff"))).ReadAll()
	if err != nil || len(rows) != n+1 || n < 250 {
		t.Fatalf("%d rows of %d things: %v", len(rows), n, err)
	}
	if got := strings.Join(rows[0], ","); got != "name,code,kind,size,most,listed,parent,tags" {
		t.Errorf("header %s", got)
	}
	for _, row := range rows {
		if strings.ContainsAny(row[0][:1], "=+-@\t\r") {
			t.Errorf("%q is a formula", row[0])
		}
	}
	if report := r.bringIn(t, []byte(file), ""); report.Unchanged != n {
		t.Errorf("back into the same: %+v", report)
	}
	if _, err := r.db.Bun().ExecContext(t.Context(), "delete from things"); err != nil {
		t.Fatal(err)
	}
	if report := r.bringIn(t, []byte(file), ""); report.Created != n {
		t.Errorf("into an empty table: %+v", report)
	}
	if again := r.export(t, ""); again != file {
		t.Error("the second file is another one")
	}
}

func TestWhichRowsGoOut(t *testing.T) {
	r := open(t)
	one := r.make(t, `{"name": "One", "password": "very-secret", "account": {"user": "u", "password": "very-secret"}}`)
	r.make(t, `{"name": "Two", "kind": "big"}`)
	for query, n := range map[string]int{"": 2, "?kind=big": 1, "?q=one": 1, "?ids=" + one.ID.String(): 1, "?sort=-name": 2} {
		if got := strings.Count(r.export(t, query), "\r\n") - 1; got != n {
			t.Errorf("%s: %d rows, want %d", query, got, n)
		}
	}
	if strings.Contains(r.export(t, ""), "very-secret") {
		t.Error("a secret went out")
	}
	r.refused(t, r.ask(t, "GET", "things.csv?ids=x", ""), "ids: format")
	r.refused(t, r.ask(t, "GET", "things.csv?colour=x", ""), "colour: unknown")
	if n := r.count(t, "select count(*) from audit where action = 'thing.exported'"); n != 6 {
		t.Errorf("%d exports in the audit", n)
	}
	if report := r.bringIn(t, []byte("name,password\nOne,another-secret\nTwo,\n"), ""); report.Updated != 1 || report.Unchanged != 1 {
		t.Errorf("a secret comes in: %+v", report)
	}
	if report := r.bringIn(t, []byte("name,password\nOne,short\n"), ""); len(report.Refused) != 1 || report.Refused[0].Value != "" {
		t.Errorf("a wrong secret comes back: %+v", report)
	}
}

func TestManyRows(t *testing.T) {
	r := open(t)
	var file bytes.Buffer
	file.WriteString("name,size\n")
	for i := range manyRecords {
		fmt.Fprintf(&file, "n%d,3\n", i)
	}
	began := time.Now()
	report := r.bringIn(t, file.Bytes(), "")
	t.Logf("%d new rows in %v", manyRecords, time.Since(began))
	if report.Created != manyRecords {
		t.Fatalf("%+v", report)
	}
	var ids []string
	if err := r.db.Bun().NewSelect().TableExpr("things").Column("id").Scan(t.Context(), &ids); err != nil {
		t.Fatal(err)
	}
	began = time.Now()
	if done := r.bulk(t, ids, `"action": "update", "set": {"size": 4}`); done.Done != manyRecords {
		t.Errorf("%+v", done)
	}
	t.Logf("%d changed in %v", manyRecords, time.Since(began))
	if n := r.count(t, "select count(*) from record_changes"); n != 2*manyRecords {
		t.Errorf("%d changes in the history", n)
	}
}

func TestChangesAreTold(t *testing.T) {
	r := open(t)
	told := make(chan resource.Changed, 100)
	r.store.OnChange(func(all []resource.Changed) {
		for _, c := range all {
			told <- c
		}
	})
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- r.store.Run(ctx) }()
	defer func() {
		stop()
		if err := <-done; err != nil {
			t.Error(err)
		}
	}()
	// The first change that is told shows that it listens.
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	var first resource.Changed
	for n := 0; first.ID == ""; n++ {
		r.make(t, fmt.Sprintf(`{"name": "%d"}`, n))
		select {
		case first = <-told:
		case <-tick.C:
		}
	}
	last := first.Number
	one := r.make(t, `{"name": "One"}`)
	want[any](t, r.ask(t, "PATCH", "things/"+one.ID.String(), `{"size": 9}`, "If-Match: *"), 200)
	want[any](t, r.ask(t, "PATCH", "things/"+one.ID.String(), `{"name": "taboo"}`, "If-Match: *"), 422)
	want[any](t, r.ask(t, "DELETE", "things/"+one.ID.String(), "", "If-Match: *"), 204)
	var actions []resource.Action
	for len(actions) < 3 {
		c := <-told
		if c.Number <= last || c.Noun != "things" {
			t.Fatalf("%+v after %d", c, last)
		}
		last = c.Number
		if c.ID == one.ID.String() {
			actions = append(actions, c.Action)
		}
	}
	if fmt.Sprint(actions) != "[create update delete]" {
		t.Errorf("told %v", actions)
	}
}

func FuzzReadFile(f *testing.F) {
	f.Add([]byte("name,size\nx,1\n"))
	f.Add([]byte("\xff\xfen\x00a\x00"))
	f.Add([]byte("\ufeff\"a\nb\",'=1\r\n"))
	f.Add([]byte("\x82\xa0,\"\n"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		file, err := resource.ReadFile(raw)
		if err != nil {
			return
		}
		if len(file.Header) == 0 || len(file.Header) > 200 {
			t.Errorf("%d columns", len(file.Header))
		}
		for _, row := range file.Rows {
			if row.Number < 2 || !utf8.ValidString(strings.Join(row.Cells, "")) {
				t.Errorf("row %d of %q", row.Number, raw)
			}
		}
	})
}

func FuzzPatch(f *testing.F) {
	f.Add(`{"name": "x", "box": {"lid": null}}`)
	f.Add(`{"tags": [null], "parts": [{"of": 1}], "parent": {}}`)
	f.Add(`{"most": 1e99, "size": 1e400}`)
	r := open(f)
	one := r.make(f, `{"name": "One"}`)
	f.Fuzz(func(t *testing.T, body string) {
		for _, w := range []int{
			r.ask(t, "PATCH", "things/"+one.ID.String(), body, "If-Match: *", "Content-Type: application/json").Code, r.ask(t, "POST", "things", body, "Content-Type: application/json").Code,
			r.ask(t, "PATCH", "things/"+url.PathEscape(body), "{}", "If-Match: "+strings.Map(printable, body)).Code,
		} {
			if w >= 500 {
				t.Errorf("%q gives %d", body, w)
			}
		}
	})
}

func printable(r rune) rune {
	if r < ' ' || r > '~' {
		return -1
	}
	return r
}

var _ web.Problem
