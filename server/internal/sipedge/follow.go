package sipedge

import (
	"github.com/yobirin/yobirin/shared/id"
	"github.com/yobirin/yobirin/shared/sipua"
)

// followed makes what a device has follow it to another flow, because it
// registered anew from elsewhere: its lamps, and its calls, whose requests
// would go into a connection that is no more. It never blocks.
func (e *Edge) followed(device id.Device, from, to sipua.Flow) {
	e.watchers.move(device, from, to)
	var calls []*session
	e.mu.Lock()
	for _, s := range e.legs {
		if s.device == device {
			calls = append(calls, s)
		}
	}
	e.mu.Unlock()
	for _, s := range calls {
		s.put(func() { s.follow(from, to) })
	}
}

// follow sends the leg's requests by another flow, if it was by the one that
// its phone has left.
func (s *session) follow(from, to sipua.Flow) {
	if s.over || s.dialog == nil || s.flow != from {
		return
	}
	s.dialog.Move(to)
	s.signalled(to)
}

// signalled notes by which flow the leg's phone or carrier talks to us, and
// tells the media, which learns where a phone behind NAT sends from by it.
func (s *session) signalled(by sipua.Flow) {
	if by.IsZero() || s.flow == by {
		return
	}
	s.flow = by
	if s.device.IsZero() || by.Remote.Addr() == s.media.SignalSource {
		return
	}
	s.media.SignalSource = by.Remote.Addr()
	if f, ok := s.port.(follower); ok && s.carrier == nil {
		f.SignalFrom(by.Remote.Addr())
	}
}
