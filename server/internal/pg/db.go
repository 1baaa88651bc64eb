// Package pg is the ground under everything that is stored: one connection pool
// shared by bun and river, migrations, the embedded PostgreSQL and jobs. It
// knows no noun of the product.
package pg

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/pgdialect"
)

// Options tune Open. The zero value is right for a server.
type Options struct {
	// SearchPath is the schema to use instead of the role's default.
	SearchPath string
	// MaxConns is the size of the pool; 0 means 32.
	MaxConns int32
	// ApplicationName is what pg_stat_activity shows; empty means "yobirind".
	ApplicationName string
	// StatementTimeout ends a statement that runs longer; 0 means never.
	StatementTimeout time.Duration
}

// DB is one database: a pool, and bun on top of that same pool. It is safe for
// concurrent use.
type DB struct {
	pool *pgxpool.Pool
	bun  *bun.DB
}

// Open connects and proves the connection with one round trip. The error never
// holds the password of url.
func Open(ctx context.Context, url string, o Options) (*DB, error) {
	cfg, err := pgxpool.ParseConfig(url)
	if err != nil {
		// pgx redacts what it can parse; what it cannot, it may print.
		return nil, errors.New("database URL: cannot be understood, expected postgres://user@host/database")
	}
	cfg.MaxConns = 32
	if o.MaxConns > 0 {
		cfg.MaxConns = o.MaxConns
	}
	// Who listens for notifications sends nothing, and a network that has
	// forgotten a connection tells nobody: within a minute it is known that the
	// other end is not there any more.
	dialer := net.Dialer{KeepAliveConfig: net.KeepAliveConfig{Enable: true, Idle: 30 * time.Second, Interval: 10 * time.Second, Count: 3}}
	cfg.ConnConfig.DialFunc = dialer.DialContext
	params := cfg.ConnConfig.RuntimeParams
	params["application_name"] = "yobirind"
	if o.ApplicationName != "" {
		params["application_name"] = o.ApplicationName
	}
	// Every moment is stored and shown in UTC; only edges know the site's zone.
	params["timezone"] = "UTC"
	if o.SearchPath != "" {
		params["search_path"] = pgx.Identifier{o.SearchPath}.Sanitize()
	}
	if o.StatementTimeout > 0 {
		params["statement_timeout"] = fmt.Sprint(o.StatementTimeout.Milliseconds())
	}
	pool, err := pgxpool.NewWithConfig(ctx, cfg)
	if err != nil {
		return nil, fmt.Errorf("open database: %w", err)
	}
	if err := pool.Ping(ctx); err != nil {
		pool.Close()
		return nil, fmt.Errorf("reach database: %w", err)
	}
	db := stdlib.OpenDBFromPool(pool)
	return &DB{pool: pool, bun: bun.NewDB(db, pgdialect.New())}, nil
}

// Bun is for statements. It borrows a connection of Pool for each of them.
func (db *DB) Bun() *bun.DB { return db.bun }

// Pool is for what bun cannot do: COPY, LISTEN, river.
func (db *DB) Pool() *pgxpool.Pool { return db.pool }

// Ping is the readiness check.
func (db *DB) Ping(ctx context.Context) error { return db.pool.Ping(ctx) }

// Tx runs fn in one transaction: committed when fn returns nil, rolled back when
// it fails or panics. Publish nothing inside fn; it may still be rolled back.
func (db *DB) Tx(ctx context.Context, fn func(ctx context.Context, tx bun.Tx) error) error {
	return db.bun.RunInTx(ctx, nil, fn)
}

// ReadTx runs fn on one unchanging snapshot that cannot be written to.
func (db *DB) ReadTx(ctx context.Context, fn func(ctx context.Context, tx bun.Tx) error) error {
	return db.bun.RunInTx(ctx, &sql.TxOptions{Isolation: sql.LevelRepeatableRead, ReadOnly: true}, fn)
}

// CopyFrom loads rows with COPY, some three times faster than inserts. It is its
// own transaction: all rows or none. It returns how many rows were stored.
func (db *DB) CopyFrom(ctx context.Context, table string, columns []string, rows pgx.CopyFromSource) (int64, error) {
	n, err := db.pool.CopyFrom(ctx, pgx.Identifier{table}, columns, rows)
	if err != nil {
		return 0, fmt.Errorf("copy into %s: %w", table, err)
	}
	return n, nil
}

// Close waits for running statements and closes every connection.
func (db *DB) Close() {
	_ = db.bun.Close()
	db.pool.Close()
}

// orDiscard lets every constructor take a nil logger.
func orDiscard(l *slog.Logger) *slog.Logger {
	if l == nil {
		return slog.New(slog.DiscardHandler)
	}
	return l
}
