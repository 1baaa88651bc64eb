package chat

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/uptrace/bun"

	"github.com/yobirin/yobirin/server/internal/access"
	"github.com/yobirin/yobirin/shared/fault"
	"github.com/yobirin/yobirin/shared/id"
	wire "github.com/yobirin/yobirin/shared/live"
)

// maxThreads bounds the list of threads: those with the newest messages.
const maxThreads = 1000

// Thread is a conversation as one agent sees it.
type Thread struct {
	ID      id.Thread      `json:"id"`
	Kind    string         `json:"kind" enum:"group,agent"`
	Group   string         `json:"group,omitempty" doc:"identifier of the group"`
	Agent   string         `json:"agent,omitempty" doc:"identifier of the other agent"`
	Title   string         `json:"title" doc:"name of the group, nickname of the agent"`
	Member  bool           `json:"member" doc:"false: a group that one sees without being in it; its messages call for nobody's attention"`
	LastSeq int64          `json:"lastSeq" doc:"number of the newest message, 0 for none"`
	ReadSeq int64          `json:"readSeq" doc:"up to here one has read"`
	Unread  int64          `json:"unread"`
	Last    *wire.ChatText `json:"last,omitempty" doc:"the newest message, its text cut to 200 characters, without files"`
}

// ThreadList is all threads of an agent, the newest message first.
type ThreadList struct {
	Items []Thread `json:"items" nullable:"false"`
}

// visible is the common table "mine" of the threads that agent ?0 sees; ?1
// says whether it sees all groups.
const visible = `with mine as (
	select g.id, g.id as group_id, null::uuid as other, g.name as title, m.agent_id is not null as member
	from groups g left join group_members m on m.group_id = g.id and m.agent_id = ?0
	where ?1 or m.agent_id is not null
	union all
	select t.id, null, o.other, coalesce(nullif(a.nickname, ''), a.name,
		(select x.author_name from chat_messages x where x.thread_id = t.id and x.author = o.other order by x.seq desc limit 1), ''), true
	from chat_threads t cross join lateral (select case when t.low_agent = ?0 then t.high_agent else t.low_agent end as other) o
	left join agents a on a.id = o.other
	where (t.low_agent = ?0 or t.high_agent = ?0) and t.last_seq > 0
) `

const listThreads = visible + `select mine.id, mine.group_id, mine.other, mine.title, mine.member, coalesce(t.last_seq, 0),
	greatest(coalesce(r.seq, 0), coalesce(t.purged_seq, 0)), m.seq, m.at, m.author, coalesce(m.author_name, ''), left(coalesce(m.body, ''), 200), coalesce(m.bold, false), coalesce(m.red, false), coalesce(m.ref, '')
	from mine left join chat_threads t on t.id = mine.id
	left join chat_reads r on r.thread_id = mine.id and r.agent_id = ?0
	left join chat_messages m on m.thread_id = mine.id and m.seq = t.last_seq
	order by t.last_at desc nulls last, mine.title, mine.id limit ?2`

// seesAll says whether the session sees and writes in every group.
func seesAll(s access.Session) bool { return access.May(s, access.SeeWholeFloor) }

// Threads lists the threads of the session's agent: groups, also those without
// a message, and the agents with whom it has messages.
func (c *Chat) Threads(ctx context.Context, s access.Session) ([]Thread, error) {
	rows, err := c.db.Bun().QueryContext(ctx, listThreads, s.Agent.ID, seesAll(s), maxThreads)
	if err != nil {
		return nil, fmt.Errorf("chat: list threads: %w", err)
	}
	defer func() { _ = rows.Close() }()
	out := []Thread{}
	for rows.Next() {
		var t Thread
		var group id.Group
		var other, author id.Agent
		var seq sql.NullInt64
		var at sql.NullTime
		var last wire.ChatText
		err := rows.Scan(&t.ID, &group, &other, &t.Title, &t.Member, &t.LastSeq, &t.ReadSeq, &seq, &at, &author, &last.AuthorName, &last.Text, &last.Bold, &last.Red, &last.Ref)
		if err != nil {
			return nil, fmt.Errorf("chat: read a thread: %w", err)
		}
		t.Kind, t.Group, t.Agent = kindOf(group), group.String(), other.String()
		t.Unread = max(0, t.LastSeq-t.ReadSeq)
		if seq.Valid {
			last.Thread, last.Seq, last.At, last.Author = t.ID.String(), seq.Int64, at.Time.UnixMilli(), author.String()
			t.Last = &last
		}
		out = append(out, t)
	}
	return out, rows.Err()
}

func kindOf(group id.Group) string {
	if group.IsZero() {
		return "agent"
	}
	return "group"
}

// place is a thread that an agent may see.
type place struct {
	id      id.Thread
	group   id.Group // of a group's thread
	other   id.Agent // of a pair's
	title   string
	member  bool
	members int // 2 in a pair
	gone    bool
	last    int64
}

const findThread = `select g.id, null::uuid, g.name, m.agent_id is not null, (select count(*) from group_members x where x.group_id = g.id), false, coalesce(t.last_seq, 0)
	from groups g left join group_members m on m.group_id = g.id and m.agent_id = ?0 left join chat_threads t on t.id = g.id
	where g.id = ?1 and (?2 or m.agent_id is not null)
	union all
	select null, o.other, coalesce(nullif(a.nickname, ''), a.name, ''), true, 2, a.id is null, t.last_seq
	from chat_threads t cross join lateral (select case when t.low_agent = ?0 then t.high_agent else t.low_agent end as other) o
	left join agents a on a.id = o.other
	where t.id = ?1 and (t.low_agent = ?0 or t.high_agent = ?0)`

// find gives a thread; one that the session may not see is not found.
func (c *Chat) find(ctx context.Context, s access.Session, which id.Thread) (place, error) {
	p := place{id: which}
	err := c.db.Bun().QueryRowContext(ctx, findThread, s.Agent.ID, which, seesAll(s)).Scan(&p.group, &p.other, &p.title, &p.member, &p.members, &p.gone, &p.last)
	if errors.Is(err, sql.ErrNoRows) {
		return place{}, fault.New(fault.NotFound, "chat_not_found", "there is no such conversation")
	}
	if err != nil {
		return place{}, fmt.Errorf("chat: find a thread: %w", err)
	}
	return p, nil
}

// all is everybody who sees the thread.
func (p place) all(self id.Agent) Delivery {
	if p.group.IsZero() {
		return Delivery{Agents: []id.Agent{self, p.other}}
	}
	return Delivery{Group: p.group, Supervisors: true}
}

// Open gives the thread with another agent, which is made when there is none.
func (c *Chat) Open(ctx context.Context, s access.Session, with id.Agent) (Thread, error) {
	if with == s.Agent.ID {
		return Thread{}, fault.New(fault.Conflict, "chat_self", "nobody chats with himself")
	}
	t := Thread{Kind: "agent", Agent: with.String(), Member: true}
	err := c.db.Bun().QueryRowContext(ctx, "select coalesce(nullif(nickname, ''), name) from agents where id = ?", with).Scan(&t.Title)
	if errors.Is(err, sql.ErrNoRows) {
		return Thread{}, fault.New(fault.NotFound, "agent_not_found", "there is no such agent")
	}
	if err != nil {
		return Thread{}, fmt.Errorf("chat: look for an agent: %w", err)
	}
	low, high := s.Agent.ID, with
	if bytes.Compare(low[:], high[:]) > 0 {
		low, high = high, low
	}
	err = c.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error {
		if _, err := tx.ExecContext(ctx, "insert into chat_threads (id, low_agent, high_agent) values (?, ?, ?) on conflict (low_agent, high_agent) do nothing",
			id.New[id.Thread](c.now()), low, high); err != nil {
			return err
		}
		return tx.QueryRowContext(ctx, `select t.id, t.last_seq, greatest(coalesce(r.seq, 0), t.purged_seq) from chat_threads t
			left join chat_reads r on r.thread_id = t.id and r.agent_id = ? where t.low_agent = ? and t.high_agent = ?`, s.Agent.ID, low, high).
			Scan(&t.ID, &t.LastSeq, &t.ReadSeq)
	})
	if err != nil {
		return Thread{}, fmt.Errorf("chat: open a thread: %w", err)
	}
	t.Unread = max(0, t.LastSeq-t.ReadSeq)
	return t, nil
}
