package history

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"runtime"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"

	"github.com/yobirin/yobirin/server/internal/access"
	"github.com/yobirin/yobirin/shared/id"
)

const (
	purgeEvery = 10 * time.Minute
	purgeBatch = 200
	// purgeRounds bounds one run: what is left, the next run does.
	purgeRounds = 50
)

// PurgeArgs is the job that deletes the recordings whose time is over.
type PurgeArgs struct{}

// Kind names the job in storage.
func (PurgeArgs) Kind() string { return "history_purge_recordings" }

type purger struct {
	river.WorkerDefaults[PurgeArgs]
	history *History
}

// Work deletes what is due.
func (p *purger) Work(ctx context.Context, _ *river.Job[PurgeArgs]) error {
	n, err := p.history.Purge(ctx)
	if n > 0 {
		p.history.log.Info("recordings deleted", "count", n)
	}
	return err
}

// AddJobs registers the room's workers and gives its periodic jobs.
func (h *History) AddJobs(w *river.Workers) []*river.PeriodicJob {
	river.AddWorker(w, &purger{history: h})
	return []*river.PeriodicJob{river.NewPeriodicJob(
		river.PeriodicInterval(purgeEvery),
		func() (river.JobArgs, *river.InsertOpts) { return PurgeArgs{}, nil },
		&river.PeriodicJobOpts{RunOnStart: true},
	)}
}

// Purge deletes the recordings whose retention is over, but those under a
// legal hold, and says how many files went. It first decides (and from then on
// a recording is neither played nor held), then deletes the file, then notes
// that; cut anywhere, the next Purge goes on from there. The row stays with
// its hash. How late it is is HowLate's to say: a clock that has jumped deletes
// nothing. It also does what had to wait when recordings ended.
func (h *History) Purge(ctx context.Context) (int, error) {
	if err := errors.Join(h.announceLeft(ctx), h.judgeLeft(ctx)); err != nil {
		return 0, err
	}
	late, err := h.HowLate(ctx)
	if err != nil {
		return 0, err
	}
	total := 0
	var failed error // the last round's, which met those of the rounds before again
	for range purgeRounds {
		if err := h.decide(ctx, late); err != nil {
			return total, err
		}
		var n int
		n, failed = h.finish(ctx, purgeBatch)
		total += n
		if n == 0 {
			break
		}
	}
	return total, failed
}

// judgeLeft sets the times of recordings whose retention was not known when
// they ended: those of a start, and those from before there was one.
func (h *History) judgeLeft(ctx context.Context) error {
	for h.o.Retention != nil {
		n, err := h.judgeSome(ctx)
		if err != nil || n < purgeBatch {
			return err
		}
	}
	return nil
}

func (h *History) judgeSome(ctx context.Context) (int, error) {
	tx, err := h.db.Pool().Begin(ctx)
	if err != nil {
		return 0, fmt.Errorf("history: begin: %w", err)
	}
	defer func() { _ = tx.Rollback(context.WithoutCancel(ctx)) }()
	rows, err := tx.Query(ctx, selectUnjudged+"order by r.id limit $1 for update of r skip locked", purgeBatch)
	if err != nil {
		return 0, fmt.Errorf("history: find ended recordings: %w", err)
	}
	n, err := h.judge(ctx, tx, rows)
	if err != nil {
		return 0, err
	}
	if err := tx.Commit(ctx); err != nil {
		return 0, fmt.Errorf("history: commit: %w", err)
	}
	return n, nil
}

// decide marks recordings whose time is over when it is so late.
func (h *History) decide(ctx context.Context, late time.Time) error {
	_, err := h.db.Pool().Exec(ctx, `update recordings set deleting_at = $1, deleted_why = 'retention' where id in (
		select id from recordings where retain_until <= $3 and hold_at is null and deleting_at is null
		order by retain_until limit $2 for update skip locked)`, h.now(), purgeBatch, late)
	if err != nil {
		return fmt.Errorf("history: find recordings whose time is over: %w", err)
	}
	return nil
}

// doomed is a recording whose file is to go.
type doomed struct {
	id   id.Recording
	call id.Call
	path string
	by   id.Agent
	why  string
	hash string
}

// finish deletes the files of at most so many recordings for which that is
// decided, and says how many it did. A file that cannot be deleted keeps no
// other from it.
func (h *History) finish(ctx context.Context, limit int) (int, error) {
	rows, err := h.db.Pool().Query(ctx, `select id, call_id, path, deleted_by, deleted_why, sha256 from recordings
		where deleting_at is not null and deleted_at is null and ended_at is not null order by deleting_at, id limit $1`, limit)
	if err != nil {
		return 0, fmt.Errorf("history: find recordings to delete: %w", err)
	}
	all, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (doomed, error) {
		var d doomed
		err := row.Scan(&d.id, &d.call, &d.path, &d.by, &d.why, &d.hash)
		return d, err
	})
	if err != nil {
		return 0, fmt.Errorf("history: read recordings to delete: %w", err)
	}
	if len(all) == 0 {
		return 0, nil
	}
	gone, failed := h.unlink(ctx, all)
	if err := h.noteGone(ctx, gone); err != nil {
		return 0, errors.Join(failed, err)
	}
	return len(gone), failed
}

// unlink deletes files and makes that last. A file that is not there is gone;
// a folder that is not there may be a disk that is not mounted, and then
// nothing is known to be gone.
func (h *History) unlink(ctx context.Context, all []doomed) ([]doomed, error) {
	root, err := os.OpenRoot(h.recordings)
	if err != nil {
		return nil, fmt.Errorf("history: open the recordings' folder: %w", err)
	}
	defer func() { _ = root.Close() }()
	var errs []error
	byDir := map[string][]doomed{}
	for _, d := range all {
		if ctx.Err() != nil {
			break
		}
		if d.path != "" {
			if err := root.Remove(d.path); err != nil && !errors.Is(err, fs.ErrNotExist) {
				errs = append(errs, fmt.Errorf("history: delete recording %s: %w", d.id, err))
				continue
			}
		}
		byDir[path.Dir(d.path)] = append(byDir[path.Dir(d.path)], d)
	}
	var gone []doomed
	for dir, removed := range byDir {
		switch err := syncDir(root, dir); {
		case errors.Is(err, fs.ErrNotExist):
			errs = append(errs, fmt.Errorf("history: the folder %s of %d recordings to delete is not there: is its disk mounted? If it was removed on purpose, make it again, empty: %w", dir, len(removed), err))
			continue
		case err != nil:
			errs = append(errs, fmt.Errorf("history: make deletions in %s last: %w", dir, err))
			continue
		}
		gone = append(gone, removed...)
	}
	return gone, errors.Join(append(errs, ctx.Err())...)
}

func syncDir(root *os.Root, dir string) error {
	if runtime.GOOS == "windows" {
		return nil // cannot sync a folder
	}
	d, err := root.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}

// noteGone notes that files are gone, and in the audit by whom.
func (h *History) noteGone(ctx context.Context, gone []doomed) error {
	if len(gone) == 0 {
		return nil
	}
	now := h.now()
	recordings, calls := make([]id.Recording, len(gone)), make([]id.Call, len(gone))
	var batch pgx.Batch
	for i, d := range gone {
		recordings[i], calls[i] = d.id, d.call
		e := access.Entry{At: now, Actor: d.by, Via: access.ViaSystem, Action: "recording.deleted", Kind: "recording", Object: d.id.String(),
			Detail: map[string]string{"call": d.call.String(), "why": d.why, "sha256": d.hash}, Origin: "deleted/" + d.id.String()}
		if err := queueEntry(&batch, e); err != nil {
			return err
		}
	}
	batch.Queue("update recordings set deleted_at = $2 where id = any($1::uuid[])", texts(recordings...), now)
	batch.Queue("update voicemails set deleted_at = $2 where recording_id = any($1::uuid[]) and deleted_at is null", texts(recordings...), now)
	batch.Queue(`update calls c set recorded = false where c.id = any($1::uuid[]) and c.recorded and not exists (
		select from recordings r where r.call_id = c.id and r.path <> '' and r.bytes > 0 and r.deleting_at is null)`, texts(calls...))
	tx, err := h.db.Pool().Begin(ctx)
	if err != nil {
		return fmt.Errorf("history: begin: %w", err)
	}
	defer func() { _ = tx.Rollback(context.WithoutCancel(ctx)) }()
	if err := tx.SendBatch(ctx, &batch).Close(); err != nil {
		return fmt.Errorf("history: note that recordings are deleted: %w", err)
	}
	if err := tx.Commit(ctx); err != nil {
		return fmt.Errorf("history: commit: %w", err)
	}
	return nil
}
