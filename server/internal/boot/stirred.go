package boot

import (
	"context"
	"sync"
	"time"

	"github.com/yobirin/yobirin/shared/id"
	"github.com/yobirin/yobirin/shared/live"
)

// After a phone came or went others may, as after a carrier's restart or a
// power cut: they are gathered for a moment, and told of at most once a second.
const (
	stirredGather = 100 * time.Millisecond
	stirredRest   = time.Second - stirredGather
)

// stirred tells the consoles which phones came or went, so that the screens
// of devices show it at once. What is told is no change of the record.
type stirred struct {
	tell func([]live.Changed)
	wake chan struct{} // of one place

	mu      sync.Mutex
	devices []id.Device
	noted   map[id.Device]struct{}
}

func newStirred(tell func([]live.Changed)) *stirred {
	return &stirred{tell: tell, wake: make(chan struct{}, 1), noted: map[id.Device]struct{}{}}
}

// note never waits.
func (s *stirred) note(d id.Device) {
	s.mu.Lock()
	if _, is := s.noted[d]; !is {
		s.noted[d] = struct{}{}
		s.devices = append(s.devices, d)
	}
	s.mu.Unlock()
	select {
	case s.wake <- struct{}{}:
	default:
	}
}

// run tells until ctx ends.
func (s *stirred) run(ctx context.Context) {
	for {
		select {
		case <-s.wake:
		case <-ctx.Done():
			return
		}
		if !pause(ctx, stirredGather) {
			return
		}
		s.mu.Lock()
		all := s.devices
		s.devices = nil
		clear(s.noted)
		s.mu.Unlock()
		if len(all) == 0 {
			continue // the wake was of those who have just been told of
		}
		out := make([]live.Changed, 0, len(all))
		for _, d := range all {
			out = append(out, live.Changed{Noun: "devices", ID: d.String(), Action: "update"})
		}
		s.tell(out)
		if !pause(ctx, stirredRest) {
			return
		}
	}
}

// pause waits, and says whether ctx lets it wait to the end.
func pause(ctx context.Context, d time.Duration) bool {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return true
	case <-ctx.Done():
		return false
	}
}
