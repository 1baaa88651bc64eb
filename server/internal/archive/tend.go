package archive

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/yobirin/yobirin/server/internal/access"
	"github.com/yobirin/yobirin/shared/id"
)

// catchUp is how many days back archives are made that are missing, because
// the server was off at night or a call ended long after its day.
const catchUp = 7

// Tend does what the clock asks for: days that are over are archived, archives
// whose recordings were deleted are made anew without them, archives that were
// kept long enough go, and what a crash has cut is begun again.
func (a *Archive) Tend(ctx context.Context) error {
	settings, err := a.Settings(ctx)
	if err != nil {
		return err
	}
	a.pace.Set(settings.BytesPerSecond)
	errs := []error{a.resume(ctx), a.expire(ctx, settings)}
	if a.o.Now().In(a.o.Zone).Hour() >= settings.Hour {
		errs = append(errs, a.due(ctx, settings))
	}
	return errors.Join(errs...)
}

// due asks, once a night, for the archives that hold what was deleted since,
// however archives are made, and for those that are missing, where they are
// made by themselves.
func (a *Archive) due(ctx context.Context, settings MakingSettings) error {
	today := a.dayOf(a.o.Now())
	tonight, _, err := today.bounds(a.o.Zone)
	if err != nil {
		return err
	}
	days, err := a.stale(ctx, tonight)
	if err != nil {
		return err
	}
	if settings.Enabled {
		missing, err := a.missing(ctx, settings, today, tonight)
		if err != nil {
			return err
		}
		days = append(days, missing...)
	}
	for _, day := range days {
		if err := a.inTx(ctx, func(tx pgx.Tx) error { return a.ask(ctx, tx, Day(day), id.Agent{}) }); err != nil {
			return err
		}
		a.o.OnChange(Day(day))
	}
	return nil
}

// stale gives the days whose archive, here or in the bucket, holds recordings
// that were deleted since: by the retention or by a person.
func (a *Archive) stale(ctx context.Context, tonight time.Time) ([]string, error) {
	rows, err := a.o.DB.Pool().Query(ctx, `select a.day::text from archives a where (a.state in ('ready', 'failed') or a.state = 'deleted' and a.object <> '') and a.asked_at < $1
		and exists (select from recordings r where r.archived_on = a.day and r.deleting_at is not null) order by a.day limit 100`, tonight)
	if err != nil {
		return nil, fmt.Errorf("archive: look for archives to be made anew: %w", err)
	}
	days, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		return nil, fmt.Errorf("archive: look for archives to be made anew: %w", err)
	}
	return days, nil
}

// missing gives the last days that are over and have no archive.
func (a *Archive) missing(ctx context.Context, settings MakingSettings, today Day, tonight time.Time) ([]string, error) {
	days := []string{}
	for back := 1; back <= catchUp; back++ {
		day := today.add(-back)
		from, to, err := day.bounds(a.o.Zone)
		if err != nil {
			return nil, err
		}
		var missing bool
		err = a.o.DB.Pool().QueryRow(ctx, `select exists (select `+ofDay+` and r.archived_on is null)
			and not exists (select from archives where day = $3 and (asked_at >= $4 or state = 'deleted' and $5))`,
			from, to, string(day), tonight, a.kept(day, settings)).Scan(&missing)
		if err != nil {
			return nil, fmt.Errorf("archive: look for missing archives: %w", err)
		}
		if missing {
			days = append(days, string(day))
		}
	}
	return days, nil
}

// kept says whether the day's archive was kept for as long as the settings say.
func (a *Archive) kept(day Day, s MakingSettings) bool {
	return s.KeepDays > 0 && day < a.dayOf(a.o.Now()).add(-s.KeepDays)
}

// resume begins again what a crash has cut, and deletes the files that nothing
// refers to. Whoever makes an archive holds the lock; nobody does here.
func (a *Archive) resume(ctx context.Context) error {
	release, ok, err := a.lock(ctx, making)
	if err != nil || !ok {
		return err
	}
	defer release()
	if err := a.sweep(ctx); err != nil {
		a.o.Logger.Warn("files of the archives that nothing refers to could not be deleted", "err", err)
	}
	rows, err := a.o.DB.Pool().Query(ctx, `select day::text, round from archives where state = 'making' and not exists (select from river_job j
		where j.kind = 'archive_make' and j.state in ('available', 'scheduled', 'retryable', 'pending') and j.args->>'day' = archives.day::text)`)
	if err != nil {
		return fmt.Errorf("archive: look for what was cut: %w", err)
	}
	cut, err := pgx.CollectRows(rows, pgx.RowToStructByPos[MakeArgs])
	if err != nil {
		return fmt.Errorf("archive: look for what was cut: %w", err)
	}
	for _, args := range cut {
		if err := a.inTx(ctx, func(tx pgx.Tx) error { return a.enqueue(ctx, tx, args, nil) }); err != nil {
			return err
		}
	}
	return a.resumeUploads(ctx)
}

func (a *Archive) resumeUploads(ctx context.Context) error {
	release, ok, err := a.lock(ctx, uploading)
	if err != nil || !ok {
		return err
	}
	defer release()
	rows, err := a.o.DB.Pool().Query(ctx, `select day::text, upload_round from archives where upload in ('waiting', 'failed') and state <> 'deleted' and not exists (select from river_job j
		where j.kind = 'archive_upload' and j.state in ('available', 'scheduled', 'retryable', 'pending') and j.args->>'day' = archives.day::text)`)
	if err != nil {
		return fmt.Errorf("archive: look for uploads that were cut: %w", err)
	}
	cut, err := pgx.CollectRows(rows, pgx.RowToStructByPos[UploadArgs])
	if err != nil {
		return fmt.Errorf("archive: look for uploads that were cut: %w", err)
	}
	for _, args := range cut {
		if err := a.inTx(ctx, func(tx pgx.Tx) error { return a.enqueue(ctx, tx, args, nil) }); err != nil {
			return err
		}
	}
	return nil
}

// sweep deletes the files that no archive is in: those of crashes, and those
// that could not be deleted when they were replaced.
func (a *Archive) sweep(ctx context.Context) error {
	names, err := a.disk.Names()
	if err != nil || len(names) == 0 {
		return err
	}
	rows, err := a.o.DB.Pool().Query(ctx, "select path from archives where path <> ''")
	if err != nil {
		return fmt.Errorf("archive: %w", err)
	}
	known, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		return fmt.Errorf("archive: %w", err)
	}
	var errs []error
	for _, name := range names {
		ours := strings.HasSuffix(strings.TrimSuffix(name, ".part"), ".zip.sealed")
		if ours && !slices.Contains(known, name) {
			errs = append(errs, a.disk.Delete(name))
		}
	}
	return errors.Join(errs...)
}

// expire deletes the archives that were kept for long enough. What is in the
// bucket stays there: buckets have rules of their own.
func (a *Archive) expire(ctx context.Context, s MakingSettings) error {
	if s.KeepDays == 0 {
		return nil
	}
	late, err := a.o.HowLate(ctx)
	if err != nil {
		return err
	}
	last := a.dayOf(late).add(-s.KeepDays)
	rows, err := a.o.DB.Pool().Query(ctx, "select day::text, path from archives where path <> '' and state <> 'making' and upload not in ('waiting', 'failed') and day < $1", string(last))
	if err != nil {
		return fmt.Errorf("archive: look for old archives: %w", err)
	}
	type old struct{ Day, Path string }
	all, err := pgx.CollectRows(rows, pgx.RowToStructByPos[old])
	if err != nil {
		return fmt.Errorf("archive: look for old archives: %w", err)
	}
	for _, o := range all {
		err := a.inTx(ctx, func(tx pgx.Tx) error {
			// The row first: a file that nothing refers to is swept away.
			tag, err := tx.Exec(ctx, "update archives set state = 'deleted', path = '', deleted_at = $3 where day = $1 and path = $2 and state <> 'making'", o.Day, o.Path, a.o.Now())
			if err != nil || tag.RowsAffected() == 0 {
				return err
			}
			e := access.Entry{At: a.o.Now(), Via: access.ViaSystem, Action: "archive.deleted", Kind: "archive", Object: o.Day, Detail: map[string]string{"why": "retention"}, Origin: "archive/" + o.Path}
			query, args, err := e.Insert()
			if err != nil {
				return err
			}
			_, err = tx.Exec(ctx, query, args...)
			return err
		})
		if err != nil {
			return err
		}
		a.o.OnChange(Day(o.Day))
		if err := a.drop(o.Path); err != nil {
			return err
		}
	}
	return nil
}
