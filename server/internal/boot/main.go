// Package boot puts the rooms together: Main is the whole server as one value
// that cmd/yobirind runs and tests boot. It alone may import every room.
package boot

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"sync/atomic"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/yobirin/yobirin/server/internal/access"
	"github.com/yobirin/yobirin/server/internal/admin"
	"github.com/yobirin/yobirin/server/internal/archive"
	"github.com/yobirin/yobirin/server/internal/browser"
	"github.com/yobirin/yobirin/server/internal/bus"
	"github.com/yobirin/yobirin/server/internal/chat"
	"github.com/yobirin/yobirin/server/internal/config"
	"github.com/yobirin/yobirin/server/internal/directory"
	"github.com/yobirin/yobirin/server/internal/exchange"
	"github.com/yobirin/yobirin/server/internal/history"
	"github.com/yobirin/yobirin/server/internal/live"
	"github.com/yobirin/yobirin/server/internal/mail"
	"github.com/yobirin/yobirin/server/internal/media"
	"github.com/yobirin/yobirin/server/internal/obs"
	"github.com/yobirin/yobirin/server/internal/pg"
	"github.com/yobirin/yobirin/server/internal/recorder"
	"github.com/yobirin/yobirin/server/internal/resource"
	"github.com/yobirin/yobirin/server/internal/sipedge"
	"github.com/yobirin/yobirin/server/internal/sound"
	"github.com/yobirin/yobirin/server/internal/spool"
	"github.com/yobirin/yobirin/server/internal/vault"
)

// Options are what a server is made of besides its configuration.
type Options struct {
	Config  config.Config
	Version string
	Logger  *slog.Logger
	// DrainFor is how long a stop waits for calls to end by themselves.
	DrainFor time.Duration
	// Cores is how many cores carry audio; 0 is as many as Go uses.
	Cores int
}

// Main is one server. Start it once, then Close it.
type Main struct {
	cfg      config.Config
	version  string
	log      *slog.Logger
	drainFor time.Duration
	cores    int

	registry *prometheus.Registry
	health   *obs.Health
	alarms   *obs.Alarms

	embedded  *pg.Embedded
	db        *pg.DB
	bus       *bus.Bus
	spool     *spool.Spool
	book      *book
	recorder  *recorder.Recorder
	keys      *vault.Keys
	plane     *media.Plane
	wires     *wires
	edge      *sipedge.Edge
	mail      *mail.Mail
	resources *resource.Store
	chat      *chat.Chat
	archive   *archive.Archive
	jobs      *pg.Jobs
	sounds    *sound.Library
	lamps     *lamps
	guards    *guards
	// One place each for the word that there is something new.
	messagesChanged, takesChanged, siteChanged, levelChanged chan struct{}

	browsers  *browser.Edge // nil when browsers cannot make calls
	exchange  *exchange.Exchange
	owners    *owners
	stirred   *stirred
	trials    trials // calls of trunk tests
	history   *history.History
	directory *directory.Directory
	doors     *access.Doors
	site      atomic.Pointer[directory.Snapshot]
	started   time.Time
	hub       *live.Hub
	figures   figures
	endWatch  func() error // ends the hub
	console   net.Listener

	// FirstPassword is the first administrator's password, when this start
	// made that agent; shown once, kept nowhere.
	FirstPassword string

	metricsListener net.Listener
	closers         []closer // what was started, in order
}

// closer ends one thing that was started.
type closer struct {
	name  string
	close func(ctx context.Context) error
}

// New makes a server; nothing runs before Start.
func New(o Options) *Main {
	m := &Main{cfg: o.Config, version: o.Version, log: o.Logger, drainFor: o.DrainFor, cores: o.Cores, started: time.Now()}
	m.registry = obs.NewRegistry(o.Version)
	m.health = obs.NewHealth()
	m.alarms = obs.NewAlarms(time.Now, nil)
	m.registry.MustRegister(m.alarms)
	for _, news := range []*chan struct{}{&m.messagesChanged, &m.takesChanged, &m.siteChanged, &m.levelChanged} {
		*news = make(chan struct{}, 1)
	}
	m.figures.patience = spoolFor
	m.stirred = newStirred(m.tellStirred)
	m.guards = &guards{raise: m.alarms.Raise, clear: m.alarms.Clear, name: m.extensionOf, after: func(d time.Duration, fn func()) { time.AfterFunc(d, fn) }, count: map[string]int{}}
	return m
}

// Start brings the server up, ground first. When it fails, everything that
// had been started is stopped again, and the error says what to do.
func (m *Main) Start(ctx context.Context) (err error) {
	defer func() {
		if err != nil {
			err = errors.Join(err, m.Close(context.WithoutCancel(ctx)))
		}
	}()
	for _, d := range []string{"recordings", "audio", "spool"} {
		if err := os.MkdirAll(filepath.Join(m.cfg.DataDir, d), 0o750); err != nil {
			return fmt.Errorf("the data directory cannot be used: %w", err)
		}
	}
	for _, step := range []func(context.Context) error{
		m.startMetrics, m.startDatabase, m.startJournal, m.startMedia, m.startExchange, m.startBrowsers, m.startRecords, m.startHistory, m.startWatching, m.startSite, m.startJobs, m.startConsole, m.startSIP, m.keepPromises, m.startOffice,
	} {
		if err := step(ctx); err != nil {
			return err
		}
	}
	return nil
}

// Close stops the server without losing anything: new calls are refused, the
// running ones may end, their records are written, then everything ends in the
// opposite order of its start. It may be called once.
func (m *Main) Close(ctx context.Context) error {
	m.health.Stopping()
	var errs []error
	for i := len(m.closers) - 1; i >= 0; i-- {
		c := m.closers[i]
		if err := c.close(ctx); err != nil {
			errs = append(errs, fmt.Errorf("stop %s: %w", c.name, err))
		}
	}
	m.closers = nil
	return errors.Join(errs...)
}

// onClose has fn called by Close, before what was started earlier is closed.
func (m *Main) onClose(name string, fn func(ctx context.Context) error) {
	m.closers = append(m.closers, closer{name, fn})
}

// SIPAddr is where SIP over UDP and TCP is served.
func (m *Main) SIPAddr() net.Addr { return net.TCPAddrFromAddrPort(m.edge.Addr()) }

// HTTPAddr is where the console and the API are served.
func (m *Main) HTTPAddr() net.Addr { return m.console.Addr() }

// MetricsAddr is where Prometheus and pprof are served.
func (m *Main) MetricsAddr() net.Addr { return m.metricsListener.Addr() }

// AdminSocket is the path of the command line's socket.
func (m *Main) AdminSocket() string { return admin.Socket(m.cfg.DataDir) }
