package directory

import (
	"context"
	"fmt"

	"github.com/uptrace/bun"

	"github.com/yobirin/yobirin/server/internal/access"
	"github.com/yobirin/yobirin/server/internal/acd"
	"github.com/yobirin/yobirin/server/internal/resource"
	"github.com/yobirin/yobirin/server/internal/route"
	"github.com/yobirin/yobirin/shared/fault"
	"github.com/yobirin/yobirin/shared/id"
)

// groups is the noun (C-Q).
func (d *Directory) groups() resource.Noun[Group] {
	return resource.Noun[Group]{
		Name: "groups", Kind: "group", Tag: "directory", View: access.ViewGroups, Edit: access.EditGroups,
		Columns: []resource.Column{
			{Name: "name", Filter: resource.Contains}, {Name: "extension", SQL: `coalesce("group".extension, '')`, Filter: resource.Equal},
			{Name: "strategy", Filter: resource.Equal}, {Name: "color", Filter: resource.Equal, NoSort: true}, {Name: "display", Filter: resource.Contains},
			{Name: "ringTime"}, {Name: "timeout"},
			{Name: "callback", Filter: resource.YesNo, NoSort: true}, {Name: "preferLast", Filter: resource.YesNo, NoSort: true},
		},
		Search: []string{`"group".name`, `coalesce("group".extension, '')`, `"group".display`},
		Title:  func(g *Group) string { return g.Name },
		Blank: func() Group {
			return Group{Strategy: acd.LongestIdle, Timeout: 300, RingTime: 20, CallsPerAgent: 1, Color: usualColor, Members: []Member{}}
		},
		Fill:   fillGroups,
		Change: d.changeGroup,
		Stored: storedGroup,
		Begun:  begun, Sealed: sealed,
		Uses:   usesOfGroup,
		CSVKey: "name", CSV: groupColumns(),
	}
}

func usesOfGroup(ctx context.Context, db bun.IDB, group string) ([]resource.Use, error) {
	found, err := usedBy(ctx, db, route.ToGroup, group)
	if err != nil {
		return nil, err
	}
	if found, err = usesOfExtension(ctx, db, found, "groups", group); err != nil {
		return nil, err
	}
	// What a group says of itself keeps nobody from deleting it.
	others := found[:0]
	for _, u := range found {
		if u.Noun != "groups" || u.ID != group {
			others = append(others, u)
		}
	}
	return uses(ctx, db, others, "select 'settings' as noun, id, name as title, 'parkGroup' as field from site where park_group_id = ?", group)
}

// fillGroups reads the members.
func fillGroups(ctx context.Context, db bun.IDB, of []*Group) error {
	if len(of) == 0 {
		return nil
	}
	at, ids := make(map[id.Group]*Group, len(of)), make([]id.Group, 0, len(of))
	for _, g := range of {
		g.Members = []Member{}
		at[g.ID], ids = g, append(ids, g.ID)
	}
	var all []Member
	if err := db.NewSelect().Model(&all).Where("group_id in ?", bun.Tuple(ids)).OrderExpr("group_id, position, agent_id").Scan(ctx); err != nil {
		return fmt.Errorf("directory: read the members of groups: %w", err)
	}
	for _, m := range all {
		at[m.Group].Members = append(at[m.Group].Members, m)
	}
	return nil
}

func (d *Directory) changeGroup(ctx context.Context, tx bun.Tx, c *resource.Change[Group]) error {
	if err := hold(ctx, tx); err != nil || c.After == nil {
		return err
	}
	g, was := c.After, c.Before
	if was == nil {
		was = &Group{}
	}
	bad := checkPlain("display", g.Display)
	check := func(f []fault.Field, err error) error {
		bad = append(bad, f...)
		return err
	}
	if err := check(d.checkNewExtension(ctx, tx, c.By, was.Extension, g.Extension, g.ID.String())); err != nil {
		return err
	}
	for _, ref := range []struct{ field, table, target, before string }{
		{"greeting", "audios", g.Greeting.String(), was.Greeting.String()}, {"announcement", "audios", g.Announcement.String(), was.Announcement.String()},
		{"music", "audios", g.Music.String(), was.Music.String()}, {"whisper", "audios", g.Whisper.String(), was.Whisper.String()},
		{"acw.status", "statuses", g.ACW.Status.String(), was.ACW.Status.String()},
		{"pauseOnNoAnswer.status", "statuses", g.PauseOnNoAnswer.Status.String(), was.PauseOnNoAnswer.Status.String()},
	} {
		if ref.target == ref.before {
			continue
		}
		if err := check(checkReference(ctx, tx, ref.field, ref.table, ref.target, false)); err != nil {
			return err
		}
	}
	if g.PauseOnNoAnswer != (NoAnswer{}) {
		g.PauseOnNoAnswer.Misses = max(1, g.PauseOnNoAnswer.Misses)
	}
	for _, to := range []struct {
		field string
		now   *route.Destination
		was   route.Destination
	}{{"overflow", &g.Overflow, was.Overflow}, {"timeoutTo", &g.TimeoutTo, was.TimeoutTo}} {
		if *to.now == to.was || to.now.Kind == route.ToGroup && to.now.Group == g.ID {
			continue // as it was, or itself, which a new group is not stored as yet
		}
		if err := check(checkDestination(ctx, tx, to.field, to.now)); err != nil {
			return err
		}
	}
	if err := check(checkMembers(ctx, tx, g)); err != nil {
		return err
	}
	return checkName(ctx, tx, "groups", g.Name, g.ID.String(), bad)
}

// checkMembers looks for the agents, and numbers the places.
func checkMembers(ctx context.Context, tx bun.IDB, g *Group) ([]fault.Field, error) {
	ids := make([]string, len(g.Members))
	for i := range g.Members {
		m := &g.Members[i]
		m.Group, m.Position, m.Level = g.ID, i, max(1, m.Level)
		ids[i] = m.Agent.String()
	}
	bad, err := checkAll(ctx, tx, "members", "agents", ids)
	for i := range bad {
		bad[i].Name += ".agent"
	}
	return bad, err
}

// storedGroup writes the members.
func storedGroup(ctx context.Context, tx bun.Tx, c *resource.Change[Group]) error {
	if c.After == nil {
		return nil // they go with the group
	}
	if c.Before != nil && sameMembers(c.Before.Members, c.After.Members) {
		return nil
	}
	return replaceMembers(ctx, tx, c.After.ID, c.After.Members)
}

func sameMembers(a, b []Member) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i].Agent != b[i].Agent || a[i].Level != b[i].Level {
			return false
		}
	}
	return true
}

// replaceMembers makes these the members of a group.
func replaceMembers(ctx context.Context, tx bun.IDB, group id.Group, members []Member) error {
	if _, err := tx.NewDelete().Model((*Member)(nil)).Where("group_id = ?", group).Exec(ctx); err != nil {
		return fmt.Errorf("directory: store the members of a group: %w", err)
	}
	if len(members) == 0 {
		return nil
	}
	if _, err := tx.NewInsert().Model(&members).Exec(ctx); err != nil {
		return fmt.Errorf("directory: store the members of a group: %w", err)
	}
	return nil
}
