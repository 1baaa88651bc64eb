package demo

import (
	"math"
	"time"
)

// The first callers come quickly, so that something is to be seen at once.
func opening() []time.Duration {
	return []time.Duration{time.Second, 2 * time.Second, 3500 * time.Millisecond, 5 * time.Second, 7 * time.Second}
}

const (
	// tide is how long it takes from one rush of callers to the next.
	tide = 3 * time.Minute
	// ownCalls is the mean time between two calls that agents make.
	ownCalls = 25 * time.Second
	// breaks is the mean time between two breaks that agents take.
	breaks = 20 * time.Second
)

// begin sets the plot going; the clock ends it.
func (d *Demo) begin() {
	c := d.cast
	for _, at := range opening() {
		c.clock.after(at, d.carrier.call)
	}
	began := time.Now()
	var next func()
	next = func() {
		d.carrier.call()
		c.clock.after(d.gap(time.Since(began)), next)
	}
	c.clock.after(opening()[len(opening())-1]+d.gap(0), next)
	d.repeat(12*time.Second, ownCalls, d.someoneCalls)
	if d.cfg.Pause != nil {
		d.repeat(8*time.Second, breaks, d.someoneRests)
	}
}

// gap is the time until the next caller: Poisson arrivals whose rate rises and
// falls with the tide by 40 percent.
func (d *Demo) gap(since time.Duration) time.Duration {
	rate := 1 + 0.4*math.Sin(2*math.Pi*since.Seconds()/tide.Seconds())
	return time.Duration(float64(d.cast.dice.around(d.cfg.Every)) / rate)
}

// repeat does something again and again, at times spread around a mean.
func (d *Demo) repeat(first, mean time.Duration, do func()) {
	var again func()
	again = func() {
		do()
		d.cast.clock.after(d.cast.dice.around(mean), again)
	}
	d.cast.clock.after(first, again)
}

// someoneCalls has an agent whose phone is free call a colleague, or outside:
// with 184 or 186 before the number now and then.
func (d *Demo) someoneCalls() {
	dice := d.cast.dice
	to := pick(dice, d.phones)
	number := d.carrier.someone()
	switch {
	case dice.chance(40) && to.idle():
		number = to.agent.extension
	case dice.chance(15):
		number = pick(dice, []string{"184", "186"}) + number
	}
	first := dice.below(len(d.phones))
	for i := range d.phones {
		if from := d.phones[(first+i)%len(d.phones)]; from != to && from.idle() && from.call(number) {
			return
		}
	}
}

// someoneRests has an agent take a break, and come back.
func (d *Demo) someoneRests() {
	who, why := pick(d.cast.dice, d.phones).agent.login, pick(d.cast.dice, busyReasons())
	d.pause(who, why)
	d.cast.clock.after(d.cast.dice.between(15, 60), func() { d.pause(who, "") })
}

// pause calls the hook, which may wait, beside the clock.
func (d *Demo) pause(agent, status string) {
	d.jobs.Go(func() {
		defer caught(d.cast.log, "pause")
		d.cfg.Pause(agent, status)
	})
}
