package boot

import (
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/yobirin/yobirin/server/internal/history"
	"github.com/yobirin/yobirin/server/internal/obs"
	"github.com/yobirin/yobirin/server/internal/pg/pgtest"
	"github.com/yobirin/yobirin/server/internal/vault"
	"github.com/yobirin/yobirin/shared/id"
)

// A folder of keys that is empty, for its disk is not mounted, gets a new key
// and looks well: that the old recordings cannot be played is told at once.
func TestMissingKeysRaiseAnAlarm(t *testing.T) {
	db := pgtest.New(t)
	keys, err := vault.OpenKeys(t.TempDir(), time.Now())
	if err != nil {
		t.Fatal(err)
	}
	m := &Main{log: slog.New(slog.DiscardHandler), alarms: obs.NewAlarms(time.Now, nil), history: history.New(db, history.Options{Recordings: t.TempDir(), Keys: keys})}
	add := func(n uint32, key string) {
		t.Helper()
		_, err := db.Pool().Exec(t.Context(), "insert into recordings (id, call_id, started_at, key) values ($1, $2, now(), $3)",
			id.Numbered[id.Recording](n).String(), id.Numbered[id.Call](n).String(), key)
		if err != nil {
			t.Fatal(err)
		}
	}
	add(1, keys.Names()[0])
	m.missKeys(t.Context())
	if got := m.alarms.List(); len(got) != 0 {
		t.Fatalf("with all keys there: %+v", got)
	}
	add(2, "20250101T000000-lost")
	m.missKeys(t.Context())
	if got := m.alarms.List(); len(got) != 1 || !strings.Contains(got[0].Text, "20250101T000000-lost") {
		t.Fatalf("with a key lost: %+v", got)
	}
}
