package access

import (
	"context"
	"fmt"
	"time"

	"github.com/riverqueue/river"
)

// purgeEvery is how often expired sessions are deleted.
const purgeEvery = 15 * time.Minute

// PurgeArgs is the job that deletes expired sessions.
type PurgeArgs struct{}

// Kind names the job in storage.
func (PurgeArgs) Kind() string { return "access_purge_sessions" }

type purger struct {
	river.WorkerDefaults[PurgeArgs]
	doors *Doors
}

// Work deletes the expired sessions.
func (p *purger) Work(ctx context.Context, _ *river.Job[PurgeArgs]) error {
	n, err := p.doors.Purge(ctx)
	if err != nil {
		return fmt.Errorf("purge sessions: %w", err)
	}
	if n > 0 {
		p.doors.log.Info("expired sessions deleted", "count", n)
	}
	return nil
}

// AddJobs registers the room's worker and gives its periodic jobs.
func (d *Doors) AddJobs(w *river.Workers) []*river.PeriodicJob {
	river.AddWorker(w, &purger{doors: d})
	return []*river.PeriodicJob{river.NewPeriodicJob(
		river.PeriodicInterval(purgeEvery),
		func() (river.JobArgs, *river.InsertOpts) { return PurgeArgs{}, nil },
		&river.PeriodicJobOpts{RunOnStart: true},
	)}
}
