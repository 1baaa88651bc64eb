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

// Move sends every later request of the dialog another way, whatever Contact
// says: its phone, or we, registered anew from elsewhere. A call that rings
// here is answered that way as well. Let Offer follow where our own address is
// another, so that the far side's requests find us.
func (d *Dialog) Move(to Flow) { d.do(func() { d.move(to) }) }

// Setup decides 100rel, session timer and the user part of our Contact for
// an inbound dialog. Call it, if at all, before the first response.
func (d *Dialog) Setup(contactUser string, reliable Reliability, session SessionTimer) {
	d.do(func() { d.contactUser, d.reliable, d.timer.want = contactUser, reliable, session })
}

// Take says what the dialog takes besides the usual, for an inbound dialog;
// an outbound one says it in Call.Takes. Call it before the first response.
func (d *Dialog) Take(t Takes) { d.do(func() { d.takes = t }) }

// AcceptRefer answers Referred with 202 and says at once that something is
// being done; TellRefer says how it goes on. over is called once, when nothing
// more is to be told: after a final status, when the far side does not want to
// know, or after five minutes. It must not block.
func (d *Dialog) AcceptRefer(over func()) { d.do(func() { d.acceptRefer(over) }) }

// RefuseRefer answers Referred with a final status >= 300; 0 is 603.
func (d *Dialog) RefuseRefer(a Answer) { d.do(func() { d.refuseRefer(a) }) }

// TellRefer tells the far side how its transfer goes, as a SIP status: 180
// rings, 200 done, 300 and above failed. A final one is the last. The far
// side may be told after the dialog ended.
func (d *Dialog) TellRefer(status int) { d.do(func() { d.tellRefer(status) }) }

// Refer asks the far side to call somebody else, or with to.Replaces to take
// the place of a dialog (RFC 3515, RFC 5589). Transferring follows. While one
// runs, another does nothing.
func (d *Dialog) Refer(to ReferTo, headers ...Header) { d.do(func() { d.refer(to, headers) }) }

// Nudge asks the phones that ring to answer by themselves (NOTIFY with Event:
// talk, in their early dialogs). A phone that cannot goes on ringing.
func (d *Dialog) Nudge() { d.do(d.nudge) }

// Up says whether the dialog was answered and is not over.
func (d *Dialog) Up() bool {
	v := d.view.Load()
	return v != nil && v.up
}

// As names the dialog for a Replaces that is sent to the far side, from its
// view: the far side's tag is the To tag.
func (d *Dialog) As() (Replaces, bool) {
	v := d.view.Load()
	if v == nil || v.over || len(v.tags) != 1 {
		return Replaces{}, false
	}
	return Replaces{CallID: d.callID, ToTag: v.tags[0], FromTag: v.local}, true
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

// Withdraw takes back offers of ours that wait for their turn, also after a
// glare; Changed does not follow. Whoever is told Offered while he waits for
// Changed calls it before Accept: the far side's offer goes first, and makes
// what we would have sent old.
func (d *Dialog) Withdraw() { d.do(d.withdraw) }

// AskOffer sends a re-INVITE without an offer: the far side makes one, and
// answer gives what goes back in the ACK. Changed follows with the offer.
func (d *Dialog) AskOffer(answer func(offer []byte) []byte) { d.do(func() { d.askOffer(answer) }) }

// Update makes a new offer by UPDATE instead of re-INVITE. Changed follows,
// with 491 when something else is being negotiated; it is not tried again.
func (d *Dialog) Update(sdp []byte) { d.do(func() { d.update(sdp) }) }

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
