// Package sdp makes and reads the session descriptions of telephone audio:
// offer and answer of RFC 3264 over RFC 8866, for one audio stream of G.711,
// and of Opus where that is asked for, with telephone events (RFC 4733) and SDES keys (RFC 4568). It is pure:
// addresses, ports, keys and versions come in as arguments.
//
// Everything read is hostile. Whatever cannot be agreed on is an error that
// wraps ErrUnacceptable (answer 488) or ErrMalformed (answer 400).
package sdp

import (
	"errors"
	"net/netip"

	"github.com/yobirin/yobirin/shared/pcm"
)

// MaxSize is the largest description read, in bytes.
const MaxSize = 16 << 10

// The two ways a description fails.
var (
	// ErrMalformed: the text is not a session description (SIP 400).
	ErrMalformed = errors.New("malformed session description")
	// ErrUnacceptable: it is one, but nothing in it can be agreed on (SIP 488).
	ErrUnacceptable = errors.New("session description not acceptable")
)

// Policy says whether a stream is encrypted with SRTP.
type Policy uint8

// The policies.
const (
	// Off neither offers nor accepts encryption.
	Off Policy = iota
	// Prefer offers keys on a plain RTP/AVP line and takes what comes back.
	Prefer
	// Require offers RTP/SAVP and accepts nothing unencrypted.
	Require
)

// String names the policy.
func (p Policy) String() string {
	switch p {
	case Off:
		return "off"
	case Prefer:
		return "prefer"
	case Require:
		return "require"
	}
	return "invalid"
}

// Suite is an SRTP crypto suite.
type Suite string

// The suites spoken, strongest first.
const (
	GCM128 Suite = "AEAD_AES_128_GCM"        // RFC 7714
	CM128  Suite = "AES_CM_128_HMAC_SHA1_80" // RFC 4568
)

// KeyLength is the length of the suite's master key and salt together, in
// bytes; 0 for an unknown suite.
func (s Suite) KeyLength() int {
	switch s {
	case GCM128:
		return 16 + 12
	case CM128:
		return 16 + 14
	}
	return 0
}

// Crypto is one direction's key.
type Crypto struct {
	Tag   int
	Suite Suite
	Key   []byte // master key, then master salt
}

// Local is our side of the stream.
type Local struct {
	Address   netip.Addr // where we are reached; its family is the stream's
	Port      uint16     // of RTP
	RTCPPort  uint16     // of RTCP; 0 is Port+1
	SessionID uint64     // of the o= line, constant over the session
	Version   uint64     // of the o= line: one more for each description that differs from the one before
	Laws      []pcm.Law  // in our order of preference; empty is Mu, A
	Events    bool       // speak telephone-event
	PTime     int        // milliseconds per packet we like to receive; 0 is 20
	Mux       bool       // speak RTCP on the RTP port when the far side wants it (RFC 5761)
	Policy    Policy
	Keys      []Crypto // our keys, one for each suite, in our order of preference
	// PTs keeps the payload types of the session before, so that a re-INVITE
	// does not renumber; zero values are the usual ones.
	EventPT uint8
	// Opus offers and takes Opus (RFC 7587) before the laws; without it no
	// description says anything of it.
	Opus   bool
	OpusPT uint8 // payload type of it in our offer; 0 is 111
	Way    Way   // what we want of the stream, for hold; the zero value is both
}

// Way is which directions of a stream one side wants, seen from itself.
type Way uint8

// The ways.
const (
	SendReceive Way = iota
	SendOnly
	ReceiveOnly
	Neither
)

func (w Way) direction() direction {
	switch w {
	case SendReceive:
	case SendOnly:
		return dirSend
	case ReceiveOnly:
		return dirRecv
	case Neither:
		return dirNone
	}
	return dirBoth
}

// Agreed is what offer and answer come to, seen from our side.
type Agreed struct {
	Remote     netip.AddrPort // where we send RTP; invalid while the far side has c=0.0.0.0 or port 0
	RemoteRTCP netip.AddrPort // where we send RTCP
	Law        pcm.Law
	PT         uint8 // payload type of audio, both ways unless RecvPT differs
	RecvPT     uint8 // payload type the far side sends audio with
	Also       pcm.Law
	AlsoPT     int16   // payload type of the other law, which the far side may send at any time; -1 none
	EventPT    int16   // payload type to send telephone events with; -1 none agreed
	EventRecv  int16   // payload type in which telephone events come; -1 none agreed
	PTime      int     // milliseconds per packet the far side likes to receive, 10…60
	Send       bool    // we may send
	Receive    bool    // the far side may send
	Held       bool    // the far side put us on hold (it does not want to receive, or c=0.0.0.0)
	Mux        bool    // RTCP comes on the RTP port
	In, Out    *Crypto // keys of what comes and goes; nil is plain RTP
	// Opus: what we send is Opus. The laws may come at any time all the same,
	// unless OnlyOpus: then Law, PT and RecvPT mean nothing.
	Opus, OnlyOpus bool
	OpusPT         int16 // payload type to send Opus with; -1 none agreed
	OpusRecv       int16 // payload type in which Opus comes; -1 none agreed
}
