package sound

import (
	"errors"
	"reflect"
	"sync/atomic"
	"time"

	"github.com/yobirin/yobirin/desktop/internal/seat"
	"github.com/yobirin/yobirin/shared/mailbox"
)

const (
	// lookEvery is how often the system is asked what it has. That it may tell
	// by itself is not relied on: not every system does.
	lookEvery = 500 * time.Millisecond
	// beat is how often the keeper looks after devices that run.
	beat = 50 * time.Millisecond
	// levelEvery is how often levels are told.
	levelEvery = 100 * time.Millisecond
	// opensIn is how long an opening may take before what was wrong is told.
	opensIn = time.Second
	// hangsAfter is when a worker that does not answer is given up.
	hangsAfter = 5 * time.Second
	// maxLost is how many workers and devices may hang before no more are made.
	maxLost = 8
)

// runs is Run.
type runs struct{ on bool }

// stopped is a device that the system stopped.
type stopped struct{}

// keeper owns what is chosen, what there is, what is open.
type keeper struct {
	o    Options
	box  *mailbox.Box[any]
	hung atomic.Int32 // devices that are being closed and workers that were given up
	over atomic.Bool  // nothing is logged any more

	mic     *micLane
	speaker *speakerLane
	ringer  *ringerLane
	paths   [paths]*path
	last    uint64 // number of the newest stream

	worker   *worker
	asked    int // wishes that the worker has not answered
	answered time.Time
	listing  bool
	lookAt   time.Time
	hireAt   time.Time // when a worker whose system does not work is replaced; zero: it works

	sick  error // why the sound system does not say what there is
	known bool  // what there is
	have  devices
	shown []seat.Input // the last SoundDevices, at most one

	talking  bool
	metering bool
	flowing  atomic.Bool // frames go to and from the pump
	levelsAt time.Time
	rings    rings
	micPace  pace
	spkPace  pace

	trouble *seat.Trouble
}

func newKeeper(o Options, box *mailbox.Box[any]) *keeper {
	k := &keeper{o: o, box: box}
	made := time.Now()
	k.mic = &micLane{lane: lane{made: made}, pump: o.Pump, talking: &k.flowing}
	k.speaker = &speakerLane{lane: lane{made: made}, pump: o.Pump, talking: &k.flowing}
	k.ringer = &ringerLane{lane: lane{made: made}}
	k.paths = [paths]*path{
		micPath: {kind: capture, use: k.mic.use, quiet: k.mic.quiet, data: func(n uint64) func([]int16) {
			return func(samples []int16) { k.mic.take(n, samples) }
		}},
		speakerPath: {kind: playback, use: k.speaker.use, quiet: k.speaker.quiet, data: func(n uint64) func([]int16) {
			return func(samples []int16) { k.speaker.fill(n, samples) }
		}},
		ringerPath: {kind: playback, use: k.ringer.use, quiet: k.ringer.quiet, data: func(n uint64) func([]int16) {
			return func(samples []int16) { k.ringer.fill(n, samples) }
		}},
	}
	for _, p := range k.paths {
		p.ills = map[string]illness{}
	}
	k.choose(seat.Use{RingVolume: 0.8, SpeakerGain: 1, MicGain: 1})
	return k
}

// run is the keeper's goroutine: messages and time, until the box is closed.
func (k *keeper) run() {
	k.hire(time.Now())
	timer := time.NewTimer(0)
	defer timer.Stop()
	var used []any
	for {
		select {
		case <-k.box.Wake():
		case <-timer.C:
		}
		used = k.box.Take(used)
		for _, m := range used {
			k.handle(m, time.Now())
		}
		if k.box.Closed() {
			k.end()
			return
		}
		timer.Reset(k.tick(time.Now()))
	}
}

func (k *keeper) handle(m any, now time.Time) {
	switch m := m.(type) {
	case seat.Use:
		k.choose(m)
	case seat.Ring:
		k.rings.order(m.How, now)
	case seat.Measure:
		k.metering = m.On
	case runs:
		k.talking = m.on
	case listed:
		k.listed(m, now)
	case opened:
		k.opened(m, now)
	case stopped:
		k.lookAt = now
	}
}

// choose takes over devices and loudness.
func (k *keeper) choose(u seat.Use) {
	k.paths[micPath].chosen, k.paths[speakerPath].chosen, k.paths[ringerPath].chosen = u.Microphone, u.Speaker, u.Ringer
	k.mic.gain.set(within(u.MicGain, 4))
	k.speaker.gain.set(within(u.SpeakerGain, 4))
	k.ringer.ring.volume.set(within(u.RingVolume, 1))
	k.speaker.knock.volume.set(1)
}

// within keeps a factor between 0 and most; what is no number is 1.
func within(v, most float64) float64 {
	if v != v {
		return 1
	}
	return max(0, min(most, v))
}

// tick does what is due and gives the time until it must be called again.
func (k *keeper) tick(now time.Time) time.Duration {
	k.wants(now)
	k.oversee(now)
	for i, p := range k.paths {
		k.watch(p, now)
		k.settle(i, p, now)
	}
	k.tell(now)
	next := max(time.Millisecond, k.lookAt.Sub(now))
	if k.listing {
		next = lookEvery
	}
	for _, p := range k.paths {
		if p.want || p.opening != 0 || p.stream != nil {
			next = min(next, beat)
		}
	}
	if k.paces(now) {
		next = min(next, frameTime)
	}
	k.levels(now)
	return next
}

// wants says which devices shall run and what the ringer plays.
func (k *keeper) wants(now time.Time) {
	live := k.talking || k.metering
	k.paths[micPath].want, k.paths[speakerPath].want = live, live
	k.flowing.Store(k.talking)
	tone := k.rings.tone(now)
	inEar := tone == knocking && k.talking
	if inEar {
		k.speaker.knock.play(knocking)
		tone = silent
	} else {
		k.speaker.knock.play(silent)
	}
	k.ringer.ring.play(tone)
	k.paths[ringerPath].want = k.rings.needs(tone, now)
}

// watch gives up a device that fell silent.
func (k *keeper) watch(p *path, now time.Time) {
	if p.stream == nil || p.dead {
		return
	}
	ran := now.Sub(p.since)
	still := ran > grace && p.quiet(now) > deadAfter
	switch {
	case still && int(k.hung.Load()) >= maxLost:
		p.err = errHangs // there are enough that hang; this one may come back
	case still:
		k.o.Log.Warn("sound: a device is silent", "kind", p.kind, "device", p.at.id)
		p.died(p.at.id, now)
		p.dead = true // until the new one is opened
		k.lookAt = now
	case ran > wellAfter:
		delete(p.ills, p.at.id)
		p.err = nil
	}
}

// settle brings a path to the device that it should use: the new one is
// opened first, then the old one is let go.
func (k *keeper) settle(i int, p *path, now time.Time) {
	if !p.runs(now) {
		k.release(p)
		return
	}
	if !k.known || p.opening != 0 {
		return
	}
	have := k.have.of(p.kind)
	to, wait, ok := p.pick(have, now)
	switch {
	case !ok && wait:
		return
	case !ok:
		k.release(p)
		p.err = nil // that there is none is told by the list
		return
	case p.serves(to.id):
		return
	case k.worker == nil || int(k.hung.Load()) >= maxLost:
		if p.stream == nil || p.dead {
			p.err = errHangs
		}
		return
	}
	k.last++
	p.opening, p.to, p.asked = k.last, to, now
	k.ask(asked{path: i, number: k.last, spec: spec{
		kind: p.kind, id: to.open, data: guarded(p.data(k.last)), stopped: func() { k.box.Put(stopped{}) },
	}}, now)
}

// errHangs is what there is to say when too much hangs.
var errHangs = errors.New("too many sound devices hang")

// guarded keeps a panic in who makes or takes samples from ending the process
// by way of a thread that is not Go's.
func guarded(data func([]int16)) func([]int16) {
	return func(samples []int16) {
		defer func() { _ = recover() }()
		data(samples)
	}
}

// opened takes over a device, or notes why not.
func (k *keeper) opened(o opened, now time.Time) {
	p := k.paths[o.path]
	if k.worker == nil || o.worker != k.worker.id || o.number != p.opening {
		k.drop(o.stream)
		return
	}
	k.answer(now)
	p.opening = 0
	if o.err != nil {
		k.o.Log.Warn("sound: a device cannot be opened", "kind", p.kind, "device", p.to.id, "error", o.err)
		p.failed(p.to.id, o.err, now)
		p.probe = now.Add(againIdle)
		if p.stream == nil || p.dead {
			p.err = o.err
		}
		return
	}
	p.err = nil
	if !p.want {
		k.drop(o.stream)
		return
	}
	p.use(o.number)
	k.drop(p.stream)
	p.stream, p.at, p.since, p.dead = o.stream, p.to, now, false
}

// release stops a path.
func (k *keeper) release(p *path) {
	if p.stream == nil {
		return
	}
	p.use(0)
	k.drop(p.stream)
	p.stream, p.at, p.dead = nil, target{}, false
}

// drop closes a stream without waiting for it: it may hang.
func (k *keeper) drop(s stream) {
	if s == nil {
		return
	}
	k.hung.Add(1)
	late := time.AfterFunc(hangsAfter, func() {
		if !k.over.Load() {
			k.o.Log.Warn("sound: a device does not let go", "hanging", k.hung.Load())
		}
	})
	go func() {
		defer k.hung.Add(-1)
		defer late.Stop()
		s.close()
	}()
}

// end lets everything go.
func (k *keeper) end() {
	k.over.Store(true)
	for _, p := range k.paths {
		k.release(p)
	}
	if k.worker != nil {
		k.worker.quit()
	}
	deadline, tick := time.NewTimer(closeIn), time.NewTicker(frameTime)
	defer deadline.Stop()
	defer tick.Stop()
	for k.hung.Load() > 0 {
		select {
		case <-tick.C:
		case <-deadline.C:
			return
		}
	}
}

// tell says what there is and what is wrong, when it has changed.
func (k *keeper) tell(now time.Time) {
	if !k.known {
		return
	}
	d := seat.SoundDevices{Microphones: show(k.have.mics), Speakers: show(k.have.speakers)}
	if len(k.shown) == 0 || !reflect.DeepEqual(k.shown[0], seat.Input(d)) {
		k.shown = []seat.Input{d}
		k.o.Tell(d)
	}
	for _, p := range k.paths {
		if p.opening != 0 && now.Sub(p.asked) < opensIn {
			return // wait for what comes of it
		}
	}
	if t := k.wrong(); !reflect.DeepEqual(t, k.trouble) {
		k.trouble = t
		k.o.Tell(seat.SoundTrouble{Trouble: t})
	}
}
