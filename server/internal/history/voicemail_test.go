package history_test

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/yobirin/yobirin/server/internal/access"
	"github.com/yobirin/yobirin/server/internal/history"
	"github.com/yobirin/yobirin/server/internal/journal"
	"github.com/yobirin/yobirin/shared/id"
	"github.com/yobirin/yobirin/shared/leg"
)

var greeting = id.Numbered[id.Audio](3)

// message is the events of a call that leaves a message of so many frames.
func (a *archive) message(t testing.TB, at time.Time, from string, frames int) (id.Recording, journal.RecordingEnded, []journal.Event) {
	t.Helper()
	call := id.NewCall(at)
	rec := id.RecordingOf(call, 1)
	who := leg.Identity{Number: from}
	end := a.record(t, rec, at, frames)
	length := end.Length
	var events []journal.Event
	for i, b := range []journal.Body{
		journal.CallStarted{Call: call, Direction: journal.Inbound, From: who, Number: mainNumber},
		journal.RecordingStarted{Recording: rec, Of: journal.Voicemail, Audio: greeting},
		journal.VoicemailLeft{Recording: rec, Audio: greeting, Number: mainNumber, From: who, At: at, Length: length, Discard: length < 2*time.Second},
		journal.CallEnded{Record: journal.Record{Call: call, Direction: journal.Inbound, From: who, StartedAt: at, EndedAt: at.Add(length)}},
		end,
	} {
		events = append(events, journal.Event{Stream: journal.StreamOf(call), Seq: uint64(i + 1), At: at.Add(length), Body: b})
	}
	return rec, end, events
}

func (a *archive) voicemails(t testing.TB, query string) history.VoicemailPage {
	t.Helper()
	got := a.api.GetCtx(as(t, sato, access.RoleAgent), "/api/v1/voicemails?"+query)
	var page history.VoicemailPage
	if err := json.Unmarshal(got.Body.Bytes(), &page); got.Code != http.StatusOK || err != nil {
		t.Fatalf("%s: %d %s", query, got.Code, got.Body)
	}
	return page
}

func callers(p history.VoicemailPage) string {
	var out []string
	for _, v := range p.Items {
		out = append(out, v.From.Number)
	}
	return strings.Join(out, " ")
}

// TestVoicemailIsToldOnceItIsWhole: whichever of its two events comes last,
// and only when what follows it is stored with it.
func TestVoicemailIsToldOnceItIsWhole(t *testing.T) {
	var fail error
	var queued []string
	a := newArchive(t, history.Options{Enqueue: func(ctx context.Context, tx pgx.Tx, v history.Voicemail) error {
		if fail != nil {
			_, err := tx.Exec(ctx, "select 1/0") // leaves the transaction broken
			panic(errors.Join(fail, err))
		}
		queued = append(queued, v.From.Number)
		return nil
	}})
	for name, order := range map[string][]int{"03": {0, 1, 2, 3, 4}, "06": {0, 1, 4, 2, 3}} {
		a.changes, queued = nil, nil
		_, _, events := a.message(t, start, name, 24000)
		for i, n := range order {
			whole := slices.Contains(order[:i+1], 2) && slices.Contains(order[:i+1], 4)
			if whole && len(a.changes) == 0 {
				// What follows cannot be noted: the events are, and nobody is told yet.
				fail = errors.New("no room for jobs")
				if err := a.Write(t.Context(), events[n:n+1]); err != nil || len(a.changes) > 0 || callers(a.voicemails(t, "heard=false&number="+name)) != name {
					t.Fatalf("what follows could not be noted: %v, told %v", err, a.changes)
				}
				if err := a.purge(t, 0); err != nil || len(a.changes) > 0 {
					t.Fatalf("it still cannot: %v, told %v", err, a.changes)
				}
				fail = nil
				if err := a.purge(t, 0); err != nil {
					t.Fatal(err)
				}
			}
			for range 2 { // told twice
				if err := a.Write(t.Context(), events[n:n+1]); err != nil {
					t.Fatal(err)
				}
			}
			if whole != (len(a.changes) == 1) || len(queued) != len(a.changes) {
				t.Fatalf("%s: after %d of %v told %v, queued %v", name, i+1, order, a.changes, queued)
			}
		}
		if a.changes[0] != "left "+name || queued[0] != name {
			t.Errorf("told %v, queued %v", a.changes, queued)
		}
	}
}

func TestVoicemailList(t *testing.T) {
	a := newArchive(t, history.Options{})
	a.exec(t, "insert into audios (id, name, file, sha256, milliseconds) values ($1, '留守電', 'a.wav', '', 0)", greeting)
	var ids []id.Recording
	for i, from := range []string{"0311112222", "0322223333", "09011112222"} {
		rec, _, events := a.message(t, start.Add(time.Duration(i)*time.Hour), from, 24000)
		if err := a.Write(t.Context(), events); err != nil {
			t.Fatal(err)
		}
		ids = append(ids, rec)
	}
	page := a.voicemails(t, "")
	if got := callers(page); got != "09011112222 0322223333 0311112222" || page.Unheard != 3 || page.NextCursor != "" {
		t.Fatalf("listed %s, %d unheard", got, page.Unheard)
	}
	if v := page.Items[2]; v.ID != ids[0] || v.Seconds != 3 || v.Audio == nil || v.Audio.Name != "留守電" || v.PhoneNumber != "0312345678" || !v.Playable || v.HeardAt != nil {
		t.Errorf("a message is listed as %+v", v)
	}
	got := a.api.PutCtx(as(t, sato, access.RoleAgent), "/api/v1/voicemails/"+ids[1].String()+"/heard", map[string]any{"heard": true})
	if got.Code != http.StatusOK || !strings.Contains(got.Body.String(), "佐藤") {
		t.Errorf("mark: %d %s", got.Code, got.Body)
	}
	for query, want := range map[string]string{
		"heard=true":                         "0322223333",
		"heard=false":                        "09011112222 0311112222",
		"number=11112":                       "09011112222 0311112222",
		"audio=" + greeting.String():         "09011112222 0322223333 0311112222",
		"audio=" + mainNumber.String():       "",
		"phoneNumber=" + mainNumber.String(): "09011112222 0322223333 0311112222",
		"from=2026-04-01T10:00:00Z":          "09011112222 0322223333",
		"to=2026-04-01T10:00:00Z":            "0311112222",
		"number=%EF%BC%90%EF%BC%93%2D1111":   "0311112222",
	} {
		if got := callers(a.voicemails(t, query)); got != want {
			t.Errorf("%s: %s, want %s", query, got, want)
		}
	}
	all, cursor := "", ""
	for range 4 {
		page := a.voicemails(t, "limit=1&cursor="+cursor)
		all, cursor = all+callers(page)+" ", page.NextCursor
		if cursor == "" {
			break
		}
	}
	if all != "09011112222 0322223333 0311112222 " {
		t.Errorf("by pages %s", all)
	}
	for _, query := range []string{"heard=perhaps", "number=x", "audio=x", "limit=501", "cursor=x", "cursor=e30"} {
		if got := a.api.GetCtx(as(t, sato, access.RoleAgent), "/api/v1/voicemails?"+query); got.Code == http.StatusOK {
			t.Errorf("%s was taken", query)
		}
	}
	if got := a.api.Get("/api/v1/voicemails"); got.Code == http.StatusOK {
		t.Error("nobody sees the messages")
	}
}

func TestVoicemailIsHeardMarkedAndDeleted(t *testing.T) {
	a := newArchive(t, history.Options{})
	first, end, events := a.message(t, start, "0311112222", 24000)
	second, held, more := a.message(t, start.Add(time.Minute), "0322223333", 24000)
	if err := a.Write(t.Context(), append(events, more...)); err != nil {
		t.Fatal(err)
	}
	agent, sv := as(t, suzuki, access.RoleAgent), as(t, suzuki, access.RoleSupervisor)
	if got := a.api.GetCtx(agent, "/api/v1/voicemails/"+first.String()+"/audio"); got.Code != http.StatusOK || got.Body.Len() != 44+2*48000 {
		t.Errorf("an agent hears %d, %d bytes", got.Code, got.Body.Len())
	}
	// The messages are everybody's, the conversations are not.
	_, talk, _ := a.recorded(t, start.Add(time.Hour))
	if got := a.api.GetCtx(agent, "/api/v1/voicemails/"+talk.String()+"/audio"); got.Code == http.StatusOK {
		t.Error("a conversation is heard as if it were a message")
	}
	for _, heard := range []bool{true, true, false} {
		if _, err := a.MarkHeard(t.Context(), first, session(sato, access.RoleAgent), heard); err != nil {
			t.Fatal(err)
		}
	}
	unheard, err := a.Unheard(t.Context())
	if err != nil || unheard[greeting] != 2 || len(unheard) != 1 {
		t.Errorf("unheard: %v, %v", unheard, err)
	}
	if got := a.api.DeleteCtx(agent, "/api/v1/voicemails/"+first.String()); got.Code == http.StatusNoContent {
		t.Error("an agent deletes messages")
	}
	if err := a.SetHold(t.Context(), second, session(suzuki, access.RoleSupervisor), access.Origin{}, "x"); err != nil {
		t.Fatal(err)
	}
	both := map[string]any{"ids": []string{first.String(), second.String()}}
	if got := a.api.PostCtx(sv, "/api/v1/voicemails/delete", both); got.Code == http.StatusOK || !a.there(end.Path) || !a.there(held.Path) {
		t.Errorf("one of them is held: %d %s", got.Code, got.Body)
	}
	if got := a.api.DeleteCtx(sv, "/api/v1/voicemails/"+first.String()); got.Code != http.StatusNoContent || a.there(end.Path) {
		t.Errorf("deleted: %d %s, the file is there: %v", got.Code, got.Body, a.there(end.Path))
	}
	if got := a.api.DeleteCtx(sv, "/api/v1/voicemails/"+first.String()); got.Code == http.StatusNoContent {
		t.Error("deleted twice")
	}
	if got := callers(a.voicemails(t, "")); got != "0322223333" {
		t.Errorf("left are %s", got)
	}
	if _, err := a.MarkHeard(t.Context(), first, session(sato, access.RoleAgent), true); keyOf(err) != "not_found" {
		t.Errorf("a deleted message is marked: %v", err)
	}
	want := "left 0311112222, left 0322223333, heard 0311112222, unheard 0311112222, deleted 0311112222"
	if got := strings.Join(a.changes, ", "); got != want {
		t.Errorf("told %s, want %s", got, want)
	}
	if got := a.trail(t, first.String()); got != "recording.played voicemail.deleted recording.deleted" {
		t.Errorf("the audit says %q", got)
	}
	if got := a.scan(t, "select actor::text from audit where action = 'recording.deleted'"); got != suzuki.String() {
		t.Errorf("it was deleted by %s", got)
	}
}

// TestShortMessagesAreNotKept: whichever event comes last, the file goes.
func TestShortMessagesAreNotKept(t *testing.T) {
	for _, order := range [][]int{{0, 1, 2, 3, 4}, {0, 1, 4, 2, 3}} {
		a := newArchive(t, history.Options{})
		rec, end, events := a.message(t, start, "03", 8000)
		for _, n := range order {
			if err := a.Write(t.Context(), events[n:n+1]); err != nil {
				t.Fatal(err)
			}
		}
		if a.there(end.Path) {
			t.Errorf("%v: the file is there", order)
		}
		if got := callers(a.voicemails(t, "")); got != "" || len(a.changes) > 0 {
			t.Errorf("%v: listed %s, told %v", order, got, a.changes)
		}
		if got := a.scan(t, "select deleted_why from recordings where id = $1 and deleted_at is not null", rec); got != "short" {
			t.Errorf("%v: deleted because of %q", order, got)
		}
	}
}

// TestMessageOfACrash: the server died while the caller was speaking.
func TestMessageOfACrash(t *testing.T) {
	a := newArchive(t, history.Options{})
	_, end, events := a.message(t, start, "0311112222", 24000)
	if err := a.Write(t.Context(), events[:2]); err != nil {
		t.Fatal(err)
	}
	call := id.Call(events[0].Stream)
	for range 2 {
		if err := a.Attach(t.Context(), call, start.Add(time.Hour), end); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := a.CloseAbandoned(t.Context(), start.Add(time.Hour), nil); err != nil {
		t.Fatal(err)
	}
	page := a.voicemails(t, "")
	if callers(page) != "0311112222" || !page.Items[0].Playable || page.Items[0].Seconds != 3 || strings.Join(a.changes, ",") != "left 0311112222" {
		t.Errorf("listed %+v, told %v", page.Items, a.changes)
	}
	// Mails and lamps go by the audio file.
	if unheard, err := a.Unheard(t.Context()); err != nil || unheard[greeting] != 1 {
		t.Errorf("waiting after audio files: %v, %v", unheard, err)
	}
}

func TestAudioRecordedFromAPhoneWaitsToBeTaken(t *testing.T) {
	a := newArchive(t, history.Options{})
	call := id.NewCall(start)
	rec := id.RecordingOf(call, 1)
	end := a.record(t, rec, start, 24000)
	var events []journal.Event
	for i, b := range []journal.Body{
		journal.CallStarted{Call: call, Direction: journal.Internal, Agent: sato},
		journal.RecordingStarted{Recording: rec, Of: journal.OwnAudio},
		journal.AudioRecorded{Recording: rec, Agent: sato, Length: end.Length},
		end,
	} {
		events = append(events, journal.Event{Stream: journal.StreamOf(call), Seq: uint64(i + 1), At: start, Body: b})
	}
	if err := a.Write(t.Context(), events); err != nil {
		t.Fatal(err)
	}
	if got := a.trail(t, rec.String()); got != "audio.recorded" {
		t.Errorf("who made a sound of the site is in the audit as %q", got)
	}
	takes, err := a.Takes(t.Context())
	if err != nil || len(takes) != 1 || len(a.takes) != 1 || takes[0] != a.takes[0] || takes[0].Agent != sato || takes[0].Length != 3*time.Second {
		t.Fatalf("waiting %+v, told %+v, %v", takes, a.takes, err)
	}
	if err := a.Taken(t.Context(), rec); err != nil {
		t.Fatal(err)
	}
	if takes, err := a.Takes(t.Context()); err != nil || len(takes) != 0 {
		t.Errorf("still waiting %+v, %v", takes, err)
	}
}

// TestSupervisionIsInTheAudit in the transaction that stores the call's events.
func TestSupervisionIsInTheAudit(t *testing.T) {
	a := newArchive(t, history.Options{})
	call := id.NewCall(start)
	own, device := id.LegOf(call, 3), id.Numbered[id.Device](4)
	var events []journal.Event
	for i, b := range []journal.Body{
		journal.CallStarted{Call: call, Direction: journal.Inbound},
		journal.SupervisorJoined{Leg: own, Supervisor: suzuki, Agent: sato, Mode: "monitor"},
		journal.SupervisorMode{Leg: own, Mode: "whisper"},
		journal.SupervisorLeft{Leg: own, Supervisor: suzuki, Agent: sato},
		journal.SeatChanged{Device: device, Agent: sato, Refused: "locked"},
		journal.SeatChanged{Device: device, Agent: sato, In: true},
		journal.Emergency{Number: "119", Agent: sato, Device: device},
	} {
		events = append(events, journal.Event{Stream: journal.StreamOf(call), Seq: uint64(i + 1), At: start, Body: b})
	}
	for range 2 { // told twice
		if err := a.Write(t.Context(), events); err != nil {
			t.Fatal(err)
		}
	}
	got := a.scan(t, `select string_agg(concat_ws(' ', action, via, (actor = $1)::text, (actor = $2)::text, detail->>'mode'), E'\n' order by id) from audit where object_id = $3 or object_id = $4`,
		suzuki, sato, sato.String(), device.String())
	want := `monitor.started phone true false monitor
monitor.mode phone true false whisper
monitor.ended phone true false
pin.locked phone
seat.in phone false true
emergency.called phone false true`
	if got != want {
		t.Errorf("the audit says\n%s\nwant\n%s", got, want)
	}
	a.exec(t, "alter table audit rename to elsewhere")
	other := id.NewCall(start)
	if err := a.Write(t.Context(), []journal.Event{{Stream: journal.StreamOf(other), Seq: 1, At: start, Body: journal.SupervisorJoined{Supervisor: suzuki, Agent: sato}}}); err == nil {
		t.Error("somebody was listened to without an audit")
	}
}
