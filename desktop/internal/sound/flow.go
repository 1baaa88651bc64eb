package sound

import (
	"time"

	"github.com/yobirin/yobirin/desktop/internal/seat"
)

// stallAfter is when a device that brings nothing is stood in for.
const stallAfter = 100 * time.Millisecond

// pace counts frames in place of a device, as many as time asks for.
type pace struct {
	on    bool
	since time.Time
	done  int64
}

// due gives how many frames are to be made now. After a longer pause of this
// process it does not make up for everything: sound that is late is no good.
func (p *pace) due(need bool, now time.Time) int {
	const most = 10
	if !need {
		p.on = false
		return 0
	}
	if !p.on {
		*p = pace{on: true, since: now}
	}
	n := int64(now.Sub(p.since)/frameTime) - p.done
	p.done += n
	return int(min(n, most))
}

// paces stands in for devices that are not there, so that calls go on: the
// far side gets silence and the near side's buffers are emptied.
func (k *keeper) paces(now time.Time) bool {
	mic, speaker := k.paths[micPath], k.paths[speakerPath]
	noMic := k.talking && (mic.stream == nil || k.mic.quiet(now) > stallAfter)
	noSpeaker := k.talking && (speaker.stream == nil || k.speaker.quiet(now) > stallAfter)
	for range k.micPace.due(noMic, now) {
		guarded(func([]int16) { k.mic.silence() })(nil)
	}
	for range k.spkPace.due(noSpeaker, now) {
		guarded(func([]int16) { k.speaker.discard() })(nil)
	}
	return noMic || noSpeaker
}

// levels tells how loud it is while somebody looks: each time wakes the page,
// which costs more than the sound itself.
func (k *keeper) levels(now time.Time) {
	switch {
	case !k.metering && k.levelsAt.IsZero():
		return
	case !k.metering:
		k.levelsAt = time.Time{}
		k.o.Levels(0, 0)
	case k.levelsAt.IsZero():
		k.levelsAt = now.Add(levelEvery)
	case !now.Before(k.levelsAt):
		k.levelsAt = k.levelsAt.Add(levelEvery)
		if k.levelsAt.Before(now) {
			k.levelsAt = now.Add(levelEvery)
		}
		k.o.Levels(k.mic.meter.read(), k.speaker.meter.read())
	}
}

// How long rings last.
const (
	tryFor = 2 * time.Second
	// lingers is how long the ringer stays open after the end: until the last
	// of the sound has left it, and for the next ring.
	lingers = time.Second
)

// rings is what is to ring.
type rings struct {
	how      tones
	tryUntil time.Time
	until    time.Time // the device stays open
}

// order takes over a seat.Ring. Who tries while it rings hears it already.
func (r *rings) order(how seat.RingHow, now time.Time) {
	switch how {
	case seat.RingTry:
		r.tryUntil = now.Add(tryFor)
		return
	case seat.RingExternal:
		r.how = external
	case seat.RingInternal:
		r.how = internal
	case seat.RingWaiting:
		r.how = knocking
	case seat.RingNone:
		r.how = silent
	}
	r.tryUntil = time.Time{}
}

// tone is what sounds now.
func (r *rings) tone(now time.Time) tones {
	if r.how == silent && now.Before(r.tryUntil) {
		return external
	}
	return r.how
}

// needs reports whether the ringer must be open for what it plays.
func (r *rings) needs(tone tones, now time.Time) bool {
	if tone != silent {
		r.until = now.Add(lingers)
		return true
	}
	return now.Before(r.until)
}
