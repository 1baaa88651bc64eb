package history

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/yobirin/yobirin/server/internal/journal"
	"github.com/yobirin/yobirin/shared/id"
)

// Take is an audio that an agent has recorded from a phone, waiting to become
// one of the site's audio files.
type Take struct {
	Recording id.Recording
	Agent     id.Agent
	At        time.Time
	Length    time.Duration
}

func queueAudio(batch *pgx.Batch, call id.Call, at time.Time, b journal.AudioRecorded) {
	batch.Queue(`insert into recordings (id, call_id, started_at, kind, agent_id) values ($1, $2, $3, 'audio', $4)
		on conflict (id) do update set kind = 'audio', agent_id = excluded.agent_id`, b.Recording, call, at, b.Agent)
	if b.Discard {
		queueDiscard(batch, b.Recording, at)
	}
}

// queueDiscard decides that a recording is too short to be kept.
func queueDiscard(batch *pgx.Batch, rec id.Recording, at time.Time) {
	batch.Queue(`update recordings set deleting_at = $2, deleted_why = 'short' where id = $1 and deleting_at is null and hold_at is null`, rec, at)
}

const selectTakes = `select id, agent_id, ended_at, length_ms from recordings
	where kind = 'audio' and agent_id is not null and ended_at is not null and path <> '' and told_at is null and deleting_at is null`

func (h *History) takes(ctx context.Context, tx pgx.Tx, of []id.Recording) ([]Take, error) {
	rows, err := tx.Query(ctx, selectTakes+" and id = any($1::uuid[]) order by id", texts(of...))
	if err != nil {
		return nil, fmt.Errorf("history: find recorded audios: %w", err)
	}
	return collectTakes(rows)
}

// Takes gives the audios recorded from phones that nobody has Taken yet,
// oldest first: those that OnTake told of, and those a crash kept it from.
func (h *History) Takes(ctx context.Context) ([]Take, error) {
	rows, err := h.db.Pool().Query(ctx, selectTakes+" order by id limit 1000")
	if err != nil {
		return nil, fmt.Errorf("history: find recorded audios: %w", err)
	}
	return collectTakes(rows)
}

func collectTakes(rows pgx.Rows) ([]Take, error) {
	takes, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (Take, error) {
		var t Take
		var ms int64
		err := row.Scan(&t.Recording, &t.Agent, &t.At, &ms)
		t.Length = time.Duration(ms) * time.Millisecond
		return t, err
	})
	if err != nil {
		return nil, fmt.Errorf("history: read recorded audios: %w", err)
	}
	return takes, nil
}

// Taken says that an audio has become one of the site's: it leaves Takes.
func (h *History) Taken(ctx context.Context, rec id.Recording) error {
	if _, err := h.db.Pool().Exec(ctx, "update recordings set told_at = $2 where id = $1 and kind = 'audio'", rec, h.now()); err != nil {
		return fmt.Errorf("history: note that an audio was taken: %w", err)
	}
	return nil
}
