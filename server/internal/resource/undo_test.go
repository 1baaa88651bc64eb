package resource_test

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/uptrace/bun"

	"github.com/yobirin/yobirin/server/internal/resource"
	"github.com/yobirin/yobirin/server/internal/web"
	"github.com/yobirin/yobirin/shared/id"
)

func (r *rig) undo(t testing.TB, batch id.Batch) resource.UndoReport {
	t.Helper()
	return want[resource.UndoReport](t, r.ask(t, "POST", "things/batches/"+batch.String()+"/undo", ""), http.StatusOK)
}

func (r *rig) read(t testing.TB, of Thing) Thing {
	t.Helper()
	return want[Thing](t, r.ask(t, "GET", "things/"+of.ID.String(), ""), http.StatusOK)
}

func refusals(all []resource.Refusal) string {
	var out []string
	for _, one := range all {
		out = append(out, one.Title+" "+one.Code)
	}
	return strings.Join(out, ", ")
}

func TestManyChangesAreTakenBackAtOnce(t *testing.T) {
	r := open(t)
	one := r.make(t, `{"name": "One", "size": 3, "box": {"color": "#00ff00"}, "tags": ["a"], "account": {"user": "u", "password": "very-secret"}}`)
	two := r.make(t, `{"name": "Two", "size": 7}`)
	three := r.make(t, `{"name": "Three", "size": 9, "most": 4}`)
	same := r.make(t, `{"name": "Same", "size": 20, "listed": false, "box": {"lid": {"week": 2, "open": true}}, "tags": ["b", "c"], "most": 5, "account": {"user": "v"}, "kind": "big"}`)
	report := r.bulk(t, []string{one.ID.String(), two.ID.String(), three.ID.String(), same.ID.String()},
		`"action": "update", "set": {"size": 20, "listed": false, "box": {"lid": {"week": 2, "open": true}}, "tags": ["b", "c"], "most": 5, "account": {"user": "v"}, "kind": "big"}`)
	if report.Done != 3 || report.Unchanged != 1 || report.Undo.IsZero() {
		t.Fatalf("changed %+v", report)
	}
	want[any](t, r.ask(t, "PATCH", "things/"+two.ID.String(), `{"size": 21}`, "If-Match: *"), 200)
	before := r.count(t, "select count(*) from record_changes")
	*r.sealed = 0

	back := r.undo(t, report.Undo)
	if back.Done != 2 || refusals(back.Refused) != "Two changed_since" || back.Refused[0].Detail == "" || len(back.Skipped) != 0 || *r.sealed != 1 {
		t.Errorf("took back %+v, sealed %d times", back, *r.sealed)
	}
	now := r.read(t, one)
	if now.Size != 3 || !now.Listed || now.Kind != "small" || now.Box != one.Box || fmt.Sprint(now.Tags) != "[a]" || now.Most != nil || now.Account.User != "u" || now.Version != 3 {
		t.Errorf("One is %+v, account %+v", now, now.Account)
	}
	if n := r.count(t, "select count(*) from things where name = 'One' and account->>'password' = 'very-secret'"); n != 1 {
		t.Error("the secret beside what came back is lost")
	}
	if now := r.read(t, three); now.Size != 9 || *now.Most != 4 || now.Account != nil || len(now.Tags) != 0 {
		t.Errorf("Three is %+v", now)
	}
	if now := r.read(t, two); now.Size != 21 || now.Kind != "big" {
		t.Errorf("what was changed since is %+v", now)
	}

	// It is history itself, and audited, and cannot be taken back again.
	if n := r.count(t, "select count(*) from record_changes") - before; n != 2 {
		t.Errorf("%d changes in the history", n)
	}
	past := want[resource.Pasts](t, r.ask(t, "GET", "things/"+one.ID.String()+"/history", ""), 200).Items
	if b := past[0].Batch; b == nil || b.What != "undo" || b.Undoable || b.Records != 2 {
		t.Errorf("the history tells of the undoing %+v", b)
	}
	if b := past[1].Batch; b == nil || b.What != "update" || b.Undoable || b.UndoneAt.IsZero() || b.Records != 3 || b.ID != report.Undo {
		t.Errorf("the history tells of the change %+v", b)
	}
	if past[2].Batch != nil {
		t.Errorf("a change by itself is of the batch %+v", past[2].Batch)
	}
	if n := r.count(t, "select count(*) from audit where action = 'thing.undone' and detail->>'records' = '2'"); n != 1 {
		t.Errorf("%d entries of the audit", n)
	}
	if p := want[web.Problem](t, r.ask(t, "POST", "things/batches/"+report.Undo.String()+"/undo", ""), http.StatusConflict); p.Code != "undo_done" {
		t.Errorf("a second time: %+v", p)
	}
	if p := want[web.Problem](t, r.ask(t, "POST", "things/batches/"+past[0].Batch.ID.String()+"/undo", ""), http.StatusConflict); p.Code != "undo_final" {
		t.Errorf("the undoing itself: %+v", p)
	}
}

func TestSecretsDoNotComeBack(t *testing.T) {
	r := open(t)
	r.make(t, `{"name": "One", "password": "very-secret-1", "size": 3}`)
	two := r.make(t, `{"name": "Two", "account": {"user": "u", "password": "very-secret-2"}}`)
	three := r.make(t, `{"name": "Three", "password": "very-secret-3"}`)
	report := r.bringIn(t, []byte("name,size,password\nOne,4,very-secret-4\nThree,5,very-secret-5\n"), "")
	back := r.undo(t, report.Undo)
	if back.Done != 1 || len(back.Skipped) != 2 || fmt.Sprint(back.Skipped[1].Fields) != "[password]" || back.Skipped[1].Title != "One" || back.Skipped[0].ID != three.ID.String() {
		t.Errorf("took back %+v", back)
	}
	if n := r.count(t, "select count(*) from things where name = 'One' and size = 3 and digest = 'digest of very-secret-4'"); n != 1 {
		t.Error("One is not as it was with its new password")
	}
	// What held a secret and is gone would come back without it: it stays away.
	gone := r.bulk(t, []string{two.ID.String()}, `"action": "update", "set": {"account": null, "size": 8}`)
	back = r.undo(t, gone.Undo)
	if now := r.read(t, two); back.Done != 1 || now.Size != 5 || now.Account != nil || len(back.Skipped) != 1 || fmt.Sprint(back.Skipped[0].Fields) != "[account]" {
		t.Errorf("took back %+v: %+v", back, now)
	}
	if n := r.count(t, "select count(*) from record_changes c where c::text like '%very-secret%'"); n != 0 {
		t.Error("a secret is in the history")
	}
}

func TestAnImportIsTakenBack(t *testing.T) {
	r := open(t)
	one := r.make(t, `{"name": "One", "size": 3}`)
	parent := r.make(t, `{"name": "Parent"}`)
	if report := r.bringIn(t, []byte("name,size\nOne,4\n"), "?dryRun=true"); !report.Undo.IsZero() {
		t.Errorf("nothing was done, and can be undone: %+v", report)
	}
	report := r.bringIn(t, []byte("name,size,tags\nOne,4,x\nNew,5,y\nUsed,6,\nTouched,7,\n"), "")
	if report.Created != 3 || report.Updated != 1 || report.Undo.IsZero() {
		t.Fatalf("%+v", report)
	}
	found := r.list(t, "q=Used").Items[0]
	want[any](t, r.ask(t, "PATCH", "things/"+parent.ID.String(), `{"parent": "`+found.ID.String()+`"}`, "If-Match: *"), 200)
	// Something that writes no history changes a record, too.
	if _, err := r.db.Bun().ExecContext(t.Context(), "update things set size = 8 where name = 'Touched'"); err != nil {
		t.Fatal(err)
	}
	back := r.undo(t, report.Undo)
	if back.Done != 2 || refusals(back.Refused) != "Touched changed_since, Used in_use" {
		t.Errorf("took back %+v", back)
	}
	if now := r.read(t, one); now.Size != 3 || len(now.Tags) != 0 {
		t.Errorf("One is %+v", now)
	}
	if n := r.count(t, "select count(*) from things where name in ('New', 'Used', 'Touched')"); n != 2 {
		t.Errorf("%d of the new ones are there", n)
	}
}

func TestRecordsThatRefuseStay(t *testing.T) {
	r := open(t)
	parent := r.make(t, `{"name": "Parent"}`)
	child := r.make(t, `{"name": "Child", "code": "abc", "parent": "`+parent.ID.String()+`"}`)
	other := r.make(t, `{"name": "Other"}`)
	report := r.bulk(t, []string{child.ID.String(), other.ID.String()}, `"action": "update", "set": {"code": "", "parent": null, "size": 11}`)
	r.make(t, `{"name": "Thief", "code": "abc"}`)
	back := r.undo(t, report.Undo) // the database refuses the code, after it was written
	if back.Done != 1 || len(back.Refused) != 1 || back.Refused[0].Errors[0].Location != "code" || back.Refused[0].Errors[0].Rule != "taken" {
		t.Errorf("took back %+v", back)
	}
	if now := r.read(t, child); now.Size != 11 || !now.Parent.IsZero() {
		t.Errorf("half of it was done: %+v", now)
	}
}

func TestWhoTakesBackAndHowLong(t *testing.T) {
	now := time.Now()
	clock := func() time.Time { return now }
	r := openAt(t, clock, func(n *resource.Noun[Thing]) { n.Edit = n.View })
	one := r.make(t, `{"name": "One"}`)
	body := `{"ids": ["` + one.ID.String() + `"], "action": "update", "set": {"size": %d}}`
	mine := want[resource.BulkReport](t, r.ask(t, "POST", "things/bulk", fmt.Sprintf(body, 20)), 200)
	path := "things/batches/" + mine.Undo.String() + "/undo"
	if p := want[web.Problem](t, r.askAs(t, "supervisor", "POST", path, ""), http.StatusForbidden); p.Code != "undo_others" {
		t.Errorf("another one: %+v", p)
	}
	want[any](t, r.askAs(t, "agent", "POST", path, ""), http.StatusForbidden)
	seen := func(role string) bool {
		return want[resource.Pasts](t, r.askAs(t, role, "GET", "things/"+one.ID.String()+"/history", ""), 200).Items[0].Batch.Undoable
	}
	if seen("supervisor") || !seen("administrator") {
		t.Error("the history says it may be undone by somebody else")
	}
	now = now.Add(24*time.Hour + time.Second)
	if p := want[web.Problem](t, r.ask(t, "POST", path, ""), http.StatusConflict); p.Code != "undo_late" || seen("administrator") {
		t.Errorf("the next day: %+v", p)
	}
	theirs := want[resource.BulkReport](t, r.askAs(t, "supervisor", "POST", "things/bulk", fmt.Sprintf(body, 30)), 200)
	if back := r.undo(t, theirs.Undo); back.Done != 1 {
		t.Errorf("an administrator took back %+v", back)
	}
	for _, batch := range []string{"x", "00000000-0000-7000-8000-000000000001", strings.Repeat("x", 64), "%00"} {
		want[any](t, r.ask(t, "POST", "things/batches/"+batch+"/undo", ""), http.StatusNotFound)
	}
}

func TestDeletedOnesComeBackWhereTheirRowsStay(t *testing.T) {
	r := openWith(t, func(n *resource.Noun[Thing]) {
		n.Stored = func(ctx context.Context, tx bun.Tx, c *resource.Change[Thing]) error {
			if c.After != nil {
				return nil
			}
			_, err := tx.ExecContext(ctx, "insert into gone (id) values (?)", c.Before.ID)
			return err
		}
		n.Revive = func(ctx context.Context, tx bun.Tx, key string) error {
			_, err := tx.ExecContext(ctx, "insert into things (id, name, kind, size, listed, version) select id, id::text, 'big', 99, true, 5 from gone where id = ?", key)
			return err
		}
		n.Lost = []string{"password"}
	})
	if _, err := r.db.Bun().ExecContext(t.Context(), "create table gone (id uuid primary key)"); err != nil {
		t.Fatal(err)
	}
	parent := r.make(t, `{"name": "Parent", "listed": false}`)
	child := r.make(t, `{"name": "Child", "most": 3, "parent": "`+parent.ID.String()+`"}`)
	taken := r.make(t, `{"name": "Taken", "code": "abc"}`)
	report := r.bulk(t, []string{parent.ID.String(), child.ID.String(), taken.ID.String()}, `"action": "delete"`)
	if report.Done != 3 || report.Undo.IsZero() {
		t.Fatalf("deleted %+v", report)
	}
	r.make(t, `{"name": "Thief", "code": "abc"}`)
	back := r.undo(t, report.Undo)
	if back.Done != 2 || refusals(back.Refused) != "Taken invalid" || len(back.Skipped) != 2 || fmt.Sprint(back.Skipped[0].Fields) != "[password]" {
		t.Errorf("took back %+v", back)
	}
	if now := r.read(t, child); now.Name != "Child" || *now.Most != 3 || now.Parent != parent.ID || now.Kind != "small" || now.Size != 5 || !now.Listed {
		t.Errorf("Child is %+v", now)
	}
	if now := r.read(t, parent); now.Listed || now.Most != nil {
		t.Errorf("Parent is %+v", now)
	}
	if past := want[resource.Pasts](t, r.ask(t, "GET", "things/"+child.ID.String()+"/history", ""), 200).Items; past[0].Action != resource.Restored || past[1].Action != resource.Deleted {
		t.Errorf("the history is %+v", past)
	}
	if n := r.count(t, "select count(*) from audit where action = 'thing.restored'"); n != 2 {
		t.Errorf("%d entries of the audit", n)
	}
}

func TestOfTwoUndosOneIsDone(t *testing.T) {
	r := open(t)
	var ids []string
	for i := range 50 {
		ids = append(ids, r.make(t, fmt.Sprintf(`{"name": "%d"}`, i)).ID.String())
	}
	report := r.bulk(t, ids, `"action": "update", "set": {"size": 20}`)
	codes := make([]int, 6)
	var wg sync.WaitGroup
	for i := range codes {
		wg.Go(func() { codes[i] = r.ask(t, "POST", "things/batches/"+report.Undo.String()+"/undo", "").Code })
	}
	wg.Wait()
	ok := 0
	for _, code := range codes {
		switch code {
		case http.StatusOK:
			ok++
		case http.StatusConflict:
		default:
			t.Errorf("one got %d", code)
		}
	}
	if n := r.count(t, "select count(*) from things where size = 5 and version = 3"); ok != 1 || n != 50 {
		t.Errorf("%d were done, %d records are back", ok, n)
	}
}

// Whoever changes a record while it is taken back: either the change is seen,
// and the record stays where it is of the same field, or it comes after. It is
// never lost.
func TestAChangeMeanwhileIsNotLost(t *testing.T) {
	r := open(t)
	for round := range 12 {
		var all []Thing
		var ids []string
		for i := range 8 {
			one := r.make(t, fmt.Sprintf(`{"name": "%d %d"}`, round, i))
			all, ids = append(all, one), append(ids, one.ID.String())
		}
		report := r.bulk(t, ids, `"action": "update", "set": {"size": 20}`)
		var wg sync.WaitGroup
		codes := make([]int, len(all))
		for i, one := range all {
			wg.Go(func() {
				codes[i] = r.ask(t, "PATCH", "things/"+one.ID.String(), []string{`{"size": 30}`, `{"kind": "big"}`}[i%2], `If-Match: "2"`).Code
			})
		}
		var back resource.UndoReport
		wg.Go(func() { back = r.undo(t, report.Undo) })
		wg.Wait()
		changed := 0
		for i, one := range all {
			now := r.read(t, one)
			switch {
			case codes[i] == http.StatusOK && i%2 == 0 && now.Kind == "small" && now.Size == 30:
				changed++
			case codes[i] == http.StatusOK && i%2 == 1 && now.Kind == "big" && now.Size == 5: // both
			case codes[i] == http.StatusConflict && now.Kind == "small" && now.Size == 5:
			default:
				t.Errorf("answer %d, and the record is %+v", codes[i], now)
			}
		}
		if back.Done != len(all)-changed || len(back.Refused) != changed {
			t.Errorf("%d were changed, and it took back %d and refused %q", changed, back.Done, refusals(back.Refused))
		}
	}
}

func TestManyAreTakenBack(t *testing.T) {
	r := open(t)
	var file strings.Builder
	file.WriteString("name,size\n")
	for i := range manyRecords {
		fmt.Fprintf(&file, "n%d,3\n", i)
	}
	report := r.bringIn(t, []byte(file.String()), "")
	began := time.Now()
	if back := r.undo(t, report.Undo); back.Done != manyRecords || len(back.Refused) > 0 {
		t.Errorf("took back %d", back.Done)
	}
	t.Logf("%d new ones taken back in %v", manyRecords, time.Since(began))
}
