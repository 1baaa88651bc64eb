package boot

import (
	"context"
	"log/slog"
	"time"

	"github.com/yobirin/yobirin/server/internal/acd"
	"github.com/yobirin/yobirin/server/internal/directory"
	"github.com/yobirin/yobirin/server/internal/journal"
	"github.com/yobirin/yobirin/server/internal/obs"
)

// Logger is the server's log.
func (m *Main) Logger() *slog.Logger { return m.log }

// Apply makes the site be as the file says, and returns when the telephony
// works from it.
func (m *Main) Apply(ctx context.Context, src directory.Source) error {
	if _, err := m.directory.Apply(ctx, src, false); err != nil {
		return err
	}
	site, err := m.directory.Load(ctx)
	if err != nil {
		return err
	}
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	for m.site.Load().Version < site.Version {
		select {
		case <-tick.C:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return nil
}

// Pause puts an agent into the status of that name as the agent would; the
// empty name ends the pause. What cannot be done is told in the log.
func (m *Main) Pause(ctx context.Context, login, status string) {
	site := m.site.Load()
	c := acd.SetStatus{Cause: journal.BySelf, Paused: status != ""}
	for i := range site.Agents {
		if site.Agents[i].Login == login {
			c.Agent = site.Agents[i].ID
			c.By = c.Agent
		}
	}
	for i := range site.Statuses {
		if site.Statuses[i].Name == status {
			c.Status = site.Statuses[i].ID
		}
	}
	if err := m.exchange.SetStatus(ctx, c); err != nil {
		m.log.Warn("a status could not be set", "agent", login, obs.Err(err))
	}
}
