package access

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/http"

	"github.com/danielgtaylor/huma/v2"
	"github.com/uptrace/bun"

	"github.com/yobirin/yobirin/shared/fault"
	"github.com/yobirin/yobirin/shared/id"
)

// Lock keeps an agent from logging in by password until Unlock, as too many
// wrong passwords do (ログインロック, J-AGENT-8). Sessions that are open go on. An
// agent who may more than the session is a fault with the key beyond_rights,
// oneself one with the key oneself.
func (d *Doors) Lock(ctx context.Context, agent id.Agent, by Session, from Origin) error {
	if !May(by, Unlock) {
		return fault.New(fault.Denied, "not_allowed", "only who may unlock logins may lock one")
	}
	if agent == by.Agent.ID {
		return fault.New(fault.Conflict, "oneself", "nobody locks the own login")
	}
	of := Session{}
	err := d.db.Bun().QueryRowContext(ctx, "select role from agents where id = ? and deleted_at is null", agent).Scan(&of.Agent.Role)
	if err == nil {
		err = d.rightsOf(ctx, d.db.Bun(), &of)
	}
	if errors.Is(err, sql.ErrNoRows) {
		return fault.New(fault.NotFound, "not_found", "there is no such agent with a password")
	}
	if err != nil {
		return fmt.Errorf("access: read what an agent may: %w", err)
	}
	if err := beyond(by, of.rights()); err != nil {
		return err
	}
	return d.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error {
		var login string
		var locked bool // before
		err := tx.QueryRowContext(ctx, `with old as (select agent_id, locked_at from credentials where agent_id = ?0 for update)
			update credentials c set locked_at = coalesce(c.locked_at, ?1) from agents a, old
			where c.agent_id = ?0 and a.id = c.agent_id and old.agent_id = c.agent_id returning a.login, old.locked_at is not null`, agent, d.now()).Scan(&login, &locked)
		if errors.Is(err, sql.ErrNoRows) {
			return fault.New(fault.NotFound, "not_found", "there is no such agent with a password")
		}
		if err != nil {
			return fmt.Errorf("access: lock a login: %w", err)
		}
		if locked {
			return nil // as it was: nothing to note
		}
		return d.note(ctx, tx, "locked", login, agent, by.Agent.ID, by.Client, from, 0)
	})
}

func (d *Doors) registerLock(api huma.API) {
	huma.Register(api, Needs(huma.Operation{
		OperationID: "lock-login", Method: http.MethodPut, Path: "/api/v1/agents/{id}/lock", Tags: []string{"session"}, Summary: "Lock a login until it is unlocked",
		Description: "Logging in by password is refused, as after too many wrong passwords. Sessions that are open go on. unlock-login ends it.", DefaultStatus: http.StatusNoContent,
	}, Unlock), func(ctx context.Context, in *struct {
		Requester
		ID id.Agent `path:"id"`
	}) (*struct{}, error) {
		s, err := Require(ctx, Unlock)
		if err != nil {
			return nil, err
		}
		return nil, d.Lock(ctx, in.ID, s, in.from)
	})
}
