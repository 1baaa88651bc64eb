package directory_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/yobirin/yobirin/server/internal/directory"
	"github.com/yobirin/yobirin/server/internal/resource"
)

// TestLoginsDifferInMoreThanCase by REST, CSV and site file.
func TestLoginsDifferInMoreThanCase(t *testing.T) {
	d := openPeople(t)
	d.refuses(t, "boss", "POST", "agents", `{"login": "SATO", "name": "x"}`, "login=taken")
	made := d.make(t, "agents", `{"login": "Suzuki1", "name": "鈴木"}`)
	d.refuses(t, "boss", "PATCH", "agents/"+made["id"].(string), `{"login": "satO"}`, "login=taken")
	if got := d.change(t, "agents", made, `{"login": "suzuki1"}`); got["login"] != "suzuki1" {
		t.Errorf("the own login in another case is %v", got["login"])
	}

	// Rows find their agents; what is written there renames nobody.
	bring := func(noun, file string) resource.ImportReport {
		return want[resource.ImportReport](t, d.ask(t, "boss", "POST", noun+"/import", strings.NewReader(file), "Content-Type: text/csv"), http.StatusOK)
	}
	got := bring("agents", "login,name\nSATO,佐藤一\nNEW1,新人\nnew1,新人\nsato,佐藤二\n")
	if got.Updated != 1 || got.Created != 1 || len(got.Refused) != 2 || got.Refused[0].Row != 4 || got.Refused[0].Column != "login" || got.Refused[0].Rule != "taken" || got.Refused[1].Row != 5 || got.Refused[1].Rule != "unique" {
		t.Errorf("the file: %+v", got)
	}
	if a := d.agent(t, "sato"); a.Name != "佐藤一" {
		t.Errorf("SATO changed %+v", a)
	}
	if got := bring("numbers", "number,route,mayPresent\n0355550000,agent:SATO,Sato\n"); got.Updated != 1 {
		t.Errorf("a number that leads to SATO: %+v", got)
	}

	// The site file means the same agents, and not two that differ in case.
	d.apply(t, "agents: [{id: Sato, name: 佐藤三}]\ngroups: [{name: 受注, extension: '3001', members: [{agent: SATO}]}]")
	s := load(t, d.room)
	if a := d.agent(t, "sato"); a.Name != "佐藤三" || len(s.Groups[0].Members) != 1 || s.Groups[0].Members[0].Agent != a.ID {
		t.Errorf("after the site file %+v, members %+v", a, s.Groups[0].Members)
	}
	if _, err := d.Apply(t.Context(), directory.Source{Data: []byte("agents: [{id: Two1, name: a}, {id: two1, name: b}]")}, false); err == nil || !strings.Contains(err.Error(), "each of the agents once") {
		t.Errorf("a file with two that differ in case: %v", err)
	}
}

// TestLoginsFromBeforeThatDifferInCase are found as they are written, until one
// of them is called something else.
func TestLoginsFromBeforeThatDifferInCase(t *testing.T) {
	d := openPeople(t)
	twin := d.make(t, "agents", `{"login": "twin1", "name": "双子"}`)
	for _, query := range []string{"update agents set login_shared = true where login = 'sato'", "update agents set login = 'Sato', login_shared = true where login = 'twin1'"} {
		if _, err := d.db.Bun().ExecContext(t.Context(), query); err != nil {
			t.Fatal(err)
		}
	}
	bring := func(file string) resource.ImportReport {
		return want[resource.ImportReport](t, d.ask(t, "boss", "POST", "agents/import", strings.NewReader(file), "Content-Type: text/csv"), http.StatusOK)
	}
	if got := bring("login,name\nSato,双子二\nsato,佐藤二\nSATO,誰\n"); got.Updated != 2 || got.Created != 0 || len(got.Refused) != 1 || got.Refused[0].Row != 4 || got.Refused[0].Rule != "taken" {
		t.Errorf("the file: %+v", got)
	}
	if a, b := d.agent(t, "sato"), d.agent(t, "Sato"); a.Name != "佐藤二" || b.Name != "双子二" {
		t.Errorf("they are %q and %q", a.Name, b.Name)
	}
	d.change(t, "agents", twin, `{"login": "twin2"}`)
	if got := bring("login,name\nSATO,佐藤三\n"); got.Updated != 1 {
		t.Errorf("when it stands alone: %+v", got)
	}
}
