package seat

import "slices"

// What is told of devices that go in a call. Params: "device" is what has
// gone; "microphone" and "speaker" are what is used now.
const (
	microphoneGone = "microphone_gone"
	speakerGone    = "speaker_gone"
	headsetGone    = "headset_gone" // both at once
)

// unplugged tells the person in a call that the devices it was spoken with
// have gone, and what is used instead: otherwise nobody would know why the
// caller is heard from somewhere else, or by the whole room. Where nothing is
// left the sound's trouble says so.
func (s *Seat) unplugged(was Sound) {
	now := s.is.Sound
	mic, micGone, micMoved := replaced(was.Microphones, now.Microphones, now.Microphone)
	speaker, speakerIsGone, speakerMoved := replaced(was.Speakers, now.Speakers, now.Speaker)
	if micMoved || speakerMoved {
		s.forgetUnplugged() // what it says is used now is not
	}
	if !slices.ContainsFunc(s.lines, func(l *line) bool { return l.live() && l.Phase != Offered }) {
		return
	}
	params := map[string]string{}
	if micGone != "" && mic != "" {
		params["device"], params["microphone"] = micGone, mic
	}
	if speakerIsGone != "" && speaker != "" {
		params["device"], params["speaker"] = speakerIsGone, speaker
	}
	switch _, moved := params["microphone"]; {
	case len(params) == 0:
	case len(params) == 3:
		s.warned(Trouble{Code: headsetGone, Params: params})
	case moved:
		s.warned(Trouble{Code: microphoneGone, Params: params})
	default:
		s.warned(Trouble{Code: speakerGone, Params: params})
	}
}

// forgetUnplugged takes back what was told of devices that went.
func (s *Seat) forgetUnplugged() {
	about := []string{microphoneGone, speakerGone, headsetGone}
	s.is.Notices = slices.DeleteFunc(slices.Clone(s.is.Notices), func(n Notice) bool { return slices.Contains(about, n.Code) })
}

// replaced tells, of one kind of devices, the name of the one in use; that of
// the one that was in use and is not there any more, or ""; and whether the
// one in use is another.
func replaced(was, now []SoundDevice, chosen string) (name, gone string, moved bool) {
	before, had := inUse(was, chosen)
	after, has := inUse(now, chosen)
	if !has && len(now) > 0 {
		after = now[0] // the devices are used in their order where none is the system's default
	}
	there := slices.ContainsFunc(now, func(d SoundDevice) bool { return d.ID == before.ID })
	if had && !there {
		gone = before.Name
	}
	return after.Name, gone, had && before.ID != after.ID
}
