package resource

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strconv"

	"github.com/danielgtaylor/huma/v2"
	"github.com/uptrace/bun"

	"github.com/yobirin/yobirin/server/internal/access"
)

type undoInput struct {
	access.Requester
	teller
	Batch string `path:"batch" maxLength:"64" doc:"undo of the change's answer, or the batch of a history"`
}

// Resolve takes what it embeds from the request.
func (in *undoInput) Resolve(ctx huma.Context) []error {
	return append(in.Requester.Resolve(ctx), in.teller.Resolve(ctx)...)
}

// UndoReport says what became of a change, of one record or many, that was taken back.
type UndoReport struct {
	Done        int       `json:"done" doc:"records that are as they were before"`
	Refused     []Refusal `json:"refused" nullable:"false" doc:"the first 1,000 that stay as they are, and why"`
	RefusedMore int       `json:"refusedMore,omitempty" doc:"how many more stay"`
	Skipped     []Skipped `json:"skipped" nullable:"false" doc:"of the first 1,000 records: fields that stay as they are, such as secrets, which are in no history"`
	SkippedMore int       `json:"skippedMore,omitempty" doc:"how many more records have such fields"`
}

// Skipped are fields of one record that are not taken back.
type Skipped struct {
	ID     string   `json:"id"`
	Title  string   `json:"title"`
	Fields []string `json:"fields" nullable:"false"`
}

func (u *UndoReport) skip(key, title string, fields []string) {
	switch {
	case len(fields) == 0:
	case len(u.Skipped) == maxRefused:
		u.SkippedMore++
	default:
		u.Skipped = append(u.Skipped, Skipped{ID: key, Title: title, Fields: fields})
	}
}

// registerUndo adds the operation. Its path has a part more than would be
// needed, so that it cannot be taken for an operation of a single record.
func (r *room[T]) registerUndo(api huma.API, path string) {
	op := r.op("undo", http.MethodPost, "", "Take back a change, of one record or many: of those whose fields nobody has changed since", r.noun.Edit)
	op.Path = path + "/batches/{batch}/undo"
	huma.Register(api, op, func(ctx context.Context, in *undoInput) (*struct{ Body UndoReport }, error) {
		s, err := access.Require(ctx, r.noun.Edit)
		if err != nil {
			return nil, err
		}
		a := author{by: s, from: in.Origin()}
		var report UndoReport
		own := r.store.batch(r.noun.Name, batchUndo, s)
		err = r.severally(ctx, false, own, func(ctx context.Context, m *several[T]) error {
			report = UndoReport{Refused: []Refusal{}, Skipped: []Skipped{}}
			batch, err := r.store.holdBatch(ctx, m.tx, r.undoRule(), s, in.Batch)
			if err != nil {
				return err
			}
			u := &undoing[T]{room: r, m: m, a: a, t: &in.teller, report: &report}
			if err := u.run(ctx, batch); err != nil || report.Done == 0 {
				return err
			}
			return noteUndo(ctx, m.tx, a, r.noun.Kind, batch, own, report.Done)
		})
		if err != nil {
			return nil, err
		}
		return &struct{ Body UndoReport }{report}, nil
	})
}

// noteUndo writes that a batch has been taken back. What it did to each record
// is in the history and the audit like any change.
func noteUndo(ctx context.Context, tx bun.Tx, a author, kind string, batch *batchRow, own batchRow, done int) error {
	if _, err := tx.NewUpdate().Model(batch).Set("undone_at = ?", own.At).Set("undone_by = ?", own.ID).WherePK().Exec(ctx); err != nil {
		return fmt.Errorf("resource: note that a change was taken back: %w", err)
	}
	note := a.by.By(own.At, a.from, kind+".undone", kind, "")
	note.Detail = map[string]string{"batch": batch.ID.String(), "what": batch.What, "records": strconv.Itoa(done), "of": batch.Actor.String()}
	return access.WriteAudit(ctx, tx, note)
}

// undoing is a batch on its way back.
type undoing[T any] struct {
	room    *room[T]
	m       *several[T]
	a       author
	t       *teller
	report  *UndoReport
	newest  map[string]int64   // the last change of each record, by identifier
	later   map[string][]since // what became of each record since, by identifier
	records map[string]*T      // as they are now, those that there are
}

// done is one change of the batch.
type done struct {
	changeRow
	fields []FieldChange
}

// run takes the records back, the last one first: what was made later may
// need what was made before. Changes go first, since a record that changed may
// use one that was made.
func (u *undoing[T]) run(ctx context.Context, batch *batchRow) error {
	var rows []changeRow
	if err := u.m.tx.NewSelect().Model(&rows).Where("c.batch = ?", batch.ID).Where("c.noun = ?", u.room.noun.Name).OrderExpr("c.id desc").Scan(ctx); err != nil {
		return fmt.Errorf("resource: read the changes that are taken back: %w", err)
	}
	all := make([]done, len(rows))
	keys := make([]string, len(rows))
	for i, row := range rows {
		all[i].changeRow, keys[i] = row, row.RecordID
		if err := json.Unmarshal(row.Fields, &all[i].fields); err != nil {
			return fmt.Errorf("resource: read the fields of change %d: %w", row.ID, err)
		}
	}
	if len(rows) == 0 {
		return nil
	}
	if err := u.hold(ctx, keys, rows[len(rows)-1].ID); err != nil {
		return err
	}
	var made []*T
	for _, one := range all {
		var err error
		switch one.Action {
		case Updated, Restored:
			err = u.tried(ctx, one, u.takeBack)
		case Deleted:
			err = u.tried(ctx, one, u.revive)
		case Created:
			made, err = u.toRemove(made, one)
		}
		if err != nil {
			return err
		}
	}
	return u.removeMade(ctx, made)
}

// hold locks the records and then reads what became of each after the first of
// the changes: whoever changed one meanwhile has done so by then.
func (u *undoing[T]) hold(ctx context.Context, keys []string, first int64) error {
	u.newest, u.records, u.later = make(map[string]int64, len(keys)), make(map[string]*T, len(keys)), make(map[string][]since, len(keys))
	keys = slices.Clone(keys)
	slices.Sort(keys)
	for part := range slices.Chunk(slices.Compact(keys), chunk) {
		found, err := u.room.getMany(ctx, u.m.tx, u.a.by, part, true)
		if err != nil {
			return err
		}
		for _, record := range found {
			u.records[u.room.shape.key(record)] = record
		}
		var last []struct {
			RecordID string
			Newest   int64
		}
		err = u.m.tx.NewSelect().TableExpr("record_changes as c").ColumnExpr("c.record_id, max(c.id) as newest").Where("c.noun = ?", u.room.noun.Name).
			Where("c.record_id in (?)", bun.List(part)).GroupExpr("c.record_id").Scan(ctx, &last)
		if err != nil {
			return fmt.Errorf("resource: read when records were changed last: %w", err)
		}
		for _, l := range last {
			u.newest[l.RecordID] = l.Newest
		}
		later, err := u.room.store.changesSince(ctx, u.m.tx, u.room.noun.Name, part, first)
		if err != nil {
			return err
		}
		maps.Copy(u.later, later)
	}
	return nil
}

// untouched refuses a record whose fields are not any more as the change left
// them; others may have changed since.
func (u *undoing[T]) untouched(one done) (*T, map[string]any, error) {
	record := u.records[one.RecordID]
	if record == nil {
		return nil, nil, errNotFound()
	}
	now, err := u.room.shape.encode(record)
	if err != nil {
		return nil, nil, err
	}
	touched, whole := touchedSince(one.ID, one.fields, u.later[one.RecordID])
	if whole || one.Action == Created && slices.ContainsFunc(u.later[one.RecordID], func(l since) bool { return l.ID > one.ID }) {
		return nil, nil, ChangedSince() // what was made goes whole, or not at all
	}
	// Not everything that changes a record writes its history, so the values count, too.
	for _, name := range u.room.shape.moved(now, one.fields) {
		if !slices.Contains(touched, name) {
			touched = append(touched, name)
		}
	}
	if len(touched) > 0 {
		return nil, nil, ChangedSince(touched...)
	}
	return record, now, nil
}

// tried takes one change back, or says why not.
func (u *undoing[T]) tried(ctx context.Context, one done, back func(context.Context, bun.Tx, done) (bool, []string, error)) error {
	var skipped []string
	did := false
	refused, err := u.m.each(ctx, func(ctx context.Context, tx bun.Tx) (err error) {
		did, skipped, err = back(ctx, tx, one)
		return err
	})
	switch {
	case err != nil:
		return err
	case refused != nil:
		return u.refuse(one, refused)
	case did:
		u.report.Done++
	}
	u.report.skip(one.RecordID, one.Title, skipped)
	return nil
}

func (u *undoing[T]) refuse(one done, why error) error {
	told := BulkReport{Refused: u.report.Refused, RefusedMore: u.report.RefusedMore}
	err := u.room.refuse(u.t, &told, one.RecordID, one.Title, why)
	u.report.Refused, u.report.RefusedMore = told.Refused, told.RefusedMore
	return err
}

// takeBack gives the fields of a changed record their old values.
func (u *undoing[T]) takeBack(ctx context.Context, tx bun.Tx, one done) (bool, []string, error) {
	record, now, err := u.untouched(one)
	if err != nil {
		return false, nil, err
	}
	a, fields := u.a, one.fields
	for _, name := range u.room.noun.Kept {
		at := slices.IndexFunc(fields, func(f FieldChange) bool { return f.Field == name })
		if at < 0 {
			continue
		}
		if a.give == nil {
			a.give = map[string]any{}
		}
		a.give[name], fields = fields[at].From, slices.Delete(slices.Clone(fields), at, at+1)
	}
	patch, skipped := u.room.shape.back(now, fields)
	if len(patch) == 0 && len(a.give) == 0 {
		return false, skipped, nil
	}
	did, err := u.room.update(ctx, tx, u.m.w, a, record, patch)
	return did, skipped, err
}

// toRemove adds a record that was made to those that go.
func (u *undoing[T]) toRemove(made []*T, one done) ([]*T, error) {
	record, _, err := u.untouched(one)
	switch {
	case err == nil && !u.room.has(Deleting):
		err = errFinal()
		fallthrough
	case err != nil:
		return made, u.refuse(one, err)
	}
	return append(made, record), nil
}

func (u *undoing[T]) removeMade(ctx context.Context, made []*T) error {
	told := BulkReport{Refused: u.report.Refused, RefusedMore: u.report.RefusedMore}
	err := u.room.removeAll(ctx, u.m, u.a, u.t, made, &told)
	u.report.Done += told.Done
	u.report.Refused, u.report.RefusedMore = told.Refused, told.RefusedMore
	return err
}

// moved gives the fields of a record that are not any more what a change made
// of them.
func (s *shape) moved(now map[string]any, fields []FieldChange) []string {
	var out []string
	for _, f := range fields {
		known := s.byName[f.Field]
		if known == nil || f.sealed() {
			continue
		}
		if !known.same(s.open(now[f.Field]), f.To) {
			out = append(out, f.Field)
		}
	}
	return out
}

// sealed says whether a change is of a secret: it is there without values.
func (f FieldChange) sealed() bool { return f.From == nil && f.To == nil }

// back gives the merge patch that takes changes back, and the fields that are
// left as they are: secrets are in no history, and neither is what holds one
// that is not there any more.
func (s *shape) back(now map[string]any, fields []FieldChange) (patch map[string]any, skipped []string) {
	patch = map[string]any{}
	for _, f := range fields {
		switch prop := s.record.Properties[f.Field]; {
		case prop == nil || f.sealed() || s.byName[f.Field] == nil || s.bare(prop, now[f.Field], f.From):
			skipped = append(skipped, f.Field)
		default:
			patch[f.Field] = s.revert(prop, now[f.Field], f.From)
		}
	}
	return patch, skipped
}

// revert gives the merge patch that makes one value of another: what came with
// the change goes, but for secrets, which are kept.
func (s *shape) revert(of *huma.Schema, now, was any) any {
	of = s.resolve(of)
	n, object := now.(map[string]any)
	w, too := was.(map[string]any)
	if !object || !too || of.Type != huma.TypeObject || of.AdditionalProperties == true {
		return was
	}
	out := map[string]any{}
	for name, value := range w {
		prop := of.Properties[name]
		if prop == nil {
			prop, _ = of.AdditionalProperties.(*huma.Schema)
		}
		if prop == nil {
			out[name] = value
			continue
		}
		out[name] = s.revert(prop, n[name], value)
	}
	for name := range n {
		if _, kept := w[name]; !kept && !s.secrets[name] {
			out[name] = nil
		}
	}
	return out
}

// bare says whether a value that comes back would lack a secret that it had,
// because what held it is not there, or is one of a list.
func (s *shape) bare(of *huma.Schema, now, was any) bool {
	of = s.resolve(of)
	if was == nil || of == nil {
		return false
	}
	w, ok := was.(map[string]any)
	if !ok {
		return of.Items != nil && s.hasSecret(of.Items)
	}
	n, there := now.(map[string]any)
	for name, prop := range of.Properties {
		if prop.WriteOnly && !there || s.bare(prop, n[name], w[name]) {
			return true
		}
	}
	return false
}

func (s *shape) hasSecret(of *huma.Schema) bool {
	seen := &shape{registry: s.registry, secrets: map[string]bool{}}
	seen.findSecrets(of, map[*huma.Schema]bool{})
	return len(seen.secrets) > 0
}
