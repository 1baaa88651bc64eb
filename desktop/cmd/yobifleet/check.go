package main

import (
	"context"
	"fmt"
	"strings"
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
		a.f.fault(kind, "%s (%s, %s) does not hear %s in %s after %.1f s, but %s; phone %s; %s", a.extension, c.Media, c.Codec, c.Party.Number, c.Call, now.Sub(w.begun).Seconds(), a.f.whose(a.headset.heard()), s.Phone.State, a.f.lately(c.Call))
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
	if c.Call == "" {
		return false
	}
	if c.Consult != nil || c.Busy != "" {
		a.f.stir(c.Call)
	}
	return !a.f.stirred(c.Call) && c.Phase == seat.Talking && !c.FarHeld && c.Consult == nil && len(c.Others) == 0 && !c.Listener && c.Busy == "" && time.Since(moved) > unsettled
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
	text := ""
	for t := 300.0; t < 2706; t += 6 {
		share := pcm.Share(heard, t, earRate)
		if share < 0.15 {
			continue
		}
		who := "somebody outside"
		for _, a := range f.agents {
			if a.headset.tone == t {
				who = "agent " + a.extension
			}
		}
		text += fmt.Sprintf("%s (%.0f %%) ", who, 100*share)
	}
	if text == "" {
		return "noise or music"
	}
	return text
}

// explained is how long the server may tell an agent what became of what it
// ordered (who was asked is busy, where the caller is parked), during which
// nobody else is heard.
const explained = 8 * time.Second

// stir notes that a call is being handed on.
func (f *fleet) stir(call string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.stirs[call] = time.Now()
}

func (f *fleet) stirred(call string) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return time.Since(f.stirs[call]) < explained
}

// deedsKept is how many deeds of a call are kept, for those who look for the
// cause of a fault.
const deedsKept = 8

// did notes what was done with a call.
func (f *fleet) did(call, format string, args ...any) {
	if call == "" {
		return
	}
	text := time.Now().Format("05.0 ") + fmt.Sprintf(format, args...)
	f.mu.Lock()
	defer f.mu.Unlock()
	list := append(f.deeds[call], text)
	f.deeds[call] = list[max(0, len(list)-deedsKept):]
}

// lately is what was done last with a call, and who has it now.
func (f *fleet) lately(call string) string {
	f.mu.Lock()
	text := strings.Join(f.deeds[call], ", ")
	f.mu.Unlock()
	for _, a := range f.agents {
		for _, c := range a.loop.State().Calls {
			if c.Call == call {
				text += fmt.Sprintf("; %s: %s with %s, consult %+v, %d others, muted %v, far held %v", a.extension, c.Phase, c.Party.Number, c.Consult, len(c.Others), c.Muted, c.FarHeld)
			}
		}
	}
	return text
}
