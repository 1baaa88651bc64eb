package voice

import "testing"

// TestAPacketGoesWithItsLastFrame: the microphone's second frame completes a
// packet of 20 ms; none waits for a third.
func TestAPacketGoesWithItsLastFrame(t *testing.T) {
	talker, err := newTalker(1, 2, 3)
	if err != nil {
		t.Fatal(err)
	}
	if err := talker.use(true, codecMu, 0, 2, -1); err != nil {
		t.Fatal(err)
	}
	var frame [Frame]int16
	for i := 1; i <= 100; i++ {
		packets := 0
		talker.frame(frame[:], func(packet []byte) {
			if packets++; len(packet) != 172 {
				t.Errorf("frame %d: a packet of %d bytes", i, len(packet))
			}
		})
		if want := 1 - i%2; packets != want {
			t.Fatalf("frame %d: %d packets, expected %d", i, packets, want)
		}
	}
}
