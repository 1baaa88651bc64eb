package history

import (
	"fmt"

	"github.com/jackc/pgx/v5"

	"github.com/yobirin/yobirin/server/internal/access"
	"github.com/yobirin/yobirin/server/internal/journal"
	"github.com/yobirin/yobirin/shared/id"
)

// queueTrail writes those events of a call that answer who did what into the
// audit as well, in the same transaction.
func queueTrail(batch *pgx.Batch, e journal.Event) error {
	entry := access.Entry{At: e.At, Via: access.ViaPhone, Origin: fmt.Sprintf("%s/%d", e.Stream, e.Seq), Detail: map[string]string{"call": e.Stream.String()}}
	switch b := e.Body.(type) {
	case journal.SupervisorJoined:
		entry.Actor, entry.Action, entry.Kind, entry.Object = b.Supervisor, "monitor.started", "agent", b.Agent.String()
		entry.Detail["mode"] = b.Mode
	case journal.SupervisorLeft:
		entry.Actor, entry.Action, entry.Kind, entry.Object = b.Supervisor, "monitor.ended", "agent", b.Agent.String()
	case journal.SupervisorMode:
		return queueMode(batch, e.Stream, entry, b)
	case journal.RecordingPaused:
		queuePausesOf(batch, e.Stream, b.Recording)
		entry.Actor, entry.Action, entry.Kind, entry.Object = b.By, "recording.resumed", "recording", b.Recording.String()
		if b.Paused {
			entry.Action = "recording.paused"
		}
	case journal.Emergency:
		entry.Actor, entry.Action, entry.Kind, entry.Object = b.Agent, "emergency.called", "device", b.Device.String()
		entry.Detail["number"] = b.Number
	case journal.AudioRecorded: // it becomes one of the site's files, which nobody but administrators may otherwise make
		if b.Discard {
			return nil
		}
		entry.Actor, entry.Action, entry.Kind, entry.Object = b.Agent, "audio.recorded", "recording", b.Recording.String()
	case journal.SeatChanged:
		entry.Action, entry.Kind, entry.Object = seat(b), "device", b.Device.String()
		if b.Refused == "" {
			entry.Actor = b.Agent
		} else {
			entry.Detail["agent"], entry.Detail["refused"] = b.Agent.String(), b.Refused
		}
	default:
		return nil
	}
	return queueEntry(batch, entry)
}

func seat(b journal.SeatChanged) string {
	switch {
	case b.Refused == "locked":
		return "pin.locked"
	case b.Refused != "":
		return "seat.refused"
	case b.In:
		return "seat.in"
	default:
		return "seat.out"
	}
}

func queueEntry(batch *pgx.Batch, e access.Entry) error {
	query, args, err := e.Insert()
	if err != nil {
		return fmt.Errorf("history: %w: %w", errUnwritable, err)
	}
	batch.Queue(query, args...)
	return nil
}

// insertMode takes the supervisor and the agent from the event with which that
// leg joined, which is stored before.
const insertMode = `insert into audit (at, actor, via, action, object_kind, object_id, detail, address, origin)
	select $1, coalesce((j.body->>'supervisor')::uuid, $2::uuid), $3, $4, $5, coalesce(j.body->>'agent', $6), $7, $8, $9
	from (select 1) one left join lateral (select body from call_events
		where stream = $10 and kind = 'supervisorJoined' and body->>'leg' = $11 order by seq desc limit 1) j on true
	on conflict (origin) do nothing`

func queueMode(batch *pgx.Batch, stream id.Stream, e access.Entry, b journal.SupervisorMode) error {
	e.Action, e.Kind = "monitor.mode", "agent"
	e.Detail["mode"] = b.Mode
	_, args, err := e.Insert()
	if err != nil {
		return fmt.Errorf("history: %w: %w", errUnwritable, err)
	}
	batch.Queue(insertMode, append(args, stream, b.Leg.String())...)
	return nil
}

// pause is an interval of silence as it is stored.
type pause struct {
	From  int64 `json:"from"`  // milliseconds from the recording's beginning
	Until int64 `json:"until"` // 0: to its end
}

func pausesOf(all []journal.Interval) []pause {
	out := make([]pause, len(all))
	for i, p := range all {
		out[i] = pause{p.From.Milliseconds(), p.Until.Milliseconds()}
	}
	return out
}

// queuePausesOf makes the intervals from the events so far. The call's record
// has them exactly when it ends; this is for a call that never does.
func queuePausesOf(batch *pgx.Batch, stream id.Stream, rec id.Recording) {
	batch.Queue(`update recordings r set pauses = coalesce((
			select jsonb_agg(jsonb_build_object('from', greatest(0, ms), 'until', greatest(0, coalesce(next, 0))) order by seq) from (
				select seq, paused, ms, lead(ms) over (order by seq) as next, lag(paused) over (order by seq) as before from (
					select seq, (body->>'paused')::boolean as paused, (extract(epoch from at - r.started_at) * 1000)::bigint as ms
					from call_events where stream = $2 and kind = 'recordingPaused' and body->>'recording' = $1::text) e
				) p where paused and before is not true), '[]')
		from calls c where r.id = $1::uuid and c.id = $2 and (c.ended_at is null or c.abandoned)`, rec.String(), stream)
}
