package media

import "testing"

// TestALongCallLosesNothing: sequence numbers go round more than once.
func TestALongCallLosesNothing(t *testing.T) {
	x := newBooth(t)
	payload := x.voices[0].code(t, 500)
	lost := 0
	for range 80000 { // 27 minutes
		x.give(0, payload)
		x.headers[0].TS += 960
		if _, came := x.got(1); came == nil {
			lost++
		}
		x.pass()
	}
	if lost > 0 {
		t.Errorf("%d packets were not passed on", lost)
	}
}
