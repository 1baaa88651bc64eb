package sound

import (
	"math/rand/v2"
	"slices"
	"sync/atomic"
	"testing"
	"time"
)

// ordered keeps all that is captured and renders a number that grows.
type ordered struct {
	captured []int16
	next     int16
}

func (o *ordered) Captured(frame []int16) { o.captured = append(o.captured, frame...) }

func (o *ordered) Render(frame []int16) {
	for i := range frame {
		frame[i] = o.next
		o.next++
	}
}

// TestPiecesOfAnySizeBecomeFrames: not a sample is lost, doubled or out of
// order, whatever sizes devices come with.
func TestPiecesOfAnySizeBecomeFrames(t *testing.T) {
	var on atomic.Bool
	on.Store(true)
	pump := &ordered{}
	mic := &micLane{lane: lane{made: time.Now()}, pump: pump, talking: &on}
	speaker := &speakerLane{lane: lane{made: time.Now()}, pump: pump, talking: &on}
	mic.gain.set(1)
	speaker.gain.set(1)
	mic.use(7)
	speaker.use(8)
	r := rand.New(rand.NewPCG(3, 4))
	var said, played []int16
	for range 2000 {
		piece := make([]int16, r.IntN(1100))
		for i := range piece {
			piece[i] = int16(len(said) + i)
		}
		said = append(said, piece...)
		mic.take(7, piece)
		mic.take(6, []int16{9, 9, 9}) // of a stream that was given up
		speaker.fill(8, piece)
		played = append(played, piece...)
		late := []int16{5, 5}
		if speaker.fill(6, late); late[0] != 0 || late[1] != 0 {
			t.Fatal("a stream that was given up plays")
		}
	}
	if whole := len(said) / Frame * Frame; !slices.Equal(pump.captured, said[:whole]) {
		t.Errorf("captured %d samples, not the %d said in their order", len(pump.captured), whole)
	}
	for i, v := range played {
		if v != int16(i) {
			t.Fatalf("sample %d is %d", i, v)
		}
	}
}

// TestFramesDoNotAllocate: the threads of devices leave no garbage.
func TestFramesDoNotAllocate(t *testing.T) {
	k := newKeeper(Options{Pump: still{}}, nil)
	k.flowing.Store(true)
	k.mic.gain.set(2)
	k.mic.use(1)
	k.speaker.use(2)
	k.ringer.use(3)
	k.ringer.ring.play(silent)
	piece := make([]int16, 441)
	if n := testing.AllocsPerRun(100, func() {
		k.mic.take(1, piece)
		k.speaker.fill(2, piece)
		k.ringer.fill(3, piece)
		k.mic.silence()
		k.speaker.discard()
	}); n > 0 {
		t.Errorf("%v allocations", n)
	}
}
