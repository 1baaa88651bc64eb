package browser

import (
	"time"

	"github.com/yobirin/yobirin/server/internal/live"
	"github.com/yobirin/yobirin/shared/id"
	"github.com/yobirin/yobirin/shared/leg"
	wire "github.com/yobirin/yobirin/shared/live"
)

const (
	offerEvery = time.Second // an agent may ask for a call that often
	offerBurst = 10          // and that many times at once
)

// account is what is counted of one agent.
type account struct {
	legs int
	paid time.Time // up to when the offers so far are paid for
}

// Offer begins a call: it is answered or refused through the line.
func (e *Edge) Offer(from live.Line, m wire.PhoneOffer) {
	v := from.Viewer()
	o, err := readOffer(m.SDP)
	if err != nil {
		e.refuse(from, m.Ref, codeOf(err), err.Error())
		return
	}
	now := time.Now()
	s := newSession(e, id.LegOf(id.NewCall(now), 1), v.Agent, v.Session, from)
	if code, why := e.enter(s, now); code != "" {
		e.refuse(from, m.Ref, code, why)
		return
	}
	go s.run(m, o)
}

// enter makes a leg findable, or says why it may not be.
func (e *Edge) enter(s *session, now time.Time) (wire.PhoneTrouble, string) {
	e.mu.Lock()
	defer e.mu.Unlock()
	switch {
	case s.agent.IsZero():
		return wire.PhoneUnavailable, "only an agent can call"
	case e.draining:
		return wire.PhoneUnavailable, "the server is stopping"
	case len(e.legs) >= e.o.MaxLegs:
		return wire.PhoneUnavailable, "too many browsers are in calls"
	}
	a := e.agents[s.agent]
	if a == nil {
		e.sweep(now)
		a = &account{}
		e.agents[s.agent] = a
	}
	if a.paid.Before(now) {
		a.paid = now
	}
	switch {
	case a.legs >= perAgent:
		return wire.PhoneTooMany, "the agent has two calls in browsers already"
	case a.paid.Sub(now) > (offerBurst-1)*offerEvery:
		return wire.PhoneTooMany, "the agent asks for calls too often"
	}
	a.paid = a.paid.Add(offerEvery)
	a.legs++
	e.legs[s.id] = s
	e.work.Add(1)
	return "", ""
}

// sweep forgets agents who have no calls and nothing left to pay.
func (e *Edge) sweep(now time.Time) {
	for agent, a := range e.agents {
		if a.legs == 0 && a.paid.Before(now) {
			delete(e.agents, agent)
		}
	}
}

// leave forgets a leg that is over.
func (e *Edge) leave(s *session) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.legs[s.id] != s {
		return
	}
	delete(e.legs, s.id)
	e.agents[s.agent].legs--
}

func (e *Edge) refuse(to live.Line, ref string, code wire.PhoneTrouble, why string) {
	e.metrics.offers.WithLabelValues(string(code)).Inc()
	to.Tell(wire.PhoneRefused{Type: wire.TypePhoneRefused, Ref: ref, Code: code, Text: why})
}

// HangUp ends the caller's leg.
func (e *Edge) HangUp(from live.Line, m wire.PhoneHangUp) {
	if s := e.owned(from, m.Leg); s != nil {
		s.put(hangUp{by: leg.SideRemote, cause: leg.Cause{Kind: leg.CauseNormal}})
	}
}

// Digits reports keys of the caller.
func (e *Edge) Digits(from live.Line, m wire.PhoneDigits) {
	if s := e.owned(from, m.Leg); s != nil {
		s.put(press{m.Digits})
	}
}

// Resume takes legs of the same session over to this line.
func (e *Edge) Resume(from live.Line, m wire.PhoneResume) {
	for _, l := range m.Legs {
		s := e.leg(l)
		if s == nil || s.login != from.Viewer().Session || s.agent != from.Viewer().Agent {
			from.Tell(wire.PhoneEnded{Type: wire.TypePhoneEnded, Leg: l, By: string(leg.SideLocal), Cause: string(leg.CauseTimeout)})
			continue
		}
		s.put(resume{from})
	}
}

// Left ends the line's legs after the grace, or at once when the session is
// over.
func (e *Edge) Left(from live.Line, over bool) {
	e.mu.Lock()
	var mine []*session
	for _, s := range e.legs {
		if s.login == from.Viewer().Session {
			mine = append(mine, s)
		}
	}
	e.mu.Unlock()
	for _, s := range mine {
		s.put(lost{from, over})
	}
}

// owned gives the leg if it is of the line's session.
func (e *Edge) owned(from live.Line, l id.Leg) *session {
	s := e.leg(l)
	if s == nil || s.login != from.Viewer().Session || s.agent != from.Viewer().Agent {
		return nil
	}
	return s
}
