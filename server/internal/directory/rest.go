package directory

import (
	"context"
	"fmt"
	"net/http"
	"strings"

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

// Choice is a noun to choose from, in a filter or a menu.
type Choice struct {
	ID        string `json:"id"`
	Name      string `json:"name"`
	Nickname  string `json:"nickname,omitempty"`
	Extension string `json:"extension,omitempty"`
	Number    string `json:"number,omitempty"`
	Color     string `json:"color,omitempty"`
}

type choiceInput struct {
	Q string `query:"q" maxLength:"64" doc:"part of the name, extension or number"`
}

type choiceOutput struct {
	Body struct {
		Items []Choice `json:"items" nullable:"false"`
	}
}

// Register adds the room's operations to the API.
func (d *Directory) Register(api huma.API, about About) {
	huma.Register(api, huma.Operation{
		OperationID: "site", Method: http.MethodGet, Path: "/api/v1/site", Tags: []string{"directory"}, Summary: "The site",
	}, func(ctx context.Context, _ *struct{}) (*struct{ Body Site }, error) {
		if _, err := access.Require(ctx, access.ReadDirectory); err != nil {
			return nil, err
		}
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
	d.registerNumberLists(api)
	d.registerMe(api)
	d.registerMyDevices(api)
	d.registerSoftphone(api)
	for noun, query := range map[string]string{
		"agents":  "select id, name, nickname, coalesce(extension, ''), '', '' from agents where not disabled order by extension, login",
		"groups":  "select id, name, '', coalesce(extension, ''), '', color from groups order by extension, name",
		"ivrs":    "select id, name, '', coalesce(extension, ''), '', '' from ivrs order by extension, name",
		"numbers": "select id, name, '', '', number, '' from numbers order by number",
	} {
		huma.Register(api, huma.Operation{
			OperationID: "list-" + noun, Method: http.MethodGet, Path: "/api/v1/" + noun, Tags: []string{"directory"}, Summary: "The site's " + noun + " to choose from",
		}, func(ctx context.Context, in *choiceInput) (*choiceOutput, error) {
			if _, err := access.Require(ctx, access.ReadDirectory); err != nil {
				return nil, err
			}
			return d.choices(ctx, query, in.Q)
		})
	}
}

func (d *Directory) choices(ctx context.Context, query, part string) (*choiceOutput, error) {
	rows, err := d.db.Bun().QueryContext(ctx, query)
	if err != nil {
		return nil, fmt.Errorf("directory: list: %w", err)
	}
	defer func() { _ = rows.Close() }()
	out := &choiceOutput{}
	out.Body.Items = []Choice{}
	part = strings.ToLower(part)
	for rows.Next() {
		var c Choice
		if err := rows.Scan(&c.ID, &c.Name, &c.Nickname, &c.Extension, &c.Number, &c.Color); err != nil {
			return nil, fmt.Errorf("directory: list: %w", err)
		}
		if part == "" || strings.Contains(strings.ToLower(c.Name+"\n"+c.Nickname+"\n"+c.Extension+"\n"+c.Number), part) {
			out.Body.Items = append(out.Body.Items, c)
		}
	}
	return out, rows.Err()
}
