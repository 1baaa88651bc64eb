//go:build linux

package main

import (
	"context"
	"fmt"
	"time"

	"github.com/yobirin/yobirin/server/internal/load"
)

// plainCalls is how many bridged calls the other loads are compared with.
const plainCalls = 500

// taken is what a number of legs took.
type taken struct {
	what  string
	legs  int
	cores float64 // of the server, without what it takes when nobody calls
	pace  load.Pace
	note  string
}

// perLeg is in cores.
func (t *taken) perLeg() float64 { return t.cores / float64(t.legs) }

func (t *taken) String() string {
	return fmt.Sprintf("%s: %.3f cores for %d legs, loss %.4f %%, talk in %.1f %%, spacing p50 %s p99 %s max %s; %s", t.what, t.cores, t.legs,
		100*t.pace.Loss(), 100*t.pace.Talk(), ms(t.pace.Spacing50), ms(t.pace.Spacing99), ms(t.pace.SpacingMax), t.note)
}

// window is how long a load is measured.
func (b *bench) window() time.Duration {
	if b.quick {
		return 3 * time.Second
	}
	return 15 * time.Second
}

// take measures the calls that run: all the server's legs.
func (b *bench) take(what string, legs int) *taken {
	from := b.usage()
	heard := b.gen.Measure(b.window())
	u := b.since(from)
	t := &taken{what: what, legs: legs, cores: max(0, u.server-*b.calm), pace: heard.Pace}
	t.note = fmt.Sprintf("%d legs heard something; %s; late p99 %s", heard.Pace.Legs, u, ms(heard.Late99))
	b.progress("  %s", t)
	return t
}

// calmness measures what the server takes when nobody calls.
func (b *bench) calmness() {
	if b.calm != nil {
		return
	}
	time.Sleep(time.Second)
	from := b.usage()
	time.Sleep(b.window() / 3)
	u := b.since(from)
	b.calm = &u.server
	b.progress("  nobody calls: %s", u)
}

// begin makes calls that go on, and fails unless all do.
func (b *bench) begin(what string, spec load.Spec) (*load.Outcome, error) {
	spec.Audio, spec.Wait = true, 10*time.Second
	out := b.gen.Calls(spec)
	if n := out.Failures(); n > 0 {
		b.failed(what, out)
		return out, fmt.Errorf("%d of %d calls failed: %v", n, spec.Count, out.Failed)
	}
	time.Sleep(3 * time.Second)
	return out, nil
}

// bridge begins bridged calls and measures them.
func (b *bench) bridge(calls int) (*taken, error) {
	b.calmness()
	b.progress("%d bridged calls, to compare with", calls)
	if _, err := b.begin("bridge", load.Spec{Dialed: b.site.numbers, Rate: 50, Count: calls}); err != nil {
		return nil, err
	}
	return b.take(fmt.Sprintf("%d bridged calls", calls), 2*calls), nil
}

// compared gives the bridged calls that loads of this run are compared with.
func (b *bench) compared(ctx context.Context) (*taken, error) {
	if b.plain != nil {
		return b.plain, nil
	}
	t, err := b.bridge(min(plainCalls, b.agents))
	if err != nil {
		return nil, err
	}
	b.plain = t
	b.show(t, nil)
	b.gen.HangUp(nil, 100)
	return t, b.rest(ctx)
}

// show adds a load to the table, beside what it is compared with.
func (b *bench) show(t, with *taken) {
	cpu, even := "", ""
	if with != nil {
		cpu = fmt.Sprintf("%.2f × a bridged leg (%s)", t.perLeg()/with.perLeg(), with.what)
		even = fmt.Sprintf("%.2f × bridged", float64(t.pace.Spacing99)/float64(with.pace.Spacing99))
	}
	b.table.add(t.what+": CPU per leg", fmt.Sprintf("%.4f %% of a core", 100*t.perLeg()), cpu, 0, none, t.note)
	b.table.add("  loss", fmt.Sprintf("%.4f %%", 100*t.pace.Loss()), "", 0, none, fmt.Sprintf("%d packets to %d legs, %.1f %% with talk", t.pace.Got, t.pace.Legs, 100*t.pace.Talk()))
	b.table.add("  packet spacing p99", ms(t.pace.Spacing99), even, 0, none, fmt.Sprintf("p50 %s, max %s", ms(t.pace.Spacing50), ms(t.pace.SpacingMax)))
}

// music has callers wait in a queue that nobody serves.
func (b *bench) music(ctx context.Context) error {
	with, err := b.compared(ctx)
	if err != nil {
		return err
	}
	callers := 1000
	if b.quick {
		callers = 100
	}
	b.progress("%d callers hear hold music", callers)
	if _, err := b.begin("music", load.Spec{Dialed: []string{b.site.empty}, Rate: 50, Count: callers, Alone: true}); err != nil {
		return err
	}
	var t *taken
	if err := b.profiled(ctx, "music", b.window(), func() { t = b.take(fmt.Sprintf("%d callers hear hold music", callers), callers) }); err != nil {
		return err
	}
	b.show(t, with)
	b.gen.HangUp(nil, 100)
	return b.rest(ctx)
}

// conference has phones meet in a room.
func (b *bench) conference(ctx context.Context) error {
	with, err := b.compared(ctx)
	if err != nil {
		return err
	}
	const members = 100
	few, err := b.bridge(members / 2)
	if err != nil {
		return err
	}
	b.gen.HangUp(nil, 100)
	if err := b.rest(ctx); err != nil {
		return err
	}
	b.progress("a conference of %d", members)
	var by []int
	for n := range members {
		by = append(by, n)
	}
	if _, err := b.begin("conference", load.Spec{Dialed: []string{"9201"}, By: by, Rate: 20, Count: members, Alone: true}); err != nil {
		return err
	}
	time.Sleep(5 * time.Second) // the last one's greeting
	var t *taken
	if err := b.profiled(ctx, "conference", b.window(), func() { t = b.take(fmt.Sprintf("a conference of %d", members), members) }); err != nil {
		return err
	}
	b.show(few, with)
	b.show(t, with)
	b.table.add("  against as many bridged legs", fmt.Sprintf("%.2f ×", t.perLeg()/few.perLeg()), "", 0, none, few.note)
	b.gen.HangUp(nil, 100)
	return b.rest(ctx)
}

// supervisors has calls listened to. What a listener takes is the difference to
// the same calls without one, before and after.
func (b *bench) supervisors(ctx context.Context) error {
	calls := min(plainCalls, b.agents)
	before, err := b.bridge(calls)
	if err != nil {
		return err
	}
	b.plain = before
	b.show(before, nil)
	talking := b.gen.Talking()
	if len(talking) != calls {
		return fmt.Errorf("%d phones talk in %d calls", len(talking), calls)
	}
	spec := load.Spec{Rate: 20, Count: supervisors, Alone: true, Apart: true}
	for n := range supervisors {
		spec.By = append(spec.By, b.agents+n)
		spec.Dialed = append(spec.Dialed, "995"+extension(talking[n*calls/supervisors]))
	}
	b.progress("%d supervisors listen", supervisors)
	listening, err := b.begin("supervisors", spec)
	if err != nil {
		return err
	}
	var with *taken
	var heard load.Heard
	err = b.profiled(ctx, "supervisors", b.window(), func() {
		from := b.usage()
		heard = b.gen.Measure(b.window())
		u := b.since(from)
		with = &taken{what: fmt.Sprintf("the same, %d listened to", supervisors), legs: 2 * calls, cores: max(0, u.server-*b.calm), pace: heard.Pace, note: u.String()}
	})
	if err != nil {
		return err
	}
	b.progress("  %s", with)
	b.gen.HangUp(listening, 20)
	time.Sleep(3 * time.Second)
	after := b.take("the same, alone again", 2*calls)
	b.gen.HangUp(nil, 100)
	sup := &taken{what: fmt.Sprintf("%d supervisors of %d calls", supervisors, calls), legs: supervisors, pace: heard.Apart}
	sup.cores = with.cores - (before.cores+after.cores)/2
	b.progress("  %s", sup)
	sup.note = fmt.Sprintf("%d heard something; the server took %.3f cores before, %.3f with them, %.3f after", heard.Apart.Legs, before.cores, with.cores, after.cores)
	b.show(sup, before)
	b.table.add("  of the calls listened to: loss, spacing p99", fmt.Sprintf("%.4f %%, %s", 100*with.pace.Loss(), ms(with.pace.Spacing99)), "", 0, none, with.note)
	return b.rest(ctx)
}
