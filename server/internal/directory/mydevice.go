package directory

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"net/http"
	"net/netip"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/uptrace/bun"

	"github.com/yobirin/yobirin/server/internal/access"
	"github.com/yobirin/yobirin/shared/fault"
	"github.com/yobirin/yobirin/shared/id"
	"github.com/yobirin/yobirin/shared/live"
)

// maxOwnPhones is how many desk phones an agent may have.
const maxOwnPhones = 10

// Line is what the SIP side knows of a phone.
type Line struct {
	Contacts  int    // registered ones
	Up        bool   // one of them answers
	Address   string // of the newest, as in udp:192.0.2.1:5060
	UserAgent string
	Seen      time.Time // when it was heard of last; zero: not since the server's start
	Since     time.Time // when it was registered, became unreachable, or left; zero: not since the server's start
}

// Telephony is the SIP side as this room sees it.
type Telephony interface {
	// Line tells of a phone.
	Line(id.Device) Line
	// Ways are the ways to the registrar, for a phone at remote whose program
	// reaches the API by the name host; and whether it may use ICE.
	Ways(host string, remote netip.Addr) (servers []live.SIPServer, ice bool)
	// Given tells, before the answer, that a session got a softphone.
	Given(device id.Device, agent id.Agent, session id.Session)
	// Health tells that the softphone of a session cannot take calls, and why;
	// "": that it can. It holds until the session ends, or gets a softphone anew.
	Health(session id.Session, cause string)
	// Resync tells the phones that are registered with a device's account to take
	// their settings anew, and waits for what they answer; Detail is left empty.
	Resync(ctx context.Context, device id.Device) []Resynced
}

// noTelephony is a server without SIP.
type noTelephony struct{}

func (noTelephony) Line(id.Device) Line { return Line{} }

func (noTelephony) Ways(string, netip.Addr) ([]live.SIPServer, bool) { return nil, false }

func (noTelephony) Given(id.Device, id.Agent, id.Session) {}

func (noTelephony) Health(id.Session, string) {}

func (noTelephony) Resync(context.Context, id.Device) []Resynced { return nil }

// App is what only a device that the agent app made has.
type App struct {
	Label        string     `json:"label,omitempty" readOnly:"true"` // as its owner calls it
	AppOf        id.Agent   `json:"-"`                               // none: not made by the app
	Installation string     `json:"-"`
	Session      id.Session `bun:"session_id" json:"-"` // that it was given to last
	UsedAt       time.Time  `bun:",nullzero" json:"-"`
}

// withoutApps leaves out the devices that site files do not know.
func withoutApps(all []Device) []Device {
	var out []Device
	for _, d := range all {
		if d.AppOf.IsZero() {
			out = append(out, d)
		}
	}
	return out
}

// rule is what a second login does at the device: what its agent chose, else
// what the device says. An installation of the app is one phone: what was
// registered before is a leftover.
func (d *Device) rule(chosen map[id.Agent]string) string {
	if !d.AppOf.IsZero() {
		return "newest"
	}
	if r := chosen[d.Agent]; r != "" {
		return r
	}
	return d.SecondLogin
}

// MyDevice is one of an agent's own phones (J-ME-1).
type MyDevice struct {
	ID        id.Device  `json:"id"`
	Name      string     `json:"name"`
	Kind      string     `json:"kind" enum:"desk,app,hot-desk" doc:"hot-desk: one is logged in there; it cannot be removed"`
	User      string     `json:"user" doc:"SIP user"`
	State     string     `json:"state" enum:"registered,unreachable,offline"`
	Contacts  int        `json:"contacts" doc:"phones registered with this account"`
	Address   string     `json:"address,omitempty" doc:"where it registered from last"`
	UserAgent string     `json:"userAgent,omitempty"`
	LastSeen  *time.Time `json:"lastSeen,omitempty" doc:"absent: not since the server's start"`
}

// NewDevice is a phone that was made just now.
type NewDevice struct {
	Device   MyDevice         `json:"device"`
	Password string           `json:"password" doc:"shown this once"`
	Domain   string           `json:"domain"`
	Servers  []live.SIPServer `json:"servers" nullable:"false"`
}

func (d *Directory) shownDevice(v Device, a id.Agent) MyDevice {
	l := d.telephony.Line(v.ID)
	out := MyDevice{ID: v.ID, Name: v.Name, Kind: "desk", User: v.User, State: "offline", Contacts: l.Contacts, Address: l.Address, UserAgent: l.UserAgent}
	switch {
	case !v.AppOf.IsZero():
		out.Kind, out.Name = "app", v.Label
	case v.Agent != a:
		out.Kind = "hot-desk"
	}
	switch {
	case l.Up:
		out.State = "registered"
	case l.Contacts > 0:
		out.State = "unreachable"
	}
	if !l.Seen.IsZero() {
		out.LastSeen = &l.Seen
	}
	return out
}

// MyDevices lists the phones of an agent.
func (d *Directory) MyDevices(ctx context.Context, a id.Agent) ([]MyDevice, error) {
	var all []Device
	if err := d.db.Bun().NewSelect().Model(&all).Where("agent_id = ? or seat_id = ?", a, a).OrderExpr("app_of is not null, label, name").Scan(ctx); err != nil {
		return nil, fmt.Errorf("directory: list an agent's phones: %w", err)
	}
	out := make([]MyDevice, 0, len(all))
	for _, v := range all {
		out = append(out, d.shownDevice(v, a))
	}
	return out, nil
}

// AddDevice makes a desk phone for the session's agent and gives its password.
func (d *Directory) AddDevice(ctx context.Context, s access.Session, from access.Origin, name string) (MyDevice, string, error) {
	if !plain(name, maxName) {
		return MyDevice{}, "", fault.Wrong("body.name", cut(name), fmt.Sprintf("1 to %d characters without control characters", maxName))
	}
	password := access.GeneratePassword()
	v := Device{ID: id.New[id.Device](d.now()), Name: name, User: strings.ToLower(s.Agent.Login) + "-" + drawn(3), Agent: s.Agent.ID, SRTP: "off", SecondLogin: "ring-all", Version: 1}
	v.HA1MD5, v.HA1SHA256 = digests(v.User, password)
	err := d.change(ctx, func(ctx context.Context, tx bun.Tx) error {
		var count int
		var taken bool
		if err := tx.QueryRowContext(ctx, `select (select count(*) from devices where agent_id = ? and app_of is null), exists (select from devices where name = ? or sip_user = ?)`,
			s.Agent.ID, name, v.User).Scan(&count, &taken); err != nil {
			return fmt.Errorf("directory: count an agent's phones: %w", err)
		}
		switch {
		case count >= maxOwnPhones:
			return fault.New(fault.Conflict, "too_many_devices", "an agent has at most %d phones; remove one first", maxOwnPhones)
		case taken:
			return fault.New(fault.Conflict, "name_taken", "another phone has this name")
		}
		if _, err := tx.NewInsert().Model(&v).Exec(ctx); err != nil {
			return fmt.Errorf("directory: store a phone: %w", err)
		}
		return d.noteDevice(ctx, tx, s, from, "device.added", v)
	})
	if err != nil {
		return MyDevice{}, "", err
	}
	return d.shownDevice(v, s.Agent.ID), password, nil
}

func (d *Directory) noteDevice(ctx context.Context, tx bun.Tx, s access.Session, from access.Origin, action string, v Device) error {
	e := s.By(d.now(), from, action, "device", v.ID.String())
	e.Detail = map[string]string{"user": v.User}
	if e.Detail["name"] = v.Name; !v.AppOf.IsZero() {
		e.Detail["name"] = v.Label
	}
	return access.WriteAudit(ctx, tx, e)
}

// drawn gives random hexadecimal digits, two for each byte.
func drawn(bytes int) string {
	raw := make([]byte, bytes)
	rand.Read(raw) //nolint:errcheck // crypto/rand never fails
	return hex.EncodeToString(raw)
}

// RemoveDevice removes a phone of the session's agent. Its registrations end
// at once; a call that it has goes on.
func (d *Directory) RemoveDevice(ctx context.Context, s access.Session, from access.Origin, device id.Device) error {
	return d.change(ctx, func(ctx context.Context, tx bun.Tx) error {
		v, err := deviceOf(ctx, tx, device)
		if err != nil {
			return err
		}
		if v.Agent != s.Agent.ID {
			return fault.New(fault.NotFound, "not_found", "there is no such phone")
		}
		if _, err := tx.ExecContext(ctx, "delete from devices where id = ?", device); err != nil {
			return fmt.Errorf("directory: remove a phone: %w", err)
		}
		return d.noteDevice(ctx, tx, s, from, "device.removed", *v)
	})
}

// Reached is by which name, and from where, a request reached the API. It is
// exported so that its Resolve is found beside that of access.Requester.
type Reached struct {
	host   string
	remote netip.Addr
	https  bool // also when TLS ends at a proxy
}

// Resolve takes it from the request.
func (r *Reached) Resolve(ctx huma.Context) []error {
	r.host = ctx.Host()
	r.https = ctx.TLS() != nil || ctx.Header("X-Forwarded-Proto") == "https"
	if from, err := netip.ParseAddrPort(ctx.RemoteAddr()); err == nil {
		r.remote = from.Addr().Unmap()
	}
	return nil
}

func (d *Directory) registerMyDevices(api huma.API) {
	huma.Register(api, access.Anyone(huma.Operation{
		OperationID: "my-devices", Method: http.MethodGet, Path: "/api/v1/me/devices", Tags: []string{"me"}, Summary: "One's own phones",
	}), func(ctx context.Context, _ *struct{}) (*struct {
		Body struct {
			Items []MyDevice `json:"items" nullable:"false"`
		}
	}, error) {
		s, err := own(ctx)
		if err != nil {
			return nil, err
		}
		out := &struct {
			Body struct {
				Items []MyDevice `json:"items" nullable:"false"`
			}
		}{}
		out.Body.Items, err = d.MyDevices(ctx, s.Agent.ID)
		return out, err
	})
	huma.Register(api, access.Anyone(huma.Operation{
		OperationID: "add-my-device", Method: http.MethodPost, Path: "/api/v1/me/devices", Tags: []string{"me"}, Summary: "Make a desk phone of one's own",
		DefaultStatus: http.StatusCreated, Errors: []int{http.StatusConflict},
	}), func(ctx context.Context, in *struct {
		access.Requester
		Reached
		Body struct {
			Name string `json:"name" minLength:"1" maxLength:"64"`
		}
	}) (*struct{ Body NewDevice }, error) {
		s, err := own(ctx)
		if err != nil {
			return nil, err
		}
		made, password, err := d.AddDevice(ctx, s, in.Origin(), in.Body.Name)
		if err != nil {
			return nil, err
		}
		servers, _ := d.telephony.Ways(in.host, in.remote)
		return &struct{ Body NewDevice }{NewDevice{made, password, domainOf(servers, in.host), listed(servers)}}, nil
	})
	huma.Register(api, access.Anyone(huma.Operation{
		OperationID: "remove-my-device", Method: http.MethodDelete, Path: "/api/v1/me/devices/{id}", Tags: []string{"me"}, Summary: "Remove one of one's own phones",
		DefaultStatus: http.StatusNoContent,
	}), func(ctx context.Context, in *struct {
		access.Requester
		ID id.Device `path:"id"`
	}) (*struct{}, error) {
		s, err := own(ctx)
		if err != nil {
			return nil, err
		}
		return nil, d.RemoveDevice(ctx, s, in.Origin(), in.ID)
	})
}
