package resource

import (
	"context"
	"encoding/json"
	"net/http"
	"slices"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/uptrace/bun"

	"github.com/yobirin/yobirin/server/internal/access"
	"github.com/yobirin/yobirin/shared/fault"
	"github.com/yobirin/yobirin/shared/id"
)

// chunk is how many records are read with one statement.
const chunk = 500

type bulkInput struct {
	access.Requester
	teller
	Body struct {
		IDs    []string        `json:"ids" minItems:"1" maxItems:"10000" maxLength:"64" nullable:"false"`
		Action Action          `json:"action" enum:"update,delete"`
		Set    json.RawMessage `json:"set,omitempty" doc:"for update: a JSON merge patch that each record gets"`
		DryRun bool            `json:"dryRun,omitempty" doc:"only say what would become of it"`
	}
}

// Resolve takes what it embeds from the request.
func (in *bulkInput) Resolve(ctx huma.Context) []error {
	return append(in.Requester.Resolve(ctx), in.teller.Resolve(ctx)...)
}

// BulkReport says what became of many records.
type BulkReport struct {
	Done        int       `json:"done"`
	Unchanged   int       `json:"unchanged"`
	Refused     []Refusal `json:"refused" nullable:"false" doc:"the first 1,000 that were left out"`
	RefusedMore int       `json:"refusedMore,omitempty" doc:"how many more were left out"`
	DryRun      bool      `json:"dryRun,omitempty"`
	Undo        id.Batch  `json:"undo,omitzero" doc:"what takes this back within 24 hours (batches/{batch}/undo); missing: it is final"`
}

func (b *BulkReport) refuse(r Refusal) {
	if len(b.Refused) == maxRefused {
		b.RefusedMore++
		return
	}
	b.Refused = append(b.Refused, r)
}

func (r *room[T]) registerBulk(api huma.API) {
	op := r.op("bulk", http.MethodPost, "/bulk", "Change or delete many records, each judged by itself", r.noun.Edit)
	op.MaxBodyBytes, op.BodyReadTimeout = 2<<20, time.Minute
	huma.Register(api, op, func(ctx context.Context, in *bulkInput) (*struct{ Body BulkReport }, error) {
		s, err := access.Require(ctx, r.noun.Edit)
		if err != nil {
			return nil, err
		}
		var set map[string]any
		verb := Deleting
		if in.Body.Action == Updated {
			verb = Changing
			if set, err = object(in.Body.Set); err != nil {
				return nil, fault.Broken("set", "", "a JSON object", "required", "")
			}
			for name := range set {
				if r.shape.secrets[name] { // nor would the hashes of thousands be made in a moment
					return nil, fault.Broken("set."+name, "", "nothing: many records do not share a secret", "secret_shared", "")
				}
			}
		}
		if !r.has(verb) {
			return nil, fault.Broken("action", string(in.Body.Action), "an operation that these records have", "unknown", "")
		}
		keys := slices.Clone(in.Body.IDs)
		slices.Sort(keys)
		keys = slices.Compact(keys)
		var report BulkReport
		batch := r.store.batch(r.noun.Name, batchOf(in.Body.Action), s)
		err = r.severally(ctx, in.Body.DryRun, batch, func(ctx context.Context, m *several[T]) error {
			report = BulkReport{Refused: []Refusal{}, DryRun: in.Body.DryRun}
			return r.bulk(ctx, m, author{by: s, from: in.Origin()}, &in.teller, keys, set, &report)
		})
		if err != nil {
			return nil, err
		}
		if report.Done > 0 && !in.Body.DryRun && r.undoRule().undoable(batch.What) {
			report.Undo = batch.ID
		}
		return &struct{ Body BulkReport }{report}, nil
	})
}

// bulk changes the records of the keys, or deletes them where set is nil.
func (r *room[T]) bulk(ctx context.Context, m *several[T], a author, t *teller, keys []string, set map[string]any, report *BulkReport) error {
	valid := slices.DeleteFunc(slices.Clone(keys), func(k string) bool { return !r.shape.parseKey(k) })
	var records []*T
	there := make(map[string]bool, len(valid))
	for part := range slices.Chunk(valid, chunk) {
		found, err := r.getMany(ctx, m.tx, a.by, part, true)
		if err != nil {
			return err
		}
		for _, record := range found {
			there[r.shape.key(record)] = true
		}
		records = append(records, found...)
	}
	for _, k := range keys {
		if !there[k] {
			if err := r.refuse(t, report, clip(k), "", errNotFound()); err != nil {
				return err
			}
		}
	}
	if set == nil {
		return r.removeAll(ctx, m, a, t, records, report)
	}
	for _, record := range records {
		changed := false
		refused, err := m.each(ctx, func(ctx context.Context, tx bun.Tx) (err error) {
			changed, err = r.update(ctx, tx, m.w, a, record, set)
			return err
		})
		switch {
		case err != nil:
			return err
		case refused != nil:
			if err := r.refuse(t, report, r.shape.key(record), r.noun.Title(record), refused); err != nil {
				return err
			}
		case changed:
			report.Done++
		default:
			report.Unchanged++
		}
	}
	return nil
}

// removeAll deletes records. One may be used by another that goes, too, so
// those in use are tried again as long as others went.
func (r *room[T]) removeAll(ctx context.Context, m *several[T], a author, t *teller, records []*T, report *BulkReport) error {
	type left struct {
		record *T
		why    error
	}
	for {
		var used []left
		before := report.Done
		for _, record := range records {
			refused, err := m.each(ctx, func(ctx context.Context, tx bun.Tx) error { return r.remove(ctx, tx, m.w, a, record) })
			switch {
			case err != nil:
				return err
			case refused == nil:
				report.Done++
			case fault.KeyOf(refused) == "in_use":
				used = append(used, left{record, refused})
			default:
				if err := r.refuse(t, report, r.shape.key(record), r.noun.Title(record), refused); err != nil {
					return err
				}
			}
		}
		if report.Done > before && len(used) > 0 {
			records = records[:0:0]
			for _, l := range used {
				records = append(records, l.record)
			}
			continue
		}
		for _, l := range used {
			if err := r.refuse(t, report, r.shape.key(l.record), r.noun.Title(l.record), l.why); err != nil {
				return err
			}
		}
		return nil
	}
}

func (r *room[T]) refuse(t *teller, report *BulkReport, key, title string, why error) error {
	one := Refusal{}
	if len(report.Refused) < maxRefused {
		var err error
		if one, err = t.say(why); err != nil {
			return err
		}
	}
	one.ID, one.Title = key, title
	report.refuse(one)
	return nil
}
