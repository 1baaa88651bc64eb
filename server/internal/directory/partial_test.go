package directory_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/yobirin/yobirin/server/internal/access"
	"github.com/yobirin/yobirin/server/internal/directory"
	"github.com/yobirin/yobirin/server/internal/resource"
)

// clerk logs somebody in who may only what is given.
func (d door) clerk(t *testing.T, login string, may ...access.Permission) {
	t.Helper()
	words := make([]string, len(may))
	for i, p := range may {
		words[i] = `"` + string(p) + `"`
	}
	role := d.make(t, "roles", fmt.Sprintf(`{"name": %q, "permissions": [%s]}`, login, strings.Join(words, ",")))
	d.make(t, "agents", fmt.Sprintf(`{"login": %q, "name": %q, "password": "Passw0rd1", "role": %q}`, login, login, role["id"]))
	_, token, err := d.doors.Login(t.Context(), login, "Passw0rd1", access.App, access.Origin{})
	if err != nil {
		t.Fatal(err)
	}
	d.token[login] = token
}

// TestThePartOfARoleShowsNoOther plays administrators with one permission: by
// ways around, they learn of no record that another permission is for.
func TestThePartOfARoleShowsNoOther(t *testing.T) {
	d := openPeople(t)
	d.apply(t, "numbers: [{number: '0312345678', name: 代表, route: {group: 受注}}]\ngroups: [{name: 受注, extension: '3001', overflow: {transfer: 本社}, acw: {status: 後処理}}]")
	d.clerk(t, "setter", access.SeeSettings, access.EditSettings)
	setup := func(login string) map[string]directory.SetupStep {
		out := map[string]directory.SetupStep{}
		for _, step := range want[directory.Setup](t, d.ask(t, login, "GET", "setup", nil), http.StatusOK).Steps {
			out[step.What] = step
		}
		return out
	}
	all, part := setup("boss"), setup("setter")
	for what, step := range all {
		if got := part[what]; got.OK != step.OK || what != "password" && got != (directory.SetupStep{What: what, OK: step.OK}) {
			t.Errorf("who may see the settings alone is told of %s: %+v", what, got)
		}
	}
	if all["number"].Title == "" || all["group"].Title == "" {
		t.Errorf("and an administrator is told nothing: %+v", all)
	}
	d.refuses(t, "setter", "POST", "site/sample", "", "403 not_allowed")

	// Where something is used: what of, but not whose.
	transfer := load(t, d.room).Route.Transfers[0].ID.String()
	d.clerk(t, "mover", access.ViewTransfers, access.EditTransfers)
	d.clerk(t, "reader", access.ViewTransfers, access.EditTransfers, access.ReadDirectory)
	uses := func(login string) resource.Use {
		found := want[resource.UsesBody](t, d.ask(t, login, "GET", "transfers/"+transfer+"/uses", nil), http.StatusOK).Items
		if len(found) != 1 {
			t.Fatalf("%s finds %+v", login, found)
		}
		return found[0]
	}
	if got := uses("mover"); got != (resource.Use{Noun: "groups", Field: "overflow"}) {
		t.Errorf("who sees no group is told of %+v", got)
	}
	if got := uses("reader"); got.Title != "受注" || got.ID == "" {
		t.Errorf("who reads names is told of %+v", got)
	}
	if answer := d.send(t, "mover", "DELETE", "transfers/"+transfer, "", "If-Match: *"); answer.Code != http.StatusConflict || strings.Contains(answer.Body.String(), "受注") {
		t.Errorf("the refusal says %d %s", answer.Code, answer.Body)
	}

	// Where an external transfer goes may be somebody's own telephone.
	d.clerk(t, "chooser", access.ReadDirectory)
	number := func(login string) string {
		return want[struct{ Items []directory.Choice }](t, d.ask(t, login, "GET", "choices/transfers", nil), http.StatusOK).Items[0].Number
	}
	if got := number("chooser"); got != "" {
		t.Errorf("who may choose a transfer learns its number %s", got)
	}
	if got := number("reader"); got != "0611112222" {
		t.Errorf("who may see transfers finds %q", got)
	}
	// The codes are of the page that routing.see opens, and on every telephone.
	d.clerk(t, "router", access.SeeRouting)
	for login, status := range map[string]int{"router": http.StatusOK, "chooser": http.StatusOK, "mover": http.StatusForbidden} {
		want[any](t, d.ask(t, login, "GET", "codes", nil), status)
	}
}

// TestAgentsOfANumberKeepTheirOrder: whatever their logins and identifiers are,
// what nobody changed has not changed, in the history and in a CSV file.
func TestAgentsOfANumberKeepTheirOrder(t *testing.T) {
	d := openPeople(t)
	first := d.make(t, "agents", `{"login": "zed", "name": "Zed"}`)
	second := d.make(t, "agents", `{"login": "abel", "name": "Abel"}`)
	n := d.make(t, "numbers", fmt.Sprintf(`{"number": "0377770000", "mayPresent": [%q, %q]}`, first["id"], second["id"]))
	d.change(t, "numbers", n, `{"name": "別"}`)
	if got := strings.Join(d.history(t, "numbers", n["id"].(string))[1:], "; "); got != "update name" {
		t.Errorf("a change of the name is %q", got)
	}
	take := func(noun, text string) record {
		t.Helper()
		return want[record](t, d.ask(t, "boss", "POST", noun+"/import", strings.NewReader(text), "Content-Type: text/csv"), http.StatusOK)
	}
	csv := d.ask(t, "boss", "GET", "numbers.csv", nil).Body.String()
	if !strings.Contains(csv, "abel zed") {
		t.Errorf("the file is %s", csv)
	}
	if report := take("numbers", csv); report["updated"] != 0.0 || report["unchanged"] == 0.0 {
		t.Errorf("taken back as it was: %v", report)
	}
	if report := take("numbers", "number,mayPresent\n0377770000,zed boss\n0312345678,nobody\n"); report["updated"] != 1.0 || len(report["refused"].([]any)) != 1 {
		t.Errorf("taken as %v", report)
	}
	if may := d.agent(t, "boss").May; len(may) == 0 || len(d.agent(t, "abel").May) == len(d.agent(t, "zed").May) {
		t.Errorf("the lists of the agents are %v", may)
	}
	// The business formats that an agent may see, by their names.
	for _, name := range []string{"通販", "修理;保守"} {
		d.make(t, "formats", fmt.Sprintf(`{"name": %q}`, name))
	}
	if report := take("agents", "login,crmFormats\nzed,通販\nabel,ない\n"); report["updated"] != 1.0 || len(report["refused"].([]any)) != 1 {
		t.Errorf("taken as %v", report)
	}
	odd := want[record](t, d.ask(t, "boss", "GET", "formats?q=修理", nil), http.StatusOK)["items"].([]any)[0].(record)["id"].(string)
	take("agents", "login,crmFormats\nabel,"+odd+";通販\n")
	if of := d.agent(t, "abel").CRMFormats; len(of) != 2 {
		t.Errorf("abel may see %v", of)
	}
	if report := take("agents", d.ask(t, "boss", "GET", "agents.csv", nil).Body.String()); report["updated"] != 0.0 || len(report["refused"].([]any)) != 0 {
		t.Errorf("taken back as they were: %v", report)
	}
}
