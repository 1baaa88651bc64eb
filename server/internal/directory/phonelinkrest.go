package directory

import (
	"context"
	"net/http"
	"net/url"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/yobirin/yobirin/server/internal/access"
	"github.com/yobirin/yobirin/server/internal/deskphone"
	"github.com/yobirin/yobirin/shared/fault"
	"github.com/yobirin/yobirin/shared/id"
)

// PhoneLink is the address from which a desk phone takes its files. The
// address itself is told once, when it is made.
type PhoneLink struct {
	State    string     `json:"state" enum:"none,open,expired,ended,disabled,off" doc:"ended: the phone's password was changed otherwise; disabled: its agent is, for so long; off: this server gives no files to phones"`
	Maker    string     `json:"maker,omitempty"`
	Language string     `json:"language,omitempty"`
	NTP      string     `json:"ntp,omitempty"`
	MadeAt   *time.Time `json:"madeAt,omitempty"`
	Until    *time.Time `json:"until,omitempty" doc:"absent: until it is switched off"`
	LastAt   *time.Time `json:"lastAt,omitempty" doc:"when a file was taken last"`
	LastFrom string     `json:"lastFrom,omitempty" doc:"from which address"`
	LastBy   string     `json:"lastBy,omitempty" doc:"what the phone said it is"`
	Taken    int64      `json:"taken" doc:"files taken"`
}

// NewPhoneLink is an address that was made just now.
type NewPhoneLink struct {
	PhoneLink
	URL   string   `json:"url" doc:"the folder, told this once"`
	Files []string `json:"files" nullable:"false" doc:"the addresses of the files in it, the one with the account first"`
}

// The parts of an address behind the server's name.
const phonesPath = "/phones/"

func shownLink(l *phoneLink, state string) PhoneLink {
	out := PhoneLink{State: state}
	if l == nil {
		return out
	}
	at := func(t time.Time) *time.Time {
		if t.IsZero() {
			return nil
		}
		return &t
	}
	out.Maker, out.Language, out.NTP, out.MadeAt, out.Until = l.Maker, l.Language, l.NTP, at(l.MadeAt), at(l.Until)
	out.LastAt, out.LastFrom, out.LastBy, out.Taken = at(l.FetchedAt), l.FetchedFrom, l.FetchedBy, l.Fetches
	return out
}

func (d *Directory) registerPhoneLinks(api huma.API) {
	huma.Register(api, access.Needs(huma.Operation{
		OperationID: "device-link", Method: http.MethodGet, Path: "/api/v1/devices/{id}/link", Tags: []string{"directory"},
		Summary: "Whether a desk phone may take its files from an address of its own", Errors: []int{http.StatusNotFound},
	}, access.ViewDevices), func(ctx context.Context, in *struct {
		ID id.Device `path:"id"`
	}) (*struct{ Body PhoneLink }, error) {
		v, err := deviceOf(ctx, d.db.Bun(), in.ID)
		if err != nil {
			return nil, err
		}
		l, err := linkOf(ctx, d.db.Bun(), in.ID)
		if err != nil {
			return nil, err
		}
		state, err := linkState(ctx, d.db.Bun(), l, v, d.now())
		if err != nil {
			return nil, err
		}
		if d.noLinks {
			state = "off"
		}
		return &struct{ Body PhoneLink }{shownLink(l, state)}, nil
	})
	huma.Register(api, access.Needs(huma.Operation{
		OperationID: "open-device-link", Method: http.MethodPost, Path: "/api/v1/devices/{id}/link", Tags: []string{"directory"},
		Summary: "Give a desk phone an address to take its files from, and a new password with it", Errors: []int{http.StatusNotFound, http.StatusConflict, http.StatusUnprocessableEntity},
	}, access.EditDevices), func(ctx context.Context, in *struct {
		access.Requester
		Reached
		ID   id.Device `path:"id"`
		Body struct {
			Maker string `json:"maker" enum:"yealink,grandstream,poly,snom,panasonic,fanvil"`
			Days  int    `json:"days,omitempty" minimum:"0" maximum:"365" doc:"how long it is good; 0: until it is switched off"`
			PhoneSetup
		}
	}) (*struct{ Body NewPhoneLink }, error) {
		s, err := access.Require(ctx, access.EditDevices)
		if err != nil {
			return nil, err
		}
		if d.noLinks {
			return nil, fault.New(fault.Conflict, "phone_links_off", "this server gives no files to phones (phone_links)")
		}
		token, v, l, err := d.openLink(ctx, s, in.Origin(), in.ID, in.Body.Maker, in.Body.PhoneSetup, in.Body.Days)
		if err != nil {
			return nil, err
		}
		state, err := linkState(ctx, d.db.Bun(), l, v, d.now())
		if err != nil {
			return nil, err
		}
		folder := url.URL{Scheme: "http", Host: in.host, Path: phonesPath + token + "/"}
		if in.https {
			folder.Scheme = "https"
		}
		out := NewPhoneLink{PhoneLink: shownLink(l, state), URL: folder.String(), Files: []string{}}
		for _, name := range deskphone.Names(l.Maker, v.MAC) {
			out.Files = append(out.Files, out.URL+name)
		}
		return &struct{ Body NewPhoneLink }{out}, nil
	})
	huma.Register(api, access.Needs(huma.Operation{
		OperationID: "close-device-link", Method: http.MethodDelete, Path: "/api/v1/devices/{id}/link", Tags: []string{"directory"},
		Summary: "Switch a desk phone's address off; the phone keeps its password", DefaultStatus: http.StatusNoContent, Errors: []int{http.StatusNotFound},
	}, access.EditDevices), func(ctx context.Context, in *struct {
		access.Requester
		ID id.Device `path:"id"`
	}) (*struct{}, error) {
		s, err := access.Require(ctx, access.EditDevices)
		if err != nil {
			return nil, err
		}
		return nil, d.closeLink(ctx, s, in.Origin(), in.ID)
	})
}
