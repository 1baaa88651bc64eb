package media

import (
	"net/netip"

	"github.com/yobirin/yobirin/shared/id"
	"github.com/yobirin/yobirin/shared/pcm"
	"github.com/yobirin/yobirin/shared/sdp"
)

// OpenSpec says how a leg's port behaves.
type OpenSpec struct {
	// Like is a leg whose codec is preferred, so that the two can be relayed
	// without conversion; zero is none.
	Like id.Leg
	// Laws are the codecs allowed, in order of preference; empty is mu, A.
	Laws []pcm.Law
	// SRTP is the leg's encryption policy.
	SRTP sdp.Policy
	// NAT lets the leg learn its RTP source: once, within Config.LearnFor,
	// from the address of SignalSource only.
	NAT bool
	// SignalSource is the address the leg's signalling comes from. It chooses
	// the public address and the family, and is what NAT learning trusts.
	SignalSource netip.Addr
	// NoEvents leaves telephone-event out of offers and answers, for trunks
	// that want their digits in-band; digits are then sent as tones.
	NoEvents bool
	// InbandDigits listens for DTMF tones in the audio that comes.
	InbandDigits bool
}

// Negotiated is what the last offer and answer came to.
type Negotiated struct {
	Held   bool   // the far side put us on hold
	Codec  string // "PCMU" or "PCMA"; empty before the first agreement
	Secure bool   // SRTP in both directions
	Events bool   // telephone-event agreed
	Remote netip.AddrPort
}
