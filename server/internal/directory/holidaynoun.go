package directory

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"github.com/yobirin/yobirin/server/internal/access"
	"github.com/yobirin/yobirin/server/internal/resource"
)

// holidayNoun is the list of the company's holidays.
func (d *Directory) holidayNoun() resource.Noun[CompanyHoliday] {
	return resource.Noun[CompanyHoliday]{
		Name: "holidays", Kind: "holiday", Tag: "routing", View: access.SeeRouting, Edit: access.EditRouting,
		Columns: []resource.Column{{Name: "date", Filter: resource.Contains}, {Name: "name"}}, Search: []string{"date", "name"}, CSVKey: "date",
		Title: func(v *CompanyHoliday) string { return v.Date },
		Change: func(ctx context.Context, tx bun.Tx, c *resource.Change[CompanyHoliday]) error {
			if c.After == nil {
				return nil
			}
			j := judging(ctx, tx)
			j.plain("name", c.After.Name)
			if !isDate(c.After.Date) {
				j.wrong("date", c.After.Date, "a date as in 2026-12-31", "pattern.date")
			} else {
				j.free("company_holidays", "date", c.After.Date, c.After.ID.String(), "date")
			}
			return j.err()
		},
		Sealed: sealed,
	}
}

func isDate(s string) bool {
	_, err := time.Parse(time.DateOnly, s)
	return err == nil
}
