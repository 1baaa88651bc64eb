package e2e

import (
	"errors"
	"fmt"
	"net/http"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// office is the one server for the telephone's features: a site whose people
// need not wait as long as real ones. Slots are counted over the whole site,
// so its tests never expect one by number; rooms they have of their own.
var office = sync.OnceValues(func() (*server, error) {
	root, err := postRoots()
	if err != nil {
		return nil, err
	}
	s, err := launch(serverSpec{Ports: 300, Env: []string{"SSL_CERT_FILE=" + root.file}}, func(string) {})
	if err != nil {
		return nil, err
	}
	return s, s.await(2 * patience)
})

var (
	officeUsed   sync.Once
	officeScenes atomic.Int32
)

const officeParkTime = 12 * time.Second

// officeScene is a scene at the office.
func officeScene(t *testing.T) *scene {
	t.Helper()
	s, err := office()
	officeUsed.Do(func() {})
	if err != nil {
		t.Fatal(err)
	}
	before := len(s.log.String())
	t.Cleanup(func() {
		if t.Failed() {
			said := s.log.String()
			t.Logf("the office said meanwhile:\n%s", last(said[min(before, len(said)):], 8000))
		}
	})
	c := sceneOf(t, s, int(officeScenes.Add(1)))
	c.site.Settings = object{"rooms": 99, "park_time": int(officeParkTime / time.Second), "transfer_ring": 5, "message_time": 10}
	return c
}

// desk starts the i-th agent's phone and waits until the floor has it.
func (c *scene) desk(i, tone int) *desk { c.t.Helper(); return c.deskWith(i, tone, byEvent) }

func (c *scene) deskWith(i, tone int, keys keyWay) *desk {
	c.t.Helper()
	p := c.arrive(i, tone, keys)
	c.server.agentState(c.t, c.extension(i), "available")
	return p
}

// arrive starts the i-th agent's phone, which may be called at once.
func (c *scene) arrive(i, tone int, keys keyWay) *desk {
	c.t.Helper()
	return startDesk(c.t, deskSpec{User: c.user(i), Password: c.password(i), Server: c.server.sipAddr(), Tone: tone, Keys: keys})
}

// outside starts a phone in the carrier's place: it calls as the scene's i-th
// caller and takes every call to outside.
func (c *scene) outside(i, tone int) *desk {
	c.t.Helper()
	return startDesk(c.t, deskSpec{User: c.caller(i), Port: c.port, Server: c.server.sipAddr(), Tone: tone})
}

// lead makes a call from outside to the scene's first number and answers it at
// a phone: whoever is outside and the agent talk.
func (c *scene) lead(outside, agent *desk) (caller, callee *talk) {
	c.t.Helper()
	caller = outside.dial(c.did(1))
	callee = agent.incoming().answer()
	caller.up()
	caller.hears(agent.Tone)
	callee.hears(outside.Tone)
	return caller, callee
}

// supervisor adds a supervisor as the i-th agent.
func (c *scene) supervisor(i int) *scene { return c.agent(i, object{"role": "supervisor"}) }

// logIn opens a session of the i-th agent's.
func (c *scene) logIn(i int) *client {
	c.t.Helper()
	s := newClient(c.server.http)
	if err := s.login(c.login(i), "Passw0rd1"); err != nil {
		c.t.Fatal(err)
	}
	return s
}

// agentID is the identifier of the i-th agent.
func (c *scene) agentID(i int) string {
	c.t.Helper()
	for _, a := range c.server.floor(c.t).Agents {
		if a.Extension == c.extension(i) {
			return a.ID
		}
	}
	c.t.Fatalf("the floor has no agent %s", c.extension(i))
	return ""
}

// callOf waits for the call in progress of the scene's i-th caller.
func (c *scene) callOf(number string) string {
	c.t.Helper()
	var call string
	eventually(c.t, patience, "the call from "+number, func() (string, bool) {
		f := c.server.floor(c.t)
		for _, l := range f.Calls {
			if l.From.Number == number {
				call = l.ID
			}
		}
		return fmt.Sprintf("%+v", f.Calls), call != ""
	})
	return call
}

// kinds are the events of the caller's one call, which must have ended.
func (c *scene) history(number string) timeline {
	c.t.Helper()
	return c.server.timeline(c.t, c.server.ended(c.t, 1, "number", number)[0].ID)
}

// statusOf is the HTTP status of an error of the client, 200 for none.
func statusOf(err error) int {
	var p *problem
	switch {
	case err == nil:
		return http.StatusOK
	case errors.As(err, &p):
		return p.Status
	}
	return 0
}

// parkedRow is one item of GET /parked.
type parkedRow struct {
	Slot   int    `json:"slot"`
	Call   string `json:"call"`
	Number string `json:"number"`
	By     string `json:"by"`
}

// slotOf waits until the caller is parked and gives the slot.
func (c *scene) slotOf(number string) parkedRow {
	c.t.Helper()
	var found parkedRow
	eventually(c.t, patience, number+" to be parked", func() (string, bool) {
		list := c.parked()
		for _, p := range list {
			if p.Number == number {
				found = p
			}
		}
		return fmt.Sprintf("%+v", list), found.Slot != 0
	})
	return found
}

func (c *scene) parked() []parkedRow {
	c.t.Helper()
	var list struct {
		Items []parkedRow `json:"items"`
	}
	if err := c.server.api(c.t).call("GET", "/api/v1/parked", nil, &list); err != nil {
		c.t.Fatal(err)
	}
	return list.Items
}
