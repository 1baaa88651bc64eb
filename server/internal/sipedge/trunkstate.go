package sipedge

import (
	"net/netip"
	"strconv"
	"time"

	"github.com/yobirin/yobirin/shared/sipua"
)

// ask sends OPTIONS to every address that has none under way.
func (w *trunkWatch) ask() {
	w.mu.Lock()
	var due []*hop
	for i, h := range w.hops {
		// A carrier that is not to be asked is asked all the same whether the
		// address is back that we were registered at first.
		if w.trunk.Profile.NoQualify && (i > 0 || !w.away()) {
			continue
		}
		if !h.asking && !w.over {
			h.asking = true
			due = append(due, h)
		}
	}
	w.mu.Unlock()
	for _, h := range due {
		missed := time.AfterFunc(pingPatience, func() { w.missed(h) })
		target := sipua.Target{URI: w.trunk.uri(""), Next: h.at, Transport: sipTransport(w.trunk.Transport)}
		w.edge.ua.Ping(target, w.edge.self("qualify"), func(r sipua.Result) { w.answered(h, r, missed.Stop()) })
	}
}

func (w *trunkWatch) missed(h *hop) {
	w.mu.Lock()
	defer w.mu.Unlock()
	h.misses++
	w.judge()
}

func (w *trunkWatch) answered(h *hop, r sipua.Result, early bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	h.asking = false
	switch {
	case r.Response != nil && r.Response.Status() != 503:
		h.alive, h.misses = true, 0
		w.state.RTT = r.RTT
		if w.away() && h == w.hops[0] {
			select {
			case w.home <- struct{}{}:
			default:
			}
		}
	case early: // else the patience counted it already
		h.misses++
	}
	if h.misses >= missesAllowed {
		h.alive = false
	}
	w.judge()
}

// away says whether we are registered at another than the first address. The
// lock is held.
func (w *trunkWatch) away() bool {
	return w.regState == sipua.Registered && len(w.hops) > 0 && w.regAt != w.hops[0].at
}

// goHome registers at the first address again, which has answered. Only watch
// calls it.
func (w *trunkWatch) goHome(now time.Time) {
	w.mu.Lock()
	back := w.away() && !now.Before(w.stay) && !now.Before(w.hops[0].rests)
	if back {
		w.stay = now.Add(backAgain)
		w.regHop = len(w.hops) - 1 // the next one is the first
	}
	w.mu.Unlock()
	if back {
		w.register(1)
	}
}

// register keeps us registered at the carrier; step moves on to the next of
// its addresses. Only watch calls it.
func (w *trunkWatch) register(step int) {
	r := w.trunk.Register
	if r == nil {
		return
	}
	w.mu.Lock()
	old := w.reg
	if w.over || len(w.hops) == 0 || old != nil && step == 0 {
		w.mu.Unlock()
		return
	}
	w.regHop = (w.regHop + step) % len(w.hops)
	at := w.hops[w.regHop].at
	w.regAt = at
	w.joining = true
	w.mu.Unlock()
	if old != nil {
		old.Stop(nil)
	}
	reg, err := w.edge.ua.Register(sipua.RegisterConfig{
		Target: sipua.Target{URI: w.trunk.uri(""), Next: at, Transport: sipTransport(w.trunk.Transport)},
		AOR:    sipua.Address{URI: w.trunk.ours(r.User)}, ContactUser: escapeUser(r.User),
		Expires: r.Expires, Credentials: w.trunk.credentials(),
		State: func(s sipua.RegistrationStatus) { w.registration(at, s) },
	})
	w.mu.Lock()
	w.joining = false
	over, left := w.over, w.left
	if err != nil {
		w.regState, w.regFault = sipua.Failed, clean(err.Error(), maxText)
		w.judge()
	} else {
		w.reg = reg
	}
	w.mu.Unlock()
	switch {
	case !over:
	case err == nil: // ended meanwhile
		reg.Stop(left)
	case left != nil:
		left()
	}
}

// registration takes what the REGISTER client tells.
func (w *trunkWatch) registration(at netip.AddrPort, s sipua.RegistrationStatus) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.over || w.regAt != at {
		return // an older registration, given up for another address
	}
	switch s.State {
	case sipua.Registered:
		w.regState, w.regFault, w.state.RTT = s.State, "", s.RTT
	case sipua.Failed:
		w.regState, w.regFault = s.State, clean(s.Reason, maxText)
		if s.Status != 0 && w.regFault == "" {
			w.regFault = "the carrier answered " + strconv.Itoa(s.Status)
		}
		if elsewhere(s.Status) && len(w.hops) > 1 {
			select {
			case w.moved <- struct{}{}:
			default:
			}
		}
	case sipua.Registering, sipua.Unregistered:
		if w.regState == "" {
			w.regState = s.State
		}
	}
	w.judge()
}

// elsewhere says whether a REGISTER that failed so may do better at another
// address: none answered, or the one that did cannot serve now.
func elsewhere(status int) bool {
	switch status {
	case 0, 408, 480, 500, 502, 503, 504:
		return true
	}
	return false
}

// judge derives the condition and tells it when it is news. The lock is held.
func (w *trunkWatch) judge() {
	if w.over {
		return
	}
	next, reason := w.condition()
	if next == w.state.State && reason == w.state.Reason {
		return
	}
	if next != w.state.State {
		w.state.Since = time.Now()
	}
	w.state.State, w.state.Reason = next, reason
	w.edge.cfg.TrunkState(w.state)
}

func (w *trunkWatch) condition() (TrunkCondition, string) {
	if w.trunk.Disabled {
		return TrunkDisabled, ""
	}
	if len(w.hops) == 0 {
		if w.fault == "" {
			return TrunkUnknown, ""
		}
		return TrunkFailed, w.fault
	}
	alive, silent := false, true
	for _, h := range w.hops {
		alive = alive || h.alive
		silent = silent && h.misses >= missesAllowed
	}
	if w.trunk.Register != nil && w.regState != sipua.Registered {
		if w.regState == sipua.Failed {
			return TrunkFailed, w.regFault
		}
		return TrunkUnknown, "registering"
	}
	switch {
	case silent:
		return TrunkUnreachable, "no answer to OPTIONS"
	case w.trunk.Register != nil:
		return TrunkRegistered, ""
	case alive:
		return TrunkReachable, ""
	}
	return TrunkUnknown, ""
}

// end stops the watch and unregisters; done, when given, is called after the
// carrier answered, or at once when there is nothing to wait for.
func (w *trunkWatch) end(done func()) {
	w.mu.Lock()
	w.over = true
	reg, cancel, joining := w.reg, w.cancel, w.joining
	if joining {
		w.left = done
	}
	w.mu.Unlock()
	if cancel != nil {
		cancel()
	}
	switch {
	case joining: // register undoes what it has begun
	case reg != nil:
		reg.Stop(done)
	case done != nil:
		done()
	}
}
