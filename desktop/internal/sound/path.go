package sound

import (
	"errors"
	"time"
)

// The paths.
const (
	micPath = iota
	speakerPath
	ringerPath
	paths
)

// How long what takes.
const (
	// grace is how long a device may take to begin, which idle ones do.
	grace = 3 * time.Second
	// deadAfter is how long a device that has begun may be still.
	deadAfter = 500 * time.Millisecond
	// again is when what failed is tried again.
	again = 2 * time.Second
	// againIdle is the same when nobody needs the device at present: it is
	// tried only so that the screen does not go on to show a trouble that is
	// over.
	againIdle = 10 * time.Second
	// avoidOpen and avoidDead are how long a device that could not be opened,
	// or that fell silent, is not used as long as there is another; doubled
	// with every time up to avoidMost.
	avoidOpen = 2 * time.Second
	avoidDead = 10 * time.Second
	avoidMost = 5 * time.Minute
	// costlyTries are as frequent as others.
	costlyTries = 5
	// wellAfter is how long a device must run to count as well again.
	wellAfter = 30 * time.Second
)

// target is a device to use.
type target struct {
	id   string // as listed
	open string // as it is opened: "" lets the system choose, its default
}

// illness is what is held against a device.
type illness struct {
	times int
	avoid time.Time // until then, as long as there is another
	retry time.Time // not before, even when there is none
}

// path is one use of a device: the microphone, the speaker or the ringer. It
// belongs to the keeper.
type path struct {
	kind   kind
	chosen string // id; "": the system's default
	want   bool
	data   func(stream uint64) func([]int16)
	use    func(stream uint64)
	quiet  func(now time.Time) time.Duration

	stream  stream // nil: none
	at      target // of stream
	since   time.Time
	dead    bool   // the stream brings nothing and waits for another to take over
	opening uint64 // number of the stream that is being opened; 0: none
	to      target // of it
	asked   time.Time
	ills    map[string]illness
	err     error     // why it does not work; nil: it does, or was never tried
	probe   time.Time // when it is tried although nobody wants it
}

// runs reports whether it should run: because it is needed, or to see whether
// it works again.
func (p *path) runs(now time.Time) bool {
	return p.want || p.err != nil && !now.Before(p.probe)
}

// serves reports whether it runs with a device.
func (p *path) serves(id string) bool { return p.stream != nil && !p.dead && p.at.id == id }

// candidates are the devices that would do, best first: the chosen one, the
// system's default, any other.
func (p *path) candidates(have []device) []target {
	var out []target
	for _, d := range have {
		if d.id == p.chosen {
			out = append(out, target{id: d.id, open: d.id})
		}
	}
	for _, d := range have {
		if d.isDefault && d.id != p.chosen {
			out = append(out, target{id: d.id})
		}
	}
	for _, d := range have {
		if !d.isDefault && d.id != p.chosen {
			out = append(out, target{id: d.id, open: d.id})
		}
	}
	return out
}

// pick chooses the device to use now. wait says that there are devices, but
// none that may be tried yet.
func (p *path) pick(have []device, now time.Time) (t target, wait, ok bool) {
	all := p.candidates(have)
	for _, t := range all {
		if !now.Before(p.ills[t.id].avoid) {
			return t, false, true
		}
	}
	for _, t := range all {
		if p.serves(t.id) {
			return t, false, true // what runs is better than what failed
		}
	}
	for _, t := range all {
		if !now.Before(p.ills[t.id].retry) {
			return t, false, true
		}
	}
	return target{}, len(all) > 0, false
}

// failed holds a failure to open against a device. Where each try leaves
// something behind, they become rare.
func (p *path) failed(id string, err error, now time.Time) {
	i := p.ills[id]
	i.avoid, i.retry = now.Add(min(avoidOpen<<min(i.times, 10), avoidMost)), now.Add(again)
	if errors.Is(err, errCostly) {
		i.retry = now.Add(min(again<<max(0, min(i.times, 20)-costlyTries), avoidMost))
	}
	i.times++
	p.ills[id] = i
}

// died holds silence against a device. The first time it may be tried again at
// once: with one device there is no other way on.
func (p *path) died(id string, now time.Time) {
	i := p.ills[id]
	i.avoid, i.retry = now.Add(min(avoidDead<<min(i.times, 10), avoidMost)), now
	if i.times > 0 {
		i.retry = now.Add(again)
	}
	i.times++
	p.ills[id] = i
}

// forget drops what is held against devices that are not there any more: who
// plugs one in anew expects it to be used.
func (p *path) forget(have []device) {
	for id := range p.ills {
		if !listsID(have, id) {
			delete(p.ills, id)
		}
	}
}

func listsID(have []device, id string) bool {
	for _, d := range have {
		if d.id == id {
			return true
		}
	}
	return false
}
