package seat

import (
	"slices"
	"strings"
)

func (e Echo) known() bool { return e == EchoAuto || e == EchoAlways || e == EchoNever }

// echoes says whether the speaker's echo is to be taken out of the microphone.
// Of a headset nothing gets there, and what takes echoes out costs a little of
// the voice.
func (s *Seat) echoes() bool {
	switch s.is.Settings.Echo {
	case EchoAlways:
		return true
	case EchoNever:
		return false
	case EchoAuto:
	}
	d, ok := inUse(s.is.Sound.Speakers, s.is.Sound.Speaker)
	return ok && !worn(d.Name)
}

// inUse is the chosen device or, where it is not there, the system's default.
func inUse(have []SoundDevice, chosen string) (SoundDevice, bool) {
	if i := slices.IndexFunc(have, func(d SoundDevice) bool { return d.ID == chosen }); chosen != "" && i >= 0 {
		return have[i], true
	}
	i := slices.IndexFunc(have, func(d SoundDevice) bool { return d.Default })
	if i < 0 {
		return SoundDevice{}, false
	}
	return have[i], true
}

// Words in the names of what is worn on the head, and of what is not although
// its maker is known for headsets: speakerphones take their own echo out.
var (
	wornWords = []string{
		"headset", "headphone", "earphone", "earbud", "airpods", "hands-free", "handsfree", "handset", "head set", "earpiece",
		"ヘッドセット", "ヘッドホン", "ヘッドフォン", "イヤホン", "イヤフォン", "ハンズフリー", "受話器",
		"jabra", "plantronics", "poly ", "poly-", "blackwire", "voyager", "savi ", "epos", "sennheiser", "yealink uh", "yealink wh", "logi zone",
	}
	ownEcho = []string{"speakerphone", "speak ", "speak2", "スピーカーフォン", "poly sync", "calisto"}
)

// worn says whether a device's name is that of a headset, or of something
// else that takes its own echo out.
func worn(name string) bool {
	name = strings.ToLower(name) + " "
	has := func(word string) bool { return strings.Contains(name, word) }
	return slices.ContainsFunc(wornWords, has) || slices.ContainsFunc(ownEcho, has)
}
