package sipedge

import (
	"time"

	"github.com/yobirin/yobirin/shared/leg"
	"github.com/yobirin/yobirin/shared/sipua"
)

// ackLate is how long a call may wait for the ACK to our 200 when the
// connection that it must come by is closed: it may have been read already.
const ackLate = 500 * time.Millisecond

// connectionGone is the text of the cause of such an end.
const connectionGone = "the caller's connection is closed"

// flowGone ends the calls of phones whose connection has closed before the
// call was up: their INVITE has failed with it (RFC 3261 section 17.1.4), so
// that nobody would hear who answers. It never blocks.
func (e *Edge) flowGone(f sipua.Flow) {
	var calls []*session
	e.mu.Lock()
	for _, s := range e.legs {
		if s.inbound && !s.device.IsZero() && s.asked == f {
			calls = append(calls, s)
		}
	}
	e.mu.Unlock()
	for _, s := range calls {
		s.put(s.callerGone)
	}
}

// callerGone ends the leg unless it is up, or may be any moment.
func (s *session) callerGone() {
	switch {
	case s.up || s.over || s.hungUp != nil:
	case s.answered:
		time.AfterFunc(ackLate, func() {
			s.put(func() { s.leftBy(leg.Cause{Kind: leg.CauseDeviceError, Text: connectionGone}) })
		})
	default:
		s.leftBy(leg.Cause{Kind: leg.CauseCallerGone, SIP: 487, Text: connectionGone})
	}
}

// leftBy ends a leg whose caller is gone before it was up.
func (s *session) leftBy(c leg.Cause) {
	if s.up || s.over || s.hungUp != nil {
		return
	}
	s.gone = true
	s.hangUp(c)
}
