package archive

import (
	"archive/zip"
	"bufio"
	"compress/flate"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/yobirin/yobirin/server/internal/blob"
	"github.com/yobirin/yobirin/server/internal/vault"
	"github.com/yobirin/yobirin/shared/fault"
	"github.com/yobirin/yobirin/shared/id"
)

const (
	// composeBatch is how many recordings are looked up at once.
	composeBatch = 200
	// spare is what the disk must have room for beside a recording.
	spare = 1 << 20
	// zeroUUID comes before all others.
	zeroUUID = "00000000-0000-0000-0000-000000000000"
)

// conversation is a recording with what is told of it.
type conversation struct {
	Recording id.Recording
	Call      id.Call
	StartedAt time.Time
	Millis    int64
	Bytes     int64
	SHA256    string
	Paused    bool
	Direction string
	From, To  string // numbers
	FromName  string
	ToName    string
	Number    string // the site's
	Group     string
	Agent     string
}

const selectConversations = `select r.id, r.call_id, r.started_at, r.length_ms, r.bytes, r.sha256, r.pauses <> '[]', coalesce(c.direction, ''),
	case when c.withheld then '' else coalesce(c.from_number, '') end, coalesce(c.to_number, ''), case when c.withheld then '' else coalesce(c.from_name, '') end, coalesce(c.to_name, ''),
	coalesce(n.number, ''), coalesce(g.name, ''), coalesce(a.name, '')
	from (select r.* ` + ofDay + ` and (r.started_at, r.id) > ($3, $4) order by r.started_at, r.id limit $5) r
	left join calls c on c.id = r.call_id left join numbers n on n.id = c.number_id left join groups g on g.id = c.group_id left join agents a on a.id = c.agent_id
	order by r.started_at, r.id`

// composer writes one archive.
type composer struct {
	a      *Archive
	day    Day
	draft  *blob.Draft
	sealed *vault.Writer
	hash   hash.Hash
	out    *bufio.Writer // to sealed
	zip    *zip.Writer
	index  *index
	made   made
}

// compose makes the file of a day. It reads one recording after the other, in
// small pieces; what it holds is the index, some hundred bytes per recording.
func (a *Archive) compose(ctx context.Context, day Day) (m made, err error) {
	settings, err := a.Settings(ctx)
	if err != nil {
		return m, err
	}
	a.pace.Set(settings.BytesPerSecond)
	from, to, err := day.bounds(a.o.Zone)
	if err != nil {
		return m, err
	}
	c, err := a.newComposer(day)
	if err != nil {
		return m, err
	}
	defer func() { err = errors.Join(err, c.draft.Abort()) }()
	lastAt, last := from.Add(-time.Second), zeroUUID
	for {
		batch, err := c.conversations(ctx, from, to, lastAt, last)
		if err != nil {
			return m, err
		}
		for i := range batch {
			if err := c.add(ctx, &batch[i]); err != nil {
				return m, err
			}
		}
		if err := c.note(ctx, batch); err != nil {
			return m, err
		}
		if len(batch) < composeBatch {
			break
		}
		lastAt, last = batch[len(batch)-1].StartedAt, batch[len(batch)-1].Recording.String()
	}
	if c.made.recordings+c.made.broken == 0 {
		return made{began: c.made.began}, nil
	}
	if err := c.finish(); err != nil {
		return m, err
	}
	return c.made, nil
}

func (a *Archive) newComposer(day Day) (*composer, error) {
	key, err := a.o.Keys.Newest()
	if err != nil {
		return nil, err
	}
	c := &composer{a: a, day: day, hash: sha256.New(), index: newIndex(a.o.Zone), made: made{path: fileName(day), key: key.Name, began: a.o.Now()}}
	if c.draft, err = a.disk.Create(c.made.path); err != nil {
		return nil, err
	}
	if c.sealed, err = vault.NewWriter(c.draft, key, day.subject()); err != nil {
		return nil, errors.Join(err, c.draft.Abort())
	}
	c.out = bufio.NewWriterSize(c.sealed, 64<<10)
	c.zip = zip.NewWriter(io.MultiWriter(c.out, c.hash))
	// Silence, of which a conversation in two channels has much, packs well at
	// the least cost.
	c.zip.RegisterCompressor(zip.Deflate, func(w io.Writer) (io.WriteCloser, error) { return flate.NewWriter(w, flate.BestSpeed) })
	return c, nil
}

func (c *composer) conversations(ctx context.Context, from, to, lastAt time.Time, last string) ([]conversation, error) {
	rows, err := c.a.o.DB.Pool().Query(ctx, selectConversations, from, to, lastAt, last, composeBatch)
	if err != nil {
		return nil, fmt.Errorf("archive: find recordings: %w", err)
	}
	batch, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (conversation, error) {
		var v conversation
		err := row.Scan(&v.Recording, &v.Call, &v.StartedAt, &v.Millis, &v.Bytes, &v.SHA256, &v.Paused, &v.Direction, &v.From, &v.To, &v.FromName, &v.ToName, &v.Number, &v.Group, &v.Agent)
		return v, err
	})
	if err != nil {
		return nil, fmt.Errorf("archive: read recordings: %w", err)
	}
	return batch, nil
}

// add writes one recording. One whose file cannot be read is in the index
// alone, with the reason; one that was deleted since is left out.
func (c *composer) add(ctx context.Context, v *conversation) error {
	if err := c.a.o.Room(v.Bytes + spare); err != nil {
		return err
	}
	if err := context.Cause(ctx); err != nil {
		return err
	}
	sound, err := c.a.o.Recordings.OpenRecording(ctx, v.Recording)
	switch {
	case ctx.Err() != nil:
		return errors.Join(context.Cause(ctx), err)
	case fault.KeyOf(err) == "recording_deleted":
		return nil
	case err != nil && fault.CodeOf(err) == fault.Internal:
		return err // the database, not the file
	case err != nil:
		c.broken(v, "", err)
		return nil
	}
	defer func() { _ = sound.Close() }()
	name := entryName(c.made.recordings+c.made.broken+1, v, c.a.o.Zone)
	w, err := c.zip.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, Modified: v.StartedAt.In(c.a.o.Zone)})
	if err != nil {
		return fmt.Errorf("archive: write: %w", err)
	}
	in := &watched{in: c.a.pace.Reader(ctx, sound.Original())}
	if _, err := io.Copy(w, in); err != nil && in.err == nil || ctx.Err() != nil {
		return fmt.Errorf("archive: write: %w", errors.Join(err, context.Cause(ctx)))
	}
	if in.err != nil {
		c.broken(v, name, in.err)
		return nil
	}
	c.made.recordings++
	c.index.add(v, name, "")
	return nil
}

func (c *composer) broken(v *conversation, file string, err error) {
	c.made.broken++
	c.a.o.Logger.Warn("a recording cannot be archived", "recording", v.Recording, "err", err)
	c.index.add(v, file, reason(err))
}

// watched tells errors of reading from those of writing.
type watched struct {
	in  io.Reader
	err error
}

// Read reads on.
func (w *watched) Read(p []byte) (int, error) {
	n, err := w.in.Read(p)
	if err != nil && !errors.Is(err, io.EOF) {
		w.err = err
	}
	return n, err
}

// note says at the recordings that this archive knows them, and at the
// archive how far it is.
func (c *composer) note(ctx context.Context, batch []conversation) error {
	all := make([]string, len(batch))
	for i := range batch {
		all[i] = batch[i].Recording.String()
	}
	return c.a.inTx(ctx, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, "update recordings set archived_on = $2 where id = any($1::uuid[])", all, string(c.day)); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, "update archives set done = $2 where day = $1", string(c.day), c.made.recordings+c.made.broken)
		return err
	})
}

// finish writes the index and makes the file last.
func (c *composer) finish() error {
	w, err := c.zip.CreateHeader(&zip.FileHeader{Name: "index.csv", Method: zip.Deflate, Modified: c.a.o.Now().In(c.a.o.Zone)})
	if err == nil {
		_, err = w.Write(c.index.bytes())
	}
	if err = errors.Join(err, c.zip.Close(), c.out.Flush()); err != nil {
		return fmt.Errorf("archive: write: %w", err)
	}
	if err := c.sealed.Finish(); err != nil {
		return err
	}
	c.made.bytes, c.made.sha256 = c.sealed.Size(), hex.EncodeToString(c.hash.Sum(nil))
	return c.draft.Commit()
}
