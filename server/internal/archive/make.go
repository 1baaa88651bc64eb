package archive

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/yobirin/yobirin/server/internal/access"
	"github.com/yobirin/yobirin/shared/fault"
	"github.com/yobirin/yobirin/shared/id"
)

// errBusy says that another archive is being made.
var errBusy = errors.New("archive: another one is being made")

// Ask decides that the archive of a day is to be made, or made anew; the one
// that is there stays until then. By is none for the clock. A day that is not
// over is a fault Invalid.
func (a *Archive) Ask(ctx context.Context, day Day, by access.Session, from access.Origin) error {
	if day >= a.dayOf(a.o.Now()) {
		return fault.Wrong("day", string(day), "a day that is over")
	}
	begin, end, err := day.bounds(a.o.Zone)
	if err != nil {
		return err
	}
	err = a.inTx(ctx, func(tx pgx.Tx) error {
		var there bool
		if err := tx.QueryRow(ctx, "select exists (select "+ofDay+") or exists (select from archives where day = $3 and path <> '')", begin, end, string(day)).Scan(&there); err != nil {
			return err
		}
		if !there {
			return fault.New(fault.NotFound, "archive_empty", "no conversation was recorded on that day")
		}
		if !by.Agent.ID.IsZero() {
			e := by.By(a.o.Now(), from, "archive.asked", "archive", string(day))
			query, args, err := e.Insert()
			if err != nil {
				return err
			}
			if _, err := tx.Exec(ctx, query, args...); err != nil {
				return err
			}
		}
		return a.ask(ctx, tx, day, by.Agent.ID)
	})
	if err == nil {
		a.o.OnChange(day)
	}
	return err
}

// ofDay is a recording that belongs into the archive of the day from $1 to $2.
const ofDay = `from recordings r where r.kind = 'conversation' and r.path <> '' and r.ended_at is not null and r.deleting_at is null
	and r.started_at >= $1 and r.started_at < $2`

// ask begins another round of making a day's archive. One that waits or is
// under way already stays as it is.
func (a *Archive) ask(ctx context.Context, tx pgx.Tx, day Day, by id.Agent) error {
	var round int64
	err := tx.QueryRow(ctx, `insert into archives (day, state, asked_at, asked_by) values ($1, 'making', $2, $3)
		on conflict (day) do update set state = 'making', round = archives.round + 1, asked_at = excluded.asked_at, asked_by = excluded.asked_by, done = 0, failed = ''
		where archives.state <> 'making' returning round`, string(day), a.o.Now(), by).Scan(&round)
	if errors.Is(err, pgx.ErrNoRows) {
		return nil
	}
	if err != nil {
		return err
	}
	return a.enqueue(ctx, tx, MakeArgs{day, round}, nil)
}

// Make makes the archive of a day. A round that is over, or is not the last,
// does nothing, so a job may come twice. Cut anywhere it leaves nothing, and
// may be called again. An error is also noted at the day.
func (a *Archive) Make(ctx context.Context, day Day, round int64) error {
	release, ok, err := a.lock(ctx, making)
	if err != nil {
		return err
	}
	if !ok {
		return errBusy
	}
	defer release()
	var old, object string
	err = a.o.DB.Pool().QueryRow(ctx, "select path, object from archives where day = $1 and round = $2 and state = 'making'", string(day), round).Scan(&old, &object)
	if errors.Is(err, pgx.ErrNoRows) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("archive: %w", err)
	}
	made, err := a.compose(ctx, day)
	if err == nil {
		err = a.keep(ctx, day, round, old, object, made)
	}
	if err == nil {
		a.o.Alarms.Clear(alarmMake)
		a.o.OnChange(day)
		return nil
	}
	if ctx.Err() != nil {
		return err // the server stops; the job comes again
	}
	a.o.Logger.Error("an archive could not be made", "day", string(day), "err", err)
	a.o.Alarms.Raise(alarmMake, fmt.Sprintf("The archive of %s could not be made: %s. It is tried again.", day, reason(err)))
	_, noted := a.o.DB.Pool().Exec(ctx, "update archives set failed = $3 where day = $1 and round = $2 and state = 'making'", string(day), round, reason(err))
	a.o.OnChange(day)
	return errors.Join(err, noted)
}

// reason is an error as people are shown it: of a fault what was said, else
// the innermost, which names no path of ours where the system gives none.
func reason(err error) string {
	var f *fault.Error
	text := err.Error()
	if errors.As(err, &f) && f.Message != "" {
		text = f.Message
	}
	return strings.ToValidUTF8(text[:min(len(text), 500)], "")
}

// giveUp notes that a round will not be tried again by itself.
func (a *Archive) giveUp(ctx context.Context, day Day, round int64) error {
	_, err := a.o.DB.Pool().Exec(ctx, "update archives set state = 'failed' where day = $1 and round = $2 and state = 'making'", string(day), round)
	if err != nil {
		return fmt.Errorf("archive: %w", err)
	}
	a.o.OnChange(day)
	return nil
}

// made is a finished file.
type made struct {
	path, key          string
	sha256             string
	bytes              int64
	recordings, broken int
	began              time.Time
}

// keep puts the finished file in the place of the one before.
func (a *Archive) keep(ctx context.Context, day Day, round int64, old, object string, m made) error {
	s3, err := a.S3(ctx)
	if err != nil {
		return err
	}
	taken := false
	err = a.inTx(ctx, func(tx pgx.Tx) error {
		state, upload := "ready", ""
		switch {
		case m.path == "":
			state = "deleted"
		case s3.Endpoint != "":
			upload = "waiting"
		}
		var uploadRound int64
		err := tx.QueryRow(ctx, `update archives set state = $3, path = $4, key = $5, made_at = $6, recordings = $7, unreadable = $8, bytes = $9, sha256 = $10, failed = '',
				upload = $11, upload_round = upload_round + 1, upload_why = '', deleted_at = case when $3 = 'deleted' then $6::timestamptz end
			where day = $1 and round = $2 and state = 'making' returning upload_round`,
			string(day), round, state, m.path, m.key, a.o.Now(), m.recordings, m.broken, m.bytes, m.sha256, upload).Scan(&uploadRound)
		if errors.Is(err, pgx.ErrNoRows) {
			return nil // asked for anew meanwhile
		}
		if err != nil {
			return err
		}
		taken = true
		// What was deleted before the making began is not in it any more.
		if _, err := tx.Exec(ctx, "update recordings set archived_on = null where archived_on = $1 and deleting_at < $2", string(day), m.began); err != nil {
			return err
		}
		e := access.Entry{At: a.o.Now(), Via: access.ViaSystem, Action: "archive.made", Kind: "archive", Object: string(day), Detail: map[string]string{
			"recordings": fmt.Sprint(m.recordings), "bytes": fmt.Sprint(m.bytes), "sha256": m.sha256,
		}, Origin: fmt.Sprintf("archive/%s/%d", day, round)}
		query, args, err := e.Insert()
		if err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, query, args...); err != nil || upload == "" {
			return err
		}
		return a.enqueue(ctx, tx, UploadArgs{day, uploadRound}, nil)
	})
	if err != nil || !taken {
		return errors.Join(err, a.drop(m.path))
	}
	if m.path == "" && object != "" && s3.Endpoint != "" {
		if err := a.unload(ctx, day); err != nil {
			a.o.Logger.Warn("an archive of recordings that are deleted is still in the bucket", "day", string(day), "err", err)
		}
	}
	if err := a.drop(old); err != nil {
		a.o.Logger.Warn("an archive's old file could not be deleted yet", "day", string(day), "err", err)
	}
	return nil
}

// drop deletes a file, where there is one. What cannot be deleted now, Tend
// tries again.
func (a *Archive) drop(name string) error {
	if name == "" {
		return nil
	}
	return a.disk.Delete(name)
}

// fileName is a new name for a day's file: the one before stays until the new
// one is whole.
func fileName(day Day) string {
	return string(day[:4]) + "/" + string(day) + "-" + strings.ToLower(rand.Text()[:8]) + ".zip.sealed"
}
