package access

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/uptrace/bun"

	"github.com/yobirin/yobirin/shared/id"
)

// EndAgent takes every session of an agent away, inside the caller's
// transaction. Call EndDoomed after the commit.
func (d *Doors) EndAgent(ctx context.Context, tx bun.IDB, agent id.Agent) error {
	var gone []id.Session
	if err := tx.NewRaw("delete from sessions where agent_id = ? returning id", agent).Scan(ctx, &gone); err != nil && !errors.Is(err, sql.ErrNoRows) {
		return fmt.Errorf("access: end an agent's sessions: %w", err)
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.doom(gone)
	return nil
}

// EndAgentForGood is EndAgent for one that is deleted: its API keys are
// revoked too, so that they stay dead should the agent come back.
func (d *Doors) EndAgentForGood(ctx context.Context, tx bun.Tx, agent id.Agent, by Session, from Origin) error {
	keys, err := d.revokeKeysOf(ctx, tx, agent, by, from)
	if err != nil {
		return err
	}
	d.mu.Lock()
	d.doom(keys)
	d.mu.Unlock()
	return d.EndAgent(ctx, tx, agent)
}
