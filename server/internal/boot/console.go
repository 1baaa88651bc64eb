package boot

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"time"

	"github.com/riverqueue/river"

	"github.com/yobirin/yobirin/server/internal/access"
	"github.com/yobirin/yobirin/server/internal/obs"
	"github.com/yobirin/yobirin/server/internal/pg"
)

// console is the HTTP side.
type console struct {
	listener net.Listener
}

func (m *Main) startConsole(ctx context.Context) error {
	workers := river.NewWorkers()
	jobs, err := pg.NewJobs(m.db, workers, pg.JobOptions{Periodic: m.doors.AddJobs(workers), Logger: m.log})
	if err != nil {
		return err
	}
	if err := jobs.Start(ctx); err != nil {
		return err
	}
	m.jobs = jobs
	m.onClose("jobs", jobs.Stop)
	password, err := m.directory.FirstAdministrator(ctx, m.cfg.AdminPassword.Reveal())
	if err != nil {
		return err
	}
	m.FirstPassword = password
	l, err := net.Listen("tcp", m.cfg.HTTPListen.String())
	if err != nil {
		return fmt.Errorf("http_listen: %w", err)
	}
	mux := http.NewServeMux()
	mux.HandleFunc("/healthz", m.health.HandleLive)
	mux.HandleFunc("/readyz", m.health.HandleReady)
	server := &http.Server{Handler: mux, ReadHeaderTimeout: 5 * time.Second}
	go func() {
		if err := server.Serve(l); !errors.Is(err, http.ErrServerClosed) {
			m.log.Error("the console is not served any more", obs.Err(err))
		}
	}()
	m.console = &console{listener: l}
	m.onClose("console", server.Shutdown)
	return nil
}

func (m *Main) newDoors() *access.Doors { return access.New(m.db, access.Options{Logger: m.log}) }
