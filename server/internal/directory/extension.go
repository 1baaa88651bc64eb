package directory

import (
	"fmt"
	"strings"
)

// extensionShape is what an extension looks like, in words.
const extensionShape = "2 to 8 digits that do not begin with 0"

// checkExtension says why a text cannot be an extension, or "" when it can
// (C-CODE-11): it would hide a feature code, a park slot, a conference room
// or an emergency number, or be hidden by them. Whether another noun has it
// already is not looked at.
func checkExtension(ext string) (expected string) {
	if len(ext) < 2 || len(ext) > 8 || strings.Trim(ext, "0123456789") != "" || ext[0] == '0' {
		return extensionShape
	}
	for _, r := range reserved() {
		if strings.HasPrefix(ext, r.code) {
			return fmt.Sprintf("an extension that does not begin with %s (%s)", r.code, r.what)
		}
	}
	return ""
}

type code struct{ code, what string }

// reserved are the codes dialed by digits alone; those that begin with # can
// never be an extension.
func reserved() []code {
	list := []code{
		{"110", "police"}, {"118", "coast guard"}, {"119", "fire and ambulance"},
		{"184", "withhold the caller ID"}, {"186", "present the caller ID"},
		{"994", "whisper"}, {"995", "monitor"}, {"996", "barge"},
		{"998", "hot-desk login"}, {"997", "hot-desk logout"}, {"990", "campaign login"},
		{"9999", "echo test"}, {"9998", "name of this phone"}, {"9300", "pick up a group call"},
		{"9201", "conference room"}, {"9202", "conference room"}, {"9203", "conference room"},
	}
	for slot := 9001; slot <= 9099; slot++ {
		list = append(list, code{fmt.Sprint(slot), "park slot"})
	}
	return list
}
