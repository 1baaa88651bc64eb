package pg

import (
	"context"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"path"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"github.com/riverqueue/river/rivermigrate"
)

// Numbers: 0001x directory, 0002x access, 0003x history.
//
//go:embed migrations/*.sql
var migrations embed.FS

// Migrate brings the schema to this binary's version: river's tables, then every
// file of migrations/ in order, each in its own transaction. A session lock on
// the database lets several servers start at once; one migrates, the others wait
// up to five minutes. It is safe to repeat. Since millions of calls take minutes,
// log is told when there is something to do and when it is done; nil discards.
func Migrate(ctx context.Context, db *DB, log *slog.Logger) error {
	return migrate(ctx, db, migrations, orDiscard(log))
}

func migrate(ctx context.Context, db *DB, files fs.FS, log *slog.Logger) error {
	dir, err := fs.Sub(files, "migrations")
	if err != nil {
		return fmt.Errorf("migrations: %w", err)
	}
	locker, err := lock.NewPostgresSessionLocker(lock.WithLockTimeout(1, 300))
	if err != nil {
		return fmt.Errorf("migrations: %w", err)
	}
	// Goose's lock is taken by hand, so that river's migrations run under it too.
	conn, err := db.bun.DB.Conn(ctx)
	if err != nil {
		return fmt.Errorf("migrations: %w", err)
	}
	defer func() { _ = conn.Close() }()
	if err := locker.SessionLock(ctx, conn); err != nil {
		return fmt.Errorf("migrations: wait for another server that migrates: %w", err)
	}
	defer func() { _ = locker.SessionUnlock(context.WithoutCancel(ctx), conn) }()

	river, err := rivermigrate.New(riverpgxv5.New(db.pool), &rivermigrate.Config{Logger: orDiscard(nil)})
	if err != nil {
		return fmt.Errorf("migrations of jobs: %w", err)
	}
	if _, err := river.Migrate(ctx, rivermigrate.DirectionUp, nil); err != nil {
		return fmt.Errorf("migrations of jobs: %w", err)
	}
	provider, err := goose.NewProvider(goose.DialectPostgres, db.bun.DB, dir, goose.WithDisableGlobalRegistry(true), goose.WithAllowOutofOrder(true))
	if err != nil {
		return fmt.Errorf("migrations: %w", err)
	}
	pending, err := provider.HasPending(ctx)
	if err != nil {
		return migrationError(err)
	}
	if !pending {
		return nil
	}
	log.Info("the database is brought to this version, which takes minutes when it holds millions of calls")
	began := time.Now()
	done, err := provider.Up(ctx)
	if err != nil {
		return migrationError(err)
	}
	log.Info("the database is at this version", "migrations", len(done), "took", time.Since(began).Round(time.Millisecond))
	return nil
}

// migrationError names the file at fault and adds PostgreSQL's hint, which tells
// an operator what to do.
func migrationError(err error) error {
	file, cause := "", err
	var partial *goose.PartialError
	if errors.As(err, &partial) && partial.Failed != nil && partial.Failed.Source != nil {
		file, cause = ": "+path.Base(partial.Failed.Source.Path), partial.Err
	}
	var server *pgconn.PgError
	if errors.As(err, &server) && server.Hint != "" {
		return fmt.Errorf("migrations%s: %w (%s)", file, cause, server.Hint)
	}
	return fmt.Errorf("migrations%s: %w", file, cause)
}

// SchemaVersion names the exact set of migrations in this binary: it changes
// with every byte of them. Tests keep migrated templates under it.
func SchemaVersion() (string, error) {
	sum := sha256.New()
	err := fs.WalkDir(migrations, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := migrations.ReadFile(name)
		if err != nil {
			return err
		}
		fmt.Fprintf(sum, "%s %d\n", name, len(text))
		sum.Write(text)
		return nil
	})
	if err != nil {
		return "", fmt.Errorf("migrations: %w", err)
	}
	return hex.EncodeToString(sum.Sum(nil))[:16], nil
}
