package mail_test

import (
	"bytes"
	"context"
	"encoding/base64"
	"errors"
	"io"
	"maps"
	"mime"
	"mime/multipart"
	"net"
	netmail "net/mail"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/emersion/go-smtp"
	"github.com/riverqueue/river"

	"github.com/yobirin/yobirin/server/internal/mail"
	"github.com/yobirin/yobirin/server/internal/pg"
	"github.com/yobirin/yobirin/server/internal/pg/pgtest"
	"github.com/yobirin/yobirin/shared/fault"
	"github.com/yobirin/yobirin/shared/id"
)

var sound = bytes.Repeat([]byte("RIFF sound "), 20000)

// bells are alarms that tests can wait for.
type bells struct {
	mu      sync.Mutex
	raised  map[string]string
	changed chan struct{}
}

func (b *bells) Raise(name, text string) { b.set(name, text) }
func (b *bells) Clear(name string)       { b.set(name, "") }

func (b *bells) set(name, text string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if text == "" {
		delete(b.raised, name)
	} else {
		b.raised[name] = text
	}
	select {
	case b.changed <- struct{}{}:
	default:
	}
}

// until waits for a state of the alarms.
func (b *bells) until(t *testing.T, ok func(raised map[string]string) bool) {
	t.Helper()
	end := time.After(30 * time.Second)
	for {
		b.mu.Lock()
		now := maps.Clone(b.raised)
		b.mu.Unlock()
		if ok(now) {
			return
		}
		select {
		case <-b.changed:
		case <-end:
			t.Fatalf("the alarms are %v", now)
		}
	}
}

type rig struct {
	*mail.Mail
	db     *pg.DB
	office *postOffice
	bells  *bells
	gone   atomic.Bool // recordings are deleted
}

// open makes the room with running jobs, and a post office that is not open yet.
func open(t *testing.T) *rig {
	t.Helper()
	r := &rig{db: pgtest.New(t), office: newPostOffice(t), bells: &bells{raised: map[string]string{}, changed: make(chan struct{}, 1)}}
	zone, err := time.LoadLocation("Asia/Tokyo")
	if err != nil {
		t.Fatal(err)
	}
	r.Mail = mail.New(mail.Options{
		DB: r.db, Zone: zone, Alarms: r.bells, Host: "pbx.example.com", RootCAs: r.office.roots,
		Attach: func(context.Context, id.Recording) (io.ReadCloser, error) {
			if r.gone.Load() {
				return nil, fault.New(fault.NotFound, "recording_deleted", "this recording has been deleted")
			}
			return io.NopCloser(bytes.NewReader(sound)), nil
		},
		Retry: func(int) time.Duration { return 10 * time.Millisecond },
	})
	workers := river.NewWorkers()
	r.AddJobs(workers)
	if err := r.Notify(t.Context(), nil, message(), []string{"a@example.com"}); fault.CodeOf(err) != fault.Unavailable {
		t.Errorf("before there are jobs: %v", err)
	}
	jobs, err := pg.NewJobs(r.db, workers, pg.JobOptions{})
	if err != nil {
		t.Fatal(err)
	}
	r.Use(jobs)
	if err := jobs.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		ctx, stop := context.WithTimeout(context.Background(), 20*time.Second)
		defer stop()
		if err := jobs.Stop(ctx); err != nil {
			t.Error(err)
		}
	})
	return r
}

func (r *rig) set(t *testing.T, port int, change func(*mail.Settings)) {
	t.Helper()
	password := "s3cret"
	s := mail.Settings{Host: "127.0.0.1", Port: port, Security: mail.STARTTLS, User: "pbx", From: "pbx@example.com", FromName: "コールセンター"}
	if change != nil {
		s.Password = password
		change(&s)
		password = s.Password
	}
	if _, err := r.db.Pool().Exec(t.Context(), "update mail_settings set host = $1, port = $2, security = $3, login = $4, password = $5, sender = $6, from_name = $7",
		s.Host, s.Port, string(s.Security), s.User, password, s.From, s.FromName); err != nil {
		t.Fatal(err)
	}
}

func message() mail.Voicemail {
	return mail.Voicemail{
		Recording: id.Numbered[id.Recording](7), Language: "ja", From: "09012345678", FromName: "山田 花子", Called: "0312345678 代表",
		Box: "時間外", At: time.Date(2026, 11, 22, 12, 5, 6, 0, time.UTC), Length: 82500 * time.Millisecond,
	}
}

func (r *rig) notify(t *testing.T, to ...string) {
	t.Helper()
	if err := r.Notify(t.Context(), nil, message(), to); err != nil {
		t.Fatal(err)
	}
}

// read takes a mail apart.
func read(t *testing.T, raw []byte) (header netmail.Header, subject, text, fileName string, file []byte) {
	t.Helper()
	m, err := netmail.ReadMessage(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	if subject, err = new(mime.WordDecoder).DecodeHeader(m.Header.Get("Subject")); err != nil {
		t.Fatal(err)
	}
	_, params, err := mime.ParseMediaType(m.Header.Get("Content-Type"))
	if err != nil {
		t.Fatal(err)
	}
	parts := multipart.NewReader(m.Body, params["boundary"])
	for {
		p, err := parts.NextPart() // decodes quoted-printable
		if errors.Is(err, io.EOF) {
			return m.Header, subject, text, fileName, file
		}
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(p)
		if err != nil {
			t.Fatal(err)
		}
		if p.FileName() == "" {
			text = string(body)
			continue
		}
		fileName, file = p.FileName(), decode64(t, body)
	}
}

func TestVoicemailArrives(t *testing.T) {
	r := open(t)
	r.set(t, r.office.open(0), nil)
	r.notify(t, "sato@example.com", "not an address")
	got := r.office.next()
	if got.from != "pbx@example.com" || got.to != "sato@example.com" || !got.secure || got.user != "pbx" {
		t.Errorf("from %s to %s, TLS %v, as %q", got.from, got.to, got.secure, got.user)
	}
	header, subject, text, name, file := read(t, got.raw)
	if subject != "【留守番電話】山田 花子 (09012345678)（1分23秒）" {
		t.Errorf("subject %q", subject)
	}
	for _, want := range []string{"発信者：山田 花子 (09012345678)", "着信番号：0312345678 代表", "音声ファイル：時間外", "日時：2026年11月22日（日）21:05（Asia/Tokyo）", "長さ：1分23秒", "添付"} {
		if !strings.Contains(text, want) {
			t.Errorf("the text has no %q:\n%s", want, text)
		}
	}
	if name != "voicemail-20261122-210506.wav" || !bytes.Equal(file, sound) {
		t.Errorf("attached %s of %d bytes, want all %d", name, len(file), len(sound))
	}
	from, err := netmail.ParseAddress(header.Get("From"))
	if err != nil || from.Name != "コールセンター" || header.Get("Date") != "Sun, 22 Nov 2026 21:05:06 +0900" || header.Get("Auto-Submitted") != "auto-generated" {
		t.Errorf("header %v", header)
	}
	r.bells.until(t, func(raised map[string]string) bool { return len(raised) == 0 })
}

func TestEnglishAndHostileNames(t *testing.T) {
	r := open(t)
	r.set(t, r.office.open(0), nil)
	v := message()
	v.Language, v.From, v.FromName, v.Box, v.Length = "en", "", "Eve\r\nBcc: all@example.com", "a\r\n\r\nb\u202e", 59*time.Second
	if err := r.Notify(t.Context(), nil, v, []string{"a@example.com"}); err != nil {
		t.Fatal(err)
	}
	header, subject, text, _, _ := read(t, r.office.next().raw)
	if subject != "Voicemail from number withheld (0:59)" || header.Get("Bcc") != "" {
		t.Errorf("subject %q, header %v", subject, header)
	}
	if !strings.Contains(text, "Announcement: ab\r\n") || !strings.Contains(text, "Sunday, 22 November 2026, 21:05 (Asia/Tokyo)") {
		t.Errorf("text:\n%s", text)
	}
	v.Recording, v.From = id.Numbered[id.Recording](8), "0312345678\r\nX-Evil: 1"
	if err := r.Notify(t.Context(), nil, v, []string{"a@example.com"}); err != nil {
		t.Fatal(err)
	}
	if header, _, _, _, _ := read(t, r.office.next().raw); header.Get("X-Evil") != "" {
		t.Errorf("header %v", header)
	}
}

// TestToldTwice sends one mail to each recipient, however often it is told.
func TestToldTwice(t *testing.T) {
	r := open(t)
	r.set(t, r.office.open(0), nil)
	r.notify(t, "a@example.com", "b@example.com")
	first := []taken{r.office.next(), r.office.next()}
	r.notify(t, "a@example.com", "b@example.com", "c@example.com")
	third := r.office.next()
	if third.to != "c@example.com" || first[0].to == first[1].to {
		t.Errorf("mails to %s, %s and then %s", first[0].to, first[1].to, third.to)
	}
	var jobs int
	if err := r.db.Pool().QueryRow(t.Context(), "select count(*) from river_job where kind = 'mail.send'").Scan(&jobs); err != nil || jobs != 3 {
		t.Errorf("%d jobs (%v), want 3", jobs, err)
	}
	a, _, _, _, _ := read(t, first[0].raw)
	b, _, _, _, _ := read(t, first[1].raw)
	if a.Get("Message-ID") == "" || a.Get("Message-ID") == b.Get("Message-ID") {
		t.Errorf("identifiers %q and %q", a.Get("Message-ID"), b.Get("Message-ID"))
	}
}

func TestGreylisting(t *testing.T) {
	r := open(t)
	r.office.rcpt = func(attempt int) error {
		if attempt <= 2 {
			return &smtp.SMTPError{Code: 451, EnhancedCode: smtp.EnhancedCode{4, 7, 1}, Message: "Greylisted"}
		}
		return nil
	}
	r.office.data = func(attempt int) error {
		if attempt == 3 {
			return &smtp.SMTPError{Code: 452, EnhancedCode: smtp.EnhancedCode{4, 3, 1}, Message: "Disk full"}
		}
		return nil
	}
	r.set(t, r.office.open(0), nil)
	r.notify(t, "a@example.com")
	r.office.next()
	if _, attempts := r.office.counted(); attempts != 4 {
		t.Errorf("taken at attempt %d, want 4", attempts)
	}
	r.bells.until(t, func(raised map[string]string) bool { return len(raised) == 0 })
}

func TestServerDownThenUp(t *testing.T) {
	r := open(t)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	port := l.Addr().(*net.TCPAddr).Port
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	r.set(t, port, nil)
	r.notify(t, "a@example.com")
	r.bells.until(t, func(raised map[string]string) bool { return strings.Contains(raised["mail"], "connect") })
	r.office.open(port)
	r.office.next()
	r.bells.until(t, func(raised map[string]string) bool { return len(raised) == 0 })
}

func TestNoServerThenOne(t *testing.T) {
	r := open(t)
	r.notify(t, "a@example.com")
	r.bells.until(t, func(raised map[string]string) bool { return strings.Contains(raised["mail"], "no mail server is set") })
	r.set(t, r.office.open(0), nil)
	r.office.next()
}

func TestWrongPasswordThenRight(t *testing.T) {
	r := open(t)
	port := r.office.open(0)
	r.set(t, port, func(s *mail.Settings) { s.Password = "wrong" })
	r.notify(t, "a@example.com")
	r.bells.until(t, func(raised map[string]string) bool { return strings.Contains(raised["mail"], "535 to AUTH") })
	if _, attempts := r.office.counted(); attempts != 0 {
		t.Error("a recipient was named without a login")
	}
	r.set(t, port, nil)
	r.office.next()
	r.bells.until(t, func(raised map[string]string) bool { return len(raised) == 0 })
}

func TestRefusedForGood(t *testing.T) {
	r := open(t)
	r.office.rcpt = func(int) error {
		return &smtp.SMTPError{Code: 550, EnhancedCode: smtp.EnhancedCode{5, 1, 1}, Message: "<gone@example.com>: no such user"}
	}
	r.set(t, r.office.open(0), nil)
	r.notify(t, "gone@example.com")
	r.bells.until(t, func(raised map[string]string) bool {
		text := raised["mail-refused"]
		return strings.Contains(text, "550 to RCPT") && strings.Contains(text, "時間外") && !strings.Contains(text, "gone@")
	})
	r.cancelled(t)
	if _, attempts := r.office.counted(); attempts != 1 {
		t.Errorf("%d attempts, want one", attempts)
	}
}

// cancelled waits until the one job is given up.
func (r *rig) cancelled(t *testing.T) {
	t.Helper()
	state := ""
	for tick := time.NewTicker(20 * time.Millisecond); state != "cancelled"; <-tick.C {
		if err := r.db.Pool().QueryRow(t.Context(), "select state from river_job where kind = 'mail.send'").Scan(&state); err != nil {
			t.Fatal(err)
		}
		if !slices.Contains([]string{"available", "running", "cancelled"}, state) {
			t.Fatalf("the job is %s", state)
		}
	}
}

// A message may be heard and deleted while its mail waits for the server: that
// is no trouble of the mail server, and nothing to try for a week.
func TestDeletedMessagesAreNotSent(t *testing.T) {
	r := open(t)
	r.gone.Store(true)
	r.set(t, r.office.open(0), nil)
	r.notify(t, "a@example.com")
	r.cancelled(t)
	r.bells.until(t, func(raised map[string]string) bool { return len(raised) == 0 })
	if _, attempts := r.office.counted(); attempts != 0 {
		t.Errorf("%d attempts, want none", attempts)
	}
}

func decode64(t *testing.T, body []byte) []byte {
	t.Helper()
	out, err := io.ReadAll(base64.NewDecoder(base64.StdEncoding, bytes.NewReader(body)))
	if err != nil {
		t.Fatal(err)
	}
	return out
}
