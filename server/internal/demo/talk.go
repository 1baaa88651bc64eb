package demo

import (
	"log/slog"
	"net/netip"
	"sync"
	"time"

	"github.com/yobirin/yobirin/shared/pcm"
	"github.com/yobirin/yobirin/shared/sipua"
)

// cast is what every actor has.
type cast struct {
	log    *slog.Logger
	clock  *clock
	wheel  *wheel
	dice   *dice
	speech speech
	bind   netip.Addr
	server netip.AddrPort
	cues   cues
	// listen, when set, gives a new line its ears; tests use it.
	listen func(who part) func(law pcm.Law, payload []byte)
}

// manner is how a party behaves in one call.
type manner struct {
	who    part
	ring   time.Duration // of a call that comes in: rings so long before it acts
	refuse int           // … and refuses with this status instead of answering
	deaf   bool          // … or lets it ring until the other side gives up
	talk   time.Duration // hangs up so long after the answer; 0: leaves that to the other side
	hold   time.Duration // puts the other side on hold so long after the answer; 0: never
	held   time.Duration // for so long
	key    string        // of a caller: chosen in the main number's menu; empty: any, or none
	wait   time.Duration // of a call it makes: gives up after so long, answered or not, unless served
}

// talk is one call, as one of its parties has it.
type talk struct {
	*cast
	manner manner
	line   *line
	onUp   func(*talk)   // when it is answered; may be nil
	onOver func()        // once, at the end; may be nil
	up     chan struct{} // closed when it is answered
	gone   chan struct{} // closed when it is over

	mu       sync.Mutex
	dialog   *sipua.Dialog
	giveUp   func() // takes the end of patience back
	later    []func()
	answered bool
	over     bool
}

func (c *cast) newTalk(m manner, onUp func(*talk), onOver func()) (*talk, error) {
	l, err := newLine(c.wheel, c.dice, c.bind, c.speech.newVoice(c.dice, m.who))
	if err != nil {
		return nil, err
	}
	if c.listen != nil {
		l.mu.Lock()
		l.hear = c.listen(m.who)
		l.mu.Unlock()
	}
	return &talk{cast: c, manner: m, line: l, onUp: onUp, onOver: onOver, up: make(chan struct{}), gone: make(chan struct{})}, nil
}

func discard(sipua.Event) {}

// take handles a call that came in.
func (c *cast) take(d *sipua.Dialog, contact string, m manner, onUp func(*talk), onOver func()) sipua.Sink {
	sink, _ := c.takeTalk(d, contact, m, onUp, onOver)
	return sink
}

// takeTalk is take for who wants to know the talk; nil when it was refused.
func (c *cast) takeTalk(d *sipua.Dialog, contact string, m manner, onUp func(*talk), onOver func()) (sipua.Sink, *talk) {
	t, err := c.newTalk(m, onUp, onOver)
	if err != nil {
		c.log.Warn("demo: a call cannot be taken", "err", err)
		d.Reject(sipua.Answer{Status: 500})
		if onOver != nil {
			onOver()
		}
		return discard, nil
	}
	t.dialog = d
	// The server may publish an address that is of no use on this machine.
	d.Stick()
	d.Setup(contact, sipua.ReliableSupported, sipua.SessionTimer{})
	d.Ring(sipua.Answer{Status: 180})
	if !m.deaf {
		t.after(m.ring, t.act)
	}
	return t.event, t
}

// act answers or refuses the call that rings.
func (t *talk) act() {
	if t.manner.refuse != 0 {
		t.dialog.Reject(sipua.Answer{Status: t.manner.refuse})
		return
	}
	var body []byte
	var err error
	offer := t.dialog.Request().SDP()
	if offer == nil {
		body, err = t.line.offer(false)
	} else {
		body, err = t.line.answer(offer)
	}
	if err != nil {
		t.log.Warn("demo: a call cannot be answered", "err", err)
		t.dialog.Reject(sipua.Answer{Status: 488})
		return
	}
	t.dialog.Answer(body)
	t.begin()
}

// place makes a call.
func (c *cast) place(ua *sipua.UA, call sipua.Call, m manner, onUp func(*talk), onOver func()) (*talk, error) {
	t, err := c.newTalk(m, onUp, onOver)
	if err != nil {
		return nil, err
	}
	if call.Offer, err = t.line.offer(false); err != nil {
		t.line.close()
		return nil, err
	}
	// Events may come before Dial returns; they wait for the lock.
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.dialog, err = ua.Dial(call, t.event); err != nil {
		t.line.close()
		return nil, err
	}
	t.giveUp = t.clock.after(m.wait, t.hangUp)
	return t, nil
}

// served tells a caller who waited that an agent has taken the call: patience
// is no matter any more, and the caller hangs up after so long.
func (t *talk) served(talk time.Duration) {
	t.mu.Lock()
	giveUp := t.giveUp
	t.mu.Unlock()
	if giveUp != nil {
		giveUp()
	}
	t.after(talk, t.hangUp)
}

func (t *talk) hangUp() {
	t.mu.Lock()
	d := t.dialog
	t.mu.Unlock()
	d.Hangup(sipua.Hangup{Reason: sipua.Reason{Q850: 16}})
}

// after has f run later, unless the call is over by then.
func (t *talk) after(d time.Duration, f func()) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if !t.over {
		t.later = append(t.later, t.clock.after(d, f))
	}
}

// begin is when the call is up.
func (t *talk) begin() {
	t.mu.Lock()
	first := !t.answered
	t.answered = true
	t.mu.Unlock()
	if !first {
		return
	}
	close(t.up)
	if t.manner.talk > 0 {
		t.after(t.manner.talk, t.hangUp)
	}
	if t.manner.hold > 0 {
		t.after(t.manner.hold, func() { t.offer(true) })
		t.after(t.manner.hold+t.manner.held, func() { t.offer(false) })
	}
	if t.onUp != nil {
		t.onUp(t)
	}
}

// offer puts the other side on hold, or takes it back.
func (t *talk) offer(held bool) {
	text, err := t.line.offer(held)
	if err != nil {
		t.log.Warn("demo: cannot offer hold", "err", err)
		return
	}
	t.line.mute(held)
	t.dialog.Offer(text)
}

// event takes what happens, in order.
func (t *talk) event(e sipua.Event) {
	t.mu.Lock()
	d := t.dialog
	t.mu.Unlock()
	switch e := e.(type) {
	case sipua.Progress:
		if e.SDP != nil {
			t.accept(e.SDP) // early audio
		}
	case sipua.Answered:
		if e.SDP != nil && !t.accept(e.SDP) {
			t.hangUp()
			return
		}
		t.begin()
	case sipua.Confirmed:
		if e.SDP != nil && !t.accept(e.SDP) {
			t.hangUp()
		}
	case sipua.Offered:
		t.offered(d, e)
	case sipua.Changed:
		if e.Status/100 == 2 && e.SDP != nil {
			t.accept(e.SDP)
		}
	case sipua.Ended:
		t.finish()
	case sipua.Informed, sipua.Pressed, sipua.Referred, sipua.Transferring:
	}
}

func (t *talk) accept(answer []byte) bool {
	if err := t.line.accept(answer); err != nil {
		t.log.Warn("demo: an answer cannot be accepted", "err", err)
		return false
	}
	return true
}

func (t *talk) offered(d *sipua.Dialog, e sipua.Offered) {
	var body []byte
	var err error
	if e.SDP == nil {
		body, err = t.line.offer(false)
	} else {
		body, err = t.line.answer(e.SDP)
	}
	if err != nil {
		t.log.Warn("demo: an offer is declined", "err", err)
		d.Decline(488)
		return
	}
	d.Accept(body)
}

func (t *talk) finish() {
	t.mu.Lock()
	was := t.over
	t.over = true
	later := t.later
	if t.giveUp != nil {
		later = append(later, t.giveUp)
	}
	t.mu.Unlock()
	if was {
		return
	}
	for _, cancel := range later {
		cancel()
	}
	t.line.close()
	if t.onOver != nil {
		t.onOver()
	}
	close(t.gone)
}

// press presses keys, in the stream where the far side takes them there, else
// by INFO.
func (t *talk) press(keys string) {
	if t.line.press(keys) {
		return
	}
	for _, k := range keys {
		t.dialog.Press(string(k), 100)
	}
}

// ended says whether the call is over.
func (t *talk) ended() bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.over
}
