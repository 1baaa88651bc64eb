package resource

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/uptrace/bun"

	"github.com/yobirin/yobirin/server/internal/access"
	"github.com/yobirin/yobirin/shared/fault"
	"github.com/yobirin/yobirin/shared/id"
)

type importInput struct {
	access.Requester
	teller
	DryRun  bool     `query:"dryRun" doc:"only say what would become of it"`
	Columns []string `query:"columns" maxItems:"200" doc:"what the file's columns are, in their order; - leaves one out; absent: the first row says it"`
	Header  string   `query:"header" enum:"yes,no" default:"yes" doc:"no: the first row is data already; only with columns"`
	RawBody []byte
}

// Resolve takes what it embeds from the request.
func (in *importInput) Resolve(ctx huma.Context) []error {
	return append(in.Requester.Resolve(ctx), in.teller.Resolve(ctx)...)
}

// ImportReport says what became of the rows of a CSV file.
type ImportReport struct {
	Rows        int          `json:"rows"`
	Created     int          `json:"created"`
	Updated     int          `json:"updated"`
	Unchanged   int          `json:"unchanged"`
	Refused     []RefusedRow `json:"refused" nullable:"false" doc:"the first 1,000 things that are wrong; their rows were left out"`
	RefusedMore int          `json:"refusedMore,omitempty" doc:"how many more there are"`
	DryRun      bool         `json:"dryRun,omitempty"`
	Undo        id.Batch     `json:"undo,omitzero" doc:"what takes this back within 24 hours (batches/{batch}/undo); missing: there is nothing to take back"`
}

// RefusedRow is what is wrong with a row.
type RefusedRow struct {
	Row     int    `json:"row" doc:"as a spreadsheet counts; the header is 1"`
	Column  string `json:"column,omitempty"`
	Value   string `json:"value,omitempty"`
	Message string `json:"message"`
	Rule    string `json:"rule,omitempty"`
	Limit   string `json:"limit,omitempty"`
}

func (r *room[T]) registerImport(api huma.API) {
	op := also(r.op("import", http.MethodPost, "/import", "Bring in a CSV file: rows make records or change them, wrong rows are left out", r.noun.Edit), access.ImportCSV)
	op.MaxBodyBytes, op.BodyReadTimeout = maxFile, 5*time.Minute
	op.RequestBody = &huma.RequestBody{Content: map[string]*huma.MediaType{"text/csv": {Schema: &huma.Schema{Type: huma.TypeString, Format: "binary"}}}}
	huma.Register(api, op, func(ctx context.Context, in *importInput) (*struct{ Body ImportReport }, error) {
		s, err := access.Require(ctx, r.noun.Edit)
		if err != nil {
			return nil, err
		}
		if _, err := access.Require(ctx, access.ImportCSV); err != nil {
			return nil, err
		}
		file, err := ReadFile(in.RawBody)
		if err != nil {
			return nil, err
		}
		file = file.Named(in.Columns, in.Header != "no")
		i := &importing[T]{room: r, file: file, a: author{by: s, from: in.Origin()}, t: &in.teller}
		if err := i.readHeader(); err != nil {
			return nil, err
		}
		if ctx, err = i.prepare(ctx, in.DryRun); err != nil {
			return nil, err
		}
		batch := r.store.batch(r.noun.Name, batchImport, s)
		err = r.severally(ctx, in.DryRun, batch, func(ctx context.Context, m *several[T]) error {
			i.report = ImportReport{Rows: len(file.Rows), Refused: []RefusedRow{}, DryRun: in.DryRun}
			i.seen = map[string]bool{}
			return i.run(ctx, m)
		})
		if err != nil {
			return nil, err
		}
		if i.report.Created+i.report.Updated > 0 && !in.DryRun && r.undoRule().undoable(batch.What) {
			i.report.Undo = batch.ID
		}
		return &struct{ Body ImportReport }{i.report}, nil
	})
	// What is no file is told as any other wrong one: with what was expected.
	op.RequestBody.Required = false
}

// importing is a file on its way in.
type importing[T any] struct {
	room   *room[T]
	file   File
	a      author
	t      *teller
	cells  []cell[T] // by the file's columns
	key    int       // the column by which records are found
	seen   map[string]bool
	report ImportReport
}

// readHeader finds the columns. One that does not exist, is there twice, or is
// missing but finds the records, has the whole file refused.
func (i *importing[T]) readHeader() error {
	known := i.room.cells(true)
	i.key = -1
	var bad []fault.Field
	for at, name := range i.file.Header {
		n := slices.IndexFunc(known, func(c cell[T]) bool { return c.name == name })
		switch {
		case n < 0 || known[n].own != nil && known[n].own.Set == nil:
			bad = append(bad, fault.Field{Name: "column", Value: clip(name), Expected: "a column that there is", Rule: "unknown"})
			continue
		case slices.Index(i.file.Header, name) < at:
			bad = append(bad, fault.Field{Name: "column", Value: clip(name), Expected: "each column once", Rule: "unique"})
		case name == i.room.noun.CSVKey:
			i.key = at
		}
		i.cells = append(i.cells, known[n])
	}
	if i.key < 0 {
		bad = append(bad, fault.Field{Name: i.room.noun.CSVKey, Expected: "this column", Rule: "required"})
	}
	if len(bad) > 0 {
		return wrongs(bad)
	}
	return nil
}

// prepare has the noun do what needs no transaction.
func (i *importing[T]) prepare(ctx context.Context, dry bool) (context.Context, error) {
	if i.room.noun.Prepare == nil {
		return ctx, nil
	}
	secrets := map[string][]string{}
	for at, c := range i.cells {
		if !i.room.shape.secrets[c.name] {
			continue
		}
		for _, row := range i.file.Rows {
			if at < len(row.Cells) && row.Cells[at] != "" {
				secrets[c.name] = append(secrets[c.name], row.Cells[at])
			}
		}
	}
	return i.room.noun.Prepare(ctx, secrets, dry)
}

func (i *importing[T]) run(ctx context.Context, m *several[T]) error {
	if kept := i.room.noun.CSVKept; kept != nil {
		for _, row := range i.file.Rows {
			if i.key < len(row.Cells) {
				row.Cells[i.key] = kept(row.Cells[i.key])
			}
		}
	}
	for rows := range slices.Chunk(i.file.Rows, chunk) {
		keys := make([]string, 0, len(rows))
		for _, row := range rows {
			if i.key < len(row.Cells) && plainText(row.Cells[i.key]) {
				keys = append(keys, row.Cells[i.key])
			}
		}
		found, err := i.find(ctx, m.tx, keys)
		if err != nil {
			return err
		}
		for _, row := range rows {
			if err := i.row(ctx, m, row, found); err != nil {
				return err
			}
		}
	}
	return nil
}

// find gives the records that rows are about, by the text of their keys.
func (i *importing[T]) find(ctx context.Context, tx bun.Tx, keys []string) (finds[T], error) {
	out := finds[T]{exact: map[string]*T{}}
	if len(keys) == 0 {
		return out, nil
	}
	r := i.room
	column := bun.Safe(r.column(Column{Name: r.noun.CSVKey}))
	where := "(?)::text in (?)"
	if r.noun.CSVFold {
		where = `lower((?) collate "C") in (?)` // as fold does, whatever the database's collation
		for n, key := range keys {
			keys[n] = fold(key)
		}
	}
	var found []*T
	q := tx.NewSelect().Model(&found).Where(where, column, bun.List(keys)).OrderExpr("?TableAlias.?", bun.Ident(r.shape.pk.Name)).For("no key update of ?TableAlias")
	if r.noun.Scope != nil {
		r.noun.Scope(ctx, i.a.by, q)
	}
	if err := q.Scan(ctx); err != nil {
		return out, fmt.Errorf("resource: find %s of a CSV file: %w", r.noun.Name, err)
	}
	if err := r.fill(ctx, tx, found); err != nil {
		return out, err
	}
	for _, record := range found {
		values, err := r.shape.encode(record)
		if err != nil {
			return out, err
		}
		out.add(text(values[r.noun.CSVKey]), record, r.noun.CSVFold)
	}
	return out, nil
}

func text(v any) string { return show(v) }

// row brings one row in.
func (i *importing[T]) row(ctx context.Context, m *several[T], row FileRow, found finds[T]) error {
	if len(row.Cells) != len(i.cells) {
		return i.refuse(row, fault.Broken("", "", fmt.Sprintf("%d cells as the header has", len(i.cells)), "columns", fmt.Sprint(len(i.cells))))
	}
	key := found.name(row.Cells[i.key])
	switch {
	case key == "":
		return i.refuse(row, fault.Broken(i.room.noun.CSVKey, "", "a value", "required", ""))
	case i.seen[key]:
		return i.refuse(row, fault.Broken(i.room.noun.CSVKey, clip(key), "each once in a file", "unique", ""))
	}
	i.seen[key] = true
	before := found.exact[key]
	if before == nil && !i.room.has(Creating) || before != nil && !i.room.has(Changing) {
		return i.refuse(row, fault.Broken(i.room.noun.CSVKey, clip(key), "a record that can be brought in", "read_only", ""))
	}
	given := map[string]any{}
	for n, c := range i.cells {
		if c.field != nil {
			if v, said := i.room.read(c, row.Cells[n], before == nil); said {
				given[c.name] = v
			}
		}
	}
	if before != nil && i.room.noun.CSVFold {
		given[i.room.noun.CSVKey] = key // it only finds
	}
	a := i.a
	a.row = row.Number
	a.set = i.setter(row)
	changed := false
	refused, err := m.each(ctx, func(ctx context.Context, tx bun.Tx) (err error) {
		if before == nil {
			_, err = i.room.create(ctx, tx, m.w, a, given)
			return err
		}
		changed, err = i.room.update(ctx, tx, m.w, a, before, given)
		return err
	})
	switch {
	case err != nil:
		return err
	case refused != nil:
		return i.refuse(row, refused)
	case before == nil:
		i.report.Created++
	case changed:
		i.report.Updated++
	default:
		i.report.Unchanged++
	}
	return nil
}

// setter brings what the noun's own columns say into the record; nil when the
// file has none of them.
func (i *importing[T]) setter(row FileRow) func(context.Context, bun.Tx, any) ([]fault.Field, error) {
	if !slices.ContainsFunc(i.cells, func(c cell[T]) bool { return c.own != nil }) {
		return nil
	}
	return func(ctx context.Context, tx bun.Tx, record any) ([]fault.Field, error) {
		of, _ := record.(*T)
		var bad []fault.Field
		for n, c := range i.cells {
			if c.own == nil {
				continue
			}
			if !plainText(row.Cells[n]) {
				bad = append(bad, fault.Field{Name: c.name, Expected: "text without control characters", Rule: "plain"})
				continue
			}
			err := c.own.Set(ctx, tx, of, row.Cells[n])
			var f *fault.Error
			switch {
			case err == nil:
			case errors.As(err, &f) && f.Code == fault.Invalid:
				for _, one := range f.Fields {
					if one.Name == "" {
						one.Name = c.name
					}
					bad = append(bad, one)
				}
			default:
				return nil, err
			}
		}
		return bad, nil
	}
}

// refuse says in the report what is wrong with a row.
func (i *importing[T]) refuse(row FileRow, why error) error {
	if len(i.report.Refused) >= maxRefused {
		i.report.RefusedMore++
		return nil
	}
	said, err := i.t.say(why)
	if err != nil {
		return err
	}
	if len(said.Errors) == 0 {
		said.Errors = []Wrong{{Message: said.Detail, Rule: said.Code}}
	}
	for n, e := range said.Errors {
		// Of one cell only the first complaint is told.
		if e.Location != "" && slices.ContainsFunc(said.Errors[:n], func(before Wrong) bool { return before.Location == e.Location }) {
			continue
		}
		one := RefusedRow{Row: row.Number, Column: e.Location, Message: e.Message, Rule: e.Rule, Limit: e.Limit, Value: text(e.Value)}
		// The cell as it was written tells more than what was made of it.
		at := slices.IndexFunc(i.cells, func(c cell[T]) bool { return c.name == e.Location })
		if at >= 0 && at < len(row.Cells) && !i.room.shape.secrets[e.Location] {
			one.Value = clip(row.Cells[at])
		}
		i.report.Refused = append(i.report.Refused, one)
	}
	return nil
}
