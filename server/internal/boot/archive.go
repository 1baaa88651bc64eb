package boot

import (
	"context"
	"fmt"
	"path/filepath"
	"time"

	"github.com/yobirin/yobirin/server/internal/history"
	"github.com/yobirin/yobirin/server/internal/obs"
	"github.com/yobirin/yobirin/server/internal/vault"
)

// openKeys opens the keys that recordings are encrypted with, and makes the
// first.
func (m *Main) openKeys() error {
	dir := m.cfg.RecordingKeys
	if dir == "" {
		dir = filepath.Join(m.cfg.DataDir, "keys")
	}
	keys, err := vault.OpenKeys(dir, time.Now())
	if err != nil {
		return err
	}
	m.keys = keys
	return nil
}

// retention says for how many days a recording is kept: what its group says,
// else the site. It is not known before the site is.
func (m *Main) retention(k history.Kept) (days int, known bool) {
	site := m.site.Load()
	if site == nil {
		return 0, false
	}
	for _, g := range site.Groups {
		if g.ID == k.Group && g.RetentionDays != nil {
			return *g.RetentionDays, true
		}
	}
	return site.Settings.RetentionDays, true
}

// clockJumped tells people that nothing is deleted for its age because nobody
// can know how old it is.
func (m *Main) clockJumped(ahead time.Duration) {
	if ahead == 0 {
		m.alarms.Clear("clock")
		return
	}
	m.alarms.Raise("clock", fmt.Sprintf("the clock is %s ahead of the time this server has seen pass: old recordings and archives are not deleted by it; set the clock right, or after three days of running it is believed", ahead.Round(time.Hour)))
}

// missKeys tells people when recordings cannot be played because a key is not
// there: a folder that is not mounted is found out now, not when a recording
// is needed.
func (m *Main) missKeys(ctx context.Context) {
	keys, err := m.history.RecordingKeys(ctx)
	if err != nil {
		m.log.Warn("whether all keys of recordings are there is not known", obs.Err(err))
		return
	}
	var missing []string
	recordings := 0
	for _, k := range keys {
		if k.Missing {
			missing, recordings = append(missing, k.Name), recordings+k.Recordings
		}
	}
	if len(missing) == 0 {
		m.alarms.Clear("recording-keys")
		return
	}
	m.alarms.Raise("recording-keys", fmt.Sprintf("%d recordings cannot be played: %d keys are missing, the first is %s; put their files back into the folder of the keys",
		recordings, len(missing), missing[0]))
}
