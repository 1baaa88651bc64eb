package chat

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/yobirin/yobirin/server/internal/access"
	"github.com/yobirin/yobirin/server/internal/vault"
	"github.com/yobirin/yobirin/shared/fault"
	"github.com/yobirin/yobirin/shared/id"
	wire "github.com/yobirin/yobirin/shared/live"
)

// MaxFile is the largest file in bytes.
const MaxFile = 10 << 20

// oneTaking is how long the requests of one session for one file count as one
// in the audit: a picture is asked for whenever it comes into sight.
const oneTaking = 15 * time.Minute

// isImage says whether browsers show the type as a picture; none of these can
// hold a script.
func isImage(kind string) bool {
	switch kind {
	case "image/png", "image/jpeg", "image/gif", "image/webp":
		return true
	}
	return false
}

// path is where a file is kept.
func (c *Chat) path(f id.File) string {
	name := f.String()
	return filepath.Join(c.o.Folder, name[len(name)-2:], name)
}

// Upload keeps a file for a message that is still to be sent. What its type is
// its content says, not its sender.
func (c *Chat) Upload(ctx context.Context, s access.Session, to id.Thread, name string, content io.Reader) (wire.ChatFile, error) {
	if c.o.Keys == nil {
		return wire.ChatFile{}, fault.New(fault.Conflict, "chat_no_files", "files cannot be kept on this server")
	}
	if _, err := c.find(ctx, s, to); err != nil {
		return wire.ChatFile{}, err
	}
	now := c.now()
	if !c.filing.may(s.Agent.ID, now) {
		return wire.ChatFile{}, errTooFast()
	}
	which := id.New[id.File](now)
	f := wire.ChatFile{ID: which.String(), Name: cleanName(name)}
	key, err := c.write(which, content, &f)
	if err != nil {
		return wire.ChatFile{}, err
	}
	_, err = c.db.Bun().ExecContext(ctx, "insert into chat_files (id, thread_id, author, at, name, type, size, key) values (?, ?, ?, ?, ?, ?, ?, ?)",
		which, to, s.Agent.ID, now, f.Name, f.Type, f.Size, key)
	if err != nil {
		return wire.ChatFile{}, errors.Join(fmt.Errorf("chat: note a file: %w", err), os.Remove(c.path(which)))
	}
	return f, nil
}

// write encrypts the content into its place and fills in what it is. A file
// that is not whole is not left there.
func (c *Chat) write(which id.File, content io.Reader, f *wire.ChatFile) (keyName string, err error) {
	key, err := c.o.Keys.Newest()
	if err != nil {
		return "", err
	}
	place := c.path(which)
	if err := os.MkdirAll(filepath.Dir(place), 0o750); err != nil {
		return "", fmt.Errorf("chat: keep a file: %w", err)
	}
	out, err := os.OpenFile(place, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return "", fmt.Errorf("chat: keep a file: %w", err)
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.Remove(place))
		}
	}()
	err = fill(out, key, which, content, f)
	return key.Name, errors.Join(err, out.Close())
}

func fill(out *os.File, key vault.Key, which id.File, content io.Reader, f *wire.ChatFile) error {
	w, err := vault.NewWriter(out, key, which[:])
	if err != nil {
		return err
	}
	head := make([]byte, 512)
	n, err := io.ReadFull(content, head)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return unread(err)
	}
	if n == 0 {
		return fault.Wrong("file", "0 bytes", "a file that is not empty")
	}
	f.Type, _, _ = strings.Cut(http.DetectContentType(head[:n]), ";")
	f.Image = isImage(f.Type)
	if _, err := w.Write(head[:n]); err != nil {
		return fmt.Errorf("chat: keep a file: %w", err)
	}
	source := &reading{r: io.LimitReader(content, MaxFile+1-int64(n))}
	if _, err := io.CopyBuffer(writerOnly{w}, source, make([]byte, 64<<10)); err != nil {
		if source.err != nil {
			return unread(source.err)
		}
		return fmt.Errorf("chat: keep a file: %w", err)
	}
	if f.Size = w.Size(); f.Size > MaxFile {
		return errTooLarge()
	}
	return errors.Join(w.Finish(), out.Sync())
}

// reading remembers whether it was the reading that failed.
type reading struct {
	r   io.Reader
	err error
}

// Read reads on.
func (r *reading) Read(p []byte) (int, error) {
	n, err := r.r.Read(p)
	if err != nil && !errors.Is(err, io.EOF) {
		r.err = err
	}
	return n, err
}

// writerOnly keeps io.Copy from other ways than Write.
type writerOnly struct{ io.Writer }

func errTooLarge() error {
	return fault.Wrong("file", fmt.Sprintf("more than %d bytes", MaxFile), fmt.Sprintf("at most %d bytes", MaxFile))
}

func unread(err error) error {
	var large *http.MaxBytesError
	if errors.As(err, &large) {
		return errTooLarge()
	}
	return fault.Wrap(err, fault.Invalid, "chat_file_unread", "the file did not arrive whole")
}

// File is an opened file, ready to be served.
type File struct {
	wire.ChatFile
	At      time.Time
	Content io.ReadSeeker
	Close   func() error
}

// Take opens a file of a message of a thread that the session sees, or one of
// its own that is not sent yet, after it has noted who takes it.
func (c *Chat) Take(ctx context.Context, s access.Session, from access.Origin, which id.File) (File, error) {
	missing := func() (File, error) {
		return File{}, fault.New(fault.NotFound, "chat_file_not_found", "there is no such file")
	}
	f := File{ChatFile: wire.ChatFile{ID: which.String()}}
	var thread id.Thread
	var author id.Agent
	var seq sql.NullInt64
	err := c.db.Bun().QueryRowContext(ctx, "select thread_id, author, seq, at, name, type, size from chat_files where id = ?", which).
		Scan(&thread, &author, &seq, &f.At, &f.Name, &f.Type, &f.Size)
	if errors.Is(err, sql.ErrNoRows) {
		return missing()
	}
	if err != nil {
		return File{}, fmt.Errorf("chat: look for a file: %w", err)
	}
	if _, err := c.find(ctx, s, thread); err != nil || !seq.Valid && author != s.Agent.ID {
		if fault.CodeOf(err) == fault.Internal {
			return File{}, err
		}
		return missing()
	}
	if c.o.Keys == nil {
		return missing()
	}
	in, err := os.Open(c.path(which))
	if errors.Is(err, fs.ErrNotExist) {
		return missing()
	}
	if err != nil {
		return File{}, fmt.Errorf("chat: open a file: %w", err)
	}
	r, err := vault.Open(in, vault.Overhead(f.Size)+f.Size, c.o.Keys, which[:])
	if err == nil {
		err = c.noteTaken(ctx, s, from, which, thread)
	}
	if err != nil {
		return File{}, errors.Join(err, in.Close())
	}
	f.Content, f.Close = io.NewSectionReader(r, 0, r.Size()), in.Close
	return f, nil
}

// noteTaken writes into the audit who takes a file. What cannot be noted is
// not given.
func (c *Chat) noteTaken(ctx context.Context, s access.Session, from access.Origin, which id.File, thread id.Thread) error {
	e := s.By(c.now(), from, "chat-file.downloaded", "chat-file", which.String())
	e.Detail = map[string]string{"thread": thread.String(), "session": s.ID.String()}
	var noted bool
	err := c.db.Bun().QueryRowContext(ctx, `select exists (select from audit where object_id = ? and action = ? and actor = ?
		and detail->>'session' = ? and at > ?)`, e.Object, e.Action, e.Actor, s.ID.String(), e.At.Add(-oneTaking)).Scan(&noted)
	if err == nil && !noted {
		err = access.WriteAudit(ctx, c.db.Bun(), e)
	}
	if err != nil {
		return fault.Wrap(err, fault.Unavailable, "unavailable", "who takes files cannot be written down now; try again")
	}
	return nil
}
