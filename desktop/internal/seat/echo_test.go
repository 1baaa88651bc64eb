package seat

import (
	"testing"
	"time"
)

func TestWhatIsWorn(t *testing.T) {
	for name, want := range map[string]bool{
		"ヘッドセット イヤフォン (Jabra Evolve2 40 SE)":                   true,
		"Headset Earphone (Plantronics Blackwire 3220 Series)": true,
		"ヘッドホン (AirPods Pro)":                                  true, "Jabra SPEAK 510 USB": true, "headset": true,
		"スピーカー (Realtek(R) Audio)": false, "Built-in Audio Analog Stereo": false, "LG HDR 4K (HDMI)": false, "": false,
	} {
		if got := worn(name); got != want {
			t.Errorf("%q: worn %v", name, got)
		}
	}
}

// The echo is taken out while there is one: as the devices come and go, and as
// the person wants.
func TestEchoFollowsTheSpeaker(t *testing.T) {
	s := New()
	at := time.Unix(1e9, 0)
	var last *Use
	step := func(in Input) {
		t.Helper()
		last = nil
		for _, e := range s.Step(at, in) {
			if u, ok := e.(Use); ok {
				last = &u
			}
			if r, ok := e.(Reply); ok && r.Trouble != nil {
				t.Fatal(r.Trouble)
			}
		}
	}
	expect := func(what string, echo, told bool) {
		t.Helper()
		if got := s.State(at).Sound.Echo; got != echo {
			t.Errorf("%s: the echo is taken out: %v", what, got)
		}
		if (last != nil) != told || last != nil && last.Echo != echo {
			t.Errorf("%s: told %+v", what, last)
		}
	}
	speaker, headset := SoundDevice{ID: "s", Name: "Speakers", Default: true}, SoundDevice{ID: "h", Name: "USB Headset"}
	id, on, off, auto, noise := "h", EchoAlways, EchoNever, EchoAuto, true
	step(Loaded{PhoneOn: true})
	expect("no device is known", false, true)
	step(SoundDevices{Speakers: []SoundDevice{speaker, headset}})
	expect("a loudspeaker is the default", true, true)
	step(SoundDevices{Speakers: []SoundDevice{speaker, headset}, Microphones: []SoundDevice{headset}})
	expect("another microphone", true, false)
	step(Commanded{Command: ChooseSound{Speaker: &id}})
	expect("the headset is chosen", false, true)
	step(SoundDevices{Speakers: []SoundDevice{speaker}})
	expect("it is unplugged", true, true)
	step(Commanded{Command: ChangeSettings{Echo: &off}})
	expect("never", false, true)
	step(SoundDevices{Speakers: []SoundDevice{speaker, headset}})
	expect("it is back", false, false)
	step(Commanded{Command: ChangeSettings{Echo: &on, Noise: &noise}})
	expect("always", true, true)
	if !last.Noise {
		t.Error("noise is not made quieter")
	}
	step(Commanded{Command: ChangeSettings{Echo: &auto}})
	expect("by itself", false, true)
	wrong := Echo("loud")
	for _, e := range s.Step(at, Commanded{Command: ChangeSettings{Echo: &wrong}}) {
		if r, ok := e.(Reply); ok && (r.Trouble == nil || r.Trouble.Code != "setting_invalid") {
			t.Errorf("a wrong setting: %+v", r.Trouble)
		}
	}
}
