//go:build linux

package load

import (
	"testing"
	"time"
)

// TestPace tells loss, talk and spacing of what a leg hears, and takes neither
// what comes twice or late nor a talkspurt's beginning for a pause or a loss.
func TestPace(t *testing.T) {
	var p pace
	e := &ear{}
	at := int64(1_000_000)
	hear := func(seq uint16, after time.Duration, marker, talk bool) {
		at += int64(after)
		packet := make([]byte, packetSize)
		packet[0], packet[2], packet[3] = 0x80, byte(seq>>8), byte(seq)
		if marker {
			packet[1] = 0x80
		}
		if !talk {
			packet[packetSize-1] = 0xFF
		}
		p.take(e, 1, packet, at)
	}
	const even = 20 * time.Millisecond
	hear(65534, even, true, false)
	hear(65535, even, false, true)
	hear(0, even, false, true)
	hear(0, 0, false, true)             // twice
	hear(3, 3*even, false, true)        // two are lost
	hear(2, time.Second, false, true)   // late
	hear(4, even, false, true)          // 1.02 s after the 3
	hear(5, 5*time.Second, true, true)  // a new talkspurt
	p.take(e, 1, []byte("not RTP"), at) // nothing
	hear(6, 30*time.Millisecond, false, true)
	got := p.sum()
	if got.Legs != 1 || got.Got != 9 || got.Lost != 2 || got.Loud != 8 {
		t.Errorf("%+v", got)
	}
	if p.spacing.at(0) != even || got.Spacing50 != 30*time.Millisecond || got.SpacingMax < 199*time.Millisecond || p.spacing.count != 4 { // 20, 20, 30 and a second, which is 200 or more
		t.Errorf("%+v of %d spacings", got, p.spacing.count)
	}
	if l := got.Loss(); l < 0.18 || l > 0.182 {
		t.Errorf("loss of %v", l)
	}
	p.take(e, 2, make([]byte, packetSize), at) // version 0: no RTP
	if p.legs != 1 {
		t.Error("something else than RTP is heard")
	}
}
