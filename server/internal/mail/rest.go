package mail

import (
	"context"
	"crypto/rand"
	"errors"
	"net/http"
	"net/textproto"

	"github.com/danielgtaylor/huma/v2"

	"github.com/yobirin/yobirin/server/internal/access"
	"github.com/yobirin/yobirin/shared/fault"
)

// Server is the site's mail server as the API shows it.
type Server struct {
	Host        string   `json:"host" doc:"empty: no mail is sent"`
	Port        int      `json:"port"`
	Security    Security `json:"security" enum:"starttls,tls,none" doc:"none: a password is sent only in ways that do not show it"`
	User        string   `json:"user"`
	HasPassword bool     `json:"hasPassword"`
	From        string   `json:"from" doc:"address of the sender"`
	FromName    string   `json:"fromName"`
}

// ServerInput sets the site's mail server.
type ServerInput struct {
	Host     string   `json:"host" maxLength:"253" doc:"empty: send no mail"`
	Port     int      `json:"port,omitempty" minimum:"0" maximum:"65535" doc:"0: 587, or 465 for tls"`
	Security Security `json:"security,omitempty" enum:"starttls,tls,none" default:"starttls"`
	User     string   `json:"user,omitempty" maxLength:"254"`
	Password *string  `json:"password,omitempty" maxLength:"1024" doc:"absent: as before; it is never shown"`
	From     string   `json:"from,omitempty" maxLength:"254" doc:"address of the sender"`
	FromName string   `json:"fromName,omitempty" maxLength:"200"`
}

// Register adds the room's operations to the API.
func (m *Mail) Register(api huma.API) {
	op := func(name, method, path, summary string) huma.Operation {
		return huma.Operation{OperationID: name, Method: method, Path: "/api/v1/settings/" + path, Tags: []string{"settings"}, Summary: summary}
	}
	huma.Register(api, access.Needs(op("mail-server", http.MethodGet, "mail", "The site's mail server"), access.SeeSettings), func(ctx context.Context, _ *struct{}) (*struct{ Body Server }, error) {
		if _, err := access.Require(ctx, access.SeeSettings); err != nil {
			return nil, err
		}
		return m.shown(ctx)
	})
	huma.Register(api, access.Needs(op("set-mail-server", http.MethodPut, "mail", "Set the site's mail server"), access.EditSettings), func(ctx context.Context, in *struct{ Body ServerInput }) (*struct{ Body Server }, error) {
		session, err := access.Require(ctx, access.EditSettings)
		if err != nil {
			return nil, err
		}
		if err := m.SetSettings(ctx, in.Body.settings(), in.Body.Password); err != nil {
			return nil, err
		}
		e := session.By(m.o.Now(), access.Origin{}, "settings.mail", "site", "")
		e.Detail = map[string]string{"host": in.Body.Host}
		if err := access.WriteAudit(ctx, m.o.DB.Bun(), e); err != nil {
			return nil, err
		}
		return m.shown(ctx)
	})
	test := op("test-mail", http.MethodPost, "mail/test", "Send a test mail now")
	test.DefaultStatus, test.Errors = http.StatusNoContent, []int{http.StatusConflict}
	huma.Register(api, access.Needs(test, access.EditSettings), func(ctx context.Context, in *struct {
		Body struct {
			To string `json:"to" maxLength:"254" doc:"address of the recipient"`
		}
	}) (*struct{}, error) {
		session, err := access.Require(ctx, access.EditSettings)
		if err != nil {
			return nil, err
		}
		return nil, m.Test(ctx, in.Body.To, session.Agent.Language)
	})
}

func (in ServerInput) settings() Settings {
	s := Settings{Host: in.Host, Port: in.Port, Security: in.Security, User: in.User, From: in.From, FromName: in.FromName}
	if s.Security == "" {
		s.Security = STARTTLS
	}
	if s.Port == 0 {
		s.Port = 587
		if s.Security == TLS {
			s.Port = 465
		}
	}
	return s
}

func (m *Mail) shown(ctx context.Context) (*struct{ Body Server }, error) {
	s, err := m.Settings(ctx)
	if err != nil {
		return nil, err
	}
	if s.Host == "" {
		s.Port, s.Security = 587, STARTTLS
	}
	return &struct{ Body Server }{Server{s.Host, s.Port, s.Security, s.User, s.Password != "", s.From, s.FromName}}, nil
}

// Test sends a mail at once. When it is not taken the error is a Conflict that
// says at which stage, and what the server answered.
func (m *Mail) Test(ctx context.Context, to, language string) error {
	if !addressOK(to) {
		return fault.Wrong("to", clean(to), "a mail address as in name@example.com")
	}
	s, err := m.Settings(ctx)
	if err != nil {
		return err
	}
	if s.Host == "" {
		return fault.New(fault.Conflict, "mail_not_set", "no mail server is set")
	}
	subject, body := "テストメール", "このメールはYobirinのメール設定を確認するために送信されました。\r\n"
	if language == "en" {
		subject, body = "Test mail", "This mail was sent to check the mail settings of Yobirin.\r\n"
	}
	msg, err := m.message(s, to, subject, body, m.o.Now())
	if err != nil {
		return err
	}
	msg.SetMessageIDWithValue(rand.Text() + "@" + m.o.Host)
	if err := m.deliver(ctx, s, to, msg); err != nil {
		f := fault.Wrap(err, fault.Conflict, "mail_failed", "the mail could not be delivered")
		f.Fields = []fault.Field{{Name: "server", Value: answer(err), Expected: "a mail server that takes the mail"}}
		return f
	}
	m.o.Alarms.Clear(alarmRefused)
	m.o.Alarms.Clear(alarmServer)
	return nil
}

// answer tells an administrator what failed, with the server's own words.
func answer(err error) string {
	text := err.Error()
	var said *textproto.Error
	var r *refusal
	switch {
	case errors.As(err, &said):
		text += ": " + said.Msg
	case errors.As(err, &r):
		text += ": " + r.cause.Error()
	}
	text = clean(text)
	if r := []rune(text); len(r) > 300 {
		text = string(r[:300])
	}
	return text
}
