package sipua

// Request is the INVITE of an inbound dialog; nil for an outbound one.
func (d *Dialog) Request() *Request { return d.invite }

// CallID is the dialog's Call-ID.
func (d *Dialog) CallID() string { return d.callID }

// Inbound says whether the far side called.
func (d *Dialog) Inbound() bool { return d.invite != nil }

// Stick sends every later request of the dialog the way its INVITE came,
// whatever Contact says: for phones behind NAT. Call it before the answer.
func (d *Dialog) Stick() { d.do(func() { d.peer.sticky = true }) }

// Setup decides 100rel, session timer and the user part of our Contact for
// an inbound dialog. Call it, if at all, before the first response.
func (d *Dialog) Setup(contactUser string, reliable Reliability, session SessionTimer) {
	d.do(func() { d.contactUser, d.reliable, d.timer.want = contactUser, reliable, session })
}

// Ring sends a provisional response to an inbound dialog: 180, 183 with SDP
// and so on. It is sent reliably when Setup and the caller say so.
func (d *Dialog) Ring(a Answer) { d.do(func() { d.ring(a) }) }

// Answer accepts an inbound dialog with 200 and our SDP (the answer, or the
// offer when the INVITE had none; nil when a reliable provisional carried
// it). Confirmed follows.
func (d *Dialog) Answer(sdp []byte, headers ...Header) {
	d.do(func() { d.answer(sdp, headers) })
}

// Reject refuses an inbound dialog with a final status >= 300 (challenges
// included); Ended follows.
func (d *Dialog) Reject(a Answer) { d.do(func() { d.reject(a) }) }

// Hangup ends the dialog in whatever state it is: rejects, cancels or sends
// BYE. Ended follows; a second Hangup does nothing.
func (d *Dialog) Hangup(h Hangup) { d.do(func() { d.hangup(h) }) }

// Offer sends a re-INVITE with a new offer (hold, resume, codec). Changed
// follows. An Offer made while another is under way waits for it.
func (d *Dialog) Offer(sdp []byte, headers ...Header) { d.do(func() { d.offer(sdp, headers) }) }

// Accept answers Offered with our SDP.
func (d *Dialog) Accept(sdp []byte) { d.do(func() { d.accept(sdp) }) }

// Decline refuses Offered; the session goes on as before. Status 0 is 488.
func (d *Dialog) Decline(status int) { d.do(func() { d.decline(status) }) }

// Info sends an INFO with a body; its answer is not reported.
func (d *Dialog) Info(contentType string, body []byte) {
	d.do(func() { d.info(contentType, body) })
}

// Press sends a key by INFO as application/dtmf-relay; duration in
// milliseconds, 0 is 160. A key that is no DTMF digit is left out.
func (d *Dialog) Press(key string, duration int) { d.do(func() { d.press(key, duration) }) }
