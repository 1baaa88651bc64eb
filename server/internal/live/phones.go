package live

import (
	"encoding/json"
	"net/netip"

	wire "github.com/yobirin/yobirin/shared/live"
)

// Phones make browsers phones. Their methods are called from the sockets'
// goroutines, for one socket one after the other, and must not wait for
// anything; what they have to say goes through Line.Tell.
type Phones interface {
	Offer(from Line, m wire.PhoneOffer)
	HangUp(from Line, m wire.PhoneHangUp)
	Digits(from Line, m wire.PhoneDigits)
	Resume(from Line, m wire.PhoneResume)
	// Left tells, once, that a socket is closed; over says that its session has
	// ended with it. Nothing comes from it any more.
	Left(from Line, over bool)
}

// Line is an open socket as Phones know it. It can be compared.
type Line interface {
	Viewer() Viewer
	// Remote is the address that the socket comes from, maybe a proxy's.
	Remote() netip.Addr
	// Tell sends a message without waiting; false when the socket is gone.
	Tell(m wire.ToPhone) bool
}

// noPhones refuses every call.
type noPhones struct{}

func (noPhones) Offer(from Line, m wire.PhoneOffer) {
	from.Tell(wire.PhoneRefused{Type: wire.TypePhoneRefused, Ref: m.Ref, Code: wire.PhoneUnavailable, Text: "browsers cannot make calls on this server"})
}
func (noPhones) HangUp(Line, wire.PhoneHangUp) {}
func (noPhones) Digits(Line, wire.PhoneDigits) {}
func (noPhones) Resume(from Line, m wire.PhoneResume) {
	for _, l := range m.Legs {
		from.Tell(wire.PhoneEnded{Type: wire.TypePhoneEnded, Leg: l, By: "local", Cause: "trouble"})
	}
}
func (noPhones) Left(Line, bool) {}

// phoned hands a phone's message on.
func (s *Sockets) phoned(r *remote, m wire.FromClient, bad error) {
	offer, offers := m.(wire.PhoneOffer)
	switch {
	case !r.maySay():
		if !offers {
			r.Close(1008, "too many messages")
			return
		}
		refuse(r, offer, wire.PhoneTooMany, "too many messages")
	case bad != nil && offers:
		refuse(r, offer, wire.PhoneInvalid, bad.Error())
	case bad != nil:
		s.log.Debug("a client's message is no good", "err", bad)
	default:
		switch m := m.(type) {
		case wire.PhoneOffer:
			s.phones.Offer(r, m)
		case wire.PhoneHangUp:
			s.phones.HangUp(r, m)
		case wire.PhoneDigits:
			s.phones.Digits(r, m)
		case wire.PhoneResume:
			s.phones.Resume(r, m)
		case wire.Resync: // the hub's
		}
	}
}

func refuse(r *remote, m wire.PhoneOffer, code wire.PhoneTrouble, text string) {
	r.Tell(wire.PhoneRefused{Type: wire.TypePhoneRefused, Ref: m.Ref, Code: code, Text: text})
}

// Viewer is who looks through the socket.
func (r *remote) Viewer() Viewer { return r.viewer }

// Remote is the address that the socket comes from.
func (r *remote) Remote() netip.Addr { return r.from }

// Tell sends a phone's message.
func (r *remote) Tell(m wire.ToPhone) bool {
	raw, err := json.Marshal(m)
	return err == nil && r.Send(raw) == nil
}
