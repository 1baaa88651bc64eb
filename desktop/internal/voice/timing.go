package voice

import "slices"

const (
	// timingWindow is how many packets are remembered: 10 s of 20 ms each.
	timingWindow = 512
	// The jitter buffer's bounds and what it begins with, in milliseconds.
	minDepth, firstDepth, maxDepth = 20, 40, 200
	// usual is the share of packets that shall come in time.
	usual = 0.97
	// headroom in milliseconds above the latest usual packet.
	headroom = 10
	// knownAfter is from how many packets on the percentile is believed.
	knownAfter = 25
	// After so many packets in a row that come by so many milliseconds before
	// the usual late one, the way is another and what was learned of no use.
	earlyRun, earlyMS = 100, 60
)

// timing learns from when packets come how long they must wait so that the
// usual late one is in time. A packet's lateness is the number of samples that
// had been played when it came, less its own time: a number whose origin means
// nothing and whose spread is the jitter of network, sender and sound card
// together, measured by the one clock that counts, the sound card's.
type timing struct {
	rate    int
	ring    [timingWindow]int64
	sorted  [timingWindow]int64
	n, at   int
	fresh   int   // packets since the percentile was computed
	base    int64 // the earliest packet's lateness
	usually int64 // the percentile's
	early   int   // packets in a row far before the usual late one
	behind  int   // packets in a row later than the buffer can be deep
}

// reset forgets everything.
func (t *timing) reset(rate int) {
	t.rate, t.n, t.at, t.fresh, t.early, t.behind = rate, 0, 0, 0, 0, 0
}

func (t *timing) known() bool { return t.n > 0 }

func (t *timing) ms(v int) int64 { return int64(v) * int64(t.rate) / 1000 }

// add notes a packet.
func (t *timing) add(lateness int64) {
	if t.n == 0 || lateness >= t.usually-t.ms(earlyMS) {
		t.early = 0
	} else if t.early++; t.early >= earlyRun {
		t.reset(t.rate)
	}
	if t.n == 0 || lateness-t.base <= t.ms(maxDepth) {
		t.behind = 0
	} else if t.behind++; t.behind >= lateRun {
		// The way is longer for good. As long as the earliest packet of the way
		// before counted, each of these would be given up as too far behind.
		t.reset(t.rate)
	}
	t.ring[t.at] = lateness
	t.at = (t.at + 1) % timingWindow
	t.n = min(t.n+1, timingWindow)
	t.fresh++
	if t.n == 1 || lateness < t.base {
		t.base = lateness
	}
	if t.n == 1 {
		t.usually = lateness
	}
	// A late one counts at once, the rest can wait.
	if t.fresh >= 16 || t.n < knownAfter || lateness > t.usually {
		t.compute()
	}
}

func (t *timing) compute() {
	s := t.sorted[:t.n]
	copy(s, t.ring[:t.n])
	slices.Sort(s)
	t.base, t.fresh = s[0], 0
	t.usually = s[min(t.n-1, int(float64(t.n)*usual))]
}

// target is how long a packet that is not late at all should wait, in samples.
func (t *timing) target() int64 {
	want := t.usually - t.base + t.ms(headroom)
	low := t.ms(minDepth)
	if t.n < knownAfter {
		low = t.ms(firstDepth)
	}
	return max(low, min(want, t.ms(maxDepth)))
}
