package directory

import (
	"context"
	"fmt"

	"github.com/uptrace/bun"

	"github.com/yobirin/yobirin/server/internal/access"
	"github.com/yobirin/yobirin/shared/fault"
	"github.com/yobirin/yobirin/shared/id"
)

// FirstLogin is the login ID of the first administrator.
const FirstLogin = "admin"

// FirstAdministrator makes the agent "admin" at the very first start of a
// site, with the password given or, when that is empty, a drawn one. It gives
// the password when it made the agent, and "" at every later start, also when
// that agent has been renamed or disabled since.
func (d *Directory) FirstAdministrator(ctx context.Context, password string) (made string, err error) {
	if password != "" && !access.CheckPassword(password) {
		return "", fault.Wrong("admin_password", "", access.PasswordRule)
	}
	err = d.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error {
		res, err := tx.ExecContext(ctx, "update site set administrator_made = true, version = version + 1 where not administrator_made")
		if err != nil {
			return fmt.Errorf("directory: look for the first start: %w", err)
		}
		if n, err := res.RowsAffected(); err != nil || n == 0 {
			return err
		}
		a := &Agent{
			ID: id.New[id.Agent](d.now()), Login: FirstLogin, Name: "Administrator", Nickname: "admin", Role: access.RoleAdministrator, Language: "ja", Version: 1,
		}
		if _, err := tx.NewInsert().Model(a).Exec(ctx); err != nil {
			return fmt.Errorf("directory: make the first administrator: %w", err)
		}
		made = password
		if made == "" {
			made = access.GeneratePassword()
		}
		return d.doors.SetPassword(ctx, tx, a.ID, made)
	})
	if err != nil {
		return "", err
	}
	return made, nil
}
