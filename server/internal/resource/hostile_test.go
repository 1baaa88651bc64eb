package resource_test

import (
	"context"
	"fmt"
	"net/http"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/uptrace/bun"

	"github.com/yobirin/yobirin/server/internal/resource"
)

// A row of nothing but separators would cost the reader forty times its length.
func TestAFileOfSeparatorsIsNotSplit(t *testing.T) {
	for name, file := range map[string]string{
		"one row": strings.Repeat(",", 8<<20), "a later one": "name\nx\n" + strings.Repeat("\t", 8<<20), "after a quoted line": "\"a\n,\",b\n" + strings.Repeat(",,", 4<<20),
	} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		_, err := resource.ReadFile([]byte(file))
		runtime.ReadMemStats(&after)
		if err == nil || !strings.Contains(err.Error(), "row ") {
			t.Errorf("%s: %v", name, err)
		}
		if cost := after.TotalAlloc - before.TotalAlloc; cost > uint64(3*len(file)) {
			t.Errorf("%s: %d bytes were allocated for a file of %d", name, cost, len(file))
		}
	}
	wide := strings.TrimSuffix(strings.Repeat("a,", 200), ",") + "\n" + `"` + strings.Repeat(",", 1000) + `"` + strings.Repeat(",", 199) + "\n"
	if f, err := resource.ReadFile([]byte(wide)); err != nil || len(f.Header) != 200 || len(f.Rows[0].Cells[0]) != 1000 {
		t.Errorf("as wide as may be: %v", err)
	}
}

func TestFormulasOfAJapaneseSpreadsheet(t *testing.T) {
	r := open(t)
	for _, name := range []string{"＝1+1", "＋81", "－1", "＠SUM", "'＝x"} {
		r.make(t, `{"name": "`+name+`"}`)
	}
	file := r.export(t, "")
	for line := range strings.Lines(file) {
		if strings.HasPrefix(line, "＝") || strings.HasPrefix(line, "＋") || strings.HasPrefix(line, "－") || strings.HasPrefix(line, "＠") {
			t.Errorf("a formula: %q", line)
		}
	}
	if report := r.bringIn(t, []byte(file), ""); report.Unchanged != 5 || len(report.Refused) != 0 {
		t.Errorf("back come %+v", report)
	}
}

func TestSecretsAreNotForMany(t *testing.T) {
	r := open(t)
	one := r.make(t, `{"name": "One", "password": "long enough"}`)
	w := r.ask(t, "POST", "things/bulk", `{"ids": ["`+one.ID.String()+`"], "action": "update", "set": {"password": "for everybody"}}`)
	if p := r.refused(t, w, "set.password: secret_shared"); strings.Contains(fmt.Sprint(p), "for everybody") {
		t.Errorf("the secret comes back: %+v", p)
	}
	if n := r.count(t, "select count(*) from things where digest = 'digest of long enough'"); n != 1 {
		t.Error("the password is another one")
	}
}

func TestAListIsNotAskedForEverything(t *testing.T) {
	r := open(t)
	for query, wants := range map[string]string{
		"name=" + strings.Repeat("a+", 9): "name: max_items", "name=a&name=b": "name: unique", "kind=big&kind=small": "kind: unique",
	} {
		r.refused(t, r.ask(t, "GET", "things?"+query, ""), wants)
	}
	if code := r.ask(t, "GET", "things?name="+strings.Repeat("a+", 8)+"&kind=big,small", "").Code; code != http.StatusOK {
		t.Errorf("eight words: %d", code)
	}
}

// What all who change a noun lock first is locked first, also by a change of
// one record, of many and by a file; and what is prepared is prepared before.
func TestLocksAreTakenInOneOrder(t *testing.T) {
	var order []string
	r := openWith(t, func(n *resource.Noun[Thing]) {
		begun, change := n.Begun, n.Change
		if begun != nil {
			t.Error("things have a lock already")
		}
		n.Begun = func(ctx context.Context, tx bun.Tx) error {
			order = append(order, "begun")
			var held int
			err := tx.NewRaw("select count(*) from pg_locks l join pg_class c on c.oid = l.relation where c.relname = 'things' and l.pid = pg_backend_pid()").Scan(ctx, &held)
			if held > 0 {
				t.Error("records were looked at before")
			}
			return err
		}
		n.Prepare = func(ctx context.Context, secrets map[string][]string, dry bool) (context.Context, error) {
			order = append(order, fmt.Sprint("prepare ", secrets["password"], dry))
			return ctx, nil
		}
		n.Change = func(ctx context.Context, tx bun.Tx, c *resource.Change[Thing]) error {
			order = append(order, "change")
			return change(ctx, tx, c)
		}
	})
	one := r.make(t, `{"name": "One"}`)
	at := "things/" + one.ID.String()
	r.ask(t, "PATCH", at, `{"size": 7}`, "If-Match: *")
	r.bulk(t, []string{one.ID.String()}, `"action": "update", "set": {"size": 8}`)
	r.bringIn(t, []byte("name,password\nOne,long enough\nOne more,\n"), "")
	r.ask(t, "DELETE", at, "", "If-Match: *")
	wants := []string{"begun", "change", "begun", "change", "begun", "change", "prepare [long enough] false", "begun", "change", "change", "begun", "change"}
	if !slices.Equal(order, wants) {
		t.Errorf("in the order %q, want %q", order, wants)
	}
}
