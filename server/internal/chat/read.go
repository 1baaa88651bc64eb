package chat

import (
	"context"
	"fmt"

	"github.com/uptrace/bun"

	"github.com/yobirin/yobirin/server/internal/access"
	"github.com/yobirin/yobirin/shared/fault"
	"github.com/yobirin/yobirin/shared/id"
	wire "github.com/yobirin/yobirin/shared/live"
)

const (
	// toldOf bounds whose messages' authors hear that they were read.
	toldOf = 20
	// quietAbove is the size of a group from which on nobody is told who types.
	quietAbove = 50
)

func setRead(ctx context.Context, db bun.IDB, of id.Thread, agent id.Agent, seq int64) error {
	_, err := db.ExecContext(ctx, `insert into chat_reads (thread_id, agent_id, seq) values (?, ?, ?)
		on conflict (thread_id, agent_id) do update set seq = excluded.seq where chat_reads.seq < excluded.seq`, of, agent, seq)
	return err
}

// Read notes that the session's agent has read up to a message. A mark never
// goes back.
func (c *Chat) Read(ctx context.Context, s access.Session, of id.Thread, seq int64) error {
	p, err := c.find(ctx, s, of)
	if err != nil {
		return err
	}
	if seq < 1 || seq > p.last {
		return fault.Wrong("seq", fmt.Sprint(seq), fmt.Sprintf("the number of a message, 1 to %d", p.last))
	}
	var authors []id.Agent
	moved := false
	err = c.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error {
		var before int64
		if err := tx.QueryRowContext(ctx, "select coalesce((select seq from chat_reads where thread_id = ? and agent_id = ?), 0)", of, s.Agent.ID).Scan(&before); err != nil {
			return err
		}
		if moved = before < seq; !moved {
			return nil
		}
		if err := setRead(ctx, tx, of, s.Agent.ID, seq); err != nil {
			return err
		}
		return tx.NewSelect().TableExpr("chat_messages").ColumnExpr("distinct author").
			Where("thread_id = ? and seq > ? and seq <= ?", of, max(before, seq-toldOf), seq).Scan(ctx, &authors)
	})
	if err != nil {
		return fmt.Errorf("chat: note what was read: %w", err)
	}
	if moved {
		c.tell(Delivery{Agents: append(authors, s.Agent.ID)}, wire.ChatRead{Type: wire.TypeChatRead, Thread: of.String(), Agent: s.Agent.ID.String(), Seq: seq})
	}
	return nil
}

// reads gives how far the others have read, those furthest first.
func (c *Chat) reads(ctx context.Context, of id.Thread, self id.Agent) ([]ReadMark, error) {
	rows, err := c.db.Bun().QueryContext(ctx, "select agent_id, seq from chat_reads where thread_id = ? and agent_id <> ? and seq > 0 order by seq desc, agent_id limit ?", of, self, maxReads)
	if err != nil {
		return nil, fmt.Errorf("chat: read the read marks: %w", err)
	}
	defer func() { _ = rows.Close() }()
	out := []ReadMark{}
	for rows.Next() {
		var m ReadMark
		var agent id.Agent
		if err := rows.Scan(&agent, &m.Seq); err != nil {
			return nil, fmt.Errorf("chat: read a read mark: %w", err)
		}
		m.Agent = agent.String()
		out = append(out, m)
	}
	return out, rows.Err()
}

// Typing tells the others that the session's agent is writing. Told too often,
// or in a group too large for it, it is passed over.
func (c *Chat) Typing(ctx context.Context, s access.Session, in id.Thread) error {
	p, err := c.find(ctx, s, in)
	if err != nil {
		return err
	}
	if p.members > quietAbove || !c.typing.may(s.Agent.ID, c.now()) {
		return nil
	}
	d := p.all(s.Agent.ID)
	d.Supervisors = false
	c.tell(d, wire.ChatTyping{Type: wire.TypeChatTyping, Thread: in.String(), Agent: s.Agent.ID.String()})
	return nil
}
