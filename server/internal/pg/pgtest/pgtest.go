// Package pgtest gives each test its own migrated database on a real PostgreSQL.
//
// With YOBIRIN_TEST_DATABASE_URL set, that server is used (its role must be
// allowed to create databases). Otherwise all test processes of a machine's user
// share one throwaway cluster: the first one starts a keeper process, which ends
// the cluster when no test has used it for half a minute.
package pgtest

import (
	"context"
	"crypto/rand"
	"fmt"
	"net/url"
	"os"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/yobirin/yobirin/server/internal/pg"
)

// EnvURL names a PostgreSQL to use instead of the shared throwaway cluster.
const EnvURL = "YOBIRIN_TEST_DATABASE_URL"

// server is the one PostgreSQL of this test process. Sharing it is this
// package's whole purpose; nothing outside tests can reach it.
var server = sync.OnceValues(func() (string, error) {
	url := os.Getenv(EnvURL)
	if url == "" {
		var err error
		if url, err = sharedCluster(); err != nil {
			return "", err
		}
	}
	return url, nil
})

var template = sync.OnceValues(func() (string, error) {
	base, err := server()
	if err != nil {
		return "", err
	}
	return prepareTemplate(base)
})

// New returns a migrated, empty database that is dropped after the test. Tests
// with their own databases may run in parallel.
func New(t testing.TB) *pg.DB {
	t.Helper()
	return open(t, URL(t))
}

// URL is New for tests that open the database themselves.
func URL(t testing.TB) string {
	t.Helper()
	from, err := template()
	if err != nil {
		t.Fatalf("pgtest: %v", err)
	}
	return create(t, from)
}

// Empty returns the URL of a database without any migration.
func Empty(t testing.TB) string {
	t.Helper()
	if _, err := server(); err != nil {
		t.Fatalf("pgtest: %v", err)
	}
	return create(t, "template0")
}

// DataDir is t.TempDir for an embedded cluster of the test's own: when tests run
// as root, PostgreSQL runs as somebody else, who cannot pass t.TempDir.
func DataDir(t testing.TB) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "yobirin-data-")
	if err == nil {
		err = os.Chmod(dir, 0o711)
	}
	if err != nil {
		t.Fatalf("pgtest: %v", err)
	}
	t.Cleanup(func() {
		if err := os.RemoveAll(dir); err != nil {
			t.Errorf("pgtest: %v", err)
		}
	})
	return dir
}

func open(t testing.TB, url string) *pg.DB {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	db, err := pg.Open(ctx, url, pg.Options{MaxConns: 8, ApplicationName: "pgtest"})
	if err != nil {
		t.Fatalf("pgtest: %v", err)
	}
	t.Cleanup(db.Close)
	return db
}

func create(t testing.TB, from string) string {
	t.Helper()
	base, err := server()
	if err != nil {
		t.Fatalf("pgtest: %v", err)
	}
	name := "yt_" + rand.Text()
	ctx, cancel := context.WithTimeout(context.Background(), 60*time.Second)
	defer cancel()
	if err := admin(ctx, base, "create database "+quote(name)+" template "+quote(from)); err != nil {
		t.Fatalf("pgtest: create a database: %v", err)
	}
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
		defer cancel()
		// "force" because a test that failed may have left connections open.
		if err := admin(ctx, base, "drop database "+quote(name)+" with (force)"); err != nil {
			t.Errorf("pgtest: drop the database: %v", err)
		}
	})
	return withDatabase(base, name)
}

// prepareTemplate makes, once per server and set of migrations, the database
// that all others are copies of.
func prepareTemplate(base string) (string, error) {
	ctx, cancel := context.WithTimeout(context.Background(), 60*time.Second)
	defer cancel()
	version, err := pg.SchemaVersion()
	if err != nil {
		return "", err
	}
	name := "yobirin_template_" + version
	conn, err := pgx.Connect(ctx, base)
	if err != nil {
		return "", fmt.Errorf("reach the test server: %w", err)
	}
	defer func() { _ = conn.Close(context.WithoutCancel(ctx)) }()
	// Other test processes wait here; the lock ends with the connection.
	if _, err := conn.Exec(ctx, "select pg_advisory_lock(hashtext('yobirin pgtest'))"); err != nil {
		return "", fmt.Errorf("lock: %w", err)
	}
	var exists bool
	if err := conn.QueryRow(ctx, "select exists(select from pg_database where datname = $1)", name).Scan(&exists); err != nil || exists {
		return name, err
	}
	// Made under another name, so that a half-migrated one is never used.
	draft := "yt_draft_" + rand.Text()
	if _, err := conn.Exec(ctx, "create database "+quote(draft)+" template template0"); err != nil {
		return "", fmt.Errorf("create the template: %w", err)
	}
	if err = migrateDraft(ctx, withDatabase(base, draft)); err == nil {
		_, err = conn.Exec(ctx, "alter database "+quote(draft)+" rename to "+quote(name))
	}
	if err != nil {
		_, _ = conn.Exec(ctx, "drop database if exists "+quote(draft)+" with (force)")
		return "", fmt.Errorf("migrate the template: %w", err)
	}
	return name, nil
}

func migrateDraft(ctx context.Context, url string) error {
	db, err := pg.Open(ctx, url, pg.Options{MaxConns: 4})
	if err != nil {
		return err
	}
	defer db.Close()
	return pg.Migrate(ctx, db, nil)
}

func admin(ctx context.Context, base, statement string) error {
	conn, err := pgx.Connect(ctx, base)
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close(context.WithoutCancel(ctx)) }()
	_, err = conn.Exec(ctx, statement)
	return err
}

func quote(name string) string { return pgx.Identifier{name}.Sanitize() }

func withDatabase(base, name string) string {
	u, err := url.Parse(base)
	if err != nil {
		return base
	}
	u.Path = "/" + name
	return u.String()
}
