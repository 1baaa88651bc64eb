package ivr

import (
	"math/rand/v2"
	"testing"
	"time"
)

// A call waits for Decide.
func BenchmarkDecide(b *testing.B) {
	m, holidays := randomIVR(rand.New(rand.NewPCG(3, 4)), 2026) //nolint:gosec // repeatable
	zone, err := time.LoadLocation("Asia/Tokyo")
	if err != nil {
		b.Fatal(err)
	}
	at := time.Date(2026, 11, 22, 10, 0, 0, 0, zone)
	b.ReportAllocs()
	for b.Loop() {
		Decide(m, at, zone, holidays)
	}
}
