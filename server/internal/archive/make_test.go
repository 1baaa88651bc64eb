package archive_test

import (
	"crypto/sha256"
	"encoding/hex"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/yobirin/yobirin/server/internal/access"
	"github.com/yobirin/yobirin/server/internal/archive"
	"github.com/yobirin/yobirin/server/internal/vault"
	"github.com/yobirin/yobirin/shared/fault"
)

// everywhere is a name that Windows, too, takes.
var everywhere = regexp.MustCompile(`^\d\d/\d{6}_\d{5}(_[\p{L}\p{M}\p{Nd}ー-]+)*\.wav$`)

func TestTheArchiveHoldsTheDaysConversations(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	first := s.record(t, talk{at: noon, from: "09012345678", name: `=HYPERLINK("http://evil")`, agent: "佐藤 葵"})
	second := s.record(t, talk{at: noon.Add(time.Hour), from: "anonymous", name: "a\"b,\r\nc", agent: `..\CON: <b>|?*/`})
	broken := s.record(t, talk{at: noon.Add(2 * time.Hour), from: "0311112222"})
	deleted := s.record(t, talk{at: noon.Add(3 * time.Hour), from: "0311113333"})
	s.record(t, talk{at: noon.Add(4 * time.Hour), from: "0311114444", kind: "voicemail"})
	s.record(t, talk{at: time.Date(2026, 3, 31, 14, 59, 59, 0, time.UTC), from: "0311115555"}) // the day before
	s.record(t, talk{at: time.Date(2026, 4, 1, 15, 0, 0, 0, time.UTC), from: "0311116666"})    // the day after
	midnight := s.record(t, talk{at: time.Date(2026, 3, 31, 15, 0, 0, 0, time.UTC), from: "0311117777"})
	s.exec(t, "update recordings set deleting_at = now() where id = $1", deleted)
	if err := os.WriteFile(filepath.Join(s.dir, s.scan(t, "select path from recordings where id = $1", broken)), []byte("junk"), 0o600); err != nil {
		t.Fatal(err)
	}
	s.made(t)

	raw := s.content(t)
	files, index := unpacked(t, raw)
	if len(files) != 4 || len(index) != 4 {
		t.Fatalf("%d files and %d rows, want three recordings, their index, and a row for the broken one", len(files), len(index))
	}
	byRecording := map[string]map[string]string{}
	for _, row := range index {
		byRecording[row["recording"]] = row
		for name, cell := range row {
			if cell != "" && strings.ContainsAny(cell[:1], "=+-@\t\r") {
				t.Errorf("%s is a formula: %q", name, cell)
			}
		}
		if row["file"] == "" {
			continue
		}
		content := files[row["file"]]
		if sum := sha256.Sum256(content); hex.EncodeToString(sum[:]) != row["sha256"] || row["sha256"] != s.scan(t, "select sha256 from recordings where id = $1::uuid", row["recording"]) {
			t.Errorf("%s is not what was recorded", row["file"])
		}
		if string(content[:4]) != "RIFF" {
			t.Errorf("%s is no WAV file", row["file"])
		}
	}
	for name := range files {
		if name != "index.csv" && !everywhere.MatchString(name) {
			t.Errorf("the name %q is not one everywhere", name)
		}
	}
	if row := byRecording[first.String()]; row["startedAt"] != "2026-04-01 12:00:00" || row["fromName"] != `'=HYPERLINK("http://evil")` || row["agent"] != "佐藤 葵" || row["file"] != "12/120000_00002_in_09012345678_佐藤-葵.wav" {
		t.Errorf("row %v", row)
	}
	if row := byRecording[second.String()]; row["fromName"] != `a"b,c` || row["file"] == "" {
		t.Errorf("row %v", row)
	}
	if row := byRecording[broken.String()]; row["file"] != "" || row["problem"] == "" {
		t.Errorf("row %v", row)
	}
	if byRecording[midnight.String()] == nil {
		t.Error("what began at midnight is missing")
	}
	if got := s.scan(t, "select state || ' ' || recordings || ' ' || unreadable || ' ' || (bytes = $1)::text from archives", len(raw)); got != "ready 3 1 true" {
		t.Errorf("noted %s", got)
	}
	// Beside us only who has the keys can read it.
	sealed, err := os.ReadFile(filepath.Join(s.archives, s.scan(t, "select path from archives")))
	if err != nil || !vault.IsSealed(sealed) || strings.Contains(string(sealed), "index.csv") {
		t.Errorf("the file lies open, %v", err)
	}
}

func (s *site) files(t testing.TB) string {
	t.Helper()
	all, err := filepath.Glob(filepath.Join(s.archives, "*", "*"))
	if err != nil {
		t.Fatal(err)
	}
	for i := range all {
		all[i] = filepath.Base(all[i])
	}
	return strings.Join(all, " ")
}

func TestAMakingThatIsCutIsBegunAgain(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.record(t, talk{at: noon, from: "09012345678"})
	s.made(t)
	before := s.scan(t, "select path from archives")
	// A crash: the round was decided, its job is gone as if it ran, and half a file is there.
	if err := s.Ask(t.Context(), day, session(access.RoleSupervisor), access.Origin{}); err != nil {
		t.Fatal(err)
	}
	s.exec(t, "update river_job set state = 'running', attempted_at = now() where kind = 'archive_make'")
	for _, name := range []string{"2026-04-01-abc.zip.sealed.part", "2026-04-01-old.zip.sealed", "notes.txt"} {
		if err := os.WriteFile(filepath.Join(s.archives, "2026", name), []byte("x"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	// The one before is there meanwhile.
	s.content(t)
	for range 2 { // the second finds the job that the first put down
		if err := s.Tend(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if n := s.scan(t, "select count(*)::text from river_job where kind = 'archive_make' and state = 'available'"); n != "1" {
		t.Errorf("%s jobs to make it", n)
	}
	s.make(t)
	after := s.scan(t, "select path from archives")
	if after == before || s.files(t) != filepath.Base(after)+" notes.txt" {
		t.Errorf("the files are %s, the archive is %s", s.files(t), after)
	}
	// The job of the crash, when it comes after all, makes nothing.
	if err := s.Make(t.Context(), day, 2); err != nil || s.scan(t, "select path from archives") != after {
		t.Errorf("made again: %v", err)
	}
	if n := s.scan(t, "select count(*)::text from audit where action = 'archive.made'"); n != "2" {
		t.Errorf("%s makings in the audit", n)
	}
}

func TestWhatCannotBeMadeSaysWhyAndLeavesNothing(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.record(t, talk{at: noon, from: "09012345678"})
	s.full = fault.New(fault.Unavailable, "disk_full", "the disk is almost full")
	if err := s.Ask(t.Context(), day, session(access.RoleSupervisor), access.Origin{}); err != nil {
		t.Fatal(err)
	}
	if err := s.Make(t.Context(), day, 1); err == nil {
		t.Fatal("made on a full disk")
	}
	if got := s.scan(t, "select state || ': ' || failed from archives"); got != "making: the disk is almost full" || s.files(t) != "" || s.alarm("archive") == "" {
		t.Errorf("noted %q, files %q, alarm %q", got, s.files(t), s.alarm("archive"))
	}
	s.full = nil
	s.make(t)
	if got := s.scan(t, "select state || failed from archives"); got != "ready" || s.alarm("archive") != "" {
		t.Errorf("noted %q, alarm %q", got, s.alarm("archive"))
	}
}

func TestTheNightArchivesTheDayBefore(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.record(t, talk{at: noon, from: "09012345678"})
	s.record(t, talk{at: noon.Add(-24 * time.Hour), from: "09012345678"}) // missed last night
	s.record(t, talk{at: noon.Add(24 * time.Hour), from: "09012345678"})  // today
	asked := func() string {
		t.Helper()
		if err := s.Tend(t.Context()); err != nil {
			t.Fatal(err)
		}
		return s.scan(t, "select coalesce(string_agg(day::text || ' ' || round, ', ' order by day), '') from archives")
	}
	s.set(time.Date(2026, 4, 1, 16, 59, 0, 0, time.UTC)) // 1:59
	if got := asked(); got != "" {
		t.Errorf("asked for %s before the hour", got)
	}
	s.exec(t, "update archive_settings set enabled = false")
	s.set(time.Date(2026, 4, 1, 17, 0, 0, 0, time.UTC))
	if got := asked(); got != "" {
		t.Errorf("asked for %s although it is off", got)
	}
	s.exec(t, "update archive_settings set enabled = true")
	const want = "2026-03-31 1, 2026-04-01 1"
	for range 2 {
		if got := asked(); got != want {
			t.Errorf("asked for %s, want %s", got, want)
		}
	}
	s.make(t)
	// A call that ended after the night is archived the night after, not before.
	s.record(t, talk{at: noon.Add(time.Hour), from: "0399998888"})
	if got := asked(); got != want {
		t.Errorf("asked for %s, want %s", got, want)
	}
	s.set(s.clock().Add(24 * time.Hour))
	if got := asked(); got != "2026-03-31 1, 2026-04-01 2, 2026-04-02 1" {
		t.Errorf("asked for %s", got)
	}
}

func TestWhatIsDeletedLeavesTheArchive(t *testing.T) {
	t.Parallel()
	for name, enabled := range map[string]bool{"made every day": true, "made by hand": false} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			leavesTheArchive(t, enabled)
		})
	}
}

// TestWhatIsDeletedLeavesTheBucket, also when the archive is not on this
// server any more.
func TestWhatIsDeletedLeavesTheBucket(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	gone := s.record(t, talk{at: noon, from: "09012345678"})
	stays := s.record(t, talk{at: noon.Add(time.Minute), from: "0312341234"})
	s.made(t)
	s.exec(t, "update archive_settings set enabled = false, keep_days = 3")
	s.exec(t, "update archives set object = 's3://calls/recordings-2026-04-01.zip', upload = 'uploaded'")
	tonight := func(days int) string {
		t.Helper()
		s.set(noon.Add(time.Duration(days) * 24 * time.Hour))
		if err := s.Tend(t.Context()); err != nil {
			t.Fatal(err)
		}
		return s.scan(t, "select state || round from archives")
	}
	for _, days := range []int{5, 6} {
		if got := tonight(days); got != "deleted1" {
			t.Fatalf("after %d days %s", days, got)
		}
	}
	if _, err := s.db.Pool().Exec(t.Context(), "update recordings set deleting_at = $1 where id = $2", s.clock(), gone); err != nil {
		t.Fatal(err)
	}
	if got := tonight(7); got != "making2" {
		t.Fatalf("%s although a recording was deleted", got)
	}
	s.make(t)
	if _, index := unpacked(t, s.content(t)); len(index) != 1 || index[0]["recording"] != stays.String() {
		t.Errorf("the index is %v, without %s", index, gone)
	}
	for _, days := range []int{8, 9} {
		if got := tonight(days); got != "deleted2" {
			t.Errorf("after %d days %s", days, got)
		}
	}
}

func leavesTheArchive(t *testing.T, enabled bool) {
	s := newSite(t)
	if _, err := s.db.Pool().Exec(t.Context(), "update archive_settings set enabled = $1", enabled); err != nil {
		t.Fatal(err)
	}
	gone := s.record(t, talk{at: noon, from: "09012345678"})
	stays := s.record(t, talk{at: noon.Add(time.Minute), from: "0312341234"})
	s.made(t)
	tonight := func() {
		t.Helper()
		s.set(s.clock().Add(24 * time.Hour))
		if err := s.Tend(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	tonight()
	if got := s.scan(t, "select state || round from archives"); got != "ready1" {
		t.Fatalf("%s although nothing was deleted", got)
	}
	// Its retention is over; the one under a legal hold stays.
	s.exec(t, "update recordings set retain_until = $1", s.clock().Add(time.Hour))
	s.exec(t, "update recordings set hold_at = now(), hold_why = 'case' where id = $1", stays)
	if _, err := s.db.Pool().Exec(t.Context(), "update recordings set deleting_at = $1 where retain_until is not null and hold_at is null", s.clock()); err != nil {
		t.Fatal(err)
	}
	tonight()
	if got := s.scan(t, "select state || round from archives"); got != "making2" {
		t.Fatalf("%s although a recording was deleted", got)
	}
	s.make(t)
	if _, index := unpacked(t, s.content(t)); len(index) != 1 || index[0]["recording"] != stays.String() {
		t.Errorf("the index is %v, without %s", index, gone)
	}
	s.exec(t, "update recordings set deleting_at = $1 where id = $2", s.clock(), stays)
	tonight()
	s.make(t)
	if got := s.scan(t, "select state || path from archives"); got != "deleted" || s.files(t) != "" {
		t.Errorf("noted %s, files %s", got, s.files(t))
	}
	if _, err := s.Open(t.Context(), day); fault.CodeOf(err) != fault.NotFound {
		t.Errorf("opened: %v", err)
	}
	tonight()
	if got := s.scan(t, "select state || round from archives"); got != "deleted3" {
		t.Errorf("noted %s", got)
	}
}

func TestArchivesGoWhenTheirTimeIsOver(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.record(t, talk{at: noon, from: "09012345678"})
	s.made(t)
	s.exec(t, "update archive_settings set keep_days = 3")
	for _, tt := range []struct {
		days int
		want string
	}{{3, "ready"}, {4, "deleted"}, {5, "deleted"}} {
		s.set(noon.Add(time.Duration(tt.days) * 24 * time.Hour))
		if err := s.Tend(t.Context()); err != nil {
			t.Fatal(err)
		}
		if got := s.scan(t, "select state from archives"); got != tt.want || (s.files(t) == "") != (tt.want == "deleted") {
			t.Errorf("after %d days %s, files %q", tt.days, got, s.files(t))
		}
	}
	// The recordings are kept: they are archived again when somebody asks.
	s.made(t)
	s.content(t)
}

func TestADayThatIsNotOverIsNotArchived(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.record(t, talk{at: noon.Add(24 * time.Hour), from: "09012345678"})
	for _, tt := range []struct {
		day  archive.Day
		want fault.Code
	}{{"2026-04-02", fault.Invalid}, {"2026-04-03", fault.Invalid}, {"2026-04-01", fault.NotFound}} {
		if err := s.Ask(t.Context(), tt.day, session(access.RoleSupervisor), access.Origin{}); fault.CodeOf(err) != tt.want {
			t.Errorf("%s: %v", tt.day, err)
		}
	}
	for _, bad := range []string{"", "2026-4-1", "2026-02-30", "../../etc", "1999-12-31", "2026-04-01 "} {
		if _, err := archive.ParseDay(bad); err == nil {
			t.Errorf("%q was taken for a day", bad)
		}
	}
}

func TestOneMakingAtATime(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.record(t, talk{at: noon, from: "09012345678"})
	if err := s.Ask(t.Context(), day, session(access.RoleSupervisor), access.Origin{}); err != nil {
		t.Fatal(err)
	}
	errs := make(chan error, 4)
	for range cap(errs) {
		go func() { errs <- s.Make(t.Context(), day, 1) }()
	}
	worked := 0
	for range cap(errs) {
		if err := <-errs; err == nil {
			worked++
		} else if !strings.Contains(err.Error(), "another one") {
			t.Error(err)
		}
	}
	if n := s.scan(t, "select count(*)::text from audit where action = 'archive.made'"); n != "1" || worked == 0 {
		t.Errorf("made %s times", n)
	}
}
