package boot

import (
	"strconv"

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

// redirected says why a carrier may not lead an outside call to a number.
func (m *Main) redirected(number string) string {
	site := m.site.Load()
	if site == nil {
		return route.ReasonRestricted // it is not known yet what the site bars
	}
	if no := site.Route.Redirected(number); no != nil {
		return no.Reason
	}
	return ""
}

// hasLamp says whether phones may watch an extension: an agent's, or a park slot.
func (m *Main) hasLamp(ext string) bool {
	site := m.site.Load()
	if site == nil {
		return false
	}
	if _, ok := site.Route.Extension(ext); ok {
		return true
	}
	first, last := site.Route.Slots()
	slot, err := strconv.Atoi(ext)
	return err == nil && slot >= first && slot <= last
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
