package boot

import (
	"github.com/yobirin/yobirin/server/internal/desk"
	"github.com/yobirin/yobirin/server/internal/route"
	"github.com/yobirin/yobirin/shared/id"
)

// desk is what people do with calls from a screen.
func (m *Main) desk() *desk.Desk {
	return desk.New(desk.Options{
		Exchange: m.exchange, Audit: m.doors.Audit,
		Plan: func() *route.Plan { return m.site.Load().Route },
	})
}

// extensionOf names an agent where people read it: in alarms.
func (m *Main) extensionOf(a id.Agent) string {
	if site := m.site.Load(); site != nil {
		if who := site.Route.Agent(a); who != nil {
			return who.Extension
		}
	}
	return "(none)"
}
