package sipua

// Sink takes a dialog's events, in order and one at a time. It must not
// block: put the event into a mailbox, or do little.
type Sink func(Event)

// Event is something that happened to a dialog. Sealed: the types below are
// all there are.
type Event interface{ event() }

// Progress: a provisional response other than 100 to our INVITE (RFC 3261
// section 13.2.2.1). It is never delivered after Answered or Ended.
type Progress struct {
	Target   int       // index into Call.Targets
	Response *Response // status 101..199
	SDP      []byte    // the body when it is application/sdp (early media), else nil
	Reliable bool      // it was sent reliably and is acknowledged by PRACK (RFC 3262)
}

// Answered: our INVITE got its 2xx, which is acknowledged already.
type Answered struct {
	Target   int // index into Call.Targets of the one that won
	Response *Response
	SDP      []byte // the answer; nil when an earlier reliable provisional carried it
}

// Confirmed: the far side acknowledged our 2xx (ACK). SDP is set when the
// INVITE had no offer and the ACK brought the answer.
type Confirmed struct {
	SDP []byte
}

// Offered: the far side wants to change the session (re-INVITE or UPDATE).
// Call Dialog.Accept or Dialog.Decline; until then further offers are
// answered 491 or 500. With SDP nil the far side asks for our offer: Accept
// then carries an offer, and its answer comes as Changed.
type Offered struct {
	Method  string // "INVITE" or "UPDATE"
	SDP     []byte
	Request *Request
}

// Changed: our own offer (Dialog.Offer, or Accept to an empty Offered) was
// answered. Status is the final status; with 2xx the session is as SDP says,
// with any other it goes on as before. Glare (491) is retried by itself.
type Changed struct {
	Status  int
	SDP     []byte
	Refresh bool // nobody asked for it: the answer to a refresh of the session (RFC 4028) says something new
}

// Informed: an INFO came in the dialog (RFC 6086) and was answered 200.
// DTMF comes as Pressed instead.
type Informed struct {
	ContentType string
	Body        []byte
}

// Pressed: a key was pressed, told by INFO (application/dtmf-relay or
// application/dtmf).
type Pressed struct {
	Key      string // one of 0-9 * # A-D
	Duration int    // milliseconds; 0 when not told
}

// Referred: the far side asks that we call somebody else (REFER, RFC 3515).
// It comes only where TakeRefer was said; it has to be answered by
// Dialog.AcceptRefer or Dialog.RefuseRefer. A second one meanwhile gets 491.
type Referred struct {
	To      string // Refer-To as it came; hostile text
	Target  ReferTo
	Request *Request
}

// Transferring: how a REFER of ours goes (Dialog.Refer).
type Transferring struct {
	Status int  // 0 when there is none
	Asked  bool // Status answers the REFER itself; else it is of the call that the far side makes
	Over   bool // nothing more will come
}

// Nudged: the far side asks that we answer ("talk") or hold ("hold") by
// NOTIFY. It comes only where TakeTalk was said.
type Nudged struct {
	Event string
}

// Takes is what a dialog takes besides the usual.
type Takes uint8

// What can be taken.
const (
	TakeRefer Takes = 1 << iota // REFER: Referred is told, Allow names it; else it is refused
	TakeTalk                    // NOTIFY with Event: talk or hold: Nudged is told
)

// Side is who ended a dialog.
type Side string

// The sides.
const (
	Local  Side = "local"
	Remote Side = "remote"
)

// Why is how a dialog ended.
type Why string

// The ways to end.
const (
	WhyBye        Why = "bye"         // a BYE, either side's
	WhyRejected   Why = "rejected"    // a final status >= 300, either side's; Status tells
	WhyCancelled  Why = "cancelled"   // before the answer, by the caller (either side)
	WhyNoResponse Why = "no-response" // nothing came back (timer B or F), or 408 in the dialog
	WhyTransport  Why = "transport"   // the message could not be sent
	WhyNoAck      Why = "no-ack"      // our 2xx or reliable provisional was never acknowledged
	WhyExpired    Why = "expired"     // the session timer ran out (RFC 4028)
	WhyGone       Why = "gone"        // the far side does not know the dialog any more (481)
	WhyShutdown   Why = "shutdown"    // the UA was closed
	WhyTrouble    Why = "trouble"     // a mistake of ours, or a far side that breaks the protocol
)

// Ended: the dialog is over. Delivered exactly once, and last.
type Ended struct {
	By       Side
	Why      Why
	Status   int    // final SIP status when there was one, else 0
	Reason   Reason // Reason header (RFC 3326), zero when there was none
	Text     string // reason phrase or detail; hostile text
	Response *Response
	Request  *Request // the BYE or CANCEL of the far side, if that ended it
}

func (Progress) event()     {}
func (Answered) event()     {}
func (Confirmed) event()    {}
func (Offered) event()      {}
func (Changed) event()      {}
func (Informed) event()     {}
func (Pressed) event()      {}
func (Referred) event()     {}
func (Transferring) event() {}
func (Nudged) event()       {}
func (Ended) event()        {}
