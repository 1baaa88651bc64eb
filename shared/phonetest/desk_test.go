package phonetest

import (
	"net/netip"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/yobirin/yobirin/shared/sipua"
)

func TestHoldingChangesWhatItSays(t *testing.T) {
	for h, want := range map[Holding]string{
		HoldSendonly: "\r\na=sendonly\r\n", HoldInactive: "\r\na=inactive\r\n", HoldZero: "\r\nc=IN IP4 0.0.0.0\r\n",
	} {
		if got := h.Of(SDP); !strings.Contains(got, want) || strings.Count(got, "c=IN") != 1 {
			t.Errorf("%s: %q", h, got)
		}
	}
	if Holding("").Of(SDP) != SDP {
		t.Error("no hold changed something")
	}
}

// TestKeysInTheAudioStream reads the events of RFC 4733 as they arrive.
func TestKeysInTheAudioStream(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n, alice, bob, _ := Three(t, Weather{})
		alice.OpenMedia(n)
		heard := bob.OpenMedia(n)
		out := alice.Dial(bob.URI())
		Await[sipua.Answered](out)
		if to, ok := mediaAddress(out.FarSDP()); !ok || to != heard.Addr() {
			t.Fatalf("%s: %v", out.FarSDP(), to)
		}
		out.PressRTP("5#")
		var events []byte
		var stamps []byte
		for range 16 {
			b := make([]byte, 100)
			size, from, err := heard.ReadFromUDPAddrPort(b)
			if err != nil || size != 16 || from.Addr() != netip.MustParseAddr("192.0.2.11") || b[1]&0x7f != 101 {
				t.Fatalf("%d bytes from %s: %v", size, from, err)
			}
			if b[13]&0x80 != 0 {
				events, stamps = append(events, b[12]), append(stamps, b[7])
			}
		}
		if string(events) != string([]byte{5, 5, 5, 11, 11, 11}) || stamps[0] != stamps[2] || stamps[0] == stamps[3] {
			t.Errorf("events %v at %v", events, stamps)
		}
		out.Dialog.Hangup(sipua.Hangup{})
	})
}
