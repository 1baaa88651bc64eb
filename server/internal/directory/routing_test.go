package directory_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/yobirin/yobirin/server/internal/directory"
	"github.com/yobirin/yobirin/server/internal/resource"
)

// send makes a request with a JSON body; what is not text is written as JSON.
func send[T any](t *testing.T, d door, login, method, path string, body any, status int, headers ...string) T {
	t.Helper()
	text, ok := body.(string)
	if !ok {
		raw, err := json.Marshal(body)
		if err != nil {
			t.Fatal(err)
		}
		text = string(raw)
	}
	if method == "PATCH" && len(headers) == 0 {
		headers = []string{"If-Match: *"}
	}
	return want[T](t, d.ask(t, login, method, path, strings.NewReader(text), append(headers, "Content-Type: application/json")...), status)
}

// drop deletes a record.
func drop(t *testing.T, d door, login, path string, status int) refusal {
	t.Helper()
	return want[refusal](t, d.ask(t, login, "DELETE", path, nil, "If-Match: *"), status)
}

// at says where the errors of a refusal are, with their rules.
type ruled struct {
	Code   string
	Errors []struct{ Location, Rule, Message string }
}

func (r ruled) String() string {
	var out []string
	for _, e := range r.Errors {
		out = append(out, e.Location+" "+e.Rule)
	}
	return strings.Join(out, ", ")
}

func TestListsOfNumbersByREST(t *testing.T) {
	d := openDoor(t)
	first := send[directory.Rejected](t, d, "lead", "POST", "rejected", `{"number": "+81 3-0000-0000", "note": "迷惑"}`, 201)
	if first.Number != "0300000000" || first.Version != 1 {
		t.Errorf("kept as %+v", first)
	}
	for _, c := range []struct{ list, body, broken string }{
		{"rejected", `{"number": "0300000000"}`, "number taken"},
		{"rejected", `{"number": "０３－０００００００"}`, "number number"},
		{"rejected", `{"number": "0990*"}`, "number number"},
		{"rejected", `{"number": "0300000001", "note": "a\u202eb"}`, "note plain"},
		{"rejected", `{}`, "number required"},
		{"barred", `{"number": "119"}`, "number emergency"},
		{"callers", `{"number": "0311112222", "priority": 101}`, "priority max"},
		{"holidays", `{"date": "2026-02-30"}`, "date pattern.date"},
		{"holidays", `{"date": "30.2.2026"}`, "date pattern.date"},
	} {
		if got := send[ruled](t, d, "boss", "POST", c.list, c.body, 422); got.String() != c.broken {
			t.Errorf("%s %s: %s; want %s", c.list, c.body, got, c.broken)
		}
	}
	send[any](t, d, "sato", "POST", "rejected", `{"number": "0300000001"}`, 403)
	send[any](t, d, "lead", "POST", "holidays", `{"date": "2026-12-31"}`, 403)
	barred := send[directory.Barred](t, d, "lead", "POST", "barred", `{"number": "0990*"}`, 201)
	caller := send[directory.CallerRule](t, d, "lead", "POST", "callers", `{"number": "090-1111-2222", "name": "大切"}`, 201)
	send[directory.CompanyHoliday](t, d, "boss", "POST", "holidays", `{"date": "2026-12-31", "name": "大晦日"}`, 201)
	p := load(t, d.room).Route
	if !p.Restricts("0990123456") || len(p.Rejected) != 1 || p.Settings.Holidays["2026-12-31"] != "大晦日" || caller.Priority != 1 || len(p.Callers) != 1 {
		t.Errorf("the plan has %v, %v and %v", p.Barred, p.Rejected, p.Callers)
	}
	d.apply(t, "rejected: [{number: '0300000000', note: 別}]\nholidays: ['2026-12-31']")
	if now := want[directory.Rejected](t, d.ask(t, "lead", "GET", "rejected/"+first.ID.String(), nil), 200); now.Note != "別" || now.Version != 2 {
		t.Errorf("after the site file: %+v", now)
	}
	send[directory.Rejected](t, d, "lead", "PATCH", "rejected/"+first.ID.String(), `{"note": "新"}`, 409, `If-Match: "1"`)
	list := want[page[directory.Rejected]](t, d.ask(t, "lead", "GET", "rejected?q=%E5%88%A5", nil), 200)
	if len(list.Items) != 1 || list.Total != 1 {
		t.Errorf("found %+v", list)
	}
	want[any](t, d.ask(t, "sato", "GET", "rejected", nil), 403)
	drop(t, d, "lead", "barred/"+barred.ID.String(), 204)
	if p = load(t, d.room).Route; len(p.Barred) != 0 {
		t.Errorf("the plan still has %v", p.Barred)
	}
	past := want[page[resource.Past]](t, d.ask(t, "lead", "GET", "barred/"+barred.ID.String()+"/history", nil), 200)
	if len(past.Items) != 2 || past.Items[0].Action != resource.Deleted {
		t.Errorf("the history is %+v", past.Items)
	}
	if ivrs := want[struct{ Items []directory.Choice }](t, d.ask(t, "sato", "GET", "choices/ivrs", nil), http.StatusOK); len(ivrs.Items) != 0 {
		t.Errorf("IVRs are %+v", ivrs)
	}
}

// A list as somebody else's spreadsheet has it: no header, the numbers in the
// second column, written as people write them (W-LIST-1).
func TestBarredNumbersFromAnyColumn(t *testing.T) {
	d := openDoor(t)
	send[directory.Barred](t, d, "lead", "POST", "barred", `{"number": "0312345678"}`, 201)
	report := want[resource.ImportReport](t, d.ask(t, "boss", "POST", "barred/import?header=no&columns=-,number,note",
		strings.NewReader("x,03-1234-5678,既知\ny,090 1111 2222,新規\nz,110,緊急\n"), "Content-Type: text/csv"), 200)
	if report.Rows != 3 || report.Updated != 1 || report.Created != 1 || len(report.Refused) != 1 || report.Refused[0].Row != 3 || report.Refused[0].Rule != "emergency" {
		t.Errorf("the report is %+v", report)
	}
	list := want[page[directory.Barred]](t, d.ask(t, "boss", "GET", "barred", nil), 200)
	if len(list.Items) != 2 || list.Items[0].Note != "既知" || list.Items[1].Number != "09011112222" {
		t.Errorf("the list is %+v", list.Items)
	}
	// Short Japanese words are found by an index of their own.
	for q, number := range map[string]string{"既": "0312345678", "既知": "0312345678", "新規": "09011112222", "規": "09011112222", "規新": "", "新規 0901": "09011112222", "新規 0312": ""} {
		list := want[page[directory.Barred]](t, d.ask(t, "boss", "GET", "barred?"+url.Values{"q": {q}}.Encode(), nil), 200)
		if (number == "") != (len(list.Items) == 0) || number != "" && (len(list.Items) != 1 || list.Items[0].Number != number) {
			t.Errorf("%s finds %+v", q, list.Items)
		}
	}
}
