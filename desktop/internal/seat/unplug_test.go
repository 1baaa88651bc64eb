package seat

import (
	"maps"
	"testing"
)

// Who is in a call is told which device has gone and what is used now; nobody
// else is, and nobody any longer than it is true.
func TestADeviceGoesInACall(t *testing.T) {
	w := newWorld(t)
	w.begin()
	step := func(in Input) {
		t.Helper()
		for _, e := range w.step(in) {
			if r, ok := e.(Reply); ok && r.Trouble != nil {
				t.Fatal(r.Trouble)
			}
		}
	}
	expect := func(what, code string, params map[string]string) {
		t.Helper()
		notices := w.seat.State(w.now).Notices
		switch {
		case code == "" && len(notices) != 0:
			t.Errorf("%s: told %+v", what, notices)
		case code != "" && (len(notices) != 1 || notices[0].Code != code || !maps.Equal(notices[0].Params, params)):
			t.Errorf("%s: told %+v, expected %s %v", what, notices, code, params)
		}
	}
	hear, mic := SoundDevice{ID: "h1", Name: "USB Headset"}, SoundDevice{ID: "h2", Name: "USB Headset"}
	speaker, built := SoundDevice{ID: "s", Name: "Speakers", Default: true}, SoundDevice{ID: "b", Name: "Built-in", Default: true}
	all := SoundDevices{Microphones: []SoundDevice{built, mic}, Speakers: []SoundDevice{speaker, hear}}
	without := SoundDevices{Microphones: []SoundDevice{built}, Speakers: []SoundDevice{speaker}}
	step(all)
	step(Commanded{Command: ChooseSound{Microphone: &mic.ID, Speaker: &hear.ID}})
	step(without)
	expect("there is no call", "", nil)
	step(all)
	step(LineOffered{Line: "in1"})
	step(without)
	expect("a call rings", "", nil)
	step(all)
	step(Commanded{Command: Answer{Line: "in1"}})
	step(LineUp{Line: "in1"})
	step(SoundDevices{Microphones: all.Microphones[1:], Speakers: all.Speakers})
	expect("a device goes that is not in use", "", nil)
	step(all)
	step(without)
	expect("both go", headsetGone, map[string]string{"device": "USB Headset", "microphone": "Built-in", "speaker": "Speakers"})
	step(all)
	expect("it is back", "", nil)
	step(SoundDevices{Microphones: all.Microphones, Speakers: without.Speakers})
	expect("the loudspeaker goes", speakerGone, map[string]string{"device": "USB Headset", "speaker": "Speakers"})
	step(all)
	step(SoundDevices{Microphones: without.Microphones, Speakers: all.Speakers})
	expect("the microphone goes", microphoneGone, map[string]string{"device": "USB Headset", "microphone": "Built-in"})
	step(SoundDevices{})
	expect("nothing is left, which is a trouble of its own", "", nil)
	step(all)
	other := SoundDevice{ID: "o", Name: "Dock"}
	step(SoundDevices{Microphones: all.Microphones, Speakers: []SoundDevice{other}})
	expect("there is no default", speakerGone, map[string]string{"device": "USB Headset", "speaker": "Dock"})
}
