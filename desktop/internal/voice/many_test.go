package voice

import (
	"fmt"
	"net/netip"
	"os"
	"runtime"
	"testing"

	"github.com/yobirin/yobirin/shared/sdp"
)

// rss is what this process has of the memory, in MB; 0 where that is not told.
func rss() float64 {
	raw, err := os.ReadFile("/proc/self/statm")
	if err != nil {
		return 0
	}
	var size, resident float64
	_, _ = fmt.Sscan(string(raw), &size, &resident)
	return resident * float64(os.Getpagesize()) / (1 << 20)
}

// BenchmarkManyCalls has the engine make calls, one after another, with audio
// both ways, SRTP and the echo taken out, and tells how much memory is kept.
func BenchmarkManyCalls(b *testing.B) {
	e, err := New(Options{})
	if err != nil {
		b.Fatal(err)
	}
	defer e.Close()
	e.Clean(true, true)
	frame, out := make([]int16, Frame), make([]int16, Frame)
	call := func() {
		at := Opening{Local: netip.MustParseAddr("127.0.0.1"), SRTP: sdp.Require, Opus: true}
		near, err := e.Open(at)
		if err != nil {
			b.Fatal(err)
		}
		far, err := e.Open(at)
		if err != nil {
			b.Fatal(err)
		}
		offer, err := near.Offer(SendReceive)
		if err != nil {
			b.Fatal(err)
		}
		answer, err := far.Answer(offer, SendReceive)
		if err != nil {
			b.Fatal(err)
		}
		if err := near.Accept(answer); err != nil {
			b.Fatal(err)
		}
		for i := range 100 { // a second's, as fast as it goes
			for j := range frame {
				frame[j] = int16((i*j*37)%8000 - 4000)
			}
			e.Captured(frame)
			e.Render(out)
		}
		near.Close()
		far.Close()
	}
	kept := func() float64 {
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return float64(m.HeapAlloc) / (1 << 20)
	}
	const warm = 50
	for range warm {
		call()
	}
	heap, resident, routines := kept(), rss(), runtime.NumGoroutine()
	for b.Loop() {
		call()
	}
	b.ReportMetric(kept()-heap, "MB-heap-more")
	b.ReportMetric(rss()-resident, "MB-RSS-more")
	b.ReportMetric(resident, "MB-RSS-first")
	b.ReportMetric(float64(runtime.NumGoroutine()-routines), "goroutines-more")
}
