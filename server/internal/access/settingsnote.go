package access

import (
	"context"
	"strings"

	"github.com/uptrace/bun"
)

// SettingsField is a setting of logins that was changed; a secret is named
// without values.
type SettingsField struct {
	Name     string
	From, To string
	Secret   bool
}

// OnSettings has fn note in the transaction what was changed of the settings of
// logins, instead of the entry in the audit that this room writes else, and give
// what takes it back. Call it before anybody is served.
func (d *Doors) OnSettings(fn func(ctx context.Context, tx bun.Tx, by Session, from Origin, fields []SettingsField) (undo string, err error)) {
	d.settingsNoted = fn
}

func (d *Doors) noteSettings(ctx context.Context, tx bun.Tx, by Session, from Origin, fields []SettingsField) (undo string, err error) {
	if d.settingsNoted != nil {
		return d.settingsNoted(ctx, tx, by, from, fields)
	}
	e := by.By(d.now(), from, "access-settings.updated", "access-settings", "")
	e.Detail = map[string]string{}
	for _, f := range fields {
		if e.Detail[f.Name] = strings.TrimSpace(f.From + " → " + f.To); f.Secret {
			e.Detail[f.Name] = "set"
		}
	}
	return "", WriteAudit(ctx, tx, e)
}

// changedSettings says what a change makes otherwise.
func changedSettings(a, b LoginSettings, c LoginSettingsChange) (out []SettingsField) {
	for _, name := range []string{"totpFor", "passwords", "oidc.issuer", "oidc.clientId", "oidc.claim", "oidc.button"} {
		from, _ := a.value(name)
		if to, _ := b.value(name); from != to {
			out = append(out, SettingsField{Name: name, From: from, To: to})
		}
	}
	if c.OIDC != nil && c.OIDC.Secret != nil || a.OIDC.HasSecret && !b.OIDC.HasSecret {
		out = append(out, SettingsField{Name: "oidc.secret", Secret: true})
	}
	return out
}

// value gives a setting by its name in the API; false: it is a secret, or none.
func (s LoginSettings) value(name string) (string, bool) {
	switch name {
	case "totpFor":
		return string(s.TOTPFor), true
	case "passwords":
		return string(s.Passwords), true
	case "oidc.issuer":
		return s.OIDC.Issuer, true
	case "oidc.clientId":
		return s.OIDC.ClientID, true
	case "oidc.claim":
		return s.OIDC.Claim, true
	case "oidc.button":
		return s.OIDC.Button, true
	}
	return "", false
}

// set puts a setting into the change.
func (c *LoginSettingsChange) set(name, to string) {
	if c.OIDC == nil {
		c.OIDC = &OIDCSettingsChange{}
	}
	switch name {
	case "totpFor":
		c.TOTPFor = (*TOTPFor)(&to)
	case "passwords":
		c.Passwords = (*Passwords)(&to)
	case "oidc.issuer":
		c.OIDC.Issuer = &to
	case "oidc.clientId":
		c.OIDC.ClientID = &to
	case "oidc.claim":
		c.OIDC.Claim = &to
	case "oidc.button":
		c.OIDC.Button = &to
	}
}
