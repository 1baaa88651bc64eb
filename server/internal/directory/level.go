package directory

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/http"
	"strconv"

	"github.com/danielgtaylor/huma/v2"
	"github.com/uptrace/bun"

	"github.com/yobirin/yobirin/server/internal/access"
	"github.com/yobirin/yobirin/server/internal/resource"
	"github.com/yobirin/yobirin/shared/fault"
	"github.com/yobirin/yobirin/shared/id"
)

// SetLevel gives a member of a group another skill level, 1 to 99, lower is
// tried first (C-Q-2). It holds from the next offer on. The group counts a
// version, so that who edits it at the same time is told.
func (d *Directory) SetLevel(ctx context.Context, s access.Session, from access.Origin, g id.Group, a id.Agent, level int) error {
	if level < 1 || level > 99 {
		return fault.Wrong("level", strconv.Itoa(level), "a whole number from 1 to 99")
	}
	err := d.change(ctx, func(ctx context.Context, tx bun.Tx) error {
		var was int
		var name string
		err := tx.QueryRowContext(ctx, `select m.level, g.name from group_members m join groups g on g.id = m.group_id
			where m.group_id = ? and m.agent_id = ? for update`, g, a).Scan(&was, &name)
		switch {
		case errors.Is(err, sql.ErrNoRows):
			return fault.New(fault.NotFound, "not_a_member", "agent %s is not a member of group %s", a, g)
		case err != nil:
			return fmt.Errorf("directory: read a skill level: %w", err)
		case was == level:
			return errUnchanged
		}
		if _, err := tx.ExecContext(ctx, "update group_members set level = ? where group_id = ? and agent_id = ?", level, g, a); err != nil {
			return fmt.Errorf("directory: set a skill level: %w", err)
		}
		if _, err := tx.ExecContext(ctx, "update groups set version = version + 1 where id = ?", g); err != nil {
			return fmt.Errorf("directory: count a version of a group: %w", err)
		}
		return d.resources.Note(ctx, tx, resource.Entry{
			Noun: "groups", Kind: "group", ID: g.String(), Title: name, Action: resource.Updated, By: s, From: from,
			Fields: []resource.FieldChange{{Field: "members", From: []Member{{Agent: a, Level: was}}, To: []Member{{Agent: a, Level: level}}}},
		})
	})
	return err
}

// registerLevels adds the skill levels as the floor sets them (W-RT-2).
func (d *Directory) registerLevels(api huma.API) {
	huma.Register(api, access.Needs(huma.Operation{
		OperationID: "set-level", Method: http.MethodPut, Path: "/api/v1/groups/{id}/members/{agent}", Tags: []string{"floor"}, Summary: "Give a member of a group another skill level",
		DefaultStatus: http.StatusNoContent, Errors: []int{http.StatusNotFound, http.StatusUnprocessableEntity},
	}, access.SetLevels), func(ctx context.Context, in *struct {
		access.Requester
		ID    id.Group `path:"id"`
		Agent id.Agent `path:"agent"`
		Body  struct {
			Level int `json:"level" minimum:"1" maximum:"99" doc:"lower is tried first"`
		}
	}) (*struct{}, error) {
		s, err := access.Require(ctx, access.SetLevels)
		if err != nil {
			return nil, err
		}
		return nil, d.SetLevel(ctx, s, in.Origin(), in.ID, in.Agent, in.Body.Level)
	})
}
