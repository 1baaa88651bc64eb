package live

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"os"
	"os/signal"
	"path/filepath"
	"strconv"
	"syscall"
	"testing"
	"time"

	"github.com/yobirin/yobirin/server/internal/journal"
	"github.com/yobirin/yobirin/shared/id"
	"github.com/yobirin/yobirin/shared/leg"
)

// The size of the floor that frontend/scripts/bench-floor.mjs looks at.
const (
	bigAgents = 10_000
	bigGroups = 200
	bigCalls  = 500
	probeFrom = "0300" // a caller's number with it is the bench's
)

// TestServeABigFloor is no test: it serves the built console of a folder and
// the live socket of a large floor that moves, until it is interrupted, for
// frontend/scripts/bench-floor.mjs, which measures browsers in front of it.
//
//	YOBIRIN_FLOOR_DIST=dist YOBIRIN_FLOOR_LISTEN=127.0.0.1:9000 YOBIRIN_FLOOR_RATE=60 go test -run TestServeABigFloor
func TestServeABigFloor(t *testing.T) {
	dist, listen := os.Getenv("YOBIRIN_FLOOR_DIST"), os.Getenv("YOBIRIN_FLOOR_LISTEN")
	if dist == "" || listen == "" {
		t.Skip("serves a bench in the browser; see frontend/scripts/bench-floor.mjs")
	}
	rate, err := strconv.Atoi(os.Getenv("YOBIRIN_FLOOR_RATE"))
	if err != nil || rate < 1 || rate > 10_000 {
		t.Fatalf("YOBIRIN_FLOOR_RATE %q, expected 1 to 10000 events per second", os.Getenv("YOBIRIN_FLOOR_RATE"))
	}
	ctx, stop := signal.NotifyContext(t.Context(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	hub, sockets := serveHub(t)
	floor := newBigFloor(hub)
	mux := http.NewServeMux()
	mux.HandleFunc("/live", func(w http.ResponseWriter, r *http.Request) { sockets.Serve(w, r, supervisor) })
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		name := filepath.Join(dist, filepath.Clean("/"+r.URL.Path))
		if info, err := os.Stat(name); err != nil || info.IsDir() {
			name = filepath.Join(dist, "index.html")
		}
		http.ServeFile(w, r, name)
	})
	server := &http.Server{Addr: listen, Handler: mux, ReadHeaderTimeout: time.Minute}
	go func() {
		if err := server.ListenAndServe(); err != nil && ctx.Err() == nil {
			t.Error(err)
			stop()
		}
	}()
	tick := time.NewTicker(time.Second / time.Duration(rate))
	defer tick.Stop()
	probe := time.NewTicker(731 * time.Millisecond) // at every phase of the server's and the page's beats
	defer probe.Stop()
	for {
		select {
		case <-ctx.Done():
			_ = server.Close()
			return
		case <-tick.C:
			floor.move()
		case <-probe.C:
			floor.probe()
		}
	}
}

// bigFloor is a site with calls that come, are answered and end.
type bigFloor struct {
	hub     *Hub
	rng     *rand.Rand
	groups  map[id.Agent][]journal.Pause
	talking []bigCall
	free    []id.Agent
	probes  []journal.GroupArrived
}

type bigCall struct {
	call  id.Call
	agent id.Agent
	group id.Group
}

func newBigFloor(h *Hub) *bigFloor {
	f := &bigFloor{hub: h, rng: rand.New(rand.NewPCG(1, 2)), groups: map[id.Agent][]journal.Pause{}}
	p := Plan{Statuses: []Status{{away, "離席中", "#f59f00", "coffee", false}}}
	now := time.Now()
	for g := range bigGroups {
		group := Group{ID: id.Numbered[id.Group](uint32(g + 1)), Name: fmt.Sprintf("Customer support, region %d (second line)", g+1), Extension: fmt.Sprint(30000 + g), Color: "#2f9e44"}
		for k := range 100 {
			a := id.Numbered[id.Agent](uint32((g*100+k)%bigAgents + 1))
			group.Members = append(group.Members, a)
			f.groups[a] = append(f.groups[a], journal.Pause{Group: group.ID, Since: now, Level: 10})
		}
		p.Groups = append(p.Groups, group)
	}
	for a := range bigAgents {
		p.Agents = append(p.Agents, Agent{ID: id.Numbered[id.Agent](uint32(a + 1)), Name: fmt.Sprintf("鈴木 太郎%d", a), Nickname: fmt.Sprintf("太郎%d", a), Extension: fmt.Sprint(100000 + a)})
	}
	h.SetPlan(p)
	for _, a := range p.Agents {
		if f.rng.IntN(10) == 0 {
			continue // not at work
		}
		f.free = append(f.free, a.ID)
		f.agent(a.ID, journal.StateAvailable)
	}
	f.rng.Shuffle(len(f.free), func(i, k int) { f.free[i], f.free[k] = f.free[k], f.free[i] })
	for range bigCalls {
		f.begin()
	}
	return f
}

func (f *bigFloor) agent(a id.Agent, s journal.State, calls ...id.Call) {
	f.hub.Feed(floorEvent(journal.AgentChanged{Agent: a, State: s, Since: time.Now(), Groups: f.groups[a], Calls: calls}))
}

// begin has a caller talk to an agent: what the journal says until then.
func (f *bigFloor) begin() {
	now := time.Now()
	c := bigCall{call: id.NewCall(now), agent: f.free[0], group: f.groups[f.free[0]][0].Group}
	f.free = f.free[1:]
	in, out := id.LegOf(c.call, 1), id.LegOf(c.call, 2)
	from := leg.Identity{Number: fmt.Sprintf("090%08d", f.rng.IntN(1e8))}
	for _, b := range []journal.Body{
		journal.CallStarted{Call: c.call, Direction: journal.Inbound, From: from, Dialed: "0312345678"},
		journal.LegStarted{Leg: in, Role: journal.RoleCaller, Number: from.Number}, journal.LegAnswered{Leg: in},
		journal.LegStarted{Leg: out, Role: journal.RoleAgent, Agent: c.agent, Number: "2001"}, journal.LegRinging{Leg: out}, journal.LegAnswered{Leg: out},
		journal.Connected{Agent: c.agent, Group: c.group, Leg: out},
	} {
		f.hub.Feed(callEvent(c.call, b))
	}
	f.agent(c.agent, journal.StateTalking, c.call)
	f.talking = append(f.talking, c)
}

// move lets one thing happen: of twenty, a call that ends and another that
// begins, else an agent who does something else.
func (f *bigFloor) move() {
	switch k := f.rng.IntN(20); k {
	case 0:
		i := f.rng.IntN(len(f.talking))
		c := f.talking[i]
		f.talking = append(f.talking[:i], f.talking[i+1:]...)
		f.hub.Feed(callEvent(c.call, journal.CallEnded{Record: journal.Record{Call: c.call}}))
		f.agent(c.agent, journal.StateAvailable)
		f.free = append(f.free, c.agent)
		f.begin()
	default:
		i := f.rng.IntN(len(f.free))
		f.agent(f.free[i], []journal.State{journal.StateAvailable, journal.StatePaused}[k%2])
	}
}

// probe has a caller begin to wait whom the bench looks for on the screen; at
// most four wait.
func (f *bigFloor) probe() {
	now := time.Now()
	if len(f.probes) == 4 {
		old := f.probes[0]
		f.probes = f.probes[1:]
		f.hub.Feed(floorEvent(journal.GroupLeft{Group: old.Group, Call: old.Call, Outcome: journal.OutcomeAbandoned, Waited: now.Sub(old.Since)}))
	}
	a := journal.GroupArrived{
		Group: id.Numbered[id.Group](uint32(1 + f.rng.IntN(bigGroups))), Call: id.NewCall(now), Since: now,
		From: leg.Identity{Number: probeFrom + fmt.Sprintf("%06d", f.rng.IntN(1e6))},
	}
	f.probes = append(f.probes, a)
	f.hub.Feed(floorEvent(a))
}
