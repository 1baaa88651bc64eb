package history

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/yobirin/yobirin/server/internal/access"
	"github.com/yobirin/yobirin/server/internal/journal"
	"github.com/yobirin/yobirin/shared/fault"
	"github.com/yobirin/yobirin/shared/id"
)

// CallQuery is a Filter and a Page as requests have them.
type CallQuery struct {
	From        time.Time `query:"from" doc:"start of the call, at or after"`
	To          time.Time `query:"to" doc:"start of the call, before"`
	Direction   string    `query:"direction" doc:"in, out or internal"`
	Result      string    `query:"result" doc:"answered or missed"`
	Number      string    `query:"number" maxLength:"64" doc:"part of any number of the call"`
	Text        string    `query:"q" maxLength:"100" doc:"part of a party's name; case, width and kind of kana do not matter"`
	Agent       string    `query:"agent" doc:"identifier of an agent who called or talked"`
	Group       string    `query:"group" doc:"identifier of a group that was visited"`
	Outcome     string    `query:"outcome" doc:"how a visit to the group, or to any, ended: answered, abandoned, overflow, timeout or callback"`
	PhoneNumber string    `query:"phoneNumber" doc:"identifier of the site's number that was called or presented"`
	MinSeconds  string    `query:"minSeconds" doc:"talked at least"`
	MaxSeconds  string    `query:"maxSeconds" doc:"talked less than"`
	Rang        Rang      `query:"rang" doc:"of the calls that rang at oneself and that one did not take: missed, elsewhere (somebody else answered) or direct (missed, and not by a group)"`
	Sort        Sort      `query:"sort" doc:"-startedAt, startedAt, -talkSeconds or -waitSeconds"`
	Limit       int       `query:"limit" minimum:"0" maximum:"500" doc:"0: 100"`
	Cursor      string    `query:"cursor" maxLength:"256" doc:"nextCursor of the page before"`
}

// CallPage is a part of a list of calls.
type CallPage struct {
	Items      []CallRow `json:"items" nullable:"false"`
	NextCursor string    `json:"nextCursor,omitempty" doc:"absent: there are no more"`
}

type callInput struct {
	ID id.Call `path:"id"`
}

// Register adds the room's operations to the API.
func (h *History) Register(api huma.API) {
	huma.Register(api, access.Needs(huma.Operation{
		OperationID: "list-calls", Method: http.MethodGet, Path: "/api/v1/calls", Tags: []string{"history"}, Summary: "Call history",
	}, access.SeeOwnCalls), func(ctx context.Context, in *CallQuery) (*struct{ Body CallPage }, error) {
		only, err := visible(ctx, access.SeeOwnCalls)
		if err != nil {
			return nil, err
		}
		f, err := in.filter()
		if err != nil {
			return nil, err
		}
		f.Only = only
		if s, ok := access.From(ctx); ok {
			f.RangAt = s.Agent.ID
		}
		out := &struct{ Body CallPage }{}
		out.Body.Items, out.Body.NextCursor, err = h.List(ctx, f, Page{in.Sort, in.Limit, in.Cursor})
		return out, err
	})
	huma.Register(api, access.Needs(huma.Operation{
		OperationID: "get-call", Method: http.MethodGet, Path: "/api/v1/calls/{id}", Tags: []string{"history"}, Summary: "A call with its timeline",
	}, access.SeeOwnCalls), func(ctx context.Context, in *callInput) (*struct{ Body CallRecord }, error) {
		only, err := visible(ctx, access.SeeOwnCalls)
		if err != nil {
			return nil, err
		}
		d, err := h.Get(ctx, in.ID, only)
		return &struct{ Body CallRecord }{d}, err
	})
	h.registerExport(api)
	h.registerRecordings(api)
	h.registerVoicemails(api)
	h.registerReports(api)
	h.registerMissed(api)
}

// visible gives the agent whose calls alone the request's session may see,
// none when it may see all.
func visible(ctx context.Context, p access.Permission) (id.Agent, error) {
	s, err := access.Require(ctx, p)
	if err != nil {
		return id.Agent{}, err
	}
	if access.May(s, access.SeeAllCalls) {
		return id.Agent{}, nil
	}
	return s.Agent.ID, nil
}

func (in *CallQuery) filter() (Filter, error) {
	f := Filter{From: in.From, To: in.To, Direction: journal.Direction(in.Direction), Result: in.Result, Digits: in.Number, Text: in.Text, Rang: in.Rang, Outcome: journal.Outcome(in.Outcome)}
	var err error
	if f.Agent, err = identifier[id.Agent]("agent", in.Agent); err != nil {
		return f, err
	}
	if f.Group, err = identifier[id.Group]("group", in.Group); err != nil {
		return f, err
	}
	if f.Number, err = identifier[id.Number]("phoneNumber", in.PhoneNumber); err != nil {
		return f, err
	}
	if f.MinTalk, err = span("minSeconds", in.MinSeconds); err != nil {
		return f, err
	}
	f.MaxTalk, err = span("maxSeconds", in.MaxSeconds)
	return f, err
}

func identifier[T ~[16]byte](field, text string) (T, error) {
	v, err := id.Parse[T](text)
	if err != nil {
		return v, fault.Wrong(field, text, "an identifier of 8-4-4-4-12 hexadecimal digits")
	}
	return v, nil
}

func span(field, text string) (*time.Duration, error) {
	if text == "" {
		return nil, nil //nolint:nilnil // not given is no mistake
	}
	d, err := time.ParseDuration(text + "s")
	if err != nil || d < 0 || d > 7*24*time.Hour {
		return nil, fault.Wrong(field, text, "seconds from 0 to 604800")
	}
	return &d, nil
}
