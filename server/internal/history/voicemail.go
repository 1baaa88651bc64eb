package history

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/uptrace/bun"

	"github.com/yobirin/yobirin/server/internal/access"
	"github.com/yobirin/yobirin/server/internal/journal"
	"github.com/yobirin/yobirin/shared/fault"
	"github.com/yobirin/yobirin/shared/id"
)

// Voicemail is a message that a caller left (留守電).
type Voicemail struct {
	ID          id.Recording `json:"id" doc:"of its recording"`
	Call        id.Call      `json:"call"`
	At          time.Time    `json:"at"`
	From        Party        `json:"from"`
	PhoneNumber string       `json:"phoneNumber,omitempty" doc:"the site's number that was called"`
	Audio       *Named       `json:"audio,omitempty" doc:"the audio file it was left after"`
	Seconds     float64      `json:"seconds"`
	HeardAt     *time.Time   `json:"heardAt,omitempty"`
	HeardBy     *Named       `json:"heardBy,omitempty"`
	Playable    bool         `json:"playable" doc:"false: it could not be recorded, or is not complete yet"`

	Number id.Number `json:"-"`
	File   id.Audio  `json:"-"` // of Audio
}

// MessageChange is what became of a message.
type MessageChange string

// The changes.
const (
	MessageLeft    MessageChange = "left"
	MessageHeard   MessageChange = "heard"
	MessageUnheard MessageChange = "unheard" // marked so again
	MessageDeleted MessageChange = "deleted"
)

// VoicemailChange tells of a message that is new, or not what it was.
type VoicemailChange struct {
	What      MessageChange
	Voicemail Voicemail
}

const selectVoicemail = `select v.recording_id, v.call_id, v.at, v.from_number, v.from_name, v.withheld, v.number_id, coalesce(n.number, ''), v.audio_id, coalesce(f.name, ''),
	v.length_ms, v.heard_at, v.heard_by, coalesce(a.name, ''), coalesce(r.path <> '' and r.bytes > 0 and r.deleting_at is null, false)
	from voicemails v left join recordings r on r.id = v.recording_id left join numbers n on n.id = v.number_id
	left join audios f on f.id = v.audio_id left join agents a on a.id = v.heard_by `

func scanVoicemail(scan func(...any) error) (Voicemail, error) {
	var v Voicemail
	var by id.Agent
	var file, who string
	var ms int64
	err := scan(&v.ID, &v.Call, &v.At, &v.From.Number, &v.From.Name, &v.From.Withheld, &v.Number, &v.PhoneNumber, &v.File, &file,
		&ms, &v.HeardAt, &by, &who, &v.Playable)
	v.Seconds = float64(ms) / 1000
	if !v.File.IsZero() {
		v.Audio = &Named{v.File.String(), file}
	}
	if !by.IsZero() {
		v.HeardBy = &Named{by.String(), who}
	}
	return v, err
}

func queueVoicemail(batch *pgx.Batch, call id.Call, at time.Time, b journal.VoicemailLeft) {
	batch.Queue(`insert into recordings (id, call_id, started_at, kind) values ($1, $2, $3, 'voicemail')
		on conflict (id) do update set kind = 'voicemail'`, b.Recording, call, at)
	if b.Discard {
		queueDiscard(batch, b.Recording, at)
		return
	}
	left := b.At
	if left.IsZero() {
		left = at
	}
	batch.Queue(`insert into voicemails (recording_id, call_id, at, audio_id, number_id, from_number, from_name, withheld, length_ms)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict do nothing`,
		b.Recording, call, left, b.Audio, b.Number, storable(b.From.Number), storable(b.From.Name), b.From.Withheld, b.Length.Milliseconds())
}

// Unheard counts the messages that nobody has heard, by the audio file they
// were left after, for the lamps of phones.
func (h *History) Unheard(ctx context.Context) (map[id.Audio]int, error) {
	rows, err := h.db.Bun().QueryContext(ctx, "select audio_id, count(*) from voicemails where deleted_at is null and heard_at is null group by audio_id")
	if err != nil {
		return nil, fmt.Errorf("history: count messages: %w", err)
	}
	defer func() { _ = rows.Close() }()
	out := map[id.Audio]int{}
	for rows.Next() {
		var audio id.Audio
		var n int
		if err := rows.Scan(&audio, &n); err != nil {
			return nil, fmt.Errorf("history: count messages: %w", err)
		}
		out[audio] = n
	}
	return out, rows.Err()
}

// MarkHeard says that a message was heard, or that it was not.
func (h *History) MarkHeard(ctx context.Context, rec id.Recording, by access.Session, heard bool) (Voicemail, error) {
	query, args := "update voicemails set heard_at = ?, heard_by = ? where recording_id = ? and deleted_at is null and heard_at is null", []any{h.now(), by.Agent.ID, rec}
	change := VoicemailChange{What: MessageHeard}
	if !heard {
		query, args = "update voicemails set heard_at = null, heard_by = null where recording_id = ? and deleted_at is null and heard_at is not null", []any{rec}
		change.What = MessageUnheard
	}
	res, err := h.db.Bun().ExecContext(ctx, query, args...)
	if err != nil {
		return Voicemail{}, fmt.Errorf("history: mark a message: %w", err)
	}
	n, err := res.RowsAffected()
	if err != nil {
		return Voicemail{}, fmt.Errorf("history: mark a message: %w", err)
	}
	change.Voicemail, err = h.voicemail(ctx, h.db.Bun(), rec)
	if err == nil && n > 0 {
		h.changed(change)
	}
	return change.Voicemail, err
}

func (h *History) voicemail(ctx context.Context, db bun.IDB, rec id.Recording) (Voicemail, error) {
	v, err := scanVoicemail(db.QueryRowContext(ctx, selectVoicemail+"where v.recording_id = ? and v.deleted_at is null", rec).Scan)
	if errors.Is(err, sql.ErrNoRows) {
		return v, fault.New(fault.NotFound, "not_found", "there is no such message")
	}
	if err != nil {
		return v, fmt.Errorf("history: read a message: %w", err)
	}
	return v, nil
}

// DeleteVoicemails deletes messages with their recordings: all of them, or
// none when one is under a legal hold. One that is not there any more is
// passed over. Who did it is in the audit.
func (h *History) DeleteVoicemails(ctx context.Context, ids []id.Recording, by access.Session, from access.Origin) (int, error) {
	ids = slices.Clone(ids)
	slices.SortFunc(ids, func(a, b id.Recording) int { return bytes.Compare(a[:], b[:]) }) // so that two at once do not wait for each other
	var gone []Voicemail
	err := h.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error {
		for _, rec := range ids {
			v, err := h.deleteVoicemail(ctx, tx, rec, by, from)
			if fault.CodeOf(err) == fault.NotFound {
				continue
			}
			if err != nil {
				return err
			}
			gone = append(gone, v)
		}
		return nil
	})
	if err != nil {
		return 0, err
	}
	for _, v := range gone {
		h.changed(VoicemailChange{What: MessageDeleted, Voicemail: v})
	}
	// The files go at once; what cannot go now, Purge tries again.
	if _, err := h.finish(ctx, purgeBatch); err != nil {
		h.log.Warn("the files of deleted messages could not all be deleted yet", "err", err)
	}
	return len(gone), nil
}

func (h *History) deleteVoicemail(ctx context.Context, tx bun.Tx, rec id.Recording, by access.Session, from access.Origin) (Voicemail, error) {
	v, err := h.voicemail(ctx, tx, rec)
	if err != nil {
		return v, err
	}
	res, err := tx.ExecContext(ctx, `update recordings set deleting_at = coalesce(deleting_at, ?), deleted_by = ?, deleted_why = 'person'
		where id = ? and hold_at is null`, h.now(), by.Agent.ID, rec)
	if err != nil {
		return v, fmt.Errorf("history: delete a message: %w", err)
	}
	if n, err := res.RowsAffected(); err != nil || n == 0 {
		return v, errors.Join(err, fault.New(fault.Conflict, "recording_held", "the message of %s is under a legal hold and cannot be deleted", v.At.UTC().Format(time.RFC3339)))
	}
	if _, err := tx.ExecContext(ctx, "update voicemails set deleted_at = ?, deleted_by = ? where recording_id = ?", h.now(), by.Agent.ID, rec); err != nil {
		return v, fmt.Errorf("history: delete a message: %w", err)
	}
	e := by.By(h.now(), from, "voicemail.deleted", "recording", rec.String())
	e.Detail = map[string]string{"call": v.Call.String()}
	return v, access.WriteAudit(ctx, tx, e)
}
