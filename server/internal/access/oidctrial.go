package access

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"github.com/yobirin/yobirin/shared/fault"
)

// IdentityTrial is what became of looking for an identity provider.
type IdentityTrial struct {
	OK       bool           `json:"ok"`
	Steps    []IdentityStep `json:"steps" nullable:"false"`
	Redirect string         `json:"redirect" doc:"the address that the identity provider must allow to send browsers back to"`
}

// IdentityStep is one step of it; after one that failed there is none.
type IdentityStep struct {
	What   string `json:"what" enum:"description,issuer,endpoints,keys" doc:"the provider's description is read, is of the issuer asked for, names what single sign-on needs; its keys are read"`
	OK     bool   `json:"ok"`
	Wrong  string `json:"wrong,omitempty" enum:"unreachable,status,format,other,missing,scheme,empty" doc:"what is wrong"`
	Detail string `json:"detail,omitempty" doc:"an address, a status, a name"`
}

// discovery is the part of OpenID Connect Discovery 1.0 section 3 that is
// needed here.
type discovery struct {
	Issuer        string   `json:"issuer"`
	Authorization string   `json:"authorization_endpoint"`
	Token         string   `json:"token_endpoint"`
	Keys          string   `json:"jwks_uri"`
	Types         []string `json:"response_types_supported"`
}

// TryIdentity looks whether an identity provider is at the address, as single
// sign-on would, without anybody logging in. Nothing of what it answers is told
// but addresses and counts.
func (d *Doors) TryIdentity(ctx context.Context, issuer string) (IdentityTrial, error) {
	if !goodIssuer(issuer) {
		return IdentityTrial{}, fault.Broken("issuer", clean(issuer, 500), "an https address without query", "format", "")
	}
	var out IdentityTrial
	out.Steps = d.tryIdentity(ctx, issuer)
	out.OK = !slices.ContainsFunc(out.Steps, func(s IdentityStep) bool { return !s.OK })
	return out, nil
}

func (d *Doors) tryIdentity(ctx context.Context, issuer string) (steps []IdentityStep) {
	add := func(s IdentityStep) bool {
		s.OK = s.Wrong == ""
		steps = append(steps, s)
		return s.OK
	}
	var found discovery
	address := strings.TrimSuffix(issuer, "/") + "/.well-known/openid-configuration"
	if !add(d.sso.look(ctx, "description", address, &found)) {
		return steps
	}
	is := IdentityStep{What: "issuer", Detail: clean(found.Issuer, 500)}
	if found.Issuer != issuer { // section 4.3: exactly
		is.Wrong = "other"
	}
	if !add(is) {
		return steps
	}
	ends := IdentityStep{What: "endpoints", Detail: clean(found.Authorization, 500)}
	for _, e := range []struct{ name, address string }{{"authorization_endpoint", found.Authorization}, {"token_endpoint", found.Token}, {"jwks_uri", found.Keys}} {
		switch {
		case ends.Wrong != "":
		case e.address == "":
			ends.Wrong, ends.Detail = "missing", e.name
		case !goodScheme(e.address):
			ends.Wrong, ends.Detail = "scheme", e.name
		}
	}
	if ends.Wrong == "" && len(found.Types) > 0 && !slices.Contains(found.Types, "code") {
		ends.Wrong, ends.Detail = "missing", "response_type code"
	}
	if !add(ends) {
		return steps
	}
	var set struct {
		Keys []json.RawMessage `json:"keys"`
	}
	keys := d.sso.look(ctx, "keys", found.Keys, &set)
	if keys.Wrong == "" {
		keys.Detail = fmt.Sprint(len(set.Keys))
		if len(set.Keys) == 0 {
			keys.Wrong = "empty"
		}
	}
	add(keys)
	return steps
}

// look reads a JSON document of the identity provider.
func (o *singleSignOn) look(ctx context.Context, what, address string, to any) IdentityStep {
	step := IdentityStep{What: what, Detail: clean(address, 500)}
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		step.Wrong = "format"
		return step
	}
	resp, err := o.client.Do(r)
	if err != nil {
		step.Wrong = "unreachable"
		var u *url.Error
		if errors.As(err, &u) { // the address is told already
			step.Detail = clean(u.Err.Error(), 200)
		}
		return step
	}
	defer func() { _ = resp.Body.Close() }()
	if resp.StatusCode != http.StatusOK {
		step.Wrong, step.Detail = "status", fmt.Sprint(resp.StatusCode)
		return step
	}
	raw, err := io.ReadAll(resp.Body)
	if err != nil || json.Unmarshal(raw, to) != nil {
		step.Wrong = "format"
	}
	return step
}

// goodIssuer says whether an address may be an issuer's.
func goodIssuer(text string) bool {
	u, err := url.Parse(text)
	return err == nil && u.Host != "" && u.User == nil && u.RawQuery == "" && u.Fragment == "" && goodScheme(text)
}

// goodScheme says whether what is sent to an address is nobody else's to read.
func goodScheme(text string) bool {
	u, err := url.Parse(text)
	return err == nil && (u.Scheme == "https" || u.Scheme == "http" && loopback(u.Hostname()))
}

func (d *Doors) registerTrial(api huma.API) {
	huma.Register(api, Needs(huma.Operation{
		OperationID: "try-identity-provider", Method: http.MethodPost, Path: "/api/v1/settings/access/test", Tags: []string{"settings"}, Summary: "Look whether an identity provider is there; nothing is changed",
	}, EditSettings), func(ctx context.Context, in *struct {
		Requester
		Body struct {
			Issuer string `json:"issuer" minLength:"1" maxLength:"500"`
		}
	}) (*struct{ Body IdentityTrial }, error) {
		if _, err := Require(ctx, EditSettings); err != nil {
			return nil, err
		}
		out, err := d.TryIdentity(ctx, in.Body.Issuer)
		out.Redirect = in.origin() + ssoCallback
		return &struct{ Body IdentityTrial }{out}, err
	})
}
