package directory

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/uptrace/bun"

	"github.com/yobirin/yobirin/server/internal/access"
	"github.com/yobirin/yobirin/server/internal/resource"
	"github.com/yobirin/yobirin/server/internal/route"
	"github.com/yobirin/yobirin/shared/fault"
	"github.com/yobirin/yobirin/shared/id"
)

// agents is the noun (J-AGENT).
func (d *Directory) agents() resource.Noun[Agent] {
	return resource.Noun[Agent]{
		Name: "agents", Kind: "agent", Tag: "directory", View: access.ViewAgents, Edit: access.EditAgents,
		Columns: []resource.Column{
			{Name: "login", Filter: resource.Contains}, {Name: "name", Filter: resource.Contains}, {Name: "nickname", Filter: resource.Contains},
			{Name: "extension", SQL: "coalesce(agent.extension, '')", Filter: resource.Equal},
			{Name: "role", Filter: resource.Equal}, {Name: "language", Filter: resource.Equal},
			{Name: "noOutside", Filter: resource.YesNo, NoSort: true}, {Name: "callWaiting", Filter: resource.YesNo, NoSort: true}, {Name: "disabled", Filter: resource.YesNo, NoSort: true},
			{Name: "locked", SQL: "exists (select from credentials c where c.agent_id = agent.id and (c.locked_at is not null or c.pin_locked_at is not null))", Filter: resource.YesNo, NoSort: true},
		},
		Search: []string{"agent.login", "agent.name", "agent.nickname", "coalesce(agent.extension, '')"},
		Title:  func(a *Agent) string { return a.Name },
		Blank: func() Agent {
			return Agent{Role: access.RoleAgent, Language: d.usualLanguage(), Chosen: defaults(id.Agent{}).chosen()}
		},
		Fill:   fillAgents,
		Change: d.changeAgent,
		Stored: d.storedAgent,
		Begun:  begun, Sealed: sealedAgents, Prepare: d.hashAhead,
		Uses:   usesOfAgent,
		Revive: reviveAgent, Lost: []string{"password", "pin", "groups"},
		// What the floor and the phones know follows by itself, see Run.
		Committed: d.sessionsFollow,
		CSVKey:    "login", CSVFold: true, CSV: agentColumns(),
	}
}

// usualLanguage is the one that new agents have unless they are given another:
// the site's.
func (d *Directory) usualLanguage() string {
	d.mu.Lock()
	defer d.mu.Unlock()
	return cmp.Or(d.language, "ja")
}

// hashAhead makes the hashes of the passwords and PINs of a CSV file that will
// be taken, before the site is held for it.
func (d *Directory) hashAhead(ctx context.Context, secrets map[string][]string, dry bool) (context.Context, error) {
	if dry {
		return access.WithoutHashes(ctx), nil
	}
	var fit []string
	for _, p := range secrets["password"] {
		if access.CheckPassword(p) {
			fit = append(fit, p)
		}
	}
	for _, p := range secrets["pin"] {
		if access.CheckPIN(p) {
			fit = append(fit, p)
		}
	}
	return d.doors.HashAhead(ctx, fit)
}

// sessionsFollow has what agents look on through end, or begin anew, at once
// when they may not be here any more, or may something else.
func (d *Directory) sessionsFollow(ctx context.Context) error {
	return errors.Join(d.doors.EndDoomed(ctx), d.doors.Sweep(ctx))
}

// usesOfAgent are the destinations that lead to it. That it is in groups and
// has phones keeps nobody from deleting it: those go with it.
func usesOfAgent(ctx context.Context, db bun.IDB, agent string) ([]resource.Use, error) {
	found, err := usedBy(ctx, db, route.ToAgent, agent)
	if err != nil {
		return nil, err
	}
	return usesOfExtension(ctx, db, found, "agents", agent)
}

// usesOfExtension adds the destinations that dial the extension of a record.
func usesOfExtension(ctx context.Context, db bun.IDB, known []resource.Use, table, of string) ([]resource.Use, error) {
	var extension string
	if err := db.NewRaw("select coalesce(max(extension), '') from ?0 where id = ?1", bun.Ident(table), of).Scan(ctx, &extension); err != nil {
		return nil, fmt.Errorf("directory: read an extension: %w", err)
	}
	if extension == "" {
		return known, nil
	}
	dialed, err := usedBy(ctx, db, route.ToExtension, extension)
	return append(known, dialed...), err
}

// fillAgents reads what other tables hold of agents.
func fillAgents(ctx context.Context, db bun.IDB, of []*Agent) error {
	if len(of) == 0 {
		return nil
	}
	at, ids := make(map[id.Agent]*Agent, len(of)), make([]id.Agent, 0, len(of))
	for _, a := range of {
		a.Chosen, a.Groups, a.Locked, a.Factor = defaults(a.ID).chosen(), nil, nil, nil
		at[a.ID], ids = a, append(ids, a.ID)
	}
	var chosen []Personal
	if err := db.NewSelect().Model(&chosen).Where("agent_id in ?", bun.Tuple(ids)).Scan(ctx); err != nil {
		return fmt.Errorf("directory: read what agents chose: %w", err)
	}
	for _, p := range chosen {
		at[p.Agent].Chosen = p.chosen()
	}
	var in []struct {
		Agent id.Agent `bun:"agent_id"`
		ID    id.Group
		Name  string
		Level int
	}
	if err := db.NewRaw("select m.agent_id, g.id, g.name, m.level from group_members m join groups g on g.id = m.group_id where m.agent_id in ? order by g.name", bun.Tuple(ids)).Scan(ctx, &in); err != nil {
		return fmt.Errorf("directory: read the groups of agents: %w", err)
	}
	for _, m := range in {
		at[m.Agent].Groups = append(at[m.Agent].Groups, Membership{m.ID, m.Name, m.Level})
	}
	var locks []struct {
		Agent id.Agent   `bun:"agent_id"`
		Login *time.Time `bun:"locked_at"`
		PIN   *time.Time `bun:"pin_locked_at"`
	}
	if err := db.NewRaw("select agent_id, locked_at, pin_locked_at from credentials where agent_id in ? and (locked_at is not null or pin_locked_at is not null)", bun.Tuple(ids)).Scan(ctx, &locks); err != nil {
		return fmt.Errorf("directory: read the locks of agents: %w", err)
	}
	for _, l := range locks {
		at[l.Agent].Locked = &Locked{l.Login, l.PIN}
	}
	var factors []struct {
		Agent id.Agent  `bun:"agent_id"`
		Since time.Time `bun:"confirmed_at"`
	}
	if err := db.NewRaw("select agent_id, confirmed_at from totp where agent_id in ? and confirmed_at is not null", bun.Tuple(ids)).Scan(ctx, &factors); err != nil {
		return fmt.Errorf("directory: read the second factors of agents: %w", err)
	}
	for _, f := range factors {
		at[f.Agent].Factor = &f.Since
	}
	return nil
}

// chosen is the part that administrators see and change.
func (p Personal) chosen() Chosen {
	return Chosen{
		CRMSearch: p.CRMSearch, PopupOnRing: p.PopupOnRing, PopupOnAnswer: p.PopupOnAnswer, PopupTarget: p.PopupTarget, SecondLogin: p.SecondLogin,
		HistoryOrder: p.HistoryOrder, NotifyExternal: p.NotifyExternal, NotifyInternal: p.NotifyInternal,
	}
}

func (c Chosen) personal(a id.Agent) Personal {
	return Personal{
		Agent: a, CRMSearch: c.CRMSearch, PopupOnRing: c.PopupOnRing, PopupOnAnswer: c.PopupOnAnswer, PopupTarget: c.PopupTarget, SecondLogin: c.SecondLogin,
		HistoryOrder: c.HistoryOrder, NotifyExternal: c.NotifyExternal, NotifyInternal: c.NotifyInternal,
	}
}

// guards says whether a change touches what decides over who somebody is: then
// only who has all the rights of that agent may make it.
func guards(c *resource.Change[Agent]) bool {
	b, a := c.Before, c.After
	return a == nil || a.Role != b.Role || a.Disabled != b.Disabled || a.Login != b.Login || a.Password != "" || a.PIN != ""
}

func (d *Directory) changeAgent(ctx context.Context, tx bun.Tx, c *resource.Change[Agent]) error {
	if err := hold(ctx, tx); err != nil {
		return err
	}
	if c.Before != nil && guards(c) {
		rights, _, err := rightsOf(ctx, tx, c.Before.Role)
		if err != nil {
			return err
		}
		if err := beyond(c.By, rights); err != nil {
			return err
		}
	}
	if c.Before != nil && c.Before.ID == c.By.Agent.ID && (c.After == nil || c.After.Disabled) {
		return fault.New(fault.Conflict, "own_account", "nobody deletes or disables the own account")
	}
	if err := keepAdministrator(ctx, tx, c); err != nil {
		return err
	}
	if c.After == nil {
		return nil
	}
	if c.After.Nickname == "" {
		c.After.Nickname = c.After.Name
	}
	return d.judgeAgent(ctx, tx, c)
}

// judgeAgent looks at the fields.
func (d *Directory) judgeAgent(ctx context.Context, tx bun.Tx, c *resource.Change[Agent]) error {
	a, was := c.After, c.Before
	if was == nil {
		was = &Agent{}
	}
	bad := append(checkPlain("name", a.Name), checkPlain("nickname", a.Nickname)...)
	if a.Password != "" {
		for _, f := range access.BrokenRules(a.Password) {
			bad = append(bad, fault.Field{Name: "password", Expected: f.Expected, Rule: "password"})
			break
		}
	}
	var others [][]fault.Field
	check := func(f []fault.Field, err error) error {
		others = append(others, f)
		return err
	}
	if a.Role != was.Role {
		if err := check(checkRole(ctx, tx, c.By, a.Role)); err != nil {
			return err
		}
	}
	if a.Login != was.Login {
		if err := check(checkLogin(ctx, tx, a.Login, a.ID.String())); err != nil {
			return err
		}
	}
	if err := check(d.checkNewExtension(ctx, tx, c.By, was.Extension, a.Extension, a.ID.String())); err != nil {
		return err
	}
	if a.CallerID != was.CallerID {
		if err := check(checkReference(ctx, tx, "callerId", "numbers", a.CallerID.String(), false)); err != nil {
			return err
		}
	}
	if err := check(checkNumbers(ctx, tx, "may", a.May)); err != nil {
		return err
	}
	if err := check(checkFormats(ctx, tx, a.CRMFormats)); err != nil {
		return err
	}
	for _, f := range others {
		bad = append(bad, f...)
	}
	return broken(bad)
}

// checkRole: nobody gives a role with rights that the giver does not have.
func checkRole(ctx context.Context, tx bun.Tx, by access.Session, role access.Role) ([]fault.Field, error) {
	rights, known, err := rightsOf(ctx, tx, role)
	switch {
	case err != nil:
		return nil, err
	case !known:
		return []fault.Field{missing("role", string(role))}, nil
	case !rights.Within(access.RightsOf(by.Permissions()...)):
		return []fault.Field{{Name: "role", Value: cut(string(role)), Expected: "a role without rights that you do not have yourself", Rule: "beyond"}}, nil
	}
	return nil, nil
}

// keepAdministrator refuses what would leave the site without an
// administrator who can log in. It is asked before the change and after it:
// of several changes in one transaction, each is innocent alone.
func keepAdministrator(ctx context.Context, tx bun.Tx, c *resource.Change[Agent]) error {
	rules := func(a *Agent) bool { return a != nil && a.Role == access.RoleAdministrator && !a.Disabled }
	if !rules(c.Before) || rules(c.After) {
		return nil
	}
	var others bool
	if err := tx.QueryRowContext(ctx, "select exists (select from agents where role = ? and not disabled and deleted_at is null and id <> ?)",
		string(access.RoleAdministrator), c.Before.ID).Scan(&others); err != nil {
		return fmt.Errorf("directory: look for administrators: %w", err)
	}
	if !others {
		return fault.New(fault.Conflict, "last_administrator", "the last administrator is neither disabled nor deleted nor made something else")
	}
	return nil
}

// checkNumbers looks for each of the site's numbers.
func checkNumbers(ctx context.Context, tx bun.IDB, field string, numbers []id.Number) ([]fault.Field, error) {
	return checkAll(ctx, tx, field, "numbers", texts(numbers))
}

func texts[T fmt.Stringer](all []T) []string {
	out := make([]string, len(all))
	for i, v := range all {
		out[i] = v.String()
	}
	return out
}

// checkFormats looks for each of the business formats.
func checkFormats(ctx context.Context, tx bun.IDB, formats []string) ([]fault.Field, error) {
	return checkAll(ctx, tx, "crmFormats", "formats", formats)
}

// checkAll says which of many references of a list do not exist.
func checkAll(ctx context.Context, tx bun.IDB, field, table string, ids []string) ([]fault.Field, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	var found []string
	query := "select id::text from ?0 where id::text in ?1"
	if table == "agents" {
		query += " and deleted_at is null"
	}
	if err := tx.NewRaw(query, bun.Ident(table), bun.Tuple(ids)).Scan(ctx, &found); err != nil {
		return nil, fmt.Errorf("directory: look for references: %w", err)
	}
	there := make(map[string]bool, len(found))
	for _, f := range found {
		there[f] = true
	}
	var bad []fault.Field
	seen := map[string]bool{}
	for i, one := range ids {
		at := fmt.Sprintf("%s[%d]", field, i)
		switch {
		case !there[one]:
			bad = append(bad, missing(at, one))
		case seen[one]:
			bad = append(bad, fault.Field{Name: at, Value: one, Expected: "each once", Rule: "unique"})
		}
		seen[one] = true
	}
	return bad, nil
}
