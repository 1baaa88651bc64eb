package resource

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"time"

	"github.com/uptrace/bun"
)

// keepsake is what a deleted record needs besides its history to come back. It
// is told to nobody, and there is nothing secret in it.
type keepsake struct {
	Version int64          `json:"version"`
	Fields  map[string]any `json:"fields,omitempty"` // Noun.Kept
}

func (k *keepsake) raw() (json.RawMessage, error) {
	if k == nil {
		return nil, nil
	}
	raw, err := json.Marshal(k)
	if err != nil {
		return nil, fmt.Errorf("resource: write what a deleted record needs to come back: %w", err)
	}
	return raw, nil
}

// final says whether a record does not come back once it is deleted.
func (r *room[T]) final(record *T) bool { return r.noun.Final != nil && r.noun.Final(record) }

// keep gives what a record needs to come back; as is it as JSON.
func (r *room[T]) keep(record *T, as map[string]any) *keepsake {
	k := &keepsake{Version: r.shape.versionOf(record)}
	for _, name := range r.noun.Kept {
		if k.Fields == nil {
			k.Fields = map[string]any{}
		}
		k.Fields[name] = as[name]
	}
	return k
}

// goneWithin is longer than undoWithin: who takes a deletion back in the last
// moment must find what lies outside of the database until it is committed.
const goneWithin = undoWithin + time.Hour

// Gone gives the identifiers of the records of a noun that are deleted and may
// still come back: what lies outside of the database for them stays as long.
func (s *Store) Gone(ctx context.Context, db bun.IDB, noun string) ([]string, error) {
	var out []string
	err := db.NewSelect().TableExpr("record_changes as c").ColumnExpr("c.record_id").Where("c.noun = ?", noun).Where("c.action = ?", Deleted).
		Where("c.kept is not null").Where("c.at > ?", s.now().Add(-goneWithin)).Scan(ctx, &out)
	if err != nil {
		return nil, fmt.Errorf("resource: look for deleted %s: %w", noun, err)
	}
	return out, nil
}

// Was is a value that a field of a record had.
type Was struct {
	ID    string
	Value string
}

// Were gives the texts that a field of a noun's records had before changes that
// may still be taken back: what lies outside of the database for them stays as
// long.
func (s *Store) Were(ctx context.Context, db bun.IDB, noun, field string) ([]Was, error) {
	var out []Was
	err := db.NewSelect().TableExpr("record_changes as c, jsonb_array_elements(c.fields) as f").ColumnExpr("c.record_id as id, coalesce(f ->> 'from', '') as value").
		Where("c.noun = ?", noun).Where("c.action = ?", Updated).Where("c.batch is not null").Where("c.at > ?", s.now().Add(-undoWithin)).Where("f ->> 'field' = ?", field).Scan(ctx, &out)
	if err != nil {
		return nil, fmt.Errorf("resource: look for what %s were: %w", noun, err)
	}
	return out, nil
}

// revive brings a deleted record back with what it had.
func (u *undoing[T]) revive(ctx context.Context, tx bun.Tx, one done) (bool, []string, error) {
	r := u.room
	if u.newest[one.RecordID] != one.ID || u.records[one.RecordID] != nil || !r.shape.parseKey(one.RecordID) {
		return false, nil, ChangedSince()
	}
	if len(one.Kept) == 0 {
		return false, nil, errFinal()
	}
	was, skipped, err := r.shape.whole(one.fields)
	if err != nil {
		return false, nil, err
	}
	if r.noun.Revive != nil {
		err = u.reopen(ctx, tx, one, was)
	} else {
		err = u.remake(ctx, tx, one, was)
	}
	if err != nil {
		return false, nil, err
	}
	u.m.w.entries[len(u.m.w.entries)-1].Action = Restored
	return true, append(skipped, r.noun.Lost...), nil
}

// reopen has the noun bring the row back, and gives it what it had.
func (u *undoing[T]) reopen(ctx context.Context, tx bun.Tx, one done, was map[string]any) error {
	r := u.room
	if err := r.noun.Revive(ctx, tx, one.RecordID); err != nil {
		return late{err}
	}
	record, err := r.get(ctx, tx, u.a.by, one.RecordID, true)
	if err != nil {
		return late{err}
	}
	did, err := r.update(ctx, tx, u.m.w, u.a, record, was)
	if err != nil {
		return late{err}
	}
	if !did {
		u.m.w.entries = append(u.m.w.entries, Entry{Noun: r.noun.Name, Kind: r.noun.Kind, ID: one.RecordID, Title: one.Title, By: u.a.by, From: u.a.from})
	}
	return nil
}

// remake stores the record once more, judged like a new one.
func (u *undoing[T]) remake(ctx context.Context, tx bun.Tx, one done, was map[string]any) error {
	r := u.room
	var kept keepsake
	if err := json.Unmarshal(one.Kept, &kept); err != nil {
		return fmt.Errorf("resource: read what deleted record %s needs to come back: %w", one.RecordID, err)
	}
	c := &Change[T]{Action: Created, Revived: true, After: new(T), By: u.a.by, From: u.a.from}
	base, err := r.shape.encode(c.After)
	if err != nil {
		return err
	}
	if err := r.take(ctx, tx, u.a, c, base, was); err != nil {
		return err
	}
	if err := r.shape.give(c.After, kept.Fields); err != nil {
		return err
	}
	if err := r.shape.setKey(c.After, one.RecordID); err != nil {
		return err
	}
	// Who still has the deleted one on the screen changes this one no more by
	// the version seen there.
	r.shape.setVersion(c.After, kept.Version+1)
	if err := r.insert(ctx, tx, u.m.w, c); err != nil {
		return err
	}
	if r.noun.Scope != nil {
		if _, err := r.get(ctx, tx, u.a.by, one.RecordID, false); err != nil {
			return late{err}
		}
	}
	return nil
}

// give sets fields that nobody may set.
func (s *shape) give(record any, fields map[string]any) error {
	raw, err := json.Marshal(fields)
	if err == nil {
		err = json.Unmarshal(raw, record)
	}
	if err != nil {
		return fmt.Errorf("resource: give a record of %s back what was kept of it: %w", s.name, err)
	}
	return nil
}

// whole gives the merge patch that makes a record what it was when it was
// deleted: what its history does not tell was empty.
func (s *shape) whole(fields []FieldChange) (patch map[string]any, skipped []string, err error) {
	empty, err := s.encode(reflect.New(s.typ).Interface())
	if err != nil {
		return nil, nil, err
	}
	was, skipped := s.back(nil, fields)
	patch = map[string]any{}
	for _, f := range s.fields {
		if !f.readOnly && !f.secret && !slices.Contains(skipped, f.name) {
			patch[f.name] = empty[f.name]
		}
	}
	maps.Copy(patch, was)
	return patch, skipped, nil
}
