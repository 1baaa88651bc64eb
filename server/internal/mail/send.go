package mail

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/riverqueue/river"

	"github.com/yobirin/yobirin/shared/fault"
)

const (
	// lifetime is how long a mail is tried.
	lifetime = 7 * 24 * time.Hour
	// workTime is how long one attempt may take, its recording being read too.
	workTime = 4 * time.Minute
	// quietFailures is how many attempts in a row may fail before people are
	// told, so that greylisting and a server that is restarted bother nobody.
	quietFailures = 4
	// maxSound is the largest recording that is attached, in bytes.
	maxSound = 24 << 20
)

// sender works the jobs.
type sender struct {
	river.WorkerDefaults[SendArgs]
	mail *Mail
}

// Timeout of one attempt.
func (s *sender) Timeout(*river.Job[SendArgs]) time.Duration { return workTime }

// NextRetry is when a mail that could not be delivered is tried again.
func (s *sender) NextRetry(job *river.Job[SendArgs]) time.Time {
	return s.mail.o.Now().Add(s.mail.o.Retry(job.Attempt))
}

// Work tries to deliver one mail.
func (s *sender) Work(ctx context.Context, job *river.Job[SendArgs]) error {
	m := s.mail
	err := m.send(ctx, job.Args)
	if err == nil {
		m.o.Alarms.Clear(alarmServer)
		m.o.Logger.Info("a mail was delivered", "recording", job.Args.Recording, "attempt", job.Attempt)
		return nil
	}
	return s.judge(ctx, job, err)
}

// judge says what becomes of a mail that could not be delivered: nil never, a
// cancellation, or the error for another attempt.
func (s *sender) judge(ctx context.Context, job *river.Job[SendArgs], err error) error {
	m := s.mail
	if ctx.Err() != nil && errors.Is(context.Cause(ctx), context.Canceled) {
		return err // the server stops
	}
	if fault.KeyOf(err) == "recording_deleted" { // somebody heard the message before its mail could be sent
		m.o.Logger.Info("a mail about a message that is deleted is not sent", "recording", job.Args.Recording, "attempt", job.Attempt)
		return river.JobCancel(err)
	}
	m.o.Logger.Warn("a mail could not be delivered", "recording", job.Args.Recording, "attempt", job.Attempt, "err", err)
	var r *refusal
	isRefusal := errors.As(err, &r)
	switch {
	case isRefusal && r.final():
		m.o.Alarms.Raise(alarmRefused, fmt.Sprintf("A mail about a message in %q was given up: %s. Check the recipients of the audio file.", job.Args.Voicemail.Box, r))
		return river.JobCancel(err)
	case m.o.Now().Sub(job.CreatedAt) > lifetime:
		m.o.Alarms.Raise(alarmRefused, fmt.Sprintf("A mail about a message in %q was given up after 7 days: %s. The message itself is kept.", job.Args.Voicemail.Box, err))
		return river.JobCancel(err)
	case errors.Is(err, errNoServer), isRefusal && r.code >= 500, job.Attempt > quietFailures:
		m.o.Alarms.Raise(alarmServer, fmt.Sprintf("Mails cannot be delivered: %s. Check the settings of the mail server. They are tried again.", err))
	}
	return err
}

// errNoServer may be corrected at any time, so the mail waits.
var errNoServer = errors.New("no mail server is set")

func (m *Mail) send(ctx context.Context, a SendArgs) error {
	settings, err := m.Settings(ctx)
	if err != nil {
		return err
	}
	if settings.Host == "" {
		return errNoServer
	}
	sound, err := m.read(ctx, a)
	if err != nil {
		return err
	}
	message, err := m.compose(settings, a, sound)
	if err != nil {
		return err
	}
	return m.deliver(ctx, settings, a.To, message)
}

// read takes the whole recording before a server is asked, so that one that
// cannot be read is no half mail.
func (m *Mail) read(ctx context.Context, a SendArgs) ([]byte, error) {
	if m.o.Attach == nil {
		return nil, nil
	}
	r, err := m.o.Attach(ctx, a.Recording)
	if err != nil {
		return nil, fmt.Errorf("mail: open the recording: %w", err)
	}
	defer func() { _ = r.Close() }()
	sound, err := io.ReadAll(io.LimitReader(r, maxSound+1))
	if err != nil {
		return nil, fmt.Errorf("mail: read the recording: %w", err)
	}
	if len(sound) > maxSound {
		return nil, nil // the mail says where it can be heard
	}
	return sound, nil
}
