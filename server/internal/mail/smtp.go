package mail

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/textproto"
	"slices"
	"strconv"
	"strings"
	"time"

	gosmtp "github.com/wneessen/go-mail/smtp"
)

// patience is how long a whole delivery may take.
const patience = 2 * time.Minute

// refusal is a delivery that failed. It tells the stage and the server's
// code, not its text, which may hold addresses: that is in the cause.
type refusal struct {
	stage string
	code  int // of the server's answer; 0: there was none
	cause error
}

// Error tells what failed, fit for a log.
func (r *refusal) Error() string {
	if r.code != 0 {
		return fmt.Sprintf("the mail server answered %d to %s", r.code, r.stage)
	}
	return "no delivery: " + r.stage
}

// Unwrap gives the cause.
func (r *refusal) Unwrap() error { return r.cause }

// final says that another attempt cannot help: the server refuses this
// recipient or this mail for good (RFC 5321 section 4.2.1). What it refuses
// before is a matter of the settings, which may be corrected.
func (r *refusal) final() bool { return r.code >= 500 && (r.stage == "RCPT" || r.stage == "DATA") }

func refused(stage string, err error) error {
	if err == nil {
		return nil
	}
	r := &refusal{stage: stage, cause: err}
	var answer *textproto.Error
	if errors.As(err, &answer) {
		r.code = answer.Code
	}
	return r
}

// deliver hands one mail to the site's mail server. It returns nil when the
// server has taken it.
func (m *Mail) deliver(ctx context.Context, s Settings, to string, message io.WriterTo) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	conf := &tls.Config{ServerName: s.Host, RootCAs: m.o.RootCAs, MinVersion: tls.VersionTLS12}
	conn, err := dial(ctx, s, conf)
	if err != nil {
		return refused("connect", err)
	}
	// A server that falls silent is left when the time is over.
	forget := context.AfterFunc(ctx, func() { _ = conn.Close() })
	defer forget()
	client, err := gosmtp.NewClient(conn, s.Host)
	if err != nil {
		_ = conn.Close()
		return refused("connect", err)
	}
	defer func() { _ = client.Close() }()
	if err := client.Hello(m.o.Host); err != nil {
		return refused("EHLO", err)
	}
	if s.Security == STARTTLS {
		if ok, _ := client.Extension("STARTTLS"); !ok {
			return refused("STARTTLS", errors.New("the server does not offer it"))
		}
		if err := client.StartTLS(conf); err != nil {
			return refused("STARTTLS", err)
		}
	}
	if err := authenticate(client, s); err != nil {
		return refused("AUTH", err)
	}
	if err := client.Mail(s.From); err != nil {
		return refused("MAIL", err)
	}
	if err := client.Rcpt(to); err != nil {
		return refused("RCPT", err)
	}
	w, err := client.Data()
	if err != nil {
		return refused("DATA", err)
	}
	if _, err := message.WriteTo(w); err != nil {
		return refused("DATA", err) // without its end the server takes nothing
	}
	if err := w.Close(); err != nil {
		return refused("DATA", err)
	}
	_ = client.Quit() // it is taken; a farewell that fails changes nothing
	return nil
}

func dial(ctx context.Context, s Settings, conf *tls.Config) (net.Conn, error) {
	address := net.JoinHostPort(s.Host, strconv.Itoa(s.Port))
	if s.Security == TLS {
		return (&tls.Dialer{Config: conf}).DialContext(ctx, "tcp", address)
	}
	return (&net.Dialer{}).DialContext(ctx, "tcp", address)
}

// authenticate logs in with the best mechanism that the server offers. One
// that shows the password is used only over TLS.
func authenticate(client *gosmtp.Client, s Settings) error {
	if s.User == "" {
		return nil
	}
	_, offered := client.Extension("AUTH")
	has := strings.Fields(strings.ToUpper(offered))
	switch safe := s.Security != Plain; {
	case slices.Contains(has, "SCRAM-SHA-256"):
		return client.Auth(gosmtp.ScramSHA256Auth(s.User, s.Password))
	case safe && slices.Contains(has, "PLAIN"):
		return client.Auth(gosmtp.PlainAuth("", s.User, s.Password, s.Host, false))
	case safe && slices.Contains(has, "LOGIN"):
		return client.Auth(gosmtp.LoginAuth(s.User, s.Password, s.Host, false))
	case slices.Contains(has, "CRAM-MD5"):
		return client.Auth(gosmtp.CRAMMD5Auth(s.User, s.Password))
	}
	return fmt.Errorf("the server offers no mechanism that can be used with security %s: %q", s.Security, clean(offered))
}
