package resource

import (
	"context"
	"fmt"
	"net/http"
	"net/url"

	"github.com/danielgtaylor/huma/v2"
	"github.com/uptrace/bun"

	"github.com/yobirin/yobirin/server/internal/access"
)

// maxTotal is up to where the records of a list are counted.
const maxTotal = 10_000

// List is a page of records.
type List[T any] struct {
	Items      []*T   `json:"items" nullable:"false"`
	NextCursor string `json:"nextCursor,omitempty" doc:"for the next page; missing on the last"`
	Total      int    `json:"total" doc:"of all pages, counted up to 10,000"`
	TotalMore  bool   `json:"totalMore,omitempty" doc:"there are more than total"`
}

// asked is what a list's request says besides the parameters that huma knows.
type asked struct{ query url.Values }

// Resolve takes it from the request.
func (a *asked) Resolve(ctx huma.Context) []error {
	u := ctx.URL()
	var err error
	if a.query, err = url.ParseQuery(u.RawQuery); err != nil {
		return []error{&huma.ErrorDetail{Location: "query", Message: "name=value pairs"}}
	}
	return nil
}

type listInput struct {
	asked
	Q      string `query:"q" maxLength:"200" doc:"text to look for; case and width do not matter"`
	Sort   string `query:"sort" maxLength:"64" doc:"column, with - before it in descending order"`
	Limit  int    `query:"limit" minimum:"1" maximum:"500" default:"100"`
	Cursor string `query:"cursor" maxLength:"8192" doc:"nextCursor of the page before"`
}

func (r *room[T]) registerList(api huma.API) {
	op := r.op("list", http.MethodGet, "", "A page of the records", r.noun.View)
	op.Parameters = r.describeFilters()
	huma.Register(api, op, func(ctx context.Context, in *listInput) (*struct{ Body List[T] }, error) {
		s, err := access.Require(ctx, r.noun.View)
		if err != nil {
			return nil, err
		}
		which, err := r.selection(in.query, "q", "sort", "limit", "cursor")
		if err != nil {
			return nil, err
		}
		which.limit = in.Limit
		if which.after, err = which.order.parse(r.shape, in.Cursor); err != nil {
			return nil, err
		}
		var page List[T]
		err = r.store.db.ReadTx(ctx, func(ctx context.Context, tx bun.Tx) error {
			page, err = r.list(ctx, tx, s, which)
			return err
		})
		if err != nil {
			if which.after != nil && badData(err) {
				return nil, errCursor(in.Cursor)
			}
			return nil, err
		}
		return &struct{ Body List[T] }{page}, nil
	})
}

// selection is which records a list holds, and in what order.
type selection struct {
	where []condition
	order order
	after *spot
	limit int // 0: no limit
}

type condition struct {
	sql  string
	args []any
}

// list reads a page.
func (r *room[T]) list(ctx context.Context, tx bun.Tx, s access.Session, which selection) (List[T], error) {
	page := List[T]{Items: []*T{}}
	q := tx.NewSelect().Model(&page.Items).Limit(int64(which.limit) + 1)
	r.narrow(ctx, s, q, which)
	which.order.apply(r.shape, q, which.after)
	if err := q.Scan(ctx); err != nil {
		return page, fmt.Errorf("resource: list %s: %w", r.noun.Name, err)
	}
	// A list that is one page needs no counting, which for a search that finds
	// little is as much work again.
	page.Total = len(page.Items)
	if which.after != nil || page.Total > which.limit {
		if err := r.count(ctx, tx, s, which, &page); err != nil {
			return page, err
		}
	}
	if len(page.Items) > which.limit {
		page.Items = page.Items[:which.limit]
		next, err := which.order.cursor(ctx, tx, r.shape, page.Items[which.limit-1])
		if err != nil {
			return page, err
		}
		page.NextCursor = next
	}
	if err := r.fill(ctx, tx, page.Items); err != nil {
		return page, err
	}
	for _, record := range page.Items {
		r.shape.hide(record)
	}
	return page, nil
}

// count tells how many records the pages together have.
func (r *room[T]) count(ctx context.Context, tx bun.Tx, s access.Session, which selection, page *List[T]) error {
	q := tx.NewSelect().Model((*T)(nil)).ColumnExpr("1").Limit(maxTotal + 1)
	r.narrow(ctx, s, q, which)
	if err := tx.NewSelect().TableExpr("(?) as found", q).ColumnExpr("count(*)").Scan(ctx, &page.Total); err != nil {
		return fmt.Errorf("resource: count %s: %w", r.noun.Name, err)
	}
	if page.Total > maxTotal {
		page.Total, page.TotalMore = maxTotal, true
	}
	return nil
}

func (r *room[T]) narrow(ctx context.Context, s access.Session, q *bun.SelectQuery, which selection) {
	if r.noun.Scope != nil {
		r.noun.Scope(ctx, s, q)
	}
	for _, c := range which.where {
		q.Where(c.sql, c.args...)
	}
}
