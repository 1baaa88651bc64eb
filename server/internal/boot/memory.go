package boot

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/yobirin/yobirin/server/internal/acd"
	"github.com/yobirin/yobirin/server/internal/obs"
)

// remember is how often the floor's memory is written. What a crash loses of
// it is at most this much of statuses.
const remember = 2 * time.Second

func (m *Main) memoryPath() string { return filepath.Join(m.cfg.DataDir, "floor.json") }

// recall reads the floor's memory of the run before. A file that cannot be
// read is told and left behind: agents then begin available.
func (m *Main) recall() acd.Snapshot {
	var s acd.Snapshot
	raw, err := os.ReadFile(m.memoryPath())
	if err == nil {
		err = json.Unmarshal(raw, &s)
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		m.log.Error("agents' statuses of the run before are lost", obs.Err(err))
		return acd.Snapshot{}
	}
	return s
}

// keepMemory writes the floor's memory again and again until ctx ends, and
// once more then.
func (m *Main) keepMemory(ctx context.Context) {
	tick := time.NewTicker(remember)
	defer tick.Stop()
	var last []byte
	for {
		select {
		case <-tick.C:
			last = m.writeMemory(last)
		case <-ctx.Done():
			m.writeMemory(last)
			return
		}
	}
}

func (m *Main) writeMemory(last []byte) []byte {
	ctx, cancel := context.WithTimeout(context.Background(), remember)
	defer cancel()
	var s acd.Snapshot
	if err := m.exchange.Inspect(ctx, func(now time.Time, f *acd.Floor) { s = f.Snapshot(now) }); err != nil {
		return last
	}
	raw, err := json.Marshal(s)
	_, news, _ := bytes.Cut(raw, []byte(",")) // what comes first is the time, which alone is no news
	if err == nil && bytes.Equal(news, last) {
		return last
	}
	if err == nil {
		err = replaceFile(m.memoryPath(), raw)
	}
	if err != nil {
		m.log.Warn("agents' statuses could not be written", obs.Err(err))
		return last
	}
	return news
}

// replaceFile writes a file so that a crash leaves the old or the new one.
func replaceFile(path string, raw []byte) error {
	f, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".*")
	if err != nil {
		return err
	}
	defer func() { _ = os.Remove(f.Name()) }() // gone already when all went well
	_, err = f.Write(raw)
	if err == nil {
		err = f.Sync()
	}
	if cerr := f.Close(); err == nil {
		err = cerr
	}
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	return err
}
