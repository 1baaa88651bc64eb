package access

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/uptrace/bun"

	"github.com/yobirin/yobirin/shared/fault"
	"github.com/yobirin/yobirin/shared/id"
)

// TOTPState is how one's second factor stands.
type TOTPState struct {
	Enabled   bool       `json:"enabled"`
	Since     *time.Time `json:"since,omitempty"`
	Required  bool       `json:"required" doc:"the site asks for it; it cannot be turned off"`
	Recovery  int        `json:"recovery" doc:"recovery codes that are left"`
	Available bool       `json:"available" doc:"this server can keep its secret"`
}

// TOTPSetup is a second factor that is not in force before it is confirmed. It
// is shown once.
type TOTPSetup struct {
	Secret string `json:"secret" doc:"base32, to be typed into an authenticator app"`
	URI    string `json:"uri" doc:"otpauth address, to be shown as a QR code"`
}

func totpSubject(agent id.Agent) string { return "totp " + agent.String() }

// enrolled says whether an agent has a second factor.
func (d *Doors) enrolled(ctx context.Context, agent id.Agent) (bool, error) {
	var yes bool
	err := d.db.Bun().QueryRowContext(ctx, "select exists (select from totp where agent_id = ? and confirmed_at is not null)", agent).Scan(&yes)
	return yes, err
}

// TOTP gives how an agent's second factor stands.
func (d *Doors) TOTP(ctx context.Context, s Session) (TOTPState, error) {
	out := TOTPState{Available: d.keys != nil}
	var must TOTPFor
	err := d.db.Bun().QueryRowContext(ctx, `select rule.totp_for, t.confirmed_at, (select count(*) from totp_recovery r where r.agent_id = t.agent_id and r.used_at is null)
		from access_settings rule left join totp t on t.agent_id = ? and t.confirmed_at is not null`, s.Agent.ID).Scan(&must, &out.Since, &out.Recovery)
	if err != nil {
		return out, fmt.Errorf("access: read a second factor: %w", err)
	}
	out.Enabled, out.Required = out.Since != nil, must.covers(s.Agent.Role)
	return out, nil
}

// BeginTOTP makes a secret for the session's agent. One that is in force stays
// until the new one is confirmed by ConfirmTOTP: an agent with one is refused,
// and takes it away first.
func (d *Doors) BeginTOTP(ctx context.Context, s Session, from Origin, password string) (TOTPSetup, error) {
	if err := d.proveOwner(ctx, s, from, password); err != nil {
		return TOTPSetup{}, err
	}
	secret := newTOTPSecret()
	sealed, err := d.seal(totpSubject(s.Agent.ID), secret)
	if err != nil {
		return TOTPSetup{}, err
	}
	res, err := d.db.Bun().ExecContext(ctx, `insert into totp as t (agent_id, secret, made_at) values (?, ?, ?)
		on conflict (agent_id) do update set secret = excluded.secret, made_at = excluded.made_at, last_step = 0 where t.confirmed_at is null`, s.Agent.ID, sealed, d.now())
	if err != nil {
		return TOTPSetup{}, fmt.Errorf("access: begin a second factor: %w", err)
	}
	if n, err := res.RowsAffected(); err != nil || n == 0 {
		return TOTPSetup{}, errors.Join(err, fault.New(fault.Conflict, "totp_exists", "there is a second factor already"))
	}
	return TOTPSetup{Secret: base32Text.EncodeToString(secret), URI: otpauth(d.issuer, s.Agent.Login, secret)}, nil
}

// proveOwner asks for the password, so that an unattended screen gives nobody
// a second factor of his own. Who came by single sign-on may have none.
func (d *Doors) proveOwner(ctx context.Context, s Session, from Origin, password string) error {
	if s.Factor == FactorOIDC {
		return nil
	}
	return d.prove(ctx, s, from, password)
}

// errNothingBegun is the fault of a code for a second factor that is not there.
func errNothingBegun() error {
	return fault.New(fault.Conflict, "totp_none", "there is no second factor to confirm or change")
}

// ConfirmTOTP puts the second factor that was begun in force, when the code is
// one of it, and gives recovery codes, which are known to nobody afterwards.
// The agent's other sessions end: whoever has one has not shown a second factor.
func (d *Doors) ConfirmTOTP(ctx context.Context, s Session, from Origin, code string) ([]string, error) {
	codes := newRecoveryCodes()
	var gone []id.Session
	err := d.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error {
		var sealed []byte
		var last int64
		err := tx.QueryRowContext(ctx, "select secret, last_step from totp where agent_id = ? and confirmed_at is null for update", s.Agent.ID).Scan(&sealed, &last)
		if errors.Is(err, sql.ErrNoRows) {
			return errNothingBegun()
		}
		if err != nil {
			return err
		}
		secret, err := d.unseal(totpSubject(s.Agent.ID), sealed)
		if err != nil {
			return err
		}
		step, ok := matchTOTP(secret, readFactor(code).code, d.now(), last)
		if !ok {
			return fault.New(fault.Invalid, "totp_wrong", "the code is wrong; check the clock of the device")
		}
		if _, err := tx.ExecContext(ctx, "update totp set confirmed_at = ?, last_step = ? where agent_id = ?", d.now(), step, s.Agent.ID); err != nil {
			return err
		}
		if err := storeRecovery(ctx, tx, s.Agent.ID, codes); err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, "update sessions set factor = 'totp' where id = ? and factor = 'password'", s.ID); err != nil {
			return err
		}
		err = tx.NewRaw("delete from sessions where agent_id = ? and id <> ? and factor = 'password' returning id", s.Agent.ID, s.ID).Scan(ctx, &gone)
		if err != nil && !errors.Is(err, sql.ErrNoRows) {
			return err
		}
		return WriteAudit(ctx, tx, s.By(d.now(), from, "totp.enabled", "agent", s.Agent.ID.String()))
	})
	if err != nil {
		return nil, fmt.Errorf("access: confirm a second factor: %w", err)
	}
	d.tellEnded(gone...)
	return codes, nil
}

func storeRecovery(ctx context.Context, tx bun.Tx, agent id.Agent, codes []string) error {
	if _, err := tx.ExecContext(ctx, "delete from totp_recovery where agent_id = ?", agent); err != nil {
		return err
	}
	for _, c := range codes {
		sum := sha256.Sum256([]byte(readFactor(c).recovery))
		if _, err := tx.ExecContext(ctx, "insert into totp_recovery (agent_id, code_sha256) values (?, ?)", agent, sum[:]); err != nil {
			return err
		}
	}
	return nil
}

// takeFactor says whether what was typed is a code of the agent's second
// factor that was not taken before, or a recovery code that is left; it is
// taken then.
func (d *Doors) takeFactor(ctx context.Context, agent id.Agent, typed string) (bool, error) {
	f := readFactor(typed)
	if f.recovery != "" {
		sum := sha256.Sum256([]byte(f.recovery))
		res, err := d.db.Bun().ExecContext(ctx, `update totp_recovery set used_at = ? where agent_id = ? and code_sha256 = ? and used_at is null
			and exists (select from totp t where t.agent_id = totp_recovery.agent_id and t.confirmed_at is not null)`, d.now(), agent, sum[:])
		if err != nil {
			return false, fmt.Errorf("access: take a recovery code: %w", err)
		}
		n, err := res.RowsAffected()
		return n == 1, err
	}
	var sealed []byte
	var last int64
	err := d.db.Bun().QueryRowContext(ctx, "select secret, last_step from totp where agent_id = ? and confirmed_at is not null", agent).Scan(&sealed, &last)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("access: read a second factor: %w", err)
	}
	secret, err := d.unseal(totpSubject(agent), sealed)
	if err != nil {
		return false, err
	}
	step, ok := matchTOTP(secret, f.code, d.now(), last)
	if !ok {
		return false, nil
	}
	// Of two who come with the same code at once, one is too late.
	res, err := d.db.Bun().ExecContext(ctx, "update totp set last_step = ? where agent_id = ? and last_step < ?", step, agent, step)
	if err != nil {
		return false, fmt.Errorf("access: take a code: %w", err)
	}
	n, err := res.RowsAffected()
	return n == 1, err
}

// EndTOTP takes the session's agent's second factor away, when the site does
// not ask for it and the agent proves to have it.
func (d *Doors) EndTOTP(ctx context.Context, s Session, from Origin, password, code string) error {
	state, err := d.TOTP(ctx, s)
	switch {
	case err != nil:
		return err
	case !state.Enabled:
		return errNothingBegun()
	case state.Required:
		return fault.New(fault.Conflict, "totp_required", "the site asks for a second factor; an administrator can reset it")
	}
	if err := d.proveFactor(ctx, s, from, password, code); err != nil {
		return err
	}
	return d.removeTOTP(ctx, s.Agent.ID, s.By(d.now(), from, "totp.disabled", "agent", s.Agent.ID.String()))
}

// proveFactor asks for the password and for a code. A wrong code counts like a
// wrong password.
func (d *Doors) proveFactor(ctx context.Context, s Session, from Origin, password, code string) error {
	if err := d.proveOwner(ctx, s, from, password); err != nil {
		return err
	}
	right, err := d.takeFactor(ctx, s.Agent.ID, code)
	if err != nil {
		return away(err)
	}
	if right {
		return nil
	}
	if _, err := d.miss(ctx, s.Agent.ID, lockAfter); err != nil {
		return err
	}
	return d.denied(ctx, s, from, "totp.wrong", errCodeRefused())
}

// errCodeRefused is errWrongCode for who is logged in: it is no reason to log
// in again.
func errCodeRefused() error {
	return fault.New(fault.Denied, "totp_refused", "the code is wrong or was used before")
}

// NewRecoveryCodes replaces the recovery codes of the session's agent.
func (d *Doors) NewRecoveryCodes(ctx context.Context, s Session, from Origin, password, code string) ([]string, error) {
	if err := d.proveFactor(ctx, s, from, password, code); err != nil {
		return nil, err
	}
	codes := newRecoveryCodes()
	err := d.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error {
		if err := storeRecovery(ctx, tx, s.Agent.ID, codes); err != nil {
			return fmt.Errorf("access: make recovery codes: %w", err)
		}
		return WriteAudit(ctx, tx, s.By(d.now(), from, "totp.recovery-made", "agent", s.Agent.ID.String()))
	})
	return codes, err
}

// ResetTOTP takes away the second factor of an agent who has lost it, and ends
// the agent's sessions. Of an agent who may more than the session, whose
// password may be known already, it does not: a fault with the key
// beyond_rights.
func (d *Doors) ResetTOTP(ctx context.Context, agent id.Agent, by Session, from Origin) error {
	of := Session{}
	err := d.db.Bun().QueryRowContext(ctx, "select role from agents where id = ?", agent).Scan(&of.Agent.Role)
	if err == nil {
		err = d.rightsOf(ctx, d.db.Bun(), &of)
	}
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return fmt.Errorf("access: read what an agent may: %w", err)
	}
	if err := beyond(by, of.rights()); err != nil {
		return err
	}
	if err := d.removeTOTP(ctx, agent, by.By(d.now(), from, "totp.reset", "agent", agent.String())); err != nil {
		return err
	}
	return d.endAll(ctx, agent)
}

func (d *Doors) removeTOTP(ctx context.Context, agent id.Agent, e Entry) error {
	return d.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error {
		res, err := tx.ExecContext(ctx, "delete from totp where agent_id = ?", agent)
		if err != nil {
			return fmt.Errorf("access: take a second factor away: %w", err)
		}
		if n, err := res.RowsAffected(); err != nil || n == 0 {
			return errors.Join(err, fault.New(fault.NotFound, "not_found", "there is no such agent with a second factor"))
		}
		return WriteAudit(ctx, tx, e)
	})
}

// recoveryList is the body of an answer with recovery codes.
type recoveryList struct {
	Body struct {
		Codes []string `json:"codes" nullable:"false" doc:"recovery codes: each logs in once in place of a code; shown once"`
	}
}

// proofInput proves who asks.
type proofInput struct {
	Requester
	Body struct {
		Password string `json:"password,omitempty" maxLength:"256" doc:"the present password; not needed after single sign-on"`
		Code     string `json:"code,omitempty" maxLength:"64" doc:"a code of the authenticator app, or a recovery code"`
	}
}

func (d *Doors) registerTOTP(api huma.API) {
	op := func(name, method, path, summary string) huma.Operation {
		return huma.Operation{OperationID: name, Method: method, Path: "/api/v1" + path, Tags: []string{"session"}, Summary: summary}
	}
	huma.Register(api, Entering(op("my-totp", http.MethodGet, "/me/totp", "One's second factor")), func(ctx context.Context, _ *struct{}) (*struct{ Body TOTPState }, error) {
		s, ok := From(ctx)
		if !ok {
			return nil, errNoSession()
		}
		out, err := d.TOTP(ctx, s)
		return &struct{ Body TOTPState }{out}, err
	})
	huma.Register(api, Entering(op("begin-totp", http.MethodPost, "/me/totp", "Begin to set up a second factor: a secret for an authenticator app")), func(ctx context.Context, in *proofInput) (*struct{ Body TOTPSetup }, error) {
		s, ok := From(ctx)
		if !ok {
			return nil, errNoSession()
		}
		out, err := d.BeginTOTP(ctx, s, in.from, in.Body.Password)
		return &struct{ Body TOTPSetup }{out}, err
	})
	huma.Register(api, Entering(op("confirm-totp", http.MethodPost, "/me/totp/confirm", "Put the second factor in force by a code of it")), func(ctx context.Context, in *proofInput) (*recoveryList, error) {
		s, ok := From(ctx)
		if !ok {
			return nil, errNoSession()
		}
		out := &recoveryList{}
		var err error
		out.Body.Codes, err = d.ConfirmTOTP(ctx, s, in.from, in.Body.Code)
		return out, err
	})
	huma.Register(api, Anyone(op("renew-totp-recovery", http.MethodPost, "/me/totp/recovery", "Make new recovery codes")), func(ctx context.Context, in *proofInput) (*recoveryList, error) {
		s, ok := From(ctx)
		if !ok {
			return nil, errNoSession()
		}
		out := &recoveryList{}
		var err error
		out.Body.Codes, err = d.NewRecoveryCodes(ctx, s, in.from, in.Body.Password, in.Body.Code)
		return out, err
	})
	end := op("end-totp", http.MethodPost, "/me/totp/end", "Turn one's second factor off")
	end.DefaultStatus, end.Errors = http.StatusNoContent, []int{http.StatusConflict}
	huma.Register(api, Anyone(end), func(ctx context.Context, in *proofInput) (*struct{}, error) {
		s, ok := From(ctx)
		if !ok {
			return nil, errNoSession()
		}
		return nil, d.EndTOTP(ctx, s, in.from, in.Body.Password, in.Body.Code)
	})
	reset := op("reset-totp", http.MethodDelete, "/agents/{id}/totp", "Take away the second factor of an agent who has lost it; the agent's sessions end")
	reset.DefaultStatus = http.StatusNoContent
	huma.Register(api, Needs(reset, Unlock), func(ctx context.Context, in *struct {
		Requester
		ID id.Agent `path:"id"`
	}) (*struct{}, error) {
		s, err := Require(ctx, Unlock)
		if err != nil {
			return nil, err
		}
		return nil, d.ResetTOTP(ctx, in.ID, s, in.from)
	})
}
