package resource

import (
	"bytes"
	"context"
	"encoding/csv"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/uptrace/bun"

	"github.com/yobirin/yobirin/server/internal/access"
	"github.com/yobirin/yobirin/shared/fault"
)

// also names a permission that an operation needs besides the declared one.
func also(op huma.Operation, p access.Permission) huma.Operation {
	op.Extensions[access.Need] = []string{strings.Join(access.Declared(&op), "+") + "+" + string(p)}
	return op
}

type exportInput struct {
	access.Requester
	asked
	Q    string `query:"q" maxLength:"200"`
	Sort string `query:"sort" maxLength:"64"`
	IDs  string `query:"ids" maxLength:"30000" doc:"only these records, separated by commas"`
}

// Resolve takes what it embeds from the request.
func (in *exportInput) Resolve(ctx huma.Context) []error {
	return append(in.Requester.Resolve(ctx), in.asked.Resolve(ctx)...)
}

type csvOutput struct {
	ContentType string `header:"Content-Type"`
	Disposition string `header:"Content-Disposition"`
	Body        []byte
}

func (r *room[T]) registerExport(api huma.API) {
	op := also(r.op("export", http.MethodGet, ".csv", "The records of a list as CSV", r.noun.View), access.ExportCSV)
	op.Parameters = r.describeFilters()
	op.Responses = map[string]*huma.Response{"200": {Description: "OK", Content: map[string]*huma.MediaType{"text/csv": {Schema: &huma.Schema{Type: huma.TypeString, Format: "binary"}}}}}
	huma.Register(api, op, func(ctx context.Context, in *exportInput) (*csvOutput, error) {
		s, err := access.Require(ctx, r.noun.View)
		if err != nil {
			return nil, err
		}
		if _, err := access.Require(ctx, access.ExportCSV); err != nil {
			return nil, err
		}
		which, err := r.selection(in.query, "q", "sort", "ids")
		if err != nil {
			return nil, err
		}
		if in.IDs != "" {
			ids := strings.Split(in.IDs, ",")
			for _, one := range ids {
				if !r.shape.parseKey(one) {
					return nil, fault.Broken("ids", clip(one), "identifiers separated by commas", "format", "")
				}
			}
			which.where = append(which.where, condition{"?TableAlias.? in (?)", []any{bun.Ident(r.shape.pk.Name), bun.List(ids)}})
		}
		var file []byte
		var rows int
		err = r.store.db.ReadTx(ctx, func(ctx context.Context, tx bun.Tx) error {
			file, rows, err = r.export(ctx, tx, s, which)
			return err
		})
		if err != nil {
			return nil, err
		}
		note := s.By(r.store.now(), in.Origin(), r.noun.Kind+".exported", r.noun.Kind, "")
		note.Detail = map[string]string{"rows": strconv.Itoa(rows)}
		if err := access.WriteAudit(ctx, r.store.db.Bun(), note); err != nil {
			return nil, err
		}
		return &csvOutput{"text/csv; charset=utf-8", `attachment; filename="` + r.noun.Name + `.csv"`, file}, nil
	})
}

// export writes the records as a CSV file with a mark that tells spreadsheets
// that it is UTF-8.
func (r *room[T]) export(ctx context.Context, tx bun.Tx, s access.Session, which selection) ([]byte, int, error) {
	cells := r.cells(false)
	file := bytes.NewBufferString("\ufeff")
	w := csv.NewWriter(file)
	w.UseCRLF = true
	line := make([]string, len(cells))
	for i, c := range cells {
		line[i] = c.name
	}
	if err := w.Write(line); err != nil {
		return nil, 0, fmt.Errorf("resource: write a CSV file: %w", err)
	}
	rows := 0
	for {
		var page []*T
		q := tx.NewSelect().Model(&page).Limit(chunk)
		r.narrow(ctx, s, q, which)
		which.order.apply(r.shape, q, which.after)
		if err := q.Scan(ctx); err != nil {
			return nil, 0, fmt.Errorf("resource: read %s for a CSV file: %w", r.noun.Name, err)
		}
		if len(page) == 0 {
			break
		}
		if err := r.fill(ctx, tx, page); err != nil {
			return nil, 0, err
		}
		for _, record := range page {
			values, err := r.shape.encode(record)
			if err != nil {
				return nil, 0, err
			}
			for i, c := range cells {
				if line[i], err = r.write(ctx, tx, c, record, values); err != nil {
					return nil, 0, err
				}
			}
			if err := w.Write(line); err != nil {
				return nil, 0, fmt.Errorf("resource: write a CSV file: %w", err)
			}
		}
		if rows += len(page); len(page) < chunk {
			break
		}
		after, err := which.order.spotOf(ctx, tx, r.shape, page[len(page)-1])
		if err != nil {
			return nil, 0, err
		}
		which.after = &after
	}
	w.Flush()
	return file.Bytes(), rows, w.Error()
}
