package resource

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"slices"

	"github.com/danielgtaylor/huma/v2"
	"github.com/uptrace/bun"

	"github.com/yobirin/yobirin/server/internal/access"
	"github.com/yobirin/yobirin/shared/fault"
)

type createInput struct {
	access.Requester
	Body json.RawMessage
}

type changeInput struct {
	access.Requester
	ID      string `path:"id" maxLength:"64"`
	IfMatch string `header:"If-Match" maxLength:"200" doc:"the ETag of what was read, or *"`
	Body    json.RawMessage
}

type deleteInput struct {
	access.Requester
	ID      string `path:"id" maxLength:"64"`
	IfMatch string `header:"If-Match" maxLength:"200" doc:"the ETag of what was read, or *"`
}

type deleted struct {
	Undo string `header:"Undo" doc:"what takes this back within 24 hours (batches/{batch}/undo); missing: it is final"`
}

// author is who changes something, and from where.
type author struct {
	by   access.Session
	from access.Origin
	row  int // of a CSV file
	// give are fields that nobody may set and that have their old values again.
	give map[string]any
	// set brings what a CSV file's own columns say into the record; nil: none.
	set func(context.Context, bun.Tx, any) ([]fault.Field, error)
}

// late is an error after something was written: to leave out the record, what
// was written must be taken back.
type late struct{ error }

// Unwrap gives what went wrong.
func (l late) Unwrap() error { return l.error }

func (r *room[T]) registerCreate(api huma.API) {
	op := r.takes(r.op("create", http.MethodPost, "", "Make a record; what is not sent has its default", r.noun.Edit))
	op.DefaultStatus = http.StatusCreated
	huma.Register(api, op, func(ctx context.Context, in *createInput) (*told[T], error) {
		s, err := access.Require(ctx, r.noun.Edit)
		if err != nil {
			return nil, err
		}
		given, err := object(in.Body)
		if err != nil {
			return nil, err
		}
		var record *T
		err = r.transact(ctx, func(ctx context.Context, tx bun.Tx, w *writing) error {
			made, err := r.create(ctx, tx, w, author{by: s, from: in.Origin()}, given)
			if err != nil {
				return err
			}
			record = made.After
			return nil
		}, func(ctx context.Context, tx bun.Tx) error {
			record, err = r.get(ctx, tx, s, r.shape.key(record), false)
			return err
		})
		if err != nil {
			return nil, err
		}
		return r.tell(record), nil
	})
}

func (r *room[T]) registerChange(api huma.API) {
	op := r.takes(r.op("change", http.MethodPatch, "/{id}", "Change a record by a JSON merge patch (RFC 7396)", r.noun.Edit), "application/merge-patch+json")
	huma.Register(api, op, func(ctx context.Context, in *changeInput) (*changed[T], error) {
		s, err := access.Require(ctx, r.noun.Edit)
		if err != nil {
			return nil, err
		}
		return r.patch(ctx, author{by: s, from: in.Origin()}, in.ID, in.IfMatch, in.Body)
	})
}

func (r *room[T]) registerDelete(api huma.API) {
	op := r.op("delete", http.MethodDelete, "/{id}", "Delete a record that is not used", r.noun.Edit)
	huma.Register(api, op, func(ctx context.Context, in *deleteInput) (*deleted, error) {
		s, err := access.Require(ctx, r.noun.Edit)
		if err != nil {
			return nil, err
		}
		m, err := access.ParseMatch(in.IfMatch)
		if err != nil {
			return nil, err
		}
		out := new(deleted)
		batch := r.store.batch(r.noun.Name, batchDelete, s)
		err = r.transact(ctx, func(ctx context.Context, tx bun.Tx, w *writing) error {
			before, err := r.get(ctx, tx, s, in.ID, true)
			if err != nil {
				return err
			}
			if !m.Holds(r.shape.versionOf(before)) {
				return access.Meanwhile()
			}
			if !r.final(before) {
				w.batch, out.Undo = batch, batch.ID.String()
			}
			return r.remove(ctx, tx, w, author{by: s, from: in.Origin()}, before)
		}, nil)
		if err != nil {
			return nil, err
		}
		return out, nil
	})
}

// object reads a body that must be a JSON object.
func object(body json.RawMessage) (map[string]any, error) {
	var out map[string]any
	if err := json.Unmarshal(body, &out); err != nil || out == nil {
		return nil, fault.Broken("", "", "a JSON object", "format", "")
	}
	return out, nil
}

// writing is what a transaction has changed so far.
type writing struct {
	entries []Entry
	batch   batchRow // what keeps them together; without an identifier: nothing
}

// tries bounds how often a transaction is tried that others made fail.
const tries = 3

// transact runs a change of records: the change, the noun's own end, the
// history, and then reads what the answer tells. What others cause to fail is
// tried again.
func (r *room[T]) transact(ctx context.Context, change func(context.Context, bun.Tx, *writing) error, answer func(context.Context, bun.Tx) error) error {
	var err error
	for range tries {
		changed := false
		err = r.store.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error {
			var w writing
			if r.noun.Begun != nil {
				if err := r.noun.Begun(ctx, tx); err != nil {
					return err
				}
			}
			if err := change(ctx, tx, &w); err != nil {
				return err
			}
			changed = len(w.entries) > 0
			if changed && r.noun.Sealed != nil {
				if err := r.noun.Sealed(ctx, tx); err != nil {
					return err
				}
			}
			if answer != nil {
				if err := answer(ctx, tx); err != nil {
					return err
				}
			}
			if err := w.together(ctx, tx); err != nil {
				return err
			}
			return r.store.Note(ctx, tx, w.entries...)
		})
		switch {
		case err == nil && changed && r.noun.Committed != nil:
			// It is stored, whatever becomes of this, and whether or not the asker waits.
			if err := r.noun.Committed(context.WithoutCancel(ctx)); err != nil {
				r.store.log.Error("what follows a change failed", "noun", r.noun.Name, "err", err)
			}
			return nil
		case err == nil || !again(err):
			return r.shape.constraint(err)
		}
	}
	return fault.Wrap(err, fault.Unavailable, "busy", "others change the same just now; try again")
}

// create makes a record of what was given over the defaults.
func (r *room[T]) create(ctx context.Context, tx bun.Tx, w *writing, a author, given map[string]any) (*Change[T], error) {
	c := &Change[T]{Action: Created, After: r.blank(), By: a.by, From: a.from, Row: a.row}
	base, err := r.shape.encode(c.After)
	if err != nil {
		return nil, err
	}
	if err := r.take(ctx, tx, a, c, base, given); err != nil {
		return nil, err
	}
	r.shape.newKey(c.After, r.store.now())
	r.shape.setVersion(c.After, 1)
	return c, r.insert(ctx, tx, w, c)
}

// insert judges and stores a record that has been made.
func (r *room[T]) insert(ctx context.Context, tx bun.Tx, w *writing, c *Change[T]) error {
	if err := r.change(ctx, tx, c); err != nil {
		return err
	}
	if _, err := tx.NewInsert().Model(c.After).Exec(ctx); err != nil {
		return late{fmt.Errorf("resource: store one of %s: %w", r.noun.Name, err)}
	}
	after, err := r.shape.encode(c.After)
	if err != nil {
		return err
	}
	return r.stored(ctx, tx, w, c, r.shape.diff(nil, after))
}

// update changes a record that the transaction holds. It says whether there
// was anything to change.
func (r *room[T]) update(ctx context.Context, tx bun.Tx, w *writing, a author, before *T, given map[string]any) (bool, error) {
	base, err := r.shape.encode(before)
	if err != nil {
		return false, err
	}
	after := *before
	c := &Change[T]{Action: Updated, Before: before, After: &after, By: a.by, From: a.from, Row: a.row}
	if err := r.take(ctx, tx, a, c, base, given); err != nil {
		return false, err
	}
	if a.give != nil {
		if err := r.shape.give(c.After, a.give); err != nil {
			return false, err
		}
	}
	version := r.shape.versionOf(before)
	r.shape.setVersion(c.After, version)
	if err := r.change(ctx, tx, c); err != nil {
		return false, err
	}
	now, err := r.shape.encode(c.After)
	if err != nil {
		return false, err
	}
	fields := r.shape.diff(base, now)
	for _, name := range slices.Sorted(maps.Keys(a.give)) {
		if !same(base[name], now[name]) {
			fields = append(fields, FieldChange{Field: name, From: base[name], To: now[name]})
		}
	}
	if len(fields) == 0 {
		return false, nil
	}
	r.shape.setVersion(c.After, version+1)
	res, err := tx.NewUpdate().Model(c.After).WherePK().Where("?TableAlias.? = ?", bun.Ident(r.shape.version.Name), version).Exec(ctx)
	if err != nil {
		return false, late{fmt.Errorf("resource: change one of %s: %w", r.noun.Name, err)}
	}
	if n, err := res.RowsAffected(); err != nil || n != 1 {
		return false, errors.Join(err, access.Meanwhile())
	}
	return true, r.stored(ctx, tx, w, c, fields)
}

// remove deletes a record that the transaction holds, unless it is used.
func (r *room[T]) remove(ctx context.Context, tx bun.Tx, w *writing, a author, before *T) error {
	key := r.shape.key(before)
	if r.noun.Uses != nil {
		uses, err := r.noun.Uses(ctx, tx, key)
		if err != nil {
			return err
		}
		if len(uses) > 0 {
			return errInUse(r.store.Seen(a.by, uses))
		}
	}
	base, err := r.shape.encode(before)
	if err != nil {
		return err
	}
	c := &Change[T]{Action: Deleted, Before: before, By: a.by, From: a.from, Row: a.row}
	if err := r.change(ctx, tx, c); err != nil {
		return err
	}
	res, err := tx.NewDelete().Model(before).WherePK().Exec(ctx)
	if err != nil {
		return late{fmt.Errorf("resource: delete one of %s: %w", r.noun.Name, err)}
	}
	if n, err := res.RowsAffected(); err != nil || n != 1 {
		return errors.Join(err, access.Meanwhile())
	}
	if err := r.stored(ctx, tx, w, c, r.shape.diff(base, nil)); err != nil || r.final(before) {
		return err
	}
	w.entries[len(w.entries)-1].kept = r.keep(before, base)
	return nil
}

func errInUse(uses []Use) error {
	f := fault.New(fault.Conflict, "in_use", "it is in use and cannot be deleted")
	for _, u := range uses[:min(len(uses), 100)] {
		f.Fields = append(f.Fields, fault.Field{Name: u.Noun + "/" + u.ID, Value: u.Field, Expected: u.Title, Rule: "in_use"})
	}
	return f
}

// take brings what was given into the record that will be stored, and judges
// it by the schema.
func (r *room[T]) take(ctx context.Context, tx bun.Tx, a author, c *Change[T], base, given map[string]any) error {
	var bad []fault.Field
	merged := r.shape.merge("", r.shape.record, base, given, &bad)
	c.Given = make(map[string]bool, len(given))
	for name, value := range given {
		c.Given[name] = true
		within := map[string]any{}
		r.shape.collect(name, value, within)
		for path := range within {
			c.Given[path] = true
		}
	}
	if a.set == nil {
		bad = append(bad, r.shape.judge(merged)...)
	}
	if len(bad) == 0 {
		bad = r.shape.decode(c.After, merged)
	}
	if a.set != nil && len(bad) == 0 {
		// What the columns say may be what makes the record whole.
		wrong, err := a.set(ctx, tx, c.After)
		if err != nil {
			return err
		}
		whole, err := r.shape.encode(c.After)
		if err != nil {
			return err
		}
		bad = append(wrong, r.shape.judge(whole)...)
	}
	if len(bad) > 0 {
		return wrongs(bad)
	}
	return nil
}

func (r *room[T]) change(ctx context.Context, tx bun.Tx, c *Change[T]) error {
	if r.noun.Change == nil {
		return nil
	}
	return r.noun.Change(ctx, tx, c)
}

// stored runs what follows a write, and remembers it for the history.
func (r *room[T]) stored(ctx context.Context, tx bun.Tx, w *writing, c *Change[T], fields []FieldChange) error {
	if r.noun.Stored != nil {
		if err := r.noun.Stored(ctx, tx, c); err != nil {
			return late{err}
		}
	}
	of := c.After
	if of == nil {
		of = c.Before
	}
	w.entries = append(w.entries, Entry{
		Noun: r.noun.Name, Kind: r.noun.Kind, ID: r.shape.key(of), Title: r.noun.Title(of), Action: c.Action, Fields: fields, By: c.By, From: c.From,
	})
	return nil
}
