package access

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"
)

// Lock is a login, a PIN or a phone that is locked after too many wrong tries.
type Lock struct {
	Kind  string    `json:"kind" enum:"login,pin,phone"`
	ID    string    `json:"id" doc:"of the agent, or of the phone"`
	Name  string    `json:"name"`
	Login string    `json:"login,omitempty"`
	Since time.Time `json:"since"`
	Tries int       `json:"tries"`
}

// LockList is the body of an answer.
type LockList struct {
	Items []Lock `json:"items" nullable:"false"`
}

const lockQuery = `select kind, id::text, name, login, locked_at, tries from (
	select 'login' as kind, a.id, a.name, a.login, c.locked_at, c.attempts as tries from credentials c join agents a on a.id = c.agent_id where c.locked_at is not null and a.deleted_at is null and ?
	union all
	select 'pin', a.id, a.name, a.login, c.pin_locked_at, c.pin_attempts from credentials c join agents a on a.id = c.agent_id where c.pin_locked_at is not null and a.deleted_at is null and ?
	union all
	select 'phone', v.id, v.name, '', p.locked_at, p.attempts from pin_devices p join devices v on v.id = p.device_id where p.locked_at is not null and ?
) as l order by locked_at desc, kind, id limit 1000`

// Locks gives what is locked: logins for who may unlock them, PINs and phones
// for who may unlock those. The latest come first, at most 1,000.
func (d *Doors) Locks(ctx context.Context, s Session) ([]Lock, error) {
	pins := May(s, UnlockPIN)
	rows, err := d.db.Bun().QueryContext(ctx, lockQuery, May(s, Unlock), pins, pins)
	if err != nil {
		return nil, fmt.Errorf("access: list locks: %w", err)
	}
	defer func() { _ = rows.Close() }()
	out := []Lock{}
	for rows.Next() {
		var l Lock
		if err := rows.Scan(&l.Kind, &l.ID, &l.Name, &l.Login, &l.Since, &l.Tries); err != nil {
			return nil, fmt.Errorf("access: list locks: %w", err)
		}
		out = append(out, l)
	}
	return out, rows.Err()
}

func (d *Doors) registerLocks(api huma.API) {
	huma.Register(api, Needs(huma.Operation{
		OperationID: "list-locks", Method: http.MethodGet, Path: "/api/v1/locks", Tags: []string{"session"}, Summary: "Logins, PINs and phones that are locked after wrong tries",
		Description: "Unlock them by unlock-login, unlock-pin and unlock-phone.",
	}, Unlock, UnlockPIN), func(ctx context.Context, _ *struct{}) (*struct{ Body LockList }, error) {
		s, ok := From(ctx)
		if !ok {
			return nil, errNoSession()
		}
		items, err := d.Locks(ctx, s)
		return &struct{ Body LockList }{LockList{items}}, err
	})
}

// contains makes the pattern of LIKE for a text anywhere, whatever is in it.
func contains(text string) string {
	return "%" + strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(text) + "%"
}
