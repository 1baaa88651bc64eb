package e2e

import "testing"

// TestPhoneOverICE: a SIP phone whose call is DTLS-SRTP with ICE from its
// first offer talks to a colleague's ordinary phone, both ways.
func TestPhoneOverICE(t *testing.T) {
	t.Parallel()
	c := newScene(t, sharedServer(t))
	c.agent(1, nil).agent(2, nil).apply()
	other := c.phone(2, toneA, true)
	p := startPhone(t, phoneSpec{Name: c.user(1), Tone: toneB, ICE: true, Account: c.account(1, "udp") + ";medianat=ice;mediaenc=dtls_srtp"})
	c.server.agentState(t, c.extension(1), "available")
	p.dial(c.uri(c.extension(2)))
	other.await("CALL_ESTABLISHED")
	p.hears("440", 4, toneA, toneB)
	other.hears("660", 4, toneA, toneB)
	p.hangUp()
	other.await("CALL_CLOSED")
	c.server.agentState(t, c.extension(1), "available")
}
