package phone

import (
	"net/netip"
	"time"

	"github.com/yobirin/yobirin/desktop/internal/seat"
	"github.com/yobirin/yobirin/desktop/internal/voice"
	"github.com/yobirin/yobirin/shared/live"
	"github.com/yobirin/yobirin/shared/sdp"
	"github.com/yobirin/yobirin/shared/sipua"
)

// phase is where a line stands.
type phase uint8

const (
	phaseOffered   phase = iota // rings here
	phaseAnswering              // our 200 is out, the ACK is not in
	phaseWaiting                // ours, not sent: the server is being found; there is no dialog
	phaseDialing                // ours, not answered
	phaseUp
	phaseOver // hung up by us; its end is on the way
)

// line is one call at this phone. It belongs to the owner.
type line struct {
	p      *Phone
	name   seat.Line
	dialog *sipua.Dialog // nil in phaseWaiting
	phase  phase
	leg    string
	from   netip.Addr     // our address when it was begun
	soft   live.Softphone // the account it was begun with: switching the phone off leaves calls be

	digits string // what we dialed
	shown  string // as whom; "": the server decides

	audio   voice.Audio // nil while it rings here or waits
	media   seat.Media
	codec   string
	early   bool // the far side's sound came before the answer
	rings   bool // it said that it rings
	heard   bool // packets came
	told    bool // LineProgress
	muted   bool
	farOn   bool // the far side holds us
	silent  bool
	strayed bool // we have another address, and the server has not answered to it yet

	// The description (negotiate.go).
	pending negotiation
	held    bool // as agreed
	want    bool // held, as wanted
	asked   bool // held, as our offer under way says
	waiting bool // somebody waits for LineHeld
	again   bool // an offer is due, whatever it says
	tries   int
	toICE   bool // the next offer goes to ICE
	icing   bool // the one under way does
	iced    bool // ICE was tried
	asks    int  // numbers the times that it was thought of

	quality *time.Timer
	ringing *time.Timer
	ended   *seat.LineEnded // what is told at the end, when we know better than SIP
	gone    func()          // called after its end; may be nil
}

const (
	ringLimit    = 5 * time.Minute // a caller that vanished without a word
	qualityEvery = 2 * time.Second
)

// newLine lists a line.
func (p *Phone) newLine(name seat.Line) *line {
	l := &line{p: p, name: name, from: p.local, soft: p.account()}
	p.lines[name] = l
	p.busy.Store(int32(len(p.lines)))
	return l
}

// account is the account in use; the zero one after switching off.
func (p *Phone) account() live.Softphone {
	if p.acc == nil {
		return live.Softphone{}
	}
	return p.acc.soft
}

// open opens the line's audio.
func (l *line) open() error {
	p := l.p
	soft := l.soft
	audio, err := p.o.Voice.Open(voice.Opening{
		Local: p.local, SRTP: policyOf(soft.SRTP), Opus: soft.Opus,
		ICE:  p.wantsICE(),
		Tell: func(h voice.Heard) { p.post(func() { l.hear(h) }) },
	})
	if err != nil {
		return err
	}
	l.audio = audio
	if l.muted {
		audio.Mute(true)
	}
	return nil
}

// wantsICE says whether calls are to begin with ICE: it is ordered, or plain
// media did not pass from where we are.
func (p *Phone) wantsICE() bool {
	return p.media == seat.MediaICE || p.account().ICE && p.needICE[p.local]
}

func policyOf(srtp string) sdp.Policy {
	switch srtp {
	case "require":
		return sdp.Require
	case "prefer":
		return sdp.Prefer
	default:
		return sdp.Off
	}
}

// isUp: the call is answered and has audio.
func (l *line) isUp() {
	l.phase = phaseUp
	stopTimer(l.ringing)
	l.audio.Ringback(false)
	l.media, l.codec = l.audio.Media()
	l.p.tell(seat.LineUp{Line: l.name, Leg: l.leg, Media: l.media, Codec: l.codec})
	if l.farOn {
		l.p.tell(seat.LineFarHeld{Line: l.name, Held: true})
	}
	l.measure()
	if l.from != l.p.local {
		l.again = true // it was begun from another address
	}
	if l.media != seat.MediaICE && l.p.wantsICE() && l.soft.ICE {
		l.iced, l.toICE, l.again = true, true, true // the far side's offer was a plain one
	}
	l.negotiate()
}

// measure tells the quality now and then.
func (l *line) measure() {
	l.quality = l.p.after(qualityEvery, func() {
		if l.phase == phaseUp {
			l.p.tell(seat.LineQuality{Line: l.name, Quality: l.audio.Quality()})
			l.measure()
		}
	})
}

// move puts the audio on another address of this computer.
func (l *line) move(local netip.Addr) {
	if l.audio == nil {
		return
	}
	if err := l.audio.Move(local); err != nil {
		l.p.log.Warn("a call's audio cannot move", "error", err)
	}
}

func (p *Phone) mute(l *line, on bool) {
	l.muted = on
	if l.audio != nil {
		l.audio.Mute(on)
	}
}

func (p *Phone) press(l *line, digits string) {
	if l.audio != nil && l.phase != phaseOver {
		l.audio.Press(digits)
	}
}

// hangUp ends a line in whatever state it is.
func (p *Phone) hangUp(l *line) {
	if l.phase == phaseOver {
		return
	}
	if l.phase == phaseWaiting {
		l.forget(seat.LineEnded{By: seat.EndedByUs})
		return
	}
	l.phase = phaseOver
	l.dialog.Hangup(sipua.Hangup{})
}

// fail ends a line because something went wrong here.
func (l *line) fail(status int, text string) {
	if l.phase == phaseOver {
		return
	}
	l.ended = &seat.LineEnded{By: seat.EndedFailed, Status: status, Text: text}
	if l.phase == phaseWaiting {
		l.forget(*l.ended)
		return
	}
	phase := l.phase
	l.phase = phaseOver
	h := sipua.Hangup{Status: status}
	if phase == phaseUp || phase == phaseAnswering || phase == phaseDialing {
		h.Reason = sipua.Reason{SIP: status, Text: text}
	}
	l.dialog.Hangup(h)
}
