package mail

import (
	"bytes"
	"context"
	"errors"
	"net"
	"strings"
	"testing"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivertype"
)

func TestBackoff(t *testing.T) {
	for failed, want := range map[int]time.Duration{
		0: 30 * time.Second, 1: 30 * time.Second, 2: time.Minute, 3: 2 * time.Minute, 7: 32 * time.Minute, 8: time.Hour, 1000: time.Hour,
	} {
		if got := backoff(failed); got != want {
			t.Errorf("after %d failures %v, want %v", failed, got, want)
		}
	}
	m := New(Options{Now: func() time.Time { return time.Unix(1000, 0) }})
	if at := (&sender{mail: m}).NextRetry(&river.Job[SendArgs]{JobRow: &rivertype.JobRow{Attempt: 2}}); !at.Equal(time.Unix(1060, 0)) {
		t.Errorf("the next attempt is at %v", at)
	}
}

// TestASilentServerIsLeft connects to one that never says a word.
func TestASilentServerIsLeft(t *testing.T) {
	for _, security := range []Security{STARTTLS, TLS, Plain} {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithCancel(t.Context())
		go func() {
			c, err := l.Accept()
			if err != nil {
				t.Error(err)
			}
			cancel() // in its own time it would be two minutes
			<-t.Context().Done()
			_ = c.Close()
		}()
		s := Settings{Host: "127.0.0.1", Port: l.Addr().(*net.TCPAddr).Port, Security: security, From: "a@example.com"}
		var r *refusal
		if err := New(Options{}).deliver(ctx, s, "b@example.com", &bytes.Buffer{}); !errors.As(err, &r) || r.stage != "connect" || r.final() {
			t.Errorf("%s: error %v", security, err)
		}
		_ = l.Close()
	}
}

// TestNoPasswordInTheClear: a server without TLS, or in the middle, gets none.
func TestNoPasswordInTheClear(t *testing.T) {
	for _, c := range []struct {
		security Security
		offers   string
		stage    string
	}{
		{STARTTLS, "AUTH PLAIN LOGIN", "STARTTLS"},
		{Plain, "AUTH PLAIN LOGIN", "AUTH"},
		{Plain, "8BITMIME", "AUTH"},
	} {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		heard := make(chan string, 1)
		go func() {
			c2, err := l.Accept()
			if err != nil {
				t.Error(err)
				return
			}
			defer func() { _ = c2.Close() }()
			_, _ = c2.Write([]byte("220 hello\r\n"))
			var all bytes.Buffer
			b := make([]byte, 1000)
			for {
				n, err := c2.Read(b)
				if err != nil {
					heard <- all.String()
					return
				}
				all.Write(b[:n])
				_, _ = c2.Write([]byte("250-hello\r\n250 " + c.offers + "\r\n"))
			}
		}()
		s := Settings{Host: "127.0.0.1", Port: l.Addr().(*net.TCPAddr).Port, Security: c.security, User: "u", Password: "s3cret", From: "a@example.com"}
		var r *refusal
		if err := New(Options{}).deliver(t.Context(), s, "b@example.com", &bytes.Buffer{}); !errors.As(err, &r) || r.stage != c.stage {
			t.Errorf("%+v: error %v", c, err)
		}
		if said := <-heard; !strings.HasPrefix(said, "EHLO ") || strings.Contains(said, "AUTH") || strings.Contains(said, "MAIL") {
			t.Errorf("%+v: the server heard %q", c, said)
		}
		_ = l.Close()
	}
}

func TestSettingsAreChecked(t *testing.T) {
	good := Settings{Host: "mail.example.com", Port: 587, Security: STARTTLS, User: "u", Password: "p", From: "a@example.com"}
	if err := good.Check(); err != nil {
		t.Error(err)
	}
	for name, change := range map[string]func(*Settings){
		"host": func(s *Settings) { s.Host = "mail.example.com\r\n" }, "port": func(s *Settings) { s.Port = 65536 },
		"security": func(s *Settings) { s.Security = "ssl" }, "user": func(s *Settings) { s.User = "a\nb" },
		"password": func(s *Settings) { s.User = "" }, "from": func(s *Settings) { s.From = "A <a@example.com>" },
		"fromName": func(s *Settings) { s.FromName = "a\r\nBcc: b@example.com" },
	} {
		s := good
		change(&s)
		if err := s.Check(); err == nil || !strings.Contains(err.Error(), name+":") {
			t.Errorf("%s: error %v", name, err)
		}
	}
}

// TestGivenUp: after seven days no further attempt is made.
func TestGivenUp(t *testing.T) {
	now := time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC)
	for age, over := range map[time.Duration]bool{6 * 24 * time.Hour: false, 7*24*time.Hour + time.Second: true} {
		var rung alarmList
		m := New(Options{Now: func() time.Time { return now }, Alarms: &rung, DB: nil})
		w := &sender{mail: m}
		err := w.judge(t.Context(), &river.Job[SendArgs]{JobRow: &rivertype.JobRow{Attempt: 100, CreatedAt: now.Add(-age)}}, &refusal{stage: "connect", cause: errors.New("refused")})
		var cancelled *river.JobCancelError
		if errors.As(err, &cancelled) != over || (rung == alarmRefused) != over {
			t.Errorf("after %v: %v, alarm %q", age, err, rung)
		}
	}
}

type alarmList string

func (a *alarmList) Raise(name, _ string) { *a = alarmList(name) }
func (a *alarmList) Clear(string)         {}
