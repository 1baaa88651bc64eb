package sipua

import "time"

// Outgoing is a request outside a dialog (OPTIONS, REGISTER, MESSAGE ...).
type Outgoing struct {
	Method      string
	Target      Target
	From, To    Address // without tags; To empty: the Request-URI
	ContactUser string  // with Contact set true: user part of our Contact
	Contact     bool
	CallID      string // empty: made
	CSeq        uint32 // 0: made
	FromTag     string // empty: made
	Headers     []Header
	ContentType string
	Body        []byte
	Credentials *Credentials
	// GiveUp is how long to wait for the final response; 0 is timer F of RFC
	// 3261 (64*T1).
	GiveUp time.Duration

	contactTail string
}

// Result is the end of an Outgoing: its final response, or why there is none.
type Result struct {
	Response *Response // nil when there was none
	Why      Why       // no-response, transport or shutdown when Response is nil
	Detail   string    // text for people, when Response is nil
	Err      error     // the cause of WhyTransport, when it is known: of the dial, of the TLS handshake
	RTT      time.Duration
	CSeq     uint32 // the last CSeq used
}

// RegistrationState is where a registration stands.
type RegistrationState string

// The states.
const (
	Registering  RegistrationState = "registering"
	Registered   RegistrationState = "registered"
	Failed       RegistrationState = "failed" // it is tried again by itself
	Unregistered RegistrationState = "unregistered"
)

// RegistrationStatus is told whenever a registration changes.
type RegistrationStatus struct {
	State    RegistrationState
	Status   int    // last SIP status, 0 when none came
	Reason   string // for people: why it failed
	Expires  time.Duration
	Next     time.Duration // until it is refreshed or tried again
	Flow     Flow          // the way the registrar answered
	Public   string        // host:port as the registrar sees us (received, rport)
	RTT      time.Duration
	Response *Response
	Err      error // as Result.Err
}

// RegisterConfig is what a registration needs.
type RegisterConfig struct {
	Target      Target // the registrar
	AOR         Address
	ContactUser string
	Expires     time.Duration // wanted; 0 is one hour
	Credentials *Credentials
	Headers     []Header
	// ContactParams are added to our Contact (";+sip.instance=...;reg-id=1").
	ContactParams string
	// KeepAlive sends CRLF to the registrar over UDP so often while
	// registered, for phones behind NAT; 0: never.
	KeepAlive time.Duration
	// Pong makes KeepAlive rule TCP and TLS as well: a connection on which
	// nothing comes back within Pong is given up (RFC 5626 section 4.4.1). 0:
	// the registrar may not know how.
	Pong time.Duration
	// GiveUp is how long a REGISTER may stay unanswered; 0 is timer F.
	GiveUp time.Duration
	// Manual leaves it to the owner to try again after Failed, by
	// Registration.Aim or Registration.Refresh.
	Manual bool
	// State takes every change, in order. It must not block.
	State func(RegistrationStatus)
}
