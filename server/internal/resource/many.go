package resource

import (
	"context"
	"errors"

	"github.com/uptrace/bun"

	"github.com/yobirin/yobirin/shared/fault"
)

var (
	// errCareful begins a transaction anew, with a savepoint for each record.
	errCareful = errors.New("resource: a record was refused after it was written")
	// errDry takes back what was only tried.
	errDry = errors.New("resource: a dry run")
)

// several is a transaction in which each record is judged by itself.
type several[T any] struct {
	room    *room[T]
	tx      bun.Tx
	w       *writing
	careful bool
}

// each tries one record. An error about the record alone is given as refused;
// what it had written is taken back. Savepoints cost two statements for each
// record, so the first try does without and begins anew when it needs them.
func (m *several[T]) each(ctx context.Context, try func(ctx context.Context, tx bun.Tx) error) (refused, err error) {
	if !m.careful {
		err := try(ctx, m.tx)
		var written late
		switch {
		case err == nil:
			return nil, nil
		case fromDatabase(err) && again(err):
			return nil, err
		case fromDatabase(err) || errors.As(err, &written):
			return nil, errCareful
		case about(err):
			return err, nil
		}
		return nil, err
	}
	noted := len(m.w.entries)
	err = m.tx.RunInTx(ctx, nil, try)
	if err == nil {
		return nil, nil
	}
	m.w.entries = m.w.entries[:noted]
	if again(err) {
		return nil, err
	}
	var written late
	if errors.As(err, &written) {
		err = written.error
	}
	if err = m.room.shape.constraint(err); about(err) {
		return err, nil
	}
	return nil, err
}

// severally runs changes of many records in one transaction, a second time
// with savepoints when some were refused after they were written. With dry
// nothing stays. What was done stays together as the batch.
func (r *room[T]) severally(ctx context.Context, dry bool, batch batchRow, run func(context.Context, *several[T]) error) error {
	for _, careful := range []bool{false, true} {
		err := r.transact(ctx, func(ctx context.Context, tx bun.Tx, w *writing) error {
			w.batch = batch
			if err := run(ctx, &several[T]{r, tx, w, careful}); err != nil {
				return err
			}
			if dry {
				return errDry
			}
			return nil
		}, nil)
		switch {
		case errors.Is(err, errCareful) && !careful:
			continue
		case errors.Is(err, errDry):
			return nil
		}
		return err
	}
	return fault.New(fault.Internal, "", "resource: a record was refused twice")
}
