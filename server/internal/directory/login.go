package directory

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"

	"github.com/uptrace/bun"

	"github.com/yobirin/yobirin/shared/fault"
)

// Logins are kept as they are written and told apart without regard to case,
// as people remember them. Sites from before may have some that differ in
// nothing else: they are found as they are written, and by nothing else.

// loginIs is the condition that an agent is called so; ?0 is the login. The
// collation folds ASCII alone.
const loginIs = `lower(login collate "C") = lower(?0::text collate "C") and (login = ?0 or not login_shared)`

// foldLogin gives a login as it is told apart from others.
func foldLogin(login string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'A' && r <= 'Z' {
			return r + 'a' - 'A'
		}
		return r
	}, login)
}

// agentCalled gives the identifier of the agent with a login; "" for none.
func agentCalled(ctx context.Context, db bun.IDB, login string) (string, error) {
	var which string
	err := db.QueryRowContext(ctx, "select id::text from agents where "+loginIs+" and deleted_at is null order by login = ?0 desc limit 1", login).Scan(&which)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return "", fmt.Errorf("directory: look for an agent by the login: %w", err)
	}
	return which, nil
}

// checkLogin says whether another agent has the login, in whatever case.
func checkLogin(ctx context.Context, tx bun.IDB, login, but string) ([]fault.Field, error) {
	var name string
	err := tx.QueryRowContext(ctx, `select name from agents where lower(login collate "C") = lower(?0::text collate "C") and id::text <> ?1 limit 1`, login, but).Scan(&name)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return nil, nil
	case err != nil:
		return nil, fmt.Errorf("directory: look for another login: %w", err)
	}
	return []fault.Field{taken("login", login, name)}, nil
}

// sealedAgents ends a transaction that changed agents: a login that no other
// one differs from in nothing but case any more is found in any case.
func sealedAgents(ctx context.Context, tx bun.Tx) error {
	if _, err := tx.ExecContext(ctx, `update agents a set login_shared = false where login_shared
		and not exists (select from agents b where b.id <> a.id and lower(b.login collate "C") = lower(a.login collate "C"))`); err != nil {
		return fmt.Errorf("directory: look which logins stand alone: %w", err)
	}
	return sealed(ctx, tx)
}
