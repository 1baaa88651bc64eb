package voice

import (
	"net/netip"

	"github.com/yobirin/yobirin/desktop/internal/seat"
	"github.com/yobirin/yobirin/shared/sdp"
)

// Voice opens the audio of calls.
type Voice interface {
	// Open makes a call's audio, silent until descriptions are exchanged.
	Open(o Opening) (Audio, error)
}

// Opening says what a call's audio shall be like.
type Opening struct {
	Local netip.Addr // the address towards the server, as found by the route
	SRTP  sdp.Policy
	Opus  bool        // Opus may be offered and taken
	ICE   bool        // begin with DTLS-SRTP and ICE at once
	Tell  func(Heard) // never blocks
}

// Audio is one call's audio. Methods do not block, and are called by one
// goroutine at a time; descriptions are opaque bytes to the phone.
//
// What Offer makes is a proposal: the session stays as it is until Accept, and
// a proposal that the far side refused is forgotten by the next Offer or
// Answer (RFC 3264 section 8).
type Audio interface {
	// Offer is our offer: sendrecv, or sendonly and inactive for hold.
	Offer(direction Direction) ([]byte, error)
	// Accept takes the answer to it. It may be called again with an answer
	// that says the same (183 and then 200).
	Accept(answer []byte) error
	// Answer takes the far side's offer and makes our answer to it, sending
	// and receiving no more than direction says.
	Answer(offer []byte, direction Direction) ([]byte, error)
	// Early says that what Accept takes belongs to a call that nobody has
	// answered yet: it is heard, the microphone stays out, and silence is no
	// HeardNothing. Early(false) is the answer; without Early(true) the first
	// Accept or Answer is.
	Early(on bool)
	// Ringback plays the Japanese ringback tone by ourselves.
	Ringback(on bool)
	// Mute sends silence instead of the microphone.
	Mute(on bool)
	// Hold keeps the microphone from the call and the call from the ear; the
	// far side learns of it by a description.
	Hold(on bool)
	// Press sends keys (RFC 4733), one after another.
	Press(digits string)
	// Move puts the sockets on another address of this computer; the next
	// Offer says so.
	Move(local netip.Addr) error
	// UseICE makes DTLS-SRTP with ICE of it, from the next Offer on. When that
	// Offer is not accepted, the one after it is plain again.
	UseICE() error
	// Quality is how the call sounds at present.
	Quality() seat.Quality
	// Media is how the audio travels as agreed on last, and its codec.
	Media() (seat.Media, string)
	// Close ends it. Nothing is told afterwards.
	Close()
}

// Direction is the direction of a stream in a description (RFC 8866 section
// 6.7), seen from its author.
type Direction string

// The directions.
const (
	SendReceive Direction = "sendrecv"
	SendOnly    Direction = "sendonly"
	ReceiveOnly Direction = "recvonly"
	Inactive    Direction = "inactive"
)

// Heard is what a call's audio tells the phone. Sealed.
//
//sumtype:decl
type Heard interface{ heard() }

type (
	// HeardSound: packets come (again), for the first time or after HeardNothing.
	HeardSound struct{}
	// HeardNothing: no packet has come for three seconds although the far side
	// may send, counted from the answer at the earliest.
	HeardNothing struct{}
	// HeardFar: the far side's description has put us on hold, or does not any
	// more.
	HeardFar struct{ Held bool }
	// HeardMedia: the way of the audio or its codec is another.
	HeardMedia struct {
		Media seat.Media
		Codec string
	}
	// HeardLost: there is no audio any more, and no packet will bring it back:
	// the sockets or the keys are gone. An Offer after Move or UseICE may.
	HeardLost struct{ Err error }
)

func (HeardSound) heard()   {}
func (HeardNothing) heard() {}
func (HeardFar) heard()     {}
func (HeardMedia) heard()   {}
func (HeardLost) heard()    {}
