package directory

import (
	"context"
	"fmt"

	"github.com/uptrace/bun"

	"github.com/yobirin/yobirin/server/internal/access"
	"github.com/yobirin/yobirin/server/internal/resource"
	"github.com/yobirin/yobirin/shared/fault"
	"github.com/yobirin/yobirin/shared/id"
)

// statuses is the noun of the reasons to be paused (J-STAT-1).
func (d *Directory) statuses() resource.Noun[Status] {
	return resource.Noun[Status]{
		Name: "statuses", Kind: "status", Tag: "directory", View: access.ViewStatuses, Edit: access.EditStatuses,
		Columns: []resource.Column{{Name: "name", Filter: resource.Contains}, {Name: "color", Filter: resource.Equal}, {Name: "icon", Filter: resource.Equal}},
		Search:  []string{"status.name"},
		Title:   func(s *Status) string { return s.Name },
		Blank:   func() Status { return Status{Color: usualColor} },
		Change: func(ctx context.Context, tx bun.Tx, c *resource.Change[Status]) error {
			if err := hold(ctx, tx); err != nil || c.After == nil {
				return err
			}
			return checkName(ctx, tx, "statuses", c.After.Name, c.After.ID.String(), nil)
		},
		Stored: retireStatus,
		Begun:  begun, Sealed: sealed,
		Uses: func(ctx context.Context, db bun.IDB, status string) ([]resource.Use, error) {
			return uses(ctx, db, nil, `select 'groups' as noun, id, name as title, 'acw' as field from groups where acw ->> 'status' = ?0
				union all select 'groups', id, name, 'pauseOnNoAnswer' from groups where pause_on_no_answer ->> 'status' = ?0 order by title, field`, status)
		},
		CSVKey: "name",
	}
}

// RetiredStatus is a status that was deleted: it is chosen no more, and keeps its
// name for the agents who are paused by it.
type RetiredStatus struct {
	bun.BaseModel `bun:"table:retired_statuses"`
	ID            id.Status `bun:"id,pk"`
	Name          string
	Color         string
	Icon          string
}

// retireStatus keeps the name of a deleted status, until it comes back.
func retireStatus(ctx context.Context, tx bun.Tx, c *resource.Change[Status]) error {
	var err error
	switch {
	case c.After == nil:
		was := c.Before
		_, err = tx.NewInsert().Model(&RetiredStatus{ID: was.ID, Name: was.Name, Color: was.Color, Icon: was.Icon}).Exec(ctx)
	case c.Revived:
		_, err = tx.NewDelete().Model(&RetiredStatus{ID: c.After.ID}).WherePK().Exec(ctx)
	}
	if err != nil {
		return fmt.Errorf("directory: keep the name of a deleted status: %w", err)
	}
	return nil
}

// usualColor is what has no colour of its own.
const usualColor = "#868e96"

// checkName judges the name of a record, which no other one of its table has,
// and adds what else is wrong with it.
func checkName(ctx context.Context, tx bun.Tx, table, name, but string, bad []fault.Field) error {
	double, err := checkTaken(ctx, tx, "name", table, "name", name, but)
	if err != nil {
		return err
	}
	return broken(append(append(checkPlain("name", name), double...), bad...))
}
