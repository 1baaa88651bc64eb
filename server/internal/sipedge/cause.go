package sipedge

import (
	"time"

	"github.com/yobirin/yobirin/shared/leg"
)

// Q.850 causes used in Reason headers (RFC 3326, ITU-T Q.850 section 2.2.7).
const (
	q850Unallocated     = 1
	q850Normal          = 16
	q850Busy            = 17
	q850NoResponse      = 18
	q850NoAnswer        = 19
	q850Absent          = 20
	q850Rejected        = 21
	q850Changed         = 22
	q850RoutingError    = 25
	q850NonSelected     = 26
	q850OutOfOrder      = 27
	q850InvalidNumber   = 28
	q850NoCircuit       = 34
	q850NetworkDown     = 38
	q850Temporary       = 41
	q850SwitchCongested = 42
	q850NoChannel       = 44
	q850NotImplemented  = 65
)

// refusal is how a cause is told to a far side that has no answer yet.
type refusal struct{ status, q850 int }

// refusals: the status a caller gets for each kind of cause. RFC 3398 section
// 8.2.6.1 read backwards, where it has the cause.
var refusals = map[leg.Kind]refusal{
	leg.CauseNormal:            {480, q850Normal},
	leg.CauseCallerGone:        {487, q850Normal},
	leg.CauseBusy:              {486, q850Busy},
	leg.CauseNoAnswer:          {480, q850NoAnswer},
	leg.CauseRejected:          {603, q850Rejected},
	leg.CauseAnsweredElsewhere: {480, q850NonSelected},
	leg.CauseDeviceError:       {480, q850OutOfOrder},
	leg.CauseUnregistered:      {480, q850Absent},
	leg.CauseNotFound:          {404, q850Unallocated},
	leg.CauseForbidden:         {403, q850Rejected},
	leg.CauseCongestion:        {503, q850NoCircuit},
	leg.CauseMediaTimeout:      {480, q850Temporary},
	leg.CauseUnacceptable:      {488, q850NotImplemented},
	leg.CauseTimeout:           {480, q850NoAnswer},
	leg.CauseOverflow:          {486, q850Busy},
	leg.CauseLoop:              {482, q850RoutingError},
	leg.CauseShutdown:          {503, q850Temporary},
	leg.CauseRestart:           {503, q850Temporary},
	leg.CauseTrouble:           {500, q850Temporary},
}

// refuse chooses the status and Q.850 cause for an inbound leg that is hung
// up before its answer. A status that the other leg got is passed on when it
// means the same to this caller.
func refuse(c leg.Cause) (status, q850 int) {
	r, known := refusals[c.Kind]
	if !known {
		r = refusals[leg.CauseTrouble]
	}
	if passable(c.SIP) {
		r.status = c.SIP
	}
	if c.Q850 > 0 && c.Q850 < 128 {
		r.q850 = c.Q850
	}
	return r.status, r.q850
}

// passable: statuses that say something about the number called, not about
// the conversation between us and the next hop.
func passable(status int) bool {
	switch status {
	case 403, 404, 410, 480, 482, 483, 484, 486, 488, 500, 502, 503, 504, 600, 603, 604, 606:
		return true
	}
	return false
}

// byeCause chooses the Q.850 cause for the Reason header of a BYE or CANCEL.
func byeCause(c leg.Cause) int {
	if c.Q850 > 0 && c.Q850 < 128 {
		return c.Q850
	}
	switch c.Kind {
	case leg.CauseMediaTimeout, leg.CauseTrouble, leg.CauseShutdown, leg.CauseRestart:
		return q850Temporary
	case leg.CauseAnsweredElsewhere:
		return q850NonSelected
	case leg.CauseNormal, leg.CauseCallerGone, leg.CauseBusy, leg.CauseNoAnswer, leg.CauseRejected, leg.CauseDeviceError,
		leg.CauseUnregistered, leg.CauseNotFound, leg.CauseForbidden, leg.CauseCongestion, leg.CauseUnacceptable,
		leg.CauseTimeout, leg.CauseOverflow, leg.CauseLoop:
		return q850Normal
	}
	return q850Normal
}

// dialed is what is known of an outbound leg when its final failure comes.
type dialed struct {
	trunk bool
	rang  time.Duration // how long it rang; 0: it did not
}

// rangToEnd is how long a phone must have rung for a 480 to mean that nobody
// answered rather than that somebody declined.
const rangToEnd = 10 * time.Second

// kindOf translates a final failure of an outbound leg. Q.850 says more than
// the status and wins where it is clear (I-CAMP-13).
func kindOf(status, q850 int, d dialed) leg.Kind {
	if k, clear := kindOfQ850(q850); clear && status != 487 {
		return k
	}
	switch status {
	case 486, 600:
		return leg.CauseBusy
	case 603, 433, 607, 608:
		return leg.CauseRejected
	case 480:
		if d.trunk || d.rang >= rangToEnd {
			return leg.CauseNoAnswer
		}
		return leg.CauseRejected
	case 404, 410, 484, 485, 604:
		return leg.CauseNotFound
	case 401, 402, 403, 407:
		return leg.CauseForbidden
	case 408:
		if d.rang > 0 {
			return leg.CauseNoAnswer
		}
		return unreachable(d)
	case 430, 502, 504:
		return unreachable(d)
	case 300, 301, 302, 305, 380:
		return leg.CauseForbidden // a redirection that we do not follow
	case 487:
		return leg.CauseCallerGone
	case 406, 415, 488, 493, 580, 606:
		return leg.CauseUnacceptable
	case 482, 483:
		return leg.CauseLoop
	case 503:
		return leg.CauseCongestion
	default:
		return leg.CauseTrouble
	}
}

// unreachable is a far side that SIP reaches no further: a phone that is
// broken, or a carrier's network, for which another trunk may do.
func unreachable(d dialed) leg.Kind {
	if d.trunk {
		return leg.CauseCongestion
	}
	return leg.CauseDeviceError
}

func kindOfQ850(q int) (leg.Kind, bool) {
	switch q {
	case q850Busy:
		return leg.CauseBusy, true
	case q850Unallocated, q850Changed, q850InvalidNumber:
		return leg.CauseNotFound, true
	case q850NoResponse, q850NoAnswer:
		return leg.CauseNoAnswer, true
	case q850Rejected:
		return leg.CauseRejected, true
	case q850NoCircuit, q850NetworkDown, q850SwitchCongested, q850NoChannel:
		return leg.CauseCongestion, true
	}
	return "", false
}

// retryable says whether another address of the same trunk may do better
// (RFC 3263 section 4.3): the next hop is down or overloaded, the number was
// not tried.
func retryable(status int) bool {
	return status == 503 || status == 408 || status == 0 || status == 500
}
