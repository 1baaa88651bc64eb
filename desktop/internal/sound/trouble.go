package sound

import (
	"errors"
	"strconv"
	"strings"
	"unicode"

	"github.com/yobirin/yobirin/desktop/internal/seat"
)

// maxName is the most characters of a device's name.
const maxName = 100

// wrong is what to say, the worst first; nil when all is well.
func (k *keeper) wrong() *seat.Trouble {
	if k.sick != nil && len(k.have.mics)+len(k.have.speakers) == 0 {
		return &seat.Trouble{Code: "sound_failed", Detail: k.sick.Error()}
	}
	if len(k.have.mics) == 0 {
		return &seat.Trouble{Code: "no_microphone"}
	}
	if t := troubleOf(k.paths[micPath]); t != nil {
		return t
	}
	if len(k.have.speakers) == 0 {
		return &seat.Trouble{Code: "no_speaker"}
	}
	if t := troubleOf(k.paths[speakerPath]); t != nil {
		return t
	}
	return troubleOf(k.paths[ringerPath])
}

func troubleOf(p *path) *seat.Trouble {
	if p.err == nil {
		return nil
	}
	t := &seat.Trouble{Code: "sound_failed", Detail: p.err.Error()}
	switch {
	case errors.Is(p.err, errRefused) && p.kind == capture:
		t.Code = "microphone_refused"
	case errors.Is(p.err, errBusy):
		t.Code = "device_busy"
	case errors.Is(p.err, errGone) && p.kind == capture:
		t.Code = "no_microphone"
	case errors.Is(p.err, errGone):
		t.Code = "no_speaker"
	}
	return t
}

// show makes devices presentable: names in one line, and told apart by a
// number where several have the same.
func show(have []device) []seat.SoundDevice {
	out := make([]seat.SoundDevice, 0, len(have))
	seen := map[string]int{}
	for _, d := range have {
		name := cleanName(d.name)
		seen[name]++
		if n := seen[name]; n > 1 {
			name += " (" + strconv.Itoa(n) + ")"
		}
		out = append(out, seat.SoundDevice{ID: d.id, Name: name, Default: d.isDefault})
	}
	return out
}

// cleanName makes a line of what a device or its driver says of itself.
func cleanName(name string) string {
	name = strings.ToValidUTF8(name, "?")
	name = strings.Join(strings.FieldsFunc(name, func(r rune) bool {
		return unicode.IsSpace(r) || !unicode.IsPrint(r)
	}), " ")
	if r := []rune(name); len(r) > maxName {
		name = string(r[:maxName-1]) + "…"
	}
	if name == "" {
		return "?"
	}
	return name
}
