package boot

import (
	"context"
	"crypto/tls"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"path/filepath"
	"sync"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/yobirin/yobirin/server/internal/access"
	"github.com/yobirin/yobirin/server/internal/directory"
	"github.com/yobirin/yobirin/server/internal/journal"
	"github.com/yobirin/yobirin/server/internal/live"
	"github.com/yobirin/yobirin/server/internal/obs"
	"github.com/yobirin/yobirin/server/internal/web"
)

// startWatching makes the live floor: today's figures from the database, and
// every event from the bus from here on.
func (m *Main) startWatching(ctx context.Context) error {
	site, err := m.directory.Load(ctx)
	if err != nil {
		return err
	}
	serviceLevel := time.Duration(site.Settings.ServiceLevel) * time.Second
	m.hub = live.New(live.Options{Zone: m.cfg.TimeZone, ServiceLevel: serviceLevel, Now: time.Now, Logger: m.log})
	day, bars, _, err := m.count(ctx, serviceLevel, time.Now())
	if err != nil {
		return err
	}
	m.figures.within = serviceLevel
	m.hub.SetDay(day)
	m.hub.SetBars(bars)
	m.gauges()
	unsubscribe, err := m.bus.Subscribe(eventsSubject, func(raw []byte) {
		var e journal.Event
		if err := json.Unmarshal(raw, &e); err != nil {
			m.log.Error("an event on the bus is not readable", obs.Err(err))
			return
		}
		m.feed(e)
		m.lamps.feed(e)
		m.guards.feed(e)
	})
	if err != nil {
		return err
	}
	unsubscribeChat, err := m.watchChat()
	if err != nil {
		return err
	}
	unsubscribeLeft, err := m.watchLeft()
	if err != nil {
		return err
	}
	watch, stop := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- m.hub.Run(watch) }()
	m.endWatch = sync.OnceValue(func() error {
		unsubscribe()
		unsubscribeChat()
		unsubscribeLeft()
		stop()
		return <-done
	})
	m.onClose("live floor", func(context.Context) error { return m.endWatch() })
	return nil
}

// quiet is a log that keeps what an operator should know: river tells every
// few seconds how well it is.
type quiet struct{ slog.Handler }

// Enabled says whether the level is worth a line.
func (q quiet) Enabled(ctx context.Context, l slog.Level) bool {
	return l >= slog.LevelWarn && q.Handler.Enabled(ctx, l)
}

// WithAttrs keeps the quiet.
func (q quiet) WithAttrs(a []slog.Attr) slog.Handler { return quiet{q.Handler.WithAttrs(a)} }

// WithGroup keeps the quiet.
func (q quiet) WithGroup(name string) slog.Handler { return quiet{q.Handler.WithGroup(name)} }

// startJobs begins the background work that is listed in the database.
func (m *Main) startJobs(ctx context.Context) error {
	if err := m.jobs.Start(ctx); err != nil {
		return err
	}
	m.onClose("jobs", m.jobs.Stop)
	return nil
}

func (m *Main) startConsole(ctx context.Context) error {
	password, err := m.directory.FirstAdministrator(ctx, m.cfg.AdminPassword.Reveal())
	if err != nil {
		return err
	}
	if m.cfg.AdminPassword.Empty() {
		m.FirstPassword = password
	}
	o := web.Options{
		Doors: m.doors, Hub: m.hub, Phones: m.phones(), Floor: m.exchange, Sees: func(s access.Session, noun string) bool { return m.resources.Sees(s, noun) || seesLeft(s, noun) }, Version: m.version, Logger: m.log,
		PhoneFiles: m.phoneFiles(),
		App:        filepath.Join(m.cfg.DataDir, "app"),
		Live:       m.health.HandleLive, Ready: m.health.HandleReady,
		Rooms: []func(huma.API){
			func(api huma.API) {
				m.directory.Register(api, directory.About{TimeZone: m.cfg.TimeZone.String(), Version: m.version})
			},
			m.history.Register, m.archive.Register, m.mail.Register, m.chat.Register, m.desk().Register,
		},
	}
	if m.cfg.TLS.Enabled() {
		o.TLS = &tls.Config{MinVersion: tls.VersionTLS12, GetCertificate: m.certificate}
	}
	server, err := web.New(o)
	if err != nil {
		return err
	}
	l, err := net.Listen("tcp", m.cfg.HTTPListen.String())
	if err != nil {
		return fmt.Errorf("http_listen: %w", err)
	}
	m.console = l
	go func() {
		if err := server.Serve(l); err != nil && !errors.Is(err, http.ErrServerClosed) {
			m.log.Error("the console is not served any more", obs.Err(err))
		}
	}()
	m.onClose("console", func(ctx context.Context) error {
		// The floor tells its sockets goodbye before their pollers stop.
		return errors.Join(m.endWatch(), server.Shutdown(ctx))
	})
	return nil
}

// phoneFiles answers desk phones that take their files; nil: switched off.
func (m *Main) phoneFiles() http.Handler {
	if !m.cfg.PhoneLinks {
		return nil
	}
	return m.directory.PhoneFiles()
}

// shown is the site as the live floor shows it.
func shown(s directory.Snapshot) live.Plan {
	var p live.Plan
	for _, a := range s.Agents {
		if !a.Disabled {
			all := may(&s, a.Role, access.SeeWholeFloor)
			p.Agents = append(p.Agents, live.Agent{ID: a.ID, Name: a.Name, Nickname: a.Nickname, Extension: a.Extension, All: all})
		}
	}
	for _, g := range s.Groups {
		group := live.Group{ID: g.ID, Name: g.Name, Extension: g.Extension, Color: g.Color}
		for _, member := range g.Members {
			group.Members = append(group.Members, member.Agent)
		}
		p.Groups = append(p.Groups, group)
	}
	for _, v := range s.Statuses {
		p.Statuses = append(p.Statuses, live.Status{ID: v.ID, Name: v.Name, Color: v.Color, Icon: v.Icon})
	}
	for _, v := range s.Retired {
		p.Statuses = append(p.Statuses, live.Status{ID: v.ID, Name: v.Name, Color: v.Color, Icon: v.Icon, Retired: true})
	}
	for _, n := range s.Numbers {
		p.Numbers = append(p.Numbers, live.Number{ID: n.ID, Number: n.Number, Name: n.Name, Display: n.DisplayInbound, PopupRing: n.PopupRing, PopupAnswer: n.PopupAnswer})
	}
	return p
}
