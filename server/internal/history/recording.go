package history

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/uptrace/bun"

	"github.com/yobirin/yobirin/server/internal/vault"
	"github.com/yobirin/yobirin/shared/fault"
	"github.com/yobirin/yobirin/shared/id"
)

// RecordingRow is a recording in a list.
type RecordingRow struct {
	ID          id.Recording `json:"id"`
	Call        id.Call      `json:"call"`
	Kind        string       `json:"kind" enum:"conversation,voicemail,audio"`
	StartedAt   time.Time    `json:"startedAt"`
	EndedAt     *time.Time   `json:"endedAt,omitempty"`
	Seconds     float64      `json:"seconds"`
	Bytes       int64        `json:"bytes" doc:"of the file as it is kept"`
	SHA256      string       `json:"sha256,omitempty" doc:"of the WAV file that original gives"`
	Key         string       `json:"key,omitempty" doc:"name of the key it is encrypted with; absent: it is plain"`
	Pauses      []Silence    `json:"pauses" nullable:"false" doc:"when it was paused"`
	RetainUntil *time.Time   `json:"retainUntil,omitempty" doc:"when it is deleted; absent: never"`
	Hold        *Hold        `json:"hold,omitempty"`
	DeletedAt   *time.Time   `json:"deletedAt,omitempty"`
	DeletedWhy  string       `json:"deletedWhy,omitempty" enum:"retention,person,short,"`
	Failed      string       `json:"failed,omitempty"`
}

// Silence is a stretch in which a recording was paused, in seconds from its beginning.
type Silence struct {
	From  float64 `json:"from"`
	Until float64 `json:"until" doc:"0: to the end"`
}

// Hold is a legal hold: the recording is kept whatever the retention says.
type Hold struct {
	At     time.Time `json:"at"`
	By     Named     `json:"by"`
	Reason string    `json:"reason"`
}

const selectRecording = `select r.id, r.call_id, r.kind, r.started_at, r.ended_at, r.length_ms, r.bytes, r.sha256, r.key, r.pauses, r.retain_until,
	r.hold_at, r.hold_by, coalesce(a.name, ''), r.hold_why, coalesce(r.deleted_at, r.deleting_at), r.deleted_why, r.failed
	from recordings r left join agents a on a.id = r.hold_by left join calls c on c.id = r.call_id `

func scanRecording(scan func(...any) error) (RecordingRow, error) {
	var r RecordingRow
	var ms int64
	var pauses []byte
	var held *time.Time
	var by id.Agent
	var hold Hold
	err := scan(&r.ID, &r.Call, &r.Kind, &r.StartedAt, &r.EndedAt, &ms, &r.Bytes, &r.SHA256, &r.Key, &pauses, &r.RetainUntil,
		&held, &by, &hold.By.Name, &hold.Reason, &r.DeletedAt, &r.DeletedWhy, &r.Failed)
	if err != nil {
		return r, err
	}
	r.Seconds = float64(ms) / 1000
	var stored []pause
	if err := json.Unmarshal(pauses, &stored); err != nil {
		return r, fmt.Errorf("pauses: %w", err)
	}
	r.Pauses = make([]Silence, len(stored))
	for i, p := range stored {
		r.Pauses[i] = Silence{float64(p.From) / 1000, float64(p.Until) / 1000}
	}
	if held != nil {
		hold.At, hold.By.ID = *held, by.String()
		r.Hold = &hold
	}
	return r, nil
}

// Recordings lists the recordings of a call, also those that are deleted, in
// the order of their beginnings. Only limits it to one agent's calls.
func (h *History) Recordings(ctx context.Context, call id.Call, only id.Agent) ([]RecordingRow, error) {
	query, args := selectRecording+"where r.call_id = ?", []any{call}
	if !only.IsZero() {
		query, args = query+" and c.agents @> array[?]::uuid[]", append(args, only)
	}
	rows, err := h.db.Bun().QueryContext(ctx, query+" order by r.started_at, r.id", args...)
	if err != nil {
		return nil, fmt.Errorf("history: list recordings: %w", err)
	}
	defer func() { _ = rows.Close() }()
	out := []RecordingRow{}
	for rows.Next() {
		r, err := scanRecording(rows.Scan)
		if err != nil {
			return nil, fmt.Errorf("history: read a recording: %w", err)
		}
		out = append(out, r)
	}
	return out, rows.Err()
}

// Sound is a recording open for reading. It is for one goroutine; Close it.
type Sound struct {
	Recording id.Recording
	Call      id.Call
	At        time.Time // when it ended
	Length    time.Duration
	file      *os.File
	playable  *playable
}

// Close ends the reading.
func (s *Sound) Close() error { return s.file.Close() }

// Played is the recording as browsers play it: a WAV file of 16 bits.
func (s *Sound) Played() io.ReadSeeker { return s.playable }

// Original is the recording's WAV file as it was recorded, of which its hash is.
func (s *Sound) Original() io.ReadSeeker { return s.playable.original() }

// choice says which recording is to be opened. One of the first two is set.
type choice struct {
	call      id.Call // its latest
	recording id.Recording
	only      id.Agent // limits it to the calls of one agent
	voicemail bool     // limits it to messages
}

// OpenRecording opens a recording, for those inside the server who need it as
// a file. A recording that is not there, or is deleted, is not found.
func (h *History) OpenRecording(ctx context.Context, rec id.Recording) (*Sound, error) {
	return h.open(ctx, choice{recording: rec})
}

func (h *History) open(ctx context.Context, c choice) (*Sound, error) {
	q := h.db.Bun().NewSelect().TableExpr("recordings as r").Join("left join calls as c on c.id = r.call_id").
		ColumnExpr("r.id, r.call_id, r.path, r.key, coalesce(r.ended_at, r.started_at), r.length_ms, r.deleting_at is not null").
		OrderExpr("r.deleting_at is not null, r.started_at desc, r.id desc").Limit(1)
	if c.recording.IsZero() {
		q.Where("r.call_id = ?", c.call).Where("r.path <> ''")
	} else {
		q.Where("r.id = ?", c.recording)
	}
	if !c.only.IsZero() {
		q.Where("c.agents @> array[?]::uuid[]", c.only)
	}
	if c.voicemail {
		q.Where("exists (select from voicemails as v where v.recording_id = r.id and v.deleted_at is null)")
	}
	var s Sound
	var path, key string
	var ms int64
	var deleted bool
	err := scanOne(ctx, q, &s.Recording, &s.Call, &path, &key, &s.At, &ms, &deleted)
	if errors.Is(err, sql.ErrNoRows) || err == nil && path == "" && !deleted {
		return nil, noRecording(nil)
	}
	if err != nil {
		return nil, fmt.Errorf("history: find a recording: %w", err)
	}
	if deleted {
		return nil, fault.New(fault.NotFound, "recording_deleted", "this recording has been deleted")
	}
	s.Length = time.Duration(ms) * time.Millisecond
	return &s, h.openFile(&s, path, key)
}

func scanOne(ctx context.Context, q *bun.SelectQuery, into ...any) error {
	rows, err := q.Rows(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }()
	if !rows.Next() {
		return errors.Join(rows.Err(), sql.ErrNoRows)
	}
	return errors.Join(rows.Scan(into...), rows.Close())
}

// openFile opens the file of a recording. The path comes from the database
// and is still not believed: nothing outside the recordings' folder is opened,
// also not through a link.
func (h *History) openFile(s *Sound, path, key string) error {
	root, err := os.OpenRoot(h.recordings)
	if err != nil {
		return fmt.Errorf("history: open the recordings' folder: %w", err)
	}
	defer func() { _ = root.Close() }()
	// Looked at before it is opened: opening a pipe would wait.
	info, err := root.Lstat(path)
	if err == nil && !info.Mode().IsRegular() {
		err = errors.New("it is no file")
	}
	if err == nil {
		s.file, err = root.Open(path)
	}
	if err != nil {
		h.log.Error("a recording's file cannot be opened", "recording", s.Recording, "err", err)
		return noRecording(err)
	}
	if s.playable, err = h.reader(s, info.Size(), key); err != nil {
		h.log.Error("a recording's file is not readable", "recording", s.Recording, "err", err)
		if fault.CodeOf(err) == fault.Internal {
			err = noRecording(err)
		}
		return errors.Join(err, s.file.Close())
	}
	return nil
}

// reader decrypts what is encrypted. A file that should be and is not is not
// the one that was recorded.
func (h *History) reader(s *Sound, size int64, key string) (*playable, error) {
	head := make([]byte, vault.HeaderSize)
	n, err := s.file.ReadAt(head, 0)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("history: read a recording: %w", err)
	}
	switch sealed := vault.IsSealed(head[:n]); {
	case !sealed && key != "":
		return nil, fault.New(fault.Unavailable, "file_damaged", "the recording's file is not the one that was recorded")
	case !sealed:
		return newPlayable(s.file, size)
	case h.o.Keys == nil:
		return nil, fault.New(fault.Unavailable, "key_lost", "the recording is encrypted, and there are no keys")
	}
	open, err := vault.Open(s.file, size, h.o.Keys, s.Recording[:])
	if err != nil {
		return nil, err
	}
	return newPlayable(open, open.Size())
}

func noRecording(err error) error {
	return fault.Wrap(err, fault.NotFound, "no_recording", "this call has no recording")
}
