package access

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/http"
	"unicode/utf8"

	"github.com/danielgtaylor/huma/v2"
	"github.com/uptrace/bun"

	"github.com/yobirin/yobirin/shared/fault"
	"github.com/yobirin/yobirin/shared/id"
)

// The rules of a new password (J-AGENT-6), as fields of the fault that names
// those that are broken.
const (
	RuleLength = "length"
	RuleDigit  = "digit"
	RuleUpper  = "upper"
	RuleLower  = "lower"
	RuleText   = "text"
)

// BrokenRules names the rules that a new password breaks; none: it is strong
// enough, and CheckPassword takes it.
func BrokenRules(p string) []fault.Field {
	var digit, upper, lower bool
	for _, r := range p {
		digit = digit || r >= '0' && r <= '9'
		upper = upper || r >= 'A' && r <= 'Z'
		lower = lower || r >= 'a' && r <= 'z'
	}
	var out []fault.Field
	for _, rule := range []struct {
		kept           bool
		name, expected string
	}{
		{len(p) >= 8 && len(p) <= maxPassword, RuleLength, "8 to 256 bytes"}, {digit, RuleDigit, "a digit"},
		{upper, RuleUpper, "an upper case letter"}, {lower, RuleLower, "a lower case letter"}, {utf8.ValidString(p), RuleText, "text in UTF-8"},
	} {
		if !rule.kept {
			out = append(out, fault.Field{Name: "body.password." + rule.name, Expected: rule.expected})
		}
	}
	return out
}

func errWrongCurrent() error {
	return fault.New(fault.Denied, "wrong_password", "the present password is wrong")
}

func errLoginLocked() error {
	return fault.New(fault.Denied, "login_locked", "this login is locked after too many wrong passwords; an administrator can unlock it")
}

// ChangePassword gives the session's agent a new password, and ends every
// other session of it. A wrong present password counts like one at a login.
// API keys stay: programs that use them go on.
func (d *Doors) ChangePassword(ctx context.Context, s Session, from Origin, current, next string) error {
	return d.changePassword(ctx, s, from, current, next, false)
}

// ChangePasswordAndKeys is ChangePassword that also revokes the agent's API
// keys, for who fears that others know them too.
func (d *Doors) ChangePasswordAndKeys(ctx context.Context, s Session, from Origin, current, next string) error {
	return d.changePassword(ctx, s, from, current, next, true)
}

func (d *Doors) changePassword(ctx context.Context, s Session, from Origin, current, next string, keys bool) error {
	if broken := BrokenRules(next); len(broken) > 0 {
		return &fault.Error{Code: fault.Invalid, Key: "weak_password", Message: "the new password is not strong enough", Fields: broken}
	}
	if err := d.prove(ctx, s, from, current); err != nil {
		return err
	}
	hash := d.hasher.Hash(next)
	var gone []id.Session
	err := d.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error {
		res, err := tx.ExecContext(ctx, "update credentials set password_hash = ?, attempts = 0 where agent_id = ? and locked_at is null", hash, s.Agent.ID)
		if err != nil {
			return err
		}
		if n, err := res.RowsAffected(); err != nil || n == 0 {
			return errors.Join(err, errLoginLocked())
		}
		err = tx.NewRaw("delete from sessions where agent_id = ? and id <> ? returning id", s.Agent.ID, s.ID).Scan(ctx, &gone)
		if err != nil && !errors.Is(err, sql.ErrNoRows) {
			return err
		}
		if keys {
			revoked, err := d.revokeKeysOf(ctx, tx, s.Agent.ID, s, from)
			if err != nil {
				return err
			}
			gone = append(gone, revoked...)
		}
		return WriteAudit(ctx, tx, s.By(d.now(), from, "password.changed", "agent", s.Agent.ID.String()))
	})
	if err != nil {
		return fmt.Errorf("access: change a password: %w", err)
	}
	d.tellEnded(gone...)
	return nil
}

// PasswordChanged says whether an agent's password was changed since the agent
// was made, by itself or by an administrator.
func (d *Doors) PasswordChanged(ctx context.Context, agent id.Agent) (changed bool, err error) {
	err = d.db.Bun().QueryRowContext(ctx, `select exists (select from audit where object_id = ? and (action = 'password.changed'
		or action = 'agent.updated' and ', ' || coalesce(detail->>'fields', '') || ',' like '%, password,%'))`, agent.String()).Scan(&changed)
	if err != nil {
		return false, fmt.Errorf("access: look whether a password was changed: %w", err)
	}
	return changed, nil
}

// ChangePIN gives the session's agent a new PIN. Current is the password or
// the present PIN; a wrong one counts like one at a login or at a phone.
func (d *Doors) ChangePIN(ctx context.Context, s Session, from Origin, current, next string) error {
	if !CheckPIN(next) {
		return fault.Wrong("body.pin", "", "4 digits")
	}
	prove := d.prove
	if CheckPIN(current) { // no password is so short
		prove = d.provePIN
	}
	if err := prove(ctx, s, from, current); err != nil {
		return err
	}
	return d.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error {
		if err := d.SetPIN(ctx, tx, s.Agent.ID, next); err != nil {
			return err
		}
		return WriteAudit(ctx, tx, s.By(d.now(), from, "pin.changed", "agent", s.Agent.ID.String()))
	})
}

// prove holds the present password against what is stored.
func (d *Doors) prove(ctx context.Context, s Session, from Origin, password string) error {
	if d.trying.Add(1) > maxTrying {
		d.trying.Add(-1)
		return fault.New(fault.Unavailable, "busy", "too many logins at once; try again in a moment")
	}
	defer d.trying.Add(-1)
	rule, err := d.rules(ctx, d.db.Bun())
	if err != nil {
		return away(err)
	}
	acc, err := scanAccount(d.db.Bun().QueryRowContext(ctx, selectAccount+"where a.id = ?", s.Agent.ID))
	if err != nil {
		return away(err)
	}
	right := d.hasher.Verify(acc.Hash, password)
	locked := acc.LockedAt.Valid
	if !right && !locked {
		if locked, err = d.miss(ctx, s.Agent.ID, rule.Attempts); err != nil {
			return err
		}
	}
	switch {
	case locked:
		return d.denied(ctx, s, from, "password.locked", errLoginLocked())
	case !right:
		return d.denied(ctx, s, from, "password.wrong", errWrongCurrent())
	}
	return nil
}

// provePIN holds the present PIN against what is stored. The try is counted
// before it is looked at, as CheckPIN does.
func (d *Doors) provePIN(ctx context.Context, s Session, from Origin, pin string) error {
	if d.trying.Add(1) > maxTrying {
		d.trying.Add(-1)
		return fault.New(fault.Unavailable, "busy", "too many logins at once; try again in a moment")
	}
	defer d.trying.Add(-1)
	var hash string
	var tries int
	err := d.db.Bun().QueryRowContext(ctx, `update credentials set pin_attempts = pin_attempts + 1
		where agent_id = ? and pin_locked_at is null and pin_attempts < ? returning pin_hash, pin_attempts`, s.Agent.ID, maxPINs).Scan(&hash, &tries)
	if errors.Is(err, sql.ErrNoRows) {
		return d.denied(ctx, s, from, "pin.locked", errPINLocked())
	}
	if err != nil {
		return away(err)
	}
	if d.hasher.Verify(hash, pin) {
		if _, err := d.db.Bun().ExecContext(ctx, "update credentials set pin_attempts = 0 where agent_id = ? and pin_locked_at is null", s.Agent.ID); err != nil {
			return away(err)
		}
		return nil
	}
	if tries >= maxPINs {
		if _, err := d.db.Bun().ExecContext(ctx, "update credentials set pin_locked_at = coalesce(pin_locked_at, ?) where agent_id = ?", d.now(), s.Agent.ID); err != nil {
			return away(err)
		}
		return d.denied(ctx, s, from, "pin.locked", errPINLocked())
	}
	return d.denied(ctx, s, from, "pin.wrong", fault.New(fault.Denied, PINWrong, "the PIN is wrong"))
}

// denied writes down that somebody did not know a secret.
func (d *Doors) denied(ctx context.Context, s Session, from Origin, action string, why error) error {
	if between, yes := d.mayNote(d.now()); yes {
		e := s.By(d.now(), from, action, "agent", s.Agent.ID.String())
		if between > 0 {
			e.Detail = map[string]string{"unnoted": fmt.Sprint(between)}
		}
		if err := d.Audit(ctx, e); err != nil {
			return err
		}
	}
	return why
}

func (d *Doors) registerMe(api huma.API) {
	huma.Register(api, Anyone(huma.Operation{
		OperationID: "change-my-password", Method: http.MethodPut, Path: "/api/v1/me/password", Tags: []string{"me"}, Summary: "Change one's own password; one's other sessions end",
		DefaultStatus: http.StatusNoContent, Errors: []int{http.StatusForbidden, http.StatusLocked, http.StatusUnprocessableEntity},
	}), func(ctx context.Context, in *struct {
		Requester
		Body struct {
			Current  string `json:"current" maxLength:"256"`
			Password string `json:"password" maxLength:"256" doc:"8 to 256 bytes with a digit, an upper case and a lower case letter"`
			Keys     bool   `json:"revokeKeys,omitempty" doc:"one's API keys are revoked too; else they stay in force"`
		}
	}) (*struct{}, error) {
		s, ok := From(ctx)
		if !ok {
			return nil, errNoSession()
		}
		if in.Body.Keys {
			return nil, d.ChangePasswordAndKeys(ctx, s, in.from, in.Body.Current, in.Body.Password)
		}
		return nil, d.ChangePassword(ctx, s, in.from, in.Body.Current, in.Body.Password)
	})
	huma.Register(api, Anyone(huma.Operation{
		OperationID: "change-my-pin", Method: http.MethodPut, Path: "/api/v1/me/pin", Tags: []string{"me"}, Summary: "Change one's own PIN for hot-desk phones",
		DefaultStatus: http.StatusNoContent, Errors: []int{http.StatusForbidden, http.StatusLocked, http.StatusUnprocessableEntity},
	}), func(ctx context.Context, in *struct {
		Requester
		Body struct {
			Current string `json:"current" maxLength:"256" doc:"the password, or the present PIN"`
			PIN     string `json:"pin" maxLength:"16" doc:"4 digits"`
		}
	}) (*struct{}, error) {
		s, ok := From(ctx)
		if !ok {
			return nil, errNoSession()
		}
		return nil, d.ChangePIN(ctx, s, in.from, in.Body.Current, in.Body.PIN)
	})
}
