package directory

import (
	"context"
	"fmt"

	"github.com/uptrace/bun"

	"github.com/yobirin/yobirin/server/internal/access"
	"github.com/yobirin/yobirin/server/internal/resource"
	"github.com/yobirin/yobirin/server/internal/route"
	"github.com/yobirin/yobirin/shared/fault"
	"github.com/yobirin/yobirin/shared/id"
)

// transfers is the noun of the external transfers (C-XFER-1).
func (d *Directory) transfers() resource.Noun[Transfer] {
	return resource.Noun[Transfer]{
		Name: "transfers", Kind: "transfer", Tag: "directory", View: access.ViewTransfers, Edit: access.EditTransfers,
		Columns: []resource.Column{{Name: "name", Filter: resource.Contains}, {Name: "number", Filter: resource.Contains}, {Name: "useCalledNumber", Filter: resource.YesNo, NoSort: true}},
		Search:  []string{"transfer.name", "transfer.number"},
		Title:   func(t *Transfer) string { return t.Name },
		Blank:   func() Transfer { return Transfer{} },
		Change:  changeTransfer,
		Begun:   begun, Sealed: sealed,
		Uses: func(ctx context.Context, db bun.IDB, transfer string) ([]resource.Use, error) {
			return usedBy(ctx, db, route.ToTransfer, transfer)
		},
		CSVKey: "name",
		CSV:    []resource.CSVColumn[Transfer]{referenceColumn("callerId", [2]string{"numbers", "number"}, func(t *Transfer) *id.Number { return &t.CallerID })},
	}
}

func changeTransfer(ctx context.Context, tx bun.Tx, c *resource.Change[Transfer]) error {
	if err := hold(ctx, tx); err != nil || c.After == nil {
		return err
	}
	t := c.After
	bad := checkOutside("number", &t.Number)
	if len(bad) == 0 && (c.Before == nil || c.Before.Number != t.Number) {
		var err error
		if bad, err = checkReached(ctx, tx, "number", t.Number); err != nil {
			return err
		}
	}
	if c.Before == nil || c.Before.CallerID != t.CallerID {
		other, err := checkReference(ctx, tx, "callerId", "numbers", t.CallerID.String(), false)
		if err != nil {
			return err
		}
		bad = append(bad, other...)
	}
	return checkName(ctx, tx, "transfers", t.Name, t.ID.String(), bad)
}

// checkReached says why the site would never reach a canonical number that it
// is to send calls to: such a transfer would only be refused when somebody
// calls.
func checkReached(ctx context.Context, tx bun.IDB, field, number string) ([]fault.Field, error) {
	var abroad, barred bool
	err := tx.QueryRowContext(ctx, `select international, exists (select from barred_numbers as b where b.number = ?0 or right(b.number, 1) = '*' and starts_with(?0, left(b.number, -1)))
		from site`, number).Scan(&abroad, &barred)
	switch {
	case err != nil:
		return nil, fmt.Errorf("directory: look whether a number may be called: %w", err)
	case route.International(number) && !abroad:
		return []fault.Field{{Name: field, Value: number, Expected: "a number in Japan: calls abroad are off", Rule: "international"}}, nil
	case barred:
		return []fault.Field{{Name: field, Value: number, Expected: "a number that the site does not bar", Rule: "barred"}}, nil
	}
	return nil, nil
}

// checkOutside brings a phone number that the system may dial into its usual
// form; an emergency number never is one (C-CODE-12).
func checkOutside(field string, number *string) []fault.Field {
	n, err := route.Canonical(*number)
	switch {
	case err != nil:
		return []fault.Field{{Name: field, Value: cut(*number), Expected: "a phone number such as 0312345678 or +81312345678", Rule: "number"}}
	case route.Emergency(n):
		return []fault.Field{{Name: field, Value: n, Expected: "a number that is no emergency number", Rule: "emergency"}}
	}
	*number = n
	return nil
}
