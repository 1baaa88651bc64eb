package resource

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"

	"github.com/danielgtaylor/huma/v2"
	"github.com/uptrace/bun"

	"github.com/yobirin/yobirin/server/internal/access"
	"github.com/yobirin/yobirin/shared/id"
)

// Noted is something whose records are changed elsewhere, in a way of its own,
// and noted here: the feature codes, the settings of logins, the prompts.
type Noted struct {
	Noun, Kind string // as of an Entry
	Path       string // of its operations, as in /api/v1/codes
	Tag        string
	View, Edit access.Permission
	// Which gives the identifier of the one record, which then has a history at
	// the path. nil: there are several, without one.
	Which func(ctx context.Context, db bun.IDB) (string, error)
	// Back takes a change back: it opens its transaction in its way, asks begin
	// there what was changed, gives the fields what they had (From), and notes that
	// with the batch it was told. A fault of the change is told as a refusal. It
	// gives the names of what it could not bring back. nil: nothing is taken back.
	Back func(ctx context.Context, by access.Session, from access.Origin, begin func(context.Context, bun.Tx) (Back, error)) (skipped []string, err error)
}

// Back is a change on its way back.
type Back struct {
	ID     string // of the record
	Fields []FieldChange
	Batch  id.Batch // what taking it back is noted with
}

// RegisterNoted adds the history of something that is noted, and the operation
// that takes its changes back.
func RegisterNoted(api huma.API, store *Store, n Noted) {
	store.Declare(n.Noun, n.View)
	rule := undoRule{noun: n.Noun, edit: n.Edit, undoable: func(what string) bool { return n.Back != nil && what == batchUpdate }}
	if n.Which != nil {
		registerPast(api, store, n.Path, n.Tag, n.View, rule, n.Which)
	}
	if n.Back == nil {
		return
	}
	huma.Register(api, access.Needs(huma.Operation{
		OperationID: "undo-" + n.Noun, Method: http.MethodPost, Path: n.Path + "/batches/{batch}/undo", Tags: []string{n.Tag}, Summary: "Take back a change whose fields nobody has changed since",
	}, n.Edit), func(ctx context.Context, in *undoInput) (*struct{ Body UndoReport }, error) {
		s, err := access.Require(ctx, n.Edit)
		if err != nil {
			return nil, err
		}
		report, err := store.takeBack(ctx, n, rule, author{by: s, from: in.Origin()}, in)
		return &struct{ Body UndoReport }{report}, err
	})
}

// Batched keeps a change that is noted in this transaction for being taken
// back: its Entry has what is given as its batch.
func (s *Store) Batched(ctx context.Context, tx bun.IDB, noun string, by access.Session) (id.Batch, error) {
	b := s.batch(noun, batchUpdate, by)
	b.Records = 1
	return b.ID, keepBatch(ctx, tx, &b)
}

func keepBatch(ctx context.Context, tx bun.IDB, b *batchRow) error {
	if _, err := tx.NewInsert().Model(b).Exec(ctx); err != nil {
		return fmt.Errorf("resource: store what keeps changes together: %w", err)
	}
	return nil
}

func (s *Store) takeBack(ctx context.Context, n Noted, rule undoRule, a author, in *undoInput) (UndoReport, error) {
	report := UndoReport{Refused: []Refusal{}, Skipped: []Skipped{}}
	var row changeRow
	begun := false
	skipped, err := n.Back(ctx, a.by, a.from, func(ctx context.Context, tx bun.Tx) (Back, error) {
		begun = false
		batch, err := s.holdBatch(ctx, tx, rule, a.by, in.Batch)
		if err != nil {
			return Back{}, err
		}
		begun = true
		row = changeRow{}
		if err := tx.NewSelect().Model(&row).Where("c.batch = ?", batch.ID).Where("c.noun = ?", n.Noun).Scan(ctx); err != nil {
			return Back{}, fmt.Errorf("resource: read the change that is taken back: %w", err)
		}
		back := Back{ID: row.RecordID}
		if err := json.Unmarshal(row.Fields, &back.Fields); err != nil {
			return Back{}, fmt.Errorf("resource: read the fields of change %d: %w", row.ID, err)
		}
		later, err := s.changesSince(ctx, tx, n.Noun, []string{row.RecordID}, row.ID)
		if err != nil {
			return Back{}, err
		}
		if touched, whole := touchedSince(row.ID, back.Fields, later[row.RecordID]); whole || len(touched) > 0 {
			return Back{}, ChangedSince(touched...)
		}
		own := s.batch(n.Noun, batchUndo, a.by)
		own.Records = 1
		back.Batch = own.ID
		if err := keepBatch(ctx, tx, &own); err != nil {
			return Back{}, err
		}
		return back, noteUndo(ctx, tx, a, n.Kind, batch, own, 1)
	})
	switch {
	case err == nil:
		report.Done = 1
		report.skip(row.RecordID, row.Title, skipped)
		return report, nil
	case !begun || !about(err):
		return report, err
	}
	why, err := in.say(err)
	if err != nil {
		return report, err
	}
	why.ID, why.Title = row.RecordID, row.Title
	report.Refused = append(report.Refused, why)
	return report, nil
}
