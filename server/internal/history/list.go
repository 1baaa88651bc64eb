package history

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/uptrace/bun"

	"github.com/yobirin/yobirin/server/internal/journal"
	"github.com/yobirin/yobirin/shared/fault"
	"github.com/yobirin/yobirin/shared/id"
)

// Filter says which calls a list holds (W-HIST-1). Zero fields do not filter.
type Filter struct {
	From, To  time.Time // of the start: [From, To)
	Direction journal.Direction
	Result    string // "answered" or "missed"
	Digits    string // part of any number of the call
	Text      string // part of a party's name, whatever the case, width or kind of kana
	Agent     id.Agent
	Group     id.Group
	// Outcome is how a visit to Group ended, or to any group.
	Outcome journal.Outcome
	Number  id.Number // the site's own
	// MinTalk and MaxTalk bound the time talked: MinTalk <= talked < MaxTalk.
	MinTalk, MaxTalk *time.Duration
	// Only limits the list to the calls of one agent, whatever Agent says: who
	// called or talked, and, without what others talked, at whom it rang.
	Only id.Agent
	// Rang limits it to those that rang at Only, else at RangAt, and that this
	// agent did not take.
	Rang Rang
	// RangAt is who asks. As Agent it is the own history, which has what rang
	// there too.
	RangAt id.Agent
}

// Sort is the order of a list.
type Sort string

// The orders. A leading minus is downwards; the zero value is NewestFirst.
const (
	NewestFirst Sort = "-startedAt"
	OldestFirst Sort = "startedAt"
	LongestTalk Sort = "-talkSeconds"
	LongestWait Sort = "-waitSeconds"
)

// Page says which part of a list is wanted.
type Page struct {
	Sort   Sort
	Limit  int    // 1 to MaxLimit; 0: DefaultLimit
	Cursor string // as the list before gave it; "": the beginning
}

// Limits of a page.
const (
	DefaultLimit = 100
	MaxLimit     = 500
)

// Party is one side of a call in a list.
type Party struct {
	Number   string `json:"number"`
	Name     string `json:"name"`
	Withheld bool   `json:"withheld,omitempty"`
}

// Named is a noun with its name.
type Named struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// CallRow is a call in a list.
type CallRow struct {
	ID           id.Call           `json:"id"`
	StartedAt    time.Time         `json:"startedAt"`
	AnsweredAt   *time.Time        `json:"answeredAt,omitempty"`
	EndedAt      *time.Time        `json:"endedAt,omitempty"`
	Direction    journal.Direction `json:"direction" enum:"in,out,internal"`
	Result       string            `json:"result" enum:"answered,missed,"` // empty while in progress
	From         Party             `json:"from"`
	To           Party             `json:"to"`
	PhoneNumber  string            `json:"phoneNumber,omitempty"`
	Group        *Named            `json:"group,omitempty"`
	Agent        *Named            `json:"agent,omitempty"`
	WaitSeconds  float64           `json:"waitSeconds"`
	TalkSeconds  float64           `json:"talkSeconds"`
	Cause        string            `json:"cause"`
	EndedBy      string            `json:"endedBy,omitempty"`
	HasRecording bool              `json:"hasRecording"`
	Voicemail    bool              `json:"voicemail,omitempty" doc:"the caller left a message, which is still there"`
	Rang         Rang              `json:"rang,omitempty" enum:"missed,elsewhere," doc:"it rang at the agent whose history this is, who did not take it; elsewhere: agent is who answered"`
}

// List gives a page of calls and the cursor of the next, "" when there is none.
// Calls that start while a list is paged through neither repeat nor skip rows.
func (h *History) List(ctx context.Context, f Filter, p Page) ([]CallRow, string, error) {
	order, err := p.order()
	if err != nil {
		return nil, "", err
	}
	if p.Limit == 0 {
		p.Limit = DefaultLimit
	}
	if p.Limit < 1 || p.Limit > MaxLimit {
		return nil, "", fault.Wrong("limit", fmt.Sprint(p.Limit), fmt.Sprintf("1 to %d", MaxLimit))
	}
	q, err := h.page(f, p, order)
	if err != nil {
		return nil, "", err
	}
	// Names are looked up for the rows of the page alone.
	rows, err := h.db.Bun().QueryContext(ctx, "select "+named+" from (?) as c "+joins+fmt.Sprintf(" order by c.%s %s, c.id %s", order.column, order.direction, order.direction), q)
	if err != nil {
		return nil, "", fmt.Errorf("history: list calls: %w", err)
	}
	defer func() { _ = rows.Close() }()
	out := make([]CallRow, 0, p.Limit)
	var last place
	more := false
	for rows.Next() {
		if len(out) == p.Limit {
			more = true
			break
		}
		row, at, err := scanRow(rows.Scan)
		if err != nil {
			return nil, "", err
		}
		out, last = append(out, row), at
	}
	if err := rows.Err(); err != nil {
		return nil, "", fmt.Errorf("history: list calls: %w", err)
	}
	if !more {
		return out, "", nil
	}
	return out, last.cursor(order), nil
}

const (
	columns = `c.id, c.started_at, c.answered_at, c.ended_at, c.direction, c.result, c.from_number, c.from_name, c.withheld, c.to_number, c.to_name,
		c.number_id, c.group_id, c.agent_id, c.waited_ms, c.talked_ms, c.cause, c.ended_by, c.recorded, false as rang`
	named = `c.id, c.started_at, c.answered_at, c.ended_at, c.direction, c.result, c.from_number, c.from_name, c.withheld, c.to_number, c.to_name,
		coalesce(n.number, ''), c.group_id, coalesce(g.name, ''), coalesce(answered.id, c.agent_id), coalesce(a.name, ''), c.waited_ms, c.talked_ms, c.cause, c.ended_by, c.recorded, c.rang,
		exists (select from voicemails v where v.call_id = c.id and v.deleted_at is null)`
	// Of a call that only rang at the agent whose history it is, the agent named
	// is who answered first; of all others, who talked last.
	joins = `left join numbers n on n.id = c.number_id left join groups g on g.id = c.group_id
		left join lateral (select (w.record->'segments'->0->>'agent')::uuid as id from calls w where c.rang and w.id = c.id) answered on true
		left join agents a on a.id = coalesce(answered.id, c.agent_id)`
)

// page is the query for one row more than a page holds.
func (h *History) page(f Filter, p Page, order ordering) (*bun.SelectQuery, error) {
	var after *cursor
	if p.Cursor != "" {
		c, err := readCursor(p.Cursor, order.name)
		if err != nil {
			return nil, err
		}
		after = &c
	}
	at := f.Only
	if at.IsZero() && (f.Rang != "" || f.Agent == f.RangAt) {
		at = f.RangAt
	}
	var rang *bun.SelectQuery
	// What a colleague answered is no answered call of the agent's.
	if !at.IsZero() && (f.Rang != "" || f.Result != "answered") {
		var err error
		if rang, err = h.rang(f, at, order, after); err != nil {
			return nil, err
		}
		rang.Limit(int64(p.Limit) + 1)
	}
	switch {
	case f.Rang != "" && rang == nil:
		return nil, fault.Wrong("rang", string(f.Rang), "nothing, where nobody's own history is asked for")
	case f.Rang != "":
		return rang, nil
	}
	q, err := h.parted(f, order, after, p.Limit+1)
	if err != nil {
		return nil, err
	}
	if rang == nil {
		return q, nil
	}
	both := h.db.Bun().NewSelect().ColumnExpr("*").TableExpr("((?) union all (?)) as u", q, rang)
	return both.OrderExpr(fmt.Sprintf("u.%s %s, u.id %s", order.column, order.direction, order.direction)).Limit(int64(p.Limit) + 1), nil
}

// place is where in a list a row stands.
type place struct {
	id             id.Call
	started        time.Time
	waited, talked int64
	rang           bool // at the agent whose history it is, who did not take it
}

func scanRow(scan func(...any) error) (CallRow, place, error) {
	var r CallRow
	var p place
	var group id.Group
	var agent id.Agent
	var groupName, agentName string
	err := scan(&r.ID, &r.StartedAt, &r.AnsweredAt, &r.EndedAt, &r.Direction, &r.Result, &r.From.Number, &r.From.Name, &r.From.Withheld, &r.To.Number, &r.To.Name,
		&r.PhoneNumber, &group, &groupName, &agent, &agentName, &p.waited, &p.talked, &r.Cause, &r.EndedBy, &r.HasRecording, &p.rang, &r.Voicemail)
	if err != nil {
		return CallRow{}, place{}, fmt.Errorf("history: read a call: %w", err)
	}
	if !group.IsZero() {
		r.Group = &Named{group.String(), groupName}
	}
	if !agent.IsZero() {
		r.Agent = &Named{agent.String(), agentName}
	}
	switch {
	case p.rang && r.AnsweredAt != nil:
		r.Rang = RangElsewhere
	case p.rang && r.Result == "missed":
		r.Rang = RangMissed
	}
	p.id, p.started = r.ID, r.StartedAt
	r.WaitSeconds, r.TalkSeconds = float64(p.waited)/1000, float64(p.talked)/1000
	return r, p, nil
}

// apply adds what the filter asks of calls; that they are walked's is asked
// for already.
func (f Filter) apply(q *bun.SelectQuery, walked id.Agent) error {
	if !f.From.IsZero() {
		q.Where("c.started_at >= ?", f.From)
	}
	if !f.To.IsZero() {
		q.Where("c.started_at < ?", f.To)
	}
	switch f.Direction {
	case "":
	case journal.Inbound, journal.Outbound, journal.Internal:
		q.Where("c.direction = ?", string(f.Direction))
	default:
		return fault.Wrong("direction", string(f.Direction), "in, out or internal")
	}
	switch f.Result {
	case "":
	case "answered", "missed":
		q.Where("c.result = ?", f.Result)
	default:
		return fault.Wrong("result", f.Result, "answered or missed")
	}
	if f.Digits != "" {
		digits, ok := searchable(f.Digits)
		if !ok {
			return fault.Wrong("number", f.Digits, "2 to 40 digits, with hyphens and spaces where you like")
		}
		q.Where("c.digits like ?", "%"+digits+"%")
		if strings.ContainsAny(digits, "*#") {
			q.Where("c.digits ~ '[*#]'") // which has an index of its own
		}
	}
	if err := applyText(q, f.Text); err != nil {
		return err
	}
	for _, agent := range []id.Agent{f.Agent, f.Only} {
		if !agent.IsZero() && agent != walked {
			q.Where("c.agents @> array[?]::uuid[]", agent)
		}
	}
	if !f.Only.IsZero() {
		q.Where(notListening)
	}
	if err := f.applyGroup(q); err != nil {
		return err
	}
	if !f.Number.IsZero() {
		q.Where("c.number_id = ?", f.Number)
	}
	if f.MinTalk != nil && f.MaxTalk != nil && *f.MinTalk >= *f.MaxTalk {
		q.Where("false") // or every call would be looked at to find that none is so
	}
	if f.MinTalk != nil {
		q.Where("c.talked_ms >= ?", f.MinTalk.Milliseconds())
	}
	if f.MaxTalk != nil {
		q.Where("c.talked_ms < ?", f.MaxTalk.Milliseconds())
	}
	return nil
}

// applyGroup adds what is asked of the groups that a call visited.
func (f *Filter) applyGroup(q *bun.SelectQuery) error {
	switch f.Outcome {
	case "":
		if !f.Group.IsZero() {
			q.Where("c.groups @> array[?]::uuid[]", f.Group)
		}
	case journal.OutcomeAnswered, journal.OutcomeAbandoned, journal.OutcomeOverflow, journal.OutcomeTimeout, journal.OutcomeCallback:
		q.Where("c.outcomes @> array[?]::text[]", outcomeOf(f.Group, f.Outcome))
	default:
		return fault.Wrong("outcome", string(f.Outcome), "answered, abandoned, overflow, timeout or callback")
	}
	return nil
}

// outcomeOf is the word by which a call is found that left a group so, or any.
func outcomeOf(g id.Group, o journal.Outcome) string {
	if g.IsZero() {
		return string(o)
	}
	return g.String() + ":" + string(o)
}

// searchable gives the digits of what a person typed or pasted.
func searchable(s string) (string, bool) {
	if len(s) > 256 {
		return "", false
	}
	var b strings.Builder
	for _, r := range s {
		switch {
		case r >= '0' && r <= '9', r == '*', r == '#':
			b.WriteRune(r)
		case r >= '０' && r <= '９':
			b.WriteRune(r - '０' + '0')
		case strings.ContainsRune(" -()ー‐−－　+", r):
		default:
			return "", false
		}
	}
	out := b.String()
	if strings.HasPrefix(strings.TrimSpace(s), "+81") {
		out = "0" + strings.TrimPrefix(out, "81")
	}
	return out, len(out) >= 2 && len(out) <= 40
}
