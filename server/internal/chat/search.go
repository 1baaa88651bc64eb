package chat

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/yobirin/yobirin/server/internal/access"
	"github.com/yobirin/yobirin/shared/fault"
	"github.com/yobirin/yobirin/shared/id"
	wire "github.com/yobirin/yobirin/shared/live"
)

// Found is a message with the thread it is in.
type Found struct {
	Kind    string        `json:"kind" enum:"group,agent"`
	Title   string        `json:"title" doc:"of the thread"`
	Message wire.ChatText `json:"message"`
}

// FoundPage is a part of what was found, the newest first.
type FoundPage struct {
	Items      []Found `json:"items" nullable:"false"`
	NextCursor string  `json:"nextCursor,omitempty" doc:"absent: there are no more"`
}

const (
	defaultFound = 30
	maxFound     = 100
	maxCursor    = 100
)

// Query is what is searched.
type Query struct {
	Text   string
	Thread id.Thread // none: in all threads that the agent sees
	Limit  int       // 1 to 100; 0: 30
	Cursor string
}

// Search finds messages in which all words are, anywhere within words: there
// are no borders of words in Japanese. It reads the threads' texts; measured in
// BenchmarkSearch.
func (c *Chat) Search(ctx context.Context, s access.Session, q Query) (FoundPage, error) {
	words, err := wordsOf(q.Text)
	if err != nil {
		return FoundPage{}, err
	}
	if q.Limit == 0 {
		q.Limit = defaultFound
	}
	if q.Limit < 1 || q.Limit > maxFound {
		return FoundPage{}, fault.Wrong("limit", fmt.Sprint(q.Limit), fmt.Sprintf("1 to %d", maxFound))
	}
	if !q.Thread.IsZero() {
		if _, err := c.find(ctx, s, q.Thread); err != nil {
			return FoundPage{}, err
		}
	}
	args := []any{s.Agent.ID, seesAll(s)}
	sql := visible + "select m.thread_id, m.seq, m.ref, m.at, m.author, m.author_name, m.body, m.bold, m.red, mine.group_id, mine.title from chat_messages m join mine on mine.id = m.thread_id where true"
	where := func(condition string, values ...any) {
		for _, v := range values {
			condition = strings.Replace(condition, "$", "?"+strconv.Itoa(len(args)), 1)
			args = append(args, v)
		}
		sql += " and " + condition
	}
	for _, w := range words {
		where("strpos(m.folded, $) > 0", w)
	}
	if !q.Thread.IsZero() {
		where("m.thread_id = $", q.Thread)
	}
	if q.Cursor != "" {
		at, thread, seq, err := readCursor(q.Cursor)
		if err != nil {
			return FoundPage{}, err
		}
		where("(m.at, m.thread_id, m.seq) < ($, $, $)", at, thread, seq)
	}
	args = append(args, q.Limit+1)
	rows, err := c.db.Bun().QueryContext(ctx, sql+" order by m.at desc, m.thread_id desc, m.seq desc limit ?"+strconv.Itoa(len(args)-1), args...)
	if err != nil {
		return FoundPage{}, fmt.Errorf("chat: search: %w", err)
	}
	defer func() { _ = rows.Close() }()
	out := FoundPage{Items: []Found{}}
	for rows.Next() {
		if len(out.Items) == q.Limit {
			out.NextCursor = cursor(out.Items[q.Limit-1].Message)
			break
		}
		var f Found
		var group id.Group
		if f.Message, err = scanText(rows.Scan, &group, &f.Title); err != nil {
			return FoundPage{}, fmt.Errorf("chat: read what was found: %w", err)
		}
		f.Kind = kindOf(group)
		out.Items = append(out.Items, f)
	}
	return out, errors.Join(rows.Err(), rows.Close())
}

// cursor names a message by which the next page begins. Moments of messages
// are whole milliseconds.
func cursor(t wire.ChatText) string {
	return strconv.FormatInt(t.At, 36) + "." + t.Thread + "." + strconv.FormatInt(t.Seq, 36)
}

func readCursor(s string) (at time.Time, thread id.Thread, seq int64, err error) {
	parts := strings.Split(s, ".")
	if len(s) <= maxCursor && len(parts) == 3 {
		var ms int64
		var bad [3]error
		ms, bad[0] = strconv.ParseInt(parts[0], 36, 64)
		thread, bad[1] = id.Parse[id.Thread](parts[1])
		seq, bad[2] = strconv.ParseInt(parts[2], 36, 64)
		if at = time.UnixMilli(ms).UTC(); errors.Join(bad[:]...) == nil && !thread.IsZero() && at.Year() >= 1970 && at.Year() <= 9999 {
			return at, thread, seq, nil
		}
	}
	return time.Time{}, id.Thread{}, 0, fault.Wrong("cursor", "", "the nextCursor of a page with the same search")
}
