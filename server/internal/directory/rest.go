package directory

import (
	"context"
	"fmt"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/yobirin/yobirin/server/internal/access"
)

// About is what the site's description says besides its own settings.
type About struct {
	TimeZone string // name of the site's zone, "Asia/Tokyo"
	Version  string // of the server
}

// Site describes the site.
type Site struct {
	Name      string   `json:"name"`
	TimeZone  string   `json:"timeZone" example:"Asia/Tokyo"`
	Languages []string `json:"languages" nullable:"false"`
	Version   string   `json:"version" doc:"of the server"`
}

// Register adds the room's operations to the API.
func (d *Directory) Register(api huma.API, about About) {
	// Every screen asks for it: its times are of the site's zone.
	huma.Register(api, access.Caller(huma.Operation{
		OperationID: "site", Method: http.MethodGet, Path: "/api/v1/site", Tags: []string{"directory"}, Summary: "The site",
	}), func(ctx context.Context, _ *struct{}) (*struct{ Body Site }, error) {
		var s Settings
		if err := d.db.Bun().NewSelect().Model(&s).Limit(1).Scan(ctx); err != nil {
			return nil, fmt.Errorf("directory: read the site's settings: %w", err)
		}
		return &struct{ Body Site }{Site{s.Name, about.TimeZone, []string{"ja", "en"}, about.Version}}, nil
	})
	d.registerAudio(api)
	d.registerPrompts(api)
	d.registerIVRs(api)
	d.registerCodes(api)
	d.registerRouting(api)
	d.registerPreviews(api)
	d.registerPeople(api)
	d.registerMe(api)
	d.registerLevels(api)
	d.registerLayouts(api)
	d.registerMyDevices(api)
	d.registerSoftphone(api)
	d.registerChoices(api)
	d.registerExtensions(api)
	d.registerSetup(api)
}
