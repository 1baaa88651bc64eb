package demo

import (
	"log/slog"
	"net"
	"net/netip"
	"testing"
	"time"

	"github.com/yobirin/yobirin/shared/rtpio"
	"github.com/yobirin/yobirin/shared/sdp"
)

// TestKeysArePressed reads the keys from the stream as a far side does, and
// wants the voice to go on after them.
func TestKeysArePressed(t *testing.T) {
	bind := netip.MustParseAddr("127.0.0.1")
	far, err := net.ListenUDP("udp", net.UDPAddrFromAddrPort(netip.AddrPortFrom(bind, 0)))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = far.Close() }()
	w, dice := newWheel(slog.New(slog.DiscardHandler)), newDice(1)
	l, err := newLine(w, dice, bind, tones().newVoice(dice, japaneseAgent))
	if err != nil {
		t.Fatal(err)
	}
	defer l.close()
	if l.press("1") {
		t.Error("a key was pressed before there was a far side")
	}
	offer, err := l.offer(false)
	if err != nil {
		t.Fatal(err)
	}
	answer := func(events bool) []byte {
		text, _, err := sdp.Answer(sdp.Local{Address: bind, Port: addrOf(far).Port(), SessionID: 1, Version: 1, Events: events}, offer)
		if err != nil {
			t.Fatal(err)
		}
		return text
	}
	if err := l.accept(answer(false)); err != nil {
		t.Fatal(err)
	}
	if l.press("1") {
		t.Error("a key was pressed that the far side does not take")
	}
	if err := l.accept(answer(true)); err != nil {
		t.Fatal(err)
	}
	const keys = "#82001#" // the same key twice in a row is two keys
	if !l.press(keys) {
		t.Fatal("no keys could be pressed")
	}
	const turns = 30
	for range len(keys)*keyOver + turns {
		l.send()
	}
	if err := far.SetReadDeadline(time.Now().Add(5 * time.Second)); err != nil {
		t.Fatal(err)
	}
	var got []byte
	var in rtpio.EventReceiver
	buf := make([]byte, rtpio.MaxPacket)
	for audio := 0; audio < turns; {
		n, _, err := far.ReadFromUDPAddrPort(buf)
		if err != nil {
			t.Fatalf("after the keys %s there is no voice: %v", got, err)
		}
		h, payload, err := rtpio.Parse(buf[:n])
		switch {
		case err != nil:
			t.Fatal(err)
		case len(payload) == rtpio.EventSize:
			if key, pressed := in.Take(h, payload); pressed {
				got = append(got, key)
			}
		default:
			if audio++; audio == 1 && !h.Marker {
				t.Error("the voice after the keys does not begin anew")
			}
		}
	}
	if string(got) != keys {
		t.Errorf("the far side read the keys %s, want %s", got, keys)
	}
}
