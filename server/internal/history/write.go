// Package history keeps what the journal says of calls and of the floor: one
// row per call, every event of its timeline, and where its recordings are. It
// is the consumer of the spool, so everything it writes it may be told twice.
package history

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"runtime/debug"
	"slices"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"github.com/yobirin/yobirin/server/internal/journal"
	"github.com/yobirin/yobirin/shared/id"
)

// Write stores events in one transaction: all of them or none. An event that
// is already stored is passed over, so a batch may come again, whole or in
// part. Events of one stream must come in order. An event that the database
// can never take (a moment out of all range) is logged and left out, so that
// it does not hold up those behind it.
func (h *History) Write(ctx context.Context, events []journal.Event) error {
	err := h.tryWrite(ctx, events)
	if err == nil || !poisoned(err) {
		return err
	}
	for _, e := range events {
		if err := h.tryWrite(ctx, []journal.Event{e}); err != nil {
			if !poisoned(err) {
				return err
			}
			h.log.Error("an event cannot be stored and was left out", "stream", e.Stream, "seq", e.Seq, "kind", fmt.Sprintf("%T", e.Body), "err", err)
		}
	}
	return nil
}

// tryWrite turns a panic into an error: the events stay in the spool, people
// are told, and calls go on.
func (h *History) tryWrite(ctx context.Context, events []journal.Event) (err error) {
	defer h.caught(&err, errors.New("history: panic while events were stored"))
	return h.write(ctx, events)
}

// safelyQueue takes a mistake of ours in one event's statements for the
// event's: the spool would bring it again for ever.
func (h *History) safelyQueue(batch *pgx.Batch, e journal.Event) (err error) {
	defer h.caught(&err, errUnwritable)
	return queue(batch, e)
}

func (h *History) caught(err *error, as error) {
	if p := recover(); p != nil {
		h.log.Error("panic while events were stored", "panic", fmt.Sprint(p), "stack", string(debug.Stack()))
		*err = as
	}
}

// errUnwritable marks an event that has no JSON.
var errUnwritable = errors.New("the event cannot be written as JSON")

// poisoned says whether an error is of the data itself and so comes again at
// every try: SQLSTATE classes 22 (data exception) and 23 (constraint).
func poisoned(err error) bool {
	var server *pgconn.PgError
	if errors.As(err, &server) {
		return strings.HasPrefix(server.Code, "22") || strings.HasPrefix(server.Code, "23")
	}
	return errors.Is(err, errUnwritable)
}

func (h *History) write(ctx context.Context, events []journal.Event) error {
	if len(events) == 0 {
		return nil
	}
	var touched touched
	var batch pgx.Batch
	for _, e := range events {
		if err := h.safelyQueue(&batch, e); err != nil {
			return err
		}
		touched.note(e.Body)
	}
	tx, err := h.db.Pool().Begin(ctx)
	if err != nil {
		return fmt.Errorf("history: begin: %w", err)
	}
	defer func() { _ = tx.Rollback(context.WithoutCancel(ctx)) }()
	if err := tx.SendBatch(ctx, &batch).Close(); err != nil {
		return fmt.Errorf("history: write %d events: %w", len(events), err)
	}
	told, err := h.follow(ctx, tx, touched)
	if err != nil {
		return err
	}
	if err := tx.Commit(ctx); err != nil {
		return fmt.Errorf("history: commit: %w", err)
	}
	h.tell(ctx, told)
	return nil
}

// insertEvent gives way to nothing but an event that CloseAbandoned made up.
const insertEvent = `insert into call_events (stream, seq, at, kind, body) values ($1, $2, $3, $4, $5)
	on conflict (stream, seq) do update set at = excluded.at, kind = excluded.kind, body = excluded.body, synthetic = false where call_events.synthetic`

const insertFloorEvent = `insert into floor_events (stream, seq, at, kind, body) values ($1, $2, $3, $4, $5) on conflict do nothing`

// queue adds the statements of one event.
func queue(batch *pgx.Batch, e journal.Event) error {
	raw, err := json.Marshal(e.Body)
	if err != nil {
		return fmt.Errorf("history: %w: %s %d: %w", errUnwritable, e.Stream, e.Seq, err)
	}
	text := storable(string(raw))
	switch b := e.Body.(type) {
	case journal.FloorStarted, journal.AgentChanged, journal.StatusChosen, journal.GroupArrived, journal.GroupLeft,
		journal.SlotTaken, journal.SlotFreed, journal.LimitReached:
		batch.Queue(insertFloorEvent, e.Stream, int64(e.Seq), e.At, e.Body.Kind(), text)
		if left, ok := e.Body.(journal.GroupLeft); ok {
			queueLeft(batch, left)
		}
		return nil
	case journal.CallStarted:
		queueStarted(batch, e.At, b)
	case journal.CallEnded:
		record, err := json.Marshal(b.Record)
		if err != nil {
			return fmt.Errorf("history: %w: record of call %s: %w", errUnwritable, b.Record.Call, err)
		}
		queueEnded(batch, b.Record, storable(string(record)))
		if err := queuePauses(batch, b.Record.Recordings); err != nil {
			return err
		}
	case journal.RecordingStarted:
		batch.Queue("insert into recordings (id, call_id, started_at, kind, group_id) values ($1, $2, $3, $4, $5) on conflict do nothing",
			b.Recording, e.Stream, e.At, kindOf(b.Of), b.Group)
	case journal.RecordingEnded:
		queueRecording(batch, id.Call(e.Stream), e.At, b)
	case journal.Queued:
		batch.Queue("update calls set group_id = $2::uuid, groups = array_append(groups, $2::uuid) where id = $1 and ended_at is null and not $2::uuid = any(groups)", e.Stream, b.Group)
	case journal.Connected:
		queueConnected(batch, e.Stream, e.At, b)
	case journal.VoicemailLeft:
		queueVoicemail(batch, id.Call(e.Stream), e.At, b)
	case journal.AudioRecorded:
		queueAudio(batch, id.Call(e.Stream), e.At, b)
	case journal.Callback:
		queueCallback(batch, id.Call(e.Stream), e.At, b)
	case journal.Routed, journal.LegStarted, journal.LegRinging, journal.LegAnswered, journal.LegHeld, journal.LegResumed, journal.LegEnded,
		journal.LegMeasured, journal.Offered, journal.OfferEnded, journal.Dequeued, journal.Digit, journal.Playing, journal.Transferred,
		journal.Parked, journal.Unparked, journal.LegMuted, journal.LegLeft, journal.LegJoined, journal.SupervisorJoined, journal.SupervisorMode,
		journal.SupervisorLeft, journal.RoomEntered, journal.RecordingPaused, journal.TimeLimit, journal.Emergency, journal.SeatChanged, journal.Commanded:
		// on the timeline, and what queueTrail makes of it
	}
	batch.Queue(insertEvent, e.Stream, int64(e.Seq), e.At, e.Body.Kind(), text)
	queueRang(batch, e)
	return queueTrail(batch, e)
}

func queueStarted(batch *pgx.Batch, at time.Time, b journal.CallStarted) {
	batch.Queue(`insert into calls (id, started_at, direction, from_number, from_name, withheld, to_number, digits, number_id, trunk_id, agent_id, agents)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) on conflict do nothing`,
		b.Call, at, string(b.Direction), storable(b.From.Number), storable(b.From.Name), b.From.Withheld, storable(b.Dialed),
		digits(b.From.Number, b.Dialed), b.Number, b.Trunk, b.Agent, texts(b.Agent))
}

// queueLeft notes how a visit to a group ended with its call.
func queueLeft(batch *pgx.Batch, b journal.GroupLeft) {
	batch.Queue("update calls set outcomes = outcomes || array(select w from unnest($2::text[]) w where not w = any(outcomes)) where id = $1 and not outcomes @> $2::text[]",
		b.Call, outcomesOf(journal.Visit{Group: b.Group, Outcome: b.Outcome}))
}

// outcomesOf gives the words by which a call with these visits is found.
func outcomesOf(visits ...journal.Visit) []string {
	out := []string{}
	for _, v := range visits {
		for _, word := range []string{string(v.Outcome), outcomeOf(v.Group, v.Outcome)} {
			if v.Outcome != "" && !slices.Contains(out, word) {
				out = append(out, word)
			}
		}
	}
	return out
}

func queueConnected(batch *pgx.Batch, stream id.Stream, at time.Time, b journal.Connected) {
	batch.Queue(`update calls set answered_at = coalesce(answered_at, $2), agent_id = coalesce($3::uuid, agent_id), group_id = coalesce($4::uuid, group_id),
		agents = case when $3::uuid is null or $3::uuid = any(agents) then agents else array_append(agents, $3::uuid) end
		where id = $1 and ended_at is null`, stream, at, b.Agent, b.Group)
}

// queueEnded completes the call's row from its record, or makes the row when
// its start never came. A call once ended stays as it is, unless it was only
// taken for dead.
func queueEnded(batch *pgx.Batch, r journal.Record, record string) {
	result := "missed"
	if r.Answered {
		result = "answered"
	}
	agents, groups := []id.Agent{r.Caller, r.Agent}, []id.Group{r.Group}
	for _, s := range r.Segments {
		agents = append(agents, s.Agent)
	}
	for _, v := range r.Visits {
		groups = append(groups, v.Group)
	}
	agent := r.Agent
	if agent.IsZero() {
		agent = r.Caller
	}
	batch.Queue(`insert into calls (id, started_at, answered_at, ended_at, direction, result, from_number, from_name, withheld, to_number, to_name,
			digits, number_id, trunk_id, agent_id, group_id, agents, groups, waited_ms, talked_ms, cause, ended_by, record, outcomes)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24)
		on conflict (id) do update set started_at = excluded.started_at, answered_at = excluded.answered_at, ended_at = excluded.ended_at,
			direction = excluded.direction, result = excluded.result, from_number = excluded.from_number, from_name = excluded.from_name,
			withheld = excluded.withheld, to_number = excluded.to_number, to_name = excluded.to_name, digits = excluded.digits,
			number_id = excluded.number_id, trunk_id = excluded.trunk_id, agent_id = excluded.agent_id, group_id = excluded.group_id,
			agents = excluded.agents, groups = excluded.groups, waited_ms = excluded.waited_ms, talked_ms = excluded.talked_ms,
			cause = excluded.cause, ended_by = excluded.ended_by, record = excluded.record, abandoned = false
		where calls.ended_at is null or calls.abandoned`,
		r.Call, r.StartedAt, moment(r.AnsweredAt), r.EndedAt, string(r.Direction), result, storable(r.From.Number), storable(r.From.Name), r.From.Withheld,
		storable(r.To.Number), storable(r.To.Name), digits(r.From.Number, r.To.Number), r.Number, r.Trunk, agent, r.Group,
		texts(agents...), texts(groups...), r.Waited.Milliseconds(), r.Talked.Milliseconds(), string(r.Cause.Kind), string(r.EndedBy), record, outcomesOf(r.Visits...))
	// The end that CloseAbandoned made up is not the end after all.
	batch.Queue("delete from call_events where stream = $1 and synthetic", r.Call)
}

// storable makes text fit for PostgreSQL, which knows no NUL: neither as a
// character nor, inside JSON, as its escape.
func storable(s string) string {
	if strings.IndexByte(s, 0) >= 0 {
		s = strings.ReplaceAll(s, "\x00", "")
	}
	if strings.Contains(s, `\u0000`) {
		s = withoutEscapedNUL(s)
	}
	return strings.ToValidUTF8(s, "�")
}

// withoutEscapedNUL removes \u0000 where its backslash is not itself escaped.
func withoutEscapedNUL(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); {
		switch {
		case strings.HasPrefix(s[i:], `\u0000`):
			i += 6
		case s[i] == '\\' && i+1 < len(s):
			b.WriteString(s[i : i+2])
			i += 2
		default:
			b.WriteByte(s[i])
			i++
		}
	}
	return b.String()
}

// digits is the text the number filter searches.
func digits(numbers ...string) string {
	return strings.TrimSpace(storable(strings.Join(numbers, " ")))
}

// texts gives the identifiers that are set, each once, as text that
// PostgreSQL reads as uuid[].
func texts[K id.Kind](ids ...id.Of[K]) []string {
	out := make([]string, 0, len(ids))
	seen := make(map[id.Of[K]]bool, len(ids))
	for _, v := range ids {
		if v.IsZero() || seen[v] {
			continue
		}
		seen[v] = true
		out = append(out, v.String())
	}
	return out
}

func moment(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}
