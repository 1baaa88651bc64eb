package sound

import (
	"errors"
	"log/slog"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/yobirin/yobirin/desktop/internal/seat"
)

// fake is a sound system of the imagination. Its devices take their time from
// the test's bubble and ask for or bring pieces of pieceOf samples.
type fake struct {
	mu      sync.Mutex
	have    devices
	refuse  map[string]error // opening a device fails
	listErr error
	hang    chan struct{} // not nil: list and open wait for it
	streams map[*fakeStream]bool
	opens   []string // ids in the order of opening
	systems int      // how often the system was begun with
	closed  int
}

const pieceOf = 441 // no divisor of a frame

type fakeStream struct {
	f       *fake
	spec    spec
	id      string
	still   bool          // brings nothing any more
	jam     chan struct{} // not nil: close hangs until it is closed
	quit    chan struct{}
	played  []int16
	closing bool
}

var _ driver = (*fake)(nil)

func newFake() *fake {
	return &fake{
		have: devices{
			mics:     []device{{id: "m1", name: "Mic", isDefault: true}, {id: "m2", name: "Headset"}},
			speakers: []device{{id: "s1", name: "Speaker", isDefault: true}, {id: "s2", name: "Headset"}, {id: "s3", name: "Headset"}},
		},
		refuse: map[string]error{}, streams: map[*fakeStream]bool{},
	}
}

func (f *fake) wait() {
	f.mu.Lock()
	hang := f.hang
	f.mu.Unlock()
	if hang != nil {
		<-hang
	}
}

func (f *fake) list() (devices, error) {
	f.wait()
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.have, f.listErr
}

func (f *fake) open(s spec) (stream, error) {
	f.wait()
	f.mu.Lock()
	defer f.mu.Unlock()
	id := s.id
	if id == "" {
		for _, d := range f.have.of(s.kind) {
			if d.isDefault {
				id = d.id
			}
		}
	}
	f.opens = append(f.opens, id)
	if !listsID(f.have.of(s.kind), id) {
		return nil, errGone
	}
	if err := f.refuse[id]; err != nil {
		return nil, err
	}
	st := &fakeStream{f: f, spec: s, id: id, quit: make(chan struct{})}
	f.streams[st] = true
	go st.run()
	return st, nil
}

func (f *fake) close() {
	f.mu.Lock()
	f.closed++
	f.mu.Unlock()
}

func (s *fakeStream) run() {
	tick := time.NewTicker(time.Second * pieceOf / Rate)
	defer tick.Stop()
	piece := make([]int16, pieceOf)
	for {
		select {
		case <-s.quit:
			return
		case <-tick.C:
		}
		s.f.mu.Lock()
		still := s.still
		s.f.mu.Unlock()
		if still {
			continue
		}
		if s.spec.kind == capture {
			for i := range piece {
				piece[i] = 1000
			}
		}
		s.spec.data(piece)
		if s.spec.kind == playback {
			s.f.mu.Lock()
			s.played = append(s.played, piece...)
			s.f.mu.Unlock()
		}
	}
}

func (s *fakeStream) close() {
	s.f.mu.Lock()
	jam := s.jam
	s.closing = true
	s.f.mu.Unlock()
	if jam != nil {
		<-jam
	}
	close(s.quit)
	s.f.mu.Lock()
	delete(s.f.streams, s)
	s.f.mu.Unlock()
}

// running gives the open stream of a device that is not being closed.
func (f *fake) running(id string) *fakeStream {
	f.mu.Lock()
	defer f.mu.Unlock()
	for s := range f.streams {
		if s.id == id && !s.closing {
			return s
		}
	}
	return nil
}

func (f *fake) opened() []string {
	f.mu.Lock()
	defer f.mu.Unlock()
	return slices.Clone(f.opens)
}

func (f *fake) change(do func()) {
	f.mu.Lock()
	defer f.mu.Unlock()
	do()
}

// unplug takes a device away as PulseAudio does: it falls silent, and closing
// it hangs until the test is over.
func (f *fake) unplug(id string, jam chan struct{}) {
	f.change(func() {
		without := func(have []device) (out []device) {
			for _, d := range have {
				if d.id != id {
					out = append(out, d)
				}
			}
			if len(out) > 0 {
				out[0].isDefault = true
			}
			return out
		}
		f.have = devices{mics: without(f.have.mics), speakers: without(f.have.speakers)}
		for s := range f.streams {
			if s.id == id {
				s.still, s.jam = true, jam
			}
		}
	})
}

// counts is a pump that counts; its sound is a number that grows.
type counts struct {
	mu sync.Mutex
	tally
}

type tally struct {
	captured int
	zeros    int // of captured
	rendered int
	wrong    int // frames that are no frames
	pace     []time.Time
}

func (c *counts) Captured(frame []int16) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.captured++
	if frame[0] == 0 && frame[Frame-1] == 0 {
		c.zeros++
	}
	if len(frame) != Frame {
		c.wrong++
	}
	c.pace = append(c.pace, time.Now())
}

func (c *counts) Render(frame []int16) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.rendered++
	if len(frame) != Frame {
		c.wrong++
	}
	for i := range frame {
		frame[i] = 500
	}
}

func (c *counts) take() tally {
	c.mu.Lock()
	defer c.mu.Unlock()
	out := c.tally
	c.tally = tally{wrong: c.wrong}
	return out
}

// scene is a Sound on a fake in a bubble.
type scene struct {
	t    *testing.T
	fake *fake
	pump *counts
	*Sound
	jam    chan struct{}
	mu     sync.Mutex
	facts  []seat.Input
	levels [][2]float64
}

// play runs a test in a bubble, with everything let go at the end.
func play(t *testing.T, f *fake, do func(*scene)) {
	synctest.Test(t, func(t *testing.T) {
		s := &scene{t: t, fake: f, pump: &counts{}, jam: make(chan struct{})}
		sound, err := New(Options{
			Pump: s.pump, Log: slog.New(slog.DiscardHandler), open: func() (driver, error) {
				f.change(func() { f.systems++ })
				return f, nil
			},
			Tell: func(in seat.Input) { s.mu.Lock(); s.facts = append(s.facts, in); s.mu.Unlock() },
			Levels: func(mic, speaker float64) {
				s.mu.Lock()
				s.levels = append(s.levels, [2]float64{mic, speaker})
				s.mu.Unlock()
			},
		})
		if err != nil {
			t.Fatal(err)
		}
		s.Sound = sound
		s.pass(10 * time.Millisecond)
		do(s)
		s.Close()
		close(s.jam)
		f.change(func() {
			if f.hang != nil {
				close(f.hang)
			}
		})
		synctest.Wait()
		f.change(func() {
			if len(f.streams) > 0 {
				t.Errorf("%d streams were never closed", len(f.streams))
			}
		})
		if n := s.pump.take().wrong; n > 0 {
			t.Errorf("%d frames of a wrong length", n)
		}
	})
}

// pass lets time pass in the bubble.
func (s *scene) pass(d time.Duration) {
	<-time.After(d)
	synctest.Wait()
}

// told gives the facts since the last call.
func (s *scene) told() []seat.Input {
	s.mu.Lock()
	defer s.mu.Unlock()
	out := s.facts
	s.facts = nil
	return out
}

// trouble gives the last SoundTrouble's code since the last call; "none" for
// nil, "" when there was no word of it.
func (s *scene) trouble() string {
	code := ""
	for _, f := range s.told() {
		if f, is := f.(seat.SoundTrouble); is {
			code = "none"
			if f.Trouble != nil {
				code = f.Trouble.Code
			}
		}
	}
	return code
}

func (s *scene) wantTrouble(want string) {
	s.t.Helper()
	if got := s.trouble(); got != want {
		s.t.Fatalf("trouble %q, want %q", got, want)
	}
}

func (s *scene) wantRunning(ids ...string) {
	s.t.Helper()
	for _, id := range ids {
		if s.fake.running(id) == nil {
			s.t.Fatalf("%s does not run; opened were %v", id, s.fake.opened())
		}
	}
}

func (s *scene) wantStill(ids ...string) {
	s.t.Helper()
	for _, id := range ids {
		if s.fake.running(id) != nil {
			s.t.Fatalf("%s runs", id)
		}
	}
}

// wantFlow takes a second and wants a frame for every 10 ms of it, both ways.
func (s *scene) wantFlow() {
	s.t.Helper()
	s.pump.take()
	s.pass(time.Second)
	if got := s.pump.take(); got.captured < 98 || got.captured > 102 || got.rendered < 98 || got.rendered > 102 {
		s.t.Fatalf("%d frames captured and %d rendered in a second", got.captured, got.rendered)
	}
}

var errOdd = errors.New("odd")
