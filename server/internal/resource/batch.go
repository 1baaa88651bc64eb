package resource

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math"
	"slices"
	"time"

	"github.com/uptrace/bun"

	"github.com/yobirin/yobirin/server/internal/access"
	"github.com/yobirin/yobirin/shared/fault"
	"github.com/yobirin/yobirin/shared/id"
)

// undoWithin is how long a change can be taken back.
const undoWithin = 24 * time.Hour

// What a batch did.
const (
	batchUpdate = "update"
	batchDelete = "delete"
	batchImport = "import"
	batchUndo   = "undo"
)

func batchOf(a Action) string {
	if a == Deleted {
		return batchDelete
	}
	return batchUpdate
}

// batchRow is what one request changed, as it is stored: one record or many.
type batchRow struct {
	bun.BaseModel `bun:"table:record_batches,alias:b"`
	ID            id.Batch `bun:"id,pk"`
	At            time.Time
	Actor         id.Agent
	ActorName     string
	Noun          string
	What          string
	Records       int
	UndoneAt      time.Time `bun:",nullzero"`
	UndoneBy      id.Batch
}

// PastBatch is what one request changed: this record, and maybe many others.
type PastBatch struct {
	ID       id.Batch  `json:"id"`
	What     string    `json:"what" enum:"update,delete,import,undo"`
	Records  int       `json:"records" doc:"how many records it changed"`
	Undoable bool      `json:"undoable,omitempty" doc:"who asks may take it back (batches/{batch}/undo)"`
	UndoneAt time.Time `json:"undoneAt,omitzero" doc:"when it was taken back"`
}

func (s *Store) batch(noun, what string, by access.Session) batchRow {
	now := s.now()
	return batchRow{ID: id.New[id.Batch](now), At: now, Actor: by.Agent.ID, ActorName: by.Agent.Name, Noun: noun, What: what}
}

// together stores what keeps the changes together.
func (w *writing) together(ctx context.Context, tx bun.IDB) error {
	if w.batch.ID.IsZero() || len(w.entries) == 0 {
		return nil
	}
	for i := range w.entries {
		w.entries[i].Batch = w.batch.ID
	}
	w.batch.Records = len(w.entries)
	return keepBatch(ctx, tx, &w.batch)
}

// undoRule is what of a noun may be taken back, and by whom.
type undoRule struct {
	noun     string
	edit     access.Permission
	undoable func(what string) bool // whether this noun can take back what a batch did
}

func (r *room[T]) undoRule() undoRule {
	return undoRule{noun: r.noun.Name, edit: r.noun.Edit, undoable: func(what string) bool {
		switch what {
		case batchUpdate:
			return r.has(Changing)
		case batchDelete:
			return true
		case batchImport:
			return r.has(Changing) || r.has(Deleting)
		}
		return false
	}}
}

// mayUndo says why a session may not take a batch back now; nil: it may.
func (s *Store) mayUndo(rule undoRule, b *batchRow, by access.Session) error {
	switch {
	case !rule.undoable(b.What):
		return errFinal()
	case !b.UndoneAt.IsZero():
		return fault.New(fault.Conflict, "undo_done", "this has been taken back already")
	case s.now().Sub(b.At) > undoWithin:
		return fault.New(fault.Conflict, "undo_late", "this was more than %d hours ago", int(undoWithin.Hours()))
	case b.Actor != by.Agent.ID && by.Agent.Role != access.RoleAdministrator:
		return fault.New(fault.Denied, "undo_others", "only who made a change, or an administrator, takes it back")
	}
	return nil
}

func errFinal() error { return fault.New(fault.Conflict, "undo_final", "this is not taken back") }

// holdBatch gives a batch of this noun that the session may take back, and
// keeps others from it until the transaction ends.
func (s *Store) holdBatch(ctx context.Context, tx bun.Tx, rule undoRule, by access.Session, which string) (*batchRow, error) {
	key, err := id.Parse[id.Batch](which)
	if err != nil {
		return nil, errNotFound()
	}
	b := new(batchRow)
	err = tx.NewSelect().Model(b).Where("b.id = ?", key).Where("b.noun = ?", rule.noun).For("update").Scan(ctx)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return nil, errNotFound()
	case err != nil:
		return nil, fmt.Errorf("resource: read what keeps changes together: %w", err)
	}
	return b, s.mayUndo(rule, b, by)
}

// tellBatches fills what the history of a record says of the batches that its
// changes are of. A change of this record alone that another one of the same
// fields has followed would be refused, so it is not offered.
func (s *Store) tellBatches(ctx context.Context, db bun.IDB, rule undoRule, by access.Session, key string, of []Past) error {
	var ids []id.Batch
	first := int64(math.MaxInt64)
	for _, p := range of {
		if p.Batch != nil {
			ids = append(ids, p.Batch.ID)
		}
		if s.now().Sub(p.At) <= undoWithin {
			first = min(first, p.Number)
		}
	}
	if len(ids) == 0 {
		return nil
	}
	var rows []batchRow
	if err := db.NewSelect().Model(&rows).Where("b.id in (?)", bun.List(ids)).Scan(ctx); err != nil {
		return fmt.Errorf("resource: read what keeps changes together: %w", err)
	}
	later, err := s.changesSince(ctx, db, rule.noun, []string{key}, first)
	if err != nil {
		return err
	}
	mayEdit := access.May(by, rule.edit)
	byID := make(map[id.Batch]*batchRow, len(rows))
	for i := range rows {
		byID[rows[i].ID] = &rows[i]
	}
	for _, p := range of {
		if p.Batch == nil || byID[p.Batch.ID] == nil {
			continue
		}
		b := byID[p.Batch.ID]
		*p.Batch = PastBatch{
			ID: b.ID, What: b.What, Records: b.Records, UndoneAt: b.UndoneAt,
			Undoable: mayEdit && s.mayUndo(rule, b, by) == nil && (b.Records > 1 || p.stays(later[key])),
		}
	}
	return nil
}

// stays says whether nothing that came later keeps a change from being taken
// back.
func (p Past) stays(later []since) bool {
	touched, whole := touchedSince(p.Number, p.Fields, later)
	if p.Action != Updated && slices.ContainsFunc(later, func(l since) bool { return l.ID > p.Number }) {
		return false
	}
	return !whole && len(touched) == 0
}
