package access

import (
	"context"
	"fmt"
	"net/http"
	"slices"

	"github.com/danielgtaylor/huma/v2"
	"github.com/uptrace/bun"

	"github.com/yobirin/yobirin/shared/id"
)

// RevokeKeysOf revokes every API key of an agent and says how many those were,
// as when its password was given anew because somebody else knew it.
func (d *Doors) RevokeKeysOf(ctx context.Context, agent id.Agent, by Session, from Origin) (int, error) {
	var gone []id.Session
	err := d.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error {
		var err error
		gone, err = d.revokeKeysOf(ctx, tx, agent, by, from)
		return err
	})
	if err != nil {
		return 0, err
	}
	d.tellEnded(gone...)
	return len(gone), nil
}

// revokeKeysOf revokes in a transaction; tell what it gives after the commit.
func (d *Doors) revokeKeysOf(ctx context.Context, tx bun.Tx, agent id.Agent, by Session, from Origin) ([]id.Session, error) {
	var all []struct {
		ID     id.Session
		Name   string
		Prefix string
	}
	if err := tx.NewRaw("update api_keys set revoked_at = ? where agent_id = ? and revoked_at is null returning id, name, prefix", d.now(), agent).Scan(ctx, &all); err != nil {
		return nil, fmt.Errorf("access: revoke the API keys of an agent: %w", err)
	}
	gone := make([]id.Session, len(all))
	notes := make([]Entry, len(all))
	for i, k := range all {
		gone[i] = k.ID
		notes[i] = by.By(d.now(), from, "api-key.revoked", "api-key", k.ID.String())
		notes[i].Detail = map[string]string{"name": k.Name, "prefix": k.Prefix}
	}
	if len(notes) == 0 {
		return nil, nil
	}
	return gone, WriteAudits(ctx, tx, notes)
}

// KeysOf gives the keys of an agent that are in force, the newest first.
func (d *Doors) KeysOf(ctx context.Context, agent id.Agent) ([]Key, error) {
	all, err := d.Keys(ctx)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(all, func(k Key) bool { return k.Dead || k.Owner != agent }), nil
}

// RevokedKeys says how many keys were revoked.
type RevokedKeys struct {
	Revoked int `json:"revoked"`
}

func (d *Doors) registerKeysOf(api huma.API) {
	huma.Register(api, Anyone(huma.Operation{
		OperationID: "my-api-keys", Method: http.MethodGet, Path: "/api/v1/me/api-keys", Tags: []string{"me"}, Summary: "One's own API keys in force; a change of the password leaves them so unless it is told otherwise",
	}), func(ctx context.Context, _ *struct{}) (*struct{ Body KeyList }, error) {
		s, ok := From(ctx)
		if !ok {
			return nil, errNoSession()
		}
		items, err := d.KeysOf(ctx, s.Agent.ID)
		return &struct{ Body KeyList }{KeyList{items}}, err
	})
	huma.Register(api, Needs(huma.Operation{
		OperationID: "revoke-api-keys-of", Method: http.MethodDelete, Path: "/api/v1/agents/{id}/api-keys", Tags: []string{"api-keys"}, Summary: "Revoke every API key of an agent, at once and for ever",
	}, ManageAPIKeys), func(ctx context.Context, in *struct {
		Requester
		ID id.Agent `path:"id"`
	}) (*struct{ Body RevokedKeys }, error) {
		s, err := Require(ctx, ManageAPIKeys)
		if err != nil {
			return nil, err
		}
		n, err := d.RevokeKeysOf(ctx, in.ID, s, in.from)
		return &struct{ Body RevokedKeys }{RevokedKeys{n}}, err
	})
}
