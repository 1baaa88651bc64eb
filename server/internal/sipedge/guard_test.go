package sipedge

import (
	"bytes"
	"fmt"
	"io"
	"net"
	"net/netip"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

func ap(s string) netip.AddrPort { return netip.MustParseAddrPort(s) }

func limited(l GuardLimits) *guard {
	l.complete()
	return newGuard(l)
}

func TestStrangerIsLimitedByAddress(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := limited(GuardLimits{Rate: 10, Burst: 20})
		through := func(n int) (passing int) {
			for i := range n {
				// Another port every time: a scanner's trick.
				if g.admit(ap(fmt.Sprintf("192.0.2.1:%d", 1024+i)), 300) == passed {
					passing++
				}
			}
			return passing
		}
		if n := through(100); n != 20 {
			t.Fatalf("%d of 100 passed, want the burst of 20", n)
		}
		<-time.After(time.Second)
		if n := through(100); n != 10 {
			t.Fatalf("%d passed after one second, want 10", n)
		}
		if g.admit(ap("192.0.2.2:5060"), 300) != passed {
			t.Fatal("a neighbour was limited too")
		}
	})
}

func TestTrunkIsNeverLimited(t *testing.T) {
	g := limited(GuardLimits{Rate: 1, Burst: 1, Failures: 1})
	now := time.Now()
	trunk := ap("198.51.100.1:5060")
	g.setTrusted(func(a netip.AddrPort) bool { return a == trunk })
	g.guesses.wrong(now, claim{from: trunk, account: "x"}, false)
	for range 1000 {
		if g.admit(trunk, 100) != passed {
			t.Fatal("limited")
		}
	}
}

func TestMemoryIsBounded(t *testing.T) {
	g := limited(GuardLimits{Sources: 100, Failures: 1})
	now := time.Now()
	for i := range 10_000 {
		a := netip.AddrPortFrom(netip.AddrFrom4([4]byte{10, byte(i >> 16), byte(i >> 8), byte(i)}), 5060)
		g.admit(a, 100)
		c := claim{from: a, account: strings.Repeat(itoa(i), 1000), callID: strings.Repeat(itoa(i), 1000)}
		g.guesses.wrong(now, c, true)
		g.guesses.proved(now, c)
	}
	q := g.guesses
	for what, n := range map[string]int{
		"strangers": g.strangers.len(), "phones": q.phones.len(), "pairs": q.pairs.len(), "accounts": q.accounts.len(),
		"sources": q.sources.len(), "right": q.right.len(), "offices": q.offices.len(),
	} {
		if n > 100 {
			t.Errorf("%d %s are remembered", n, what)
		}
	}
}

func TestIPv6SubscriberIsOneSource(t *testing.T) {
	if a, b := network(netip.MustParseAddr("2001:db8::1")), network(netip.MustParseAddr("2001:db8::ffff")); a != b {
		t.Fatalf("%s, %s", a, b)
	}
	if a, b := network(netip.MustParseAddr("::ffff:192.0.2.1")), netip.MustParseAddr("192.0.2.1"); a != b {
		t.Fatalf("%s, %s", a, b)
	}
}

// script is a socket that gives what it was given and keeps what was sent.
type script struct {
	net.PacketConn
	in  [][]byte
	out [][]byte
}

var scriptFrom = &net.UDPAddr{IP: net.IPv4(192, 0, 2, 1), Port: 5060}

func (s *script) ReadFrom(p []byte) (int, net.Addr, error) {
	if len(s.in) == 0 {
		return 0, nil, io.EOF
	}
	n := copy(p, s.in[0])
	s.in = s.in[1:]
	return n, scriptFrom, nil
}

func (s *script) WriteTo(p []byte, _ net.Addr) (int, error) {
	s.out = append(s.out, bytes.Clone(p))
	return len(p), nil
}

const options = "OPTIONS sip:a@b SIP/2.0\r\nVia: SIP/2.0/UDP x;branch=z9hG4bK1\r\n\r\n"

func TestPacketConnPassesOnlySIP(t *testing.T) {
	var counts [verdicts]atomic.Uint64
	s := &script{in: [][]byte{
		[]byte("\r\n\r\n"), {0}, []byte("GET / HTTP/1.1\r\nHost: x\r\n\r\n"), []byte("\x00\x01\x00\x00\x21\x12\xa4\x42aaaaaaaaaaaa"),
		[]byte("no newline SIP/2.0"), bytes.Repeat([]byte("A"), 20_000), []byte("SIP/2.0X 200 OK\r\n\r\n"),
		[]byte("OPTIONS sip:100@1.2.3.4 SIP/2.0\r\nUser-Agent: friendly-scanner\r\n\r\n"),
		[]byte("\r\n" + options), []byte("SIP/2.0 200 OK\r\n\r\n"),
	}}
	c := newPacketConn(s, limited(GuardLimits{}), &marks{}, &counts)
	buf := make([]byte, 65_535)
	var got []string
	for {
		n, _, err := c.ReadFrom(buf)
		if err != nil {
			break
		}
		got = append(got, string(buf[:n]))
	}
	if len(got) != 2 || got[0] != "\r\n"+options || got[1] != "SIP/2.0 200 OK\r\n\r\n" {
		t.Fatalf("passed %q", got)
	}
	for v, want := range map[verdict]uint64{droppedKeepalive: 2, droppedGarbage: 4, droppedSize: 1, droppedScanner: 1, passed: 2} {
		if n := counts[v].Load(); n != want {
			t.Errorf("%s: %d, want %d", verdictNames[v], n, want)
		}
	}
}

func TestStrangerIsNeverSentMoreThanItSent(t *testing.T) {
	var counts [verdicts]atomic.Uint64
	s := &script{in: [][]byte{[]byte(options), []byte(options)}}
	g := limited(GuardLimits{})
	c := newPacketConn(s, g, &marks{}, &counts)
	buf := make([]byte, 65_535)
	answer := append([]byte("SIP/2.0 401 Unauthorized\r\n"), bytes.Repeat([]byte("x"), len(options))...)
	for i, want := range []int{0, 1} { // the retransmission has earned it
		if _, _, err := c.ReadFrom(buf); err != nil {
			t.Fatal(err)
		}
		if _, err := c.WriteTo(answer, scriptFrom); err != nil || len(s.out) != want {
			t.Fatalf("after datagram %d: %d answers, %v", i+1, len(s.out), err)
		}
	}
	g.trust(ap("192.0.2.1:5060"), "desk", time.Now().Add(time.Hour))
	for range 3 {
		if _, err := c.WriteTo(answer, scriptFrom); err != nil {
			t.Fatal(err)
		}
	}
	if len(s.out) != 4 {
		t.Fatalf("%d answers to a registered phone, want all", len(s.out))
	}
}

func FuzzPacketConn(f *testing.F) {
	for _, s := range []string{options, "\r\n", "SIP/2.0 100 Trying\r\n\r\n", "INVITE\x00", "A B SIP/2.0\n"} {
		f.Add([]byte(s), true)
	}
	f.Fuzz(func(t *testing.T, b []byte, twice bool) {
		var counts [verdicts]atomic.Uint64
		s := &script{in: [][]byte{b}}
		if twice {
			s.in = append(s.in, b)
		}
		c := newPacketConn(s, limited(GuardLimits{}), &marks{}, &counts)
		buf := make([]byte, 65_535)
		for {
			n, _, err := c.ReadFrom(buf)
			if err != nil {
				break
			}
			if n > 16<<10 || !bytes.Contains(bytes.ToUpper(buf[:n]), []byte("SIP/")) {
				t.Fatalf("passed %q", buf[:n])
			}
		}
		var seen uint64
		for v := range verdicts {
			seen += counts[v].Load()
		}
		if seen != uint64(len(s.in))+map[bool]uint64{true: 2, false: 1}[twice] {
			t.Fatalf("%d datagrams counted", seen)
		}
	})
}

func BenchmarkPacketConn(b *testing.B) {
	var counts [verdicts]atomic.Uint64
	s := &script{}
	g := limited(GuardLimits{})
	g.setTrusted(func(netip.AddrPort) bool { return true })
	c := newPacketConn(s, g, &marks{}, &counts)
	buf := make([]byte, 65_535)
	msg := [][]byte{[]byte(options)}
	b.ReportAllocs()
	for b.Loop() {
		s.in = msg
		if _, _, err := c.ReadFrom(buf); err != nil {
			b.Fatal(err)
		}
	}
}
