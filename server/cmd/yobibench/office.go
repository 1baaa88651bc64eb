//go:build linux

package main

import (
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"net/http"
	"os"
	"slices"
	"sync"
	"time"

	"github.com/yobirin/yobirin/server/internal/load"
)

// officeRest is how long after the last hang-up the server may take: who has
// vanished is noticed by silence, but on hold only when asked, after five
// minutes; and as long a phone may be left without the end of its transfer.
const officeRest = 7 * time.Minute

// office is a long random load, and what must be left of it: nothing.
type office struct {
	options
	server  *server
	gen     *load.Office
	screens *screens
	faults  []string
}

// runOffice lets an office behave at random for a while, and fails unless
// everything has come to rest after it.
func runOffice(ctx context.Context, o options) error {
	pin, err := divide(o.cores, o.nice)
	if err != nil {
		return err
	}
	g, err := load.NewOffice()
	if err != nil {
		return err
	}
	defer g.Close()
	s, err := startServer(ctx, o, pin)
	if err != nil {
		return err
	}
	defer s.stop()
	stopped := context.AfterFunc(ctx, func() {
		fmt.Fprintln(os.Stderr, "yobibench:", context.Cause(ctx))
		s.stop()
		os.Exit(1)
	})
	defer stopped()
	site := makeOffice(g.CarrierAddr())
	if err := s.sounds(); err != nil {
		return err
	}
	if err := s.apply(ctx, site.file); err != nil {
		return err
	}
	st, err := s.status(ctx)
	if err != nil {
		return err
	}
	b := &office{options: o, server: s, gen: g, screens: &screens{
		base: "http://" + st.Addresses.HTTP, client: &http.Client{}, rng: rand.New(rand.NewPCG(o.seed, 7)), dialed: site.dialed, met: map[string]int{},
	}}
	g.Start(load.OfficeConfig{
		Server: s.sip, Devices: site.devices, Seed: o.seed, Numbers: site.numbers, Dialed: site.dialed, Keys: site.words,
		Rate: o.rate, Most: 220, Life: 40 * time.Second,
	})
	if err := b.screens.login(ctx); err != nil {
		return err
	}
	return b.run(ctx, len(site.devices))
}

func (b *office) say(format string, args ...any) { fmt.Printf(format+"\n", args...) }

// fault notes what should not be.
func (b *office) fault(format string, args ...any) {
	b.faults = append(b.faults, fmt.Sprintf(format, args...))
}

func (b *office) run(ctx context.Context, phones int) error {
	late := time.Now().Add(30 * time.Second)
	for b.gen.Registered() < phones {
		if time.Now().After(late) {
			return fmt.Errorf("%d of %d phones registered", b.gen.Registered(), phones)
		}
		time.Sleep(100 * time.Millisecond)
	}
	time.Sleep(2 * time.Second)
	before, err := b.measure(ctx, "before")
	if err != nil {
		return err
	}
	b.say("before: %s", before)
	worked, end := context.WithTimeout(ctx, b.office)
	defer end()
	var all sync.WaitGroup
	all.Go(func() { b.gen.Work(worked) })
	all.Go(func() { b.screens.work(worked, 400*time.Millisecond) })
	all.Go(func() { b.progress(worked) })
	all.Wait()
	b.gen.Leave()
	b.say("everybody leaves")
	after, err := b.rest(ctx, before)
	if err != nil {
		return err
	}
	b.say("after: %s", after)
	b.compare(before, after)
	if err := b.inspect(ctx); err != nil {
		return err
	}
	deeds, met := b.gen.Done()
	for _, m := range []struct {
		what string
		of   map[string]int
	}{{"did", deeds}, {"met", met}, {"screens", b.screens.met}, {"log", b.server.complaints()}} {
		for _, k := range slices.Sorted(maps.Keys(m.of)) {
			b.say("%s: %s %d", m.what, k, m.of[k])
		}
	}
	for _, f := range b.faults {
		b.say("FAULT: %s", f)
	}
	if len(b.faults) > 0 {
		return fmt.Errorf("%d faults", len(b.faults))
	}
	b.say("nothing is left")
	return nil
}

// progress tells how it goes.
func (b *office) progress(ctx context.Context) {
	tick := time.NewTicker(15 * time.Second)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			if m, err := b.measure(ctx, ""); err == nil {
				deeds, _ := b.gen.Done()
				b.say("%d lines, %d called, %d dialed; %s", b.gen.Lines(), deeds["call"], deeds["dial"], m)
			}
		}
	}
}
