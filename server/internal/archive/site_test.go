package archive_test

import (
	"archive/zip"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"errors"
	"io"
	"net/http"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"
	"github.com/danielgtaylor/huma/v2/humatest"
	"github.com/riverqueue/river"

	"github.com/yobirin/yobirin/server/internal/access"
	"github.com/yobirin/yobirin/server/internal/archive"
	"github.com/yobirin/yobirin/server/internal/history"
	"github.com/yobirin/yobirin/server/internal/pg"
	"github.com/yobirin/yobirin/server/internal/pg/pgtest"
	"github.com/yobirin/yobirin/server/internal/recorder"
	"github.com/yobirin/yobirin/server/internal/vault"
	"github.com/yobirin/yobirin/shared/id"
)

const day = archive.Day("2026-04-01")

// noon of the day, in Tokyo.
var noon = time.Date(2026, 4, 1, 3, 0, 0, 0, time.UTC)

// site is the room with a recorder, keys, a clock, and the jobs' list.
type site struct {
	*archive.Archive
	db       *pg.DB
	calls    *history.History
	dir      string // of recordings
	archives string
	keys     *vault.Keys
	tape     *recorder.Recorder
	api      humatest.TestAPI
	jobs     *pg.Jobs

	mu     sync.Mutex // guards what follows
	now    time.Time
	full   error
	alarms map[string]string
	next   uint32
}

// Raise notes an alarm.
func (s *site) Raise(name, text string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.alarms[name] = text
}

// Clear ends an alarm.
func (s *site) Clear(name string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.alarms, name)
}

func (s *site) alarm(name string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.alarms[name]
}

func (s *site) clock() time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.now
}

func (s *site) set(now time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.now = now
}

func newSite(t testing.TB) *site {
	t.Helper()
	tokyo, err := time.LoadLocation("Asia/Tokyo")
	if err != nil {
		t.Fatal(err)
	}
	s := &site{db: pgtest.New(t), dir: t.TempDir(), archives: filepath.Join(t.TempDir(), "archives"), now: noon.Add(24 * time.Hour), alarms: map[string]string{}}
	if s.keys, err = vault.OpenKeys(filepath.Join(t.TempDir(), "keys"), noon); err != nil {
		t.Fatal(err)
	}
	if s.tape, err = recorder.New(recorder.Config{Dir: s.dir, Keys: s.keys}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.tape.Close() })
	s.calls = history.New(s.db, history.Options{Recordings: s.dir, Keys: s.keys})
	s.Archive = archive.New(archive.Options{
		DB: s.db, Folder: s.archives, Recordings: s.calls, Keys: s.keys, Zone: tokyo, Alarms: s, Now: s.clock,
		Room: func(int64) error {
			s.mu.Lock()
			defer s.mu.Unlock()
			return s.full
		},
		Retry: func(int) time.Duration { return 100 * time.Millisecond },
	})
	workers := river.NewWorkers()
	s.AddJobs(workers)
	if s.jobs, err = pg.NewJobs(s.db, workers, pg.JobOptions{}); err != nil {
		t.Fatal(err)
	}
	s.Use(s.jobs)
	s.api = humatest.Wrap(t, humago.New(http.NewServeMux(), huma.DefaultConfig("test", "1")))
	s.Register(s.api)
	return s
}

// work starts the jobs; they end with the test.
func (s *site) work(t testing.TB) {
	t.Helper()
	if err := s.jobs.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.jobs.Stop(context.Background()) })
}

// talk is a conversation to be recorded.
type talk struct {
	at                time.Time
	from, name, agent string
	kind              string
	seconds           int
}

func (s *site) exec(t testing.TB, query string, args ...any) {
	t.Helper()
	if _, err := s.db.Pool().Exec(t.Context(), query, args...); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
}

func (s *site) scan(t testing.TB, query string, args ...any) (out string) {
	t.Helper()
	if err := s.db.Pool().QueryRow(t.Context(), query, args...).Scan(&out); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	return out
}

// record stores a call with its recording.
func (s *site) record(t testing.TB, v talk) id.Recording {
	t.Helper()
	call := id.NewCall(v.at)
	rec := id.RecordingOf(call, 1)
	track, err := s.tape.Open(rec, v.at)
	if err != nil {
		t.Fatal(err)
	}
	if v.seconds == 0 {
		v.seconds = 3
	}
	sound := make([]byte, 2*8000*v.seconds)
	for i := range sound {
		sound[i] = byte(i*7 + i>>9)
	}
	if err := track.Write(sound); err != nil {
		t.Fatal(err)
	}
	done, err := track.Close()
	if err != nil {
		t.Fatal(err)
	}
	if v.kind == "" {
		v.kind = "conversation"
	}
	var agent any
	if v.agent != "" {
		s.next++
		who := id.Numbered[id.Agent](1000 + s.next)
		s.exec(t, "insert into agents (id, login, name, nickname) values ($1, $2, $3, $3)", who, who.String()[24:], v.agent)
		agent = who
	}
	s.exec(t, "insert into calls (id, started_at, ended_at, direction, result, from_number, from_name, to_number, agent_id, recorded) values ($1, $2, $3, 'in', 'answered', $4, $5, '0312345678', $6, true)",
		call, v.at, v.at.Add(time.Minute), v.from, v.name, agent)
	s.exec(t, `insert into recordings (id, call_id, started_at, ended_at, path, length_ms, bytes, sha256, key, kind) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
		rec, call, v.at, v.at.Add(time.Minute), done.Path, 1000*v.seconds, done.Bytes, done.SHA256, done.Key, v.kind)
	return rec
}

// made asks for the day's archive and makes it.
func (s *site) made(t testing.TB) {
	t.Helper()
	if err := s.Ask(t.Context(), day, session(access.RoleSupervisor), access.Origin{}); err != nil {
		t.Fatal(err)
	}
	s.make(t)
}

// make makes the round that was asked for.
func (s *site) make(t testing.TB) {
	t.Helper()
	var round int64
	if err := s.db.Pool().QueryRow(t.Context(), "select round from archives where day = $1", string(day)).Scan(&round); err != nil {
		t.Fatal(err)
	}
	if err := s.Make(t.Context(), day, round); err != nil {
		t.Fatal(err)
	}
}

// content is the day's zip.
func (s *site) content(t testing.TB) []byte {
	t.Helper()
	f, err := s.Open(t.Context(), day)
	if err != nil {
		t.Fatal(err)
	}
	all, err := io.ReadAll(f.Content())
	if err := errors.Join(err, f.Close()); err != nil {
		t.Fatal(err)
	}
	if sum := sha256.Sum256(all); hex.EncodeToString(sum[:]) != f.SHA256 {
		t.Errorf("the archive has another hash than is noted")
	}
	return all
}

// unpacked is a zip's files by name, and the rows of its index.
func unpacked(t testing.TB, raw []byte) (map[string][]byte, []map[string]string) {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		t.Fatal(err)
	}
	files := map[string][]byte{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(r)
		if err := errors.Join(err, r.Close()); err != nil {
			t.Fatalf("%s: %v", f.Name, err)
		}
		if files[f.Name] != nil {
			t.Errorf("%s is there twice", f.Name)
		}
		files[f.Name] = content
	}
	list, ok := bytes.CutPrefix(files["index.csv"], []byte("\ufeff"))
	if !ok {
		t.Error("the index does not say that it is UTF-8")
	}
	rows, err := csv.NewReader(bytes.NewReader(list)).ReadAll()
	if err != nil || len(rows) < 1 {
		t.Fatalf("the index: %v", err)
	}
	var out []map[string]string
	for _, r := range rows[1:] {
		row := map[string]string{}
		for i, name := range rows[0] {
			row[name] = r[i]
		}
		out = append(out, row)
	}
	return files, out
}

func session(role access.Role) access.Session {
	return access.Session{ID: id.Numbered[id.Session](5), Client: access.Console, Agent: access.Agent{ID: id.Numbered[id.Agent](7), Role: role, Language: "ja"}}
}

func as(t testing.TB, role access.Role) context.Context {
	return access.With(t.Context(), session(role))
}

// await waits until something is so.
func await(t testing.TB, what string, so func() bool) {
	t.Helper()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	deadline := time.After(30 * time.Second)
	for !so() {
		select {
		case <-tick.C:
		case <-deadline:
			t.Fatalf("waited in vain until %s", what)
		}
	}
}
