package pg

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
)

// JobOptions tune NewJobs.
type JobOptions struct {
	// Periodic are jobs that the elected leader of all servers enqueues by clock.
	Periodic []*river.PeriodicJob
	// MaxWorkers is how many jobs run at once on this server; 0 means 8.
	MaxWorkers int
	Logger     *slog.Logger
}

// Jobs runs background work whose list is kept in PostgreSQL: a job survives a
// restart, runs on one server, is retried when it fails or panics.
type Jobs struct {
	client *river.Client[pgx.Tx]
}

// NewJobs wires workers to db, which must be migrated. Nothing runs before Start.
func NewJobs(db *DB, workers *river.Workers, o JobOptions) (*Jobs, error) {
	if o.MaxWorkers == 0 {
		o.MaxWorkers = 8
	}
	client, err := river.NewClient(riverpgxv5.New(db.pool), &river.Config{
		Logger:       orDiscard(o.Logger),
		PeriodicJobs: o.Periodic,
		Queues:       map[string]river.QueueConfig{river.QueueDefault: {MaxWorkers: o.MaxWorkers}},
		Workers:      workers,
	})
	if err != nil {
		return nil, fmt.Errorf("jobs: %w", err)
	}
	return &Jobs{client: client}, nil
}

// Start begins to work jobs; ctx ends the start, not the work.
func (j *Jobs) Start(ctx context.Context) error {
	if err := j.client.Start(context.WithoutCancel(ctx)); err != nil {
		return fmt.Errorf("start jobs: %w", err)
	}
	return nil
}

// Enqueue stores one job.
func (j *Jobs) Enqueue(ctx context.Context, args river.JobArgs, opts *river.InsertOpts) error {
	if _, err := j.client.Insert(ctx, args, opts); err != nil {
		return fmt.Errorf("enqueue job %s: %w", args.Kind(), err)
	}
	return nil
}

// Client is river's own client, for what the rooms need beyond this.
func (j *Jobs) Client() *river.Client[pgx.Tx] { return j.client }

// Stop waits for running jobs; when ctx ends they are cancelled, given
// five seconds more, and retried at the next start.
func (j *Jobs) Stop(ctx context.Context) error {
	if err := j.client.Stop(ctx); err == nil {
		return nil
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer cancel()
	if err := j.client.StopAndCancel(ctx); err != nil {
		return fmt.Errorf("stop jobs: %w", err)
	}
	return nil
}
