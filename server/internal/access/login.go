package access

import (
	"context"
	"crypto/rand"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"

	"github.com/uptrace/bun"

	"github.com/yobirin/yobirin/shared/fault"
	"github.com/yobirin/yobirin/shared/id"
)

// Login opens a session and gives its token, which is known to nobody else
// afterwards. A refusal is a fault with the key login_failed or login_locked;
// it does not tell an unknown login from a wrong password.
func (d *Doors) Login(ctx context.Context, login, password string, client Client, from Origin) (Session, string, error) {
	return d.Enter(ctx, Credentials{Login: login, Password: password}, client, from)
}

// Credentials are what somebody logs in with.
type Credentials struct {
	Login, Password string
	// TOTP is the code of an authenticator app, or a recovery code.
	TOTP string
}

// Enter is Login for those who may have a second factor: with one, a right
// password without a code is a fault with the key totp_needed, and a wrong
// code, totp_wrong, counts like a wrong password.
func (d *Doors) Enter(ctx context.Context, c Credentials, client Client, from Origin) (Session, string, error) {
	login, password := c.Login, c.Password
	if d.trying.Add(1) > maxTrying {
		d.trying.Add(-1)
		return Session{}, "", fault.New(fault.Unavailable, "busy", "too many logins at once; try again in a moment")
	}
	defer d.trying.Add(-1)
	rule, err := d.rules(ctx, d.db.Bun())
	if err != nil {
		return Session{}, "", away(err)
	}
	known := login
	if clean(login, 64) != login {
		known = "" // what no login can be names nobody
	}
	acc, err := d.accountOf(ctx, identity{login: known})
	if errors.Is(err, sql.ErrNoRows) {
		d.hasher.Verify(d.decoy, password)
		return Session{}, "", d.refuse(ctx, "wrong", login, account{}, client, from)
	}
	if err != nil {
		return Session{}, "", away(err)
	}
	right := d.hasher.Verify(acc.Hash, password)
	switch {
	case acc.LockedAt.Valid:
		return Session{}, "", d.refuse(ctx, "locked", login, acc, client, from)
	case !right:
		locked, err := d.miss(ctx, acc.ID, rule.Attempts)
		if err != nil {
			return Session{}, "", err
		}
		if locked {
			return Session{}, "", d.refuse(ctx, "locked", login, acc, client, from)
		}
		return Session{}, "", d.refuse(ctx, "wrong", login, acc, client, from)
	case acc.Disabled:
		return Session{}, "", d.refuse(ctx, "disabled", login, acc, client, from)
	}
	return d.second(ctx, acc, c.TOTP, rule, client, from)
}

// lockAfter is how many wrong codes lock a login where wrong passwords never
// do: a password is hard to guess, six digits are not.
const lockAfter = 10

// second asks for the second factor of an agent whose password is right.
func (d *Doors) second(ctx context.Context, acc account, typed string, rule rules, client Client, from Origin) (Session, string, error) {
	if rule.Passwords == passwordsAdministrators && acc.Role != RoleAdministrator {
		return Session{}, "", d.refuse(ctx, "passwords-off", acc.Login, acc, client, from)
	}
	enrolled, err := d.enrolled(ctx, acc.ID)
	if err != nil {
		return Session{}, "", away(err)
	}
	must := !enrolled && rule.TOTPFor.covers(acc.Role)
	switch {
	case !enrolled:
		return d.open(ctx, acc, FactorPassword, must, client, from)
	case typed == "":
		return Session{}, "", fault.New(fault.Denied, "totp_needed", "a code of the authenticator app is needed")
	}
	right, err := d.takeFactor(ctx, acc.ID, typed)
	if err != nil {
		return Session{}, "", away(err)
	}
	if right {
		return d.open(ctx, acc, FactorTOTP, false, client, from)
	}
	limit := rule.Attempts
	if limit == 0 {
		limit = lockAfter
	}
	locked, err := d.miss(ctx, acc.ID, limit)
	switch {
	case err != nil:
		return Session{}, "", err
	case locked:
		return Session{}, "", d.refuse(ctx, "locked", acc.Login, acc, client, from)
	}
	return Session{}, "", d.refuse(ctx, "totp-wrong", acc.Login, acc, client, from)
}

// miss counts a wrong password and locks the login at the limit. The count is
// made in one statement, so that many tries at once are all counted.
func (d *Doors) miss(ctx context.Context, agent id.Agent, limit int) (locked bool, err error) {
	row := d.db.Bun().QueryRowContext(ctx, `update credentials set attempts = attempts + 1,
		locked_at = case when attempts + 1 >= ? and ? > 0 then coalesce(locked_at, ?) else locked_at end
		where agent_id = ? returning locked_at is not null`, limit, limit, d.now(), agent)
	if err := row.Scan(&locked); err != nil && !errors.Is(err, sql.ErrNoRows) {
		return false, fmt.Errorf("access: count a wrong password: %w", err)
	}
	return locked, nil
}

// refuse writes the audit and makes the fault of a refused login.
func (d *Doors) refuse(ctx context.Context, outcome, login string, acc account, client Client, from Origin) error {
	if between, yes := d.mayNote(d.now()); yes {
		if err := d.note(ctx, d.db.Bun(), outcome, login, acc.ID, id.Agent{}, client, from, between); err != nil {
			return err
		}
	}
	switch outcome {
	case "locked":
		return errLoginLocked()
	case "passwords-off":
		return fault.New(fault.Denied, "passwords_off", "passwords are off; log in by single sign-on")
	case "totp-wrong":
		return errWrongCode()
	}
	return fault.New(fault.Denied, "login_failed", "the ID or the password is wrong")
}

func errWrongCode() error {
	return fault.New(fault.Denied, "totp_wrong", "the code is wrong or was used before")
}

// open opens the session of somebody who has proved to be the account's agent.
func (d *Doors) open(ctx context.Context, acc account, factor Factor, must bool, client Client, from Origin) (Session, string, error) {
	now := d.now()
	var raw [32]byte
	rand.Read(raw[:]) //nolint:errcheck // crypto/rand never fails
	token := hex.EncodeToString(raw[:])
	s := Session{Agent: acc.Agent, Client: client, Factor: factor, MustEnrol: must}
	s.ID = id.New[id.Session](now)
	err := d.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error {
		if factor != FactorOIDC { // the lock of a password is not a lock of other ways in
			// It may have come while the password was being verified.
			res, err := tx.ExecContext(ctx, "update credentials set attempts = 0 where agent_id = ? and locked_at is null", acc.ID)
			if err != nil {
				return err
			}
			if n, err := res.RowsAffected(); err != nil || n == 0 {
				return errors.Join(err, errLoginLocked())
			}
		}
		if err := d.rightsOf(ctx, tx, &s); err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, `insert into sessions (id, token_sha256, agent_id, client, created_at, seen_at, factor, address, user_agent)
			values (?, ?, ?, ?, ?, ?, ?, ?, ?)`, s.ID, digest(token), acc.ID, string(client), now, now, string(factor), clean(from.Address, 64), clean(from.UserAgent, 200)); err != nil {
			return err
		}
		return d.note(ctx, tx, "in", acc.Login, acc.ID, id.Agent{}, client, from, 0)
	})
	if err != nil {
		return Session{}, "", fmt.Errorf("access: open a session: %w", err)
	}
	return s, token, nil
}
