package boot

import (
	"context"
	"errors"
	"net"
	"net/http"
	"path/filepath"
	"time"

	"github.com/yobirin/yobirin/server/internal/bus"
	"github.com/yobirin/yobirin/server/internal/obs"
	"github.com/yobirin/yobirin/server/internal/pg"
	"github.com/yobirin/yobirin/server/internal/spool"
	"github.com/yobirin/yobirin/shared/id"
)

func (m *Main) startMetrics(context.Context) error {
	l, err := net.Listen("tcp", m.cfg.MetricsListen.String())
	if err != nil {
		return err
	}
	m.metricsListener = l
	server := &http.Server{Handler: obs.MetricsHandler(m.registry, m.log), ReadHeaderTimeout: 5 * time.Second}
	go func() {
		if err := server.Serve(l); !errors.Is(err, http.ErrServerClosed) {
			m.log.Error("metrics are not served any more", obs.Err(err))
		}
	}()
	m.onClose("metrics", server.Shutdown)
	return nil
}

func (m *Main) startDatabase(ctx context.Context) error {
	url := m.cfg.DatabaseURL.Reveal()
	if url == "" {
		embedded, err := pg.StartEmbedded(ctx, pg.EmbeddedConfig{DataDir: m.cfg.DataDir, Logger: m.log})
		if err != nil {
			return err
		}
		m.embedded, url = embedded, embedded.URL()
		m.onClose("PostgreSQL", embedded.Stop)
	}
	db, err := pg.Open(ctx, url, pg.Options{})
	if err != nil {
		return err
	}
	m.db = db
	m.onClose("database", func(context.Context) error { db.Close(); return nil })
	m.health.AddReady("database", db.Ping)
	return pg.Migrate(ctx, db, m.log)
}

func (m *Main) startJournal(ctx context.Context) error {
	b, err := bus.Open(ctx, bus.Options{URL: m.cfg.NATSURL.Reveal(), Logger: m.log})
	if err != nil {
		return err
	}
	m.bus = b
	m.onClose("bus", func(context.Context) error { b.Close(); return nil })
	m.health.AddReady("bus", b.Ready)
	s, err := spool.Open(filepath.Join(m.cfg.DataDir, "spool"), spool.Options{Logger: m.log, Report: func(err error) {
		if err != nil {
			m.alarms.Raise("spool", "events cannot be written to disk: "+err.Error())
			return
		}
		m.alarms.Clear("spool")
	}})
	if err != nil {
		return err
	}
	m.spool = s
	m.onClose("spool", func(context.Context) error { return s.Close() })
	m.book = &book{spool: s, bus: b, alarms: m.alarms, log: m.log, over: func(c id.Call) { m.wires.over(c) }}
	return nil
}
