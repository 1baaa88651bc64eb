package main

import (
	"context"
	"time"

	"github.com/yobirin/yobirin/desktop/internal/seat"
	"github.com/yobirin/yobirin/shared/pcm"
)

const (
	lookEvery = 200 * time.Millisecond
	// soon is how soon somebody must be heard, and the window that it is
	// measured in.
	soon = 2*time.Second + 400*time.Millisecond
	// unsettled is how long after a change of network silence is no fault.
	unsettled = 8 * time.Second
)

// watched is what is known of what a call ought to be heard.
type watched struct {
	with  string    // who ought to be heard
	since time.Time // when that was so first, or when it was heard last
	begun time.Time
	heard bool
	told  bool
}

// listen compares what the agent hears with what he should, until the context
// ends.
func (a *agent) listen(ctx context.Context) {
	tick := time.NewTicker(lookEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case now := <-tick.C:
			a.look(now)
		}
	}
}

func (a *agent) look(now time.Time) {
	s := a.loop.State()
	present := map[seat.Line]bool{}
	for _, c := range s.Calls {
		tone, ok := a.f.voiceFor(a, c)
		if !ok {
			continue
		}
		present[c.Line] = true
		w := a.watched[c.Line]
		if w == nil || w.with != c.Party.Number {
			w = &watched{with: c.Party.Number, since: now, begun: now}
			a.watched[c.Line] = w
		}
		if share := pcm.Share(a.headset.heard(), tone, earRate); share > audible {
			if !w.heard {
				a.f.delay(now.Sub(w.begun))
			}
			w.heard, w.told, w.since = true, false, now
			continue
		}
		if now.Sub(w.since) < soon || w.told {
			continue
		}
		w.told = true
		kind := "not heard from the beginning"
		if w.heard {
			kind = "heard no more"
		}
		a.f.fault(kind, "%s (%s, %s) does not hear %s in %s after %.1f s, but %s; phone %s", a.extension, c.Media, c.Codec, c.Party.Number, c.Call, now.Sub(w.begun).Seconds(), a.f.whose(a.headset.heard()), s.Phone.State)
	}
	for line := range a.watched {
		if !present[line] {
			delete(a.watched, line)
		}
	}
}

// settled says whether the agent simply talks in a call.
func (a *agent) settled(c seat.Call) bool {
	a.mu.Lock()
	moved := a.moved
	a.mu.Unlock()
	return c.Phase == seat.Talking && !c.FarHeld && c.Consult == nil && len(c.Others) == 0 && !c.Listener && c.Busy == "" && c.Call != "" && time.Since(moved) > unsettled
}

// voiceFor gives the tone that must be heard in a call; false where nobody
// can tell.
func (f *fleet) voiceFor(a *agent, c seat.Call) (float64, bool) {
	if !a.settled(c) {
		return 0, false
	}
	if p := f.carrier.find(c.Party.Number); p != nil {
		return p.headset.tone, p.upSince.Load() > 0
	}
	b := f.byExtension[c.Party.Number]
	if b == nil || b == a {
		return 0, false
	}
	for _, there := range b.loop.State().Calls {
		if there.Call == c.Call && there.Party.Number == a.extension && !there.Muted && b.settled(there) {
			return b.headset.tone, true
		}
	}
	return 0, false
}

// whose names what is heard instead.
func (f *fleet) whose(heard []int16) string {
	if pcm.Energy(heard) < 1e-7 {
		return "silence"
	}
	best, tone := 0.0, 0.0
	for t := 300.0; t < 2706; t += 6 {
		if share := pcm.Share(heard, t, earRate); share > best {
			best, tone = share, t
		}
	}
	if best < audible {
		return "noise or music"
	}
	for _, a := range f.agents {
		if a.headset.tone == tone {
			return "agent " + a.extension
		}
	}
	return "somebody outside"
}
