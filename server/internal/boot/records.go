package boot

import (
	"context"
	"log/slog"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"github.com/riverqueue/river"

	"github.com/yobirin/yobirin/server/internal/access"
	"github.com/yobirin/yobirin/server/internal/directory"
	"github.com/yobirin/yobirin/server/internal/history"
	"github.com/yobirin/yobirin/server/internal/journal"
	"github.com/yobirin/yobirin/server/internal/mail"
	"github.com/yobirin/yobirin/server/internal/obs"
	"github.com/yobirin/yobirin/server/internal/pg"
	"github.com/yobirin/yobirin/server/internal/resource"
	"github.com/yobirin/yobirin/server/internal/vault"
	"github.com/yobirin/yobirin/shared/id"
)

// startRecords opens the rooms of records and the list of background work,
// which begins only when everything else does.
func (m *Main) startRecords(ctx context.Context) error {
	m.history = history.New(m.db, history.Options{
		Recordings: m.recordings(), Keys: m.keys, Zone: m.cfg.TimeZone, Retention: m.retention, Logger: m.log, Enqueue: m.tellOfMessage,
		OnVoicemail: func(c history.VoicemailChange) {
			m.nudge(m.messagesChanged)
			m.tellLeft(nounVoicemails, c.Voicemail.ID.String())
		},
		OnTake:      func(history.Take) { m.nudge(m.takesChanged) },
		ClockJumped: m.clockJumped,
	})
	secrets, err := vault.OpenKeys(filepath.Join(m.cfg.DataDir, "access-keys"), time.Now())
	if err != nil {
		return err
	}
	m.doors = access.New(m.db, access.Options{Logger: m.log, Keys: secrets})
	m.resources = resource.New(m.db, resource.Options{Logger: m.log})
	m.directory = directory.New(m.db, directory.Options{Resources: m.resources, Audio: filepath.Join(m.cfg.DataDir, "audio"), Doors: m.doors, Zone: m.cfg.TimeZone, Logger: m.log, Telephony: softphones{m}, Carriers: carriers{m}, Calls: outside{m}, NoPhoneLinks: !m.cfg.PhoneLinks})
	m.doors.OnEnd(m.owners.ended)
	m.mail = mail.New(mail.Options{DB: m.db, Resources: m.resources, Zone: m.cfg.TimeZone, Attach: m.attach, Alarms: m.alarms, Logger: m.log})
	m.chat = m.newChat()
	m.archive = m.newArchive()
	workers := river.NewWorkers()
	m.mail.AddJobs(workers)
	jobs, err := pg.NewJobs(m.db, workers, pg.JobOptions{
		Periodic: slices.Concat(m.doors.AddJobs(workers), m.history.AddJobs(workers), m.archive.AddJobs(workers), m.chat.AddJobs(workers)), Logger: slog.New(quiet{m.log.Handler()}),
	})
	if err != nil {
		return err
	}
	m.jobs = jobs
	m.mail.Use(jobs)
	m.archive.Use(jobs)
	site, err := m.directory.Load(ctx)
	if err != nil {
		return err
	}
	m.site.Store(&site) // what the run before left may be a message, whose recipients the site knows
	return nil
}

// startHistory brings the database up to date with what the run before left
// behind, and from here on with what happens.
func (m *Main) startHistory(ctx context.Context) error {
	work, stop := context.WithCancel(context.Background())
	var workers sync.WaitGroup
	workers.Go(func() {
		if err := m.book.drain(work, m.history); work.Err() == nil {
			m.log.Error("events do not reach the database any more", obs.Err(err))
		}
	})
	m.onClose("history", func(ctx context.Context) error {
		m.awaitSpool(ctx, lastWords)
		stop()
		workers.Wait()
		return nil
	})
	if err := m.mend(ctx); err != nil {
		return err
	}
	m.missKeys(ctx)
	return nil
}

// startSite makes the telephony work from the site as it is stored, and as it
// is changed.
func (m *Main) startSite(ctx context.Context) error {
	m.directory.OnChange(m.configure)
	m.resources.OnChange(m.tellChanged)
	site, err := m.directory.Load(ctx)
	if err != nil {
		return err
	}
	m.configure(site)
	work, stop := context.WithCancel(context.Background())
	var workers sync.WaitGroup
	workers.Go(func() {
		if err := m.directory.Run(work); work.Err() == nil {
			m.log.Error("changes of the site are not seen any more", obs.Err(err))
		}
	})
	workers.Go(func() {
		if err := m.resources.Run(work); work.Err() == nil {
			m.log.Error("changes of records are not told any more", obs.Err(err))
		}
	})
	workers.Go(func() { m.keepMemory(work) })
	workers.Go(func() { m.keepUp(work, m.messagesChanged, m.lightMessages) })
	workers.Go(func() { m.keepUp(work, m.takesChanged, m.takeAudios) })
	workers.Go(func() { m.keepUp(work, m.siteChanged, m.endSessions) })
	workers.Go(func() { m.keepUp(work, m.levelChanged, m.recount) }) // which may wait: nobody's session does for it
	workers.Go(func() { m.stirred.run(work) })
	workers.Go(func() { _ = m.doors.Run(work) }) // ends with work alone
	m.nudge(m.messagesChanged)
	m.nudge(m.takesChanged)
	m.onClose("site", func(context.Context) error {
		stop()
		workers.Wait()
		return nil
	})
	return nil
}

// mend closes what a crash left open: recordings get their headers, calls
// their ends (D-OPS-5).
func (m *Main) mend(ctx context.Context) error {
	m.awaitSpool(ctx, time.Minute)
	now := time.Now()
	repaired, err := m.recorder.Repair()
	if err != nil {
		m.log.Error("recordings of the run before could not all be repaired", obs.Err(err))
	}
	for _, r := range repaired {
		end := journal.RecordingEnded{Recording: r.Recording, Path: r.Path, Length: r.Length, Bytes: r.Bytes, SHA256: r.SHA256, Key: r.Key}
		if err := m.history.Attach(ctx, id.CallOf(id.Leg(r.Recording)), now, end); err != nil {
			return err
		}
	}
	closed, err := m.history.CloseAbandoned(ctx, now, nil) // a call lasted as long as its recording
	if err != nil {
		return err
	}
	if closed > 0 || len(repaired) > 0 {
		m.log.Warn("the run before did not end in order", "calls closed", closed, "recordings repaired", len(repaired))
	}
	return nil
}

// awaitSpool waits until the database has every event, or the time is over.
func (m *Main) awaitSpool(ctx context.Context, atMost time.Duration) {
	ctx, cancel := context.WithTimeout(ctx, atMost)
	defer cancel()
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	for m.spool.Stats().Waiting > 0 {
		select {
		case <-tick.C:
		case <-ctx.Done():
			m.log.Warn("events wait in the spool for the database", "events", m.spool.Stats().Waiting)
			return
		}
	}
}
