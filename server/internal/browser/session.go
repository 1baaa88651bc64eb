package browser

import (
	"errors"
	"fmt"
	"runtime/debug"
	"sync"
	"time"

	"github.com/pion/webrtc/v4"

	"github.com/yobirin/yobirin/server/internal/live"
	"github.com/yobirin/yobirin/shared/id"
	"github.com/yobirin/yobirin/shared/leg"
	wire "github.com/yobirin/yobirin/shared/live"
	"github.com/yobirin/yobirin/shared/mailbox"
)

// maxInputs is how much may wait for one leg. One that has more is under
// attack by its own browser, and is ended.
const maxInputs = 256

// input is what a session is told. Sealed: the types below are all.
//
//sumtype:decl
type input interface{ input() }

type (
	ring   struct{}
	answer struct{}
	hangUp struct {
		by    leg.Side
		cause leg.Cause
	}
	press  struct{ keys string }
	resume struct{ line live.Line }
	lost   struct {
		line live.Line
		over bool // the login ended with the socket
	}
	path struct{ state webrtc.PeerConnectionState }
)

func (ring) input()   {}
func (answer) input() {}
func (hangUp) input() {}
func (press) input()  {}
func (resume) input() {}
func (lost) input()   {}
func (path) input()   {}

// session is one leg: run owns all of it but what the first block holds.
type session struct {
	edge  *Edge
	id    id.Leg
	agent id.Agent
	login id.Session
	box   *mailbox.Box[input]
	flood chan struct{} // closed when the box was full
	full  sync.Once

	line      live.Line // nil while the socket is lost
	peer      *peer
	bridge    *bridge
	state     wire.PhoneState
	connected bool // there is an audio path
	accepted  bool // the brain ordered the answer
	over      bool
	deadline  *time.Timer // for the audio path
	grace     *time.Timer // for the socket
}

func newSession(e *Edge, l id.Leg, agent id.Agent, login id.Session, line live.Line) *session {
	return &session{
		edge: e, id: l, agent: agent, login: login, line: line, state: wire.PhoneDialing,
		box: mailbox.New[input](maxInputs), flood: make(chan struct{}),
	}
}

// put tells the session something; it never blocks.
func (s *session) put(in input) {
	if !s.box.Put(in) && !s.box.Closed() {
		s.full.Do(func() { close(s.flood) })
	}
}

// run is the leg's life.
func (s *session) run(m wire.PhoneOffer, o offer) {
	defer s.edge.work.Done()
	s.deadline, s.grace = time.NewTimer(s.edge.o.ConnectWithin), time.NewTimer(time.Hour)
	s.grace.Stop()
	defer s.deadline.Stop()
	defer s.grace.Stop()
	if code, err := s.begin(m, o); err != nil {
		s.edge.leave(s)
		s.box.Close()
		s.edge.refuse(s.line, m.Ref, code, err.Error())
		return
	}
	var batch []input
	for !s.over {
		select {
		case <-s.box.Wake():
			batch = s.box.Take(batch)
			for _, in := range batch {
				s.guarded(func() { s.step(in) })
			}
		case <-s.deadline.C:
			s.guarded(func() {
				if !s.connected {
					s.end(leg.SideRemote, leg.Cause{Kind: leg.CauseDeviceError, Text: "the browser found no audio path"})
				}
			})
		case <-s.grace.C:
			s.guarded(func() { s.end(leg.SideRemote, s.goodbye("the browser went away")) })
		case <-s.flood:
			s.guarded(func() { s.end(leg.SideLocal, leg.Cause{Kind: leg.CauseTrouble, Text: "too many messages"}) })
		}
	}
}

// guarded carries a step out; a panic ends this leg and no other.
func (s *session) guarded(f func()) {
	defer func() {
		if p := recover(); p != nil {
			s.edge.log.Error("panic in a browser's leg", "leg", s.id, "panic", fmt.Sprintf("%v\n%s", p, debug.Stack()))
			s.end(leg.SideLocal, leg.Cause{Kind: leg.CauseTrouble})
		}
	}()
	f()
}

// begin makes the connection, tells the brain and answers the browser. An
// error means that there was no call; afterwards there is one, which ends by
// end even if it has no audio.
func (s *session) begin(m wire.PhoneOffer, o offer) (code wire.PhoneTrouble, err error) {
	defer func() {
		if p := recover(); p != nil {
			s.edge.log.Error("panic in a browser's offer", "panic", fmt.Sprintf("%v\n%s", p, debug.Stack()))
			code, err = wire.PhoneInvalid, errMalformed
		}
		if err != nil && s.peer != nil {
			err = errors.Join(err, s.peer.pc.Close())
		}
	}()
	remote := s.line.Remote()
	if s.peer, err = s.edge.factory.connect(o, s.edge.candidate(remote)); err != nil {
		return codeOf(err), err
	}
	fact := leg.Incoming{
		Leg: s.id, Agent: s.agent, From: s.edge.o.Identity(s.agent), Dialed: m.Dial,
		Headers: leg.Headers{CallID: s.id.String(), UserAgent: "browser", Source: "webrtc:" + remote.String()},
	}
	if !s.edge.o.Report(fact) {
		return wire.PhoneUnavailable, errors.New("the server is overloaded")
	}
	s.edge.metrics.offers.WithLabelValues("accepted").Inc()
	port, err := s.edge.o.Media.Open(s.id)
	if err == nil {
		s.bridge, err = newBridge(s.peer, o, port, s.edge.log)
	}
	if err != nil {
		s.edge.log.Error("a browser's leg got no media port", "leg", s.id, "err", err)
		s.tell(wire.PhoneRefused{Type: wire.TypePhoneRefused, Ref: m.Ref, Code: wire.PhoneUnavailable, Text: "no media port"})
		s.line = nil
		s.end(leg.SideLocal, leg.Cause{Kind: leg.CauseCongestion, Text: "no media port"})
		return "", nil
	}
	s.bridge.start()
	s.peer.pc.OnTrack(s.bridge.hear)
	s.peer.pc.OnConnectionStateChange(func(state webrtc.PeerConnectionState) { s.put(path{state}) })
	s.tell(wire.PhoneAnswer{Type: wire.TypePhoneAnswer, Ref: m.Ref, Leg: s.id, SDP: s.peer.answer})
	return "", nil
}

func codeOf(err error) wire.PhoneTrouble {
	switch {
	case errors.Is(err, errMalformed):
		return wire.PhoneInvalid
	case errors.Is(err, errUnacceptable):
		return wire.PhoneUnacceptable
	default:
		return wire.PhoneUnavailable
	}
}

// step takes one input.
func (s *session) step(in input) {
	if s.over {
		return
	}
	switch in := in.(type) {
	case ring:
		if s.state == wire.PhoneDialing {
			s.progress(wire.PhoneRinging)
		}
	case answer:
		s.accepted = true
		s.rise()
	case hangUp:
		if in.by == leg.SideRemote && in.cause.Kind == leg.CauseNormal {
			in.cause = s.goodbye("")
		}
		s.end(in.by, in.cause)
	case press:
		if s.state == wire.PhoneUp {
			for _, k := range in.keys {
				s.report(leg.Digit{Leg: s.id, Key: string(k), By: "info"})
			}
		}
	case resume:
		s.line = in.line
		s.grace.Stop()
		s.tell(wire.PhoneProgress{Type: wire.TypePhoneProgress, Leg: s.id, State: s.state})
	case lost:
		s.lost(in)
	case path:
		s.path(in.state)
	}
}

// lost: the socket is gone. The audio goes on for a while: the browser may
// come back by another socket.
func (s *session) lost(in lost) {
	if s.line != in.line {
		return // another one has been taken meanwhile
	}
	s.line = nil
	if in.over {
		s.end(leg.SideRemote, s.goodbye("logged out"))
		return
	}
	s.grace.Reset(s.edge.o.Grace)
}

// path takes what happened to the audio path.
func (s *session) path(state webrtc.PeerConnectionState) {
	switch state {
	case webrtc.PeerConnectionStateConnected:
		s.connected = true
		s.rise()
	case webrtc.PeerConnectionStateFailed:
		if s.connected {
			s.end(leg.SideRemote, leg.Cause{Kind: leg.CauseMediaTimeout, Text: "nothing comes from the browser"})
			return
		}
		s.end(leg.SideRemote, leg.Cause{Kind: leg.CauseDeviceError, Text: "the browser's audio path failed"})
	case webrtc.PeerConnectionStateClosed:
		s.end(leg.SideRemote, s.goodbye("")) // its tab was closed
	case webrtc.PeerConnectionStateUnknown, webrtc.PeerConnectionStateNew, webrtc.PeerConnectionStateConnecting, webrtc.PeerConnectionStateDisconnected:
	}
}

// goodbye is the cause when the browser goes.
func (s *session) goodbye(text string) leg.Cause {
	if s.state == wire.PhoneUp {
		return leg.Cause{Kind: leg.CauseNormal, Text: text}
	}
	return leg.Cause{Kind: leg.CauseCallerGone, Text: text}
}

// rise reports the leg as up once the brain wants it and there is a path.
func (s *session) rise() {
	if !s.accepted || !s.connected || s.state == wire.PhoneUp {
		return
	}
	s.progress(wire.PhoneUp)
	s.report(leg.Answered{Leg: s.id, Codec: s.bridge.offer.law})
}

func (s *session) progress(to wire.PhoneState) {
	s.state = to
	s.tell(wire.PhoneProgress{Type: wire.TypePhoneProgress, Leg: s.id, State: to})
}

func (s *session) tell(m wire.ToPhone) {
	if s.line != nil {
		s.line.Tell(m) // a line that is gone is told by lost
	}
}

// report tells the brain; a fact that it cannot take ends the leg, because
// nobody would end it later.
func (s *session) report(f leg.Fact) {
	if s.edge.o.Report(f) {
		return
	}
	s.edge.log.Warn("a fact was not taken", "leg", s.id)
	if _, last := f.(leg.Ended); !last {
		s.end(leg.SideLocal, leg.Cause{Kind: leg.CauseTrouble})
	}
}

// end reports that the leg is over, once.
func (s *session) end(by leg.Side, c leg.Cause) {
	if s.over {
		return
	}
	s.over = true
	s.box.Close()
	defer func() { // also when what follows panics: a leg that never ends would hold its agent for ever
		s.edge.leave(s)
		s.edge.metrics.ended.WithLabelValues(string(c.Kind)).Inc()
		s.report(leg.Ended{Leg: s.id, By: by, Cause: c})
	}()
	defer func() {
		if err := s.peer.pc.Close(); err != nil {
			s.edge.log.Debug("a browser's connection was not closed cleanly", "leg", s.id, "err", err)
		}
		if s.bridge != nil {
			s.bridge.close()
		}
	}()
	s.tell(wire.PhoneEnded{Type: wire.TypePhoneEnded, Leg: s.id, By: string(by), Cause: string(c.Kind)})
}
