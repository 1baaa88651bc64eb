package resource_test

import (
	"context"
	"fmt"
	"net/http"
	"reflect"
	"slices"
	"testing"
	"time"

	"github.com/uptrace/bun"

	"github.com/yobirin/yobirin/server/internal/access"
	"github.com/yobirin/yobirin/server/internal/resource"
	"github.com/yobirin/yobirin/server/internal/web"
	"github.com/yobirin/yobirin/shared/fault"
)

// patch changes a thing and gives what takes it back.
func (r *rig) patch(t testing.TB, of Thing, body string) string {
	t.Helper()
	w := r.ask(t, "PATCH", "things/"+of.ID.String(), body, "If-Match: *")
	want[Thing](t, w, http.StatusOK)
	return w.Header().Get("Undo")
}

func (r *rig) remove(t testing.TB, of Thing) string {
	t.Helper()
	w := r.ask(t, "DELETE", "things/"+of.ID.String(), "", "If-Match: *")
	want[any](t, w, http.StatusNoContent)
	return w.Header().Get("Undo")
}

func (r *rig) past(t testing.TB, of Thing) []resource.Past {
	t.Helper()
	return want[resource.Pasts](t, r.ask(t, "GET", "things/"+of.ID.String()+"/history", ""), http.StatusOK).Items
}

func undoOf(batch string) string { return "things/batches/" + batch + "/undo" }

func TestOneChangeIsTakenBack(t *testing.T) {
	r := open(t)
	one := r.make(t, `{"name": "One", "size": 3, "account": {"user": "u", "password": "very-secret"}}`)
	undo := r.patch(t, one, `{"size": 20, "account": {"user": "v"}, "password": "very-secret-2"}`)
	if past := r.past(t, one); past[0].Batch == nil || past[0].Batch.ID.String() != undo || past[0].Batch.Records != 1 || !past[0].Batch.Undoable || past[1].Batch != nil {
		t.Fatalf("the answer says %q, the history %+v", undo, past)
	}
	back := want[resource.UndoReport](t, r.ask(t, "POST", undoOf(undo), ""), http.StatusOK)
	if back.Done != 1 || len(back.Refused) != 0 || len(back.Skipped) != 1 || fmt.Sprint(back.Skipped[0].Fields) != "[password]" {
		t.Errorf("took back %+v", back)
	}
	if now := r.read(t, one); now.Size != 3 || now.Account.User != "u" || now.Version != 3 {
		t.Errorf("it is %+v", now)
	}
	if n := r.count(t, "select count(*) from things where account->>'password' = 'very-secret' and digest = 'digest of very-secret-2'"); n != 1 {
		t.Error("a secret is not as it was")
	}
	if past := r.past(t, one); past[0].Batch.What != "undo" || past[0].Batch.Undoable || past[1].Batch.Undoable || past[1].Batch.UndoneAt.IsZero() {
		t.Errorf("the history tells %+v and %+v", past[0].Batch, past[1].Batch)
	}
	if p := want[web.Problem](t, r.ask(t, "POST", undoOf(undo), ""), http.StatusConflict); p.Code != "undo_done" {
		t.Errorf("once more: %+v", p)
	}
	// What changes nothing, or nothing that could be known again, cannot be taken back.
	for _, body := range []string{`{"size": 3}`, `{"password": "very-secret-3"}`} {
		if undo := r.patch(t, one, body); undo != "" {
			t.Errorf("%s is taken back with %s", body, undo)
		}
	}
	// What came after of another field stays.
	undo = r.patch(t, one, `{"size": 21}`)
	r.patch(t, one, `{"kind": "big"}`)
	if past := r.past(t, one); !past[0].Batch.Undoable || !past[1].Batch.Undoable {
		t.Errorf("the history does not offer what would be done: %+v, %+v", past[0].Batch, past[1].Batch)
	}
	back = want[resource.UndoReport](t, r.ask(t, "POST", undoOf(undo), ""), http.StatusOK)
	if now := r.read(t, one); back.Done != 1 || len(back.Refused) != 0 || now.Size != 3 || now.Kind != "big" {
		t.Errorf("took back %+v: %+v", back, now)
	}
	// Of the same field it is said, and which, also when the value is the same again.
	first := r.patch(t, one, `{"size": 30, "kind": "small"}`)
	second := r.patch(t, one, `{"size": 31}`)
	third := r.patch(t, one, `{"size": 30}`)
	if past := r.past(t, one); past[0].Batch.ID.String() != third || !past[0].Batch.Undoable || past[1].Batch.Undoable || past[2].Batch.Undoable {
		t.Errorf("the history offers what would be refused: %+v", past[:3])
	}
	for _, undo := range []string{first, second} {
		back = want[resource.UndoReport](t, r.ask(t, "POST", undoOf(undo), ""), http.StatusOK)
		if now := r.read(t, one); back.Done != 0 || refusals(back.Refused) != "One changed_since" || len(back.Refused[0].Errors) != 1 || back.Refused[0].Errors[0].Location != "size" ||
			back.Refused[0].Errors[0].Message == "" || now.Size != 30 || now.Kind != "small" {
			t.Errorf("took back %+v: %+v", back, now)
		}
	}
	// One after the other they come back, the last one first.
	for i, undo := range []string{third, second, first} {
		// Above it in the history are what followed and was taken back, twice each.
		if past := r.past(t, one); past[2*i].Batch.ID.String() != undo || !past[2*i].Batch.Undoable {
			t.Errorf("step %d: the history tells %+v", i, past[2*i].Batch)
		}
		if back = want[resource.UndoReport](t, r.ask(t, "POST", undoOf(undo), ""), http.StatusOK); back.Done != 1 {
			t.Fatalf("step %d: took back %+v", i, back)
		}
	}
	if now := r.read(t, one); now.Size != 3 || now.Kind != "big" {
		t.Errorf("in the end it is %+v", now)
	}
	if n := r.count(t, "select count(*) from record_changes where fields::text like '%very-secret%' or kept::text like '%secret%'"); n != 0 {
		t.Error("a secret is in the history")
	}
}

// What a noun refuses after it was written is refused, and nothing is kept of it.
func TestARefusalAfterTheWriteIsSaid(t *testing.T) {
	r := openWith(t, func(n *resource.Noun[Thing]) {
		n.Stored = func(_ context.Context, _ bun.Tx, c *resource.Change[Thing]) error {
			if c.After == nil || c.After.Size == 66 {
				return fault.Broken("size", "66", "another number", "max", "65")
			}
			return nil
		}
	})
	one := r.make(t, `{"name": "One"}`)
	r.refused(t, r.ask(t, "PATCH", "things/"+one.ID.String(), `{"size": 66}`, "If-Match: *"), "size: max")
	r.refused(t, r.ask(t, "DELETE", "things/"+one.ID.String(), "", "If-Match: *"), "size: max")
	if n := r.count(t, "select count(*) from record_batches"); n != 0 || len(r.past(t, one)) != 1 {
		t.Errorf("%d batches, and %d changes", n, len(r.past(t, one)))
	}
}

// 0 is something else than nothing where a field may be null.
func TestNothingIsNotZero(t *testing.T) {
	r := open(t)
	one := r.make(t, `{"name": "One"}`)
	undo := r.patch(t, one, `{"most": 0}`)
	if now := r.read(t, one); now.Most == nil || undo == "" {
		t.Fatalf("0 was not taken: %+v", now)
	}
	want[any](t, r.ask(t, "POST", undoOf(undo), ""), http.StatusOK)
	if now := r.read(t, one); now.Most != nil {
		t.Errorf("it was nothing and is %d", *now.Most)
	}
	r.patch(t, one, `{"most": 0}`)
	want[any](t, r.ask(t, "POST", undoOf(r.remove(t, one)), ""), http.StatusOK)
	if now := r.read(t, one); now.Most == nil || *now.Most != 0 {
		t.Errorf("it came back as %v", now.Most)
	}
}

func TestADeletedOneComesBack(t *testing.T) {
	r := open(t)
	parent := r.make(t, `{"name": "Parent"}`)
	one := r.make(t, `{"name": "One", "code": "abc", "listed": false, "most": 3, "parent": "`+parent.ID.String()+`", "tags": ["a"], "box": {"lid": {"week": 2}},
		"parts": [{"of": "`+parent.ID.String()+`", "level": 4}], "account": {"user": "u", "password": "very-secret"}, "password": "very-secret"}`)
	r.patch(t, one, `{"size": 7}`)
	before := r.read(t, one)
	undo := r.remove(t, one)
	*r.sealed = 0
	last := r.past(t, one)[0].Number
	back := want[resource.UndoReport](t, r.ask(t, "POST", undoOf(undo), ""), http.StatusOK)
	if back.Done != 1 || len(back.Refused) != 0 || len(back.Skipped) != 1 || fmt.Sprint(back.Skipped[0].Fields) != "[account]" || *r.sealed != 1 {
		t.Errorf("took back %+v, sealed %d times", back, *r.sealed)
	}
	if told, err := r.store.Since(t.Context(), r.db.Bun(), last, 10); err != nil || len(told) != 1 || told[0].ID != one.ID.String() || told[0].Action != resource.Restored {
		t.Errorf("told %+v (%v)", told, err)
	}
	now := r.read(t, one)
	if now.Version <= before.Version || !now.Made.Equal(before.Made) {
		t.Errorf("it came back as version %d made %v; it was %d, made %v", now.Version, now.Made, before.Version, before.Made)
	}
	want[any](t, r.ask(t, "PATCH", "things/"+one.ID.String(), `{"size": 8}`, fmt.Sprintf(`If-Match: "%d"`, before.Version)), http.StatusConflict)
	now.Version, before.Account, now.Made = before.Version, nil, before.Made
	if !reflect.DeepEqual(now, before) {
		t.Errorf("it is  %+v\nit was %+v", now, before)
	}
	if past := r.past(t, one); past[0].Action != resource.Restored || past[0].Batch.Undoable || past[1].Action != resource.Deleted || past[1].Batch.Undoable {
		t.Errorf("the history is %+v", past)
	}
	// Deleted again, and its place taken: it stays away, and it is said why.
	undo = r.remove(t, one)
	r.make(t, `{"name": "Thief", "code": "abc"}`)
	back = want[resource.UndoReport](t, r.ask(t, "POST", undoOf(undo), ""), http.StatusOK)
	if back.Done != 0 || len(back.Refused) != 1 || back.Refused[0].Title != "One" || back.Refused[0].Errors[0].Location != "code" || back.Refused[0].Errors[0].Rule != "taken" {
		t.Errorf("took back %+v", back)
	}
	want[any](t, r.ask(t, "GET", "things/"+one.ID.String(), ""), http.StatusNotFound)
	if past := r.past(t, one); !past[0].Batch.Undoable {
		t.Error("what was refused cannot be tried again")
	}
	want[any](t, r.ask(t, "DELETE", "things/"+r.list(t, "q=Thief").Items[0].ID.String(), "", "If-Match: *"), http.StatusNoContent)
	if back := want[resource.UndoReport](t, r.ask(t, "POST", undoOf(undo), ""), http.StatusOK); back.Done != 1 {
		t.Errorf("its place is free again, and: %+v", back)
	}
}

// What a record needs is judged when it comes back, as of a new one.
func TestWhatComesBackIsJudged(t *testing.T) {
	r := open(t)
	parent := r.make(t, `{"name": "Parent"}`)
	child := r.make(t, `{"name": "Child", "parent": "`+parent.ID.String()+`"}`)
	first := r.remove(t, child)
	second := r.remove(t, parent)
	back := want[resource.UndoReport](t, r.ask(t, "POST", undoOf(first), ""), http.StatusOK)
	if back.Done != 0 || back.Refused[0].Errors[0].Location != "parent" || back.Refused[0].Errors[0].Rule != "missing" {
		t.Errorf("without its parent: %+v", back)
	}
	for _, undo := range []string{second, first} {
		if back := want[resource.UndoReport](t, r.ask(t, "POST", undoOf(undo), ""), http.StatusOK); back.Done != 1 {
			t.Errorf("took back %+v", back)
		}
	}
	if now := r.read(t, child); now.Parent != parent.ID {
		t.Errorf("it is %+v", now)
	}
}

func TestWhoTakesOneBack(t *testing.T) {
	now := time.Now()
	r := openAt(t, func() time.Time { return now }, func(n *resource.Noun[Thing]) {
		n.Edit = n.View
		n.Scope = func(_ context.Context, s access.Session, q *bun.SelectQuery) {
			if s.Agent.Login == "supervisor" {
				q.Where("name <> 'Hidden'")
			}
		}
	})
	one, hidden := r.make(t, `{"name": "One"}`), r.make(t, `{"name": "Hidden"}`)
	mine := r.patch(t, one, `{"size": 20}`)
	for role, status := range map[string]int{"supervisor": http.StatusForbidden, "agent": http.StatusForbidden, "": http.StatusUnauthorized} {
		want[any](t, r.askAs(t, role, "POST", undoOf(mine), ""), status)
	}
	// Who may not see a record any more does not bring it back, nor learns of it.
	w := r.askAs(t, "supervisor", "DELETE", "things/"+one.ID.String(), "", "If-Match: *")
	want[any](t, w, http.StatusNoContent)
	theirs := w.Header().Get("Undo")
	want[any](t, r.askAs(t, "supervisor", "PATCH", "things/"+hidden.ID.String(), `{"size": 9}`, "If-Match: *"), http.StatusNotFound)
	if back := want[resource.UndoReport](t, r.askAs(t, "supervisor", "POST", undoOf(theirs), ""), http.StatusOK); back.Done != 1 {
		t.Errorf("their own: %+v", back)
	}
	w = r.askAs(t, "supervisor", "DELETE", "things/"+one.ID.String(), "", "If-Match: *")
	theirs = w.Header().Get("Undo")
	gone := func() []string {
		t.Helper()
		out, err := r.store.Gone(t.Context(), r.db.Bun(), "things")
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	now = now.Add(24 * time.Hour) // the last moment, in which the deletion can be taken back
	if !slices.Contains(gone(), one.ID.String()) {
		t.Error("what lies outside of the database is gone before its record")
	}
	now = now.Add(time.Second)
	if p := want[web.Problem](t, r.ask(t, "POST", undoOf(theirs), ""), http.StatusConflict); p.Code != "undo_late" {
		t.Errorf("the next day: %+v", p)
	}
	now = now.Add(time.Hour)
	if left := gone(); len(left) != 0 {
		t.Errorf("may come back: %v", left)
	}
}

func TestSomeDoNotComeBack(t *testing.T) {
	r := openWith(t, func(n *resource.Noun[Thing]) { n.Final = func(of *Thing) bool { return of.Kind == "big" } })
	small, big, third := r.make(t, `{"name": "Small"}`), r.make(t, `{"name": "Big", "kind": "big"}`), r.make(t, `{"name": "Third", "kind": "big"}`)
	if undo := r.remove(t, big); undo != "" || r.past(t, big)[0].Batch != nil {
		t.Errorf("it comes back with %q", undo)
	}
	report := r.bulk(t, []string{small.ID.String(), third.ID.String()}, `"action": "delete"`)
	back := r.undo(t, report.Undo)
	if back.Done != 1 || refusals(back.Refused) != "Third undo_final" {
		t.Errorf("took back %+v", back)
	}
	gone, err := r.store.Gone(t.Context(), r.db.Bun(), "things")
	if err != nil || !slices.Equal(gone, []string{small.ID.String()}) {
		t.Errorf("may come back: %v (%v)", gone, err)
	}
}
