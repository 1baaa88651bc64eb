package e2e

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/yobirin/yobirin/shared/pcm"
)

const (
	windowMS = 500  // of what is measured at once
	pureTone = 0.8  // share of the energy that makes a window this tone
	quiet    = 1e-6 // mean square below which a window is silence
)

// readWAV reads a recording, also one that is still being written.
func readWAV(t testing.TB, path string) pcm.Wave {
	t.Helper()
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if len(raw) < 44 {
		return pcm.Wave{Rate: 8000, Channels: 1} // it has only begun
	}
	w, err := pcm.ParseWAV(growing(raw))
	if err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	return w
}

// growing corrects the length in the header of a file that is being written:
// libsndfile writes it only at the end.
func growing(raw []byte) []byte {
	at := bytes.Index(raw, []byte("data"))
	if at < 0 || len(raw) < at+8 {
		return raw
	}
	if binary.LittleEndian.Uint32(raw[at+4:]) == 0 {
		binary.LittleEndian.PutUint32(raw[at+4:], uint32(len(raw)-at-8))
	}
	return raw
}

// heard names what each window of half a second holds: the frequency of one
// of the tones, "quiet", or "other".
func heard(samples []int16, rate int, tones ...int) []string {
	size := rate * windowMS / 1000
	var out []string
	for ; len(samples) >= size; samples = samples[size:] {
		out = append(out, nameWindow(samples[:size], rate, tones))
	}
	return out
}

func nameWindow(window []int16, rate int, tones []int) string {
	if pcm.Energy(window) < quiet {
		return "quiet"
	}
	for _, f := range tones {
		if pcm.Share(window, float64(f), rate) > pureTone {
			return fmt.Sprint(f)
		}
	}
	return "other"
}

// growingEar listens to a recording while it is written, to its first lane,
// and names each window once.
type growingEar struct {
	path  string
	names []string
}

// listen gives what all whole windows of a file hold so far.
func (e *growingEar) listen(t testing.TB, path string, tones []int) []string {
	t.Helper()
	if path != e.path {
		*e = growingEar{path: path}
	}
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	head := make([]byte, 256)
	n, _ := f.ReadAt(head, 0) // its end may come soon
	at := bytes.Index(head[:n], []byte("data"))
	if at < 0 || n < at+8 {
		return e.names // it has only begun
	}
	head = head[:at+8]
	form, err := pcm.ParseWAV(head)
	if err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	body := make([]byte, form.Rate*windowMS/1000*form.Channels*2)
	binary.LittleEndian.PutUint32(head[at+4:], uint32(len(body)))
	for {
		if n, _ := f.ReadAt(body, int64(len(head)+len(e.names)*len(body))); n < len(body) {
			return e.names
		}
		w, err := pcm.ParseWAV(append(slices.Clone(head), body...))
		if err != nil {
			t.Fatalf("%s: %v", path, err)
		}
		samples := w.Samples
		if w.Channels > 1 {
			samples = w.Lane(0)
		}
		e.names = append(e.names, nameWindow(samples, w.Rate, tones))
	}
}

// run is the longest row of windows in a row with the name.
func run(windows []string, name string) int {
	best, now := 0, 0
	for _, w := range windows {
		if w != name {
			now = 0
			continue
		}
		now++
		best = max(best, now)
	}
	return best
}

// mustHear fails unless the tone fills at least n windows in a row, and none of
// the other tones fills any.
func mustHear(t testing.TB, who string, windows []string, tone, n int, not ...int) {
	t.Helper()
	if got := run(windows, fmt.Sprint(tone)); got < n {
		t.Errorf("%s: %d windows of %d ms in a row with %d Hz, want at least %d: %s", who, got, windowMS, tone, n, strings.Join(windows, " "))
	}
	for _, f := range not {
		if got := run(windows, fmt.Sprint(f)); got > 0 {
			t.Errorf("%s: heard %d Hz: %s", who, f, strings.Join(windows, " "))
		}
	}
}

// wavHeard is heard of a mono file, or of one lane of a stereo file.
func wavHeard(t testing.TB, path string, lane int, tones ...int) []string {
	t.Helper()
	w := readWAV(t, path)
	samples := w.Samples
	if w.Channels > 1 {
		samples = w.Lane(lane)
	}
	return heard(samples, w.Rate, tones...)
}
