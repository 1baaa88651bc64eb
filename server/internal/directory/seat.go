package directory

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/uptrace/bun"

	"github.com/yobirin/yobirin/shared/fault"
	"github.com/yobirin/yobirin/shared/id"
)

// errUnchanged rolls a change back that would change nothing.
var errUnchanged error = unchanged{}

type unchanged struct{}

func (unchanged) Error() string { return "directory: nothing changes" }

// change stores a change of the site and tells the subscribers, unless fn
// gives errUnchanged.
func (d *Directory) change(ctx context.Context, fn func(context.Context, bun.Tx) error) error {
	if err := d.changeSounds(ctx, nil, fn); err != nil && !errors.Is(err, errUnchanged) {
		return err
	}
	return nil
}

// Seat logs an agent in at a hot-desk phone, in the place of whoever was
// logged in there; the agent leaves the desk where it was before (C-CODE-7).
// The phone is the agent's from then on, also after a restart, until Unseat.
// Whether the agent may is not asked here: see access.Doors.CheckPIN. Faults:
// not_found, and not_a_desk for a phone that belongs to somebody and is no
// hot-desk phone.
func (d *Directory) Seat(ctx context.Context, device id.Device, agent id.Agent) error {
	return d.change(ctx, func(ctx context.Context, tx bun.Tx) error {
		phone, err := deviceOf(ctx, tx, device)
		if err != nil {
			return err
		}
		switch {
		case !phone.hot():
			return fault.New(fault.Conflict, "not_a_desk", "the phone %s belongs to an agent; nobody else logs in at it", phone.Name)
		case phone.Seat == agent && !agent.IsZero():
			return errUnchanged
		}
		var there bool
		if err := tx.QueryRowContext(ctx, "select exists (select from agents where id = ? and not disabled)", agent).Scan(&there); err != nil {
			return fmt.Errorf("directory: look for an agent: %w", err)
		}
		if !there {
			return fault.New(fault.NotFound, "not_found", "there is no such agent, or it is disabled")
		}
		if _, err := tx.ExecContext(ctx, "update devices set seat_id = null, version = version + 1 where seat_id = ?", agent); err != nil {
			return fmt.Errorf("directory: leave the desk before: %w", err)
		}
		if _, err := tx.ExecContext(ctx, "update devices set seat_id = ?, version = version + 1 where id = ?", agent, device); err != nil {
			return fmt.Errorf("directory: take a desk: %w", err)
		}
		return nil
	})
}

// Unseat logs out whoever is logged in at the phone, and says who it was;
// nobody is no error.
func (d *Directory) Unseat(ctx context.Context, device id.Device) (id.Agent, error) {
	var was id.Agent
	err := d.change(ctx, func(ctx context.Context, tx bun.Tx) error {
		phone, err := deviceOf(ctx, tx, device)
		if err != nil {
			return err
		}
		if was = phone.Seat; was.IsZero() {
			return errUnchanged
		}
		if _, err := tx.ExecContext(ctx, "update devices set seat_id = null, version = version + 1 where id = ?", device); err != nil {
			return fmt.Errorf("directory: leave a desk: %w", err)
		}
		return nil
	})
	return was, err
}

func deviceOf(ctx context.Context, tx bun.IDB, device id.Device) (*Device, error) {
	phone := &Device{}
	err := tx.NewSelect().Model(phone).Where("id = ?", device).Scan(ctx)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, fault.New(fault.NotFound, "not_found", "there is no such phone")
	}
	if err != nil {
		return nil, fmt.Errorf("directory: read a phone: %w", err)
	}
	return phone, nil
}
