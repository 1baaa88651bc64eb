package phone

import (
	"regexp"

	"github.com/yobirin/yobirin/desktop/internal/seat"
	"github.com/yobirin/yobirin/shared/sipua"
)

// event takes what happens to a line's dialog.
func (l *line) event(e sipua.Event) {
	if over, ok := e.(sipua.Ended); ok {
		l.over(over)
		return
	}
	if l.phase == phaseOver || l.name == "" {
		return
	}
	switch e := e.(type) {
	case sipua.Progress:
		l.progress(e)
	case sipua.Answered:
		l.answered(e)
	case sipua.Confirmed:
		l.confirmed(e)
	case sipua.Offered:
		l.theirOffer(e)
	case sipua.Changed:
		l.changed(e)
	case sipua.Nudged:
		l.nudged(e)
	case sipua.Informed, sipua.Pressed, sipua.Referred, sipua.Transferring, sipua.Ended:
		// Keys come in the audio stream; transfers are the server's.
	}
}

// over: the dialog has ended.
func (l *line) over(e sipua.Ended) {
	if l.name == "" {
		return // refused before anybody was told
	}
	told := endOf(e, l.phase)
	if e.Why == sipua.WhyGone && l.strayed {
		// The far side hung up while we were out of reach: its goodbye went to
		// where we are no more.
		told.By, told.Status = seat.EndedByThem, 0
	}
	if l.ended != nil {
		told = *l.ended
	}
	l.forget(told)
}

// forget tells a line's end and drops it.
func (l *line) forget(told seat.LineEnded) {
	p := l.p
	if p.lines[l.name] != l {
		return
	}
	delete(p.lines, l.name)
	p.busy.Store(int32(len(p.lines)))
	l.phase = phaseOver
	stopTimer(l.quality)
	stopTimer(l.ringing)
	if l.audio != nil {
		told.Last = l.audio.Quality()
		l.audio.Close()
		l.audio = gone{}
	}
	told.Line = l.name
	p.tell(told)
	if l.gone != nil {
		l.gone()
	}
}

// endOf says who ended a line, and how.
func endOf(e sipua.Ended, at phase) seat.LineEnded {
	out := seat.LineEnded{Status: e.Status, Text: cleanText(e.Text, 200)}
	if out.Text == "" {
		out.Text = cleanText(e.Reason.Text, 200)
	}
	switch e.Why {
	case sipua.WhyBye:
		out.By, out.Status = seat.EndedByThem, 0
	case sipua.WhyCancelled:
		out.By = seat.EndedMissed
		if e.Reason.SIP == 200 {
			out.By = seat.EndedElsewhere
		}
		out.Status = 0
	case sipua.WhyRejected:
		out.By = seat.EndedFailed
		if e.Response != nil {
			out.Why = refusalKey(e.Response.Header("Warning"))
		}
	case sipua.WhyNoResponse, sipua.WhyExpired, sipua.WhyNoAck:
		out.By, out.Status = seat.EndedFailed, 408
	case sipua.WhyTransport, sipua.WhyShutdown:
		out.By, out.Status = seat.EndedFailed, 503
	case sipua.WhyGone:
		out.By, out.Status = seat.EndedFailed, 481
	case sipua.WhyTrouble:
		out.By, out.Status = seat.EndedFailed, 500
	}
	if e.By == sipua.Local && at == phaseOver {
		out.By, out.Status = seat.EndedByUs, 0
	}
	return out
}

// warning is how the server says why it refuses a call: a miscellaneous
// warning with a stable key as its text (RFC 3261 section 20.43).
var warning = regexp.MustCompile(`^399 \S{1,255} "([a-z][a-z-]{0,63})"$`)

// refusalKey reads the key of a Warning, "" when there is none.
func refusalKey(value string) string {
	if m := warning.FindStringSubmatch(value); m != nil {
		return m[1]
	}
	return ""
}
