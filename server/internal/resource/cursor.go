package resource

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"reflect"
	"unicode/utf8"

	"github.com/uptrace/bun"

	"github.com/yobirin/yobirin/shared/fault"
)

// order is how a list is sorted: by an expression, and by the key where that
// is equal, so that every record has one place.
type order struct {
	name string // of the column
	sql  string
	down bool
}

// spot is the record after which a page begins. It travels as the cursor.
type spot struct {
	Sort  string `json:"s"` // the sorting that it is a spot in
	Value string `json:"v"` // of the expression, as PostgreSQL writes it
	Key   string `json:"k"`
}

func (o order) text() string {
	if o.down {
		return "-" + o.name
	}
	return o.name
}

func (o order) apply(s *shape, q *bun.SelectQuery, after *spot) {
	direction, op := bun.Safe("asc"), bun.Safe(">")
	if o.down {
		direction, op = "desc", "<"
	}
	key := bun.Ident(s.pk.Name)
	if after != nil {
		q.Where("(?, ?TableAlias.?) ? (?, ?)", bun.Safe(o.sql), key, op, after.Value, after.Key)
	}
	q.OrderExpr("? ?, ?TableAlias.? ?", bun.Safe(o.sql), direction, key, direction)
}

// cursor gives the spot after a record, as PostgreSQL sees it: the value goes
// there and back as text and loses nothing.
func (o order) cursor(ctx context.Context, db bun.IDB, s *shape, record any) (string, error) {
	at, err := o.spotOf(ctx, db, s, record)
	if err != nil {
		return "", err
	}
	raw, err := json.Marshal(at)
	if err != nil {
		return "", fmt.Errorf("resource: write a cursor: %w", err)
	}
	return base64.RawURLEncoding.EncodeToString(raw), nil
}

func (o order) spotOf(ctx context.Context, db bun.IDB, s *shape, record any) (spot, error) {
	at := spot{Sort: o.text(), Key: s.key(record)}
	model := reflect.New(s.typ).Interface()
	err := db.NewSelect().Model(model).ColumnExpr("(?)::text", bun.Safe(o.sql)).Where("?TableAlias.? = ?", bun.Ident(s.pk.Name), at.Key).Scan(ctx, &at.Value)
	if err != nil {
		return at, fmt.Errorf("resource: read where a page ends: %w", err)
	}
	return at, nil
}

// parse reads a cursor, which may be anything.
func (o order) parse(s *shape, text string) (*spot, error) {
	if text == "" {
		return nil, nil //nolint:nilnil // the first page begins after nothing
	}
	raw, err := base64.RawURLEncoding.DecodeString(text)
	var at spot
	if err != nil || json.Unmarshal(raw, &at) != nil || at.Sort != o.text() || !s.parseKey(at.Key) || !utf8.ValidString(at.Value) || !plainText(at.Value) {
		return nil, errCursor(text)
	}
	return &at, nil
}

func errCursor(text string) error {
	return fault.Broken("cursor", clip(text), "the nextCursor of an answer to the same question", "format", "")
}
