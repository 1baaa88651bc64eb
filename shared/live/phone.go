package live

import (
	"encoding/json"
	"errors"
	"strings"

	"github.com/yobirin/yobirin/shared/fault"
	"github.com/yobirin/yobirin/shared/id"
)

// The messages that make a browser a phone. The client offers a call, the
// server answers or refuses the offer, tells how it goes and that it ended.
// They carry no number: they are no part of the floor's state.
const (
	TypePhoneOffer    MessageType = "phone.offer"    // client: PhoneOffer
	TypePhoneHangUp   MessageType = "phone.hangup"   // client: PhoneHangUp
	TypePhoneDigits   MessageType = "phone.digits"   // client: PhoneDigits
	TypePhoneResume   MessageType = "phone.resume"   // client: PhoneResume
	TypePhoneAnswer   MessageType = "phone.answer"   // server: PhoneAnswer
	TypePhoneRefused  MessageType = "phone.refused"  // server: PhoneRefused
	TypePhoneProgress MessageType = "phone.progress" // server: PhoneProgress
	TypePhoneEnded    MessageType = "phone.ended"    // server: PhoneEnded
)

// The limits of what a client may say.
const (
	MaxSDP    = 16 << 10 // bytes of a session description
	MaxRef    = 64       // bytes of a reference
	MaxDial   = 64       // characters of a number
	MaxDigits = 32       // keys in one message
	MaxResume = 8        // legs in one message
)

// PhoneOffer asks for a call. It is answered by exactly one PhoneAnswer or
// PhoneRefused with the same Ref.
type PhoneOffer struct {
	Ref  string `json:"ref"`  // the client's name for the call until it has a leg
	SDP  string `json:"sdp"`  // WebRTC offer: one audio stream, no candidates needed
	Dial string `json:"dial"` // what is dialed: digits, * # and a leading +
}

// PhoneHangUp ends a call.
type PhoneHangUp struct {
	Leg id.Leg `json:"leg"`
}

// PhoneDigits are keys pressed during a call.
type PhoneDigits struct {
	Leg    id.Leg `json:"leg"`
	Digits string `json:"digits"` // 0-9 * # A-D
}

// PhoneResume takes calls over to this socket after the one before was lost.
// Each leg named is answered by its PhoneProgress, or by PhoneEnded when it
// is not there any more.
type PhoneResume struct {
	Legs []id.Leg `json:"legs"`
}

// PhoneAnswer accepts an offer.
type PhoneAnswer struct {
	Type MessageType `json:"type"`
	Ref  string      `json:"ref"`
	Leg  id.Leg      `json:"leg"`
	SDP  string      `json:"sdp"` // WebRTC answer with all its candidates
}

// PhoneRefused declines an offer: no leg was made.
type PhoneRefused struct {
	Type MessageType  `json:"type"`
	Ref  string       `json:"ref"`
	Code PhoneTrouble `json:"code"`
	Text string       `json:"text"` // for the log, in English
}

// PhoneTrouble is why an offer was refused.
type PhoneTrouble string

// The troubles.
const (
	PhoneInvalid      PhoneTrouble = "invalid"      // the message or its SDP is no good
	PhoneUnacceptable PhoneTrouble = "unacceptable" // the SDP has nothing in common with ours
	PhoneTooMany      PhoneTrouble = "too-many"     // the agent has too many calls, or asks too often
	PhoneUnavailable  PhoneTrouble = "unavailable"  // the server has no place, is stopping, or has no browser phones
)

// PhoneProgress tells how a call stands.
type PhoneProgress struct {
	Type  MessageType `json:"type"`
	Leg   id.Leg      `json:"leg"`
	State PhoneState  `json:"state"`
}

// PhoneState is how a call stands.
type PhoneState string

// The states.
const (
	PhoneDialing PhoneState = "dialing" // offered, nothing heard of it yet
	PhoneRinging PhoneState = "ringing" // the far end rings
	PhoneUp      PhoneState = "up"      // answered, audio flows
)

// PhoneEnded tells that a call is over, once.
type PhoneEnded struct {
	Type  MessageType `json:"type"`
	Leg   id.Leg      `json:"leg"`
	By    string      `json:"by"`    // leg.Side: "local" is the server, "remote" this browser
	Cause string      `json:"cause"` // leg.Kind
}

// FromClient is a message that a client may send. Sealed: Resync and the four
// phone messages are all there are.
//
//sumtype:decl
type FromClient interface{ fromClient() }

// Resync asks for a Snapshot.
type Resync struct{}

func (Resync) fromClient()      {}
func (PhoneOffer) fromClient()  {}
func (PhoneHangUp) fromClient() {}
func (PhoneDigits) fromClient() {}
func (PhoneResume) fromClient() {}

// ToPhone is a message that the server sends to a browser that is a phone.
// Sealed: the types below are all there are.
//
//sumtype:decl
type ToPhone interface{ toPhone() }

func (PhoneAnswer) toPhone()   {}
func (PhoneRefused) toPhone()  {}
func (PhoneProgress) toPhone() {}
func (PhoneEnded) toPhone()    {}

// ErrNotJSON is the error of Read when the text is no message at all.
var ErrNotJSON = errors.New("live: the message is not JSON")

// Read reads a client's message. Nil without an error is a message of a type
// that this server does not know, which is left alone. The error of a message
// that is JSON but breaks a limit wraps a fault; a PhoneOffer is then given
// all the same with its Ref, if that is good, so that it can be refused.
func Read(raw []byte) (FromClient, error) {
	var head Request
	if err := json.Unmarshal(raw, &head); err != nil {
		return nil, ErrNotJSON
	}
	switch head.Type {
	case TypeResync:
		return Resync{}, nil
	case TypePhoneOffer:
		return readOffer(raw)
	case TypePhoneHangUp:
		var m PhoneHangUp
		if err := json.Unmarshal(raw, &m); err != nil || m.Leg.IsZero() {
			return nil, fault.Wrong("leg", "", "the leg of a phone.answer")
		}
		return m, nil
	case TypePhoneDigits:
		var m PhoneDigits
		switch err := json.Unmarshal(raw, &m); {
		case err != nil || m.Leg.IsZero():
			return nil, fault.Wrong("leg", "", "the leg of a phone.answer")
		case m.Digits == "" || len(m.Digits) > MaxDigits || strings.Trim(m.Digits, "0123456789*#ABCD") != "":
			return nil, fault.Wrong("digits", "", "1 to 32 of 0-9 * # A-D")
		}
		return m, nil
	case TypePhoneResume:
		var m PhoneResume
		if err := json.Unmarshal(raw, &m); err != nil || len(m.Legs) == 0 || len(m.Legs) > MaxResume {
			return nil, fault.Wrong("legs", "", "1 to 8 legs")
		}
		return m, nil
	case TypeSnapshot, TypeDelta, TypePing, TypeMine, TypeChanged, TypeChatMessage, TypeChatRead, TypeChatTyping,
		TypePhoneAnswer, TypePhoneRefused, TypePhoneProgress, TypePhoneEnded:
		return nil, nil
	default:
		return nil, nil
	}
}

func readOffer(raw []byte) (FromClient, error) {
	var m PhoneOffer
	if err := json.Unmarshal(raw, &m); err != nil || m.Ref == "" || len(m.Ref) > MaxRef {
		return nil, fault.Wrong("ref", "", "1 to 64 bytes")
	}
	switch {
	case m.SDP == "" || len(m.SDP) > MaxSDP:
		return PhoneOffer{Ref: m.Ref}, fault.Wrong("sdp", "", "a WebRTC offer of at most 16 KiB")
	case m.Dial == "" || len(m.Dial) > MaxDial || strings.Trim(strings.TrimPrefix(m.Dial, "+"), "0123456789*#") != "":
		return PhoneOffer{Ref: m.Ref}, fault.Wrong("dial", "", "1 to 64 of 0-9 * #, with or without a + before them")
	}
	return m, nil
}
