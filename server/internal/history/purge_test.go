package history_test

import (
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/riverqueue/river"

	"github.com/yobirin/yobirin/server/internal/access"
	"github.com/yobirin/yobirin/server/internal/history"
	"github.com/yobirin/yobirin/server/internal/journal"
	"github.com/yobirin/yobirin/server/internal/pg"
	"github.com/yobirin/yobirin/shared/id"
)

// exec changes the database behind the room's back.
func (a *archive) exec(t testing.TB, query string, args ...any) {
	t.Helper()
	if _, err := a.db.Pool().Exec(t.Context(), query, args...); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
}

func (a *archive) there(path string) bool {
	_, err := os.Stat(filepath.Join(a.dir, path))
	return err == nil
}

// purge is one run; it must do exactly so many.
func (a *archive) purge(t testing.TB, want int) error {
	t.Helper()
	n, err := a.Purge(t.Context())
	if n != want {
		t.Fatalf("the purge deleted %d recordings (%v), want %d", n, err, want)
	}
	return err
}

func TestRetention(t *testing.T) {
	a := newArchive(t, history.Options{})
	call, rec, end := a.recorded(t, start)
	ended := start.Add(66 * time.Second)
	_, later, second := a.recorded(t, start.Add(time.Hour))
	other := id.NewCall(start)
	third := a.record(t, id.RecordingOf(other, 1), start, 100)
	if err := a.Write(t.Context(), []journal.Event{ // a call without a group: for ever
		{Stream: journal.StreamOf(other), Seq: 1, At: start, Body: journal.CallStarted{Call: other, Direction: journal.Outbound}},
		{Stream: journal.StreamOf(other), Seq: 2, At: start, Body: third},
	}); err != nil {
		t.Fatal(err)
	}
	a.now = ended.AddDate(0, 0, 30).Add(-time.Second)
	if err := a.purge(t, 0); err != nil {
		t.Fatal(err)
	}
	a.now = ended.AddDate(0, 0, 30)
	if err := a.purge(t, 1); err != nil {
		t.Fatal(err)
	}
	if a.there(end.Path) || !a.there(second.Path) || !a.there(third.Path) {
		t.Error("the wrong files are gone")
	}
	row := a.scan(t, "select sha256 || ' ' || deleted_why || ' ' || (deleted_at = $2)::text from recordings where id = $1", rec, a.now)
	if row != end.SHA256+" retention true" {
		t.Errorf("what is left says %q", row)
	}
	if got := a.trail(t, rec.String()); got != "recording.deleted" {
		t.Errorf("the audit says %q", got)
	}
	if _, err := a.OpenRecording(t.Context(), rec); keyOf(err) != "recording_deleted" {
		t.Errorf("it is played: %v", err)
	}
	// A list does not offer it any more, not even when the spool comes again.
	_, events := story(start)
	for i := range events {
		events[i].Stream = journal.StreamOf(call)
	}
	events[12].Body = end
	if err := a.Write(t.Context(), events[12:]); err != nil {
		t.Fatal(err)
	}
	if got := a.scan(t, "select recorded::text from calls where id = $1", call); got != "false" {
		t.Error("the call still says it has a recording")
	}
	a.now = a.now.AddDate(100, 0, 0)
	if err := a.purge(t, 1); err != nil || a.there(second.Path) || !a.there(third.Path) {
		t.Errorf("a hundred years later: %v", err)
	}
	if _, err := a.OpenRecording(t.Context(), later); keyOf(err) != "recording_deleted" {
		t.Error(err)
	}
}

// TestRetentionThatWasNotKnown when the recording ended, as at a start.
func TestRetentionThatWasNotKnown(t *testing.T) {
	a := newArchive(t, history.Options{})
	a.starting = true
	_, rec, end := a.recorded(t, start)
	a.now = start.AddDate(0, 0, 29)
	if err := a.purge(t, 0); err != nil {
		t.Fatal(err)
	}
	until := func() string {
		return a.scan(t, "select coalesce((retain_until = $2)::text, 'for ever') from recordings where id = $1", rec, start.Add(66*time.Second).AddDate(0, 0, 30))
	}
	if got := until(); got != "for ever" {
		t.Errorf("while it is not known: %s", got)
	}
	a.starting = false
	if err := a.purge(t, 0); err != nil || until() != "true" {
		t.Errorf("when it is known: %s, %v", until(), err)
	}
	a.now = start.AddDate(0, 0, 31)
	if err := a.purge(t, 1); err != nil || a.there(end.Path) {
		t.Error("its time is over, and it is there")
	}
}

func TestLegalHold(t *testing.T) {
	a := newArchive(t, history.Options{})
	_, rec, end := a.recorded(t, start)
	path := "/api/v1/recordings/" + rec.String() + "/hold"
	reason := map[string]any{"reason": " 訴訟 2026-17 "}
	agent, sv, admin := as(t, sato, access.RoleAgent), as(t, suzuki, access.RoleSupervisor), as(t, suzuki, access.RoleAdministrator)
	if got := a.api.PutCtx(agent, path, reason); got.Code == http.StatusNoContent {
		t.Error("an agent holds recordings")
	}
	if got := a.api.PutCtx(sv, path, map[string]any{"reason": "  "}); got.Code == http.StatusNoContent {
		t.Error("a hold without a reason")
	}
	if got := a.api.PutCtx(sv, path, reason); got.Code != http.StatusNoContent {
		t.Fatalf("%d %s", got.Code, got.Body)
	}
	by := session(suzuki, access.RoleAdministrator)
	if err := a.SetHold(t.Context(), rec, by, access.Origin{}, "again"); keyOf(err) != "recording_held" {
		t.Errorf("held twice: %v", err)
	}
	a.now = a.now.AddDate(1, 0, 0)
	if err := a.purge(t, 0); err != nil || !a.there(end.Path) {
		t.Fatal("a recording under a hold was deleted")
	}
	rows, err := a.Recordings(t.Context(), id.CallOf(id.Leg(rec)), id.Agent{})
	if err != nil || rows[0].Hold == nil || rows[0].Hold.Reason != "訴訟 2026-17" || rows[0].Hold.By.ID != suzuki.String() {
		t.Errorf("the list says %+v, %v", rows, err)
	}
	lift := path + "?reason=" + url.QueryEscape("和解")
	if got := a.api.DeleteCtx(sv, lift); got.Code == http.StatusNoContent {
		t.Error("a supervisor ends a hold")
	}
	if got := a.api.DeleteCtx(admin, lift); got.Code != http.StatusNoContent {
		t.Fatalf("%d %s", got.Code, got.Body)
	}
	if err := a.LiftHold(t.Context(), rec, by, access.Origin{}, "again"); keyOf(err) != "recording_free" {
		t.Errorf("lifted twice: %v", err)
	}
	if err := a.purge(t, 1); err != nil || a.there(end.Path) {
		t.Errorf("after the hold: %v", err)
	}
	if err := a.SetHold(t.Context(), rec, by, access.Origin{}, "too late"); keyOf(err) != "recording_deleted" {
		t.Errorf("a deleted recording is held: %v", err)
	}
	if err := a.SetHold(t.Context(), id.RecordingOf(id.NewCall(start), 1), by, access.Origin{}, "x"); keyOf(err) != "not_found" {
		t.Errorf("nothing is held: %v", err)
	}
	if got := a.trail(t, rec.String()); got != "hold.set hold.lifted recording.deleted" {
		t.Errorf("the audit says %q", got)
	}
}

// TestPurgeCutAnywhere breaks the database or the disk between any two steps:
// nothing is lost that should be kept, and the next purge goes on.
func TestPurgeCutAnywhere(t *testing.T) {
	a := newArchive(t, history.Options{})
	_, rec, end := a.recorded(t, start)
	_, held, kept := a.recorded(t, start.Add(time.Minute))
	by := session(suzuki, access.RoleAdministrator)
	if err := a.SetHold(t.Context(), held, by, access.Origin{}, "x"); err != nil {
		t.Fatal(err)
	}
	a.now = a.now.AddDate(1, 0, 0)
	a.exec(t, `create function broken() returns trigger language plpgsql as $$ begin raise exception 'the disk of the database is full'; end $$`)

	// 1. The decision cannot be written: nothing happens.
	a.exec(t, "create trigger broken before update of deleting_at on recordings for each row execute function broken()")
	if err := a.purge(t, 0); err == nil || !a.there(end.Path) {
		t.Fatalf("the decision was not written, %v, and the file is there: %v", err, a.there(end.Path))
	}
	a.exec(t, "drop trigger broken on recordings")

	// 2. The file cannot be deleted: decided, not played, not held, not lost.
	file := filepath.Join(a.dir, end.Path)
	if err := os.Rename(file, file+".away"); err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(filepath.Join(file, "in the way"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := a.purge(t, 0); err == nil {
		t.Fatal("a file that cannot be deleted was not told of")
	}
	if _, err := a.OpenRecording(t.Context(), rec); keyOf(err) != "recording_deleted" {
		t.Errorf("decided, and still played: %v", err)
	}
	if err := a.SetHold(t.Context(), rec, by, access.Origin{}, "x"); keyOf(err) != "recording_deleted" {
		t.Errorf("decided, and still held: %v", err)
	}
	if got := a.scan(t, "select (deleted_at is null)::text from recordings where id = $1", rec); got != "true" {
		t.Error("a file that is there is said to be gone")
	}
	if err := os.RemoveAll(file); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(file+".away", file); err != nil {
		t.Fatal(err)
	}

	// 3. The disk is not mounted: nothing is known to be gone.
	if err := os.Rename(filepath.Join(a.dir, "2026"), filepath.Join(a.dir, "unmounted")); err != nil {
		t.Fatal(err)
	}
	if err := a.purge(t, 0); err == nil || !strings.Contains(err.Error(), "mounted") {
		t.Fatalf("a disk that is not there: %v", err)
	}
	if err := os.Rename(filepath.Join(a.dir, "unmounted"), filepath.Join(a.dir, "2026")); err != nil {
		t.Fatal(err)
	}

	// 4. The deletion cannot be noted: the file is gone, the next purge notes it.
	a.exec(t, "create trigger broken before update of deleted_at on recordings for each row execute function broken()")
	if err := a.purge(t, 0); err == nil || a.there(end.Path) {
		t.Fatalf("the note failed: %v, the file is there: %v", err, a.there(end.Path))
	}
	if got := a.trail(t, rec.String()); got != "" {
		t.Errorf("half of the note was written: %q", got)
	}
	a.exec(t, "drop trigger broken on recordings")
	if err := a.purge(t, 1); err != nil {
		t.Fatal(err)
	}
	if got := a.trail(t, rec.String()); got != "recording.deleted" {
		t.Errorf("the audit says %q", got)
	}
	if err := a.purge(t, 0); err != nil || !a.there(kept.Path) {
		t.Errorf("at the end: %v, the held file is there: %v", err, a.there(kept.Path))
	}
}

// TestOneBadFileDoesNotStopTheOthers: the rest of the batch goes.
func TestOneBadFileDoesNotStopTheOthers(t *testing.T) {
	a := newArchive(t, history.Options{})
	var ends []journal.RecordingEnded
	for i := range 5 {
		_, _, end := a.recorded(t, start.Add(time.Duration(i)*time.Second))
		ends = append(ends, end)
	}
	bad := filepath.Join(a.dir, ends[0].Path)
	if err := os.Remove(bad); err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(filepath.Join(bad, "x"), 0o700); err != nil {
		t.Fatal(err)
	}
	a.now = a.now.AddDate(1, 0, 0)
	if err := a.purge(t, 4); err == nil {
		t.Error("the bad file was not told of")
	}
	for _, end := range ends[1:] {
		if a.there(end.Path) {
			t.Error("a file is left")
		}
	}
}

// TestPurgeRunsAsAJob through river, as the server does it.
func TestPurgeRunsAsAJob(t *testing.T) {
	a := newArchive(t, history.Options{})
	_, rec, end := a.recorded(t, start)
	a.now = a.now.AddDate(1, 0, 0)
	workers := river.NewWorkers()
	periodic := a.AddJobs(workers)
	jobs, err := pg.NewJobs(a.db, workers, pg.JobOptions{Periodic: periodic})
	if err != nil {
		t.Fatal(err)
	}
	if err := jobs.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := jobs.Stop(t.Context()); err != nil {
			t.Error(err)
		}
	}()
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	deadline := time.After(20 * time.Second)
	for a.trail(t, rec.String()) != "recording.deleted" {
		select {
		case <-tick.C:
		case <-deadline:
			t.Fatal("the job did not delete the recording within 20 s")
		}
	}
	if a.there(end.Path) {
		t.Error("the file is there")
	}
}
