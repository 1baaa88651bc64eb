package world

import (
	"encoding/json"
	"runtime"
	"slices"
	"strings"
	"time"

	"github.com/yobirin/yobirin/desktop/internal/seat"
	"github.com/yobirin/yobirin/shared/pcm"
	"github.com/yobirin/yobirin/shared/sipua"
)

// registered: whoever is logged in and wants to be reached is.
func (f *life) registered() {
	s := f.a.loop.State()
	if s.Session != nil && s.Phone.On && s.Phone.State != seat.PhoneRegistered {
		f.fault("not registered 40 s after all was well: %s, %+v", brief(s), s.Phone.Trouble)
	}
}

// check looks at everything while all is calm.
func (f *life) check() {
	f.registered()
	s := f.a.loop.State()
	if f.l.agent() == nil { // a log-out was slow
		return
	}
	f.a.mu.Lock()
	open, asked, answered := f.a.open, f.a.asked, f.a.answered
	f.a.mu.Unlock()
	if asked != answered {
		f.fault("%d commands, %d answers", asked, answered)
	}
	living, withAudio := map[string]*leg{}, 0
	f.o.mu.Lock()
	for _, l := range f.o.legs {
		if !l.over {
			living[l.id] = l
		}
	}
	f.o.mu.Unlock()
	known := map[string]bool{}
	for _, c := range s.Calls {
		if c.Phase == seat.Ended {
			if at := time.UnixMilli(c.Since); time.Since(at) > 5*time.Second {
				f.fault("%s has ended %v ago and is shown", c.Line, time.Since(at))
			}
			continue
		}
		if c.Phase != seat.Offered {
			withAudio++
		}
		known[c.Leg] = true
		f.callIsThere(c, living[c.Leg])
	}
	if open != withAudio {
		f.fault("%d sessions of audio for %d calls: %s", open, withAudio, brief(s))
	}
	f.o.mu.Lock()
	var strays []*leg
	for id, l := range living {
		if !known[id] && l.dialog != nil {
			strays = append(strays, l)
			if !l.shaken && l.rang {
				f.fault("leg %s lives at the server alone: %s", l.number, brief(s))
			}
		}
	}
	f.o.mu.Unlock()
	for _, l := range strays { // the server has its timers
		l.dialog.Hangup(sipua.Hangup{})
	}
	f.ears(s, living)
}

// callIsThere compares a call on the screen with the server's.
func (f *life) callIsThere(c seat.Call, l *leg) {
	if l == nil {
		since := time.Duration(0)
		f.o.mu.Lock()
		for _, one := range f.o.legs {
			if one.id == c.Leg {
				since = time.Since(one.overAt)
			}
		}
		f.o.mu.Unlock()
		if c.Phase == seat.Dialing && c.Leg == "" {
			return // checked by its sessions; the phone gives it up
		}
		if since > time.Minute {
			f.fault("%s (%s, %s) is there, its leg has ended %v ago", c.Line, c.Party.Number, c.Phase, since)
		}
		return
	}
	f.o.mu.Lock()
	defer f.o.mu.Unlock()
	up := c.Phase == seat.Talking || c.Phase == seat.Holding
	if up != l.up {
		f.fault("%s is %s, at the server up %v", c.Line, c.Phase, l.up)
	}
	if c.FarHeld != l.farHeld && !l.rigid && c.Phase == seat.Talking {
		f.fault("%s: held by the far side %v, at the server %v", c.Line, c.FarHeld, l.farHeld)
	}
	if c.Recording != l.recording || c.Paused != l.paused {
		f.fault("%s: recording %v %v, at the server %v %v", c.Line, c.Recording, c.Paused, l.recording, l.paused)
	}
	if c.Busy != "" {
		f.fault("%s is still busy with %s", c.Line, c.Busy)
	}
	if (c.Consult != nil) != (l.handing != nil) {
		f.fault("%s: consultation %+v, at the server %+v", c.Line, c.Consult, l.handing)
	}
	if l.merged && l.handing == nil && len(c.Others) != 1 {
		f.fault("%s: three talk, others are %v", c.Line, c.Others)
	}
}

// ears looks who hears whom.
func (f *life) ears(s seat.State, living map[string]*leg) {
	f.o.mu.Lock()
	defer f.o.mu.Unlock()
	var want []int
	for _, c := range s.Calls {
		l := living[c.Leg]
		if l == nil || !l.up {
			continue
		}
		talks := c.Phase == seat.Talking
		if talks && !l.deaf && !(l.farHeld && l.quiet) {
			want = append(want, l.hears...)
		}
		heard := l.listens()
		speaks := talks && !c.Muted && !l.farHeld
		share := pcm.Share(heard, personTone, farRate)
		switch {
		case speaks && share < 0.8:
			f.fault("%s (%s): the far side does not hear the person: %.2f of %.0f; agreed %+v", c.Line, l.number, share, loud(heard), l.agreed)
		case !speaks && share > 0.2 && loud(heard) > 100:
			f.fault("%s (%s, %s): the far side hears the person: %.2f of %.0f", c.Line, l.number, c.Phase, share, loud(heard))
		}
	}
	heard := f.a.pump.last()
	ringback := slices.ContainsFunc(s.Calls, func(c seat.Call) bool { return c.Phase == seat.Ringing })
	if ringback {
		return // its tone is in the ear, or early sound
	}
	total := 0.0
	for i, freq := range farTones {
		share, wanted := pcm.Share(heard, freq, deviceRate), slices.Contains(want, i)
		total += share
		switch {
		case wanted && share < 0.5/float64(len(want)):
			f.fault("the person does not hear tone %d: %.2f of %.0f; wanted %v: %s", i, share, loud(heard), want, brief(s))
		case !wanted && share > 0.05 && loud(heard) > 100:
			f.fault("the person hears tone %d: %.2f of %.0f; wanted %v: %s", i, share, loud(heard), want, brief(s))
		}
	}
	if len(want) > 0 && total < 0.8 {
		f.fault("the person hears something else: %.2f of %.0f; wanted %v: %s", total, loud(heard), want, brief(s))
	}
}

// forgotten: nothing of whoever has logged out is on the screen.
func (f *life) forgotten() {
	s := f.a.loop.State()
	raw, err := json.Marshal(s)
	if err != nil {
		f.fault("State is no JSON: %v", err)
	}
	if s.Session != nil {
		f.fault("still logged in: %s", brief(s))
		return
	}
	for _, word := range []string{"Aoki", "Baba", "agent-a", "agent-b", "0312345678", "09070", "0901234", "u20", "device-", "\"201\"", "\"202\""} {
		if strings.Contains(string(raw), word) {
			f.fault("%q is left: %s", word, raw)
		}
	}
	if len(s.Calls) != 0 || s.Phone.State != seat.PhoneOff {
		f.fault("after logging out: %s", brief(s))
	}
}

// nothingLeft: after everybody has gone, so has everything.
func (f *life) nothingLeft() {
	f.a.mu.Lock()
	open, asked, answered, notified := f.a.open, f.a.asked, f.a.answered, len(f.a.notified)
	f.a.mu.Unlock()
	if open != 0 || asked != answered || notified != 0 {
		f.fault("left: %d sessions of audio, %d commands of %d answered, %d notifications", open, answered, asked, notified)
	}
	f.o.mu.Lock()
	stats := f.o.ua.Stats()
	for _, l := range f.o.legs {
		if !l.over {
			f.fault("leg %s is left at the server, shaken %v", l.number, l.shaken)
		}
	}
	f.o.mu.Unlock()
	if stats.Dialogs != 0 || stats.Panics != 0 {
		f.fault("at the server: %+v", stats)
	}
	if n := routines() - f.routines; n > 0 {
		f.fault("%d goroutines of phone and voice more than before the first login", n)
	}
	if n := f.pc.Held(); n > 3 { // a connection on each way to the server may be kept
		f.fault("%d sockets are open", n)
	}
}

// routines counts the goroutines of phone and voice.
func routines() (n int) {
	buf := make([]byte, 1<<20)
	for one := range strings.SplitSeq(string(buf[:runtime.Stack(buf, true)]), "\n\n") {
		if strings.Contains(one, "desktop/internal/voice") || strings.Contains(one, "desktop/internal/phone") {
			n++
		}
	}
	return n
}
