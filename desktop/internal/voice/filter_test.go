package voice

import "testing"

// peak is where a stretch is loudest.
func peak(samples []int16) (at int) {
	for i, v := range samples {
		if v > samples[at] {
			at = i
		}
	}
	return at
}

// TestWhatTheFiltersCost: between the devices' rate and the telephone's each
// way costs what its filter looks ahead and nothing more, and every frame
// gives its 10 ms at once.
func TestWhatTheFiltersCost(t *testing.T) {
	talk, err := newTalker(1, 0, 0)
	if err != nil {
		t.Fatal(err)
	}
	click := make([]int16, Frame)
	click[240] = 20000
	var narrow []int16
	for i := range 3 {
		before := len(narrow)
		frame := make([]int16, Frame)
		if i == 1 {
			frame = click
		}
		narrow = talk.down.Process(narrow, frame)
		if got := len(narrow) - before; got != 80 {
			t.Errorf("frame %d gave %d samples, and 10 ms are 80", i, got)
		}
	}
	// In samples of the device, 48 of a millisecond.
	if late := peak(narrow)*6 - (Frame + 240); late < 54 || late > 66 {
		t.Errorf("the way to the network costs %d samples of the device, expected about 61", late)
	}
	var up upsampler
	up.reset()
	said := make([]int16, 80)
	said[20] = 20000
	up.add(said)
	wide := make([]int16, Frame)
	if n := up.take(wide); n != Frame {
		t.Errorf("10 ms gave %d samples, and they are %d", n, Frame)
	}
	if late := peak(wide) - 20*6; late < 60 || late > 72 {
		t.Errorf("the way to the ear costs %d samples of the device, expected about 66", late)
	}
}
