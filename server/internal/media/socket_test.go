package media

import (
	"net/netip"
	"testing"

	"github.com/yobirin/yobirin/shared/id"
	"github.com/yobirin/yobirin/shared/leg"
	"github.com/yobirin/yobirin/shared/rtpio"
)

func TestSocketsOfBothFamilies(t *testing.T) {
	for _, text := range []string{"127.0.0.1", "::1"} {
		addr := netip.MustParseAddr(text)
		for _, portable := range []bool{false, true} {
			a, err := opener(portable)(addr, 0)
			if err != nil {
				if addr.Is6() {
					t.Skipf("no IPv6 here: %v", err)
				}
				t.Fatal(err)
			}
			t.Cleanup(a.close)
			far := listenOn(t, addr)
			to := newAddress(far.LocalAddr().(interface{ AddrPort() netip.AddrPort }).AddrPort())
			if !a.send([]byte("hello"), &to) {
				t.Fatalf("%s: nothing was sent", text)
			}
			buf := make([]byte, 100)
			n, from, err := far.ReadFromUDPAddrPort(buf)
			if err != nil || string(buf[:n]) != "hello" || from.Port() != a.port() || from.Addr().Unmap() != addr {
				t.Fatalf("%s: %q from %s, %v", text, buf[:n], from, err)
			}
			if again, err := opener(portable)(addr, a.port()); err == nil {
				again.close()
				t.Fatalf("%s: one port was bound twice", text)
			}
		}
	}
}

func FuzzReceive(f *testing.F) {
	f.Add(audioPacket(), false)
	f.Add([]byte("\x80\x65\x00\x01\x00\x00\x00\x01\x00\x00\x00\x01\x05\x8a\x01\x40"), false)
	f.Add(rtpio.AppendControl(nil, 1, &rtpio.Sender{NTP: 1}, &rtpio.Block{SSRC: 1}, "x", true), true)
	from := netip.MustParseAddrPort("127.0.0.1:4000")
	fromControl := netip.MustParseAddrPort("127.0.0.1:4001")
	f.Fuzz(func(t *testing.T, packet []byte, control bool) {
		s, streams := wired(t, nil)
		streams[0].agreed.Mux = true
		s.record(leg.Record{Recording: id.RecordingOf(id.CallOf(streams[0].id), 1), Left: streams[0].id})
		src := from
		if control {
			src = fromControl
		}
		for range 3 {
			s.receive(streams[0], control, src, packet)
			s.now += 20_000_000
		}
		if out := streams[1].sockets[0].(*stubSocket).last; out != nil {
			if _, _, err := rtpio.Parse(out); err != nil {
				t.Fatalf("%x was passed on as %x: %v", packet, out, err)
			}
		}
	})
}
