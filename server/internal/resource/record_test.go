package resource_test

import (
	"net/http"
	"testing"

	"github.com/yobirin/yobirin/server/internal/resource"
)

func TestEveryVerb(t *testing.T) {
	r := open(t)
	blank := want[Thing](t, r.ask(t, "GET", "things/blank", ""), 200)
	if blank.Kind != "small" || blank.Size != 5 || !blank.Listed {
		t.Errorf("blank is %+v", blank)
	}
	w := r.ask(t, "POST", "things", `{"name": " One ", "box": {"color": "#00ff00"}, "password": "secret-one", "account": {"user": "u", "password": "secret-two"}}`)
	one := want[Thing](t, w, http.StatusCreated)
	if one.Name != "One" || one.Size != 5 || one.Version != 1 || w.Header().Get("ETag") != `"1"` || one.Password != "" || one.Account.Password != "" || one.Made.IsZero() {
		t.Errorf("created %+v with %s", one, w.Header().Get("ETag"))
	}
	path := "things/" + one.ID.String()
	w = r.ask(t, "PATCH", path, `{"size": 7, "box": {"lid": {"open": true}}}`, `If-Match: "1"`)
	two := want[Thing](t, w, http.StatusOK)
	if two.Size != 7 || two.Box.Color != "#00ff00" || !two.Box.Lid.Open || two.Version != 2 || w.Header().Get("ETag") != `"2"` {
		t.Errorf("changed %+v", two)
	}
	if again := want[Thing](t, r.ask(t, "GET", path, ""), 200); again.Size != 7 || again.Version != 2 {
		t.Errorf("read %+v", again)
	}
	list := want[resource.List[Thing]](t, r.ask(t, "GET", "things", ""), 200)
	if list.Total != 1 || len(list.Items) != 1 || list.Items[0].Size != 7 {
		t.Errorf("list %+v", list)
	}
	want[any](t, r.ask(t, "DELETE", path, ""), http.StatusPreconditionRequired)
	want[any](t, r.ask(t, "DELETE", path, "", `If-Match: "1"`), http.StatusConflict)
	want[any](t, r.ask(t, "DELETE", path, "", `If-Match: "2"`), http.StatusNoContent)
	want[any](t, r.ask(t, "GET", path, ""), http.StatusNotFound)
	past := want[resource.Pasts](t, r.ask(t, "GET", path+"/history?order=oldest", ""), 200)
	if len(past.Items) != 3 || past.Items[0].Action != resource.Created || past.Items[1].Action != resource.Updated || past.Items[2].Action != resource.Deleted || past.Items[2].ActorName != "The administrator" {
		t.Errorf("history %+v", past)
	}
	if *r.sealed != 3 {
		t.Errorf("sealed %d times", *r.sealed)
	}
}
