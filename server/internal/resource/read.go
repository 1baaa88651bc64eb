package resource

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/uptrace/bun"

	"github.com/yobirin/yobirin/server/internal/access"
	"github.com/yobirin/yobirin/shared/fault"
)

func errNotFound() error { return fault.New(fault.NotFound, "not_found", "there is no such record") }

// get gives a record that the session may see; lock keeps others from changing
// it until the transaction ends.
func (r *room[T]) get(ctx context.Context, db bun.IDB, s access.Session, key string, lock bool) (*T, error) {
	if !r.shape.parseKey(key) {
		return nil, errNotFound()
	}
	found, err := r.getMany(ctx, db, s, []string{key}, lock)
	if err != nil {
		return nil, err
	}
	if len(found) == 0 {
		return nil, errNotFound()
	}
	return found[0], nil
}

// getMany gives those of the records that there are and that the session may
// see, in the order of their keys, so that two who lock several do not wait
// for each other.
func (r *room[T]) getMany(ctx context.Context, db bun.IDB, s access.Session, keys []string, lock bool) ([]*T, error) {
	var found []*T
	q := db.NewSelect().Model(&found).Where("?TableAlias.? in (?)", bun.Ident(r.shape.pk.Name), bun.List(keys)).OrderExpr("?TableAlias.?", bun.Ident(r.shape.pk.Name))
	if r.noun.Scope != nil {
		r.noun.Scope(ctx, s, q)
	}
	if lock {
		q.For("no key update of ?TableAlias")
	}
	if err := q.Scan(ctx); err != nil && !errors.Is(err, sql.ErrNoRows) {
		return nil, fmt.Errorf("resource: read %s: %w", r.noun.Name, err)
	}
	return found, r.fill(ctx, db, found)
}

func (r *room[T]) fill(ctx context.Context, db bun.IDB, of []*T) error {
	if r.noun.Fill == nil || len(of) == 0 {
		return nil
	}
	return r.noun.Fill(ctx, db, of)
}
