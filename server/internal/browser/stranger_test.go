package browser

import (
	"net"
	"runtime"
	"testing"
	"time"

	"github.com/pion/stun/v4"

	"github.com/yobirin/yobirin/shared/leg"
	wire "github.com/yobirin/yobirin/shared/live"
	"github.com/yobirin/yobirin/shared/pcm"
)

// TestStrangersGetNothing: whoever does not know a call's password gets no
// answer, whatever is sent, and the calls go on.
func TestStrangersGetNothing(t *testing.T) {
	r := newRig(t, nil)
	c := newCaller(t, newLine(1, yamada), pcm.Mu)
	r.up(c, 1100)
	at := net.UDPAddrFromAddrPort(r.edge.Addr())
	conn, err := net.DialUDP("udp4", nil, at)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close() }()
	ours := c.pc.RemoteDescription().SDP
	var ufrag string
	if d, err := parse(ours); err == nil {
		ufrag, _ = d.MediaDescriptions[0].Attribute("ice-ufrag")
	}
	if ufrag == "" {
		t.Fatalf("no name in %s", ours)
	}
	bare := stun.MustBuild(stun.TransactionID, stun.BindingRequest)
	named := stun.MustBuild(stun.TransactionID, stun.BindingRequest, stun.NewUsername("nobody:x"), stun.NewShortTermIntegrity("y"), stun.Fingerprint)
	guessed := stun.MustBuild(stun.TransactionID, stun.BindingRequest, stun.NewUsername(ufrag+":x"), stun.NewShortTermIntegrity("y"), stun.Fingerprint)
	for range 200 {
		for _, packet := range [][]byte{
			bare.Raw, named.Raw, guessed.Raw, guessed.Raw[:21], make([]byte, 2000), {22, 254, 253, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1}, {0x80, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 1}, {1},
		} {
			if _, err := conn.Write(packet); err != nil {
				t.Fatal(err)
			}
		}
	}
	until(t, "junk was seen", func() bool { return r.edge.socket.junk.Load() >= 200 })
	_ = conn.SetReadDeadline(time.Now().Add(200 * time.Millisecond))
	var answer [1500]byte
	if n, err := conn.Read(answer[:]); err == nil {
		t.Errorf("a stranger got %d bytes: %x", n, answer[:n])
	}
	c.ear.forget()
	until(t, "the call goes on", func() bool { return c.ear.hears(1100) })
}

// TestNothingIsLeft: after many calls there are as many goroutines as before.
func TestNothingIsLeft(t *testing.T) {
	r := newRig(t, nil)
	before := runtime.NumGoroutine()
	for i := range 10 {
		c := newCaller(t, newLine(uint32(i+1), yamada), pcm.Mu)
		r.edge.mu.Lock()
		delete(r.edge.agents, yamada) // so that the limit on asking does not count
		r.edge.mu.Unlock()
		c.dial(r, "1")
		r.edge.Order(leg.Answer{Leg: c.leg})
		next[leg.Answered](t, r.facts, nil)
		r.edge.HangUp(c.line, wire.PhoneHangUp{Leg: c.leg})
		next[leg.Ended](t, r.facts, nil)
		c.close()
	}
	until(t, "all goroutines have ended", func() bool { return runtime.NumGoroutine() <= before+2 })
}
