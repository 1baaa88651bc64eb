package world

import (
	"time"

	"github.com/yobirin/yobirin/desktop/internal/seat"
	"github.com/yobirin/yobirin/shared/phonetest"
	"github.com/yobirin/yobirin/shared/sdp"
	"github.com/yobirin/yobirin/shared/sipua"
)

// act does one thing that may happen.
func (f *life) act() {
	switch f.dice.IntN(20) {
	case 0, 1, 2, 3:
		f.rings()
	case 4, 5, 6, 7, 8, 9, 10:
		f.person()
	case 11, 12, 13:
		f.order()
	case 14, 15, 16:
		f.farSide()
	case 17:
		f.computer()
	case 18:
		f.network()
	case 19:
		f.session()
	}
}

func (f *life) rings() {
	a := f.l.agent()
	if a == nil {
		a = f.agents[f.dice.IntN(2)]
	}
	f.o.ring(a, f.dice.IntN(3) == 0, f.dice.IntN(15) == 0)
}

// line is any call of the person's, or none that there is.
func (f *life) line() seat.Line {
	calls := f.a.loop.State().Calls
	if len(calls) == 0 || f.dice.IntN(20) == 0 {
		return seat.Line([]string{"", "in1", "dial-1", "nobody's"}[f.dice.IntN(4)])
	}
	return calls[f.dice.IntN(len(calls))].Line
}

func (f *life) either() bool { return f.dice.IntN(2) == 0 }

func (f *life) number() string {
	return []string{"0312345678", "２０２", "tel:+81-90-1234-5678", "202", "", "x", "0120 (444) 444", "*98", "9999"}[f.dice.IntN(9)]
}

// person is what is done at the phone itself.
func (f *life) person() {
	c := seat.Command(seat.Answer{})
	switch f.dice.IntN(16) {
	case 0, 1, 2:
	case 3, 4:
		c = seat.Answer{Line: f.line()}
	case 5:
		c = seat.Reject{Line: f.line()}
	case 6:
		c = seat.HangUp{Line: f.line()}
	case 7, 8, 9:
		c = seat.Hold{Line: f.line(), On: f.either()}
	case 10:
		c = seat.Mute{Line: f.line(), On: f.either()}
	case 11, 12:
		c = seat.Dial{To: f.number()}
	case 13:
		c = seat.Press{Line: f.line(), Digits: []string{"1", "0#*", "12345", "z", ""}[f.dice.IntN(5)]}
	case 14:
		c = []seat.Command{seat.Redial{}, seat.TestCall{}, seat.PickUp{Slot: 701}, seat.HangUp{}}[f.dice.IntN(4)]
	case 15:
		key := []string{"answer", "hangup"}[f.dice.IntN(2)]
		f.log("hot key %s", key)
		f.a.loop.Tell(seat.HotkeyPressed{Name: key})
		return
	}
	f.a.command(c)
}

// order is what the server is asked to do with a call, and everything else on
// the screen.
func (f *life) order() {
	l := f.line()
	for _, c := range f.a.loop.State().Calls { // rather where it makes sense
		if c.Phase == seat.Talking && f.dice.IntN(3) > 0 {
			l = c.Line
		}
	}
	c := seat.Command(seat.Consulting{Line: l, To: "202"})
	switch f.dice.IntN(14) {
	case 0, 1:
	case 2:
		c = seat.Transfer{Line: l, To: f.number()}
	case 3, 4:
		c = seat.Swap{Line: l}
	case 5:
		c = seat.Complete{Line: l}
	case 6:
		c = seat.Cancel{Line: l}
	case 7:
		c = seat.Merge{Line: l}
	case 8:
		c = seat.Add{Line: l, To: "202"}
	case 9:
		c = seat.Park{Line: l}
	case 10:
		c = seat.Record{Line: l, On: f.either()}
	case 11:
		c = seat.Pause{Line: l, On: f.either()}
	case 12:
		c = []seat.Command{seat.Meter{On: f.either()}, seat.TryRinger{}, seat.UseServer{URL: "other"}, seat.PutAway{ID: "1"}, seat.ShowWindow{}, seat.ChooseCallerID{ID: "number-agent-a"}}[f.dice.IntN(6)]
	case 13:
		f.log("a tel: link is opened")
		f.a.loop.Tell(seat.Opened{Target: "tel:0901234" + f.number()})
		return
	}
	f.a.command(c)
}

// farSide is what other people do.
func (f *life) farSide() {
	legs := f.o.living()
	if len(legs) == 0 {
		return
	}
	l := legs[f.dice.IntN(len(legs))]
	kind := f.dice.IntN(10)
	f.o.mu.Lock()
	up, number := l.up, l.number
	f.o.mu.Unlock()
	f.log("far side %s does %d, up %v", number, kind, up)
	switch kind {
	case 0, 1:
		l.dialog.Hangup(sipua.Hangup{})
	case 2:
		l.dialog.Hangup(sipua.Hangup{Reason: sipua.Reason{SIP: 200, Text: "Call completed elsewhere"}})
	case 3, 4, 5:
		f.o.hold(l, kind < 5, f.either(), f.either())
	case 6:
		if up {
			l.dialog.AskOffer(func(offer []byte) []byte { return f.o.answer(l, offer) })
		}
	case 7:
		f.o.mu.Lock()
		l.rigid = !l.rigid
		f.o.mu.Unlock()
	case 8:
		f.o.mu.Lock()
		l.deaf = !l.deaf
		f.o.mu.Unlock()
	case 9:
		if l.to && !up {
			l.dialog.Nudge()
		}
	}
}

// hold holds the app or not any more, by a re-INVITE or an UPDATE.
func (o *office) hold(l *leg, on, quiet, update bool) {
	o.mu.Lock()
	if !l.up || l.over {
		o.mu.Unlock()
		return
	}
	l.farHeld, l.quiet = on, on && quiet
	l.describe()
	offer, err := sdp.Offer(l.local)
	o.mu.Unlock()
	switch {
	case err != nil:
		panic(err)
	case update:
		l.dialog.Update(offer)
	default:
		l.dialog.Offer(offer)
	}
}

// answer is the answer to an offer that was asked for.
func (o *office) answer(l *leg, offer []byte) []byte {
	o.mu.Lock()
	defer o.mu.Unlock()
	l.describe()
	answer, a, err := sdp.Answer(l.local, offer)
	if err != nil {
		o.log("leg %s cannot answer: %v", l.number, err)
		return nil
	}
	l.agree(a)
	return answer
}

// computer is what happens to the agent's computer.
func (f *life) computer() {
	switch f.dice.IntN(4) {
	case 0:
		f.log("the headset is unplugged")
		f.a.loop.Tell(devices(false))
		f.a.pump.hold(true)
		f.a.loop.Tell(seat.SoundTrouble{Trouble: &seat.Trouble{Code: "no_microphone"}})
	case 1:
		f.log("a device is there again")
		f.a.loop.Tell(devices(true))
		f.a.pump.hold(false)
		f.a.loop.Tell(seat.SoundTrouble{})
	case 2:
		f.a.command(seat.PhoneOn{On: f.either()})
	case 3:
		id := []string{"headset", "", "no such"}[f.dice.IntN(3)]
		f.a.command(seat.ChooseSound{Microphone: &id})
	}
}

// network is what happens between the app and the server.
func (f *life) network() {
	f.shaken = true
	switch f.dice.IntN(6) {
	case 0:
		f.log("bad weather")
		f.n.SetWeather(phonetest.Weather{Seed: f.seed, Loss: 0.2, Reorder: 0.1, Duplicate: 0.05, Delay: 30 * time.Millisecond})
	case 1:
		f.log("the network is gone")
		f.plug("")
	case 2:
		f.log("another address")
		f.plug(awayIP)
	case 3:
		f.log("the first address")
		f.plug(homeIP)
	case 4:
		f.log("the server dies")
		f.l.connect(false)
		f.o.kill()
	case 5:
		f.revive()
	}
	f.o.shake()
}

// shake: what is said from now on may be lost.
func (o *office) shake() {
	o.mu.Lock()
	defer o.mu.Unlock()
	for _, l := range o.legs {
		l.shaken = true
	}
}

// session is who sits at the app.
func (f *life) session() {
	who := f.l.agent()
	if who == nil {
		f.signIn(f.dice.IntN(2))
		return
	}
	switch f.dice.IntN(6) {
	case 0:
		f.a.command(seat.LogOut{})
	case 1:
		f.log("the session is revoked")
		f.l.signOut(&seat.Trouble{Code: "session_revoked"})
	case 2:
		f.log("the other agent is logged in at once")
		if who == f.agents[0] {
			f.signIn(1)
		} else {
			f.signIn(0)
		}
	case 3:
		f.log("the profile changes")
		f.o.mu.Lock()
		who.notify = !who.notify
		f.o.mu.Unlock()
		f.l.signIn(who)
	case 4:
		f.log("the phone's account changes")
		f.o.change(who)
		f.l.signIn(who)
	case 5:
		on := f.either()
		f.a.command(seat.PhoneOn{On: on})
	}
}
