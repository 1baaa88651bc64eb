package sound

import (
	"log/slog"
	"time"

	"github.com/yobirin/yobirin/desktop/internal/seat"
	"github.com/yobirin/yobirin/shared/fault"
	"github.com/yobirin/yobirin/shared/mailbox"
)

const (
	// Rate is the sampling rate of all frames.
	Rate = 48000
	// Frame is the number of samples of a frame, 10 ms.
	Frame = Rate / 100
	// frameTime is how long a frame lasts.
	frameTime = 10 * time.Millisecond
	// waiting is how many messages may wait for the keeper.
	waiting = 1024
	// closeIn is the longest that Close waits for devices.
	closeIn = time.Second
)

// Pump moves the sound of calls. Its methods are called from the devices'
// threads while Run is on, each by one thread at a time, once for every 10 ms;
// they must neither block nor allocate, and not keep the frame, which is 480
// samples of 48 kHz mono.
type Pump interface {
	// Captured takes what the microphone heard.
	Captured(frame []int16)
	// Render writes what the speaker shall say.
	Render(frame []int16)
}

// Options are what New needs.
type Options struct {
	Pump Pump
	// Tell takes seat.SoundDevices and seat.SoundTrouble; it must not block.
	Tell func(seat.Input)
	// Levels takes the highest amplitude of the last 100 ms, 0 to 1, while
	// seat.Measure is on; it must not block. Optional.
	Levels func(mic, speaker float64)
	Log    *slog.Logger
	// Null uses devices that exist on no computer, for tests: they keep time and
	// are silent.
	Null bool

	open func() (driver, error) // another driver, in tests
}

// Sound is the sound devices. Make it with New.
type Sound struct {
	box  *mailbox.Box[any]
	done chan struct{}
}

// New starts with the system's default devices and looks at what there is.
// Nothing is opened before it is needed. Close it.
func New(o Options) (*Sound, error) {
	if o.Pump == nil || o.Tell == nil || o.Log == nil {
		return nil, fault.New(fault.Internal, "sound_options", "sound needs a pump, a receiver of its facts and a log")
	}
	if o.Levels == nil {
		o.Levels = func(float64, float64) {}
	}
	if o.open == nil {
		o.open = func() (driver, error) { return openSystem(o.Null) }
	}
	s := &Sound{box: mailbox.New[any](waiting), done: make(chan struct{})}
	k := newKeeper(o, s.box)
	go func() {
		defer close(s.done)
		k.run()
	}()
	return s, nil
}

// Do carries out seat.Use, seat.Ring and seat.Measure and ignores the rest.
func (s *Sound) Do(e seat.Effect) {
	switch e := e.(type) {
	case seat.Use, seat.Ring, seat.Measure:
		s.box.Put(e)
	default:
	}
}

// Run starts the microphone and the speaker for a call, or stops them.
func (s *Sound) Run(on bool) { s.box.Put(runs{on}) }

// Close stops everything. It waits a second at most for devices to go.
func (s *Sound) Close() {
	s.box.Close()
	<-s.done
}
