package rtpio

import (
	"math"
	"testing"
	"time"
)

const frame = 20 * time.Millisecond

func feed(r *Receiver, ssrc uint32, first uint16, n int, skip func(i int) bool) {
	for i := range n {
		if skip == nil || !skip(i) {
			r.Add(Header{Seq: first + uint16(i), TS: uint32(i) * 160, SSRC: ssrc}, time.Duration(i)*frame, true)
		}
	}
}

func TestLossOverTheWrap(t *testing.T) {
	var r Receiver
	feed(&r, 1, 65500, 1000, func(i int) bool { return i%10 == 5 })
	if r.Lost() != 100 || r.Received() != 900 {
		t.Fatalf("lost %d of %d", r.Lost(), r.Received())
	}
	b := r.Block()
	if b.Fraction != 25 || b.Lost != 100 || b.Highest != 1<<16|(65500+999)&0xFFFF || b.SSRC != 1 {
		t.Fatalf("%+v", b)
	}
	if b = r.Block(); b.Fraction != 0 {
		t.Fatalf("the second interval lost %d", b.Fraction)
	}
}

func TestReorderAndDuplicatesAreNoLoss(t *testing.T) {
	var r Receiver
	for _, seq := range []uint16{1, 3, 2, 4, 4, 4, 6, 5} {
		r.Add(Header{Seq: seq, SSRC: 1}, 0, true)
	}
	if r.Lost() != 0 {
		t.Fatalf("lost %d", r.Lost())
	}
}

func TestRestartAndNewSourceKeepTheTotal(t *testing.T) {
	var r Receiver
	feed(&r, 1, 100, 50, func(i int) bool { return i == 10 })
	if fresh := r.Add(Header{Seq: 9, SSRC: 2}, 0, true); !fresh {
		t.Fatal("a new source was not told")
	}
	// A jump is believed at its second packet.
	if r.Add(Header{Seq: 30000, SSRC: 2}, 0, true) {
		t.Fatal("one stray packet restarted the source")
	}
	if !r.Add(Header{Seq: 30001, SSRC: 2}, 0, true) {
		t.Fatal("a restart was not told")
	}
	if r.Lost() != 1 || r.Received() != 52 {
		t.Fatalf("lost %d, received %d", r.Lost(), r.Received())
	}
}

func TestJitter(t *testing.T) {
	var r Receiver
	feed(&r, 1, 0, 200, nil)
	if r.JitterMS() != 0 {
		t.Fatalf("an even stream jitters %v ms", r.JitterMS())
	}
	// Every other packet 10 ms late: each transit differs from the last by 10 ms.
	for i := range 500 {
		at := time.Duration(200+i) * frame
		if i%2 == 1 {
			at += 10 * time.Millisecond
		}
		r.Add(Header{Seq: uint16(200 + i), TS: uint32(200+i) * 160, SSRC: 1}, at, true)
	}
	if j := r.JitterMS(); math.Abs(j-10) > 0.1 {
		t.Fatalf("jitter %v ms, want 10", j)
	}
}

func TestJitterByAnotherClock(t *testing.T) {
	r := Receiver{Clock: 48000}
	for i := range 500 {
		at := time.Duration(i) * frame
		if i%2 == 1 {
			at += 10 * time.Millisecond
		}
		r.Add(Header{Seq: uint16(i), TS: uint32(i) * 960, SSRC: 1}, at, true)
	}
	if j := r.JitterMS(); math.Abs(j-10) > 0.1 {
		t.Fatalf("jitter %v ms, want 10", j)
	}
}

func TestMOS(t *testing.T) {
	clean, lossy, far := MOS(0, 1, 20), MOS(0.05, 1, 20), MOS(0, 1, 800)
	if clean < 4.3 || clean > 4.5 || lossy > 3.9 || lossy < 3 || far >= clean || MOS(1, 500, 5000) != 1 {
		t.Fatalf("clean %v, 5%% lost %v, far %v", clean, lossy, far)
	}
	if got := (Quality{Lost: 1, Received: 3}).Loss(); got != 0.25 {
		t.Fatalf("loss %v", got)
	}
}

func event(code uint8, end bool, duration uint16) []byte {
	b := make([]byte, EventSize)
	Event{Code: code, End: end, Volume: 10, Duration: duration}.Put(b)
	return b
}

func TestAPressIsToldOnce(t *testing.T) {
	type in struct {
		ts       uint32
		code     uint8
		end      bool
		duration uint16
	}
	tests := []struct {
		name string
		in   []in
		want string
	}{
		{"with three ends", []in{{100, 5, false, 160}, {100, 5, false, 320}, {100, 5, true, 480}, {100, 5, true, 480}, {100, 5, true, 480}}, "5"},
		{"the same key twice", []in{{100, 1, false, 160}, {100, 1, true, 800}, {2000, 1, false, 160}, {2000, 1, true, 800}}, "11"},
		{"only the end arrives", []in{{100, 11, true, 480}}, "#"},
		{"the first press's end comes late", []in{{100, 1, false, 160}, {2000, 2, false, 160}, {100, 1, true, 480}, {2000, 2, true, 480}}, "12"},
		{"all ends lost", []in{{100, 10, false, 160}, {4000, 10, false, 160}}, "**"},
		{"the timestamp moves on", []in{{100, 7, false, 160}, {260, 7, false, 320}, {420, 7, false, 480}, {420, 7, true, 640}}, "7"},
		{"over the wrap", []in{{0xFFFFFF00, 3, true, 480}, {0x100, 4, true, 480}}, "34"},
		{"not a digit", []in{{100, 16, false, 160}, {100, 255, true, 160}}, ""},
	}
	for _, tt := range tests {
		var r EventReceiver
		got := ""
		last := uint32(1)
		for _, p := range tt.in {
			// Senders mark the first packet of a press; the moving timestamp is not marked.
			h := Header{TS: p.ts, Marker: p.duration <= 160 && p.ts != last}
			last = p.ts
			if d, ok := r.Take(h, event(p.code, p.end, p.duration)); ok {
				got += string(d)
			}
		}
		if got != tt.want {
			t.Errorf("%s: got %q, want %q", tt.name, got, tt.want)
		}
	}
	var r EventReceiver
	if _, ok := r.Take(Header{}, []byte{1, 2, 3}); ok {
		t.Error("a short event was taken")
	}
}

// A phone's stream that begins anew, as after a hold, has a clock of its own,
// which may be behind the one before.
func TestKeysOfAStreamThatBeginsAnew(t *testing.T) {
	var r EventReceiver
	got := ""
	for _, h := range []Header{{SSRC: 1, TS: 16000, Marker: true}, {SSRC: 1, TS: 16000}, {SSRC: 2, TS: 8000, Marker: true}, {SSRC: 2, TS: 8000}, {SSRC: 2, TS: 7000}} {
		if d, ok := r.Take(h, event(1, false, 160)); ok {
			got += string(d)
		}
	}
	if got != "11" {
		t.Errorf("got %q, want 11", got)
	}
}

func FuzzEvents(f *testing.F) {
	f.Add([]byte{1, 0x8a, 1, 0xe0}, uint32(5))
	f.Fuzz(func(t *testing.T, b []byte, ts uint32) {
		var r EventReceiver
		d, ok := r.Take(Header{TS: ts}, b)
		if _, again := r.Take(Header{TS: ts}, b); again {
			t.Fatalf("%c told twice", d)
		}
		if e, good := ParseEvent(b); good && ok {
			out := make([]byte, EventSize)
			e.Put(out)
			if got, _ := ParseEvent(out); got != e {
				t.Fatalf("%+v became %+v", e, got)
			}
		}
	})
}
