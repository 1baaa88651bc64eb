package directory

import (
	"context"
	"crypto/subtle"
	"encoding/json"
	"fmt"
	"net/http"

	"github.com/danielgtaylor/huma/v2"
	"github.com/uptrace/bun"

	"github.com/yobirin/yobirin/server/internal/access"
	"github.com/yobirin/yobirin/server/internal/deskphone"
	"github.com/yobirin/yobirin/server/internal/resource"
	"github.com/yobirin/yobirin/shared/fault"
	"github.com/yobirin/yobirin/shared/id"
	"github.com/yobirin/yobirin/shared/live"
)

// Provisioning is how a desk phone is set up. It holds the password, so it is
// made only for who has it: nobody can read it from the server afterwards.
type Provisioning struct {
	Kind     string             `json:"kind" enum:"qr,yealink,grandstream,poly,snom,panasonic,fanvil"`
	FileName string             `json:"fileName" doc:"as the phone asks for it"`
	MIME     string             `json:"mime"`
	Text     string             `json:"text" doc:"the file's content; of kind qr what the code says"`
	More     []ProvisioningFile `json:"more,omitempty" doc:"what the phone needs besides"`
}

// ProvisioningFile is a further file of a phone.
type ProvisioningFile struct {
	FileName string `json:"fileName"`
	MIME     string `json:"mime"`
	Text     string `json:"text"`
}

// PhoneSetup is how a phone is to be, besides its account.
type PhoneSetup struct {
	Language string `json:"language,omitempty" enum:",ja,en" doc:"of the phone's display; empty: as the phone is"`
	NTP      string `json:"ntp,omitempty" maxLength:"253" pattern:"^([A-Za-z0-9]([A-Za-z0-9.:_-]*[A-Za-z0-9])?)?$" patternDescription:"time_server" doc:"time server; empty: as the phone is"`
}

// provision gives a phone's files, or what its code says.
func (d *Directory) provision(kind string, a deskphone.Account) (Provisioning, error) {
	if kind == "qr" {
		raw, err := json.Marshal(map[string]any{
			"displayName": a.Name, "user": a.User, "password": a.Password, "domain": a.Host, "port": a.Port, "transport": a.Transport, "srtp": a.SRTP,
		})
		if err != nil {
			return Provisioning{}, fmt.Errorf("directory: write a phone's code: %w", err)
		}
		return Provisioning{Kind: kind, FileName: "account.json", MIME: "application/json", Text: string(raw)}, nil
	}
	files, err := deskphone.Files(kind, a)
	if err != nil {
		return Provisioning{}, err
	}
	out := Provisioning{Kind: kind, FileName: files[0].Name, MIME: files[0].MIME, Text: files[0].Text}
	for _, f := range files[1:] {
		out.More = append(out.More, ProvisioningFile{f.Name, f.MIME, f.Text})
	}
	return out, nil
}

// accountOf is what the phone must know when it reaches the server by these
// ways. A phone that may choose its transport gets TLS where its audio is to
// be encrypted, for the keys go through the signalling.
func (d *Directory) accountOf(v *Device, password, domain string, servers []live.SIPServer, s PhoneSetup) deskphone.Account {
	a := deskphone.Account{
		Name: v.Name, User: v.User, Password: password, Host: domain, Port: 5060, Transport: v.Transport, SRTP: v.SRTP, MAC: v.MAC,
		Model: v.Model, Language: s.Language, NTP: s.NTP, Zone: deskphone.ZoneOf(d.zone, d.now()),
	}
	way := func(transport string) (live.SIPServer, bool) {
		for _, w := range servers {
			if w.Transport == transport {
				return w, true
			}
		}
		return live.SIPServer{}, false
	}
	if a.Transport == "" {
		a.Transport = "udp"
		if _, secure := way("tls"); secure && a.SRTP != "off" {
			a.Transport = "tls"
		}
	}
	if a.Transport == "tls" {
		a.Port = 5061
	}
	if w, ok := way(a.Transport); ok {
		a.Port = w.Port
		if w.Host != "" {
			a.Host = w.Host
		}
	}
	return a
}

// ResetPassword draws a new password for a phone. What is registered with the
// old one is registered no more; its calls go on.
func (d *Directory) ResetPassword(ctx context.Context, s access.Session, from access.Origin, device id.Device) (*Device, string, error) {
	password := access.GeneratePassword()
	var v *Device
	err := d.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error {
		var err error
		v, err = d.givePassword(ctx, tx, s, from, device, password)
		return err
	})
	if err == nil {
		d.tellNow(ctx)
	}
	return v, password, err
}

// givePassword stores a phone's new password and notes it; call it last in a
// transaction.
func (d *Directory) givePassword(ctx context.Context, tx bun.Tx, s access.Session, from access.Origin, device id.Device, password string) (*Device, error) {
	if err := hold(ctx, tx); err != nil {
		return nil, err
	}
	v, err := deviceOf(ctx, tx, device)
	if err != nil {
		return nil, err
	}
	if !v.AppOf.IsZero() {
		return nil, fault.New(fault.Conflict, "app_device", "a phone that the agent app made is not changed here; it can be deleted")
	}
	if err := mayPhoneAs(ctx, tx, s, v); err != nil {
		return nil, err
	}
	v.HA1MD5, v.HA1SHA256 = digests(v.User, password)
	v.Version++
	if _, err := tx.NewUpdate().Model(v).Column("ha1_md5", "ha1_sha256", "version").WherePK().Exec(ctx); err != nil {
		return nil, fmt.Errorf("directory: store a phone's password: %w", err)
	}
	if err := announce(ctx, tx); err != nil {
		return nil, err
	}
	return v, d.resources.Note(ctx, tx, resource.Entry{
		Noun: "devices", Kind: "device", ID: device.String(), Title: v.Name, Action: resource.Updated, Fields: []resource.FieldChange{{Field: "password"}}, By: s, From: from,
	})
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
			Kind     string `json:"kind" enum:"qr,yealink,grandstream,poly,snom,panasonic,fanvil"`
			Password string `json:"password" minLength:"12" maxLength:"128" doc:"the phone's, as it was given or drawn"`
			PhoneSetup
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
		a := d.accountOf(v, in.Body.Password, domainOf(servers, in.host), servers, in.Body.PhoneSetup)
		if a.Keys, err = keysOf(ctx, d.db.Bun(), v.Keys); err != nil {
			return nil, err
		}
		p, err := d.provision(in.Body.Kind, a)
		return &struct{ Body Provisioning }{p}, err
	})
}
