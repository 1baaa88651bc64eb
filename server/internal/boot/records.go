package boot

import (
	"context"
	"path/filepath"
	"time"

	"github.com/yobirin/yobirin/server/internal/directory"
	"github.com/yobirin/yobirin/server/internal/history"
	"github.com/yobirin/yobirin/server/internal/journal"
	"github.com/yobirin/yobirin/server/internal/obs"
	"github.com/yobirin/yobirin/shared/id"
)

// startRecords brings the database up to date with what the run before left
// behind, and the telephony with the database.
func (m *Main) startRecords(ctx context.Context) error {
	m.history = history.New(m.db, history.Options{Recordings: m.recordings(), Logger: m.log})
	work, stop := context.WithCancel(context.Background())
	m.stopWorkers = stop
	m.workers.Go(func() {
		if err := m.book.drain(work, m.history); work.Err() == nil {
			m.log.Error("events do not reach the database any more", obs.Err(err))
		}
	})
	m.onClose("workers", func(ctx context.Context) error {
		m.awaitSpool(ctx, lastWords)
		stop()
		m.workers.Wait()
		return nil
	})
	if err := m.mend(ctx); err != nil {
		return err
	}
	m.doors = m.newDoors()
	m.directory = directory.New(m.db, directory.Options{Audio: filepath.Join(m.cfg.DataDir, "audio"), Doors: m.doors, Logger: m.log})
	m.directory.OnChange(m.configure)
	site, err := m.directory.Load(ctx)
	if err != nil {
		return err
	}
	m.configure(site)
	m.workers.Go(func() {
		if err := m.directory.Run(work); work.Err() == nil {
			m.log.Error("changes of the site are not seen any more", obs.Err(err))
		}
	})
	m.workers.Go(func() { m.keepMemory(work) })
	return nil
}

// mend closes what a crash left open: recordings get their headers, calls
// their ends (D-OPS-5).
func (m *Main) mend(ctx context.Context) error {
	m.awaitSpool(ctx, time.Minute)
	now := time.Now()
	closed, err := m.history.CloseAbandoned(ctx, now, nil)
	if err != nil {
		return err
	}
	repaired, err := m.recorder.Repair()
	if err != nil {
		m.log.Error("recordings of the run before could not all be repaired", obs.Err(err))
	}
	for _, r := range repaired {
		end := journal.RecordingEnded{Recording: r.Recording, Path: r.Path, Length: r.Length, Bytes: r.Bytes, SHA256: r.SHA256}
		if err := m.history.Attach(ctx, id.CallOf(id.Leg(r.Recording)), now, end); err != nil {
			return err
		}
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
