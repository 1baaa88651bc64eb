package voice

import (
	"fmt"
	"math"
	"testing"
)

var codecs = []codec{codecMu, codecA, codecOpus}

func TestAnEvenStreamIsPlayedWholeAndSoon(t *testing.T) {
	for _, c := range codecs {
		w := newWorld(t, c)
		w.run(15000, w.steady, nil)
		least := 0.999
		if c == codecOpus {
			least = 0.97
		}
		if s := w.share(2000); s < least {
			t.Errorf("%s: the tone is %.4f of what is heard", c, s)
		}
		if l := w.level(1000); math.Abs(l-8000/math.Sqrt2) > 300 {
			t.Errorf("%s: level %.0f", c, l)
		}
		if d := w.p.depthMS(); d < 20 || d > 40 {
			t.Errorf("%s: depth %.1f ms", c, d)
		}
		if w.p.lates != 0 || w.p.concealed != 0 || w.p.skipped != 0 {
			t.Errorf("%s: late %d, concealed %d, skipped %d", c, w.p.lates, w.p.concealed, w.p.skipped)
		}
	}
}

func TestLossIsCovered(t *testing.T) {
	for n, c := range codecs {
		for i, loss := range []float64{0.05, 0.10, 0.20} {
			if !tried(3*n + i) {
				continue
			}
			w := newWorld(t, c)
			w.run(10000, w.losing(loss), nil)
			least := 1 - 1.2*loss
			if c == codecOpus {
				least = 1 - 2.2*loss
			}
			if s := w.shares(4000); s < least {
				t.Errorf("%s, %.0f %% lost: the tone is %.3f of what is heard", c, 100*loss, s)
			}
			if l := w.level(4000); l < 0.78*8000/math.Sqrt2 {
				t.Errorf("%s, %.0f %% lost: level %.0f", c, 100*loss, l)
			}
			if d := w.p.depthMS(); d > 70 {
				t.Errorf("%s, %.0f %% lost: depth %.0f ms though nothing is late", c, 100*loss, d)
			}
			if w.p.concealed == 0 {
				t.Errorf("%s: nothing was concealed", c)
			}
		}
	}
}

func TestJitterIsAbsorbed(t *testing.T) {
	ways := []struct {
		name string
		of   func(w *world, ms float64) network
	}{{"queue", (*world).queueing}, {"overtaking", (*world).jittering}}
	for n, c := range codecs {
		for i, ms := range []float64{5, 30, 80, 150} {
			for j, way := range ways {
				if !tried(9*n + 2*i + j) {
					continue
				}
				w := newWorld(t, c)
				w.run(10000, way.of(w, ms), nil) // it learns
				lates, concealed := w.p.lates, w.p.concealed
				w.run(10000, way.of(w, ms), nil)
				late := float64(w.p.lates-lates) / 500
				gone := float64(w.p.concealed-concealed) / float64(10*c.rate())
				what := fmt.Sprintf("%s, %s of %.0f ms", c, way.name, ms)
				if late > 0.05 || gone > 0.06 {
					t.Errorf("%s: %.3f late, %.3f concealed", what, late, gone)
				}
				if s := w.shares(4000); s < 0.95 {
					t.Errorf("%s: the tone is %.3f of what is heard", what, s)
				}
				if d := w.p.depthMS(); d > ms+50 {
					t.Errorf("%s: depth %.0f ms", what, d)
				}
			}
		}
	}
}

func TestDepthFollowsTheWeather(t *testing.T) {
	w := newWorld(t, codecMu)
	w.run(5000, w.steady, nil)
	w.run(2000, w.jittering(100), nil)
	if d := w.p.depthMS(); d < 60 {
		t.Errorf("two seconds into jitter of 100 ms the depth is %.0f ms", d)
	}
	w.run(20000, w.steady, nil)
	if d := w.p.depthMS(); d > 50 {
		t.Errorf("20 s after it the depth is still %.0f ms", d)
	}
	if s := w.share(1000); s < 0.999 {
		t.Errorf("the tone is %.4f of what is heard", s)
	}
}

// TestNothingWaitsLongerThanNeeded: when the way has become some milliseconds
// shorter, what waits is deeper by them, and would be heard as delay for the
// rest of the call.
func TestNothingWaitsLongerThanNeeded(t *testing.T) {
	for _, c := range codecs {
		w := newWorld(t, c)
		w.run(3000, w.steady, nil)
		learned := &w.p.jitter.timing
		learned.ring[0] -= learned.ms(6) // such a packet has come, and is remembered for 10 s
		w.run(5000, w.steady, nil)
		if over := w.p.delay() - learned.base - learned.target(); over > learned.ms(5) {
			t.Errorf("%s: %.1f ms deeper than needed", c, 1000*float64(over)/float64(w.p.rate))
		}
		if w.p.lates != 0 || w.p.concealed != 0 || w.p.skipped != 0 {
			t.Errorf("%s: late %d, concealed %d, skipped %d", c, w.p.lates, w.p.concealed, w.p.skipped)
		}
	}
}

// TestAnHourOfDrift: a sound card that is 200 ppm off gains or loses 720 ms in
// an hour, which the buffer must give back without a break.
func TestAnHourOfDrift(t *testing.T) {
	for i, tt := range []struct{ ppm, jitter float64 }{{200, 0}, {-200, 0}, {-200, 40}} {
		if thinned > 1 && i < 2 {
			continue
		}
		w := newWorld(t, codecMu)
		w.keep = deviceRate
		w.tick = 10 * (1 + tt.ppm/1e6)
		deepest, shallow := 0.0, math.Inf(1)
		w.run(60000, w.jittering(tt.jitter), nil)
		lates, concealed := w.p.lates, w.p.concealed
		w.run(drifting, w.jittering(tt.jitter), func([]int16) {
			deepest, shallow = max(deepest, w.p.depthMS()), min(shallow, w.p.depthMS())
		})
		late, gone := w.p.lates-lates, float64(w.p.concealed-concealed)/8000
		t.Logf("%+.0f ppm, jitter %.0f: depth %.0f to %.0f ms, %d late, %.1f s concealed", tt.ppm, tt.jitter, shallow, deepest, late, gone)
		if deepest > tt.jitter+60 || shallow < 5 {
			t.Errorf("the depth leaves its bounds")
		}
		if tt.jitter == 0 && (late > 0 || gone > 0) || gone > 0.04*drifting/1e3 {
			t.Errorf("too much was concealed")
		}
	}
}

func TestDuplicatesAndReordering(t *testing.T) {
	w := newWorld(t, codecA)
	w.run(5000, func(f *flight) bool {
		w.air = append(w.air, *f) // once more
		if f.header.Seq%5 == 0 {
			f.at += 25 // behind the next
		}
		return true
	}, nil)
	if s := w.shares(2000); s < 0.99 {
		t.Errorf("the tone is %.3f of what is heard", s)
	}
	if w.p.jitter.duplicates == 0 {
		t.Error("no duplicate was seen")
	}
}

func TestStreamsThatBeginAnew(t *testing.T) {
	changes := map[string]func(w *world){
		"another source":          func(w *world) { w.ssrc++; w.ts = w.rng.Uint32(); w.seq = 9 },
		"the same source, jumped": func(w *world) { w.ts += 1e6; w.seq += 9000 },
		"back in time":            func(w *world) { w.ts -= 1e6; w.seq -= 9000 },
		"another law":             func(w *world) { w.codec = codecA },
		"the way is 300 ms longer": func(w *world) {
			for i := range w.air {
				w.air[i].at += 300
			}
			w.at += 300
		},
		"the way is 300 ms shorter":   func(w *world) { w.at -= 300 },
		"a pause of 5 s in the times": func(w *world) { w.at += 5000; w.ts += 5000 * 8 },
		"a pause that the times do not tell": func(w *world) {
			w.at += 5000
		},
		"a pause of 700 ms that the times do not tell": func(w *world) { w.at += 700 },
	}
	for name, change := range changes {
		w := newWorld(t, codecMu)
		w.run(4000, w.steady, nil)
		change(w)
		w.run(5600, w.steady, nil)
		w.run(3000, w.steady, nil)
		if s := w.share(1000); s < 0.999 {
			t.Errorf("%s: the tone is %.3f of what is heard three seconds later", name, s)
		}
		if d := w.p.depthMS(); d < 15 || d > 120 {
			t.Errorf("%s: depth %.0f ms", name, d)
		}
	}
}

// TestAWayThatIsLongerByDegrees: each step is too short to be taken for a pause,
// and together they are more than the buffer may be deep.
func TestAWayThatIsLongerByDegrees(t *testing.T) {
	for _, c := range []codec{codecMu, codecOpus} {
		for _, longer := range []float64{120, 150, 180} {
			for _, jitter := range []float64{0, 30, 80} {
				w := newWorld(t, c)
				queue := w.queueing(jitter)
				w.run(600, queue, nil)
				for range 2 {
					w.at += longer // which the times do not tell
					w.run(longer+100, queue, nil)
				}
				w.run(1000, queue, nil)
				w.run(400, queue, nil)
				if s := w.shares(400); s < 0.8 {
					t.Errorf("%s, twice %.0f ms longer, jitter %.0f ms: the tone is %.3f of what is heard a second later", c, longer, jitter, s)
				}
			}
		}
	}
}

func TestClockRateChangesWithTheCodec(t *testing.T) {
	w := newWorld(t, codecOpus)
	for _, c := range []codec{codecMu, codecOpus, codecA, codecMu, codecOpus} {
		w.run(2000, w.steady, nil)
		if s := w.shares(1000); s < 0.97 {
			t.Errorf("%s: the tone is %.3f of what is heard", w.codec, s)
		}
		if w.p.current != w.codec {
			t.Errorf("%s is played as %s", w.codec, w.p.current)
		}
		rate := w.codec.rate()
		w.codec = c
		w.sent = w.sent * int64(c.rate()) / int64(rate)
	}
}

func TestAfterTheEndThereIsNoiseAndNoClick(t *testing.T) {
	w := newWorld(t, codecMu)
	w.run(3000, w.steady, nil)
	steepest := w.click(1000)
	w.run(2000, func(*flight) bool { return false }, nil)
	if l := w.level(1000); l > noiseCap*1.3 {
		t.Errorf("a second after the end it is still loud: %.0f", l)
	}
	if got := w.click(2200); got > steepest*3/2 {
		t.Errorf("a step of %d, the tone itself has %d", got, steepest)
	}
}

func TestBackgroundGoesOnInPauses(t *testing.T) {
	w := newWorld(t, codecMu)
	w.freq = 0
	hiss := func(f *flight) bool {
		for i := range f.payload {
			f.payload[i] = codecMu.law().Code(int16(w.rng.NormFloat64() * 40))
		}
		return true
	}
	w.run(5000, hiss, nil)
	during := w.level(2000)
	w.run(3000, func(*flight) bool { return false }, nil)
	if after := w.level(2000); after < during/3 || after > during*2 {
		t.Errorf("background %.0f, in the pause %.0f", during, after)
	}
}

func TestStalledDeviceIsCaughtUpWith(t *testing.T) {
	w := newWorld(t, codecMu)
	w.run(3000, w.steady, nil)
	w.now += 600 // the card did nothing while packets came
	w.run(3500, w.steady, nil)
	if d := w.p.depthMS(); d > 60 {
		t.Errorf("depth %.0f ms after the device had stalled", d)
	}
	w.run(1000, w.steady, nil)
	if s := w.share(900); s < 0.999 {
		t.Errorf("the tone is %.3f of what is heard", s)
	}
}

func TestStalledNetworkIsCaughtUpWith(t *testing.T) {
	w := newWorld(t, codecMu)
	w.run(3000, w.steady, nil)
	from := w.at
	w.run(1500, func(f *flight) bool {
		if f.at < from+400 { // all of it comes at once
			f.at = from + 400
		}
		return true
	}, nil)
	if d := w.p.depthMS(); d > maxDepth+20 {
		t.Errorf("depth %.0f ms after the network had stalled", d)
	}
	w.run(15000, w.steady, nil)
	if d := w.p.depthMS(); d > 60 {
		t.Errorf("depth %.0f ms 15 s later", d)
	}
}

func BenchmarkPull(b *testing.B) {
	for _, c := range codecs {
		b.Run(c.String(), func(b *testing.B) {
			t := &testing.T{}
			w := newWorld(t, c)
			packets := make([]flight, 100)
			for i := range packets {
				packets[i] = w.packet()
			}
			var frame [Frame]int16
			seq, ts := uint16(0), uint32(0)
			b.ReportAllocs()
			i := 0
			for b.Loop() {
				if i%2 == 0 {
					f := &packets[i/2%100]
					f.header.Seq, f.header.TS = seq, ts
					w.p.put(f.header, f.codec, f.payload)
					seq++
					ts += uint32(c.rate() / 50)
				}
				w.p.pull(frame[:])
				i++
			}
		})
	}
}

// A computer that slept, or whose sound system hung, has not played for a
// while. What came meanwhile must not keep what comes then from being heard.
func TestADeviceThatStood(t *testing.T) {
	stood := []float64{20000, 60000}
	for ms := 100.0; ms < 9000; ms += 110 * thinned {
		stood = append(stood, ms)
	}
	for _, before := range []float64{0, 1000} {
		for _, ms := range stood {
			w := newWorld(t, codecMu)
			w.run(before, w.steady, nil)
			for end := w.at + ms; w.at < end; {
				f := w.packet()
				w.p.put(f.header, f.codec, f.payload)
			}
			w.at = w.now
			w.run(3000, w.steady, nil)
			if share, depth := w.shares(1000), w.p.depthMS(); share < 0.95 || depth > 120 {
				t.Errorf("%.0f ms of nothing after %.0f: the tone is %.2f of what is heard, %.0f ms late", ms, before, share, depth)
			}
		}
	}
}
