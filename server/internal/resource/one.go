package resource

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"reflect"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/uptrace/bun"

	"github.com/yobirin/yobirin/server/internal/access"
)

// Sole gives the identifier of the one record of a table, under which the
// history keeps it.
func Sole(table string) func(context.Context, bun.IDB) (string, error) {
	return func(ctx context.Context, db bun.IDB) (string, error) {
		var key string
		if err := db.NewSelect().Table(table).ColumnExpr("id::text").Scan(ctx, &key); err != nil {
			return "", fmt.Errorf("resource: read the one record of %s: %w", table, err)
		}
		return key, nil
	}
}

// RegisterOne adds the operations of a noun of which there is exactly one
// record, without an identifier in their paths: it is read, changed, and has a
// history. which gives its identifier.
func RegisterOne[T any](api huma.API, store *Store, n Noun[T], which func(ctx context.Context, db bun.IDB) (string, error)) {
	RegisterOneAt(api, store, "/api/v1/"+n.Name, n, which)
}

// RegisterOneAt is RegisterOne for a noun whose path is not its name, as for
// the documents below /api/v1/settings.
func RegisterOneAt[T any](api huma.API, store *Store, path string, n Noun[T], which func(ctx context.Context, db bun.IDB) (string, error)) {
	r := &room[T]{noun: n, store: store, shape: shapeOf(store.db, api.OpenAPI().Components.Schemas, reflect.TypeFor[T]())}
	store.Declare(n.Name, n.View)
	what := strings.ReplaceAll(n.Name, "-", " ")
	at := func(o huma.Operation) huma.Operation {
		o.Path = path
		return o
	}
	huma.Register(api, at(r.op("read", http.MethodGet, "", "The "+what, n.View)), func(ctx context.Context, _ *struct{}) (*told[T], error) {
		s, err := access.Require(ctx, n.View)
		if err != nil {
			return nil, err
		}
		key, err := which(ctx, store.db.Bun())
		if err != nil {
			return nil, err
		}
		record, err := r.get(ctx, store.db.Bun(), s, key, false)
		if err != nil {
			return nil, err
		}
		return r.tell(record), nil
	})
	op := r.takes(at(r.op("change", http.MethodPatch, "", "Change the "+what+" by a JSON merge patch (RFC 7396)", n.Edit)), "application/merge-patch+json")
	huma.Register(api, op, func(ctx context.Context, in *struct {
		access.Requester
		IfMatch string `header:"If-Match" maxLength:"200" doc:"the ETag of what was read, or *"`
		Body    json.RawMessage
	}) (*changed[T], error) {
		s, err := access.Require(ctx, n.Edit)
		if err != nil {
			return nil, err
		}
		key, err := which(ctx, store.db.Bun())
		if err != nil {
			return nil, err
		}
		return r.patch(ctx, author{by: s, from: in.Origin()}, key, in.IfMatch, in.Body)
	})
	r.registerUndo(api, path)
	registerPast(api, store, path, n.Tag, n.View, r.undoRule(), which)
}

// registerPast adds the history of something of which there is exactly one.
func registerPast(api huma.API, store *Store, path, tag string, view access.Permission, rule undoRule, which func(context.Context, bun.IDB) (string, error)) {
	huma.Register(api, access.Needs(huma.Operation{
		OperationID: rule.noun + "-history", Method: http.MethodGet, Path: path + "/history", Tags: []string{tag}, Summary: "What became of the " + rule.noun,
	}, view), func(ctx context.Context, in *pastInput) (*struct{ Body Pasts }, error) {
		s, err := access.Require(ctx, view)
		if err != nil {
			return nil, err
		}
		key, err := which(ctx, store.db.Bun())
		if err != nil {
			return nil, err
		}
		page, err := store.past(ctx, store.db.Bun(), rule.noun, &historyInput{ID: key, Order: in.Order, Limit: in.Limit, Cursor: in.Cursor})
		if err == nil {
			err = store.tellBatches(ctx, store.db.Bun(), rule, s, key, page.Items)
		}
		if err != nil {
			return nil, err
		}
		return &struct{ Body Pasts }{page}, nil
	})
}

type pastInput struct {
	Order  string `query:"order" enum:"newest,oldest" default:"newest"`
	Limit  int    `query:"limit" minimum:"1" maximum:"500" default:"100"`
	Cursor string `query:"cursor" maxLength:"20"`
}

// patch changes the record with that identifier.
func (r *room[T]) patch(ctx context.Context, a author, key, ifMatch string, body json.RawMessage) (*changed[T], error) {
	m, err := access.ParseMatch(ifMatch)
	if err != nil {
		return nil, err
	}
	given, err := object(body)
	if err != nil {
		return nil, err
	}
	var record *T
	out := new(changed[T])
	batch := r.store.batch(r.noun.Name, batchUpdate, a.by)
	err = r.transact(ctx, func(ctx context.Context, tx bun.Tx, w *writing) error {
		out.Undo = ""
		before, err := r.get(ctx, tx, a.by, key, true)
		if err != nil {
			return err
		}
		if !m.Holds(r.shape.versionOf(before)) {
			return access.Meanwhile()
		}
		did, err := r.update(ctx, tx, w, a, before, given)
		if err == nil && did && slices.ContainsFunc(w.entries[len(w.entries)-1].Fields, func(f FieldChange) bool { return !f.sealed() }) {
			w.batch, out.Undo = batch, batch.ID.String()
		}
		return err
	}, func(ctx context.Context, tx bun.Tx) error {
		record, err = r.get(ctx, tx, a.by, key, false)
		return err
	})
	if err != nil {
		return nil, err
	}
	r.shape.hide(record)
	out.ETag, out.Body = r.tag(record), record
	return out, nil
}
