package main

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"time"

	"github.com/yobirin/yobirin/server/internal/pg"
	"github.com/yobirin/yobirin/shared/id"
)

// callColumns are what of a call's row is filled.
func callColumns() []string {
	return []string{"id", "started_at", "answered_at", "ended_at", "direction", "result", "from_number", "from_name", "withheld", "to_number", "to_name", "digits", "number_id",
		"agent_id", "group_id", "agents", "groups", "waited_ms", "talked_ms", "cause", "ended_by"}
}

// centre is where the calls come to.
type centre struct {
	agents, groups, numbers [][16]byte
	last, first             []string
	random                  *rand.Rand
	began                   time.Time
	step                    time.Duration
	n, at                   int
	row                     []any
}

func seedCalls(ctx context.Context, db *pg.DB, o options) error {
	c := centre{last: surnames(), first: givenNames(), random: rand.New(rand.NewPCG(o.seed, 2)), n: o.calls}
	for query, into := range map[string]*[][16]byte{
		"select id from agents order by id limit 100000": &c.agents, "select id from groups order by id": &c.groups, "select id from numbers order by id": &c.numbers,
	} {
		var err error
		if *into, err = ids(ctx, db, query); err != nil {
			return err
		}
		if len(*into) == 0 {
			return fmt.Errorf("%s: there are none; make them with -agents", query)
		}
	}
	span := time.Duration(o.days) * 24 * time.Hour
	c.began, c.step = time.Now().Add(-span), span/time.Duration(o.calls)
	if _, err := db.CopyFrom(ctx, "calls", callColumns(), &c); err != nil {
		return err
	}
	return seedOffers(ctx, db)
}

// seedOffers has every call that comes in ring at three agents, as busy as pick
// makes them, and every tenth time directly.
func seedOffers(ctx context.Context, db *pg.DB) error {
	_, err := db.Pool().Exec(ctx, `insert into call_offers (agent_id, started_at, call_id, direct, waited_ms, result)
		select a.ids[1 + floor(random() * case when random() * 3 < 1 then least(20, cardinality(a.ids)) else cardinality(a.ids) end)::int], c.started_at, c.id, random() < 0.1, c.waited_ms, c.result
		from (select array_agg(id order by id) ids from agents) a, calls c, generate_series(1, 3) where c.direction <> 'out' on conflict do nothing`)
	if err != nil {
		return fmt.Errorf("make offers: %w", err)
	}
	return nil
}

// Next makes the next call (pgx.CopyFromSource).
func (c *centre) Next() bool {
	if c.at == c.n {
		return false
	}
	start := c.began.Add(time.Duration(c.at) * c.step)
	c.at++
	agent, group := c.pick(c.agents), c.pick(c.groups)
	out := c.random.IntN(10)
	direction, from, to, name := "in", c.outside(), fmt.Sprintf("05000%06d", c.random.IntN(40)), ""
	if c.random.IntN(3) == 0 {
		name = c.last[c.random.IntN(len(c.last))] + " " + c.first[c.random.IntN(len(c.first))]
	}
	fromName, toName := name, ""
	groups := [][16]byte{group}
	var groupID any = group
	switch {
	case out >= 9:
		direction, from, to = "internal", fmt.Sprint(2000+c.random.IntN(8000)), fmt.Sprint(2000+c.random.IntN(8000))
		groups, groupID = [][16]byte{}, nil
	case out >= 6:
		direction, from, to, fromName, toName = "out", to, from, "", name
		groups, groupID = [][16]byte{}, nil
	}
	result, cause, agents := "answered", "normal", [][16]byte{agent}
	var agentID, answered any = agent, nil
	waited := int64(c.random.ExpFloat64() * 12_000)
	talked := int64(math.Min(c.random.ExpFloat64()*180_000, 4*3600_000))
	if c.random.IntN(5) == 0 {
		result, cause, talked = "missed", "no-answer", 0
		if direction == "in" {
			agents, agentID = [][16]byte{}, nil
		}
	} else {
		answered = start.Add(time.Duration(waited) * time.Millisecond)
	}
	end := start.Add(time.Duration(waited+talked) * time.Millisecond)
	c.row = []any{[16]byte(id.NewCall(start)), start, answered, end, direction, result, from, fromName, false, to, toName, from + " " + to, c.pick(c.numbers),
		agentID, groupID, agents, groups, waited, talked, cause, "caller"}
	return true
}

// Values gives the call (pgx.CopyFromSource).
func (c *centre) Values() ([]any, error) { return c.row, nil }

// Err never has one (pgx.CopyFromSource).
func (c *centre) Err() error { return nil }

// pick prefers the first: some have many more calls than others.
func (c *centre) pick(of [][16]byte) [16]byte {
	if c.random.IntN(3) == 0 {
		return of[c.random.IntN(min(len(of), 20))]
	}
	return of[c.random.IntN(len(of))]
}

func (c *centre) outside() string {
	if c.random.IntN(2) == 0 {
		return fmt.Sprintf("090%08d", c.random.IntN(100_000_000))
	}
	return fmt.Sprintf("03%08d", c.random.IntN(100_000_000))
}
