package pg

import (
	"context"
	"strings"
	"testing"
	"testing/fstest"
)

func TestSchemaVersionIsStable(t *testing.T) {
	a, err := SchemaVersion()
	b, _ := SchemaVersion()
	if err != nil || a != b || len(a) != 16 {
		t.Errorf("got %q %q %v", a, b, err)
	}
}

// BrokenMigration is used by the outside test, which can reach a database.
func BrokenMigration(ctx context.Context, db *DB) error {
	return migrate(ctx, db, fstest.MapFS{
		"migrations/00001_good.sql": {Data: []byte("-- +goose Up\ncreate table good (x int);\n")},
		"migrations/00002_bad.sql":  {Data: []byte("-- +goose Up\ncreate table half (x int);\nselect nonsense from nowhere;\n")},
	}, orDiscard(nil))
}

func TestServerEnvironmentHasNoSecrets(t *testing.T) {
	t.Setenv("PGPASSWORD", "hunter2")
	t.Setenv("YOBIRIN_ADMIN_PASSWORD", "hunter2")
	if env := strings.Join(serverEnv(), " "); strings.Contains(env, "hunter2") {
		t.Error(env)
	}
}
