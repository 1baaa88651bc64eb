package directory

import (
	"context"
	_ "embed" // the samples
	"fmt"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/yobirin/yobirin/server/internal/access"
	"github.com/yobirin/yobirin/shared/fault"
)

//go:embed sample/ja.yaml
var sampleJA []byte

//go:embed sample/en.yaml
var sampleEN []byte

// LoadSample fills a site in which nothing is set up yet with a small sample
// in the session's language: statuses, agents, groups and an IVR, without
// trunk, number and phone. A site that is not empty is refused.
func (d *Directory) LoadSample(ctx context.Context, s access.Session, from access.Origin) error {
	empty, err := isEmpty(ctx, d.db.Bun())
	if err != nil {
		return err
	}
	if !empty {
		return fault.New(fault.Conflict, "site_not_empty", "there is something set up already; a sample is for an empty site")
	}
	src := Source{Name: "sample/ja.yaml", Data: sampleJA}
	if s.Agent.Language == "en" {
		src = Source{Name: "sample/en.yaml", Data: sampleEN}
	}
	// Whoever is as quick as this one brings the same: it is applied once.
	diff, err := d.Apply(ctx, src, false)
	if err != nil {
		return err
	}
	e := s.By(d.now(), from, "site.sampled", "site", "")
	e.Detail = map[string]string{"records": fmt.Sprint(len(diff))}
	return d.doors.Audit(ctx, e)
}

func (d *Directory) registerSetup(api huma.API) {
	huma.Register(api, access.Needs(huma.Operation{
		OperationID: "setup", Method: http.MethodGet, Path: "/api/v1/setup", Tags: []string{"directory"}, Summary: "How far the site is set up: each step as it stands now",
		Description: "Who asks says that nothing more is to be shown by PUT /api/v1/me/layout/welcome with {\"dismissed\": true}.",
	}, access.SeeSettings), func(ctx context.Context, _ *struct{}) (*struct{ Body Setup }, error) {
		s, err := access.Require(ctx, access.SeeSettings)
		if err != nil {
			return nil, err
		}
		out, err := d.Setup(ctx, s)
		return &struct{ Body Setup }{out}, err
	})
	// It makes agents, groups, statuses and menus.
	huma.Register(api, access.NeedsAll(huma.Operation{
		OperationID: "load-sample", Method: http.MethodPost, Path: "/api/v1/site/sample", Tags: []string{"directory"}, Summary: "Fill an empty site with a small sample",
		DefaultStatus: http.StatusNoContent, Errors: []int{http.StatusConflict},
	}, access.EditSettings, access.EditAgents, access.EditGroups, access.EditStatuses, access.EditRouting), func(ctx context.Context, in *struct{ access.Requester }) (*struct{}, error) {
		s, err := access.Require(ctx, access.EditSettings)
		if err != nil {
			return nil, err
		}
		return nil, d.LoadSample(ctx, s, in.Origin())
	})
}
