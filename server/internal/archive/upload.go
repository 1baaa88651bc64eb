package archive

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"

	"github.com/yobirin/yobirin/server/internal/access"
	"github.com/yobirin/yobirin/server/internal/blob"
	"github.com/yobirin/yobirin/server/internal/vault"
	"github.com/yobirin/yobirin/shared/fault"
)

// Upload brings the archive of a day to the bucket, unless it is there. A
// round that is not the last does nothing. An error is also noted at the day.
func (a *Archive) Upload(ctx context.Context, day Day, round int64) error {
	release, ok, err := a.lock(ctx, uploading)
	if err != nil {
		return err
	}
	if !ok {
		return errBusy
	}
	defer release()
	var sum blob.Sum
	err = a.o.DB.Pool().QueryRow(ctx, "select bytes, sha256 from archives where day = $1 and upload_round = $2 and upload in ('waiting', 'failed') and path <> ''", string(day), round).
		Scan(&sum.Bytes, &sum.SHA256)
	if errors.Is(err, pgx.ErrNoRows) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("archive: %w", err)
	}
	s3, err := a.openS3(ctx)
	if err == nil && s3 == nil {
		_, err := a.o.DB.Pool().Exec(ctx, "update archives set upload = '', upload_why = '' where day = $1 and upload_round = $2", string(day), round)
		return err
	}
	if err == nil {
		err = a.send(ctx, s3, day, sum)
	}
	if err == nil {
		err = a.sent(ctx, day, round, s3.URL(day.FileName()))
	}
	if err == nil {
		a.o.Alarms.Clear(alarmUpload)
		a.o.OnChange(day)
		return nil
	}
	return a.unsent(ctx, day, round, err)
}

func (a *Archive) send(ctx context.Context, s3 *blob.S3, day Day, sum blob.Sum) error {
	f, err := a.Open(ctx, day)
	if err != nil {
		return err
	}
	defer func() { _ = f.Close() }()
	if f.SHA256 != sum.SHA256 {
		return errors.New("archive: it was made anew meanwhile")
	}
	return s3.Put(ctx, day.FileName(), a.pace.Reader(ctx, f.Content()), sum)
}

func (a *Archive) sent(ctx context.Context, day Day, round int64, object string) error {
	return a.inTx(ctx, func(tx pgx.Tx) error {
		tag, err := tx.Exec(ctx, "update archives set upload = 'uploaded', upload_why = '', uploaded_at = $3, object = $4 where day = $1 and upload_round = $2", string(day), round, a.o.Now(), object)
		if err != nil || tag.RowsAffected() == 0 {
			return err
		}
		e := access.Entry{At: a.o.Now(), Via: access.ViaSystem, Action: "archive.uploaded", Kind: "archive", Object: string(day), Detail: map[string]string{"object": object}, Origin: fmt.Sprintf("archive/%s/upload/%d", day, round)}
		query, args, err := e.Insert()
		if err != nil {
			return err
		}
		_, err = tx.Exec(ctx, query, args...)
		return err
	})
}

// unsent notes why an upload did not come to its end.
func (a *Archive) unsent(ctx context.Context, day Day, round int64, err error) error {
	if ctx.Err() != nil {
		return err // the server stops
	}
	why := reason(err)
	var trouble *blob.Trouble
	if errors.As(err, &trouble) {
		why = string(trouble.Kind)
	}
	a.o.Logger.Warn("an archive could not be uploaded", "day", string(day), "err", err)
	var kept bool
	noted := a.o.DB.Pool().QueryRow(ctx, `update archives set upload = 'failed', upload_why = $3 where day = $1 and upload_round = $2 returning path <> ''`, string(day), round, why).Scan(&kept)
	a.o.OnChange(day)
	if fault.CodeOf(err) == fault.NotFound || noted == nil && !kept {
		return river.JobCancel(errors.Join(err, noted)) // there is nothing to be uploaded any more
	}
	text := why
	if trouble != nil {
		text = trouble.Say("en")
	}
	a.o.Alarms.Raise(alarmUpload, fmt.Sprintf("The archive of %s could not be uploaded: %s It is tried again.", day, text))
	return errors.Join(err, noted)
}

// unload deletes a day's object from the bucket.
func (a *Archive) unload(ctx context.Context, day Day) error {
	s3, err := a.openS3(ctx)
	if err != nil || s3 == nil {
		return err
	}
	if err := s3.Delete(ctx, day.FileName()); err != nil {
		return err
	}
	_, err = a.o.DB.Pool().Exec(ctx, "update archives set object = '', uploaded_at = null where day = $1 and path = ''", string(day))
	return err
}

// uploadAgain begins the uploads that failed anew: the bucket is another one now.
func (a *Archive) uploadAgain(ctx context.Context) error {
	return a.inTx(ctx, func(tx pgx.Tx) error {
		rows, err := tx.Query(ctx, "update archives set upload = 'waiting', upload_why = '', upload_round = upload_round + 1 where upload in ('waiting', 'failed') and path <> '' returning day::text, upload_round")
		if err != nil {
			return err
		}
		all, err := pgx.CollectRows(rows, pgx.RowToStructByPos[UploadArgs])
		if err != nil {
			return err
		}
		for _, args := range all {
			if err := a.enqueue(ctx, tx, args, nil); err != nil {
				return err
			}
		}
		return nil
	})
}

// File is an archive open for reading. It is for one goroutine; Close it.
type File struct {
	Day    Day
	SHA256 string
	close  func() error
	sealed *vault.Reader
}

// Close ends the reading.
func (f *File) Close() error { return f.close() }

// Content is the zip.
func (f *File) Content() *io.SectionReader { return io.NewSectionReader(f.sealed, 0, f.sealed.Size()) }

// Open opens the archive of a day: the last that was made, also while another
// is being made. One that is not there is not found.
func (a *Archive) Open(ctx context.Context, day Day) (*File, error) {
	f := &File{Day: day}
	var path string
	err := a.o.DB.Pool().QueryRow(ctx, "select path, sha256 from archives where day = $1 and path <> ''", string(day)).Scan(&path, &f.SHA256)
	if errors.Is(err, pgx.ErrNoRows) {
		return nil, fault.New(fault.NotFound, "not_found", "there is no archive of %s", day)
	}
	if err != nil {
		return nil, fmt.Errorf("archive: find an archive: %w", err)
	}
	file, size, err := a.disk.Open(path)
	if err != nil {
		return nil, err
	}
	if f.sealed, err = vault.Open(file, size, a.o.Keys, day.subject()); err != nil {
		return nil, errors.Join(err, file.Close())
	}
	f.close = file.Close
	return f, nil
}
