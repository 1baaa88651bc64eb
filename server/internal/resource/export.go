package resource

import (
	"bytes"
	"context"
	"encoding/csv"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"
	"github.com/uptrace/bun"

	"github.com/yobirin/yobirin/server/internal/access"
	"github.com/yobirin/yobirin/shared/fault"
	"github.com/yobirin/yobirin/shared/id"
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

// stalled is how long an export may stand still.
const stalled = 2 * time.Minute

func (r *room[T]) registerExport(api huma.API) {
	op := also(r.op("export", http.MethodGet, ".csv", "The records of a list as CSV", r.noun.View), access.ExportCSV)
	op.Parameters = r.describeFilters()
	op.Responses = map[string]*huma.Response{"200": {Description: "OK", Content: map[string]*huma.MediaType{"text/csv": {Schema: &huma.Schema{Type: huma.TypeString, Format: "binary"}}}}}
	huma.Register(api, op, func(ctx context.Context, in *exportInput) (*huma.StreamResponse, error) {
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
		x, err := r.export(ctx, s, which)
		if err != nil {
			return nil, err
		}
		note := s.By(r.store.now(), in.Origin(), r.noun.Kind+".exported", r.noun.Kind, "")
		note.Detail = map[string]string{"rows": strconv.Itoa(len(x.keys))}
		if err := access.WriteAudit(ctx, r.store.db.Bun(), note); err != nil {
			return nil, err
		}
		return &huma.StreamResponse{Body: func(hc huma.Context) {
			_, w := humago.Unwrap(hc)
			w.Header().Set("Content-Type", "text/csv; charset=utf-8")
			w.Header().Set("Cache-Control", "private, no-store")
			w.Header().Set("Content-Disposition", `attachment; filename="`+r.noun.Name+`.csv"`)
			if err := x.write(ctx, w); err != nil {
				if ctx.Err() == nil {
					r.store.log.Warn("an export was not taken to its end", "noun", r.noun.Name, "err", err)
				}
				panic(http.ErrAbortHandler) // a file that ends early must not look whole
			}
		}}, nil
	})
}

// exporting is a CSV file on its way out. Which records are in it is decided
// at one moment, so none is missing and none is there twice; they are read
// piece by piece, each as it is then. No transaction is open while somebody
// takes a piece, however slowly.
type exporting[T any] struct {
	room  *room[T]
	s     access.Session
	keys  [][16]byte
	cells []cell[T]
	piece bytes.Buffer // what is read and not sent
}

// export finds the records and reads the first of them, so that what is wrong
// is told before anything is sent.
func (r *room[T]) export(ctx context.Context, s access.Session, which selection) (*exporting[T], error) {
	x := &exporting[T]{room: r, s: s, cells: r.cells(false)}
	err := r.store.db.ReadTx(ctx, func(ctx context.Context, tx bun.Tx) error {
		q := tx.NewSelect().Model((*T)(nil)).ColumnExpr("?TableAlias.?", bun.Ident(r.shape.pk.Name))
		r.narrow(ctx, s, q, which)
		which.order.apply(r.shape, q, nil)
		rows, err := q.Rows(ctx)
		if err != nil {
			return fmt.Errorf("resource: find %s for a CSV file: %w", r.noun.Name, err)
		}
		defer func() { _ = rows.Close() }()
		for rows.Next() {
			var key id.Site // of whatever kind
			if err := rows.Scan(&key); err != nil {
				return fmt.Errorf("resource: find %s for a CSV file: %w", r.noun.Name, err)
			}
			x.keys = append(x.keys, key)
		}
		return rows.Err()
	})
	if err != nil {
		return nil, err
	}
	x.piece.WriteString("\ufeff") // tells spreadsheets that it is UTF-8
	line := make([]string, len(x.cells))
	for i, c := range x.cells {
		line[i] = c.name
	}
	w := x.csv()
	if err := w.Write(line); err != nil {
		return nil, fmt.Errorf("resource: write a CSV file: %w", err)
	}
	w.Flush()
	return x, x.read(ctx, x.keys[:min(chunk, len(x.keys))])
}

func (x *exporting[T]) csv() *csv.Writer {
	w := csv.NewWriter(&x.piece)
	w.UseCRLF = true
	return w
}

// read makes lines of the records with these keys, in their order. One that
// was deleted meanwhile is left out.
func (x *exporting[T]) read(ctx context.Context, keys [][16]byte) error {
	r := x.room
	return r.store.db.ReadTx(ctx, func(ctx context.Context, tx bun.Tx) error {
		names := make([]string, len(keys))
		for i, key := range keys {
			names[i] = id.Site(key).String()
		}
		found, err := r.getMany(ctx, tx, x.s, names, false)
		if err != nil {
			return err
		}
		byKey := make(map[string]*T, len(found))
		for _, record := range found {
			byKey[r.shape.key(record)] = record
		}
		w := x.csv()
		line := make([]string, len(x.cells))
		for _, name := range names {
			record := byKey[name]
			if record == nil {
				continue
			}
			values, err := r.shape.encode(record)
			if err != nil {
				return err
			}
			for i, c := range x.cells {
				if line[i], err = r.write(ctx, tx, c, record, values); err != nil {
					return err
				}
			}
			if err := w.Write(line); err != nil {
				return fmt.Errorf("resource: write a CSV file: %w", err)
			}
		}
		w.Flush()
		return w.Error()
	})
}

// write sends the file piece by piece.
func (x *exporting[T]) write(ctx context.Context, w http.ResponseWriter) error {
	control := http.NewResponseController(w)
	for sent := min(chunk, len(x.keys)); ; sent = min(sent+chunk, len(x.keys)) {
		// Where deadlines cannot be set, as in tests, there are none.
		_ = control.SetWriteDeadline(time.Now().Add(stalled))
		if _, err := x.piece.WriteTo(w); err != nil {
			return fmt.Errorf("resource: send a CSV file: %w", err)
		}
		if sent == len(x.keys) {
			return nil
		}
		// Who takes slowly takes as long as the right to it lasts.
		s, err := access.Still(ctx, x.room.noun.View, access.ExportCSV)
		if err != nil {
			return err
		}
		x.s = s
		if err := x.read(ctx, x.keys[sent:min(sent+chunk, len(x.keys))]); err != nil {
			return err
		}
	}
}
