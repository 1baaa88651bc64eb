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

// maxPINs is how many wrong PINs lock an agent's PIN, and a phone for logins,
// until a supervisor unlocks them (C-CODE-7).
const maxPINs = 5

// The keys of CheckPIN's refusals.
const (
	PINWrong  = "pin_wrong"
	PINLocked = "pin_locked"
)

func errPINLocked() error {
	return fault.New(fault.Denied, PINLocked, "the PIN is locked after %d wrong ones; a supervisor can unlock it", maxPINs)
}

// CheckPIN says whether the PIN, entered at the phone, is the agent's. Its
// refusals are faults: PINWrong, also for an agent who has none or is
// disabled, and PINLocked, after five wrong ones of this agent or at this
// phone, whether this one is right or not. Tries are counted before they are
// looked at, in the database: neither many at once nor a restart gives more.
func (d *Doors) CheckPIN(ctx context.Context, agent id.Agent, device id.Device, pin string) error {
	if d.trying.Add(1) > maxTrying {
		d.trying.Add(-1)
		return fault.New(fault.Unavailable, "busy", "too many logins at once; try again in a moment")
	}
	defer d.trying.Add(-1)
	var hash string
	var left bool // more tries after this one
	err := d.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error {
		var phone, own int
		err := tx.QueryRowContext(ctx, `insert into pin_devices as p (device_id, attempts) values (?, 1)
			on conflict (device_id) do update set attempts = p.attempts + 1 where p.locked_at is null and p.attempts < ? returning attempts`, device, maxPINs).Scan(&phone)
		if errors.Is(err, sql.ErrNoRows) {
			return errPINLocked()
		}
		if err != nil {
			return err
		}
		err = tx.QueryRowContext(ctx, `update credentials c set pin_attempts = pin_attempts + 1 from agents a
			where c.agent_id = ? and a.id = c.agent_id and not a.disabled and pin_locked_at is null and pin_attempts < ?
			returning pin_hash, pin_attempts`, agent, maxPINs).Scan(&hash, &own)
		left = phone < maxPINs && own < maxPINs
		if !errors.Is(err, sql.ErrNoRows) {
			return err
		}
		locked, err := d.pinIsLocked(ctx, tx, agent)
		if err == nil && locked {
			err = errPINLocked() // rolls the phone's count back: it is no guess
		}
		return err
	})
	if f := (*fault.Error)(nil); errors.As(err, &f) {
		if err := d.Audit(ctx, d.pinEntry("locked", agent, device)); err != nil {
			return err
		}
		return f
	}
	if err != nil {
		return fault.Wrap(err, fault.Unavailable, "unavailable", "PINs cannot be checked now; try again")
	}
	if d.hasher.Verify(hash, pin) && CheckPIN(pin) {
		return d.pinRight(ctx, agent, device)
	}
	return d.pinWrong(ctx, agent, device, left)
}

func (d *Doors) pinIsLocked(ctx context.Context, tx bun.Tx, agent id.Agent) (bool, error) {
	var n int
	err := tx.QueryRowContext(ctx, "select count(*) from credentials where agent_id = ? and (pin_locked_at is not null or pin_attempts >= ?)", agent, maxPINs).Scan(&n)
	return n > 0, err
}

// pinRight forgets the tries, unless others have used them up meanwhile.
func (d *Doors) pinRight(ctx context.Context, agent id.Agent, device id.Device) error {
	err := d.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error {
		if _, err := tx.ExecContext(ctx, "update pin_devices set attempts = 0 where device_id = ? and locked_at is null", device); err != nil {
			return err
		}
		res, err := tx.ExecContext(ctx, "update credentials set pin_attempts = 0 where agent_id = ? and pin_locked_at is null", agent)
		if err != nil {
			return err
		}
		if n, err := res.RowsAffected(); err != nil || n == 0 {
			return errors.Join(err, errPINLocked())
		}
		return WriteAudit(ctx, tx, d.pinEntry("in", agent, device))
	})
	if err != nil {
		return fmt.Errorf("access: accept a PIN: %w", err)
	}
	return nil
}

func (d *Doors) pinWrong(ctx context.Context, agent id.Agent, device id.Device, left bool) error {
	err := d.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error {
		// The phone first, as everywhere: two tries at once must not wait for each other.
		_, first := tx.ExecContext(ctx, "update pin_devices set locked_at = coalesce(locked_at, ?) where device_id = ? and attempts >= ?", d.now(), device, maxPINs)
		_, second := tx.ExecContext(ctx, "update credentials set pin_locked_at = coalesce(pin_locked_at, ?) where agent_id = ? and pin_attempts >= ?", d.now(), agent, maxPINs)
		if err := errors.Join(first, second); err != nil {
			return err
		}
		return WriteAudit(ctx, tx, d.pinEntry("wrong", agent, device))
	})
	if err != nil {
		return fmt.Errorf("access: count a wrong PIN: %w", err)
	}
	if !left {
		return errPINLocked()
	}
	return fault.New(fault.Denied, PINWrong, "the PIN is wrong")
}

func (d *Doors) pinEntry(outcome string, agent id.Agent, device id.Device) Entry {
	e := Entry{At: d.now(), Via: ViaPhone, Action: "pin." + outcome, Kind: "agent", Object: agent.String(), Detail: map[string]string{"device": device.String()}}
	if outcome == "in" {
		e.Actor = agent
	}
	return e
}

// UnlockPIN lets an agent try its PIN again. The phones that were locked are
// unlocked by UnlockPhone.
func (d *Doors) UnlockPIN(ctx context.Context, agent id.Agent, by Session, from Origin) error {
	return d.unlockPIN(ctx, "update credentials set pin_attempts = 0, pin_locked_at = null where agent_id = ?", agent,
		by.By(d.now(), from, "pin.unlocked", "agent", agent.String()))
}

// UnlockPhone lets agents log in again at a phone that was locked by wrong
// PINs.
func (d *Doors) UnlockPhone(ctx context.Context, device id.Device, by Session, from Origin) error {
	return d.unlockPIN(ctx, `insert into pin_devices (device_id) select id from devices where id = ?
		on conflict (device_id) do update set attempts = 0, locked_at = null`, device, by.By(d.now(), from, "pin.unlocked", "device", device.String()))
}

func (d *Doors) unlockPIN(ctx context.Context, query string, what any, e Entry) error {
	return d.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error {
		res, err := tx.ExecContext(ctx, query, what)
		if err != nil {
			return fmt.Errorf("access: unlock a PIN: %w", err)
		}
		if n, err := res.RowsAffected(); err != nil || n == 0 {
			return errors.Join(err, fault.New(fault.NotFound, "not_found", "there is no such %s with a PIN", e.Kind))
		}
		return WriteAudit(ctx, tx, e)
	})
}

func (d *Doors) registerPIN(api huma.API) {
	huma.Register(api, Needs(huma.Operation{
		OperationID: "unlock-pin", Method: http.MethodPost, Path: "/api/v1/agents/{id}/unlock-pin", Tags: []string{"session"},
		Summary: "Unlock an agent's PIN after too many wrong ones", DefaultStatus: http.StatusNoContent,
	}, UnlockPIN), func(ctx context.Context, in *struct {
		Requester
		ID id.Agent `path:"id"`
	}) (*struct{}, error) {
		s, err := Require(ctx, UnlockPIN)
		if err != nil {
			return nil, err
		}
		return nil, d.UnlockPIN(ctx, in.ID, s, in.from)
	})
	huma.Register(api, Needs(huma.Operation{
		OperationID: "unlock-phone", Method: http.MethodPost, Path: "/api/v1/devices/{id}/unlock-pin", Tags: []string{"session"},
		Summary: "Let agents log in again at a phone after too many wrong PINs", DefaultStatus: http.StatusNoContent,
	}, UnlockPIN), func(ctx context.Context, in *struct {
		Requester
		ID id.Device `path:"id"`
	}) (*struct{}, error) {
		s, err := Require(ctx, UnlockPIN)
		if err != nil {
			return nil, err
		}
		return nil, d.UnlockPhone(ctx, in.ID, s, in.from)
	})
}
