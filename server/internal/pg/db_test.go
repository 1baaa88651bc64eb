package pg_test

import (
	"context"
	"errors"
	"log/slog"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"
	"github.com/uptrace/bun"

	"github.com/yobirin/yobirin/server/internal/pg"
	"github.com/yobirin/yobirin/server/internal/pg/pgtest"
)

type note struct {
	bun.BaseModel `bun:"table:note"`

	ID   int64  `bun:"id,pk,autoincrement"`
	Text string `bun:"text"`
}

func notes(t *testing.T) *pg.DB {
	t.Helper()
	db, err := pg.Open(t.Context(), pgtest.Empty(t), pg.Options{MaxConns: 4})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(db.Close)
	if _, err := db.Pool().Exec(t.Context(), "create table note (id bigserial primary key, text text not null unique)"); err != nil {
		t.Fatal(err)
	}
	return db
}

func count(t *testing.T, db *pg.DB) int {
	t.Helper()
	n, err := db.Bun().NewSelect().Model((*note)(nil)).Count(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return int(n)
}

func TestTx(t *testing.T) {
	db := notes(t)
	add := func(text string) func(context.Context, bun.Tx) error {
		return func(ctx context.Context, tx bun.Tx) error {
			_, err := tx.NewInsert().Model(&note{Text: text}).Exec(ctx)
			return err
		}
	}
	if err := db.Tx(t.Context(), add("kept")); err != nil {
		t.Fatal(err)
	}
	stop := errors.New("stop")
	err := db.Tx(t.Context(), func(ctx context.Context, tx bun.Tx) error {
		return errors.Join(add("dropped")(ctx, tx), stop)
	})
	if !errors.Is(err, stop) {
		t.Errorf("got %v", err)
	}
	func() {
		defer func() { _ = recover() }()
		_ = db.Tx(t.Context(), func(ctx context.Context, tx bun.Tx) error {
			if err := add("panicked")(ctx, tx); err != nil {
				t.Error(err)
			}
			panic("no")
		})
	}()
	if n := count(t, db); n != 1 {
		t.Errorf("%d rows, want only the committed one", n)
	}
	if err := db.ReadTx(t.Context(), add("never")); err == nil || !strings.Contains(err.Error(), "read-only") {
		t.Errorf("a read transaction wrote: %v", err)
	}
	// Nothing may be left checked out.
	if n := db.Pool().Stat().AcquiredConns(); n != 0 {
		t.Errorf("%d connections leaked", n)
	}
}

func TestCopyFromIsAllOrNothing(t *testing.T) {
	db := notes(t)
	n, err := db.CopyFrom(t.Context(), "note", []string{"text"}, pgx.CopyFromRows([][]any{{"a"}, {"b"}}))
	if err != nil || n != 2 || count(t, db) != 2 {
		t.Errorf("copied %d, error %v", n, err)
	}
	if _, err = db.CopyFrom(t.Context(), "note", []string{"text"}, pgx.CopyFromRows([][]any{{"c"}, {"a"}})); err == nil || count(t, db) != 2 {
		t.Errorf("a duplicate must refuse all, got %v", err)
	}
}

func TestSearchPathAndZone(t *testing.T) {
	url := pgtest.Empty(t)
	db, err := pg.Open(t.Context(), url, pg.Options{SearchPath: `odd "schema`, MaxConns: 1})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	var path, zone string
	if _, err := db.Pool().Exec(t.Context(), `create schema "odd ""schema"`); err != nil {
		t.Fatal(err)
	}
	if err := db.Pool().QueryRow(t.Context(), "select current_schema(), current_setting('timezone')").Scan(&path, &zone); err != nil || path != `odd "schema` || zone != "UTC" {
		t.Errorf("schema %q zone %q error %v", path, zone, err)
	}
}

func TestOpenNeverShowsThePassword(t *testing.T) {
	for _, url := range []string{"postgres://u:hunter2@127.0.0.1:1/x", "postgres://u:hunter2@[bad/x", "host=127.0.0.1 port=1 password=hunter2 sslmode=what"} {
		_, err := pg.Open(t.Context(), url, pg.Options{})
		if err == nil || strings.Contains(err.Error(), "hunter2") {
			t.Errorf("%s: %v", url, err)
		}
	}
}

// TestSeveralServersMigrateAtOnce is a rolling start on one database.
func TestSeveralServersMigrateAtOnce(t *testing.T) {
	url := pgtest.Empty(t)
	var told strings.Builder // whoever migrates says so, and no other: one writes
	log := slog.New(slog.NewTextHandler(&told, nil))
	done := make(chan error, 3)
	for range cap(done) {
		go func() {
			db, err := pg.Open(t.Context(), url, pg.Options{MaxConns: 4})
			if err == nil {
				err = pg.Migrate(t.Context(), db, log)
				db.Close()
			}
			done <- err
		}()
	}
	for range cap(done) {
		if err := <-done; err != nil {
			t.Error(err)
		}
	}
	if text := told.String(); strings.Count(text, "is brought to this version") != 1 || strings.Count(text, "is at this version") != 1 {
		t.Errorf("the log has\n%s", text)
	}
}

type greet struct {
	Name string `json:"name"`
}

func (greet) Kind() string { return "greet" }

type greeter struct {
	river.WorkerDefaults[greet]
	greeted chan string
}

func (g *greeter) Work(ctx context.Context, job *river.Job[greet]) error {
	select {
	case g.greeted <- job.Args.Name:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func TestJobs(t *testing.T) {
	db := pgtest.New(t)
	g := &greeter{greeted: make(chan string, 4)}
	workers := river.NewWorkers()
	river.AddWorker(workers, g)
	jobs, err := pg.NewJobs(db, workers, pg.JobOptions{Periodic: []*river.PeriodicJob{
		river.NewPeriodicJob(river.PeriodicInterval(3600e9), func() (river.JobArgs, *river.InsertOpts) { return greet{"hourly"}, nil }, &river.PeriodicJobOpts{RunOnStart: true}),
	}})
	if err != nil {
		t.Fatal(err)
	}
	// Stored before anything works: a job waits for a server.
	if err := jobs.Enqueue(t.Context(), greet{"sato"}, nil); err != nil {
		t.Fatal(err)
	}
	if err := jobs.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	got := map[string]int{<-g.greeted: 1}
	got[<-g.greeted]++
	if got["sato"] != 1 || got["hourly"] != 1 {
		t.Errorf("greeted %v", got)
	}
	if err := jobs.Stop(t.Context()); err != nil {
		t.Fatal(err)
	}
	var done int
	if err := db.Pool().QueryRow(t.Context(), "select count(*) from river_job where state = 'completed'").Scan(&done); err != nil || done != 2 {
		t.Errorf("%d completed, error %v", done, err)
	}
}

// TestFailedMigrationLeavesNothingHalf: what failed is rolled back and is tried
// again by the next start.
func TestFailedMigrationLeavesNothingHalf(t *testing.T) {
	db, err := pg.Open(t.Context(), pgtest.Empty(t), pg.Options{MaxConns: 4})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for range 2 {
		err := pg.BrokenMigration(t.Context(), db)
		if err == nil || !strings.Contains(err.Error(), "00002_bad.sql") {
			t.Fatalf("got %v, want an error that names the file", err)
		}
	}
	var good, half bool
	if err := db.Pool().QueryRow(t.Context(), "select to_regclass('good') is not null, to_regclass('half') is not null").Scan(&good, &half); err != nil || !good || half {
		t.Errorf("good %v half %v error %v", good, half, err)
	}
}
