package resource_test

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/uptrace/bun"

	"github.com/yobirin/yobirin/server/internal/access"
	"github.com/yobirin/yobirin/server/internal/live"
	"github.com/yobirin/yobirin/server/internal/pg"
	"github.com/yobirin/yobirin/server/internal/pg/pgtest"
	"github.com/yobirin/yobirin/server/internal/resource"
	"github.com/yobirin/yobirin/server/internal/web"
	"github.com/yobirin/yobirin/shared/fault"
	"github.com/yobirin/yobirin/shared/id"
)

// Thing is a noun that exists only here, with one field of every sort.
type Thing struct {
	bun.BaseModel `bun:"table:things" json:"-"`
	ID            id.Group  `bun:"id,pk" json:"id"`
	Name          string    `json:"name" minLength:"1" maxLength:"20"`
	Code          string    `bun:"code,nullzero" json:"code,omitempty" maxLength:"10" pattern:"^[a-z0-9]*$" patternDescription:"login"`
	Kind          string    `json:"kind" enum:"small,big"`
	Size          int       `json:"size" minimum:"1" maximum:"99"`
	Most          *int      `json:"most"`
	Listed        bool      `json:"listed"`
	Parent        id.Group  `bun:"parent_id" json:"parent,omitzero"`
	Tags          []string  `bun:"type:jsonb" json:"tags,omitempty" maxItems:"3" maxLength:"5"`
	Box           Box       `bun:"type:jsonb" json:"box,omitzero"`
	Parts         []Part    `bun:"type:jsonb" json:"parts,omitempty"`
	Account       *Account  `bun:"type:jsonb" json:"account,omitempty"`
	Password      string    `bun:"-" json:"password,omitempty" writeOnly:"true" minLength:"8"`
	Digest        string    `json:"-"`
	Made          time.Time `bun:",nullzero" json:"made,omitzero" readOnly:"true"`
	Version       int64     `json:"version"`
	Children      int       `bun:"-" json:"children" readOnly:"true"`
}

// Box is a nested object.
type Box struct {
	Color string `json:"color,omitempty" pattern:"^#[0-9a-f]{6}$" patternDescription:"color"`
	Lid   struct {
		Open bool `json:"open,omitempty"`
		Week int  `json:"week,omitempty" maximum:"7"`
	} `json:"lid,omitzero"`
}

// Part is an item of a list.
type Part struct {
	Of    id.Group `json:"of"`
	Level int      `json:"level" minimum:"1" maximum:"99"`
}

// Account holds a secret in it.
type Account struct {
	User     string `json:"user"`
	Password string `json:"password,omitempty" writeOnly:"true"`
}

const table = `create table things (
	id uuid primary key, name text not null, code text unique, kind text not null, size int not null, most int, listed bool not null,
	parent_id uuid references things, tags jsonb, box jsonb, parts jsonb, account jsonb, digest text not null default '', made timestamptz not null default now(),
	version bigint not null, check (size <> 13)); create index on things (parent_id)`

// rig is a database with things, behind the real web.
type rig struct {
	db      *pg.DB
	store   *resource.Store
	handler http.Handler
	api     huma.API
	token   map[string]string
	sealing sync.Mutex
	sealed  *int
}

func things(r *rig) resource.Noun[Thing] {
	return resource.Noun[Thing]{
		Name: "things", Kind: "thing", Tag: "test", View: access.ViewLists, Edit: access.EditTrunks,
		Columns: []resource.Column{
			{Name: "name", Filter: resource.Contains}, {Name: "kind", Filter: resource.Equal}, {Name: "size", Filter: resource.Equal},
			{Name: "listed", Filter: resource.YesNo}, {Name: "made"}, {Name: "parent", SQL: "coalesce(parent_id::text, '')", Filter: resource.Equal, NoSort: true},
		},
		Search: []string{"name", "coalesce(code, '')"},
		Title:  func(t *Thing) string { return t.Name },
		Blank:  func() Thing { return Thing{Kind: "small", Size: 5, Listed: true} },
		Fill: func(ctx context.Context, db bun.IDB, of []*Thing) error {
			for _, t := range of {
				n, err := db.NewSelect().TableExpr("things").Where("parent_id = ?", t.ID).Count(ctx)
				if err != nil {
					return err
				}
				t.Children = int(n)
			}
			return nil
		},
		Change: func(_ context.Context, _ bun.Tx, c *resource.Change[Thing]) error {
			if c.After == nil {
				return nil
			}
			c.After.Name = strings.TrimSpace(c.After.Name)
			if c.Given["password"] {
				c.After.Digest = "digest of " + c.After.Password
			}
			if c.After.Name == "taboo" {
				return fault.Broken("name", c.After.Name, "another name", "collides", "the pool")
			}
			return nil
		},
		Uses: func(ctx context.Context, db bun.IDB, key string) ([]resource.Use, error) {
			var out []resource.Use
			err := db.NewSelect().TableExpr("things").ColumnExpr("'things' as noun, id::text as id, name as title, 'parent' as field").Where("parent_id = ?", key).Scan(ctx, &out)
			return out, err
		},
		Sealed: func(context.Context, bun.Tx) error {
			r.sealing.Lock()
			defer r.sealing.Unlock()
			*r.sealed++
			return nil
		},
		Kept:   []string{"made"},
		CSVKey: "name",
		CSV: []resource.CSVColumn[Thing]{{
			Name: "tags",
			Get:  func(_ context.Context, _ bun.IDB, of *Thing) (string, error) { return strings.Join(of.Tags, " "), nil },
			Set: func(_ context.Context, _ bun.IDB, of *Thing, text string) error {
				if strings.Contains(text, "/") {
					return fault.Broken("", text, "words with spaces between them", "format", "")
				}
				of.Tags = strings.Fields(text)
				return nil
			},
		}},
	}
}

func open(t testing.TB) *rig {
	t.Helper()
	return openWith(t, func(*resource.Noun[Thing]) {})
}

// openWith opens a rig whose noun is another in something.
func openWith(t testing.TB, other func(*resource.Noun[Thing])) *rig {
	t.Helper()
	return openAt(t, time.Now, other)
}

// openAt opens a rig with a clock of its own.
func openAt(t testing.TB, now func() time.Time, other func(*resource.Noun[Thing])) *rig {
	t.Helper()
	db := pgtest.New(t)
	if _, err := db.Bun().ExecContext(t.Context(), table); err != nil {
		t.Fatal(err)
	}
	doors := access.New(db, access.Options{Hasher: access.NewHasher(64, 1, 4)})
	r := &rig{db: db, store: resource.New(db, resource.Options{Now: now}), token: map[string]string{}, sealed: new(int)}
	s, err := web.New(web.Options{
		Doors: doors, Hub: live.New(live.Options{Zone: time.UTC}), Version: "test",
		Rooms: []func(huma.API){func(api huma.API) {
			n := things(r)
			other(&n)
			resource.Register(api, r.store, n)
		}},
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Shutdown(context.Background()); err != nil {
			t.Error(err)
		}
	})
	r.handler, r.api = s.Handler(), s.API()
	for _, role := range []access.Role{access.RoleAdministrator, access.RoleSupervisor, access.RoleAgent} {
		agent := id.New[id.Agent](time.Now())
		if _, err := db.Bun().ExecContext(t.Context(), "insert into agents (id, login, name, nickname, role, language, version) values (?, ?, ?, '', ?, 'en', 1)", agent, string(role), "The "+string(role), string(role)); err != nil {
			t.Fatal(err)
		}
		if err := doors.SetPassword(t.Context(), db.Bun(), agent, "Passw0rd1"); err != nil {
			t.Fatal(err)
		}
		_, token, err := doors.Login(t.Context(), string(role), "Passw0rd1", access.App, access.Origin{})
		if err != nil {
			t.Fatal(err)
		}
		r.token[string(role)] = token
	}
	return r
}

// ask makes a request as the administrator; headers are "Name: value".
func (r *rig) ask(t testing.TB, method, path, body string, headers ...string) *httptest.ResponseRecorder {
	t.Helper()
	return r.askAs(t, "administrator", method, path, body, headers...)
}

func (r *rig) askAs(t testing.TB, role, method, path, body string, headers ...string) *httptest.ResponseRecorder {
	t.Helper()
	q := httptest.NewRequestWithContext(t.Context(), method, "/api/v1/"+path, strings.NewReader(body))
	if r.token[role] != "" {
		q.Header.Set("Authorization", "Bearer "+r.token[role])
	}
	if body != "" {
		q.Header.Set("Content-Type", "application/json")
	}
	for _, h := range headers {
		name, v, _ := strings.Cut(h, ": ")
		q.Header.Set(name, v)
	}
	w := httptest.NewRecorder()
	r.handler.ServeHTTP(w, q)
	return w
}

// want fails the test when the status is another one, and reads the body.
func want[T any](t testing.TB, w *httptest.ResponseRecorder, status int) T {
	t.Helper()
	var out T
	if w.Code != status {
		t.Fatalf("answer %d: %.600s; want %d", w.Code, w.Body, status)
	}
	if w.Body.Len() > 0 {
		if err := json.Unmarshal(w.Body.Bytes(), &out); err != nil {
			t.Fatalf("%v in %.300s", err, w.Body)
		}
	}
	return out
}

func (r *rig) make(t testing.TB, body string) Thing {
	t.Helper()
	return want[Thing](t, r.ask(t, "POST", "things", body), http.StatusCreated)
}

// refused asks and wants exactly these "location: rule" of a 422.
func (r *rig) refused(t testing.TB, w *httptest.ResponseRecorder, wants ...string) web.Problem {
	t.Helper()
	p := want[web.Problem](t, w, http.StatusUnprocessableEntity)
	var got []string
	for _, e := range p.Errors {
		got = append(got, e.Location+": "+e.Rule)
	}
	slices.Sort(got)
	slices.Sort(wants)
	if !slices.Equal(got, wants) {
		t.Errorf("refused %q in %+v, want %q", got, p, wants)
	}
	return p
}

func typeOf[T any]() reflect.Type { return reflect.TypeFor[T]() }
