package boot

import (
	"context"
	"errors"
	"net/http"
	"os"
	"time"

	"github.com/yobirin/yobirin/server/internal/acd"
	"github.com/yobirin/yobirin/server/internal/admin"
	"github.com/yobirin/yobirin/server/internal/directory"
	"github.com/yobirin/yobirin/server/internal/obs"
	"github.com/yobirin/yobirin/shared/id"
)

// office is the server as the command line sees it.
type office struct{ m *Main }

// startOffice is last: who gets an answer there finds a server that works.
func (m *Main) startOffice(context.Context) error {
	l, err := admin.Listen(m.AdminSocket())
	if err != nil {
		return err
	}
	server := &http.Server{Handler: admin.Handler(office{m}, m.log), ReadHeaderTimeout: 5 * time.Second}
	go func() {
		if err := server.Serve(l); !errors.Is(err, http.ErrServerClosed) {
			m.log.Error("the command line is not served any more", obs.Err(err))
		}
	}()
	m.onClose("admin socket", server.Shutdown)
	return nil
}

// Apply makes the site be as the file says.
func (o office) Apply(ctx context.Context, src directory.Source, dryRun bool) (directory.Diff, error) {
	return o.m.directory.Apply(ctx, src, dryRun)
}

// Status tells how the server is.
func (o office) Status(ctx context.Context) (admin.Status, error) {
	m := o.m
	s := admin.Status{
		Version: m.version, Started: m.started, PID: os.Getpid(), Calls: m.exchange.Calls(),
		Addresses: admin.Addresses{HTTP: m.HTTPAddr().String(), Metrics: m.MetricsAddr().String(), SIP: m.SIPAddr().String()},
	}
	if m.cfg.SIPTLSListen != nil {
		s.Addresses.SIPTLS = m.edge.AddrTLS().String()
	}
	for _, a := range m.alarms.List() {
		s.Alarms = append(s.Alarms, admin.Alarm{Name: a.Name, Text: a.Text, Since: a.Since})
	}
	site := m.site.Load()
	devices := map[id.Device]string{}
	for _, d := range site.SIP.Devices {
		devices[d.ID] = d.User
	}
	for _, r := range m.edge.Registrations() {
		s.Registrations = append(s.Registrations, admin.Registration{Device: devices[r.Device], Address: r.Address, UserAgent: r.UserAgent, Up: r.Up, Expires: r.Expires})
	}
	trunks := map[id.Trunk]string{}
	for _, t := range site.SIP.Trunks {
		trunks[t.ID] = t.Name
	}
	for _, t := range m.edge.Trunks() {
		s.Trunks = append(s.Trunks, admin.Trunk{Name: trunks[t.ID], State: string(t.State), Reason: t.Reason})
	}
	err := m.exchange.Inspect(ctx, func(_ time.Time, f *acd.Floor) { s.Groups, s.Agents = floorOf(f, site) })
	return s, err
}

func floorOf(f *acd.Floor, site *directory.Snapshot) (groups []admin.Group, agents []admin.Agent) {
	for _, v := range f.Groups() {
		if g := site.Route.Group(v.Group); g != nil {
			groups = append(groups, admin.Group{Name: g.Name, Extension: g.Extension, Waiting: v.Waiting, Ready: v.Ready})
		}
	}
	logins := map[id.Agent]*directory.Agent{}
	for i := range site.Agents {
		logins[site.Agents[i].ID] = &site.Agents[i]
	}
	for _, v := range f.Agents() {
		if a := logins[v.Agent]; a != nil {
			agents = append(agents, admin.Agent{Login: a.Login, Name: a.Name, Extension: a.Extension, State: string(v.State), Since: v.Since, Cause: v.Cause})
		}
	}
	return groups, agents
}
