package history

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/yobirin/yobirin/server/internal/journal"
	"github.com/yobirin/yobirin/shared/fault"
	"github.com/yobirin/yobirin/shared/id"
)

// CallRecord is a call with all that happened in it (W-HIST-5).
type CallRecord struct {
	Call    CallRow     `json:"call"`
	Parties []CallParty `json:"parties" nullable:"false"`
	Reports []LegReport `json:"reports" nullable:"false" doc:"how it was at the phones, where they told"`
	Events  []CallEvent `json:"events" nullable:"false"`
}

// CallParty is one column of the ladder: a leg.
type CallParty struct {
	Leg     string `json:"leg"`
	Label   string `json:"label"`
	Kind    string `json:"kind" enum:"trunk,agent,system"`
	AgentID string `json:"agentId,omitempty"`
}

// CallEvent is one moment of the ladder.
type CallEvent struct {
	Seq   uint64          `json:"seq"`
	At    time.Time       `json:"at"`
	Kind  string          `json:"kind"`
	Leg   string          `json:"leg,omitempty"`
	Group *Named          `json:"group,omitempty"`
	Agent *Named          `json:"agent,omitempty"`
	Data  json.RawMessage `json:"data"` // the event's body as the journal has it
}

// maxEntries bounds a timeline; a call of hours with many holds has some hundred.
const maxEntries = 5000

// system is the column of what the system itself does.
const system = "system"

// Get gives one call. A call that is not there, or is not one of only's when
// that is set, is not found; of one that only rang at that agent, there is no
// more than that.
func (h *History) Get(ctx context.Context, call id.Call, only id.Agent) (CallRecord, error) {
	inner := h.db.Bun().NewSelect().TableExpr("calls as c").ColumnExpr(columns).Where("c.id = ?", call)
	if !only.IsZero() {
		inner = inner.Where("c.agents @> array[?]::uuid[]", only).Where(notListening)
		rang := h.db.Bun().NewSelect().TableExpr("call_offers as o").Join("join calls as c on c.id = o.call_id and c.started_at = o.started_at").ColumnExpr(columnsRang(true)).
			Where("o.agent_id = ? and c.id = ?", only, call).Where("not c.agents @> array[?]::uuid[]", only)
		inner = h.db.Bun().NewSelect().ColumnExpr("*").TableExpr("((?) union all (?)) as u", inner, rang)
	}
	q := h.db.Bun().NewSelect().TableExpr("(?) as c", inner).ColumnExpr(named).Join(joins)
	var d CallRecord
	rows, err := q.Rows(ctx)
	if err != nil {
		return CallRecord{}, fmt.Errorf("history: read a call: %w", err)
	}
	defer func() { _ = rows.Close() }()
	if !rows.Next() {
		return CallRecord{}, errors.Join(rows.Err(), notFound())
	}
	var at place
	if d.Call, at, err = scanRow(rows.Scan); err != nil {
		return CallRecord{}, err
	}
	if err := rows.Close(); err != nil {
		return CallRecord{}, fmt.Errorf("history: read a call: %w", err)
	}
	events, err := h.events(ctx, "select stream, seq, at, kind, body from call_events where stream = ? order by seq limit ?", call, maxEntries)
	if err != nil {
		return CallRecord{}, err
	}
	switch {
	case at.rang:
		events, err = rungOnly(events, only)
	case !only.IsZero():
		events, err = unwatched(events)
	}
	if err != nil {
		return CallRecord{}, err
	}
	names, err := h.names(ctx, events)
	if err != nil {
		return CallRecord{}, err
	}
	d.Parties, d.Events = ladder(events, names)
	d.Reports, err = h.reportsOf(ctx, events)
	return d, err
}

func notFound() error {
	return fault.New(fault.NotFound, "not_found", "there is no such call")
}

// stored is an event with its body as it stands in the database.
type storedEvent struct {
	journal.Event
	raw json.RawMessage
}

func (h *History) events(ctx context.Context, query string, args ...any) ([]storedEvent, error) {
	rows, err := h.db.Bun().QueryContext(ctx, query, args...)
	if err != nil {
		return nil, fmt.Errorf("history: read events: %w", err)
	}
	defer func() { _ = rows.Close() }()
	var out []storedEvent
	for rows.Next() {
		e, err := scanEvent(rows)
		if err != nil {
			return nil, err
		}
		out = append(out, e)
	}
	return out, rows.Err()
}

func scanEvent(rows *sql.Rows) (storedEvent, error) {
	var e storedEvent
	var kind string
	var seq int64
	if err := rows.Scan(&e.Stream, &seq, &e.At, &kind, &e.raw); err != nil {
		return storedEvent{}, fmt.Errorf("history: read an event: %w", err)
	}
	e.Seq = uint64(seq)
	body, err := journal.Decode(kind, e.raw)
	if err != nil {
		return storedEvent{}, fmt.Errorf("history: event %s %d: %w", e.Stream, e.Seq, err)
	}
	e.Body = body
	return e, nil
}

// labels are the names of what a timeline mentions.
type labels struct {
	agents map[id.Agent]string
	groups map[id.Group]string
}

func (h *History) names(ctx context.Context, events []storedEvent) (labels, error) {
	l := labels{map[id.Agent]string{}, map[id.Group]string{}}
	for _, e := range events {
		agent, group := mentions(e.Body)
		if !agent.IsZero() {
			l.agents[agent] = ""
		}
		if !group.IsZero() {
			l.groups[group] = ""
		}
	}
	if err := lookUp(ctx, h, "agents", l.agents); err != nil {
		return l, err
	}
	return l, lookUp(ctx, h, "groups", l.groups)
}

func lookUp[K id.Kind](ctx context.Context, h *History, table string, into map[id.Of[K]]string) error {
	if len(into) == 0 {
		return nil
	}
	ids := make([]id.Of[K], 0, len(into))
	for v := range into {
		ids = append(ids, v)
	}
	rows, err := h.db.Pool().Query(ctx, "select id, name from "+table+" where id = any($1::uuid[])", texts(ids...))
	if err != nil {
		return fmt.Errorf("history: look names up: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		var v id.Of[K]
		var name string
		if err := rows.Scan(&v, &name); err != nil {
			return fmt.Errorf("history: look names up: %w", err)
		}
		into[v] = name
	}
	return rows.Err()
}

// mentions gives the agent and the group that an event is about.
func mentions(b journal.Body) (agent id.Agent, group id.Group) {
	switch b := b.(type) {
	case journal.CallStarted:
		return b.Agent, id.Group{}
	case journal.Routed:
		return b.Agent, b.Group
	case journal.LegStarted:
		return b.Agent, id.Group{}
	case journal.Queued:
		return id.Agent{}, b.Group
	case journal.Offered:
		return id.Agent{}, b.Group
	case journal.OfferEnded:
		return b.Agent, b.Group
	case journal.Connected:
		return b.Agent, b.Group
	case journal.Dequeued:
		return id.Agent{}, b.Group
	case journal.CallEnded:
		return b.Record.Agent, b.Record.Group
	case journal.Transferred:
		return b.Agent, id.Group{}
	case journal.Parked:
		return b.By, id.Group{}
	case journal.Unparked:
		return b.By, id.Group{}
	case journal.LegJoined:
		return b.Agent, id.Group{}
	case journal.SupervisorJoined:
		return b.Supervisor, id.Group{}
	case journal.SupervisorLeft:
		return b.Supervisor, id.Group{}
	case journal.RecordingStarted:
		return id.Agent{}, b.Group
	case journal.RecordingPaused:
		return b.By, id.Group{}
	case journal.AudioRecorded:
		return b.Agent, id.Group{}
	case journal.Callback:
		return id.Agent{}, b.Group
	case journal.Emergency:
		return b.Agent, id.Group{}
	case journal.SeatChanged:
		return b.Agent, id.Group{}
	case journal.Commanded:
		return b.By, id.Group{}
	case journal.TimeLimit, journal.LegRinging, journal.LegAnswered, journal.LegHeld, journal.LegResumed, journal.LegEnded, journal.LegMeasured, journal.LegMuted, journal.LegLeft,
		journal.Digit, journal.Playing, journal.RecordingEnded, journal.SupervisorMode, journal.RoomEntered, journal.VoicemailLeft, journal.FloorStarted,
		journal.AgentChanged, journal.StatusChosen, journal.GroupArrived, journal.GroupLeft, journal.SlotTaken, journal.SlotFreed, journal.LimitReached:
	}
	return id.Agent{}, id.Group{}
}

// legOf gives the leg that an event is about, none for the call as a whole.
func legOf(b journal.Body) id.Leg {
	switch b := b.(type) {
	case journal.LegStarted:
		return b.Leg
	case journal.LegRinging:
		return b.Leg
	case journal.LegAnswered:
		return b.Leg
	case journal.LegHeld:
		return b.Leg
	case journal.LegResumed:
		return b.Leg
	case journal.LegEnded:
		return b.Leg
	case journal.LegMeasured:
		return b.Leg
	case journal.Connected:
		return b.Leg
	case journal.Digit:
		return b.Leg
	case journal.Playing:
		return b.Leg
	case journal.Transferred:
		return b.By
	case journal.Parked:
		return b.Leg
	case journal.LegMuted:
		return b.Leg
	case journal.LegLeft:
		return b.Leg
	case journal.LegJoined:
		return b.Leg
	case journal.SupervisorJoined:
		return b.Leg
	case journal.SupervisorMode:
		return b.Leg
	case journal.SupervisorLeft:
		return b.Leg
	case journal.RoomEntered:
		return b.Leg
	case journal.TimeLimit:
		return b.Leg
	case journal.CallStarted, journal.Routed, journal.Queued, journal.Offered, journal.OfferEnded, journal.Dequeued, journal.RecordingStarted,
		journal.RecordingEnded, journal.RecordingPaused, journal.VoicemailLeft, journal.AudioRecorded, journal.Unparked, journal.Callback, journal.Emergency,
		journal.SeatChanged, journal.Commanded, journal.CallEnded, journal.FloorStarted, journal.AgentChanged, journal.StatusChosen, journal.GroupArrived,
		journal.GroupLeft, journal.SlotTaken, journal.SlotFreed, journal.LimitReached:
	}
	return id.Leg{}
}

func ladder(events []storedEvent, l labels) ([]CallParty, []CallEvent) {
	parties := []CallParty{}
	entries := make([]CallEvent, 0, len(events))
	for _, e := range events {
		switch b := e.Body.(type) {
		case journal.LegStarted:
			parties = append(parties, partyOf(b.Leg, b.Agent, b.Number, l))
		case journal.LegJoined:
			parties = joined(parties, partyOf(b.Leg, b.Agent, b.Number, l))
		default: // no new party
		}
		agent, group := mentions(e.Body)
		entry := CallEvent{Seq: e.Seq, At: e.At, Kind: e.Body.Kind(), Leg: legOf(e.Body).String(), Data: e.raw}
		if !agent.IsZero() {
			entry.Agent = &Named{agent.String(), l.agents[agent]}
		}
		if !group.IsZero() {
			entry.Group = &Named{group.String(), l.groups[group]}
		}
		if entry.Leg == "" {
			entry.Leg = system
		}
		entries = append(entries, entry)
	}
	return append(parties, CallParty{Leg: system, Label: "", Kind: "system"}), entries
}

func partyOf(leg id.Leg, agent id.Agent, number string, l labels) CallParty {
	if agent.IsZero() {
		return CallParty{Leg: leg.String(), Label: number, Kind: "trunk"}
	}
	return CallParty{Leg: leg.String(), Label: l.agents[agent], Kind: "agent", AgentID: agent.String()}
}

// joined adds a party, once: a leg may go to another call and come back.
func joined(parties []CallParty, p CallParty) []CallParty {
	for _, known := range parties {
		if known.Leg == p.Leg {
			return parties
		}
	}
	return append(parties, p)
}
