package main

import (
	"context"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"os"
	"runtime"
	"runtime/pprof"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/yobirin/yobirin/desktop/internal/seat"
)

// fleet is everybody.
type fleet struct {
	o           options
	log         *slog.Logger
	ctx         context.Context // while they behave at random
	agents      []*agent
	byExtension map[string]*agent
	carrier     *carrier
	dialed      atomic.Int64

	mu     sync.Mutex
	counts map[string]int
	faults map[string]int
	first  map[string][]string // examples of faults
	delays []time.Duration
	slots  int
	deeds  map[string][]string // by call
	stirs  map[string]time.Time
}

// report is what came of it.
type report struct {
	Agents         int                 `json:"agents"`
	Counts         map[string]int      `json:"counts"`
	Faults         map[string]int      `json:"faults"`
	Examples       map[string][]string `json:"examples"`
	HeardAfterMS   map[string]int64    `json:"heardAfterMs"`
	MemoryPerAgent float64             `json:"memoryPerAgentMiB"`
	Goroutines     int                 `json:"goroutinesPerAgent"`
	LostFrames     int64               `json:"lostFrames"`
	Server         map[string]float64  `json:"server,omitempty"`
	Left           map[string]float64  `json:"left,omitempty"`
}

const examples = 6

func (f *fleet) count(what string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.counts[what]++
}

// fault notes what should not have been.
func (f *fleet) fault(kind, format string, args ...any) {
	text := time.Now().Format("15:04:05.000 ") + fmt.Sprintf(format, args...)
	f.mu.Lock()
	defer f.mu.Unlock()
	f.faults[kind]++
	if len(f.first[kind]) < examples {
		f.first[kind] = append(f.first[kind], text)
		fmt.Fprintln(os.Stderr, "fault:", kind+":", text)
	}
}

func (f *fleet) delay(d time.Duration) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.delays = append(f.delays, d)
}

func (f *fleet) colleague(a *agent, rng *rand.Rand) string {
	n := rng.IntN(len(f.agents) - 1)
	if n >= a.n {
		n++
	}
	return f.agents[n].extension
}

func (f *fleet) outside() string { return fmt.Sprintf("0705%07d", f.dialed.Add(1)) }

// takeSlot names a slot where somebody may be parked.
func (f *fleet) takeSlot() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.slots++
	return 9001 + f.slots%8
}

// trust is whom the agents believe to be the server.
type trust struct {
	pool  *x509.CertPool
	certs []*x509.Certificate
}

func readTrust(file string) (t trust, err error) {
	if file == "" {
		return t, nil
	}
	text, err := os.ReadFile(file)
	if err != nil {
		return t, err
	}
	t.pool = x509.NewCertPool()
	for block, rest := pem.Decode(text); block != nil; block, rest = pem.Decode(rest) {
		c, err := x509.ParseCertificate(block.Bytes)
		if err != nil {
			return t, err
		}
		t.certs = append(t.certs, c)
		t.pool.AddCert(c)
	}
	return t, nil
}

// run does everything.
func run(ctx context.Context, o options) (*report, error) {
	if o.agents < 2 {
		return nil, fmt.Errorf("-agents %d: expected two or more", o.agents)
	}
	f := &fleet{o: o, log: o.log(), byExtension: map[string]*agent{}, counts: map[string]int{}, faults: map[string]int{}, first: map[string][]string{}, deeds: map[string][]string{}, stirs: map[string]time.Time{}}
	roots, err := readTrust(o.ca)
	if err != nil {
		return nil, err
	}
	working, end := context.WithCancel(ctx)
	defer end()
	f.ctx = working
	if o.carrier != "" {
		if f.carrier, err = newCarrier(f); err != nil {
			return nil, err
		}
		defer f.carrier.close()
	}
	r := &report{Agents: o.agents}
	before := memoryUsed()
	for n := range o.agents {
		a, err := newAgent(f, n, roots)
		if err != nil {
			return nil, err
		}
		f.agents = append(f.agents, a)
		f.byExtension[a.extension] = a
	}
	if err := f.logIn(); err != nil {
		return nil, err
	}
	r.MemoryPerAgent = (memoryUsed() - before) / float64(o.agents) / (1 << 20)
	r.Goroutines = runtime.NumGoroutine() / o.agents
	if o.calm {
		r.Server, err = f.calm(working)
	} else {
		r.Server, err = f.live(working, end)
	}
	if err != nil {
		return nil, err
	}
	end()
	f.profile()
	r.Left = f.goHome()
	f.fill(r)
	return r, nil
}

func (f *fleet) fill(r *report) {
	f.mu.Lock()
	defer f.mu.Unlock()
	r.Counts, r.Faults, r.Examples, r.HeardAfterMS = f.counts, f.faults, f.first, map[string]int64{}
	slices.Sort(f.delays)
	if n := len(f.delays); n > 0 {
		r.HeardAfterMS = map[string]int64{
			"of": int64(n), "median": f.delays[n/2].Milliseconds(), "p95": f.delays[n*95/100].Milliseconds(), "most": f.delays[n-1].Milliseconds(),
		}
	}
	for _, a := range f.agents {
		r.LostFrames += a.headset.lost.Load()
	}
}

func (f *fleet) profile() {
	if f.o.profile == "" {
		return
	}
	if out, err := os.Create(f.o.profile); err == nil {
		_ = pprof.Lookup("heap").WriteTo(out, 0)
		_ = out.Close()
	}
}

// logIn logs everybody in, a few at a time.
func (f *fleet) logIn() error {
	var all sync.WaitGroup
	slots, failed := make(chan struct{}, f.o.loginsAtOnce), make(chan error, len(f.agents))
	for _, a := range f.agents {
		all.Go(func() {
			slots <- struct{}{}
			defer func() { <-slots }()
			if err := a.logIn(); err != nil {
				failed <- fmt.Errorf("agent %d: %w", a.n, err)
			}
		})
	}
	all.Wait()
	select {
	case err := <-failed:
		return err
	default:
		return nil
	}
}

// live lets them behave at random.
func (f *fleet) live(ctx context.Context, end func()) (map[string]float64, error) {
	var all, listening sync.WaitGroup
	for _, a := range f.agents {
		rng := rand.New(rand.NewPCG(f.o.seed, uint64(a.n))) //nolint:gosec // no secret
		all.Go(func() { a.work(ctx, rng) })
		listening.Go(func() { a.listen(ctx) })
	}
	if f.carrier != nil && len(f.o.numbers) > 0 {
		rng := rand.New(rand.NewPCG(f.o.seed, 1<<32)) //nolint:gosec // no secret
		all.Go(func() { f.carrier.work(ctx, rng) })
	}
	figures := f.measure(ctx, f.o.lasts)
	end()
	all.Wait()
	listening.Wait()
	return figures, nil
}

// calm has half of the agents call the other half, and measures while they talk.
func (f *fleet) calm(ctx context.Context) (map[string]float64, error) {
	half := len(f.agents) / 2
	idle := f.measure(ctx, 10*time.Second)
	for i, a := range f.agents[:half] {
		a.order("dial", seat.Dial{To: f.agents[half+i].extension})
	}
	late := time.Now().Add(30 * time.Second)
	for f.legsUp() < 2*half && time.Now().Before(late) {
		for _, a := range f.agents[half:] {
			for _, c := range a.loop.State().Calls {
				if c.Phase == seat.Offered && slices.Contains(c.Can, seat.CanAnswer) {
					a.order("answer", seat.Answer{Line: c.Line})
				}
			}
		}
		time.Sleep(50 * time.Millisecond)
	}
	listening, quiet := context.WithCancel(ctx)
	var ears sync.WaitGroup
	for _, a := range f.agents {
		ears.Go(func() { a.listen(listening) })
	}
	busy := f.measure(ctx, f.o.lasts)
	busy["idleServerCores"] = idle["serverCores"]
	busy["serverPercentPerLeg"] = 100 * (busy["serverCores"] - idle["serverCores"]) / busy["meanLegs"]
	busy["fleetPercentPerLeg"] = 100 * (busy["fleetCores"] - idle["fleetCores"]) / busy["meanLegs"]
	quiet()
	ears.Wait()
	return busy, nil
}

// legsUp is how many agents talk now.
func (f *fleet) legsUp() (n int) {
	for _, a := range f.agents {
		for _, c := range a.loop.State().Calls {
			if c.Phase == seat.Talking {
				n++
			}
		}
	}
	return n
}

// goHome ends all calls, looks what the server has left while everybody is
// still logged in and when nobody is any more.
func (f *fleet) goHome() map[string]float64 {
	late := time.Now().Add(60 * time.Second)
	for {
		open := 0
		for _, a := range f.agents {
			for _, c := range a.loop.State().Calls {
				if c.EndedBy == "" {
					open++
					a.loop.Tell(seat.Commanded{Command: seat.HangUp{Line: c.Line}})
				}
			}
		}
		if f.carrier != nil {
			open += f.carrier.open()
		}
		if open == 0 {
			break
		}
		if time.Now().After(late) {
			f.stuck()
			break
		}
		time.Sleep(500 * time.Millisecond)
	}
	in := 0.0
	for _, a := range f.agents {
		if a.loop.State().Session != nil {
			a.order("phone on", seat.PhoneOn{On: true})
		}
		if a.loop.State().Session != nil {
			in++
		}
	}
	left := f.await("in", map[string]float64{"yobirin_sip_contacts": in, "yobirin_live_sockets": in})
	var all sync.WaitGroup
	for _, a := range f.agents {
		all.Go(func() {
			if a.loop.State().Session != nil {
				a.leave()
			}
			a.close()
		})
	}
	all.Wait()
	for k, v := range f.await("out", map[string]float64{"yobirin_sip_contacts": 0, "yobirin_live_sockets": 0}) {
		left["out "+k] = v
	}
	return left
}

// stuck tells which calls do not end.
func (f *fleet) stuck() {
	for _, a := range f.agents {
		for _, c := range a.loop.State().Calls {
			if c.EndedBy == "" {
				f.fault("stuck", "%s: %s with %s, call %s, can %v", a.extension, c.Phase, c.Party.Number, c.Call, c.Can)
			}
		}
	}
	if f.carrier != nil && f.carrier.open() > 0 {
		f.fault("stuck", "%d calls at the carrier", f.carrier.open())
	}
}

// client asks the server for its metrics.
func client() *http.Client { return &http.Client{Timeout: time.Minute} }
