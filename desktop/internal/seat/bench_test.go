package seat

import (
	"testing"
	"time"
)

// talks is a seat with one call up, one held and one ringing.
func talks(b *testing.B) *world {
	w := newWorld(b)
	w.begin()
	for _, text := range []string{
		"row c1 from=09011112222:山田 group=g1:受注:red parties=L0:caller::up,L1:agent:a1:up",
		"offered in-1 leg=L1 from=09011112222", "up in-1", "held in-1 on",
		"offered in-2 leg=L2 from=0355556666", "up in-2", "offered in-3 leg=L3 from=0377778888",
	} {
		w.play(text)
	}
	return w
}

// BenchmarkStep is the input that comes most often: how a call sounds.
func BenchmarkStep(b *testing.B) {
	w := talks(b)
	b.ReportAllocs()
	for i := range b.N {
		w.seat.Step(w.now, LineQuality{Line: "in-2", Quality: Quality{MOS: float64(i & 3)}})
	}
}

// BenchmarkMine is the server's view, which is joined with the calls.
func BenchmarkMine(b *testing.B) {
	w := talks(b)
	b.ReportAllocs()
	for b.Loop() {
		w.seat.Step(w.now, Mine{w.rows})
	}
}

// BenchmarkState is what every reader of the State pays.
func BenchmarkState(b *testing.B) {
	w := talks(b)
	for b.Loop() {
		_ = w.seat.State(time.Time{})
	}
}
