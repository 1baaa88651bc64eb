package access

import (
	"context"
	"fmt"
	"net/http"
	"regexp"
	"strconv"

	"github.com/danielgtaylor/huma/v2"
	"github.com/uptrace/bun"

	"github.com/yobirin/yobirin/shared/fault"
)

// TOTPFor says whose logins need a second factor.
type TOTPFor string

// The groups of people that a second factor may be asked of.
const (
	totpNone           TOTPFor = "none"
	totpAdministrators TOTPFor = "administrators"
	totpSupervisors    TOTPFor = "supervisors"
	totpAll            TOTPFor = "all"
)

// covers says whether a second factor is asked of a role. Roles that the site
// made count as supervisors: they may be allowed anything.
func (f TOTPFor) covers(r Role) bool {
	switch f {
	case totpAll:
		return true
	case totpSupervisors:
		return r != RoleAgent
	case totpAdministrators:
		return r == RoleAdministrator
	case totpNone:
	}
	return false
}

// Passwords says who may log in with a password.
type Passwords string

// Who may log in with a password. Administrators always may: single sign-on
// that is set up wrongly must not lock everybody out.
const (
	passwordsAll            Passwords = "all"
	passwordsAdministrators Passwords = "administrators"
)

// LoginSettings are what the site asks of those who log in.
type LoginSettings struct {
	TOTPFor   TOTPFor      `json:"totpFor" enum:"none,administrators,supervisors,all" doc:"who needs a second factor; supervisors: administrators and the site's own roles too"`
	Passwords Passwords    `json:"passwords" enum:"all,administrators" doc:"who may log in with a password; administrators only with single sign-on set up"`
	OIDC      OIDCSettings `json:"oidc"`
	Version   int64        `json:"version" readOnly:"true" doc:"counts the changes; what If-Match names"`
}

// OIDCSettings are those of single sign-on (OpenID Connect).
type OIDCSettings struct {
	Issuer    string `json:"issuer" maxLength:"500" doc:"https address of the identity provider; empty: off" example:"https://login.example.jp/realms/main"`
	ClientID  string `json:"clientId" maxLength:"200"`
	HasSecret bool   `json:"hasSecret" readOnly:"true"`
	Claim     string `json:"claim" maxLength:"64" doc:"claim of the ID token that is the login ID" example:"preferred_username"`
	Button    string `json:"button" maxLength:"40" doc:"text of the button on the login page; empty: the usual one"`
}

// LoginSettingsChange is a JSON merge patch of LoginSettings.
type LoginSettingsChange struct {
	TOTPFor   *TOTPFor   `json:"totpFor,omitempty" enum:"none,administrators,supervisors,all"`
	Passwords *Passwords `json:"passwords,omitempty" enum:"all,administrators"`

	OIDC *OIDCSettingsChange `json:"oidc,omitempty"`
}

// OIDCSettingsChange is a JSON merge patch of OIDCSettings.
type OIDCSettingsChange struct {
	Issuer   *string `json:"issuer,omitempty" maxLength:"500"`
	ClientID *string `json:"clientId,omitempty" maxLength:"200"`
	Secret   *string `json:"secret,omitempty" maxLength:"500" writeOnly:"true" doc:"never shown; empty: there is none; absent: as before, unless the issuer changes"`
	Claim    *string `json:"claim,omitempty" maxLength:"64"`
	Button   *string `json:"button,omitempty" maxLength:"40"`
}

// stored are the settings with the sealed secret.
type storedSettings struct {
	LoginSettings
	secret []byte
}

func readSettings(ctx context.Context, db bun.IDB, lock string) (storedSettings, error) {
	var s storedSettings
	err := db.QueryRowContext(ctx, `select totp_for, passwords_for, oidc_issuer, oidc_client, oidc_secret, oidc_claim, oidc_button, version from access_settings `+lock).
		Scan(&s.TOTPFor, &s.Passwords, &s.OIDC.Issuer, &s.OIDC.ClientID, &s.secret, &s.OIDC.Claim, &s.OIDC.Button, &s.Version)
	if err != nil {
		return s, fmt.Errorf("access: read the settings of logins: %w", err)
	}
	s.OIDC.HasSecret = len(s.secret) > 0
	return s, nil
}

// Settings gives what the site asks of those who log in.
func (d *Doors) Settings(ctx context.Context) (LoginSettings, error) {
	s, err := readSettings(ctx, d.db.Bun(), "")
	return s.LoginSettings, err
}

// ChangeSettings changes what is given. A value that may not be is a fault
// with its field. Who decides how administrators come in could come in as one,
// by an identity provider of his own say: the session must have every right,
// else it is a fault with the key beyond_rights. A change that is meant for
// another version than the present one is a fault with the key
// changed_meanwhile. It gives what takes the change back, as OnSettings has it.
func (d *Doors) ChangeSettings(ctx context.Context, by Session, from Origin, m Match, c LoginSettingsChange) (out LoginSettings, undo string, err error) {
	err = d.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error {
		s, err := readSettings(ctx, tx, "for update")
		if err != nil {
			return err
		}
		if !m.Holds(s.Version) {
			return Meanwhile()
		}
		out, undo, err = d.changeSettings(ctx, tx, by, s, c, func(fields []SettingsField) (string, error) { return d.noteSettings(ctx, tx, by, from, fields) })
		return err
	})
	if err != nil {
		return LoginSettings{}, "", err
	}
	return out, undo, d.Sweep(ctx)
}

// UndoSettings gives settings the values that they had. begin says in the
// transaction which, and how that is noted. Secrets do not come back: it gives
// the names of those that are missing then. Of a setting that has changed since
// it is a fault with the key changed_since.
func (d *Doors) UndoSettings(ctx context.Context, by Session, begin func(context.Context, bun.Tx) (was []SettingsField, note func([]SettingsField) error, err error)) (missing []string, err error) {
	err = d.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error {
		missing = nil
		s, err := readSettings(ctx, tx, "for update")
		if err != nil {
			return err
		}
		was, note, err := begin(ctx, tx)
		if err != nil {
			return err
		}
		var c LoginSettingsChange
		for _, f := range was {
			switch now, ok := s.LoginSettings.value(f.Name); {
			case !ok:
				missing = append(missing, f.Name)
			case now != f.To:
				moved := fault.New(fault.Conflict, "changed_since", "this has been changed since")
				moved.Fields = []fault.Field{{Name: f.Name, Value: now, Expected: "the value that the change gave it", Rule: "changed_since"}}
				return moved
			default:
				c.set(f.Name, f.From)
			}
		}
		_, _, err = d.changeSettings(ctx, tx, by, s, c, func(fields []SettingsField) (string, error) { return "", note(fields) })
		return err
	})
	if err != nil {
		return nil, err
	}
	return missing, d.Sweep(ctx)
}

// changeSettings judges and stores a change of the settings that the
// transaction holds, and notes it.
func (d *Doors) changeSettings(ctx context.Context, tx bun.Tx, by Session, s storedSettings, c LoginSettingsChange, note func([]SettingsField) (string, error)) (out LoginSettings, undo string, err error) {
	before := s.LoginSettings
	if err := d.merge(&s, c); err != nil {
		return out, "", err
	}
	if wrong := s.check(); len(wrong) > 0 {
		return out, "", &fault.Error{Code: fault.Invalid, Key: "invalid", Message: "a value is not valid", Fields: wrong}
	}
	s.OIDC.HasSecret = len(s.secret) > 0
	out = s.LoginSettings
	fields := changedSettings(before, out, c)
	if len(fields) == 0 {
		return out, "", nil
	}
	if err := beyond(by, RightsOf(all()...)); err != nil {
		return out, "", err
	}
	if err := tx.QueryRowContext(ctx, `update access_settings set totp_for = ?, passwords_for = ?, oidc_issuer = ?, oidc_client = ?, oidc_secret = ?, oidc_claim = ?, oidc_button = ?, version = version + 1 returning version`,
		string(s.TOTPFor), string(s.Passwords), s.OIDC.Issuer, s.OIDC.ClientID, s.secret, s.OIDC.Claim, s.OIDC.Button).Scan(&out.Version); err != nil {
		return out, "", fmt.Errorf("access: change the settings of logins: %w", err)
	}
	undo, err = note(fields)
	return out, undo, err
}

// merge puts the change over what is stored.
func (d *Doors) merge(s *storedSettings, c LoginSettingsChange) error {
	put(&s.TOTPFor, c.TOTPFor)
	put(&s.Passwords, c.Passwords)
	if c.OIDC == nil {
		return nil
	}
	before := s.OIDC.Issuer
	put(&s.OIDC.Issuer, c.OIDC.Issuer)
	put(&s.OIDC.ClientID, c.OIDC.ClientID)
	put(&s.OIDC.Claim, c.OIDC.Claim)
	put(&s.OIDC.Button, c.OIDC.Button)
	if s.OIDC.Issuer != before {
		s.secret = nil // it is not handed to somebody else
	}
	if c.OIDC.Secret == nil {
		return nil
	}
	if s.secret = nil; *c.OIDC.Secret == "" {
		return nil
	}
	var err error
	s.secret, err = d.seal(oidcSubject, []byte(*c.OIDC.Secret))
	return err
}

func put[T any](to, from *T) {
	if from != nil {
		*to = *from
	}
}

var claimText = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_:./-]*$`)

// check names what may not be.
func (s *storedSettings) check() []fault.Field {
	var out []fault.Field
	if s.OIDC.Issuer != "" {
		if !goodIssuer(s.OIDC.Issuer) {
			out = append(out, fault.Field{Name: "oidc.issuer", Value: s.OIDC.Issuer, Expected: "an https address without query", Rule: "format", Limit: ""})
		}
		if s.OIDC.ClientID == "" {
			out = append(out, fault.Field{Name: "oidc.clientId", Value: "", Expected: "the client ID that the identity provider gave", Rule: "required", Limit: ""})
		}
	}
	if !claimText.MatchString(s.OIDC.Claim) {
		out = append(out, fault.Field{Name: "oidc.claim", Value: s.OIDC.Claim, Expected: "the name of a claim, as in preferred_username", Rule: "format", Limit: ""})
	}
	for field, text := range map[string]string{"oidc.button": s.OIDC.Button, "oidc.clientId": s.OIDC.ClientID} {
		if clean(text, 500) != text {
			out = append(out, fault.Field{Name: field, Value: text, Expected: "text without control characters", Rule: "plain", Limit: ""})
		}
	}
	if s.Passwords == passwordsAdministrators && s.OIDC.Issuer == "" {
		out = append(out, fault.Field{Name: "passwords", Value: string(s.Passwords), Expected: "all, as long as single sign-on is not set up", Rule: "one_of", Limit: string(passwordsAll)})
	}
	return out
}

func loopback(host string) bool { return host == "localhost" || host == "127.0.0.1" || host == "::1" }

// toldSettings is an answer with the settings' version.
type toldSettings struct {
	ETag string `header:"ETag" doc:"the settings' version, for If-Match"`
	Undo string `header:"Undo" doc:"what takes a change back within 24 hours (batches/{batch}/undo); missing: nothing has changed that could be taken back"`
	Body LoginSettings
}

func tellSettings(s LoginSettings, undo string) *toldSettings {
	return &toldSettings{ETag: strconv.Quote(strconv.FormatInt(s.Version, 10)), Undo: undo, Body: s}
}

func (d *Doors) registerSettings(api huma.API) {
	tags := []string{"settings"}
	huma.Register(api, Needs(huma.Operation{
		OperationID: "access-settings", Method: http.MethodGet, Path: "/api/v1/settings/access", Tags: tags, Summary: "What is asked of those who log in",
	}, SeeSettings), func(ctx context.Context, _ *struct{}) (*toldSettings, error) {
		s, err := d.Settings(ctx)
		return tellSettings(s, ""), err
	})
	huma.Register(api, Needs(huma.Operation{
		OperationID: "change-access-settings", Method: http.MethodPatch, Path: "/api/v1/settings/access", Tags: tags, Summary: "Change what is asked of those who log in",
		Description: "Needs every permission: who decides how administrators log in could log in as one.",
	}, EditSettings), func(ctx context.Context, in *struct {
		Requester
		IfMatch string `header:"If-Match" maxLength:"200" doc:"the ETag of what was read, or *"`
		Body    LoginSettingsChange
	}) (*toldSettings, error) {
		s, err := Require(ctx, EditSettings)
		if err != nil {
			return nil, err
		}
		m, err := ParseMatch(in.IfMatch)
		if err != nil {
			return nil, err
		}
		out, undo, err := d.ChangeSettings(ctx, s, in.from, m, in.Body)
		return tellSettings(out, undo), err
	})
}
