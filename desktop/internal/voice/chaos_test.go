package voice

import (
	"math/rand/v2"
	"testing"

	"github.com/yobirin/yobirin/shared/opus"
	"github.com/yobirin/yobirin/shared/rtpio"
)

// TestChaos: whatever order, times, sources, codecs and sizes packets have,
// every pull gives 10 ms, memory stays bounded, no two packets stand for the
// same time, and a clean stream after it sounds clean again.
func TestChaos(t *testing.T) {
	for seed := range uint64(40 / thinned) {
		rng := rand.New(rand.NewPCG(seed, 99))
		w := newWorld(t, codecMu)
		var err error
		if w.p.opus, err = opus.NewDecoder(); err != nil {
			t.Fatal(err)
		}
		h := rtpio.Header{SSRC: 1, Seq: uint16(rng.Uint32()), TS: rng.Uint32()}
		payload := make([]byte, maxPayload+10)
		for i := range payload {
			payload[i] = byte(rng.Uint32())
		}
		var frame [Frame]int16
		for range 1500 {
			for range rng.IntN(4) {
				switch rng.IntN(60) {
				case 0:
					h.SSRC = rng.Uint32N(3)
				case 1:
					h.TS = rng.Uint32()
				case 2:
					h.Seq = uint16(rng.Uint32())
				case 3:
					w.p.quiet(payload[:rng.IntN(3)])
				}
				c := codecs[rng.IntN(200)/70%3]
				one := h
				one.TS += uint32(rng.IntN(2000) - 1000)
				one.Seq += uint16(rng.IntN(5))
				w.p.put(one, c, payload[:rng.IntN(2)*rng.IntN(len(payload)-200)+rng.IntN(200)])
				h.TS += uint32(rng.IntN(4) * 80)
				h.Seq += uint16(rng.IntN(3))
			}
			before := w.p.played
			w.p.pull(frame[:])
			// A change of rate within a pull may take a sample more or less of 8 kHz.
			if off := w.p.played - before - Frame; abs(off) > 6 || len(w.p.toDevice.wide) > 2*Frame {
				t.Fatalf("seed %d: a pull of %d samples", seed, w.p.played-before)
			}
			if len(w.p.fifo) > len(w.p.store) {
				t.Fatalf("seed %d: %d samples wait", seed, len(w.p.fifo))
			}
			seen := map[[2]int64]bool{}
			for i := range w.p.jitter.slots {
				s := &w.p.jitter.slots[i]
				if key := [2]int64{int64(s.epoch), s.time}; s.used {
					if seen[key] {
						t.Fatalf("seed %d: two packets for one time", seed)
					}
					seen[key] = true
				}
			}
		}
		w.ssrc = 77
		w.run(6000, w.steady, nil)
		if s := w.share(1000); s < 0.995 {
			t.Errorf("seed %d: a clean stream afterwards is heard as %.3f", seed, s)
		}
		if d := w.p.depthMS(); d < 15 || d > 60 {
			t.Errorf("seed %d: depth %.0f ms afterwards", seed, d)
		}
	}
}
