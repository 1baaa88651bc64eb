package chat

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"time"

	"github.com/riverqueue/river"
	"github.com/uptrace/bun/dialect/pgdialect"

	"github.com/yobirin/yobirin/shared/id"
)

const (
	purgeEvery = time.Hour
	purgeBatch = 500
	// unsentFor is how long a file waits for its message.
	unsentFor = 24 * time.Hour
)

// PurgeArgs is the job that deletes messages and files whose time is over.
type PurgeArgs struct{}

// Kind names the job in storage.
func (PurgeArgs) Kind() string { return "chat_purge" }

type purger struct {
	river.WorkerDefaults[PurgeArgs]
	chat *Chat
}

// Work deletes what is due.
func (p *purger) Work(ctx context.Context, _ *river.Job[PurgeArgs]) error {
	messages, files, err := p.chat.Purge(ctx)
	if messages > 0 || files > 0 {
		p.chat.log.Info("chat messages deleted", "messages", messages, "files", files)
	}
	return err
}

// AddJobs registers the room's worker and gives its periodic jobs.
func (c *Chat) AddJobs(w *river.Workers) []*river.PeriodicJob {
	river.AddWorker(w, &purger{chat: c})
	return []*river.PeriodicJob{river.NewPeriodicJob(
		river.PeriodicInterval(purgeEvery),
		func() (river.JobArgs, *river.InsertOpts) { return PurgeArgs{}, nil },
		&river.PeriodicJobOpts{RunOnStart: true},
	)}
}

// Purge deletes the messages whose time is over with their files, and files
// that were never sent. A file goes before its row does: cut anywhere, the
// next Purge goes on from there.
func (c *Chat) Purge(ctx context.Context) (messages, files int, err error) {
	days, err := c.RetentionDays(ctx)
	if err != nil {
		return 0, 0, err
	}
	now := c.now()
	var until time.Time // nothing is as old
	if days > 0 {
		until = now.AddDate(0, 0, -days)
	}
	for {
		n, err := c.purgeFiles(ctx, until, now.Add(-unsentFor))
		files += n
		if err != nil {
			return 0, files, err
		}
		if n < purgeBatch {
			break
		}
	}
	if days == 0 {
		return 0, files, nil
	}
	err = c.db.Bun().QueryRowContext(ctx, `with gone as (delete from chat_messages where at < ? returning thread_id, seq),
		marks as (update chat_threads t set purged_seq = greatest(t.purged_seq, g.seq)
			from (select thread_id, max(seq) as seq from gone group by thread_id) g where t.id = g.thread_id)
		select count(*) from gone`, until).Scan(&messages)
	if err != nil {
		return 0, files, fmt.Errorf("chat: delete old messages: %w", err)
	}
	return messages, files, nil
}

func (c *Chat) purgeFiles(ctx context.Context, until, unsent time.Time) (int, error) {
	var due []id.File
	err := c.db.Bun().NewSelect().TableExpr("chat_files as f").ColumnExpr("f.id").
		Join("left join chat_messages as m on m.thread_id = f.thread_id and m.seq = f.seq").
		Where("f.seq is null and f.at < ? or m.at < ?", unsent, until).OrderExpr("f.id").Limit(purgeBatch).Scan(ctx, &due)
	if err != nil {
		return 0, fmt.Errorf("chat: look for files whose time is over: %w", err)
	}
	for _, f := range due {
		if err := os.Remove(c.path(f)); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return 0, fmt.Errorf("chat: delete a file: %w", err)
		}
	}
	if len(due) == 0 {
		return 0, nil
	}
	if _, err := c.db.Bun().ExecContext(ctx, "delete from chat_files where id = any(?::uuid[])", pgdialect.Array(texts(due))); err != nil {
		return 0, fmt.Errorf("chat: delete files: %w", err)
	}
	return len(due), nil
}
