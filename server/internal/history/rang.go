package history

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/jackc/pgx/v5"
	"github.com/uptrace/bun"

	"github.com/yobirin/yobirin/server/internal/access"
	"github.com/yobirin/yobirin/server/internal/journal"
	"github.com/yobirin/yobirin/shared/fault"
	"github.com/yobirin/yobirin/shared/id"
	"github.com/yobirin/yobirin/shared/leg"
)

// Rang says what became of a call that rang at an agent who did not take it.
type Rang string

// What became of it.
const (
	RangMissed    Rang = "missed"    // nobody answered
	RangElsewhere Rang = "elsewhere" // somebody else did
	RangDirect    Rang = "direct"    // as a filter: nobody answered, and it was for the agent itself
)

// queueRang notes at whom a call rings.
func queueRang(batch *pgx.Batch, e journal.Event) {
	switch b := e.Body.(type) {
	case journal.Offered:
		queueOffers(batch, e.Stream, b.Group.IsZero(), b.Agents...)
	case journal.Routed:
		if b.To == "agent" { // also when none of the agent's phones can ring
			queueOffers(batch, e.Stream, true, b.Agent)
		}
	case journal.OfferEnded:
		if b.Cause == leg.CauseRejected {
			batch.Queue(`update call_offers o set declined = true from calls c
				where c.id = $1 and o.agent_id = $2::uuid and o.started_at = c.started_at and o.call_id = c.id`, e.Stream, b.Agent)
		}
	case journal.CallEnded:
		queueOutcome(batch, e.Stream)
	default: // rings at nobody
	}
}

func queueOffers(batch *pgx.Batch, call id.Stream, direct bool, agents ...id.Agent) {
	batch.Queue(`insert into call_offers (agent_id, started_at, call_id, direct, waited_ms, result)
		select a, c.started_at, c.id, $3, c.waited_ms, c.result from calls c, unnest($2::uuid[]) a where c.id = $1
		on conflict (agent_id, started_at, call_id) do update set direct = true where excluded.direct and not call_offers.direct`, call, texts(agents...), direct)
}

// queueOutcome notes, where a call that is over rang, how long its caller had
// waited and what became of it: each of them has indexes by that.
func queueOutcome(batch *pgx.Batch, call id.Stream) {
	batch.Queue(`update call_offers o set waited_ms = c.waited_ms, result = c.result from calls c
		where c.id = $1 and o.call_id = c.id and (o.waited_ms, o.result) is distinct from (c.waited_ms, c.result)
		and o.agent_id in (select value::uuid from call_events e, jsonb_array_elements_text(e.body->'agents') where e.stream = $1 and e.kind = 'offered' and jsonb_typeof(e.body->'agents') = 'array'
			union select (e.body->>'agent')::uuid from call_events e where e.stream = $1 and e.kind = 'routed' and e.body->>'to' = 'agent')`, call)
}

// columnsRang are the columns of a call that rang at somebody. Who may not see
// what others talked (quiet) is told of no recording, not how long it was
// talked, and neither when nor how that ended: for this agent, a call that a
// colleague answered was over then.
func columnsRang(quiet bool) string {
	ended, talked, cause, by, recorded := "c.ended_at", "c.talked_ms", "c.cause", "c.ended_by", "c.recorded"
	if quiet {
		ended, talked, recorded = "coalesce(c.answered_at, c.ended_at) as ended_at", "0 as talked_ms", "false as recorded"
		cause, by = "case when c.answered_at is null then c.cause else '' end as cause", "case when c.answered_at is null then c.ended_by else '' end as ended_by"
	}
	return `c.id, c.started_at, c.answered_at, ` + ended + `, c.direction, c.result, c.from_number, c.from_name, c.withheld, c.to_number, c.to_name,
	c.number_id, c.group_id, c.agent_id, c.waited_ms, ` + talked + `, ` + cause + `, ` + by + `, ` + recorded + `, true as rang`
}

// rang is the query for the calls that rang at an agent and that it did not
// take, as far as the filter and the cursor let them through.
func (h *History) rang(f Filter, agent id.Agent, order ordering, after *cursor) (*bun.SelectQuery, error) {
	join := "join calls as c on c.id = o.call_id"
	if f.Digits != "" || f.Text != "" {
		// The words' indexes find few calls, of each of which an offer is then
		// looked up by its whole key.
		join += " and c.started_at = o.started_at"
	}
	quiet := !f.Only.IsZero()
	q := h.db.Bun().NewSelect().TableExpr("call_offers as o").Join(join).ColumnExpr(columnsRang(quiet)).
		Where("o.agent_id = ?", agent).Where("not c.agents @> array[?]::uuid[]", agent)
	// The list walks the offers in their order: bounds belong on them.
	if !f.From.IsZero() {
		q.Where("o.started_at >= ?", f.From)
	}
	if !f.To.IsZero() {
		q.Where("o.started_at < ?", f.To)
	}
	switch f.Rang {
	case "":
	case RangMissed:
		q.Where("o.result = 'missed'")
	case RangElsewhere:
		q.Where("c.answered_at is not null")
	case RangDirect:
		q.Where("o.result = 'missed' and o.direct")
	default:
		return nil, fault.Wrong("rang", string(f.Rang), "missed, elsewhere or direct")
	}
	whole := f
	whole.Only, whole.From, whole.To = id.Agent{}, time.Time{}, time.Time{}
	if f.Result == "missed" { // and so does this
		q.Where("o.result = 'missed'")
		whole.Result = ""
	}
	if whole.Agent == agent {
		whole.Agent = id.Agent{}
	}
	if quiet {
		whole.hush(q)
	}
	if err := whole.apply(q, id.Agent{}); err != nil {
		return nil, err
	}
	rangInOrder(q, quiet, order, after)
	return q, nil
}

// hush keeps filters from telling what the rows do not: how long it was
// talked, and by whom besides who answered.
func (f *Filter) hush(q *bun.SelectQuery) {
	if f.MinTalk != nil && *f.MinTalk > 0 || f.MaxTalk != nil && *f.MaxTalk <= 0 {
		q.Where("false")
	}
	f.MinTalk, f.MaxTalk = nil, nil
	if !f.Agent.IsZero() {
		q.Where("coalesce((c.record->'segments'->0->>'agent')::uuid, c.agent_id) = ?", f.Agent)
	}
}

// rangInOrder puts what rang in the order of a list, behind the cursor.
func rangInOrder(q *bun.SelectQuery, quiet bool, order ordering, after *cursor) {
	table, key := "c", "id"
	switch {
	case order.column != "talked_ms":
		table, key = "o", "call_id"
	case order.column == "talked_ms" && quiet: // by none of them, as far as this agent knows
		if after != nil && after.At <= 0 {
			q.Where("o.call_id "+order.after+" ?", after.ID)
		}
		q.OrderExpr("o.call_id " + order.direction)
		return
	}
	if after != nil {
		q.Where(fmt.Sprintf("(%s.%s, %s.%s) %s (?, ?)", table, order.column, table, key, order.after), after.value(order), after.ID)
	}
	q.OrderExpr(fmt.Sprintf("%s.%s %s, %s.%s %s", table, order.column, order.direction, table, key, order.direction))
}

// rungOnly gives the events of a call as far as they concern an agent at whom
// it only rang: how it came, and that it rang there. Who talked, and of what
// there are recordings, is not for that agent.
func rungOnly(events []storedEvent, agent id.Agent) ([]storedEvent, error) {
	out := make([]storedEvent, 0, len(events))
	for _, e := range events {
		switch b := e.Body.(type) {
		case journal.CallStarted:
			b.Headers = leg.Headers{}
			e.Body = b
		case journal.Queued:
		case journal.Routed:
			if b.To != "group" && b.Agent != agent {
				continue
			}
		case journal.Offered:
			if !slices.Contains(b.Agents, agent) {
				continue
			}
			b.Agents, b.Why = []id.Agent{agent}, nil
			e.Body = b
		case journal.OfferEnded:
			if b.Agent != agent {
				continue
			}
		default:
			continue
		}
		raw, err := json.Marshal(e.Body)
		if err != nil {
			return nil, fmt.Errorf("history: write an event for an agent: %w", err)
		}
		e.raw, e.Seq = raw, uint64(len(out))+1
		out = append(out, e)
	}
	return out, nil
}

// Missed are the calls to an agent itself that nobody answered and that it has
// not seen in its history yet.
type Missed struct {
	Count  int        `json:"count" doc:"at most 99"`
	Latest *time.Time `json:"latest,omitempty" doc:"end of the newest; tell it when they were seen"`
}

// missedDays is how long a missed call is counted: who comes back from a
// holiday is not greeted by a number that nobody believes.
const missedDays = 30

// MissedOf counts an agent's.
func (h *History) MissedOf(ctx context.Context, agent id.Agent) (Missed, error) {
	var m Missed
	err := h.db.Bun().QueryRowContext(ctx, `with since as (select greatest(?1::timestamptz, (select seen_at from missed_seen where agent_id = ?0)) as at)
		select count(*), max(ended_at) from (select c.ended_at from since, call_offers o join calls c on c.id = o.call_id
			where o.agent_id = ?0 and o.direct and not o.declined and o.started_at > since.at - interval '1 day' and c.ended_at > since.at
				and c.result = 'missed' and not c.agents @> array[?0]::uuid[] order by o.started_at desc limit 99) newest`, agent, h.now().AddDate(0, 0, -missedDays)).Scan(&m.Count, &m.Latest)
	if err != nil {
		return Missed{}, fmt.Errorf("history: count missed calls: %w", err)
	}
	return m, nil
}

// SeeMissed notes that an agent has seen those that ended up to a moment. One
// that is past the present is the present.
func (h *History) SeeMissed(ctx context.Context, agent id.Agent, until time.Time) error {
	if now := h.now(); until.After(now) {
		until = now
	}
	_, err := h.db.Bun().ExecContext(ctx, `insert into missed_seen (agent_id, seen_at) values (?, ?)
		on conflict (agent_id) do update set seen_at = greatest(missed_seen.seen_at, excluded.seen_at)`, agent, until)
	if err != nil {
		return fmt.Errorf("history: note missed calls as seen: %w", err)
	}
	return nil
}

func (h *History) registerMissed(api huma.API) {
	op := func(name, method, summary string) huma.Operation {
		return access.Needs(huma.Operation{OperationID: name, Method: method, Path: "/api/v1/me/missed", Tags: []string{"history"}, Summary: summary}, access.SeeOwnCalls)
	}
	huma.Register(api, op("my-missed-calls", http.MethodGet, "Calls to oneself that were missed and not seen yet"), func(ctx context.Context, _ *struct{}) (*struct{ Body Missed }, error) {
		s, err := access.Require(ctx, access.SeeOwnCalls)
		if err != nil {
			return nil, err
		}
		m, err := h.MissedOf(ctx, s.Agent.ID)
		return &struct{ Body Missed }{m}, err
	})
	seen := op("see-missed-calls", http.MethodPut, "They were seen")
	seen.DefaultStatus = http.StatusNoContent
	huma.Register(api, seen, func(ctx context.Context, in *struct {
		Body struct {
			Until time.Time `json:"until" doc:"latest, as it was counted"`
		}
	}) (*struct{}, error) {
		s, err := access.Require(ctx, access.SeeOwnCalls)
		if err != nil {
			return nil, err
		}
		return nil, h.SeeMissed(ctx, s.Agent.ID, in.Body.Until)
	})
}
