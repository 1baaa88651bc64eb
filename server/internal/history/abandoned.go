package history

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/yobirin/yobirin/server/internal/journal"
	"github.com/yobirin/yobirin/shared/id"
	"github.com/yobirin/yobirin/shared/leg"
)

// CloseAbandoned closes the calls that a crash left open: those without an
// end, started before now, that are not among the running. Each gets an end
// with the cause restart at the time of its last event, or of the end of its
// recording, which is later when nothing happened but talk; callers who waited
// in a group then count as abandoned, so that the group's figures add up. Call
// it at a start, after the spool of the run before has been drained and what
// was recorded has been attached; should a true end come later all the same, it
// takes the place of this one. It says how many calls were closed.
func (h *History) CloseAbandoned(ctx context.Context, now time.Time, running []id.Call) (int, error) {
	tx, err := h.db.Pool().Begin(ctx)
	if err != nil {
		return 0, fmt.Errorf("history: begin: %w", err)
	}
	defer func() { _ = tx.Rollback(context.WithoutCancel(ctx)) }()
	rows, err := tx.Query(ctx, `select c.id, c.started_at, c.answered_at, c.direction, c.from_number, c.from_name, c.withheld, c.to_number,
			c.number_id, c.trunk_id, c.agent_id, c.group_id, e.seq, greatest(c.started_at, e.at, r.until)
		from calls c left join lateral (select seq, at from call_events where stream = c.id order by seq desc limit 1) e on true
			left join lateral (select max(ended_at) as until from recordings where call_id = c.id and ended_at < $1) r on true
		where c.ended_at is null and c.started_at < $1 and c.id <> all($2::uuid[]) for update of c`, now, texts(running...))
	if err != nil {
		return 0, fmt.Errorf("history: find abandoned calls: %w", err)
	}
	open, err := pgx.CollectRows(rows, scanOpen)
	if err != nil {
		return 0, fmt.Errorf("history: read abandoned calls: %w", err)
	}
	var batch pgx.Batch
	if err := h.closeVisits(ctx, tx, &batch, now, running); err != nil {
		return 0, err
	}
	for _, o := range open {
		body, err := json.Marshal(journal.CallEnded{Record: o.record})
		if err != nil {
			return 0, fmt.Errorf("history: write the end of call %s as JSON: %w", o.record.Call, err)
		}
		record, err := json.Marshal(o.record)
		if err != nil {
			return 0, fmt.Errorf("history: write the record of call %s as JSON: %w", o.record.Call, err)
		}
		queueEnded(&batch, o.record, storable(string(record)))
		batch.Queue("update calls set abandoned = true where id = $1", o.record.Call)
		queueOutcome(&batch, journal.StreamOf(o.record.Call))
		batch.Queue("insert into call_events (stream, seq, at, kind, body, synthetic) values ($1, $2, $3, $4, $5, true) on conflict do nothing",
			o.record.Call, o.seq+1, o.record.EndedAt, journal.CallEnded{}.Kind(), storable(string(body)))
		batch.Queue("update recordings set ended_at = $2, failed = 'restart' where call_id = $1 and ended_at is null", o.record.Call, o.record.EndedAt)
	}
	if batch.Len() == 0 {
		return 0, nil
	}
	if err := tx.SendBatch(ctx, &batch).Close(); err != nil {
		return 0, fmt.Errorf("history: close %d abandoned calls: %w", len(open), err)
	}
	if err := tx.Commit(ctx); err != nil {
		return 0, fmt.Errorf("history: commit: %w", err)
	}
	return len(open), nil
}

// visitWindow is how far back open visits to groups are looked for.
const visitWindow = 48 * time.Hour

// closeVisits gives every arrival at a group that has no end the end it had
// when the floor died: the caller was cut off while waiting.
func (h *History) closeVisits(ctx context.Context, tx pgx.Tx, batch *pgx.Batch, now time.Time, running []id.Call) error {
	rows, err := tx.Query(ctx, `with visits as (
			select stream, body->>'group' as visited, body->>'call' as call, max(at) filter (where kind = 'groupArrived') as arrived
			from floor_events where kind in ('groupArrived', 'groupLeft') and at >= $1 and at < $2
			group by 1, 2, 3 having count(*) filter (where kind = 'groupArrived') > count(*) filter (where kind = 'groupLeft'))
		select v.stream, v.visited, v.call, v.arrived, last.seq, last.at
		from visits v cross join lateral (select seq, at from floor_events where stream = v.stream order by seq desc limit 1) last
		where v.call <> all($3::text[]) order by v.stream, v.arrived, v.call`, now.Add(-visitWindow), now, texts(running...))
	if err != nil {
		return fmt.Errorf("history: find open visits: %w", err)
	}
	defer rows.Close()
	added := map[id.Stream]int64{}
	for rows.Next() {
		var stream id.Stream
		var group, call string
		var arrived, end time.Time
		var seq int64
		if err := rows.Scan(&stream, &group, &call, &arrived, &seq, &end); err != nil {
			return fmt.Errorf("history: read open visits: %w", err)
		}
		left := journal.GroupLeft{Outcome: journal.OutcomeAbandoned, Waited: end.Sub(arrived)}
		if err := errors.Join(left.Group.UnmarshalText([]byte(group)), left.Call.UnmarshalText([]byte(call))); err != nil {
			return fmt.Errorf("history: read open visits: %w", err)
		}
		body, err := json.Marshal(left)
		if err != nil {
			return fmt.Errorf("history: write the end of a visit as JSON: %w", err)
		}
		added[stream]++
		batch.Queue(insertFloorEvent, stream, seq+added[stream], end, left.Kind(), string(body))
		queueLeft(batch, left)
	}
	return rows.Err()
}

type openCall struct {
	record journal.Record
	seq    int64
}

func scanOpen(row pgx.CollectableRow) (openCall, error) {
	var o openCall
	var answered *time.Time
	var seq *int64
	r := &o.record
	err := row.Scan(&r.Call, &r.StartedAt, &answered, &r.Direction, &r.From.Number, &r.From.Name, &r.From.Withheld, &r.To.Number,
		&r.Number, &r.Trunk, &r.Agent, &r.Group, &seq, &r.EndedAt)
	if err != nil {
		return openCall{}, err
	}
	if seq != nil {
		o.seq = *seq
	}
	r.Cause, r.EndedBy = leg.Cause{Kind: leg.CauseRestart}, journal.PartySystem
	r.Waited = r.EndedAt.Sub(r.StartedAt)
	if answered != nil {
		r.Answered, r.AnsweredAt = true, *answered
		r.Waited, r.Talked = answered.Sub(r.StartedAt), r.EndedAt.Sub(*answered)
	}
	return o, nil
}

// Attach completes a recording whose end was never reported, because the
// server died: the recorder found its file at the start and repaired it. It
// ended when its length was over, or at the time given where nobody knows when
// it began. A message that a caller was leaving then counts as left.
func (h *History) Attach(ctx context.Context, call id.Call, at time.Time, rec journal.RecordingEnded) error {
	if rec.Path == "" {
		return errors.New("history: attach a recording: no path was given")
	}
	var batch pgx.Batch
	queueRecording(&batch, call, at, rec)
	batch.Queue("update recordings set ended_at = started_at + make_interval(secs => $2) where id = $1", rec.Recording, rec.Length.Seconds())
	if rec.Length >= shortest {
		batch.Queue(`insert into voicemails (recording_id, call_id, at, audio_id, number_id, from_number, from_name, withheld, length_ms)
			select r.id, r.call_id, r.started_at, (e.body->>'audio')::uuid, c.number_id, coalesce(c.from_number, ''), coalesce(c.from_name, ''), coalesce(c.withheld, false), $2
			from recordings r left join calls c on c.id = r.call_id
				left join call_events e on e.stream = r.call_id and e.kind = 'recordingStarted' and e.body->>'recording' = r.id::text
			where r.id = $1 and r.kind = 'voicemail' and r.deleting_at is null on conflict do nothing`, rec.Recording, rec.Length.Milliseconds())
	}
	tx, err := h.db.Pool().Begin(ctx)
	if err != nil {
		return fmt.Errorf("history: begin: %w", err)
	}
	defer func() { _ = tx.Rollback(context.WithoutCancel(ctx)) }()
	if err := tx.SendBatch(ctx, &batch).Close(); err != nil {
		return fmt.Errorf("history: attach a recording: %w", err)
	}
	t := touched{recordings: []id.Recording{rec.Recording}}
	told, err := h.follow(ctx, tx, t)
	if err != nil {
		return err
	}
	if err := tx.Commit(ctx); err != nil {
		return fmt.Errorf("history: commit: %w", err)
	}
	h.tell(ctx, told)
	return nil
}

// shortest is the length of a message that is kept (C-AUD-2).
const shortest = 2 * time.Second
