package directory

import (
	"context"
	"crypto/subtle"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/uptrace/bun"

	"github.com/yobirin/yobirin/server/internal/access"
	"github.com/yobirin/yobirin/server/internal/resource"
	"github.com/yobirin/yobirin/shared/fault"
	"github.com/yobirin/yobirin/shared/id"
	"github.com/yobirin/yobirin/shared/live"
)

// Provisioning is how a desk phone is set up. It holds the password, so it is
// made only for who has it: nobody can read it from the server afterwards.
type Provisioning struct {
	Kind     string `json:"kind" enum:"qr,yealink,grandstream"`
	FileName string `json:"fileName" doc:"as the phone asks for it"`
	MIME     string `json:"mime"`
	Text     string `json:"text" doc:"the file's content; of kind qr what the code says"`
}

// account is what a phone must know.
type phoneAccount struct {
	Name, User, Password, Domain, Transport, SRTP string
	Port                                          int
}

// provision writes the configuration for a kind of phones by the keys that
// their makers publish.
func provision(kind, mac string, a phoneAccount) Provisioning {
	switch kind {
	case "yealink":
		return Provisioning{Kind: kind, FileName: named(mac, "%s.cfg"), MIME: "text/plain", Text: yealink(a)}
	case "grandstream":
		return Provisioning{Kind: kind, FileName: named(mac, "cfg%s.xml"), MIME: "application/xml", Text: grandstream(a)}
	}
	raw, err := json.Marshal(map[string]any{
		"displayName": a.Name, "user": a.User, "password": a.Password, "domain": a.Domain, "port": a.Port, "transport": a.Transport, "srtp": a.SRTP,
	})
	if err != nil {
		raw = nil // texts and numbers never fail
	}
	return Provisioning{Kind: "qr", FileName: named(mac, "%s.json"), MIME: "application/json", Text: string(raw)}
}

func named(mac, form string) string {
	if mac == "" {
		mac = "000000000000"
	}
	return fmt.Sprintf(form, mac)
}

// yealink is a Yealink configuration file (its "Description of configuration
// parameters in CFG files"): srtp_encryption 0 off, 1 optional, 2 compulsory;
// transport_type 0 UDP, 1 TCP, 2 TLS.
func yealink(a phoneAccount) string {
	transport := map[string]string{"udp": "0", "tcp": "1", "tls": "2"}[a.Transport]
	srtp := map[string]string{"off": "0", "prefer": "1", "require": "2"}[a.SRTP]
	lines := []string{"#!version:1.0.0.1"}
	for _, l := range [][2]string{
		{"enable", "1"}, {"label", a.Name}, {"display_name", a.Name}, {"auth_name", a.User}, {"user_name", a.User}, {"password", a.Password},
		{"sip_server.1.address", a.Domain}, {"sip_server.1.port", strconv.Itoa(a.Port)}, {"sip_server.1.transport_type", transport}, {"sip_server.1.expires", "300"},
		{"srtp_encryption", srtp}, {"codec.pcmu.enable", "1"}, {"codec.pcma.enable", "1"}, {"dtmf.type", "1"},
	} {
		lines = append(lines, "account.1."+l[0]+" = "+oneLine(l[1]))
	}
	return strings.Join(lines, "\n") + "\n"
}

// grandstream is a Grandstream configuration file in XML (its configuration
// templates): P271 account active, P270 name, P3 display name, P35 user, P36
// authenticate ID, P34 password, P47 server, P130 transport (0 UDP, 1 TCP, 2
// TLS), P183 SRTP (0 off, 1 enabled but not forced, 2 enabled and forced),
// P32 minutes a registration lasts.
func grandstream(a phoneAccount) string {
	transport := map[string]string{"udp": "0", "tcp": "1", "tls": "2"}[a.Transport]
	srtp := map[string]string{"off": "0", "prefer": "1", "require": "2"}[a.SRTP]
	var b strings.Builder
	b.WriteString("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<gs_provision version=\"1\">\n  <config version=\"1\">\n")
	for _, l := range [][2]string{
		{"P271", "1"}, {"P270", a.Name}, {"P3", a.Name}, {"P35", a.User}, {"P36", a.User}, {"P34", a.Password},
		{"P47", net.JoinHostPort(a.Domain, strconv.Itoa(a.Port))}, {"P130", transport}, {"P183", srtp}, {"P32", "5"},
	} {
		fmt.Fprintf(&b, "    <%s>%s</%s>\n", l[0], xmlText(l[1]), l[0])
	}
	b.WriteString("  </config>\n</gs_provision>\n")
	return b.String()
}

// oneLine keeps a text from beginning a line of its own.
func oneLine(s string) string { return strings.NewReplacer("\r", " ", "\n", " ").Replace(s) }

func xmlText(s string) string {
	return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;").Replace(oneLine(s))
}

// accountOf is what the phone must know when it reaches the server by these
// ways: the first of the transport that the phone is to use, else the first.
func accountOf(v *Device, password, domain string, servers []live.SIPServer) phoneAccount {
	a := phoneAccount{Name: v.Name, User: v.User, Password: password, Domain: domain, Port: 5060, Transport: v.Transport, SRTP: v.SRTP}
	if a.Transport == "" {
		a.Transport = "udp"
	}
	if a.Transport == "tls" {
		a.Port = 5061
	}
	for _, s := range servers {
		if s.Transport == a.Transport {
			a.Port = s.Port
			return a
		}
	}
	return a
}

// ResetPassword draws a new password for a phone. What is registered with the
// old one stays until it registers again.
func (d *Directory) ResetPassword(ctx context.Context, s access.Session, from access.Origin, device id.Device) (*Device, string, error) {
	password := access.GeneratePassword()
	var v *Device
	err := d.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error {
		if err := hold(ctx, tx); err != nil {
			return err
		}
		var err error
		if v, err = deviceOf(ctx, tx, device); err != nil {
			return err
		}
		if !v.AppOf.IsZero() {
			return fault.New(fault.Conflict, "app_device", "a phone that the agent app made is not changed here; it can be deleted")
		}
		if err := mayPhoneAs(ctx, tx, s, v.Agent); err != nil {
			return err
		}
		v.HA1MD5, v.HA1SHA256 = digests(v.User, password)
		v.Version++
		if _, err := tx.NewUpdate().Model(v).Column("ha1_md5", "ha1_sha256", "version").WherePK().Exec(ctx); err != nil {
			return fmt.Errorf("directory: store a phone's password: %w", err)
		}
		if err := announce(ctx, tx); err != nil {
			return err
		}
		return d.resources.Note(ctx, tx, resource.Entry{
			Noun: "devices", Kind: "device", ID: device.String(), Title: v.Name, Action: resource.Updated, Fields: []resource.FieldChange{{Field: "password"}}, By: s, From: from,
		})
	})
	return v, password, err
}

// GivenPassword is a phone's password, told this once, and with it what the
// phone must know besides.
type GivenPassword struct {
	Password string           `json:"password"`
	Domain   string           `json:"domain,omitempty"`
	Servers  []live.SIPServer `json:"servers,omitempty"`
}

func (d *Directory) registerProvisioning(api huma.API) {
	huma.Register(api, access.Needs(huma.Operation{
		OperationID: "draw-device-password", Method: http.MethodPost, Path: "/api/v1/devices/password", Tags: []string{"directory"}, Summary: "A strong password to give to a phone; nothing is stored",
	}, access.EditDevices), func(context.Context, *struct{}) (*struct{ Body GivenPassword }, error) {
		return &struct{ Body GivenPassword }{GivenPassword{Password: access.GeneratePassword()}}, nil
	})
	huma.Register(api, access.Needs(huma.Operation{
		OperationID: "reset-device-password", Method: http.MethodPost, Path: "/api/v1/devices/{id}/reset-password", Tags: []string{"directory"},
		Summary: "Give a phone a new password, which is told this once", Errors: []int{http.StatusNotFound, http.StatusConflict},
	}, access.EditDevices), func(ctx context.Context, in *struct {
		access.Requester
		Reached
		ID id.Device `path:"id"`
	}) (*struct{ Body GivenPassword }, error) {
		s, err := access.Require(ctx, access.EditDevices)
		if err != nil {
			return nil, err
		}
		_, password, err := d.ResetPassword(ctx, s, in.Origin(), in.ID)
		if err != nil {
			return nil, err
		}
		servers, _ := d.telephony.Ways(in.host, in.remote)
		return &struct{ Body GivenPassword }{GivenPassword{password, domainOf(servers, in.host), listed(servers)}}, nil
	})
	huma.Register(api, access.Needs(huma.Operation{
		OperationID: "provision-device", Method: http.MethodPost, Path: "/api/v1/devices/{id}/provisioning", Tags: []string{"directory"},
		Summary: "How a desk phone is set up, for who has its password", Errors: []int{http.StatusNotFound, http.StatusUnprocessableEntity},
	}, access.EditDevices), func(ctx context.Context, in *struct {
		Reached
		ID   id.Device `path:"id"`
		Body struct {
			Kind     string `json:"kind" enum:"qr,yealink,grandstream"`
			Password string `json:"password" minLength:"12" maxLength:"128" doc:"the phone's, as it was given or drawn"`
		}
	}) (*struct{ Body Provisioning }, error) {
		v, err := deviceOf(ctx, d.db.Bun(), in.ID)
		if err != nil {
			return nil, err
		}
		_, sum := digests(v.User, in.Body.Password)
		if subtle.ConstantTimeCompare([]byte(sum), []byte(v.HA1SHA256)) != 1 {
			return nil, fault.Broken("password", "", "the phone's password; reset it when it is not known", "device_password_wrong", "")
		}
		servers, _ := d.telephony.Ways(in.host, in.remote)
		return &struct{ Body Provisioning }{provision(in.Body.Kind, v.MAC, accountOf(v, in.Body.Password, domainOf(servers, in.host), servers))}, nil
	})
}
