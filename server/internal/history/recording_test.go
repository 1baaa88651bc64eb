package history_test

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"
	"github.com/danielgtaylor/huma/v2/humatest"

	"github.com/yobirin/yobirin/server/internal/access"
	"github.com/yobirin/yobirin/server/internal/history"
	"github.com/yobirin/yobirin/server/internal/journal"
	"github.com/yobirin/yobirin/server/internal/pg"
	"github.com/yobirin/yobirin/server/internal/pg/pgtest"
	"github.com/yobirin/yobirin/server/internal/recorder"
	"github.com/yobirin/yobirin/server/internal/vault"
	"github.com/yobirin/yobirin/shared/fault"
	"github.com/yobirin/yobirin/shared/id"
	"github.com/yobirin/yobirin/shared/pcm"
)

// archive is the room with a recorder, keys and a clock.
type archive struct {
	*history.History
	db   *pg.DB
	dir  string
	keys *vault.Keys
	tape *recorder.Recorder
	now  time.Time
	api  humatest.TestAPI

	starting bool // the policy is not known yet

	mu      sync.Mutex
	changes []string
	takes   []history.Take
}

// newArchive keeps the recordings of group orders for 30 days, others for ever.
func newArchive(t testing.TB, o history.Options) *archive {
	t.Helper()
	a := &archive{db: pgtest.New(t), dir: t.TempDir(), now: start.Add(time.Hour)}
	var err error
	if a.keys, err = vault.OpenKeys(filepath.Join(t.TempDir(), "keys"), start); err != nil {
		t.Fatal(err)
	}
	if a.tape, err = recorder.New(recorder.Config{Dir: a.dir, Keys: a.keys}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = a.tape.Close() })
	o.Recordings, o.Keys, o.Now = a.dir, a.keys, func() time.Time { return a.now }
	if o.Clock == nil {
		o.Clock = func(context.Context) (time.Time, error) { return a.now, nil }
	}
	if o.Ran == nil {
		o.Ran = func() time.Duration { return a.now.Sub(start) }
	}
	o.Retention = func(k history.Kept) (int, bool) {
		if k.Group == orders {
			return 30, !a.starting
		}
		return 0, !a.starting
	}
	o.OnVoicemail = func(c history.VoicemailChange) {
		a.mu.Lock()
		defer a.mu.Unlock()
		a.changes = append(a.changes, string(c.What)+" "+c.Voicemail.From.Number)
	}
	o.OnTake = func(take history.Take) { a.takes = append(a.takes, take) }
	a.History = history.New(a.db, o)
	nouns(t, a.db)
	a.api = humatest.Wrap(t, humago.New(http.NewServeMux(), huma.DefaultConfig("test", "1")))
	a.Register(a.api)
	return a
}

// audio is so many frames whose bytes tell their place.
func audio(frames int) []byte {
	out := make([]byte, 2*frames)
	for i := range out {
		out[i] = byte(i*7 + i>>9)
	}
	return out
}

// record makes a recording's file and gives the event that tells of it.
func (a *archive) record(t testing.TB, rec id.Recording, at time.Time, frames int) journal.RecordingEnded {
	t.Helper()
	track, err := a.tape.Open(rec, at)
	if err != nil {
		t.Fatal(err)
	}
	if err := track.Write(audio(frames)); err != nil {
		t.Fatal(err)
	}
	s, err := track.Close()
	if err != nil {
		t.Fatal(err)
	}
	return journal.RecordingEnded{Recording: rec, Path: s.Path, Length: time.Duration(frames) * time.Second / 8000, Bytes: s.Bytes, SHA256: s.SHA256, Key: s.Key}
}

// recorded stores a call of the group that begins at a time, with its recording.
func (a *archive) recorded(t testing.TB, at time.Time) (id.Call, id.Recording, journal.RecordingEnded) {
	t.Helper()
	call, events := story(at)
	rec := id.RecordingOf(call, 1)
	end := a.record(t, rec, at, 20000)
	events[12].Body = end
	if err := a.Write(t.Context(), events); err != nil {
		t.Fatal(err)
	}
	return call, rec, end
}

func (a *archive) scan(t testing.TB, query string, args ...any) (out string) {
	t.Helper()
	if err := a.db.Pool().QueryRow(t.Context(), query, args...).Scan(&out); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	return out
}

// trail is the audit's actions on an object.
func (a *archive) trail(t testing.TB, object string) string {
	t.Helper()
	return a.scan(t, "select coalesce(string_agg(action, ' ' order by id), '') from audit where object_id = $1", object)
}

func session(agent id.Agent, role access.Role) access.Session {
	return access.Session{ID: id.Numbered[id.Session](5), Client: access.Console, Agent: access.Agent{ID: agent, Role: role}}
}

func as(t testing.TB, agent id.Agent, role access.Role) context.Context {
	return access.With(t.Context(), session(agent, role))
}

func keyOf(err error) string {
	var f *fault.Error
	if errors.As(err, &f) {
		return f.Key
	}
	return ""
}

func TestEncryptedRecordingPlays(t *testing.T) {
	a := newArchive(t, history.Options{})
	call, rec, end := a.recorded(t, start)
	raw, err := os.ReadFile(filepath.Join(a.dir, end.Path))
	if err != nil || !vault.IsSealed(raw) || end.Key == "" {
		t.Fatalf("the file is not encrypted: %v", err)
	}
	want := pcm.Wave{Format: pcm.PCM16, Rate: 8000, Channels: 2, Samples: make([]int16, 40000)}
	pcm.Mu.Decode(want.Samples, audio(20000))
	whole := string(pcm.AppendWAV(nil, want))
	own, sv := as(t, sato, access.RoleAgent), as(t, suzuki, access.RoleSupervisor)
	for _, path := range []string{"/api/v1/calls/" + call.String() + "/recording", "/api/v1/recordings/" + rec.String()} {
		for _, ctx := range []context.Context{own, sv} {
			got := a.api.GetCtx(ctx, path)
			if got.Code != http.StatusOK || got.Header().Get("Content-Type") != "audio/wav" || got.Body.String() != whole {
				t.Fatalf("%s: %d, %d bytes, want %d", path, got.Code, got.Body.Len(), len(whole))
			}
			for r, part := range map[string]string{"bytes=43-50": whole[43:51], "bytes=32700-66000": whole[32700:66001], "bytes=-3": whole[len(whole)-3:]} {
				if got := a.api.GetCtx(ctx, path, "Range: "+r); got.Code != http.StatusPartialContent || got.Body.String() != part {
					t.Errorf("%s %s: %d, %d bytes", path, r, got.Code, got.Body.Len())
				}
			}
		}
		if got := a.api.GetCtx(as(t, suzuki, access.RoleAgent), path); got.Code == http.StatusOK {
			t.Errorf("%s: an agent who was not in the call hears it", path)
		}
		if got := a.api.Get(path); got.Code == http.StatusOK {
			t.Errorf("%s: nobody hears it", path)
		}
	}
	// Two people listened; each to many pieces.
	if got := a.trail(t, rec.String()); got != "recording.played recording.played" {
		t.Errorf("the audit says %q", got)
	}
	who := a.scan(t, "select string_agg(actor::text || ' ' || via, ' ' order by id) from audit where object_id = $1", rec.String())
	if want := sato.String() + " console " + suzuki.String() + " console"; who != want {
		t.Errorf("the audit says %s, want %s", who, want)
	}
	a.now = a.now.Add(time.Hour)
	a.api.GetCtx(sv, "/api/v1/recordings/"+rec.String(), "Range: bytes=100-")
	if got := a.trail(t, rec.String()); got != "recording.played recording.played recording.played" {
		t.Errorf("an hour later the audit says %q", got)
	}
}

func TestOriginalIsWhatTheHashIsOf(t *testing.T) {
	a := newArchive(t, history.Options{})
	_, rec, end := a.recorded(t, start)
	path := "/api/v1/recordings/" + rec.String() + "?download=true&original=true"
	if got := a.api.GetCtx(as(t, sato, access.RoleAgent), path); got.Code == http.StatusOK {
		t.Error("an agent downloads recordings")
	}
	got := a.api.GetCtx(as(t, suzuki, access.RoleSupervisor), path)
	sum := sha256.Sum256(got.Body.Bytes())
	if got.Code != http.StatusOK || hex.EncodeToString(sum[:]) != end.SHA256 || !strings.HasPrefix(got.Header().Get("Content-Disposition"), "attachment") {
		t.Errorf("%d, %d bytes with hash %x, want %s", got.Code, got.Body.Len(), sum, end.SHA256)
	}
	if got := a.trail(t, rec.String()); got != "recording.downloaded" {
		t.Errorf("the audit says %q", got)
	}
}

func TestWhatCannotBeNotedIsNotPlayed(t *testing.T) {
	a := newArchive(t, history.Options{})
	_, rec, _ := a.recorded(t, start)
	if _, err := a.db.Pool().Exec(t.Context(), "alter table audit rename to elsewhere"); err != nil {
		t.Fatal(err)
	}
	if got := a.api.GetCtx(as(t, suzuki, access.RoleSupervisor), "/api/v1/recordings/"+rec.String()); got.Code == http.StatusOK {
		t.Error("a recording was played without an audit")
	}
}

func TestRecordingsThatCannotBePlayed(t *testing.T) {
	a := newArchive(t, history.Options{})
	_, rec, end := a.recorded(t, start)
	file := filepath.Join(a.dir, end.Path)
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	put := func(content []byte) {
		t.Helper()
		if err := os.WriteFile(file, content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	open := func() string {
		t.Helper()
		s, err := a.OpenRecording(t.Context(), rec)
		if err != nil {
			return keyOf(err)
		}
		return "open" + keyOf(s.Close())
	}
	if got := open(); got != "open" {
		t.Fatal(got)
	}
	put(raw[:len(raw)-1])
	if got := open(); got != "file_damaged" {
		t.Errorf("cut: %s", got)
	}
	put(pcm.AppendWAVHeader(nil, pcm.WAVMu, 8000, 2, 0))
	if got := open(); got != "file_damaged" {
		t.Errorf("exchanged for a plain one: %s", got)
	}
	put(raw)
	other := history.New(a.db, history.Options{Recordings: a.dir})
	if _, err := other.OpenRecording(t.Context(), rec); keyOf(err) != "key_lost" {
		t.Errorf("no keys: %v", err)
	}
	empty, err := vault.OpenKeys(filepath.Join(t.TempDir(), "other"), start)
	if err != nil {
		t.Fatal(err)
	}
	other = history.New(a.db, history.Options{Recordings: a.dir, Keys: empty})
	if _, err := other.OpenRecording(t.Context(), rec); keyOf(err) != "key_lost" || !strings.Contains(err.Error(), end.Key) {
		t.Errorf("another server's keys: %v", err)
	}
	if _, err := a.OpenRecording(t.Context(), id.RecordingOf(id.NewCall(start), 9)); keyOf(err) != "no_recording" {
		t.Errorf("no such recording: %v", err)
	}
}

func TestListRecordings(t *testing.T) {
	a := newArchive(t, history.Options{})
	call, events := story(start)
	first, second := id.RecordingOf(call, 1), id.RecordingOf(call, 2)
	events[9].Body = journal.RecordingStarted{Recording: first, Group: orders}
	add := func(after time.Duration, body journal.Body) {
		events = append(events, journal.Event{Stream: journal.StreamOf(call), Seq: uint64(len(events) + 1), At: start.Add(after), Body: body})
	}
	ended := events[11].Body.(journal.CallEnded)
	events, tail := events[:10], events[12]
	add(15*time.Second, journal.RecordingPaused{Recording: first, Paused: true, By: sato})
	add(25*time.Second, journal.RecordingPaused{Recording: first, By: sato})
	add(35*time.Second, journal.RecordingPaused{Recording: first, Paused: true, By: sato})
	if err := a.Write(t.Context(), events); err != nil {
		t.Fatal(err)
	}
	list := func() []history.RecordingRow {
		t.Helper()
		got := a.api.GetCtx(as(t, sato, access.RoleAgent), "/api/v1/calls/"+call.String()+"/recordings")
		var page history.RecordingList
		if err := json.Unmarshal(got.Body.Bytes(), &page); got.Code != http.StatusOK || err != nil {
			t.Fatalf("%d %s", got.Code, got.Body)
		}
		return page.Items
	}
	pauses := func(rows []history.RecordingRow) string {
		raw, _ := json.Marshal(rows[0].Pauses)
		return string(raw)
	}
	if got, want := pauses(list()), `[{"from":10,"until":20},{"from":30,"until":0}]`; got != want {
		t.Errorf("while the call goes on it was paused %s, want %s", got, want)
	}
	ended.Record.Recordings = []journal.RecordingOf{{Recording: first, Paused: []journal.Interval{{From: 10010 * time.Millisecond, Until: 20 * time.Second}, {From: 30 * time.Second, Until: 55 * time.Second}}}, {Recording: second}}
	add(50*time.Second, journal.RecordingStarted{Recording: second})
	add(65*time.Second, ended)
	tail.Seq = uint64(len(events) + 1)
	tail.Body = a.record(t, first, start, 8000)
	events = append(events, tail)
	add(67*time.Second, journal.RecordingEnded{Recording: second, Failed: "disk full"})
	for range 2 { // told twice
		if err := a.Write(t.Context(), events); err != nil {
			t.Fatal(err)
		}
	}
	rows := list()
	if len(rows) != 2 || rows[0].ID != first || rows[1].Failed != "disk full" || rows[0].Kind != "conversation" || rows[0].Key == "" || rows[0].Seconds != 1 ||
		!rows[0].RetainUntil.Equal(rows[0].EndedAt.AddDate(0, 0, 30)) || rows[1].RetainUntil != nil {
		t.Errorf("listed %+v", rows)
	}
	if got, want := pauses(rows), `[{"from":10.01,"until":20},{"from":30,"until":55}]`; got != want {
		t.Errorf("paused %s, want %s", got, want)
	}
	if got := a.trail(t, first.String()); got != "recording.paused recording.resumed recording.paused" {
		t.Errorf("the audit says %q", got)
	}
	if got := a.api.GetCtx(as(t, suzuki, access.RoleAgent), "/api/v1/calls/"+call.String()+"/recordings"); !strings.Contains(got.Body.String(), `"items":[]`) {
		t.Errorf("another agent sees %s", got.Body)
	}
}

func TestRecordingKeys(t *testing.T) {
	a := newArchive(t, history.Options{})
	_, _, end := a.recorded(t, start)
	if got := a.api.PostCtx(as(t, suzuki, access.RoleSupervisor), "/api/v1/recording-keys"); got.Code == http.StatusOK {
		t.Error("a supervisor makes keys")
	}
	admin := as(t, suzuki, access.RoleAdministrator)
	if got := a.api.PostCtx(admin, "/api/v1/recording-keys"); got.Code != http.StatusOK {
		t.Fatalf("%d %s", got.Code, got.Body)
	}
	_, _, second := a.recorded(t, start.Add(time.Minute))
	if end.Key == second.Key {
		t.Error("the new key is not used")
	}
	if _, err := a.db.Pool().Exec(t.Context(), "insert into recordings (id, call_id, started_at, key) values ($1, $2, $3, 'gone')", id.RecordingOf(id.NewCall(start), 9), id.NewCall(start), start); err != nil {
		t.Fatal(err)
	}
	got := a.api.GetCtx(admin, "/api/v1/recording-keys")
	var list history.RecordingKeyList
	if err := json.Unmarshal(got.Body.Bytes(), &list); err != nil {
		t.Fatal(err)
	}
	keys := list.Items
	want := []history.RecordingKey{{Name: "gone", Recordings: 1, Missing: true}, {Name: end.Key, Recordings: 1}, {Name: second.Key, Newest: true, Recordings: 1}}
	if len(keys) != 3 || keys[0] != want[0] || keys[1] != want[1] || keys[2] != want[2] {
		t.Errorf("listed %+v, want %+v", keys, want)
	}
	if got := a.trail(t, second.Key); got != "recording-key.made" {
		t.Errorf("the audit says %q", got)
	}
}
