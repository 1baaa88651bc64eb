package access

import (
	"context"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/yobirin/yobirin/shared/fault"
	"github.com/yobirin/yobirin/shared/id"
)

const (
	defaultTrail = 100
	maxTrail     = 500
	maxWords     = 10
)

type auditInput struct {
	From    time.Time `query:"from" doc:"at or after"`
	To      time.Time `query:"to" doc:"before"`
	Actor   string    `query:"actor" doc:"identifier of the agent who acted"`
	Action  string    `query:"action" maxLength:"64" doc:"recording.played, or recording for all that was done to recordings"`
	Object  string    `query:"object" maxLength:"64" doc:"identifier of what it was done to"`
	Kind    string    `query:"kind" maxLength:"64" pattern:"^[a-z-]*$" doc:"kind of what it was done to, as in agent"`
	Via     Via       `query:"via" enum:"console,app,phone,api,system" doc:"how the action came"`
	Address string    `query:"address" maxLength:"64" doc:"where from; with a dot or colon at the end, its beginning"`
	Q       string    `query:"q" maxLength:"200" doc:"words, all of which are in the details, the object or the address; case makes no difference"`
	Limit   int       `query:"limit" minimum:"0" maximum:"500" doc:"0: 100"`
	Cursor  string    `query:"cursor" maxLength:"32" doc:"nextCursor of the page before"`
}

// AuditPage is a part of the audit.
type AuditPage struct {
	Items      []AuditRow `json:"items" nullable:"false"`
	NextCursor string     `json:"nextCursor,omitempty" doc:"absent: there are no more"`
}

func (d *Doors) registerAudit(api huma.API) {
	huma.Register(api, Needs(huma.Operation{
		OperationID: "list-audit", Method: http.MethodGet, Path: "/api/v1/audit", Tags: []string{"audit"}, Summary: "Who did what, newest first",
	}, SeeAudit), func(ctx context.Context, in *auditInput) (*struct{ Body AuditPage }, error) {
		if _, err := Require(ctx, SeeAudit); err != nil {
			return nil, err
		}
		t, err := in.trail()
		if err != nil {
			return nil, err
		}
		out := &struct{ Body AuditPage }{}
		rows, more, err := d.ListAudit(ctx, t)
		if err != nil {
			return nil, err
		}
		out.Body.Items = rows
		if more {
			out.Body.NextCursor = strconv.FormatInt(rows[len(rows)-1].Number, 10)
		}
		return out, nil
	})
	d.registerAuditCSV(api)
}

var actionText = regexp.MustCompile(`^[a-z][a-z-]*(\.[a-z][a-z0-9-]*)?$`)

func (in *auditInput) trail() (Trail, error) {
	t := Trail{From: in.From, To: in.To, Action: in.Action, Object: in.Object, Kind: in.Kind, Via: in.Via, Address: clean(in.Address, 64), Q: clean(in.Q, 200), Limit: in.Limit}
	if len(strings.Fields(t.Q)) > maxWords {
		return t, fault.Wrong("q", t.Q, "at most 10 words")
	}
	var err error
	if t.Actor, err = id.Parse[id.Agent](in.Actor); err != nil {
		return t, fault.Wrong("actor", in.Actor, "an identifier of 8-4-4-4-12 hexadecimal digits")
	}
	if in.Action != "" && !actionText.MatchString(in.Action) {
		return t, fault.Wrong("action", in.Action, "a key like recording.played, or its noun")
	}
	if t.Limit == 0 {
		t.Limit = defaultTrail
	}
	if t.Limit < 1 || t.Limit > maxTrail {
		return t, fault.Wrong("limit", strconv.Itoa(in.Limit), "1 to 500")
	}
	if in.Cursor != "" {
		if t.Before, err = strconv.ParseInt(in.Cursor, 10, 64); err != nil || t.Before < 1 {
			return t, fault.Wrong("cursor", in.Cursor, "the nextCursor of a list")
		}
	}
	return t, nil
}
