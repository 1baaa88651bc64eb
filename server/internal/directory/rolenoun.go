package directory

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/uptrace/bun"

	"github.com/yobirin/yobirin/server/internal/access"
	"github.com/yobirin/yobirin/server/internal/resource"
	"github.com/yobirin/yobirin/shared/fault"
	"github.com/yobirin/yobirin/shared/id"
)

// AgentRole is what agents may be and do (J-PERM-1). Those of every site are
// built in: what they may do is told by the access room, and they are neither
// changed nor deleted; who wants it otherwise copies one.
type AgentRole struct {
	bun.BaseModel `bun:"table:roles,alias:role" json:"-"`
	ID            id.Role             `bun:"id,pk" json:"id" readOnly:"true"`
	Key           string              `json:"key,omitempty" readOnly:"true" doc:"what an agent's role is set to"`
	Name          string              `json:"name" minLength:"1" maxLength:"64"`
	Builtin       bool                `json:"builtin,omitempty" readOnly:"true"`
	Permissions   []access.Permission `bun:"type:jsonb" json:"permissions" required:"false" nullable:"false" maxItems:"200"`
	Version       int64               `json:"version" readOnly:"true"`
}

func (d *Directory) roles() resource.Noun[AgentRole] {
	return resource.Noun[AgentRole]{
		Name: "roles", Kind: "role", Tag: "directory", View: access.ViewRoles, Edit: access.EditRoles,
		Columns: []resource.Column{{Name: "name", Filter: resource.Contains}, {Name: "builtin", Filter: resource.YesNo}},
		Search:  []string{"name"},
		Title:   func(r *AgentRole) string { return r.Name },
		Blank:   func() AgentRole { return AgentRole{Permissions: []access.Permission{}} },
		Fill:    fillRoles,
		Change:  changeRole,
		Begun:   begun, Sealed: sealed, Committed: d.sessionsFollow,
		Uses: func(ctx context.Context, db bun.IDB, role string) ([]resource.Use, error) {
			return uses(ctx, db, nil, `select 'agents' as noun, a.id, a.name as title, 'role' as field from agents a join roles r on r.key = a.role
				where r.id = ? and a.deleted_at is null order by a.login limit 1000`, role)
		},
		CSVKey: "name",
		CSV: []resource.CSVColumn[AgentRole]{
			{Name: "permissions", Get: func(_ context.Context, _ bun.IDB, r *AgentRole) (string, error) {
				words := make([]string, len(r.Permissions))
				for i, p := range r.Permissions {
					words[i] = string(p)
				}
				return strings.Join(words, " "), nil
			}, Set: func(_ context.Context, _ bun.IDB, r *AgentRole, text string) error {
				r.Permissions = []access.Permission{}
				for word := range strings.FieldsSeq(text) {
					r.Permissions = append(r.Permissions, access.Permission(word))
				}
				return nil
			}},
			{Name: "key", Skip: true}, {Name: "builtin", Skip: true},
		},
	}
}

// fillRoles tells what the roles of every site may do, which is not in the
// table.
func fillRoles(_ context.Context, _ bun.IDB, of []*AgentRole) error {
	for _, r := range of {
		if r.Builtin {
			r.Permissions = access.Role(r.Key).Rights().List()
		}
		if r.Permissions == nil {
			r.Permissions = []access.Permission{}
		}
	}
	return nil
}

func changeRole(ctx context.Context, tx bun.Tx, c *resource.Change[AgentRole]) error {
	if err := hold(ctx, tx); err != nil {
		return err
	}
	if c.Before != nil && c.Before.Builtin && c.After != nil && c.After.Name == c.Before.Name && access.RightsOf(c.After.Permissions...) == access.RightsOf(c.Before.Permissions...) {
		c.After.Permissions = c.Before.Permissions
		return nil // as it is in a CSV file that was taken and comes back
	}
	if c.Before != nil && c.Before.Builtin {
		return fault.New(fault.Conflict, "builtin_role", "the roles of every site are neither changed nor deleted; copy one")
	}
	if c.Before != nil {
		if err := beyond(c.By, access.RightsOf(c.Before.Permissions...)); err != nil {
			return err
		}
	}
	r := c.After
	if r == nil {
		return nil
	}
	bad := checkPlain("name", r.Name)
	own := access.RightsOf(c.By.Permissions()...)
	for i, p := range r.Permissions {
		at := fmt.Sprintf("permissions[%d]", i)
		switch {
		case !p.Valid():
			bad = append(bad, fault.Field{Name: at, Value: cut(string(p)), Expected: "a permission of the catalogue", Rule: "permission"})
		case !own.Has(p):
			bad = append(bad, fault.Field{Name: at, Value: string(p), Expected: "a permission that you have yourself", Rule: "beyond"})
		}
	}
	r.Permissions = access.RightsOf(r.Permissions...).List() // each once, in the order of the catalogue
	if r.Permissions == nil {
		r.Permissions = []access.Permission{}
	}
	r.Key = r.ID.String()
	other, err := checkTaken(ctx, tx, "name", "roles", "name", r.Name, r.ID.String())
	if err != nil {
		return err
	}
	return broken(append(bad, other...))
}

// beyond refuses what would touch more rights than the session has itself.
func beyond(by access.Session, rights access.Rights) error {
	if rights.Within(access.RightsOf(by.Permissions()...)) {
		return nil
	}
	return fault.New(fault.Denied, "beyond_rights", "this concerns rights that you do not have yourself")
}

// rightsOf gives what a role may; ok is false when there is no such role.
func rightsOf(ctx context.Context, db bun.IDB, role access.Role) (rights access.Rights, ok bool, err error) {
	if role.Builtin() {
		return role.Rights(), true, nil
	}
	var found []AgentRole
	if err := db.NewSelect().Model(&found).Where("key = ?", string(role)).Scan(ctx); err != nil {
		return access.Rights{}, false, fmt.Errorf("directory: read a role: %w", err)
	}
	if len(found) == 0 {
		return access.Rights{}, false, nil
	}
	return access.RightsOf(found[0].Permissions...), true, nil
}

// may says whether a role has a permission, for the plan.
func (s *site) may(role access.Role, p access.Permission) bool {
	if role.Builtin() {
		return role.Rights().Has(p)
	}
	i := slices.IndexFunc(s.Roles, func(r AgentRole) bool { return r.Key == string(role) })
	return i >= 0 && slices.Contains(s.Roles[i].Permissions, p)
}

// Catalogue is every permission there is.
type Catalogue struct {
	Items []access.Part `json:"items" nullable:"false"`
}

func registerPermissions(api huma.API) {
	huma.Register(api, access.Needs(huma.Operation{
		OperationID: "list-permissions", Method: http.MethodGet, Path: "/api/v1/permissions", Tags: []string{"directory"}, Summary: "Every permission that a role can have",
	}, access.ViewRoles), func(context.Context, *struct{}) (*struct{ Body Catalogue }, error) {
		return &struct{ Body Catalogue }{Catalogue{access.Catalogue()}}, nil
	})
}

// readRole takes a role of the site from the site file. Those of every site
// are not in it.
func (p *plan) readRole(v value) {
	f, ok := v.fields("name", "permissions")
	if !ok {
		return
	}
	name := f["name"].needed(v, maxName)
	r := p.roles.take(name, v, func() *AgentRole {
		made := &AgentRole{ID: id.New[id.Role](p.d.now()), Name: name}
		made.Key = made.ID.String()
		return made
	})
	if r.Builtin {
		v.wrong("a name that is not that of a role of every site")
		return
	}
	var given []access.Permission
	for _, item := range f["permissions"].items() {
		text, ok := item.scalar("the name of a permission")
		if !ok {
			continue
		}
		if !access.Permission(text).Valid() {
			item.wrong("the name of a permission, as in agents.view")
			continue
		}
		given = append(given, access.Permission(text))
	}
	if r.Permissions = access.RightsOf(given...).List(); r.Permissions == nil {
		r.Permissions = []access.Permission{}
	}
}

// roleRef reads what an agent is: a role of every site by its key, another by
// its name. The roles of the file are read before its agents.
func (p *plan) roleRef(v value) access.Role {
	if v.absent() {
		return access.RoleAgent
	}
	name, ok := v.scalar("the name of a role")
	if !ok {
		return access.RoleAgent
	}
	if role := access.Role(name); role.Builtin() {
		return role
	}
	if r := p.roles.byKey[name]; r != nil {
		return access.Role(r.Key)
	}
	v.wrong("one of agent, supervisor, administrator, or the name of a role of the site")
	return access.RoleAgent
}
