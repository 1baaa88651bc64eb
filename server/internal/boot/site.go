package boot

import (
	"context"

	"github.com/yobirin/yobirin/server/internal/carrier"
	"github.com/yobirin/yobirin/server/internal/directory"
	"github.com/yobirin/yobirin/server/internal/obs"
	"github.com/yobirin/yobirin/server/internal/sipedge"
	"github.com/yobirin/yobirin/shared/leg"
)

// configure makes everything work from a new version of the site.
func (m *Main) configure(s directory.Snapshot) {
	for _, a := range s.Audios {
		m.plane.Forget(leg.Sound{Audio: a.ID}) // its file may be another one now
	}
	for _, changed := range m.sounds.Replace(s.Prompts) {
		m.plane.Forget(changed)
	}
	m.site.Store(&s)
	m.lamps.configure(s.Agents, s.Groups)
	m.hub.SetPlan(shown(s))
	m.owners.set(s.SIP.Devices)
	m.exchange.SetPlan(s.Route, s.Floor)
	if err := m.edge.SetPlan(m.sipPlan(s.SIP)); err != nil {
		m.log.Error("the SIP edge refused the site's plan and keeps the one before", obs.Err(err))
		m.alarms.Raise("site", "phones and trunks could not be configured: "+err.Error())
		return
	}
	m.alarms.Clear("site")
	m.nudge(m.siteChanged)
	m.nudge(m.levelChanged)
	m.nudge(m.messagesChanged) // who sits at which phone may have changed
}

// sipPlan is the site as the SIP edge wants it.
func (m *Main) sipPlan(s directory.SIP) sipedge.Plan {
	var p sipedge.Plan
	for _, d := range s.Devices {
		p.Devices = append(p.Devices, sipedge.DeviceAccount{
			ID: d.ID, User: d.User, HA1MD5: d.HA1MD5, HA1SHA256: d.HA1SHA256, SRTP: sipedge.SRTP(d.SRTP),
			MaxContacts: d.MaxContacts, SecondLogin: sipedge.SecondLogin(d.SecondLogin), Opus: d.Opus,
		})
	}
	for _, t := range s.Trunks {
		trunk := sipedge.Trunk{
			ID: t.ID, Name: t.Name, Disabled: t.Disabled, Host: t.Host, Proxy: t.Proxy, Backup: t.Backup,
			Transport: sipedge.Transport(t.Transport), InboundFrom: t.InboundFrom, Channels: t.Channels,
		}
		profile, err := carrier.Build(t.Profile, t.Switches)
		if err != nil {
			m.log.Error("a trunk's profile cannot be used, the plain one is", "trunk", t.Name, obs.Err(err))
			profile, _ = carrier.Preset("")
		}
		profile.E164 = profile.E164 || t.E164
		trunk.Profile = profile
		if r := t.Register; r != nil {
			trunk.Register = &sipedge.Register{User: r.User, AuthUser: r.AuthUser, Password: r.Password, Expires: r.Expires}
		}
		p.Trunks = append(p.Trunks, trunk)
	}
	return p
}

// endSessions closes what is open in the name of those who got a new password.
func (m *Main) endSessions(ctx context.Context) {
	if err := m.doors.EndDoomed(ctx); err != nil {
		m.log.Warn("sessions of an old password may still look on", obs.Err(err))
	}
}
