package access

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"
)

// KeyList is the body of an answer.
type KeyList struct {
	Items []Key `json:"items" nullable:"false"`
}

// MadeKey is a key that was just made.
type MadeKey struct {
	Key
	Text string `json:"key" doc:"the key itself, shown once: Authorization: Bearer yob_..." example:"yob_..."`
}

func (d *Doors) registerKeys(api huma.API) {
	op := func(name, method, path, summary string) huma.Operation {
		return Needs(huma.Operation{OperationID: name, Method: method, Path: "/api/v1/api-keys" + path, Tags: []string{"api-keys"}, Summary: summary}, ManageAPIKeys)
	}
	huma.Register(api, op("list-api-keys", http.MethodGet, "", "API keys, newest first"), func(ctx context.Context, _ *struct{}) (*struct{ Body KeyList }, error) {
		items, err := d.Keys(ctx)
		return &struct{ Body KeyList }{KeyList{items}}, err
	})
	create := op("make-api-key", http.MethodPost, "", "Make an API key of one's own; its text is in this answer only")
	create.DefaultStatus = http.StatusCreated
	huma.Register(api, create, func(ctx context.Context, in *struct {
		Requester
		Body NewKey
	}) (*struct{ Body MadeKey }, error) {
		s, err := Require(ctx, ManageAPIKeys)
		if err != nil {
			return nil, err
		}
		k, text, err := d.MakeKey(ctx, s, in.from, in.Body)
		return &struct{ Body MadeKey }{MadeKey{k, text}}, err
	})
	revoke := op("revoke-api-key", http.MethodDelete, "/{id}", "Revoke an API key, at once and for ever")
	revoke.DefaultStatus = http.StatusNoContent
	huma.Register(api, revoke, func(ctx context.Context, in *sessionPath) (*struct{}, error) {
		s, err := Require(ctx, ManageAPIKeys)
		if err != nil {
			return nil, err
		}
		return nil, d.RevokeKey(ctx, in.ID, s, in.from)
	})
	d.registerKeysOf(api)
}
