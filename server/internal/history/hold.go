package history

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/uptrace/bun"

	"github.com/yobirin/yobirin/server/internal/access"
	"github.com/yobirin/yobirin/shared/fault"
	"github.com/yobirin/yobirin/shared/id"
)

// maxReason bounds the text that says why, in characters.
const maxReason = 500

// SetHold keeps a recording, whatever the retention says, until LiftHold. Who
// did it and why is in the recording's row and in the audit.
func (h *History) SetHold(ctx context.Context, rec id.Recording, by access.Session, from access.Origin, reason string) error {
	return h.hold(ctx, rec, by, from, reason, "hold.set",
		`update recordings set hold_at = ?, hold_by = ?, hold_why = ? where id = ? and hold_at is null and deleting_at is null`,
		func(clean string) []any { return []any{h.now(), by.Agent.ID, clean, rec} })
}

// LiftHold ends a legal hold: the retention counts again, and what is overdue
// goes with the next purge.
func (h *History) LiftHold(ctx context.Context, rec id.Recording, by access.Session, from access.Origin, reason string) error {
	return h.hold(ctx, rec, by, from, reason, "hold.lifted",
		`update recordings set hold_at = null, hold_by = null, hold_why = '' where id = ? and hold_at is not null`,
		func(string) []any { return []any{rec} })
}

func (h *History) hold(ctx context.Context, rec id.Recording, by access.Session, from access.Origin, reason, action, query string, args func(string) []any) error {
	reason = strings.TrimSpace(storable(reason))
	if n := utf8.RuneCountInString(reason); n < 1 || n > maxReason {
		return fault.Wrong("reason", reason, fmt.Sprintf("1 to %d characters that say why", maxReason))
	}
	return h.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error {
		res, err := tx.ExecContext(ctx, query, args(reason)...)
		if err != nil {
			return fmt.Errorf("history: change a legal hold: %w", err)
		}
		n, err := res.RowsAffected()
		if err != nil {
			return fmt.Errorf("history: change a legal hold: %w", err)
		}
		if n == 0 {
			return refuseHold(ctx, tx, rec)
		}
		e := by.By(h.now(), from, action, "recording", rec.String())
		e.Detail = map[string]string{"reason": reason}
		return access.WriteAudit(ctx, tx, e)
	})
}

// refuseHold says why nothing was changed.
func refuseHold(ctx context.Context, tx bun.Tx, rec id.Recording) error {
	var held, deleted bool
	err := tx.QueryRowContext(ctx, "select hold_at is not null, deleting_at is not null from recordings where id = ?", rec).Scan(&held, &deleted)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return fault.New(fault.NotFound, "not_found", "there is no such recording")
	case err != nil:
		return fmt.Errorf("history: look at a legal hold: %w", err)
	case deleted:
		return fault.New(fault.Conflict, "recording_deleted", "this recording has been deleted")
	case held:
		return fault.New(fault.Conflict, "recording_held", "this recording is under a legal hold already")
	default:
		return fault.New(fault.Conflict, "recording_free", "this recording is under no legal hold")
	}
}
