package history_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/yobirin/yobirin/server/internal/history"
	"github.com/yobirin/yobirin/server/internal/journal"
	"github.com/yobirin/yobirin/server/internal/pg"
	"github.com/yobirin/yobirin/shared/fault"
	"github.com/yobirin/yobirin/shared/id"
	"github.com/yobirin/yobirin/shared/pcm"
)

func ids(rows []history.CallRow) string {
	out := make([]string, len(rows))
	for i, r := range rows {
		out[i] = r.ID.String()
	}
	return strings.Join(out, " ")
}

// nouns gives the names that rows are shown with.
func nouns(t testing.TB, db *pg.DB) {
	t.Helper()
	for _, q := range []string{
		"insert into agents (id, login, name, nickname) values ('" + sato.String() + "', 'sato', '佐藤', 'さとう')",
		"insert into groups (id, name, strategy, timeout, ring_time, calls_per_agent, strict, acw, pause_on_no_answer, ringing_period, display, color, announce_every, overflow, timeout_to) values ('" + orders.String() + "', '受注', 'all', 0, 20, 1, false, '{}', '{}', 0, '', '#868e96', 0, '{}', '{}')",
		"insert into numbers (id, number, name, route) values ('" + mainNumber.String() + "', '0312345678', '代表', '{}')",
	} {
		if _, err := db.Bun().ExecContext(t.Context(), q); err != nil {
			t.Fatal(err)
		}
	}
}

func TestListShowsACallWithItsNames(t *testing.T) {
	h, db := open(t)
	nouns(t, db)
	call, events := story(start)
	if err := h.Write(t.Context(), events); err != nil {
		t.Fatal(err)
	}
	rows, next, err := h.List(t.Context(), history.Filter{}, history.Page{})
	if err != nil || len(rows) != 1 || next != "" {
		t.Fatalf("listed %d rows, next %q, %v", len(rows), next, err)
	}
	got, err := json.Marshal(rows[0])
	if err != nil {
		t.Fatal(err)
	}
	want := `{"id":"` + call.String() + `","startedAt":"2026-04-01T09:00:00Z","answeredAt":"2026-04-01T09:00:05Z","endedAt":"2026-04-01T09:01:05Z",` +
		`"direction":"in","result":"answered","from":{"number":"09012345678","name":"客"},"to":{"number":"0312345678","name":"代表"},"phoneNumber":"0312345678",` +
		`"group":{"id":"` + orders.String() + `","name":"受注"},"agent":{"id":"` + sato.String() + `","name":"佐藤"},"waitSeconds":5,"talkSeconds":60,` +
		`"cause":"normal","endedBy":"caller","hasRecording":true}`
	if string(got) != want {
		t.Errorf("row\n%s\nwant\n%s", got, want)
	}
}

func TestListFilters(t *testing.T) {
	h, _ := open(t)
	first, a := story(start)
	second, b := story(start.Add(time.Hour))
	ended := b[11].Body.(journal.CallEnded)
	ended.Record.Answered, ended.Record.Direction, ended.Record.Talked = false, journal.Outbound, 0
	ended.Record.Agent, ended.Record.Group, ended.Record.Number = suzuki, id.Group{}, id.Number{}
	ended.Record.Segments, ended.Record.Visits = nil, nil
	ended.Record.From.Number, ended.Record.To.Number = "2001", "0698765432"
	b[11].Body = ended
	third, c := story(start.Add(2 * time.Hour)) // in progress
	for _, e := range [][]journal.Event{a, b, c[:3]} {
		if err := h.Write(t.Context(), e); err != nil {
			t.Fatal(err)
		}
	}
	minute := time.Minute
	for _, c := range []struct {
		name   string
		filter history.Filter
		want   []id.Call
	}{
		{"none", history.Filter{}, []id.Call{third, second, first}},
		{"from", history.Filter{From: start.Add(time.Hour)}, []id.Call{third, second}},
		{"to", history.Filter{To: start.Add(time.Hour)}, []id.Call{first}},
		{"direction", history.Filter{Direction: journal.Outbound}, []id.Call{second}},
		{"answered", history.Filter{Result: "answered"}, []id.Call{first}},
		{"missed", history.Filter{Result: "missed"}, []id.Call{second}},
		{"part of a number", history.Filter{Digits: "9876"}, []id.Call{second}},
		{"number as pasted", history.Filter{Digits: "０９０-1234-5678"}, []id.Call{third, first}},
		{"number with country", history.Filter{Digits: "+81 6 9876 5432"}, []id.Call{second}},
		{"agent", history.Filter{Agent: sato}, []id.Call{first}},
		{"only", history.Filter{Only: suzuki}, []id.Call{second}},
		{"agent and only", history.Filter{Agent: sato, Only: suzuki}, nil},
		{"group", history.Filter{Group: orders}, []id.Call{third, first}},
		{"site's number", history.Filter{Number: mainNumber}, []id.Call{third, first}},
		{"at least", history.Filter{MinTalk: &minute}, []id.Call{first}},
		{"less than", history.Filter{MaxTalk: &minute}, []id.Call{third, second}},
	} {
		rows, _, err := h.List(t.Context(), c.filter, history.Page{})
		want := make([]string, len(c.want))
		for i, v := range c.want {
			want[i] = v.String()
		}
		if err != nil || ids(rows) != strings.Join(want, " ") {
			t.Errorf("%s: listed %s, %v; want %s", c.name, ids(rows), err, want)
		}
	}
}

func TestListRefusesWrongFilters(t *testing.T) {
	h, _ := open(t)
	for name, ask := range map[string]struct {
		f history.Filter
		p history.Page
	}{
		"direction": {f: history.Filter{Direction: "sideways"}}, "result": {f: history.Filter{Result: "maybe"}},
		"number": {f: history.Filter{Digits: "%' or true --"}}, "one digit": {f: history.Filter{Digits: "1"}},
		"sort": {p: history.Page{Sort: "name; drop table calls"}}, "limit": {p: history.Page{Limit: 501}}, "negative limit": {p: history.Page{Limit: -1}},
		"cursor": {p: history.Page{Cursor: "x"}}, "cursor of another order": {p: history.Page{Sort: history.LongestTalk, Cursor: "eyJzIjoiLXN0YXJ0ZWRBdCJ9"}},
	} {
		if _, _, err := h.List(t.Context(), ask.f, ask.p); fault.CodeOf(err) != fault.Invalid {
			t.Errorf("%s: %v, want an invalid fault", name, err)
		}
	}
}

// many fills the history with n calls over 30 days.
func many(t testing.TB, db *pg.DB, n int) {
	t.Helper()
	random := rand.New(rand.NewPCG(1, uint64(n)))
	columns := []string{"id", "started_at", "ended_at", "direction", "result", "from_number", "to_number", "digits", "number_id", "agent_id", "group_id", "agents", "groups", "waited_ms", "talked_ms", "cause"}
	agents := make([]string, 200)
	for i := range agents {
		agents[i] = id.Numbered[id.Agent](uint32(i + 1)).String()
	}
	i := 0
	_, err := db.CopyFrom(t.Context(), "calls", columns, pgx.CopyFromFunc(func() ([]any, error) {
		if i == n {
			return nil, nil
		}
		i++
		at := start.Add(time.Duration(i) * 30 * 24 * time.Hour / time.Duration(n)).Truncate(time.Second) // many share a second
		agent, result := agents[random.IntN(len(agents))], []string{"answered", "missed"}[random.IntN(2)]
		from := fmt.Sprintf("090%08d", random.IntN(1e8))
		return []any{
			id.NewCall(at).String(), at, at.Add(time.Minute), []string{"in", "out", "internal"}[random.IntN(3)], result, from, "0312345678", from + " 0312345678",
			mainNumber.String(), agent, orders.String(), []string{agent}, []string{orders.String()}, random.Int64N(60000), random.Int64N(600000), "normal",
		}, nil
	}))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.Bun().ExecContext(t.Context(), "vacuum analyze calls"); err != nil {
		t.Fatal(err)
	}
}

func TestListPagesWithoutGapOrRepeat(t *testing.T) {
	h, db := open(t)
	many(t, db, 1000)
	for _, order := range []history.Sort{history.NewestFirst, history.OldestFirst, history.LongestTalk, history.LongestWait} {
		seen := map[id.Call]bool{}
		cursor, pages := "", 0
		for {
			rows, next, err := h.List(t.Context(), history.Filter{}, history.Page{Sort: order, Limit: 70, Cursor: cursor})
			if err != nil {
				t.Fatal(err)
			}
			for _, r := range rows {
				if seen[r.ID] {
					t.Fatalf("%s: call %s twice", order, r.ID)
				}
				seen[r.ID] = true
			}
			if pages++; pages == 3 { // a call that starts meanwhile moves nothing
				_, events := story(start.Add(40 * 24 * time.Hour))
				if err := h.Write(t.Context(), events); err != nil {
					t.Fatal(err)
				}
			}
			if cursor = next; cursor == "" {
				break
			}
		}
		if len(seen) < 1000 {
			t.Errorf("%s: %d calls in %d pages, want all 1000", order, len(seen), pages)
		}
	}
}

func TestTimeline(t *testing.T) {
	h, db := open(t)
	nouns(t, db)
	call, events := story(start)
	if err := h.Write(t.Context(), events); err != nil {
		t.Fatal(err)
	}
	d, err := h.Get(t.Context(), call, id.Agent{})
	if err != nil {
		t.Fatal(err)
	}
	if len(d.Parties) != 3 || d.Parties[0].Kind != "trunk" || d.Parties[0].Label != "09012345678" || d.Parties[1].Kind != "agent" || d.Parties[1].Label != "佐藤" || d.Parties[2].Leg != "system" {
		t.Errorf("parties %+v", d.Parties)
	}
	var kinds []string
	for i, e := range d.Events {
		kinds = append(kinds, e.Kind)
		if e.Seq != uint64(i+1) {
			t.Errorf("event %d has the number %d", i+1, e.Seq)
		}
	}
	if got, want := strings.Join(kinds, " "), "started legStarted queued offered legStarted ringing answered connected dequeued recordingStarted legEnded ended recordingEnded"; got != want {
		t.Errorf("events %s, want %s", got, want)
	}
	if e := d.Events[7]; e.Leg != id.LegOf(call, 2).String() || e.Agent.Name != "佐藤" || e.Group.Name != "受注" {
		t.Errorf("connected is %+v", e)
	}
	if _, err := h.Get(t.Context(), call, sato); err != nil {
		t.Errorf("the agent of the call: %v", err)
	}
	for _, ask := range []struct {
		call id.Call
		only id.Agent
	}{{call, suzuki}, {id.NewCall(start), id.Agent{}}, {id.Call{}, id.Agent{}}} {
		if _, err := h.Get(t.Context(), ask.call, ask.only); fault.CodeOf(err) != fault.NotFound {
			t.Errorf("call %s for %s: %v, want not found", ask.call, ask.only, err)
		}
	}
}

func TestOpenRecordingStaysInItsFolder(t *testing.T) {
	_, db := open(t)
	dir := t.TempDir()
	h := history.New(db, history.Options{Recordings: filepath.Join(dir, "recordings")})
	for path, text := range map[string]string{"recordings/2026/a.wav": string(pcm.AppendWAVHeader(nil, pcm.WAVMu, 8000, 2, 2)) + "ab", "secret.txt": "secret"} {
		if err := os.MkdirAll(filepath.Dir(filepath.Join(dir, path)), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, path), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Symlink(filepath.Join(dir, "secret.txt"), filepath.Join(dir, "recordings", "link.wav")); err != nil {
		t.Fatal(err)
	}
	for path, there := range map[string]bool{"2026/a.wav": true, "../secret.txt": false, filepath.Join(dir, "secret.txt"): false, "link.wav": false, "2026": false, "gone.wav": false, "a\x00b": false} {
		call, events := story(start)
		ended := events[12].Body.(journal.RecordingEnded)
		ended.Path = path
		events[12].Body = ended
		if err := h.Write(t.Context(), events); err != nil {
			t.Fatal(err)
		}
		f, err := h.OpenRecording(t.Context(), id.RecordingOf(call, 1))
		if (err == nil) != there || err != nil && fault.CodeOf(err) != fault.NotFound {
			t.Errorf("path %q: %v, want there: %v", path, err, there)
		}
		if err == nil {
			_ = f.Close()
		}
	}
}

func TestReplayGivesTheDayBack(t *testing.T) {
	h, _ := open(t)
	call, events := story(start)
	floor := id.Numbered[id.Stream](7)
	arrived := journal.Event{Stream: floor, Seq: 1, At: start, Body: journal.GroupArrived{Group: orders, Call: call, Since: start}}
	left := journal.Event{Stream: floor, Seq: 2, At: start.Add(5 * time.Second), Body: journal.GroupLeft{Group: orders, Call: call, Outcome: journal.OutcomeAnswered, Agent: sato}}
	yesterday := journal.Event{Stream: id.Numbered[id.Stream](6), Seq: 1, At: start.Add(-24 * time.Hour), Body: journal.FloorStarted{}}
	if err := h.Write(t.Context(), append(events, arrived, left, yesterday)); err != nil {
		t.Fatal(err)
	}
	var got []string
	err := h.Replay(t.Context(), start, start.Add(24*time.Hour), func(e journal.Event) error {
		got = append(got, e.Body.Kind())
		return nil
	})
	if want := "groupArrived groupLeft ended"; err != nil || strings.Join(got, " ") != want {
		t.Errorf("replayed %s, %v; want %s", got, err, want)
	}
}

func FuzzCursor(f *testing.F) {
	h, db := open(f)
	many(f, db, 20)
	_, next, err := h.List(f.Context(), history.Filter{}, history.Page{Limit: 5})
	if err != nil {
		f.Fatal(err)
	}
	for _, seed := range []string{next, "", "x", "eyJzIjoiLXN0YXJ0ZWRBdCIsImEiOjkyMjMzNzIwMzY4NTQ3NzU4MDcsImkiOiIwMTlkNDZjYy1mYjgwLTcwMDAtODAwMC0wMDAwMDAwMDAwMDEifQ"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, cursor string) {
		if _, _, err := h.List(t.Context(), history.Filter{}, history.Page{Limit: 5, Cursor: cursor}); err != nil && fault.CodeOf(err) != fault.Invalid {
			t.Errorf("cursor %q: %v", cursor, err)
		}
	})
}

func BenchmarkList(b *testing.B) {
	h, db := open(b)
	many(b, db, 100_000)
	minute := time.Minute
	day := start.Add(15 * 24 * time.Hour)
	for name, f := range map[string]history.Filter{
		"newest": {}, "day": {From: day, To: day.Add(24 * time.Hour)}, "agent": {Agent: sato}, "group": {Group: orders}, "digits": {Digits: "123456"},
		"digits-day": {Digits: "1234", From: day, To: day.Add(24 * time.Hour)}, "missed-long": {Result: "missed", MinTalk: &minute}, "number": {Number: mainNumber, Direction: journal.Outbound},
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if _, _, err := h.List(b.Context(), f, history.Page{}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkWrite(b *testing.B) {
	h, _ := open(b)
	n := 0
	for b.Loop() {
		var batch []journal.Event
		for range 50 {
			_, events := story(start.Add(time.Duration(n) * time.Second))
			batch = append(batch, events...)
			n++
		}
		if err := h.Write(b.Context(), batch); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "calls/s")
}
