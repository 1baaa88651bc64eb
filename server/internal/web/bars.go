package web

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/yobirin/yobirin/server/internal/access"
	"github.com/yobirin/yobirin/shared/id"
	wire "github.com/yobirin/yobirin/shared/live"
)

// registerBars adds the five-minute figures of a group (W-RT-2). The live
// socket tells the last hour of each group again with every change.
func (s *Server) registerBars(api huma.API) {
	huma.Register(api, access.Needs(huma.Operation{
		OperationID: "group-bars", Method: http.MethodGet, Path: "/api/v1/floor/groups/{id}/bars", Tags: []string{"floor"}, Summary: "A group's figures by five minutes",
		Description: "Bars in which nobody arrived are left out. Groups that one does not see are not there.", Errors: []int{http.StatusNotFound, http.StatusUnprocessableEntity},
	}, access.SeeFloor), func(ctx context.Context, in *struct {
		ID    id.Group `path:"id"`
		Hours int      `query:"hours" default:"24" minimum:"1" maximum:"24" doc:"of the past"`
	}) (*struct{ Body wire.Bars }, error) {
		session, err := access.Require(ctx, access.SeeFloor)
		if err != nil {
			return nil, err
		}
		out, err := s.hub.Bars(ctx, viewer(session), in.ID, time.Duration(in.Hours)*time.Hour)
		return &struct{ Body wire.Bars }{out}, err
	})
}
