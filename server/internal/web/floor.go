package web

import (
	"context"
	"encoding/json"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/yobirin/yobirin/server/internal/access"
	"github.com/yobirin/yobirin/server/internal/acd"
	"github.com/yobirin/yobirin/server/internal/journal"
	"github.com/yobirin/yobirin/shared/fault"
	"github.com/yobirin/yobirin/shared/id"
	wire "github.com/yobirin/yobirin/shared/live"
)

// FloorView is the floor as the session may see it; the rows are those of the
// live socket.
type FloorView struct {
	ServerTime int64             `json:"serverTime" doc:"milliseconds since 1970"`
	Groups     []wire.GroupRow   `json:"groups" nullable:"false"`
	Agents     []wire.AgentRow   `json:"agents" nullable:"false"`
	Waiting    []wire.WaitingRow `json:"waiting" nullable:"false"`
	Calls      []wire.CallRow    `json:"calls" nullable:"false"`
	Parked     []wire.ParkedRow  `json:"parked" nullable:"false"`
	Notices    []wire.NoticeRow  `json:"notices" nullable:"false" doc:"alarms about calls; for supervisors"`
	Statuses   []wire.StatusRow  `json:"statuses" nullable:"false"`
}

type statusInput struct {
	ID   id.Agent `path:"id"`
	Body struct {
		Scope  string `json:"scope" doc:"all, or the identifier of a group"`
		Status string `json:"status" doc:"available, or the identifier of an agent status"`
	}
}

func (s *Server) register(api huma.API) {
	s.registerBars(api)
	huma.Register(api, access.Needs(huma.Operation{
		OperationID: "floor", Method: http.MethodGet, Path: "/api/v1/floor", Tags: []string{"floor"}, Summary: "The floor as it is now",
	}, access.SeeFloor), func(ctx context.Context, _ *struct{}) (*struct{ Body FloorView }, error) {
		session, err := access.Require(ctx, access.SeeFloor)
		if err != nil {
			return nil, err
		}
		raw, err := s.hub.Floor(ctx, viewer(session))
		if err != nil {
			return nil, err
		}
		out := &struct{ Body FloorView }{}
		return out, json.Unmarshal(raw, &out.Body)
	})
	huma.Register(api, access.Needs(huma.Operation{
		OperationID: "set-status", Method: http.MethodPut, Path: "/api/v1/agents/{id}/status", Tags: []string{"floor"}, Summary: "Pause an agent, or make it available",
		Description: "One's own always; another agent's as supervisor. During a call the change is queued.", DefaultStatus: http.StatusNoContent,
	}, access.SetOwnStatus), s.putStatus)
}

func (s *Server) putStatus(ctx context.Context, in *statusInput) (*struct{}, error) {
	session, err := access.Require(ctx, access.SetOwnStatus)
	if err != nil {
		return nil, err
	}
	c := acd.SetStatus{Agent: in.ID, Cause: journal.BySelf, By: session.Agent.ID}
	if in.ID != session.Agent.ID {
		if _, err := access.Require(ctx, access.SetOtherStatus); err != nil {
			return nil, err
		}
		c.Cause = journal.BySupervisor
	}
	if in.Body.Scope != "all" {
		if c.Group, err = id.Parse[id.Group](in.Body.Scope); err != nil || c.Group.IsZero() {
			return nil, fault.Wrong("body.scope", in.Body.Scope, `"all" or the identifier of a group`)
		}
	}
	if in.Body.Status != "available" {
		c.Paused = true
		if c.Status, err = id.Parse[id.Status](in.Body.Status); err != nil || c.Status.IsZero() {
			return nil, fault.Wrong("body.status", in.Body.Status, `"available" or the identifier of an agent status`)
		}
	}
	return nil, s.floor.SetStatus(ctx, c)
}
