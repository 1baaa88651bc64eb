// Package mail sends what the site has to tell by mail: messages that callers
// left, with their sound (C-AUD-3). Mails are jobs in the database, so they
// survive restarts and wait for a mail server that is away.
package mail

import (
	"context"
	"crypto/sha256"
	"crypto/x509"
	"encoding/hex"
	"fmt"
	"io"
	"log/slog"
	"os"
	"sync/atomic"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"

	"github.com/yobirin/yobirin/server/internal/pg"
	"github.com/yobirin/yobirin/server/internal/resource"
	"github.com/yobirin/yobirin/shared/fault"
	"github.com/yobirin/yobirin/shared/id"
)

// Alarms tells people of what keeps mails from being delivered.
type Alarms interface {
	Raise(name, text string)
	Clear(name string)
}

// The alarms.
const (
	alarmServer  = "mail"         // the mail server does not take mails; ends with the next delivery
	alarmRefused = "mail-refused" // a mail was given up; ends when the settings are stored or a test mail is sent
)

// Options of New.
type Options struct {
	DB *pg.DB
	// Resources keeps the history of the settings and tells of their changes;
	// nil: one of its own.
	Resources *resource.Store
	// Zone is the site's, in which times are written.
	Zone *time.Location
	// Attach opens the sound of a recording: a WAV file. An error is tried again.
	Attach func(ctx context.Context, recording id.Recording) (io.ReadCloser, error)
	Alarms Alarms
	// Host is the name this server tells mail servers; "" is the machine's.
	Host string
	// RootCAs are who mail servers are believed from; nil: those of the system.
	RootCAs *x509.CertPool
	// Retry is the pause before another attempt, by the number of those that
	// failed; nil: from half a minute doubling to an hour.
	Retry  func(failed int) time.Duration
	Now    func() time.Time
	Logger *slog.Logger
}

// Mail is the room. It is safe for concurrent use.
type Mail struct {
	o    Options
	jobs atomic.Pointer[pg.Jobs]
}

// New makes the room on a migrated database.
func New(o Options) *Mail {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	if o.Zone == nil {
		o.Zone = time.UTC
	}
	if o.Host == "" {
		o.Host, _ = os.Hostname()
	}
	if !hostShape.MatchString(o.Host) {
		o.Host = "localhost"
	}
	if o.Retry == nil {
		o.Retry = backoff
	}
	if o.Alarms == nil {
		o.Alarms = noAlarms{}
	}
	if o.Resources == nil {
		o.Resources = resource.New(o.DB, resource.Options{Now: o.Now, Logger: o.Logger})
	}
	return &Mail{o: o}
}

type noAlarms struct{}

func (noAlarms) Raise(string, string) {}
func (noAlarms) Clear(string)         {}

// AddJobs registers the room's worker. Give the jobs made with it to Use.
func (m *Mail) AddJobs(w *river.Workers) { river.AddWorker(w, &sender{mail: m}) }

// Use says where mails are enqueued: the workers are made before the jobs are.
func (m *Mail) Use(jobs *pg.Jobs) { m.jobs.Store(jobs) }

// Voicemail is a message that a caller left.
type Voicemail struct {
	Recording id.Recording  `json:"recording"`
	Language  string        `json:"language"` // of the mail: "en", else Japanese
	From      string        `json:"from"`     // the caller's number; "": withheld
	FromName  string        `json:"fromName,omitempty"`
	Called    string        `json:"called"` // the site's number that was called, as it is to be read
	Box       string        `json:"box"`    // name of the audio file after which it was left
	At        time.Time     `json:"at"`
	Length    time.Duration `json:"length"`
}

// Notify has a mail about a message sent to each of the recipients. It returns
// when the mails are in the database, as part of the transaction tx, or by
// themselves when tx is nil. Telling of the same recording again
// within a day sends no second mail to who was told.
func (m *Mail) Notify(ctx context.Context, tx pgx.Tx, v Voicemail, recipients []string) error {
	jobs := m.jobs.Load()
	if jobs == nil {
		return fault.New(fault.Unavailable, "unavailable", "mails cannot be enqueued yet")
	}
	for _, to := range recipients {
		if !addressOK(to) {
			m.o.Logger.Error("a recipient of voicemail is no mail address", "recording", v.Recording)
			continue
		}
		args := SendArgs{Recording: v.Recording, To: to, Voicemail: v}
		if tx == nil {
			if err := jobs.Enqueue(ctx, args, nil); err != nil {
				return err
			}
			continue
		}
		if _, err := jobs.Client().InsertTx(ctx, tx, args, nil); err != nil {
			return fmt.Errorf("mail: enqueue a mail: %w", err)
		}
	}
	return nil
}

// SendArgs is the job that sends one mail to one recipient.
type SendArgs struct {
	Recording id.Recording `json:"recording" river:"unique"`
	To        string       `json:"to" river:"unique"`
	Voicemail Voicemail    `json:"voicemail"`
}

// Kind names the job in storage.
func (SendArgs) Kind() string { return "mail.send" }

// InsertOpts makes one job of what is enqueued twice, and lets it be tried
// until its time is over. Everything else goes first: mails may be many, and
// a mail server that hangs holds each of them for minutes.
func (SendArgs) InsertOpts() river.InsertOpts {
	return river.InsertOpts{MaxAttempts: 10000, Priority: 4, UniqueOpts: river.UniqueOpts{ByArgs: true}}
}

// messageID is the same for every attempt, so that a mail that was taken and
// whose answer was lost is known when it comes again (RFC 5322 section 3.6.4).
func (a SendArgs) messageID(host string) string {
	sum := sha256.Sum256([]byte(a.To))
	return a.Recording.String() + "." + hex.EncodeToString(sum[:8]) + "@" + host
}

func backoff(failed int) time.Duration {
	const first, most = 30 * time.Second, time.Hour
	if failed > 7 {
		return most
	}
	return min(most, first<<max(0, failed-1))
}
