package directory

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"github.com/yobirin/yobirin/server/internal/access"
)

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
	Q     string   `query:"q" maxLength:"64" doc:"part of the name, extension or number"`
	Limit int      `query:"limit" minimum:"0" maximum:"10000" doc:"0: all"`
	IDs   []string `query:"ids" maxItems:"200" doc:"only these, whatever they are called"`
}

type choiceOutput struct {
	Body struct {
		Items []Choice `json:"items" nullable:"false"`
	}
}

// choices are the nouns to choose from: identifier, name, nickname, extension,
// number, colour.
func choices() map[string]string {
	return map[string]string{
		"agents":    "select id, name, nickname, coalesce(extension, ''), '', '' from agents where not disabled order by extension, login",
		"groups":    "select id, name, '', coalesce(extension, ''), '', color from groups order by extension, name",
		"ivrs":      "select id, name, '', coalesce(extension, ''), '', '' from ivrs order by extension, name",
		"numbers":   "select id, name, '', '', number, '' from numbers order by number",
		"statuses":  "select id, name, '', '', '', color from statuses order by name",
		"transfers": "select id, name, '', '', number, '' from transfers order by name",
		"trunks":    "select id, name, '', '', '', '' from trunks order by name",
		"audios":    "select id, name, '', '', '', '' from audios order by name",
		// Agents name a role by its key; those of every site are called in the caller's language by whoever shows them.
		"roles": "select key, name, '', '', '', '' from roles order by builtin desc, id",
	}
}

// namedByID are what identifiers are called when they are no choice any more: a
// disabled agent may be in groups, a deleted one in the history.
func namedByID() map[string]string {
	return map[string]string{"agents": "select id, name, nickname, coalesce(extension, ''), '', '' from agents order by extension, login"}
}

// namedTransfers is the external transfers without where they go, which may be
// somebody's own telephone: for who may choose one and not see them.
const namedTransfers = "select id, name, '', '', '', '' from transfers order by name"

// registerChoices adds the lists that pickers and filters offer.
func (d *Directory) registerChoices(api huma.API) {
	for noun, query := range choices() {
		huma.Register(api, access.Needs(huma.Operation{
			OperationID: "choose-" + noun, Method: http.MethodGet, Path: "/api/v1/choices/" + noun, Tags: []string{"choices"}, Summary: "The site's " + noun + " to choose from",
		}, access.ReadDirectory), func(ctx context.Context, in *choiceInput) (*choiceOutput, error) {
			s, err := access.Require(ctx, access.ReadDirectory)
			if err != nil {
				return nil, err
			}
			from := query
			if named, ok := namedByID()[noun]; ok && len(in.IDs) > 0 {
				from = named
			}
			if noun == "transfers" && !access.May(s, access.ViewTransfers) {
				from = namedTransfers
			}
			return d.choices(ctx, from, in)
		})
	}
}

func (d *Directory) choices(ctx context.Context, query string, in *choiceInput) (*choiceOutput, error) {
	rows, err := d.db.Bun().QueryContext(ctx, query)
	if err != nil {
		return nil, fmt.Errorf("directory: list: %w", err)
	}
	defer func() { _ = rows.Close() }()
	out := &choiceOutput{}
	out.Body.Items = []Choice{}
	part := strings.ToLower(in.Q)
	for rows.Next() && (in.Limit == 0 || len(out.Body.Items) < in.Limit) {
		var c Choice
		if err := rows.Scan(&c.ID, &c.Name, &c.Nickname, &c.Extension, &c.Number, &c.Color); err != nil {
			return nil, fmt.Errorf("directory: list: %w", err)
		}
		if len(in.IDs) > 0 && !slices.Contains(in.IDs, c.ID) {
			continue
		}
		if part == "" || strings.Contains(strings.ToLower(c.Name+"\n"+c.Nickname+"\n"+c.Extension+"\n"+c.Number), part) {
			out.Body.Items = append(out.Body.Items, c)
		}
	}
	return out, rows.Err()
}
