package phonetest

import (
	"fmt"
	"strings"
	"time"

	"github.com/yobirin/yobirin/shared/sipua"
)

// What the buttons of a desk phone do: hold, transfer, pick up, lamps.

// Holding is a form in which phones put a call on hold.
type Holding string

// The forms.
const (
	HoldSendonly Holding = "sendonly" // RFC 3264 section 8.4
	HoldInactive Holding = "inactive" // without music towards the held
	HoldZero     Holding = "0.0.0.0"  // RFC 2543: connection address of zeros
)

// Of gives a session description on hold in this form.
func (h Holding) Of(sdp string) string {
	switch h {
	case HoldZero:
		var out strings.Builder
		for l := range strings.SplitSeq(strings.TrimSuffix(sdp, "\r\n"), "\r\n") {
			if strings.HasPrefix(l, "c=IN IP4 ") {
				l = "c=IN IP4 0.0.0.0"
			}
			out.WriteString(l + "\r\n")
		}
		return out.String()
	case HoldSendonly, HoldInactive:
		return sdp + "a=" + string(h) + "\r\n"
	}
	return sdp
}

// Hold puts the call on hold by re-INVITE and waits until it is taken.
func (c *Call) Hold(h Holding) {
	c.t.Helper()
	c.Dialog.Offer([]byte(h.Of(c.phone.SDP())))
	c.changed()
}

// HoldByUpdate is Hold by UPDATE (RFC 3311).
func (c *Call) HoldByUpdate(h Holding) {
	c.t.Helper()
	c.Dialog.Update([]byte(h.Of(c.phone.SDP())))
	c.changed()
}

// Resume ends the hold by re-INVITE and waits until it is taken. Without a
// hold it is a re-INVITE that changes nothing.
func (c *Call) Resume() {
	c.t.Helper()
	c.Dialog.Offer([]byte(c.phone.SDP()))
	c.changed()
}

// Reoffer sends a re-INVITE without an offer and answers the one that comes
// with the phone's session description, held in a form or, with "", not; it
// gives the offer.
func (c *Call) Reoffer(h Holding) string {
	c.t.Helper()
	c.Dialog.AskOffer(func([]byte) []byte { return []byte(h.Of(c.phone.SDP())) })
	return string(c.changed())
}

func (c *Call) changed() []byte {
	c.t.Helper()
	e := Await[sipua.Changed](c)
	if e.Status != 200 {
		c.t.Fatalf("the change was answered %d", e.Status)
	}
	return e.SDP
}

// Blind asks the far side to call somebody else (REFER) and leaves the call
// up; Told tells how it goes.
func (c *Call) Blind(to sipua.URI, headers ...sipua.Header) {
	c.Dialog.Refer(sipua.ReferTo{URI: to}, headers...)
}

// Attended asks the far side to join the other sides of this call and of
// another (REFER with Replaces); Told tells how it goes.
func (c *Call) Attended(other *Call, to sipua.URI) {
	c.t.Helper()
	name, ok := other.Dialog.As()
	if !ok {
		c.t.Fatal("the other call has no dialog to be named by")
	}
	c.Dialog.Refer(sipua.ReferTo{URI: to, Replaces: name})
}

// Told waits until a transfer is over and gives the answer to the REFER and
// the statuses that were told, such as [202 100 180 200].
func (c *Call) Told() (statuses []int) {
	c.t.Helper()
	for {
		e := Await[sipua.Transferring](c)
		statuses = append(statuses, e.Status)
		if e.Over {
			return statuses
		}
	}
}

// Replace makes a call that takes the place of a dialog (INVITE with
// Replaces). c needs Targets and To only.
func (p *Phone) Replace(c sipua.Call, named sipua.Replaces) *Call {
	p.t.Helper()
	c.Headers = append(c.Headers, sipua.Header{Name: "Require", Value: "replaces"}, sipua.Header{Name: "Replaces", Value: named.String()})
	return p.DialCall(c)
}

// Lamp is a subscription of a phone, with what it was told.
type Lamp struct {
	*sipua.Watch
	p       *Phone
	notices chan sipua.Notice
}

// Watch subscribes to an event package; From is filled in when empty.
func (p *Phone) Watch(w sipua.WatchConfig) *Lamp {
	p.t.Helper()
	l := &Lamp{p: p, notices: make(chan sipua.Notice, 4096)}
	if w.From.URI.Host == "" {
		w.From = p.Address()
	}
	if w.ContactUser == "" {
		w.ContactUser = p.User
	}
	w.Notice = func(n sipua.Notice) { l.notices <- n }
	var err error
	if l.Watch, err = p.UA.Watch(w); err != nil {
		p.t.Fatal(err)
	}
	return l
}

// Next waits for the next notice.
func (l *Lamp) Next() sipua.Notice {
	l.p.t.Helper()
	timer := time.NewTimer(patience)
	defer timer.Stop()
	select {
	case n := <-l.notices:
		return n
	case <-timer.C:
		l.p.t.Fatalf("%s: no notice came", l.p.User)
		return sipua.Notice{}
	}
}

// Quiet fails when a notice is there that was not taken.
func (l *Lamp) Quiet() {
	l.p.t.Helper()
	select {
	case n := <-l.notices:
		l.p.t.Fatalf("%s: unexpected notice %s %s", l.p.User, n.State, n.Body)
	default:
	}
}

// Press presses keys, told by INFO one after the other.
func (c *Call) Press(keys string) {
	for _, k := range keys {
		c.Dialog.Press(string(k), 100)
	}
}

// OpenMedia gives the phone an RTP socket of its own, at its address and a
// free port, which its session descriptions name from now on.
func (p *Phone) OpenMedia(n *Network) *Conn {
	rtp := n.Listen(fmt.Sprintf("%s:0", p.Conn.Addr().Addr()))
	p.mu.Lock()
	p.rtp = rtp
	p.mu.Unlock()
	p.t.Cleanup(func() { _ = rtp.Close() })
	return rtp
}

// SDP is what the phone offers and answers with: the package's SDP, or one
// with its own RTP socket after OpenMedia.
func (p *Phone) SDP() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.rtp == nil {
		return SDP
	}
	a := p.rtp.Addr()
	s := strings.ReplaceAll(SDP, "192.0.2.1\r\n", a.Addr().String()+"\r\n")
	return strings.Replace(s, "m=audio 40000 ", fmt.Sprintf("m=audio %d ", a.Port()), 1)
}
