package mail

import (
	"context"

	"github.com/uptrace/bun"

	"github.com/yobirin/yobirin/server/internal/access"
	"github.com/yobirin/yobirin/server/internal/resource"
	"github.com/yobirin/yobirin/shared/fault"
	"github.com/yobirin/yobirin/shared/id"
)

// Server is the site's mail server as it is stored, shown and changed. Its
// password is taken and never told.
type Server struct {
	bun.BaseModel `bun:"table:mail_settings" json:"-"`
	ID            id.Site  `bun:"id,pk" json:"id" readOnly:"true"`
	Host          string   `json:"host" maxLength:"253" doc:"empty: no mail is sent, and nothing else is kept"`
	Port          int      `json:"port" minimum:"0" maximum:"65535" doc:"0: 587, or 465 for tls"`
	Security      Security `json:"security" enum:"starttls,tls,none" doc:"none: a password is sent only in ways that do not show it"`
	User          string   `bun:"login" json:"user" maxLength:"254"`
	Password      string   `json:"password,omitempty" maxLength:"1024" writeOnly:"true" doc:"absent: as before, for the same server, port, security and user; empty: none"`
	HasPassword   bool     `bun:"-" json:"hasPassword" readOnly:"true"`
	From          string   `bun:"sender" json:"from" maxLength:"254" doc:"address of the sender"`
	FromName      string   `json:"fromName" maxLength:"200"`
	Version       int64    `json:"version" readOnly:"true"`
}

func (s *Server) settings() Settings {
	return Settings{Host: s.Host, Port: s.Port, Security: s.Security, User: s.User, Password: s.Password, From: s.From, FromName: s.FromName}
}

func (m *Mail) noun() resource.Noun[Server] {
	return resource.Noun[Server]{
		Name: "mail-settings", Kind: "mail-settings", Tag: "settings", View: access.SeeSettings, Edit: access.EditSettings,
		Columns: []resource.Column{{Name: "host"}},
		Title:   func(s *Server) string { return s.Host },
		Fill: func(_ context.Context, _ bun.IDB, of []*Server) error {
			for _, s := range of {
				s.HasPassword = s.Password != ""
			}
			return nil
		},
		Change: func(_ context.Context, _ bun.Tx, c *resource.Change[Server]) error { return judge(c) },
		Committed: func(context.Context) error {
			m.o.Alarms.Clear(alarmRefused)
			return nil
		},
	}
}

// judge brings a changed mail server into its usual form. A password is kept
// only for the same server, port, security and user: it is not shown to
// another than it was given for.
func judge(c *resource.Change[Server]) error {
	s, before := c.After, c.Before
	if s.Host == "" {
		*s = Server{ID: s.ID, Port: 587, Security: STARTTLS, Version: s.Version}
		return nil
	}
	if s.Port == 0 {
		s.Port = 587
		if s.Security == TLS {
			s.Port = 465
		}
	}
	same := s.Host == before.Host && s.Port == before.Port && s.Security == before.Security && s.User == before.User
	if !same && !c.Given["password"] && before.Password != "" {
		if s.Password = ""; s.User != "" {
			return fault.Broken("password", "", "the password too, because the server or the user changes", "secret_again", "")
		}
	}
	return s.settings().Check()
}
