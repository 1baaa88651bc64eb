// Package resource is what every noun of the site shares, once: lists with
// search, filters, sorting and paging; create, read, change with If-Match,
// delete with a refusal that says where the record is used; the same for many
// at once; CSV both ways; the history of changes with the audit and the
// outbox, all in one transaction; and the permission of every operation.
// Adding a noun is a struct, a migration, a Noun and a form.
package resource

import (
	"context"

	"github.com/uptrace/bun"

	"github.com/yobirin/yobirin/server/internal/access"
)

// Noun describes one kind of record. T is the record: one struct with bun tags
// for the table, json tags for the API, and huma's validation tags (minLength,
// maxLength, minimum, maximum, enum, pattern with patternDescription, ...),
// which hold for REST, bulk changes and CSV alike and from which the screens
// take their limits. T has a primary key that is one of shared/id's types and
// a field `Version int64`. Fields marked readOnly:"true" are told and never
// taken; fields marked writeOnly:"true" (secrets) are taken and never told,
// and of their changes only the name is kept.
type Noun[T any] struct {
	Name       string            // plural: the path below /api/v1, and the noun in history, CSV file names and the live socket
	Kind       string            // singular, as the audit calls it
	Tag        string            // of the operations in the API's description
	View, Edit access.Permission // to see, and to change anything

	// Lists.
	Columns []Column // what lists are sorted and filtered by; the first is the usual order
	Search  []string // SQL expressions that q is looked for in, ignoring case and width
	// Wide says that there is an index of wide_grams over the normal form of
	// Search, a line each, which finds words of one and two characters that
	// are not ASCII. Without one it is cheaper not to ask for grams.
	Wide bool
	// Scope narrows every list and every read to what this session may see;
	// nil: everything.
	Scope func(ctx context.Context, s access.Session, q *bun.SelectQuery)

	// Records.
	Title func(*T) string                                      // what a person calls the record, as in where-used and history
	Blank func() T                                             // a new record with the defaults that the site file has, too
	Fill  func(ctx context.Context, db bun.IDB, of []*T) error // fills what is not in the table (bun:"-"): members, live state, names of others; nil: nothing

	// Begun runs first in every transaction that changes records, before any of
	// them is locked: the place for a lock that whoever changes them takes first.
	// nil: there is none.
	Begun func(ctx context.Context, tx bun.Tx) error
	// Prepare runs before the transaction of a CSV file with what the file's
	// secret columns hold, by column: the place for what is slow and needs no
	// database, as hashing. dry says that nothing will stay. The context that it
	// gives is that of the transaction. nil: nothing to prepare.
	Prepare func(ctx context.Context, secrets map[string][]string, dry bool) (context.Context, error)
	// Change judges a change and may correct it (bring a number into its usual
	// form); it runs in the transaction, after the validation tags and before
	// anything is written. It gives what is wrong as a fault Invalid with
	// fields, or a Conflict. nil: nothing to judge.
	Change func(ctx context.Context, tx bun.Tx, c *Change[T]) error
	// Stored runs in the transaction after the record was written or deleted:
	// rows of other tables, credentials, notifications.
	Stored func(ctx context.Context, tx bun.Tx, c *Change[T]) error
	// Revive brings a deleted record's row back to where lists find it, in
	// whatever state; what the history says of its fields is laid over it then,
	// and judged like any change. It is for nouns whose rows stay when they are
	// deleted. nil: the row is made once more of what the history tells, with its
	// identifier, and Change and Stored see it created.
	Revive func(ctx context.Context, tx bun.Tx, id string) error
	// Kept are the JSON names of readOnly fields of the table that come back
	// with a deleted record, or when a change of them is taken back, as the length
	// of a file.
	Kept []string
	// Final says which records do not come back once they are deleted. nil: none.
	Final func(*T) bool
	// Lost are the JSON names of the fields that a record does not have again
	// when it comes back.
	Lost []string
	// Uses says where a record is used. What is used is not deleted.
	Uses func(ctx context.Context, db bun.IDB, id string) ([]Use, error)
	// Sealed runs once at the end of the transaction, however many records it
	// changed (but at least one): the place to count a version of the site.
	Sealed func(ctx context.Context, tx bun.Tx) error
	// Committed runs after the commit, once for a request however many records
	// it changed.
	Committed func(ctx context.Context) error

	// CSV says which columns a CSV file has beyond, or instead of, the plain
	// fields of T (text, numbers, yes or no), which go by their JSON name.
	CSV []CSVColumn[T]
	// CSVKey is the CSV column by which a row finds the record that it changes;
	// a row that finds none makes a new one. "" means that there is no CSV.
	CSVKey string
	// CSVKept gives the text of that column in the form in which it is kept, as
	// a phone number without its hyphens; what has none it gives back as it is.
	// nil: the text is kept as it is written.
	CSVKept func(text string) string
	// CSVFold finds the record of a row without regard to the case of ASCII
	// letters; what is kept of the text stays as it was. Records whose texts
	// differ in nothing else are found exactly as they are written.
	CSVFold bool

	Without []Verb // operations that the noun does not have
}

// Verb is one of the operations of a noun.
type Verb string

// The verbs. Listing, reading and the history are always there.
const (
	Creating Verb = "create"
	Changing Verb = "change"
	Deleting Verb = "delete"
	Bulk     Verb = "bulk"
	CSVOut   Verb = "export"
	CSVIn    Verb = "import"
)

// Column is something that a list can be sorted or filtered by.
type Column struct {
	Name   string // as in the API, usually the JSON name: sort=name, sort=-name
	SQL    string // expression; "" means the column of the same name in snake case. It must not give null
	Filter Filter // how ?name=value filters; NoFilter: it does not
	NoSort bool
}

// Filter is a way to filter by a column.
type Filter string

// The filters. Equal takes several values separated by commas, any of which
// may match; Contains ignores case and width.
const (
	NoFilter Filter = ""
	Equal    Filter = "equal"
	Contains Filter = "contains"
	YesNo    Filter = "yes-no"
)

// Action is what is done to a record.
type Action string

// The actions.
const (
	Created Action = "create"
	Updated Action = "update"
	Deleted Action = "delete"
	// Restored is in histories alone: a deleted record came back. The hooks of
	// the noun see it as Created, and Revived; as Updated where there is a Revive.
	Restored Action = "restore"
)

// Change is one record being created, updated or deleted.
type Change[T any] struct {
	Action Action
	Before *T // nil when it is created
	After  *T // nil when it is deleted; Noun.Change may correct it
	By     access.Session
	From   access.Origin
	// Given are the JSON names of the fields that the request carried, so that
	// a secret that was not given can be told from an empty one; of secrets
	// within a field there are the paths, too, as in register.password.
	Given map[string]bool
	// Row is the line of the CSV file, 0 when it is no import.
	Row int
	// Revived says that a deleted record is made once more. Its secrets are not
	// there, so that none can be asked for.
	Revived bool
}

// Use is a place where a record is used.
type Use struct {
	Noun  string `json:"noun" example:"groups"`
	ID    string `json:"id"`
	Title string `json:"title"`
	Field string `json:"field,omitempty" doc:"the field that names it, as in overflow"`
}

// CSVColumn is a column of a noun's CSV files whose value is not simply a
// field: a reference by name, a list.
type CSVColumn[T any] struct {
	Name string // of the column; the JSON name of a field takes that field's place
	Get  func(ctx context.Context, db bun.IDB, of *T) (string, error)
	Set  func(ctx context.Context, db bun.IDB, of *T, text string) error // a fault Invalid says what was expected
	Skip bool                                                            // the field of this name is in no CSV
}

// FieldChange is one field that changed, as the history keeps it. Secrets are
// named without values.
type FieldChange struct {
	Field string `json:"field"`
	From  any    `json:"from,omitempty"`
	To    any    `json:"to,omitempty"`
}
