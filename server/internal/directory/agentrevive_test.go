package directory_test

import (
	"net/http"
	"slices"
	"testing"

	"github.com/yobirin/yobirin/server/internal/access"
	"github.com/yobirin/yobirin/server/internal/resource"
)

// Agents that were deleted many at once come back as they were, but for what
// only they had: password, PIN, phones and places in groups.
func TestDeletedAgentsComeBack(t *testing.T) {
	d := openPeople(t)
	one := d.make(t, "agents", `{"login": "return1", "name": "戻る 一", "nickname": "一", "extension": "2901", "role": "supervisor", "password": "Passw0rd1", "pin": "1234", "crmSearch": true}`)
	two := d.make(t, "agents", `{"login": "return2", "name": "戻る 二", "extension": "2902"}`)
	ids := `["` + one["id"].(string) + `", "` + two["id"].(string) + `"]`
	gone := want[resource.BulkReport](t, d.send(t, "boss", "POST", "agents/bulk", `{"ids": `+ids+`, "action": "delete"}`), http.StatusOK)
	if gone.Done != 2 || gone.Undo.IsZero() {
		t.Fatalf("deleted %+v", gone)
	}
	d.make(t, "agents", `{"login": "return2", "name": "別人"}`) // the login of the second one is taken meanwhile
	path := "agents/batches/" + gone.Undo.String() + "/undo"
	back := want[resource.UndoReport](t, d.send(t, "boss", "POST", path, ""), http.StatusOK)
	if back.Done != 1 || len(back.Refused) != 1 || back.Refused[0].Errors[0].Location != "login" || back.Refused[0].Errors[0].Rule != "taken" {
		t.Fatalf("took back %+v", back)
	}
	if len(back.Skipped) != 1 || !slices.Contains(back.Skipped[0].Fields, "password") || !slices.Contains(back.Skipped[0].Fields, "groups") {
		t.Errorf("it is said that these stay away: %+v", back.Skipped)
	}
	now := want[record](t, d.ask(t, "boss", "GET", "agents/"+one["id"].(string), nil), http.StatusOK)
	for field, was := range one {
		if field != "version" && field != "$schema" && now[field] != was {
			t.Errorf("%s is %v and was %v", field, now[field], was)
		}
	}
	if _, _, err := d.doors.Login(t.Context(), "return1", "Passw0rd1", access.App, access.Origin{}); err == nil {
		t.Error("the old password came back")
	}
	d.change(t, "agents", one, `{"password": "Passw0rd2"}`)
	if _, _, err := d.doors.Login(t.Context(), "return1", "Passw0rd2", access.App, access.Origin{}); err != nil {
		t.Errorf("a new password does not open: %v", err)
	}
	want[any](t, d.ask(t, "boss", "GET", "agents/"+two["id"].(string), nil), http.StatusNotFound)
	d.refuses(t, "boss", "POST", path, "", "409 undo_done")
}
