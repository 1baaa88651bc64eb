package archive

import (
	"context"
	"errors"
	"time"

	"github.com/riverqueue/river"
)

const (
	tendEvery = 5 * time.Minute
	// workTime is how long one archive may take to be made or uploaded.
	workTime = 12 * time.Hour
	// busyPause is how long a job waits for another one's end.
	busyPause = 20 * time.Second
	// makeAttempts and uploadAttempts are how often is tried before people must
	// ask again: the uploads' hourly tries last a month.
	makeAttempts   = 8
	uploadAttempts = 750
)

// MakeArgs is the job that makes one archive.
type MakeArgs struct {
	Day   Day   `json:"day"`
	Round int64 `json:"round"`
}

// Kind names the job in storage.
func (MakeArgs) Kind() string { return "archive_make" }

// InsertOpts bounds the attempts.
func (MakeArgs) InsertOpts() river.InsertOpts { return river.InsertOpts{MaxAttempts: makeAttempts} }

// UploadArgs is the job that uploads one archive.
type UploadArgs struct {
	Day   Day   `json:"day"`
	Round int64 `json:"round"`
}

// Kind names the job in storage.
func (UploadArgs) Kind() string { return "archive_upload" }

// InsertOpts bounds the attempts.
func (UploadArgs) InsertOpts() river.InsertOpts {
	return river.InsertOpts{MaxAttempts: uploadAttempts}
}

// TendArgs is the job that decides what is to be made and deleted.
type TendArgs struct{}

// Kind names the job in storage.
func (TendArgs) Kind() string { return "archive_tend" }

type maker struct {
	river.WorkerDefaults[MakeArgs]
	archive *Archive
}

// Timeout of one attempt.
func (m *maker) Timeout(*river.Job[MakeArgs]) time.Duration { return workTime }

// NextRetry is when a day is tried again: what hinders is most often a full disk.
func (m *maker) NextRetry(job *river.Job[MakeArgs]) time.Time {
	return time.Now().Add(m.archive.o.Retry(job.Attempt))
}

// Work makes one archive.
func (m *maker) Work(ctx context.Context, job *river.Job[MakeArgs]) error {
	err := m.archive.Make(ctx, job.Args.Day, job.Args.Round)
	if errors.Is(err, errBusy) {
		return river.JobSnooze(busyPause)
	}
	if err != nil && ctx.Err() == nil && job.Attempt >= job.MaxAttempts {
		return errors.Join(err, m.archive.giveUp(ctx, job.Args.Day, job.Args.Round))
	}
	return err
}

type uploader struct {
	river.WorkerDefaults[UploadArgs]
	archive *Archive
}

// Timeout of one attempt.
func (u *uploader) Timeout(*river.Job[UploadArgs]) time.Duration { return workTime }

// NextRetry is when an upload is tried again.
func (u *uploader) NextRetry(job *river.Job[UploadArgs]) time.Time {
	return time.Now().Add(u.archive.o.Retry(job.Attempt))
}

// Work uploads one archive.
func (u *uploader) Work(ctx context.Context, job *river.Job[UploadArgs]) error {
	err := u.archive.Upload(ctx, job.Args.Day, job.Args.Round)
	if errors.Is(err, errBusy) {
		return river.JobSnooze(busyPause)
	}
	return err
}

type tender struct {
	river.WorkerDefaults[TendArgs]
	archive *Archive
}

// Work looks what is due.
func (t *tender) Work(ctx context.Context, _ *river.Job[TendArgs]) error { return t.archive.Tend(ctx) }

// AddJobs registers the room's workers and gives its periodic jobs.
func (a *Archive) AddJobs(w *river.Workers) []*river.PeriodicJob {
	river.AddWorker(w, &maker{archive: a})
	river.AddWorker(w, &uploader{archive: a})
	river.AddWorker(w, &tender{archive: a})
	return []*river.PeriodicJob{river.NewPeriodicJob(
		river.PeriodicInterval(tendEvery),
		func() (river.JobArgs, *river.InsertOpts) { return TendArgs{}, nil },
		&river.PeriodicJobOpts{RunOnStart: true},
	)}
}
