package history

import (
	"fmt"
	"time"

	"github.com/uptrace/bun"

	"github.com/yobirin/yobirin/shared/id"
)

// parted is the query for so many of the calls that somebody had a part in, in
// the order of a list, as far as the filter and the cursor let them through: of
// one agent by the parts it had, which are kept in every order, else of the
// calls themselves.
func (h *History) parted(f Filter, order ordering, after *cursor, limit int) (*bun.SelectQuery, error) {
	longest := order.column != "started_at" && f.onlyTime()
	q := h.db.Bun().NewSelect().TableExpr("calls as c")
	if longest {
		q.Column("c.id") // an index knows the time, too: no call is read to be passed over
	} else {
		q.ColumnExpr(columns)
	}
	table, key, agent := "c", "id", f.walked()
	if !agent.IsZero() {
		q.Join("join call_parts as p on p.call_id = c.id").Where("p.agent_id = ?", agent)
		f.byParts(q)
		table, key = "p", "call_id"
	}
	if err := f.apply(q, agent); err != nil {
		return nil, err
	}
	if after != nil {
		q.Where(fmt.Sprintf("(%s.%s, %s.%s) %s (?, ?)", table, order.column, table, key, order.after), after.value(order), after.ID)
	}
	q.OrderExpr(fmt.Sprintf("%s.%s %s, %s.%s %s", table, order.column, order.direction, table, key, order.direction)).Limit(int64(limit))
	if !longest {
		return q, nil
	}
	return h.db.Bun().NewSelect().TableExpr("calls as c").ColumnExpr(columns).Where("c.id in (?)", q), nil
}

// onlyTime says whether a time is all that is asked for.
func (f *Filter) onlyTime() bool {
	rest := *f
	rest.From, rest.To, rest.RangAt = time.Time{}, time.Time{}, id.Agent{}
	return rest == Filter{} && (!f.From.IsZero() || !f.To.IsZero())
}

// walked is the agent whose parts a list walks, none where an index of what is
// asked for besides finds fewer calls: of a word, a group or a number.
func (f *Filter) walked() id.Agent {
	if f.Digits != "" || f.Text != "" || !f.Group.IsZero() || !f.Number.IsZero() {
		return id.Agent{}
	}
	if !f.Only.IsZero() {
		return f.Only
	}
	return f.Agent
}

// byParts puts the bounds that the parts know on them, where they are met
// before a call is read, and takes them out of the filter.
func (f *Filter) byParts(q *bun.SelectQuery) {
	if !f.From.IsZero() {
		q.Where("p.started_at >= ?", f.From)
	}
	if !f.To.IsZero() {
		q.Where("p.started_at < ?", f.To)
	}
	f.From, f.To = time.Time{}, time.Time{}
	if f.Result == "answered" || f.Result == "missed" { // others are refused
		q.Where("p.result = ?", f.Result)
		f.Result = ""
	}
	switch {
	case f.MinTalk != nil && f.MaxTalk != nil && *f.MinTalk >= *f.MaxTalk: // nothing is so
		return
	case f.MinTalk != nil:
		q.Where("p.talked_ms >= ?", f.MinTalk.Milliseconds())
	}
	if f.MaxTalk != nil {
		q.Where("p.talked_ms < ?", f.MaxTalk.Milliseconds())
	}
	f.MinTalk, f.MaxTalk = nil, nil
}
