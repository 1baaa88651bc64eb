package directory

import (
	"context"
	"fmt"

	"github.com/uptrace/bun"

	"github.com/yobirin/yobirin/server/internal/route"
	"github.com/yobirin/yobirin/shared/fault"
)

// begun begins a transaction that changes the site. The site is held before any
// record is: who holds it already, a login at a desk say, waits for records.
func begun(ctx context.Context, tx bun.Tx) error { return hold(ctx, tx) }

// sealed ends a transaction that changed the site.
func sealed(ctx context.Context, tx bun.Tx) error { return announce(ctx, tx) }

// judged collects what is wrong with a record, and the first error of the
// database, after which nothing is asked any more.
type judged struct {
	ctx    context.Context
	tx     bun.Tx
	fields []fault.Field
	failed error
}

// judging begins to judge a record. The site stays as it is until the
// transaction ends.
func judging(ctx context.Context, tx bun.Tx) *judged {
	return &judged{ctx: ctx, tx: tx, failed: hold(ctx, tx)}
}

func (j *judged) wrong(field, value, expected, rule string) {
	j.fields = append(j.fields, fault.Field{Name: field, Value: cut(value), Expected: expected, Rule: rule})
}

// collides refuses a value that stands in the way of something.
func (j *judged) collides(field, value, with, expected string) {
	j.fields = append(j.fields, fault.Field{Name: field, Value: cut(value), Expected: expected, Rule: "collides", Limit: with})
}

func (j *judged) plain(field, text string) { j.fields = append(j.fields, checkPlain(field, text)...) }

// free refuses a value that another record of the table has in the column.
func (j *judged) free(table, column, value, self, field string) {
	if j.failed != nil {
		return
	}
	other := false
	err := j.tx.QueryRowContext(j.ctx, "select exists (select from ?0 where ?1 = ?2 and id::text <> ?3)", bun.Ident(table), bun.Ident(column), value, self).Scan(&other)
	if err != nil {
		j.failed = fmt.Errorf("directory: look for another %s: %w", column, err)
	}
	if other {
		j.fields = append(j.fields, taken(field, value, "another record"))
	}
}

// named refuses a name that is no text, or another record's.
func (j *judged) named(table, name, self string) {
	j.plain("name", name)
	j.free(table, "name", name, self, "name")
}

// refers refuses an identifier that names nothing in the table.
func (j *judged) refers(field, table, target string) {
	if j.failed != nil {
		return
	}
	var more []fault.Field
	more, j.failed = checkReference(j.ctx, j.tx, field, table, target, false)
	j.fields = append(j.fields, more...)
}

// leads refuses a destination that leads nowhere.
func (j *judged) leads(field string, to *route.Destination) {
	if j.failed != nil {
		return
	}
	var more []fault.Field
	more, j.failed = checkDestination(j.ctx, j.tx, field, to)
	j.fields = append(j.fields, more...)
}

// err is nil for a record that may be stored.
func (j *judged) err() error {
	if j.failed != nil {
		return j.failed
	}
	return broken(j.fields)
}
