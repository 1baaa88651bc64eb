package directory

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/danielgtaylor/huma/v2"
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
		Begun: begun, Sealed: sealed,
	}
}

func isDate(s string) bool {
	_, err := time.Parse(time.DateOnly, s)
	return err == nil
}

// PublicHoliday is one of Japan's public holidays.
type PublicHoliday struct {
	Date string `json:"date" example:"2026-11-23"`
	Name string `json:"name" doc:"in Japanese"`
}

// PublicHolidays are those of a year.
type PublicHolidays struct {
	Items []PublicHoliday `json:"items" nullable:"false" doc:"in order; none of years that are not known"`
	First int             `json:"first" doc:"the first year that is known"`
	Last  int             `json:"last" doc:"the last year that is known"`
}

func (d *Directory) registerPublicHolidays(api huma.API) {
	huma.Register(api, access.Needs(huma.Operation{
		OperationID: "public-holidays", Method: http.MethodGet, Path: "/api/v1/public-holidays", Tags: []string{"routing"},
		Summary: "Japan's public holidays of a year, moved ones included; whether they count is a setting of the site",
	}, access.SeeRouting), func(ctx context.Context, in *struct {
		Year int `query:"year" minimum:"0" maximum:"9999" doc:"absent: this year"`
	}) (*struct{ Body PublicHolidays }, error) {
		if _, err := access.Require(ctx, access.SeeRouting); err != nil {
			return nil, err
		}
		now := d.now()
		year := strconv.Itoa(cmp.Or(in.Year, now.Year())) + "-"
		out := PublicHolidays{Items: []PublicHoliday{}, First: now.Year() - 1, Last: now.Year() + holidaysAhead}
		for date, name := range d.calendar.public(now) {
			if len(date) > len(year) && date[:len(year)] == year {
				out.Items = append(out.Items, PublicHoliday{date, name})
			}
		}
		slices.SortFunc(out.Items, func(a, b PublicHoliday) int { return cmp.Compare(a.Date, b.Date) })
		return &struct{ Body PublicHolidays }{out}, nil
	})
}
