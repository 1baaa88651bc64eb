package boot

import (
	"path/filepath"
	"time"

	"github.com/yobirin/yobirin/server/internal/history"
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
