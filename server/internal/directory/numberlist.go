package directory

import (
	"context"
	"fmt"
	"net/http"

	"github.com/danielgtaylor/huma/v2"
	"github.com/uptrace/bun"

	"github.com/yobirin/yobirin/server/internal/access"
	"github.com/yobirin/yobirin/server/internal/route"
	"github.com/yobirin/yobirin/shared/fault"
)

// ListedNumber is a number in the list of rejected callers or of barred
// numbers.
type ListedNumber struct {
	Number string `json:"number" minLength:"1" maxLength:"64" doc:"in any usual way of writing it; of barred ones also the beginning and a *"`
	Note   string `json:"note,omitempty" maxLength:"64"`
}

// ListedNumbers is a part of such a list.
type ListedNumbers struct {
	Items      []ListedNumber `json:"items" nullable:"false"`
	NextCursor string         `json:"nextCursor,omitempty" doc:"absent: there are no more"`
}

// numberList is one of the two lists.
type numberList struct {
	noun, table, summary string
	kept                 func(string) (string, error)
}

func numberLists() []numberList {
	return []numberList{
		{"rejected", "rejected_numbers", "callers that are refused before any routing", func(s string) (string, error) {
			n, err := route.Canonical(s)
			if err != nil {
				return "", fault.Wrong("number", cut(s), "a phone number such as 0312345678 or +12125550123")
			}
			return n, nil
		}},
		{"barred", "barred_numbers", "numbers that nobody may call", func(s string) (string, error) {
			n, why := checkBarred(s)
			if why != "" {
				return "", fault.Wrong("number", cut(s), why)
			}
			return n, nil
		}},
	}
}

type listedInput struct {
	Q      string `query:"q" maxLength:"64" doc:"part of the number or the note"`
	Limit  int    `query:"limit" minimum:"0" maximum:"500" doc:"0: 100"`
	Cursor string `query:"cursor" maxLength:"64" doc:"nextCursor of the page before"`
}

func (d *Directory) registerNumberLists(api huma.API) {
	for _, l := range numberLists() {
		path := "/api/v1/" + l.noun
		huma.Register(api, access.Needs(huma.Operation{
			OperationID: "list-" + l.noun, Method: http.MethodGet, Path: path, Tags: []string{"directory"}, Summary: "The " + l.summary,
		}, access.SeeRouting), func(ctx context.Context, in *listedInput) (*struct{ Body ListedNumbers }, error) {
			if _, err := access.Require(ctx, access.SeeRouting); err != nil {
				return nil, err
			}
			page, err := d.listedNumbers(ctx, l, in)
			return &struct{ Body ListedNumbers }{page}, err
		})
		huma.Register(api, access.Needs(huma.Operation{
			OperationID: "add-" + l.noun, Method: http.MethodPost, Path: path, Tags: []string{"directory"}, Summary: "Add to the " + l.summary, DefaultStatus: http.StatusCreated,
		}, access.EditRouting), func(ctx context.Context, in *struct{ Body ListedNumber }) (*struct{ Body ListedNumber }, error) {
			if _, err := access.Require(ctx, access.EditRouting); err != nil {
				return nil, err
			}
			kept, err := d.addNumber(ctx, l, in.Body)
			return &struct{ Body ListedNumber }{kept}, err
		})
		huma.Register(api, access.Needs(huma.Operation{
			OperationID: "remove-" + l.noun, Method: http.MethodDelete, Path: path + "/{number}", Tags: []string{"directory"}, Summary: "Take a number from the " + l.summary,
			DefaultStatus: http.StatusNoContent,
		}, access.EditRouting), func(ctx context.Context, in *struct {
			Number string `path:"number" maxLength:"192"`
		}) (*struct{}, error) {
			if _, err := access.Require(ctx, access.EditRouting); err != nil {
				return nil, err
			}
			return nil, d.removeNumber(ctx, l, in.Number)
		})
	}
}

func (d *Directory) listedNumbers(ctx context.Context, l numberList, in *listedInput) (ListedNumbers, error) {
	page := ListedNumbers{Items: []ListedNumber{}}
	limit := in.Limit
	if limit == 0 {
		limit = 100
	}
	q := d.db.Bun().NewSelect().TableExpr("?", bun.Ident(l.table)).Column("number", "note").Where("number > ?", in.Cursor).OrderExpr("number").Limit(int64(limit) + 1)
	if in.Q != "" {
		q.Where("strpos(number, ?0) > 0 or strpos(lower(note), lower(?0)) > 0", in.Q)
	}
	if err := q.Scan(ctx, &page.Items); err != nil {
		return ListedNumbers{}, fmt.Errorf("directory: list %s numbers: %w", l.noun, err)
	}
	if len(page.Items) > limit {
		page.Items = page.Items[:limit]
		page.NextCursor = page.Items[limit-1].Number
	}
	return page, nil
}

// addNumber puts a number into a list; one that is there gets the new note.
func (d *Directory) addNumber(ctx context.Context, l numberList, n ListedNumber) (ListedNumber, error) {
	kept, err := l.kept(n.Number)
	if err != nil {
		return ListedNumber{}, err
	}
	if n.Note != "" && !plain(n.Note, maxName) {
		return ListedNumber{}, fault.Wrong("note", cut(n.Note), fmt.Sprintf("at most %d characters without control characters", maxName))
	}
	n.Number = kept
	err = d.change(ctx, func(ctx context.Context, tx bun.Tx) error {
		res, err := tx.ExecContext(ctx, `insert into ?0 as t (number, note) values (?1, ?2)
			on conflict (number) do update set note = excluded.note, version = t.version + 1 where t.note <> excluded.note`, bun.Ident(l.table), n.Number, n.Note)
		if err != nil {
			return fmt.Errorf("directory: add a %s number: %w", l.noun, err)
		}
		changed, err := res.RowsAffected()
		if err != nil {
			return fmt.Errorf("directory: add a %s number: %w", l.noun, err)
		}
		if changed == 0 {
			return errUnchanged
		}
		return d.audit(ctx, tx, l.noun+".added", "number", n.Number, nil)
	})
	return n, err
}

func (d *Directory) removeNumber(ctx context.Context, l numberList, number string) error {
	kept, err := l.kept(number)
	if err != nil {
		return err
	}
	return d.change(ctx, func(ctx context.Context, tx bun.Tx) error {
		res, err := tx.ExecContext(ctx, "delete from ? where number = ?", bun.Ident(l.table), kept)
		if err != nil {
			return fmt.Errorf("directory: remove a %s number: %w", l.noun, err)
		}
		if n, err := res.RowsAffected(); err != nil || n == 0 {
			return fault.New(fault.NotFound, "not_found", "the number is not in the list")
		}
		return d.audit(ctx, tx, l.noun+".removed", "number", kept, nil)
	})
}
