//go:build linux

package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/yobirin/yobirin/server/internal/load"
)

// The aims of the product's plan.
const (
	aimRegistrations = 2000.0               // per second
	aimRing          = 5 * time.Millisecond // p99, INVITE in to INVITE out
	aimCalls         = 1000.0               // recorded and bridged, on two cores
	maxLoss          = 0.001
	maxDelay         = 20 * time.Millisecond
	maxSetup         = 50 * time.Millisecond // p99 at the highest rate of setups
	crowded          = 0.2                   // cores of the server that others may take before a limit is doubtful
	maxLate          = 5 * time.Millisecond  // p99 of the generator's pacing; beyond, it is the limit
)

// bench is one run.
type bench struct {
	options
	gen    *load.Generator
	server *server
	site   site
	pin    pinning
	table  table
	notes  []string
	first  *load.Registered
	again  int      // steps measured again
	drops  int      // datagrams that the server's SIP socket had no room for
	idle   int64    // the server's memory with its phones registered and no call yet, bytes
	calm   *float64 // cores that it takes then
	plain  *taken   // bridged calls, for others to be compared with
}

func (b *bench) progress(format string, args ...any) {
	fmt.Fprintf(os.Stderr, format+"\n", args...)
}

// profiled runs a load, and takes the server's profiles meanwhile when asked.
func (b *bench) profiled(ctx context.Context, name string, d time.Duration, fn func()) error {
	if b.profile == "" {
		fn()
		return nil
	}
	if err := os.MkdirAll(b.profile, 0o755); err != nil {
		return err
	}
	failed := make(chan error, 1)
	go func() {
		failed <- b.server.profile(ctx, "profile", filepath.Join(b.profile, name+".cpu"), max(time.Second, d))
	}()
	fn()
	if err := <-failed; err != nil {
		return err
	}
	for _, kind := range []string{"allocs", "heap"} {
		if err := b.server.profile(ctx, kind, filepath.Join(b.profile, name+"."+kind), 0); err != nil {
			return err
		}
	}
	return nil
}

// rest waits until no call runs and every agent is ready.
func (b *bench) rest(ctx context.Context) error {
	late := time.Now().Add(45 * time.Second)
	for {
		st, err := b.server.status(ctx)
		if err != nil {
			return err
		}
		ready := 0
		for _, g := range st.Groups {
			ready += g.Ready
		}
		if st.Calls == 0 && ready == b.agents {
			return nil
		}
		if time.Now().After(late) {
			return fmt.Errorf("%d calls still run and %d of %d agents are ready", st.Calls, ready, b.agents)
		}
		time.Sleep(200 * time.Millisecond)
	}
}

// arrive registers every phone once, and waits until the floor has them all.
func (b *bench) arrive(ctx context.Context) error {
	b.progress("registering %d phones", len(b.site.devices))
	b.first = b.gen.Register(1, 64)
	if b.first.Good != len(b.site.devices) {
		return fmt.Errorf("%d of %d phones registered: %v", b.first.Good, len(b.site.devices), b.first.Failed)
	}
	err := b.rest(ctx)
	b.idle = resident(b.server.pid)
	return err
}

// register measures registrations of phones that are registered already.
func (b *bench) register(ctx context.Context) error {
	phones := len(b.site.devices)
	rounds := max(1, int(5*b.first.Rate())/phones)
	if b.quick {
		rounds = 5
	}
	b.progress("%d × %d registrations", rounds, phones)
	from := b.usage()
	var r *load.Registered
	if err := b.profiled(ctx, "register", time.Duration(float64(rounds*phones)/b.first.Rate()*float64(time.Second)), func() { r = b.gen.Register(rounds, 64) }); err != nil {
		return err
	}
	u := b.since(from)
	b.table.add("registrations/s (digest, two steps)", count(r.Rate()), count(aimRegistrations), r.Rate()/aimRegistrations, more,
		fmt.Sprintf("%d phones × %d, 64 at once, %s; failed %d; p50 %s p99 %s", phones, rounds, b.auth, total(r.Failed), ms(r.Latency.At(0.5)), ms(r.Latency.At(0.99))))
	b.table.add("  CPU per registration", us(u.serverTime/time.Duration(max(1, r.Good))), "", 0, none, u.String())
	b.table.add("  first of every phone/s", count(b.first.Rate()), count(aimRegistrations), b.first.Rate()/aimRegistrations, more, "the floor opens each agent, too")
	return nil
}

// ring measures how fast a phone rings under a steady load.
func (b *bench) ring(ctx context.Context) error {
	const rate = 50
	d := 30 * time.Second
	if b.quick {
		d = 5 * time.Second
	}
	b.progress("%d calls/s for %s", rate, d)
	spec := load.Spec{Dialed: b.site.numbers, Rate: rate, Count: int(rate * d.Seconds()), Ring: 100 * time.Millisecond, Hold: 2 * time.Second, Audio: true, Wait: 10 * time.Second}
	b.gen.Calls(load.Spec{Dialed: b.site.numbers, Rate: rate, Count: rate, Hold: time.Second, Wait: 10 * time.Second}) // warm up
	from := b.usage()
	var out *load.Outcome
	if err := b.profiled(ctx, "ring", d, func() { out = b.gen.Calls(spec) }); err != nil {
		return err
	}
	u := b.since(from)
	p99 := out.Rings.At(0.99)
	b.table.add("INVITE → phone rings p99, 50 calls/s", ms(p99), "< "+ms(aimRing), float64(p99)/float64(aimRing), less,
		fmt.Sprintf("%d calls, failed %d; p50 %s, max %s; bridged p99 %s", out.Begun, out.Failures(), ms(out.Rings.At(0.5)), ms(out.Rings.At(1)), ms(out.Bridging.At(0.99))))
	b.table.add("  CPU per call (2 s of talk)", ms(u.serverTime/time.Duration(max(1, out.Bridged))), "", 0, none, u.String())
	b.failed("ring", out)
	return b.rest(ctx)
}

// setups finds the highest rate of calls.
func (b *bench) setups(ctx context.Context) error {
	rates, d := []float64{50, 100, 150, 200, 250, 300, 350, 400, 500, 600}, 6*time.Second
	if b.quick {
		rates, d = []float64{50, 100}, 3*time.Second
	}
	best, note, limit := 0.0, "", "the ramp's end"
	for i, rate := range rates {
		b.progress("%.0f setups/s for %s", rate, d)
		spec := load.Spec{Dialed: b.site.numbers, Rate: rate, Count: int(rate * d.Seconds()), Hold: time.Second, Wait: 10 * time.Second}
		from := b.usage()
		var out *load.Outcome
		run := func() { out = b.gen.Calls(spec) }
		if i == 2 { // a middle one
			if err := b.profiled(ctx, "setup", d, run); err != nil {
				return err
			}
		} else {
			run()
		}
		u := b.since(from)
		p99, late := out.Rings.At(0.99), out.Late.At(0.99)
		said := fmt.Sprintf("at %.0f/s: p99 %s, failed %d, generator late p99 %s; %s", rate, ms(p99), out.Failures(), ms(late), u)
		b.progress("  %s", said)
		if out.Failures() > 0 || p99 >= maxSetup {
			limit = said
			b.failed("setup", out)
			break
		}
		if late > 50*time.Millisecond {
			limit = "the generator: " + said
			break
		}
		best, note = rate, said
	}
	b.table.add("setups/s (p99 < 50 ms, none fails)", count(best), "", 0, none, note)
	b.notes = append(b.notes, "setups ended by "+limit)
	return b.rest(ctx)
}

// bridged finds how many recorded calls the server carries.
func (b *bench) bridged(ctx context.Context) error {
	steps, d := []int{100, 200, 400, 600, 800, 1000, 1200, 1400}, 10*time.Second
	if b.quick {
		steps, d = []int{100}, 3*time.Second
	}
	var best *step
	limit, have := "the ramp's end", 0
	for _, n := range steps {
		if n > b.agents {
			limit = "the number of agents"
			break
		}
		b.progress("%d bridged calls", n)
		out := b.gen.Calls(load.Spec{Dialed: b.site.numbers, Rate: 50, Count: n - have, Audio: true, Wait: 10 * time.Second})
		have = n
		if out.Failures() > 0 {
			limit = fmt.Sprintf("%d calls that were not bridged while going to %d", out.Failures(), n)
			b.failed("bridge", out)
			break
		}
		time.Sleep(2 * time.Second)
		s, err := b.step(ctx, n, d)
		if err != nil {
			return err
		}
		b.table.add(fmt.Sprintf("  %d calls: CPU", n), fmt.Sprintf("%.2f cores", s.used.server), "", 0, none, s.String())
		if limit = s.limit(); limit != "" {
			if s.used.others > crowded {
				limit += fmt.Sprintf(", while other programs took %.2f of the server's cores: not the server's own limit", s.used.others)
			}
			break
		}
		best, limit = s, "the ramp's end"
	}
	b.gen.HangUp(nil, 100)
	b.reportBridged(best, limit)
	return b.rest(ctx)
}

// step is one step of the ramp of bridged calls.
type step struct {
	calls  int
	heard  load.Heard
	used   share
	memory int64
}

// tries is how often a step is measured before it counts as too much: a stall
// of the whole machine does not come back, a limit does.
const tries = 3

// step measures the calls that run.
func (b *bench) step(ctx context.Context, calls int, d time.Duration) (*step, error) {
	s := &step{calls: calls}
	for range tries {
		err := b.profiled(ctx, fmt.Sprintf("bridge-%d", calls), d, func() {
			from := b.usage()
			s.heard = b.gen.Measure(d)
			s.used = b.since(from)
		})
		if err != nil {
			return nil, err
		}
		s.memory = (resident(b.server.pid) - b.idle) / int64(calls)
		b.progress("  %s", s)
		if s.limit() == "" {
			return s, nil
		}
		b.again++
	}
	return s, nil
}

// limit says why a step is too much, or nothing.
func (s *step) limit() string {
	h := s.heard
	switch {
	case h.Late99 > maxLate || float64(h.Refused) > maxLoss*float64(h.Sent):
		return fmt.Sprintf("the generator at %d calls: late p99 %s, %d packets refused", s.calls, ms(h.Late99), h.Refused)
	case h.Loss() > maxLoss:
		return fmt.Sprintf("loss of %.3f %% at %d calls", 100*h.Loss(), s.calls)
	case h.Delay99 > maxDelay:
		return fmt.Sprintf("added latency p99 %s at %d calls", ms(h.Delay99), s.calls)
	}
	return ""
}

func (s *step) String() string {
	h := s.heard
	return fmt.Sprintf("loss %.4f %% of %d, added p50 %s p99 %s max %s, silent %d of %d; %s; late p99 %s",
		100*h.Loss(), h.Sent, ms(h.Delay50), ms(h.Delay99), ms(h.DelayMax), h.Silent, h.Streams, s.used, ms(h.Late99))
}

func (b *bench) reportBridged(s *step, limit string) {
	b.notes = append(b.notes, fmt.Sprintf("the ramp of bridged calls ended by %s; %d measurements were taken again", limit, b.again))
	if s == nil {
		b.table.add("recorded bridged calls on 2 cores", "0", count(aimCalls), 0, more, limit)
		return
	}
	where := fmt.Sprintf("recorded bridged calls on %d cores", len(b.pin.server))
	b.table.add(where, count(float64(s.calls)), count(aimCalls), float64(s.calls)/aimCalls, more, fmt.Sprintf("loss %.4f %%; ended by %s", 100*s.heard.Loss(), limit))
	aim := float64(len(b.pin.server)) / aimCalls
	per := s.used.server / float64(s.calls)
	b.table.add("  CPU per call", fmt.Sprintf("%.3f %% of a core", 100*per), fmt.Sprintf("%.3f %%", 100*aim), per/aim, less, s.used.String())
	b.table.add("  RSS per call", fmt.Sprintf("%d KiB", s.memory>>10), "", 0, none, "above the idle server, recording and both legs")
	b.table.add("  added latency p99", ms(s.heard.Delay99), "< "+ms(maxDelay), float64(s.heard.Delay99)/float64(maxDelay), less, "p50 "+ms(s.heard.Delay50))
}

// failed notes why calls failed.
func (b *bench) failed(load string, out *load.Outcome) {
	for why, n := range out.Failed {
		b.notes = append(b.notes, fmt.Sprintf("%s: %d calls failed: %s", load, n, why))
	}
}

func total(m map[string]int) (n int) {
	for _, k := range m {
		n += k
	}
	return n
}
