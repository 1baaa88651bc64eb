package e2e

import (
	"bytes"
	"encoding/json"
	"fmt"
	"sync/atomic"
	"testing"

	"github.com/yobirin/yobirin/shared/pcm"
)

// object is a mapping of the site file.
type object = map[string]any

// site is a site file. JSON is YAML, and json.Marshal knows how to quote.
type site struct {
	Settings  object   `json:"site,omitempty"`
	Trunks    []object `json:"trunks,omitempty"`
	Agents    []object `json:"agents,omitempty"`
	Devices   []object `json:"devices,omitempty"`
	Statuses  []object `json:"statuses,omitempty"`
	Audio     []object `json:"audio,omitempty"`
	Groups    []object `json:"groups,omitempty"`
	IVRs      []object `json:"ivrs,omitempty"`
	Transfers []object `json:"transfers,omitempty"`
	Numbers   []object `json:"numbers,omitempty"`
	Barred    []object `json:"barred,omitempty"`
	Callers   []object `json:"callers,omitempty"`
}

func (s site) text(t testing.TB) string {
	t.Helper()
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", " ")
	if err := e.Encode(s); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// scenes counts the scenes of this process.
var scenes atomic.Int32

// scene is a carrier, agents and groups of one test's own on a server. The
// server knows the carrier by a port where baresip takes its place, whose audio
// always comes from 127.0.0.1, and by a network where sipp calls from, whose
// crowds need ports of their own.
type scene struct {
	t      testing.TB
	server *server
	n      int
	site   site
	files  map[string][]byte // beside the site file
	// host is the carrier's for calls in, port the one on 127.0.0.1 for calls in
	// and out.
	host string
	port int
	// status is the name of the scene's status.
	status string
}

func newScene(t testing.TB, s *server) *scene {
	t.Helper()
	return sceneOf(t, s, int(scenes.Add(1)))
}

// sceneOf is the n-th scene on a server, for tests that count theirs.
func sceneOf(t testing.TB, s *server, n int) *scene {
	t.Helper()
	if n > 89 {
		t.Fatal("more scenes than extensions")
	}
	c := &scene{t: t, server: s, n: n, host: fmt.Sprintf("127.1.%d.1", n), port: freePort(t, "127.0.0.1"), status: fmt.Sprintf("後処理%d", n)}
	c.site.Statuses = []object{{"name": c.status, "color": "#f59f00"}}
	c.site.Trunks = []object{{
		"name": c.trunk(), "host": fmt.Sprintf("127.0.0.1:%d", c.port), "inbound_from": []string{c.host + "/32"}, "channels": 500,
	}}
	return c
}

func (c *scene) trunk() string { return fmt.Sprintf("carrier%d", c.n) }

// agent adds an agent with a phone; i counts from 1 to 9.
func (c *scene) agent(i int, more object) *scene {
	o := object{
		"id": c.login(i), "name": fmt.Sprintf("担当%d-%d", c.n, i), "extension": c.extension(i), "password": "Passw0rd1", "role": "agent",
	}
	for k, v := range more {
		o[k] = v
	}
	c.site.Agents = append(c.site.Agents, o)
	c.site.Devices = append(c.site.Devices, object{"name": c.user(i) + "-desk", "user": c.user(i), "password": c.password(i), "agent": c.login(i)})
	return c
}

func (c *scene) login(i int) string     { return fmt.Sprintf("agent%dx%d", c.n, i) }
func (c *scene) user(i int) string      { return fmt.Sprintf("d%dx%d", c.n, i) }
func (c *scene) password(i int) string  { return fmt.Sprintf("a-long-sip-secret-%d-%d", c.n, i) }
func (c *scene) extension(i int) string { return fmt.Sprintf("2%02d%d", c.n, i) }

// group adds a group with the agents as members; i counts from 1 to 9.
func (c *scene) group(i int, more object, agents ...int) *scene {
	members := []object{}
	for _, a := range agents {
		members = append(members, object{"agent": c.login(a)})
	}
	o := object{"name": c.groupName(i), "extension": fmt.Sprintf("3%02d%d", c.n, i), "ring_time": 20, "record": true, "members": members}
	for k, v := range more {
		o[k] = v
	}
	c.site.Groups = append(c.site.Groups, o)
	return c
}

func (c *scene) groupName(i int) string { return fmt.Sprintf("受付%d-%d", c.n, i) }

// tone adds an audio file of a tone and gives its name.
func (c *scene) tone(freq, milliseconds int) string {
	name := fmt.Sprintf("tone%d-%d", c.n, freq)
	samples := pcm.Pure(float64(freq), 0.4).Samples(8*milliseconds, 8000)
	if c.files == nil {
		c.files = map[string][]byte{}
	}
	c.files[name+".wav"] = pcm.AppendWAV(nil, pcm.Wave{Format: pcm.PCM16, Rate: 8000, Channels: 1, Samples: samples})
	c.site.Audio = append(c.site.Audio, object{"name": name, "file": name + ".wav"})
	return name
}

// number adds an outside number that leads to a destination; i counts from 1
// to 9.
func (c *scene) number(i int, to object, more object) *scene {
	o := object{"number": c.did(i), "name": fmt.Sprintf("代表%d-%d", c.n, i), "trunk": c.trunk(), "route": to}
	for k, v := range more {
		o[k] = v
	}
	c.site.Numbers = append(c.site.Numbers, o)
	return c
}

func (c *scene) did(i int) string { return fmt.Sprintf("0312340%02d%d", c.n, i) }

// caller is the number of the scene's i-th outside caller.
func (c *scene) caller(i int) string { return fmt.Sprintf("0901234%02d%02d", c.n, i) }

// apply makes the server know the scene.
func (c *scene) apply() *scene {
	c.t.Helper()
	c.server.apply(c.t, c.site.text(c.t), c.files)
	return c
}

// simple is one agent, in one group with ACW, behind one number.
func (c *scene) simple(group object) *scene {
	return c.agent(1, nil).group(1, group, 1).number(1, object{"group": c.groupName(1)}, nil)
}

// account is a baresip account of the i-th agent's phone.
func (c *scene) account(i int, transport string) string {
	return fmt.Sprintf("<sip:%[1]s@%[2]s;transport=%[3]s>;auth_user=%[1]s;auth_pass=%[4]s;regint=60", c.user(i), c.server.sipAddr(), transport, c.password(i))
}

// phone starts the i-th agent's phone and waits until the floor has it.
func (c *scene) phone(i, tone int, auto bool) *phone {
	c.t.Helper()
	return c.phoneOver(i, tone, auto, "udp")
}

func (c *scene) phoneOver(i, tone int, auto bool, transport string) *phone {
	c.t.Helper()
	p := startPhone(c.t, phoneSpec{Name: c.user(i), Tone: tone, AutoAnswer: auto, Account: c.account(i, transport)})
	c.server.agentState(c.t, c.extension(i), "available")
	return p
}

// carrier starts a baresip in the carrier's place: it calls as the number, and
// answers when the number is called.
func (c *scene) carrier(number string, tone int, auto bool) *phone {
	c.t.Helper()
	return startPhone(c.t, phoneSpec{Name: number, Port: c.port, Tone: tone, AutoAnswer: auto})
}

// uri is where the carrier sends calls for a number.
func (c *scene) uri(number string) string { return "sip:" + number + "@" + c.server.sipAddr() }

// crowd is a sipp in the carrier's place that, unless told otherwise, calls the
// scene's first number.
func (c *scene) crowd(scenario string, values object, more func(*sippSpec)) *sipp {
	c.t.Helper()
	v := object{"From": c.caller(1), "To": c.did(1), "Talk": 1000, "Upto": 0, "File": ""}
	for k, x := range values {
		v[k] = x
	}
	spec := sippSpec{Scenario: scenario, Values: v, Host: c.host, Target: c.server.sipAddr()}
	if more != nil {
		more(&spec)
	}
	return startSIPp(c.t, spec)
}

// waiting waits until n calls wait in a group.
func (c *scene) waiting(group, n int) {
	c.t.Helper()
	eventually(c.t, patience, fmt.Sprintf("%d calls waiting in %s", n, c.groupName(group)), func() (string, bool) {
		g := c.server.floor(c.t).group(c.groupName(group))
		return fmt.Sprintf("%+v", g), g.Waiting == n
	})
}

// counts waits until a group's figures are these.
func (c *scene) counts(group int, answered, abandoned, overflow, timeout int) {
	c.t.Helper()
	eventually(c.t, patience, "the figures of "+c.groupName(group), func() (string, bool) {
		g := c.server.floor(c.t).group(c.groupName(group))
		ok := g.Answered == answered && g.Abandoned == abandoned && g.Overflow == overflow && g.Timeout == timeout &&
			g.Arrivals == answered+abandoned+overflow+timeout
		return fmt.Sprintf("%+v, want answered %d, abandoned %d, overflow %d, timeout %d and their sum as arrivals", g, answered, abandoned, overflow, timeout), ok
	})
}
