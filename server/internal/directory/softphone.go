package directory

import (
	"cmp"
	"context"
	"fmt"
	"net"
	"net/http"
	"slices"

	"github.com/danielgtaylor/huma/v2"
	"github.com/uptrace/bun"

	"github.com/yobirin/yobirin/server/internal/access"
	"github.com/yobirin/yobirin/shared/fault"
	"github.com/yobirin/yobirin/shared/id"
	"github.com/yobirin/yobirin/shared/live"
)

const (
	maxApps   = 5  // installations that are kept for an agent
	keepAlive = 25 // seconds: below what most address translators forget after
)

// Softphone gives an installation of the agent app its account, with a new
// password. Each installation is one phone of the agent. What a second login
// does is the agent's choice (C-CALL-5): with "newest" the app's other
// installations lose their accounts, with "refuse" this one gets none (a
// fault second_login) while another is registered. The account can register
// when Softphone returns.
func (d *Directory) Softphone(ctx context.Context, s access.Session, from access.Origin, installation, name string, servers []live.SIPServer) (live.Softphone, error) {
	if !plain(name, maxName) {
		return live.Softphone{}, fault.Wrong("body.name", cut(name), fmt.Sprintf("1 to %d characters without control characters", maxName))
	}
	password := access.GeneratePassword()
	var v Device
	err := d.change(ctx, func(ctx context.Context, tx bun.Tx) error {
		var (
			site Settings
			all  []Device
		)
		if err := tx.NewSelect().Model(&site).Limit(1).Scan(ctx); err != nil {
			return fmt.Errorf("directory: read the site's settings: %w", err)
		}
		if err := tx.NewSelect().Model(&all).Where("app_of = ?", s.Agent.ID).Scan(ctx); err != nil {
			return fmt.Errorf("directory: read the app's phones: %w", err)
		}
		p, err := readPersonal(ctx, tx, s.Agent.ID)
		if err != nil {
			return err
		}
		others, err := d.make(&v, all, s, installation, p.SecondLogin)
		if err != nil {
			return err
		}
		v.Label, v.Session, v.UsedAt, v.SRTP = name, s.ID, d.now(), srtpOf(site, servers)
		v.HA1MD5, v.HA1SHA256 = digests(v.User, password)
		v.Version++
		for _, o := range others {
			if _, err := tx.ExecContext(ctx, "delete from devices where id = ?", o.ID); err != nil {
				return fmt.Errorf("directory: remove a phone of the app: %w", err)
			}
			if err := d.noteDevice(ctx, tx, s, from, "device.removed", o); err != nil {
				return err
			}
		}
		if _, err := tx.NewInsert().Model(&v).On("conflict (id) do update").Set(`label = excluded.label, session_id = excluded.session_id, used_at = excluded.used_at,
			srtp = excluded.srtp, ha1_md5 = excluded.ha1_md5, ha1_sha256 = excluded.ha1_sha256, version = excluded.version`).Exec(ctx); err != nil {
			return fmt.Errorf("directory: store a phone of the app: %w", err)
		}
		return d.noteDevice(ctx, tx, s, from, "device.softphone", v)
	})
	if err != nil {
		return live.Softphone{}, err
	}
	d.telephony.Given(v.ID, s.Agent.ID, s.ID)
	return live.Softphone{Device: v.ID.String(), User: v.User, Password: password, SRTP: v.SRTP, Opus: true, KeepAlive: keepAlive}, nil
}

// make finds or begins the installation's device, and says which others of
// the agent's have to go.
func (d *Directory) make(v *Device, all []Device, s access.Session, installation, rule string) (gone []Device, err error) {
	var others []Device
	for _, o := range all {
		if o.Installation == installation {
			*v = o
			continue
		}
		others = append(others, o)
	}
	switch rule {
	case "newest":
		gone = others
	case "refuse":
		if slices.ContainsFunc(others, func(o Device) bool { return d.telephony.Line(o.ID).Up }) {
			return nil, fault.New(fault.Conflict, "second_login", "this agent's softphone is in use elsewhere, and the agent's settings refuse a second one")
		}
	}
	if v.ID.IsZero() {
		*v = Device{ID: id.New[id.Device](d.now()), User: "app-" + drawn(8), Agent: s.Agent.ID, SecondLogin: "newest", App: App{AppOf: s.Agent.ID, Installation: installation}}
		v.Name = "app " + v.ID.String() // no other device's, and not in any site file
		if gone == nil && len(others) >= maxApps {
			gone = d.unused(others)[:len(others)-maxApps+1]
		}
	}
	return gone, nil
}

// unused sorts devices: those that are not registered first, and of them the
// longest unused.
func (d *Directory) unused(all []Device) []Device {
	up := make(map[id.Device]int, len(all))
	for _, o := range all {
		if d.telephony.Line(o.ID).Up {
			up[o.ID] = 1
		}
	}
	slices.SortFunc(all, func(a, b Device) int { return cmp.Or(cmp.Compare(up[a.ID], up[b.ID]), a.UsedAt.Compare(b.UsedAt)) })
	return all
}

// srtpOf is how the app's audio is encrypted: always where its keys travel
// encrypted, else as the site says.
func srtpOf(site Settings, servers []live.SIPServer) string {
	servers = ordered(site, servers)
	if len(servers) > 0 && servers[0].Transport == "tls" {
		return "require"
	}
	return site.SoftphoneSRTP
}

// ordered puts the ways in the order in which the site wants them tried; TLS
// comes first unless the site says otherwise.
func ordered(site Settings, servers []live.SIPServer) []live.SIPServer {
	out := slices.Clone(servers)
	rank := func(s live.SIPServer) int {
		if s.Transport == site.SoftphoneTransport {
			return 0
		}
		return 1
	}
	slices.SortStableFunc(out, func(a, b live.SIPServer) int { return cmp.Compare(rank(a), rank(b)) })
	return listed(out)
}

func listed(s []live.SIPServer) []live.SIPServer {
	if s == nil {
		return []live.SIPServer{}
	}
	return s
}

// domainOf is the domain of addresses of record: where the phone registers.
func domainOf(servers []live.SIPServer, host string) string {
	if len(servers) > 0 {
		return servers[0].Host
	}
	if h, _, err := net.SplitHostPort(host); err == nil {
		return h
	}
	return host
}

func (d *Directory) registerSoftphone(api huma.API) {
	huma.Register(api, access.Anyone(huma.Operation{
		OperationID: "my-softphone", Method: http.MethodPost, Path: "/api/v1/me/softphone", Tags: []string{"me"},
		Summary: "The agent app's account as a phone; its password is new each time", Errors: []int{http.StatusConflict},
	}), func(ctx context.Context, in *struct {
		access.Requester
		Reached
		Body struct {
			Installation string `json:"installation" minLength:"16" maxLength:"64" pattern:"^[A-Za-z0-9_-]+$" doc:"drawn once by each installation of the app"`
			Name         string `json:"name" minLength:"1" maxLength:"64" doc:"of the computer"`
		}
	}) (*struct{ Body live.Softphone }, error) {
		s, err := own(ctx)
		if err != nil {
			return nil, err
		}
		if err := d.given.take(s.Agent.ID, d.now()); err != nil {
			return nil, err
		}
		var site Settings
		if err := d.db.Bun().NewSelect().Model(&site).Limit(1).Scan(ctx); err != nil {
			return nil, fmt.Errorf("directory: read the site's settings: %w", err)
		}
		servers, ice := d.telephony.Ways(in.host, in.remote)
		servers = ordered(site, servers)
		out, err := d.Softphone(ctx, s, in.Origin(), in.Body.Installation, in.Body.Name, servers)
		if err != nil {
			return nil, err
		}
		out.Servers, out.Domain, out.ICE = servers, domainOf(servers, in.host), ice
		return &struct{ Body live.Softphone }{out}, nil
	})
	huma.Register(api, access.Anyone(huma.Operation{
		OperationID: "my-health", Method: http.MethodPut, Path: "/api/v1/me/health", Tags: []string{"me"},
		Summary: "Tell that this softphone cannot take calls, and why; an empty cause: that it can", DefaultStatus: http.StatusNoContent,
	}), func(ctx context.Context, in *struct {
		Body struct {
			Cause string `json:"cause" maxLength:"40" pattern:"^([a-z][a-z0-9_-]*)?$" example:"no_microphone" doc:"shown to the agent and to supervisors as the cause of the state error"`
		}
	}) (*struct{}, error) {
		s, err := own(ctx)
		if err != nil {
			return nil, err
		}
		d.telephony.Health(s.ID, in.Body.Cause)
		return nil, nil
	})
}
