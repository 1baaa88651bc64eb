package sipua

import (
	"net/netip"
	"time"
)

// Target is one place to send a request to.
type Target struct {
	URI URI // Request-URI
	// Flow, when set, is the way to go: the connection or socket and address
	// that a registration came from.
	Flow Flow
	// Next, when valid, is where the message goes instead of where URI or
	// Route say: an outbound proxy, or an address already resolved.
	Next netip.AddrPort
	// Transport to Next; empty: as the URI says, else UDP.
	Transport Transport
	// Route is the preloaded route set (Service-Route, Path), first hop first.
	Route []URI
	// StreamAllowed lets a message over 1,300 bytes go by TCP (RFC 3261
	// section 18.1.1) where UDP was asked for.
	StreamAllowed bool
	// Sticky sends every later request of the dialog the way the first one
	// went, whatever Contact says: for phones behind NAT.
	Sticky bool
	// Headers are added for this target only.
	Headers []Header
}

// Credentials answer digest challenges (RFC 8760: SHA-256 before MD5).
type Credentials struct {
	User     string
	Password string
	Realm    string // empty: any
}

// Reliability says how provisional responses are made reliable (RFC 3262).
type Reliability string

// The reliabilities.
const (
	ReliableOff       Reliability = ""          // neither offered nor used
	ReliableSupported Reliability = "supported" // used when the far side supports or requires it
	ReliableRequired  Reliability = "required"  // Require: 100rel
)

// SessionTimer says how session timers are used (RFC 4028).
type SessionTimer struct {
	// Off: neither offered nor honoured.
	Off bool
	// Expires and MinSE in seconds; 0 is the UA's.
	Expires, MinSE int
	// Refresher we ask for: "uac", "uas" or "" (either).
	Refresher string
	// Always puts Session-Expires into our 2xx even when the caller did not
	// ask (some carriers hang up without).
	Always bool
	// Alone: where the far side keeps no session timer, we ask by ourselves
	// whether it is still there. Held calls are silent, and one whose phone
	// has vanished would never end.
	Alone bool
}

// Call is an outbound INVITE. All targets ring in parallel as one dialog:
// the first 2xx wins, the others are cancelled with
// Reason: SIP;cause=200;text="Call completed elsewhere".
type Call struct {
	Targets     []Target
	From        Address // without tag
	To          Address // without tag
	ContactUser string  // user part of our Contact
	CallID      string  // empty: made
	Offer       []byte  // SDP offer, never empty
	Headers     []Header
	Credentials *Credentials
	Reliable    Reliability
	Session     SessionTimer
	Takes       Takes
	// HopsBehind is how many hops the call has behind it when it comes from
	// elsewhere; Max-Forwards is less by these, so that a call that goes round
	// comes to an end. 0: it begins here.
	HopsBehind int
	// GiveUp is how long a target may stay silent, without even a 100, before
	// it counts as not answering; 0 is timer B of RFC 3261 (64*T1).
	GiveUp time.Duration
}

// Hangup is why and how a dialog is ended by us.
type Hangup struct {
	// Status refuses an unanswered inbound dialog; 0 is 480. Not used for
	// answered ones and outbound ones.
	Status int
	Phrase string
	Reason Reason
	// Headers are added to the response, BYE or CANCEL.
	Headers []Header
}
