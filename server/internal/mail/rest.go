package mail

import (
	"context"
	"crypto/rand"
	"errors"
	"net/http"
	"net/textproto"

	"github.com/danielgtaylor/huma/v2"

	"github.com/yobirin/yobirin/server/internal/access"
	"github.com/yobirin/yobirin/server/internal/resource"
	"github.com/yobirin/yobirin/shared/fault"
)

// Register adds the room's operations to the API.
func (m *Mail) Register(api huma.API) {
	resource.RegisterOneAt(api, m.o.Resources, "/api/v1/settings/mail", m.noun(), resource.Sole("mail_settings"))
	test := huma.Operation{OperationID: "test-mail", Method: http.MethodPost, Path: "/api/v1/settings/mail/test", Tags: []string{"settings"}, Summary: "Send a test mail now"}
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
