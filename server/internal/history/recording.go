package history

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/yobirin/yobirin/shared/fault"
	"github.com/yobirin/yobirin/shared/id"
)

// OpenRecording opens the file of a call's latest recording. Only limits it
// to one agent's calls. The path comes from the database and is still not
// believed: nothing outside the recordings' folder is opened, also not
// through a link. The caller closes the file.
func (h *History) OpenRecording(ctx context.Context, call id.Call, only id.Agent) (*os.File, time.Time, error) {
	var path string
	var at time.Time
	query := `select r.path, coalesce(r.ended_at, r.started_at) from recordings r join calls c on c.id = r.call_id
		where c.id = ? and r.path <> '' order by r.started_at desc, r.id desc limit 1`
	args := []any{call}
	if !only.IsZero() {
		query = `select r.path, coalesce(r.ended_at, r.started_at) from recordings r join calls c on c.id = r.call_id
			where c.id = ? and r.path <> '' and c.agents @> array[?]::uuid[] order by r.started_at desc, r.id desc limit 1`
		args = append(args, only)
	}
	err := h.db.Bun().QueryRowContext(ctx, query, args...).Scan(&path, &at)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, time.Time{}, noRecording(nil)
	}
	if err != nil {
		return nil, time.Time{}, fmt.Errorf("history: find a recording: %w", err)
	}
	root, err := os.OpenRoot(h.recordings)
	if err != nil {
		return nil, time.Time{}, fmt.Errorf("history: open the recordings' folder: %w", err)
	}
	defer func() { _ = root.Close() }()
	file, err := root.Open(path)
	if err != nil {
		h.log.Error("a recording's file cannot be opened", "call", call, "err", err)
		return nil, time.Time{}, noRecording(err)
	}
	info, err := file.Stat()
	if err != nil || !info.Mode().IsRegular() {
		_ = file.Close()
		return nil, time.Time{}, noRecording(err)
	}
	return file, at, nil
}

func noRecording(err error) error {
	return fault.Wrap(err, fault.NotFound, "no_recording", "this call has no recording")
}
