package history

import (
	"context"
	"encoding/json"
	"fmt"
	"runtime/debug"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/yobirin/yobirin/server/internal/journal"
	"github.com/yobirin/yobirin/shared/id"
)

// touched are the recordings that a batch of events tells of.
type touched struct {
	recordings []id.Recording
}

func (t *touched) note(b journal.Body) {
	switch b := b.(type) {
	case journal.RecordingEnded:
		t.recordings = append(t.recordings, b.Recording)
	case journal.VoicemailLeft:
		t.recordings = append(t.recordings, b.Recording)
	case journal.AudioRecorded:
		t.recordings = append(t.recordings, b.Recording)
	default: // tells of no recording
	}
}

// told is what is to be said after the commit.
type told struct {
	messages []Voicemail
	takes    []Take
	doomed   bool // a file is not to be kept
}

// follow does what the end of recordings asks for, in the transaction that
// stores it: how long they are kept, and who waits for them.
func (h *History) follow(ctx context.Context, tx pgx.Tx, t touched) (told, error) {
	if len(t.recordings) == 0 {
		return told{}, nil
	}
	if err := h.retain(ctx, tx, t.recordings); err != nil {
		return told{}, err
	}
	rows, err := tx.Query(ctx, selectUntold+"and r.id = any($1::uuid[]) for update of r", texts(t.recordings...))
	if err != nil {
		return told{}, fmt.Errorf("history: find messages: %w", err)
	}
	out := told{}
	if out.messages, err = h.announce(ctx, tx, rows); err != nil {
		return told{}, err
	}
	if out.takes, err = h.takes(ctx, tx, t.recordings); err != nil {
		return told{}, err
	}
	err = tx.QueryRow(ctx, `select exists (select from recordings where id = any($1::uuid[]) and deleting_at is not null
		and deleted_at is null and ended_at is not null)`, texts(t.recordings...)).Scan(&out.doomed)
	if err != nil {
		return told{}, fmt.Errorf("history: find recordings that are not kept: %w", err)
	}
	return out, nil
}

// selectUntold finds messages that are whole and that nobody was told of.
const selectUntold = `select r.id from recordings r where r.told_at is null and r.ended_at is not null and r.deleting_at is null
	and r.kind = 'voicemail' and exists (select from voicemails v where v.recording_id = r.id) `

// announce notes messages as told of, with what follows them. One for which
// that fails stays untold and does not keep the others, nor the events that
// told of it, from being stored.
func (h *History) announce(ctx context.Context, tx pgx.Tx, rows pgx.Rows) ([]Voicemail, error) {
	whole, err := pgx.CollectRows(rows, pgx.RowTo[id.Recording])
	if err != nil {
		return nil, fmt.Errorf("history: find messages: %w", err)
	}
	var out []Voicemail
	for _, rec := range whole {
		var v Voicemail
		err := pgx.BeginFunc(ctx, tx, func(inner pgx.Tx) (err error) {
			if _, err = inner.Exec(ctx, "update recordings set told_at = $2 where id = $1", rec, h.now()); err != nil {
				return err
			}
			if v, err = scanVoicemail(inner.QueryRow(ctx, selectVoicemail+"where v.recording_id = $1", rec).Scan); err != nil || h.o.Enqueue == nil {
				return err
			}
			return h.enqueue(ctx, inner, v)
		})
		if err != nil {
			h.log.Warn("what follows a message cannot be noted yet", "recording", rec, "err", err)
			continue
		}
		out = append(out, v)
	}
	return out, nil
}

// enqueue turns a panic into an error.
func (h *History) enqueue(ctx context.Context, tx pgx.Tx, v Voicemail) (err error) {
	defer func() {
		if p := recover(); p != nil {
			h.log.Error("history: a listener panicked", "panic", fmt.Sprint(p), "stack", string(debug.Stack()))
			err = fmt.Errorf("panic: %v", p)
		}
	}()
	return h.o.Enqueue(ctx, tx, v)
}

// announceLeft tells of the messages for which that failed before.
func (h *History) announceLeft(ctx context.Context) error {
	tx, err := h.db.Pool().Begin(ctx)
	if err != nil {
		return fmt.Errorf("history: begin: %w", err)
	}
	defer func() { _ = tx.Rollback(context.WithoutCancel(ctx)) }()
	rows, err := tx.Query(ctx, selectUntold+"order by r.id limit $1 for update of r skip locked", purgeBatch)
	if err != nil {
		return fmt.Errorf("history: find messages: %w", err)
	}
	messages, err := h.announce(ctx, tx, rows)
	if err != nil {
		return err
	}
	if err := tx.Commit(ctx); err != nil {
		return fmt.Errorf("history: commit: %w", err)
	}
	h.tell(ctx, told{messages: messages})
	return nil
}

// tell says what was stored, after the commit.
func (h *History) tell(ctx context.Context, t told) {
	for _, v := range t.messages {
		h.changed(VoicemailChange{What: MessageLeft, Voicemail: v})
	}
	for _, take := range t.takes {
		h.safely(func() {
			if h.o.OnTake != nil {
				h.o.OnTake(take)
			}
		})
	}
	if !t.doomed {
		return
	}
	// What was too short goes at once; what cannot go now, Purge tries again.
	if _, err := h.finish(ctx, purgeBatch); err != nil {
		h.log.Warn("a recording that is not kept could not be deleted yet", "err", err)
	}
}

func (h *History) changed(c VoicemailChange) {
	h.safely(func() {
		if h.o.OnVoicemail != nil {
			h.o.OnVoicemail(c)
		}
	})
}

// safely keeps a listener's mistake from stopping the events behind.
func (h *History) safely(fn func()) {
	defer func() {
		if p := recover(); p != nil {
			h.log.Error("history: a listener panicked", "panic", fmt.Sprint(p), "stack", string(debug.Stack()))
		}
	}()
	fn()
}

const selectUnjudged = `select r.id, r.kind, r.call_id, coalesce(r.group_id, c.group_id), c.number_id, r.ended_at
	from recordings r left join calls c on c.id = r.call_id
	where r.ended_at is not null and r.path <> '' and not r.judged and r.deleting_at is null `

// retain sets until when recordings that have just ended are kept.
func (h *History) retain(ctx context.Context, tx pgx.Tx, recordings []id.Recording) error {
	if h.o.Retention == nil {
		return nil
	}
	rows, err := tx.Query(ctx, selectUnjudged+"and r.id = any($1::uuid[]) for update of r", texts(recordings...))
	if err != nil {
		return fmt.Errorf("history: find ended recordings: %w", err)
	}
	_, err = h.judge(ctx, tx, rows)
	return err
}

// judge asks for the retention of recordings and says how many got an answer.
func (h *History) judge(ctx context.Context, tx pgx.Tx, rows pgx.Rows) (int, error) {
	ended, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (Kept, error) {
		var k Kept
		var kind string
		err := row.Scan(&k.Recording, &kind, &k.Call, &k.Group, &k.Number, &k.EndedAt)
		k.Kind = journalKind(kind)
		return k, err
	})
	if err != nil {
		return 0, fmt.Errorf("history: read ended recordings: %w", err)
	}
	var batch pgx.Batch
	for _, k := range ended {
		days, known := h.o.Retention(k)
		if !known {
			continue
		}
		var until *time.Time
		if days > 0 && days <= maxRetention {
			until = moment(k.EndedAt.AddDate(0, 0, days))
		}
		batch.Queue("update recordings set judged = true, retain_until = $2 where id = $1", k.Recording, until)
	}
	if batch.Len() == 0 {
		return 0, nil
	}
	if err := tx.SendBatch(ctx, &batch).Close(); err != nil {
		return 0, fmt.Errorf("history: set the times of %d recordings: %w", batch.Len(), err)
	}
	return batch.Len(), nil
}

// maxRetention is the most days that mean anything: a thousand years.
const maxRetention = 365_000

func queueRecording(batch *pgx.Batch, call id.Call, at time.Time, b journal.RecordingEnded) {
	// A deletion that found no file yet is done again when there is one.
	batch.Queue(`insert into recordings (id, call_id, started_at, ended_at, path, length_ms, bytes, sha256, key, failed) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
		on conflict (id) do update set ended_at = excluded.ended_at, path = excluded.path, length_ms = excluded.length_ms, bytes = excluded.bytes,
			sha256 = excluded.sha256, key = excluded.key, failed = excluded.failed,
			deleted_at = case when recordings.path = '' and excluded.path <> '' then null else recordings.deleted_at end`,
		b.Recording, call, at.Add(-b.Length), at, storable(b.Path), b.Length.Milliseconds(), b.Bytes, b.SHA256, storable(b.Key), storable(b.Failed))
	if b.Path != "" && b.Bytes > 0 {
		batch.Queue(`update calls set recorded = true where id = $1 and not recorded
			and exists (select from recordings where id = $2 and deleting_at is null)`, call, b.Recording)
	}
}

func queuePauses(batch *pgx.Batch, all []journal.RecordingOf) error {
	for _, r := range all {
		if len(r.Paused) == 0 {
			continue
		}
		raw, err := json.Marshal(pausesOf(r.Paused))
		if err != nil {
			return fmt.Errorf("history: %w: pauses of %s: %w", errUnwritable, r.Recording, err)
		}
		batch.Queue("update recordings set pauses = $2 where id = $1", r.Recording, string(raw))
	}
	return nil
}

// Kinds of recordings as they are stored and shown.
const (
	kindConversation = "conversation"
	kindVoicemail    = "voicemail"
	kindAudio        = "audio"
)

func kindOf(k journal.RecordingKind) string {
	switch k {
	case journal.Conversation:
		return kindConversation
	case journal.Voicemail:
		return kindVoicemail
	case journal.OwnAudio:
		return kindAudio
	default:
		return kindConversation
	}
}

func journalKind(k string) journal.RecordingKind {
	if k == kindConversation {
		return journal.Conversation
	}
	return journal.RecordingKind(k)
}
