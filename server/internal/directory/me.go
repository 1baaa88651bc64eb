package directory

import (
	"context"
	"net/http"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"github.com/yobirin/yobirin/server/internal/access"
	"github.com/yobirin/yobirin/shared/fault"
	"github.com/yobirin/yobirin/shared/live"
)

// join writes words as people do.
func join(words []string) string { return strings.Join(words, ", ") }

// own gives the session of a request that concerns the agent itself: nothing
// but the session is needed.
func own(ctx context.Context) (access.Session, error) {
	s, ok := access.From(ctx)
	if !ok {
		return access.Session{}, fault.New(fault.Denied, "no_session", "log in first")
	}
	return s, nil
}

// registerMe adds what an agent sees and changes of itself (J-ME-3).
func (d *Directory) registerMe(api huma.API) {
	huma.Register(api, access.Anyone(huma.Operation{
		OperationID: "my-profile", Method: http.MethodGet, Path: "/api/v1/me/profile", Tags: []string{"me"}, Summary: "Oneself: numbers to present, settings, codes",
	}), func(ctx context.Context, _ *struct{}) (*struct{ Body live.Profile }, error) {
		s, err := own(ctx)
		if err != nil {
			return nil, err
		}
		p, err := d.Profile(ctx, s)
		return &struct{ Body live.Profile }{p}, err
	})
	huma.Register(api, access.Anyone(huma.Operation{
		OperationID: "change-me", Method: http.MethodPatch, Path: "/api/v1/me", Tags: []string{"me"}, Summary: "Change one's own settings",
	}), func(ctx context.Context, in *struct {
		access.Requester
		Body PersonalChange
	}) (*struct{ Body access.Agent }, error) {
		s, err := own(ctx)
		if err != nil {
			return nil, err
		}
		if err := d.ChangePersonal(ctx, s, in.Origin(), in.Body); err != nil {
			return nil, err
		}
		if in.Body.Language != nil {
			s.Agent.Language = *in.Body.Language
		}
		return &struct{ Body access.Agent }{s.Agent}, nil
	})
}
