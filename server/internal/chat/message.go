package chat

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/pgdialect"

	"github.com/yobirin/yobirin/server/internal/access"
	"github.com/yobirin/yobirin/shared/fault"
	"github.com/yobirin/yobirin/shared/id"
	wire "github.com/yobirin/yobirin/shared/live"
)

// Limits of a page of messages, and of a message's files.
const (
	defaultPage = 50
	maxPage     = 200
	maxFiles    = 10
	maxReads    = 500
)

// Draft is a message to be sent.
type Draft struct {
	Ref   string    `json:"ref" minLength:"8" maxLength:"64" doc:"the sender's name of the message, new for each: sent again under the same name it is stored once"`
	Text  string    `json:"text" doc:"plain text of at most 4,000 characters; may be empty when there are files"`
	Bold  bool      `json:"bold,omitempty"`
	Red   bool      `json:"red,omitempty"`
	Files []id.File `json:"files,omitempty" maxItems:"10" nullable:"false" doc:"uploaded before to the same thread"`
}

// MessagePage is a part of a thread, the oldest message first.
type MessagePage struct {
	Items   []wire.ChatText `json:"items" nullable:"false"`
	More    bool            `json:"more" doc:"there are more in the direction that was asked for"`
	LastSeq int64           `json:"lastSeq" doc:"number of the thread's newest message"`
	Reads   []ReadMark      `json:"reads" nullable:"false" doc:"how far the others have read; with the newest page only"`
}

// ReadMark is how far somebody has read.
type ReadMark struct {
	Agent string `json:"agent"`
	Seq   int64  `json:"seq"`
}

const messageColumns = "select m.thread_id, m.seq, m.ref, m.at, m.author, m.author_name, m.body, m.bold, m.red from chat_messages m "

func scanText(scan func(...any) error, more ...any) (wire.ChatText, error) {
	var t wire.ChatText
	var thread id.Thread
	var author id.Agent
	var at time.Time
	if err := scan(append([]any{&thread, &t.Seq, &t.Ref, &at, &author, &t.AuthorName, &t.Text, &t.Bold, &t.Red}, more...)...); err != nil {
		return t, err
	}
	t.Thread, t.Author, t.At = thread.String(), author.String(), at.UnixMilli()
	return t, nil
}

// Send stores a message and then tells everybody who sees the thread. A draft
// whose Ref the agent has sent to the thread before gives the message of then.
func (c *Chat) Send(ctx context.Context, s access.Session, to id.Thread, d Draft) (wire.ChatText, error) {
	text, err := cleanText(d.Text)
	if err != nil {
		return wire.ChatText{}, err
	}
	if err := cleanRef(d.Ref); err != nil {
		return wire.ChatText{}, err
	}
	if strings.TrimSpace(text) == "" && len(d.Files) == 0 {
		return wire.ChatText{}, fault.Wrong("text", "", "a text, or a file")
	}
	if n := len(d.Files); n > maxFiles {
		return wire.ChatText{}, fault.Wrong("files", fmt.Sprint(n), fmt.Sprintf("at most %d files", maxFiles))
	}
	p, err := c.find(ctx, s, to)
	if err != nil {
		return wire.ChatText{}, err
	}
	if p.gone {
		return wire.ChatText{}, fault.New(fault.Conflict, "chat_agent_gone", "the other agent has been deleted")
	}
	if !c.sending.may(s.Agent.ID, c.now()) {
		return wire.ChatText{}, errTooFast()
	}
	d.Text = text
	out, again, err := c.store(ctx, s, p, d)
	if err != nil {
		return wire.ChatText{}, err
	}
	if !again {
		c.tell(p.all(s.Agent.ID), wire.ChatMessage{Type: wire.TypeChatMessage, Message: out})
	}
	return out, nil
}

// store writes a message, or finds the one that was written under its name.
func (c *Chat) store(ctx context.Context, s access.Session, p place, d Draft) (out wire.ChatText, again bool, err error) {
	now := c.now().Truncate(time.Millisecond)
	err = c.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error {
		if !p.group.IsZero() {
			if _, err := tx.ExecContext(ctx, "insert into chat_threads (id) values (?) on conflict do nothing", p.id); err != nil {
				return err
			}
		}
		// The row's lock puts the messages of a thread in order.
		var last int64
		if err := tx.QueryRowContext(ctx, "select last_seq from chat_threads where id = ? for update", p.id).Scan(&last); err != nil {
			return err
		}
		out, err = scanText(tx.QueryRowContext(ctx, messageColumns+"where m.thread_id = ? and m.author = ? and m.ref = ?", p.id, s.Agent.ID, d.Ref).Scan)
		if again = err == nil; again {
			out.Files, err = filesOf(ctx, tx, p.id, out.Seq)
			return err
		}
		if !errors.Is(err, sql.ErrNoRows) {
			return err
		}
		name := s.Agent.Nickname
		if name == "" {
			name = s.Agent.Name
		}
		seq := last + 1
		out = wire.ChatText{Thread: p.id.String(), Seq: seq, Ref: d.Ref, At: now.UnixMilli(), Author: s.Agent.ID.String(), AuthorName: name, Text: d.Text, Bold: d.Bold, Red: d.Red}
		if _, err := tx.ExecContext(ctx, "insert into chat_messages (thread_id, seq, at, author, author_name, ref, body, folded, bold, red) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
			p.id, seq, now, s.Agent.ID, name, d.Ref, d.Text, fold(d.Text), d.Bold, d.Red); err != nil {
			return err
		}
		if out.Files, err = attach(ctx, tx, s.Agent.ID, p.id, seq, d.Files); err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, "update chat_threads set last_seq = ?, last_at = ? where id = ?", seq, now, p.id); err != nil {
			return err
		}
		return setRead(ctx, tx, p.id, s.Agent.ID, seq)
	})
	if err != nil && fault.CodeOf(err) == fault.Internal {
		err = fmt.Errorf("chat: store a message: %w", err)
	}
	return out, again, err
}

// attach gives the files of a message their number.
func attach(ctx context.Context, tx bun.Tx, author id.Agent, thread id.Thread, seq int64, files []id.File) ([]wire.ChatFile, error) {
	if len(files) == 0 {
		return nil, nil
	}
	res, err := tx.ExecContext(ctx, `update chat_files set seq = ?0, position = array_position(?1::uuid[], id)
		where id = any(?1::uuid[]) and thread_id = ?2 and author = ?3 and seq is null`, seq, pgdialect.Array(texts(files)), thread, author)
	if err != nil {
		return nil, err
	}
	n, err := res.RowsAffected()
	if err != nil {
		return nil, err
	}
	if int(n) != len(files) {
		return nil, fault.Wrong("files", fmt.Sprintf("%d of %d", n, len(files)), "files that you have uploaded to this conversation and not sent yet, each once")
	}
	return filesOf(ctx, tx, thread, seq)
}

func texts[T fmt.Stringer](all []T) []string {
	out := make([]string, len(all))
	for i, v := range all {
		out[i] = v.String()
	}
	return out
}

// filesOf gives the files of one message.
func filesOf(ctx context.Context, db bun.IDB, thread id.Thread, seq int64) ([]wire.ChatFile, error) {
	all, err := filesBetween(ctx, db, thread, seq, seq)
	return all[seq], err
}

// filesBetween gives the files of the messages from one number to another.
func filesBetween(ctx context.Context, db bun.IDB, thread id.Thread, from, to int64) (map[int64][]wire.ChatFile, error) {
	rows, err := db.QueryContext(ctx, "select seq, id, name, type, size from chat_files where thread_id = ? and seq between ? and ? order by seq, position", thread, from, to)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	out := map[int64][]wire.ChatFile{}
	for rows.Next() {
		var seq int64
		var which id.File
		var f wire.ChatFile
		if err := rows.Scan(&seq, &which, &f.Name, &f.Type, &f.Size); err != nil {
			return nil, err
		}
		f.ID, f.Image = which.String(), isImage(f.Type)
		out[seq] = append(out[seq], f)
	}
	return out, rows.Err()
}

// Span says which part of a thread is wanted: the newest, or what lies before
// or after a number.
type Span struct {
	Before, After int64 // 0: not given
	Limit         int   // 1 to 200; 0: 50
}

// Messages gives a part of a thread.
func (c *Chat) Messages(ctx context.Context, s access.Session, of id.Thread, w Span) (MessagePage, error) {
	if w.Limit == 0 {
		w.Limit = defaultPage
	}
	if w.Limit < 1 || w.Limit > maxPage {
		return MessagePage{}, fault.Wrong("limit", fmt.Sprint(w.Limit), fmt.Sprintf("1 to %d", maxPage))
	}
	if w.Before > 0 && w.After > 0 {
		return MessagePage{}, fault.Wrong("after", fmt.Sprint(w.After), "before or after, not both")
	}
	p, err := c.find(ctx, s, of)
	if err != nil {
		return MessagePage{}, err
	}
	where, direction, bound := "m.seq < ?", "desc", w.Before
	switch {
	case w.After > 0:
		where, direction, bound = "m.seq > ?", "asc", w.After
	case w.Before == 0:
		bound = 1<<62 - 1
	}
	out := MessagePage{Items: []wire.ChatText{}, Reads: []ReadMark{}, LastSeq: p.last}
	rows, err := c.db.Bun().QueryContext(ctx, messageColumns+"where m.thread_id = ? and "+where+" order by m.seq "+direction+" limit ?", of, bound, w.Limit+1)
	if err != nil {
		return out, fmt.Errorf("chat: read messages: %w", err)
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		if len(out.Items) == w.Limit {
			out.More = true
			break
		}
		t, err := scanText(rows.Scan)
		if err != nil {
			return out, fmt.Errorf("chat: read a message: %w", err)
		}
		out.Items = append(out.Items, t)
	}
	if err := errors.Join(rows.Err(), rows.Close()); err != nil {
		return out, fmt.Errorf("chat: read messages: %w", err)
	}
	if direction == "desc" {
		slices.Reverse(out.Items)
	}
	if err := c.addFiles(ctx, of, out.Items); err != nil {
		return out, err
	}
	if w.Before == 0 && w.After == 0 {
		out.Reads, err = c.reads(ctx, of, s.Agent.ID)
	}
	return out, err
}

func (c *Chat) addFiles(ctx context.Context, of id.Thread, items []wire.ChatText) error {
	if len(items) == 0 {
		return nil
	}
	files, err := filesBetween(ctx, c.db.Bun(), of, items[0].Seq, items[len(items)-1].Seq)
	if err != nil {
		return fmt.Errorf("chat: read the files of messages: %w", err)
	}
	for i := range items {
		items[i].Files = files[items[i].Seq]
	}
	return nil
}
