package e2e

import (
	"fmt"
	"strings"
	"testing"

	"github.com/yobirin/yobirin/shared/live"
)

// deviceRow is what the screen of devices shows of a phone.
type deviceRow struct {
	ID   string
	Live struct {
		State    string
		Contacts int
	}
}

// devicesOf asks for an agent's phones as the screen of devices does.
func (c *scene) devicesOf(agent string) []deviceRow {
	c.t.Helper()
	var list struct{ Items []deviceRow }
	if err := c.server.api(c.t).call("GET", "/api/v1/devices?limit=500&agent="+agent, nil, &list); err != nil {
		c.t.Fatal(err)
	}
	return list.Items
}

// lineIs waits until an agent's one phone is shown in a state.
func (c *scene) lineIs(agent, state string) deviceRow {
	c.t.Helper()
	var row deviceRow
	eventually(c.t, patience, "the phone to be shown as "+state, func() (string, bool) {
		all := c.devicesOf(agent)
		if len(all) == 1 {
			row = all[0]
		}
		return fmt.Sprintf("%+v", all), row.Live.State == state && (state != "offline" || row.Live.Contacts == 0)
	})
	return row
}

// lasting is an account whose registration, once made, stands for an hour, so
// that nothing but the server ends it within a test.
func lasting(user, at, password string) string {
	return fmt.Sprintf("<sip:%[1]s@%[2]s;transport=udp>;auth_user=%[1]s;auth_pass=%[3]s;regint=3600", user, at, password)
}

// TestEndedAccountEndsRegistration: a new password, the agent's being disabled
// and the phone's deletion each end its registration at once, in the middle of
// a call, which goes on; what the phone knows is good for nothing then.
func TestEndedAccountEndsRegistration(t *testing.T) {
	t.Parallel()
	c := newScene(t, sharedServer(t))
	c.simple(object{"ring_time": 20}).apply()
	s, api := c.server, c.server.api(t)
	agent := c.agentID(1)
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	caller := c.carrier(c.caller(1), toneA, false)
	password := c.password(1)
	arrive := func() *phone {
		t.Helper()
		p := startPhone(t, phoneSpec{Name: c.user(1), Tone: toneB, AutoAnswer: true, Account: lasting(c.user(1), s.sipAddr(), password)})
		s.agentState(t, c.extension(1), "available")
		c.lineIs(agent, "registered")
		return p
	}
	// during ends the account by an act while the phone talks.
	during := func(act func()) {
		t.Helper()
		p := arrive()
		caller.dial(c.uri(c.did(1)))
		p.await("CALL_ESTABLISHED")
		caller.await("CALL_ESTABLISHED")
		act()
		caller.hears("660", 3, toneA, toneB)
		p.hears("440", 3, toneA, toneB)
		p.never("CALL_CLOSED")
		caller.hangUp()
		p.await("CALL_CLOSED")
		caller.await("CALL_CLOSED")
		p.stop()
	}
	device := c.lineIs(agent, "offline").ID

	during(func() {
		var given struct{ Password string }
		must(api.call("POST", "/api/v1/devices/"+device+"/reset-password", object{}, &given))
		c.lineIs(agent, "offline")
		password = given.Password
	})
	s.agentState(t, c.extension(1), "offline")
	// The phone that knows only the old one is refused.
	old := startPhone(t, phoneSpec{Name: c.user(1), Tone: toneB, Account: lasting(c.user(1), s.sipAddr(), c.password(1))})
	eventually(t, patience, "the old login to be refused", func() (string, bool) {
		said := old.do("reginfo", "").Data
		return said, strings.Contains(said, "ERR")
	})
	old.stop()

	during(func() {
		_, _, err := api.raw("PATCH", "/api/v1/agents/"+agent, object{"disabled": true}, "If-Match", "*")
		must(err)
		c.lineIs(agent, "offline")
	})
	_, _, err := api.raw("PATCH", "/api/v1/agents/"+agent, object{"disabled": false}, "If-Match", "*")
	must(err)
	s.agentState(t, c.extension(1), "offline")

	during(func() {
		_, _, err := api.raw("DELETE", "/api/v1/devices/"+device, nil, "If-Match", "*")
		must(err)
		eventually(t, patience, "the phone to be gone", func() (string, bool) {
			all := c.devicesOf(agent)
			return fmt.Sprintf("%+v", all), len(all) == 0
		})
	})
	s.agentState(t, c.extension(1), "offline")
}

// TestRenewedSoftphoneEndsItsRegistration: an app that asks for its account
// anew gets another password, and what it registered with the one before ends.
func TestRenewedSoftphoneEndsItsRegistration(t *testing.T) {
	t.Parallel()
	c := newScene(t, sharedServer(t))
	c.agent(1, nil)
	c.site.Devices = c.site.Devices[1:]
	c.apply()
	me, agent := c.logIn(1), c.agentID(1)
	account := func() (out live.Softphone) {
		t.Helper()
		body := object{"installation": fmt.Sprintf("installation-%08d", c.n), "name": "PC"}
		if err := me.call("POST", "/api/v1/me/softphone", body, &out); err != nil {
			t.Fatal(err)
		}
		return out
	}
	first := enroll(t, account())
	first.await(200)
	c.lineIs(agent, "registered")
	again := account()
	c.lineIs(agent, "offline")
	first.reg.Refresh()
	first.await(403)
	enroll(t, again).await(200)
	c.lineIs(agent, "registered")
}
