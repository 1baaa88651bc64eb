package seat

import (
	"math"
	"slices"
)

// soundSays are the devices' facts.
func (s *Seat) soundSays(in Input) {
	switch in := in.(type) {
	case SoundDevices:
		was := s.is.Sound
		s.is.Sound.Microphones = append([]SoundDevice{}, in.Microphones...)
		s.is.Sound.Speakers = append([]SoundDevice{}, in.Speakers...)
		s.unplugged(was)
		if s.is.Sound.Echo != s.echoes() {
			s.use()
		}
	case SoundTrouble:
		s.is.Sound.Trouble = in.Trouble
	default:
	}
}

// chooseSound is ChooseSound. A device that is chosen stays chosen when it is
// unplugged: it is used again when it comes back.
func (s *Seat) chooseSound(c ChooseSound) *Trouble {
	now := &s.is.Sound
	choices := []struct {
		field   string
		want    *string
		now     *string
		devices []SoundDevice
	}{
		{"microphone", c.Microphone, &now.Microphone, now.Microphones},
		{"speaker", c.Speaker, &now.Speaker, now.Speakers},
		{"ringer", c.Ringer, &now.Ringer, now.Speakers},
	}
	for _, of := range choices {
		if of.want == nil || *of.want == "" || *of.want == *of.now {
			continue
		}
		if !slices.ContainsFunc(of.devices, func(d SoundDevice) bool { return d.ID == *of.want }) {
			return &Trouble{Code: "device_unknown", Detail: "expected the id of a device, or \"\" for the system's", Params: map[string]string{"field": of.field, "value": clip(*of.want)}}
		}
	}
	was := *now
	for _, of := range choices {
		if of.want != nil {
			*of.now = *of.want
		}
	}
	if was.Microphone != now.Microphone || was.Speaker != now.Speaker || was.Ringer != now.Ringer {
		s.use()
	}
	return nil
}

// use tells the devices what is chosen.
func (s *Seat) use() {
	s.is.Sound.Echo = s.echoes()
	d, v := s.is.Sound, s.is.Settings
	s.emit(Use{
		Microphone: d.Microphone, Speaker: d.Speaker, Ringer: d.Ringer,
		RingVolume: v.RingVolume, SpeakerGain: v.SpeakerGain, MicGain: v.MicGain,
		Echo: d.Echo, Noise: v.Noise,
	})
}

// meter is Meter.
func (s *Seat) meter(on bool) *Trouble {
	if s.is.Sound.Metering != on {
		s.is.Sound.Metering = on
		s.emit(Measure{on})
	}
	return nil
}

// within says whether a gain is a number from 0 to max.
func within(v, limit float64) bool { return !math.IsNaN(v) && v >= 0 && v <= limit }

// reports tells the server whether this phone can take calls. Whoever has
// switched it off takes them elsewhere.
func (s *Seat) reports() {
	if s.is.Session == nil || s.is.Server.Phase != Online || s.leave.on() {
		return
	}
	cause := ""
	if s.is.Phone.On && s.is.Sound.Trouble != nil {
		cause = s.is.Sound.Trouble.Code
	}
	if cause != s.health {
		s.health = cause
		s.emit(ReportHealth{cause})
	}
}
