package voice

import (
	"math"
	"math/rand/v2"
	"testing"
)

// TestEchoIsTakenOut drives the engine as devices do: several frames at once,
// not in step, with pauses of one side.
func TestEchoIsTakenOut(t *testing.T) {
	e := &Engine{wake: make(chan struct{}, 1)}
	e.live.Store(&[]*session{})
	e.Clean(true, false)
	var c cleaner
	c.follow(e)
	r := rand.New(rand.NewPCG(1, 2))
	said := [64][Frame]int16{} // what the loudspeaker says, and the microphone hears ten frames later
	speak := func(n int) {
		f := &said[n%64]
		for i := range f {
			f[i] = int16(4000 * r.NormFloat64() * (0.2 + math.Abs(math.Sin(float64(n)/13))))
		}
		e.played.put(f[:])
	}
	echo, left := 0.0, 0.0
	listen := func(n int, counts bool) {
		var frame [Frame]int16
		if n >= 10 {
			for i, v := range said[(n-10)%64] {
				frame[i] = v / 3
			}
		}
		e.Captured(frame[:])
		before := frame
		if !e.next(&frame, &c) {
			t.Fatal("what was captured is not there")
		}
		c.work(frame[:])
		for i := range frame {
			if counts {
				echo += float64(before[i]) * float64(before[i])
				left += float64(frame[i]) * float64(frame[i])
			}
		}
	}
	played, heard := 0, 0
	for round := range 500 {
		for played < 2*round-r.IntN(3) { // up to three frames at once, or none
			speak(played)
			played++
		}
		for heard < played-r.IntN(5) {
			listen(heard, round > 200)
			heard++
		}
	}
	got := 10 * math.Log10(echo/(left+1))
	t.Logf("the echo is %.1f dB quieter", got)
	if got < 20 {
		t.Errorf("the echo is only %.1f dB quieter", got)
	}
	e.Clean(false, false)
	c.follow(e)
	e.Captured(said[0][:])
	var frame [Frame]int16
	if !e.next(&frame, &c) {
		t.Fatal("what was captured is not there")
	}
	if c.work(frame[:]); frame != said[0] {
		t.Error("without a wish the microphone is changed")
	}
}

// What waits is no more than is needed.
func TestPlayedDoesNotPile(t *testing.T) {
	p := &played{on: true}
	var out [2][Frame]int16
	for range 3 * playedFrames {
		p.put(out[0][:])
	}
	for range 60 * settleAfter {
		p.put(out[0][:])
		p.take(&out)
	}
	if p.size > 3 {
		t.Errorf("%d frames wait", p.size)
	}
	for range 5 {
		p.take(&out)
	}
	if n := p.take(&out); n != 0 {
		t.Errorf("%d frames of nothing", n)
	}
}
