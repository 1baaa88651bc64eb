package resource

import (
	"context"
	"net/http"
	"reflect"
	"slices"
	"strconv"

	"github.com/danielgtaylor/huma/v2"

	"github.com/yobirin/yobirin/server/internal/access"
)

// room is one noun at work.
type room[T any] struct {
	noun  Noun[T]
	store *Store
	shape *shape
}

// Register adds the operations of a noun to the API.
func Register[T any](api huma.API, store *Store, n Noun[T]) {
	if len(n.Columns) == 0 || n.Title == nil || n.Name == "" || n.Kind == "" || n.View == "" || n.Edit == "" {
		panic("resource: the noun " + n.Name + " has no name, kind, permission, title or column to be sorted by")
	}
	r := &room[T]{noun: n, store: store, shape: shapeOf(store.db, api.OpenAPI().Components.Schemas, reflect.TypeFor[T]())}
	store.Declare(n.Name, n.View)
	r.registerReading(api)
	if r.has(Creating) {
		r.registerCreate(api)
	}
	if r.has(Changing) {
		r.registerChange(api)
	}
	if r.has(Deleting) {
		r.registerDelete(api)
	}
	if r.has(Bulk) && (r.has(Changing) || r.has(Deleting)) {
		r.registerBulk(api)
	}
	if r.has(Changing) || r.has(Deleting) {
		r.registerUndo(api, "/api/v1/"+n.Name)
	}
	if n.CSVKey != "" && r.has(CSVOut) {
		r.registerExport(api)
	}
	if n.CSVKey != "" && r.has(CSVIn) {
		r.registerImport(api)
	}
}

func (r *room[T]) has(v Verb) bool { return !slices.Contains(r.noun.Without, v) }

func (r *room[T]) op(verb, method, path, summary string, p access.Permission) huma.Operation {
	return access.Needs(huma.Operation{
		OperationID: r.noun.Name + "-" + verb, Method: method, Path: "/api/v1/" + r.noun.Name + path, Tags: []string{r.noun.Tag}, Summary: summary,
	}, p)
}

// takes says in the description that the body is what may be sent of a record;
// it is judged here and not by huma, which knows nothing of what is stored.
func (r *room[T]) takes(op huma.Operation, contentTypes ...string) huma.Operation {
	op.SkipValidateBody = true
	op.RequestBody = &huma.RequestBody{Required: true, Content: map[string]*huma.MediaType{}}
	for _, t := range append(contentTypes, "application/json") {
		op.RequestBody.Content[t] = &huma.MediaType{Schema: &huma.Schema{Ref: "#/components/schemas/" + r.shape.patchName()}}
	}
	return op
}

type idInput struct {
	ID string `path:"id" maxLength:"64"`
}

// Told is one record in an answer.
type told[T any] struct {
	ETag string `header:"ETag" doc:"the record's version, for If-Match"`
	Body *T
}

// changed is a record after a change.
type changed[T any] struct {
	ETag string `header:"ETag" doc:"the record's version, for If-Match"`
	Undo string `header:"Undo" doc:"what takes this change back within 24 hours (batches/{batch}/undo); missing: nothing has changed that could be taken back"`
	Body *T
}

func (r *room[T]) tell(record *T) *told[T] {
	r.shape.hide(record)
	return &told[T]{ETag: r.tag(record), Body: record}
}

func (r *room[T]) tag(record *T) string {
	return strconv.Quote(strconv.FormatInt(r.shape.versionOf(record), 10))
}

// UsesBody says where a record is used.
type UsesBody struct {
	Items []Use `json:"items" nullable:"false"`
}

func (r *room[T]) registerReading(api huma.API) {
	r.registerList(api)
	if r.has(Creating) {
		huma.Register(api, r.op("blank", http.MethodGet, "/blank", "A new record with its defaults, not stored", r.noun.View),
			func(ctx context.Context, _ *struct{}) (*struct{ Body *T }, error) {
				if _, err := access.Require(ctx, r.noun.View); err != nil {
					return nil, err
				}
				blank := r.blank()
				r.shape.hide(blank)
				return &struct{ Body *T }{blank}, nil
			})
	}
	huma.Register(api, r.op("read", http.MethodGet, "/{id}", "A record", r.noun.View), func(ctx context.Context, in *idInput) (*told[T], error) {
		s, err := access.Require(ctx, r.noun.View)
		if err != nil {
			return nil, err
		}
		record, err := r.get(ctx, r.store.db.Bun(), s, in.ID, false)
		if err != nil {
			return nil, err
		}
		return r.tell(record), nil
	})
	huma.Register(api, r.op("uses", http.MethodGet, "/{id}/uses", "Where a record is used", r.noun.View), func(ctx context.Context, in *idInput) (*struct{ Body UsesBody }, error) {
		s, err := access.Require(ctx, r.noun.View)
		if err != nil {
			return nil, err
		}
		if _, err := r.get(ctx, r.store.db.Bun(), s, in.ID, false); err != nil {
			return nil, err
		}
		uses := []Use{}
		if r.noun.Uses != nil {
			found, err := r.noun.Uses(ctx, r.store.db.Bun(), in.ID)
			if err != nil {
				return nil, err
			}
			uses = append(uses, r.store.Seen(s, found)...)
		}
		return &struct{ Body UsesBody }{UsesBody{uses}}, nil
	})
	huma.Register(api, r.op("history", http.MethodGet, "/{id}/history", "What became of a record, also of a deleted one", r.noun.View),
		func(ctx context.Context, in *historyInput) (*struct{ Body Pasts }, error) {
			s, err := access.Require(ctx, r.noun.View)
			if err != nil {
				return nil, err
			}
			page, err := r.store.past(ctx, r.store.db.Bun(), r.noun.Name, in)
			if err == nil {
				err = r.store.tellBatches(ctx, r.store.db.Bun(), r.undoRule(), s, in.ID, page.Items)
			}
			if err != nil {
				return nil, err
			}
			// Without a past it must exist; with a scope it must be in it.
			if len(page.Items) == 0 || r.noun.Scope != nil {
				if _, err := r.get(ctx, r.store.db.Bun(), s, in.ID, false); err != nil {
					return nil, err
				}
			}
			return &struct{ Body Pasts }{page}, nil
		})
}

func (r *room[T]) blank() *T {
	var blank T
	if r.noun.Blank != nil {
		blank = r.noun.Blank()
	}
	return &blank
}
