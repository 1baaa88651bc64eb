package directory_test

import (
	"net/http"
	"testing"

	"github.com/yobirin/yobirin/server/internal/access"
	"github.com/yobirin/yobirin/server/internal/resource"
)

// An agent that was deleted comes back without its API keys: whoever took them
// has nothing of the change being taken back.
func TestDeletedAgentsComeBackWithoutKeys(t *testing.T) {
	d := openPeople(t)
	one := d.make(t, "agents", `{"login": "return1", "name": "戻る 一", "role": "administrator", "password": "Passw0rd1"}`)
	s, _, err := d.doors.Login(t.Context(), "return1", "Passw0rd1", access.Console, access.Origin{})
	if err != nil {
		t.Fatal(err)
	}
	_, key, err := d.doors.MakeKey(t.Context(), s, access.Origin{}, access.NewKey{Name: "job", Scopes: []access.Permission{access.ViewAgents}})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := d.doors.Caller(t.Context(), key, access.Origin{}); err != nil {
		t.Fatalf("the key does not open before: %v", err)
	}
	gone := want[resource.BulkReport](t, d.send(t, "boss", "POST", "agents/bulk", `{"ids": ["`+one["id"].(string)+`"], "action": "delete"}`), http.StatusOK)
	back := want[resource.UndoReport](t, d.send(t, "boss", "POST", "agents/batches/"+gone.Undo.String()+"/undo", ""), http.StatusOK)
	if back.Done != 1 {
		t.Fatalf("took back %+v", back)
	}
	if _, err := d.doors.Caller(t.Context(), key, access.Origin{}); err == nil {
		t.Error("its API key opens again")
	}
}
