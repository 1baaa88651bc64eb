package acd

import (
	"slices"
	"time"

	"github.com/yobirin/yobirin/shared/id"
	"github.com/yobirin/yobirin/shared/leg"
)

const (
	// declineRest keeps a phone that refuses everything at once (do not
	// disturb) from being rung in a loop; the agent stays available.
	declineRest = 5 * time.Second
	// faultRest is how long an agent whose phone could not be rung is in
	// error, unless the phone reports well or the agent uses it before.
	faultRest = 30 * time.Second
)

// deviceState is what is known of a registered phone.
type deviceState struct{ fault string }

// deviceChanged takes a registration. The plan alone says whose phone it is:
// a phone that the plan does not know is remembered until the plan does.
func (f *Floor) deviceChanged(in DeviceChanged) {
	if in.Up {
		f.devices[in.Device] = deviceState{in.Fault}
	} else {
		delete(f.devices, in.Device)
	}
	a := f.owners[in.Device]
	if a == nil {
		return
	}
	if in.Up && in.Fault == "" && a.fault != "" {
		f.recover(a)
	}
	f.observe(a)
}

// observe derives from its phones whether the agent can be reached.
func (f *Floor) observe(a *agent) {
	was := a.online
	a.online, a.trouble = false, ""
	up := make([]id.Device, 0, len(a.planned))
	for _, d := range a.planned {
		s, registered := f.devices[d]
		switch {
		case !registered:
		case s.fault == "":
			a.online = true
			up = append(up, d)
		default:
			a.online = true
			if a.trouble == "" {
				a.trouble = s.fault
			}
		}
	}
	if !slices.Equal(a.up, up) {
		a.up = up // a new slice: offers keep the old one
	}
	if a.online && !was {
		if !a.keepIdle {
			a.lastCall = f.now
		}
		a.keepIdle = false
	}
	f.refresh(a)
	if len(a.up) == 0 {
		cause := leg.CauseDeviceError
		if !a.online {
			cause = leg.CauseUnregistered
		}
		f.withdrawAll(a, cause)
	}
}

// restAfter keeps the agent from being rung again at once after a ring that
// failed for this cause. A phone that could not be rung at all is an error.
func (f *Floor) restAfter(a *agent, cause leg.Kind) {
	switch cause {
	case leg.CauseNoAnswer, leg.CauseAnsweredElsewhere, leg.CauseCallerGone:
		// The phone rang, or was not to blame.
	case leg.CauseRejected, leg.CauseBusy, leg.CauseNormal, leg.CauseForbidden,
		leg.CauseCongestion, leg.CauseOverflow, leg.CauseLoop, leg.CauseShutdown:
		if a.fault == "" {
			f.arm(&a.rest, TimerRest, a.id, id.Group{}, f.now.Add(declineRest))
		}
	case leg.CauseDeviceError, leg.CauseUnregistered, leg.CauseNotFound, leg.CauseMediaTimeout,
		leg.CauseUnacceptable, leg.CauseTimeout, leg.CauseRestart, leg.CauseTrouble:
		a.fault = string(cause)
		f.arm(&a.rest, TimerRest, a.id, id.Group{}, f.now.Add(faultRest))
	}
	f.refresh(a)
}

// recover ends an agent's error or rest.
func (f *Floor) recover(a *agent) {
	a.fault = ""
	f.disarm(&a.rest)
	f.refresh(a)
}
