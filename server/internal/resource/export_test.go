package resource_test

import (
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// thousands fills the table with things named in the order of their numbers.
func (r *rig) thousands(t testing.TB, n int) {
	t.Helper()
	if _, err := r.db.Bun().ExecContext(t.Context(), `insert into things (id, name, size, kind, listed, version)
		select ('00000000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid, 'Thing ' || lpad(n::text, 7, '0'), n % 7, 'small', true, 1 from generate_series(1, ?) n`, n); err != nil {
		t.Fatal(err)
	}
}

// slow is a client that takes nothing until it is allowed to.
type slow struct {
	*httptest.ResponseRecorder
	asked chan struct{}
	on    chan error
}

// Write waits until it may go on.
func (s *slow) Write(p []byte) (int, error) {
	s.asked <- struct{}{}
	if err := <-s.on; err != nil {
		return 0, err
	}
	return s.ResponseRecorder.Write(p)
}

// taking begins an export for a slow client. Its end is told on the channel.
func (r *rig) taking(t *testing.T) (*slow, <-chan any) {
	t.Helper()
	s := &slow{httptest.NewRecorder(), make(chan struct{}), make(chan error)}
	over := make(chan any, 1)
	q := httptest.NewRequestWithContext(t.Context(), "GET", "/api/v1/things.csv?sort=name", nil)
	q.Header.Set("Authorization", "Bearer "+r.token["administrator"])
	go func() {
		defer func() { over <- recover() }()
		r.handler.ServeHTTP(s, q)
	}()
	return s, over
}

// TestASlowTakerHoldsNothing: while somebody takes a file slowly, no
// connection is in use, and what changes meanwhile makes no row come twice or
// get lost.
func TestASlowTakerHoldsNothing(t *testing.T) {
	r := open(t)
	r.thousands(t, 1700)
	s, over := r.taking(t)
	pieces := 0
	for done := false; !done; {
		select {
		case <-s.asked:
			if n := r.db.Pool().Stat().AcquiredConns(); n != 0 {
				t.Errorf("piece %d: %d connections are held", pieces, n)
			}
			if pieces == 1 {
				// The first becomes the last, one goes, one comes.
				for _, change := range []string{"update things set name = 'Thing 9999999' where name = 'Thing 0000001'", "delete from things where name = 'Thing 0001600'", "update things set name = 'A' where name = 'Thing 0001650'"} {
					if _, err := r.db.Bun().ExecContext(t.Context(), change); err != nil {
						t.Error(err)
					}
				}
			}
			pieces++
			s.on <- nil
		case failed := <-over:
			if done = true; failed != nil {
				t.Fatalf("it ended with %v", failed)
			}
		}
	}
	lines := strings.Split(strings.TrimSpace(s.Body.String()), "\r\n")
	if len(lines) != 1700 || pieces < 4 { // with the header, without the one that went
		t.Fatalf("%d lines in %d pieces", len(lines), pieces)
	}
	if !strings.Contains(lines[1], "Thing 0000001") || !strings.Contains(lines[1699], "Thing 0001700") || strings.Contains(s.Body.String(), "Thing 0001600") {
		t.Errorf("from %q to %q", lines[1], lines[1699])
	}
	seen := map[string]bool{}
	for _, line := range lines {
		if seen[line] {
			t.Fatalf("twice: %s", line)
		}
		seen[line] = true
	}
}

// TestATakerWhoGoesAway ends the export, and gets no file that looks whole.
func TestATakerWhoGoesAway(t *testing.T) {
	r := open(t)
	r.thousands(t, 1700)
	s, over := r.taking(t)
	<-s.asked
	s.on <- nil
	<-s.asked
	s.on <- errors.New("connection reset by peer")
	if failed := <-over; failed != http.ErrAbortHandler { //nolint:errorlint // what is panicked with is the value itself
		t.Errorf("it ended with %v", failed)
	}
	if n := r.db.Pool().Stat().AcquiredConns(); n != 0 {
		t.Errorf("%d connections are held", n)
	}
	if n := r.count(t, "select count(*) from audit where action = 'thing.exported' and detail->>'rows' = '1700'"); n != 1 {
		t.Errorf("%d takings are in the audit", n)
	}
}

// TestATakerWhoMayNoLonger: a file that is taken slowly ends when the session
// does, and when its role may take it no longer, and does not look whole.
func TestATakerWhoMayNoLonger(t *testing.T) {
	for name, change := range map[string]string{
		"logged out":      "delete from sessions",
		"disabled":        "update agents set disabled = true",
		"another role":    "update agents set role = 'agent'",
		"no export":       "update agents set role = 'half'",
		"nothing changed": "",
	} {
		t.Run(name, func(t *testing.T) {
			r := open(t)
			r.thousands(t, 1700)
			if _, err := r.db.Bun().ExecContext(t.Context(), `insert into roles (id, key, name, permissions) values (gen_random_uuid(), 'half', 'Half', '["lists.view"]')`); err != nil {
				t.Fatal(err)
			}
			s, over := r.taking(t)
			<-s.asked
			if change != "" {
				if _, err := r.db.Bun().ExecContext(t.Context(), change+" where true"); err != nil {
					t.Fatal(err)
				}
			}
			s.on <- nil
			pieces := 1
			for {
				select {
				case <-s.asked:
					pieces++
					s.on <- nil
					continue
				case failed := <-over:
					if whole := change == ""; whole != (failed == nil) || whole == (pieces == 1) {
						t.Errorf("it ended with %v after %d pieces", failed, pieces)
					}
				}
				return
			}
		})
	}
}

func BenchmarkExport(b *testing.B) {
	r := open(b)
	const n = 10_000
	r.thousands(b, n)
	b.ReportAllocs()
	for b.Loop() {
		if w := r.ask(b, "GET", "things.csv", ""); w.Code != http.StatusOK {
			b.Fatal(fmt.Sprint(w.Code, w.Body))
		}
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N)/n, "µs/record")
}
