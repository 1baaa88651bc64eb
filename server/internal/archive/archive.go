// Package archive makes the daily archives of recordings (W-HIST-4, C-REC-3): a
// zip of the conversations of one day, made at night, kept encrypted, taken as
// a download or from a bucket. All that it reads and sends is bounded in bytes
// per second, so that calls are not disturbed.
package archive

import (
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"log/slog"
	"sync/atomic"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"

	"github.com/yobirin/yobirin/server/internal/blob"
	"github.com/yobirin/yobirin/server/internal/history"
	"github.com/yobirin/yobirin/server/internal/pg"
	"github.com/yobirin/yobirin/server/internal/resource"
	"github.com/yobirin/yobirin/server/internal/vault"
	"github.com/yobirin/yobirin/shared/fault"
	"github.com/yobirin/yobirin/shared/id"
)

// Recordings opens recordings, decrypted.
type Recordings interface {
	OpenRecording(ctx context.Context, rec id.Recording) (*history.Sound, error)
}

// Keys are what archives are encrypted with.
type Keys interface {
	vault.Finder
	Newest() (vault.Key, error)
}

// Alarms tells people what keeps archives from being made or uploaded.
type Alarms interface {
	Raise(name, text string)
	Clear(name string)
}

// The alarms.
const (
	alarmMake   = "archive"        // an archive could not be made; ends with the next that is
	alarmUpload = "archive-upload" // archives do not reach the bucket; ends with the next that does
)

// Options of New. All are needed where nothing else is said.
type Options struct {
	DB         *pg.DB
	Folder     string // of the archives' files
	Recordings Recordings
	Keys       Keys
	Zone       *time.Location // whose days are archived
	Alarms     Alarms
	// Room fails, in words for people, when the disk has no room for so many
	// bytes more. Nil: there is always room.
	Room func(bytes int64) error
	// Roots are who a bucket's service is believed from; nil: those of the system.
	Roots *x509.CertPool
	// Retry is the pause before another upload, by the number of those that
	// failed; nil: from a minute doubling to an hour.
	Retry func(failed int) time.Duration
	// OnChange is told after the commit of a day whose archive is not what it
	// was. It must not wait. Nil: nobody is told.
	OnChange func(Day)
	// Resources keeps the history of the settings and tells of their changes;
	// nil: one of its own.
	Resources *resource.Store
	Now       func() time.Time // nil: time.Now
	// HowLate is the time by which old archives are deleted, which a clock that
	// has jumped does not make later. Nil: Now.
	HowLate func(context.Context) (time.Time, error)
	Logger  *slog.Logger // nil: no log
}

// Archive is the room. It is safe for concurrent use.
type Archive struct {
	o    Options
	disk *blob.Disk
	pace blob.Pace
	jobs atomic.Pointer[pg.Jobs]
}

// New makes the room on a migrated database. Use must be called before jobs run.
func New(o Options) *Archive {
	if o.Room == nil {
		o.Room = func(int64) error { return nil }
	}
	if o.Retry == nil {
		o.Retry = func(failed int) time.Duration { return min(time.Minute<<min(failed, 10), time.Hour) }
	}
	if o.OnChange == nil {
		o.OnChange = func(Day) {}
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.HowLate == nil {
		o.HowLate = func(context.Context) (time.Time, error) { return o.Now(), nil }
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	if o.Resources == nil {
		o.Resources = resource.New(o.DB, resource.Options{Now: o.Now, Logger: o.Logger})
	}
	return &Archive{o: o, disk: blob.NewDisk(o.Folder)}
}

// Use gives the room the list of jobs that AddJobs' workers are on.
func (a *Archive) Use(jobs *pg.Jobs) { a.jobs.Store(jobs) }

// Day is a day of the site's zone, as 2026-11-22.
type Day string

// ParseDay reads a day.
func ParseDay(text string) (Day, error) {
	t, err := time.Parse(time.DateOnly, text)
	if err != nil || t.Year() < 2000 || t.Year() > 9999 || t.Format(time.DateOnly) != text {
		return "", fault.Wrong("day", text, "a day as in 2026-11-22")
	}
	return Day(text), nil
}

// dayOf gives the day of a moment.
func (a *Archive) dayOf(t time.Time) Day { return Day(t.In(a.o.Zone).Format(time.DateOnly)) }

// bounds are the day's first moment and that of the next.
func (d Day) bounds(zone *time.Location) (from, to time.Time, err error) {
	t, err := time.Parse(time.DateOnly, string(d))
	if err != nil {
		return from, to, fmt.Errorf("archive: %q is no day: %w", d, err)
	}
	y, m, day := t.Date()
	return time.Date(y, m, day, 0, 0, 0, 0, zone), time.Date(y, m, day+1, 0, 0, 0, 0, zone), nil
}

// add gives the day so many days later.
func (d Day) add(days int) Day {
	t, err := time.Parse(time.DateOnly, string(d))
	if err != nil {
		return d
	}
	return Day(t.AddDate(0, 0, days).Format(time.DateOnly))
}

// subject is what the day's file is encrypted for.
func (d Day) subject() []byte { return []byte("archive " + d) }

// FileName is what a download, and the object in a bucket, is called.
func (d Day) FileName() string { return "recordings-" + string(d) + ".zip" }

// enqueue puts down a job in the transaction that asks for it.
func (a *Archive) enqueue(ctx context.Context, tx pgx.Tx, args river.JobArgs, o *river.InsertOpts) error {
	jobs := a.jobs.Load()
	if jobs == nil {
		return errors.New("archive: no jobs yet")
	}
	if _, err := jobs.Client().InsertTx(ctx, tx, args, o); err != nil {
		return fmt.Errorf("archive: enqueue a job: %w", err)
	}
	return nil
}

// inTx runs fn in one transaction.
func (a *Archive) inTx(ctx context.Context, fn func(tx pgx.Tx) error) error {
	if err := pgx.BeginFunc(ctx, a.o.DB.Pool(), fn); err != nil {
		return fmt.Errorf("archive: %w", err)
	}
	return nil
}
