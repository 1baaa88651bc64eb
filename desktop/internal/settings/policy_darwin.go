package settings

import (
	"os/exec"
	"strings"
)

// domain is the app's bundle identifier.
const domain = "jp.yobirin.app"

// systemPolicy asks defaults(1), which sees what a profile has set before
// what anybody else has.
func systemPolicy() (Policy, error) {
	return Policy{
		Server: preference("ServerURL"), CAFile: preference("CAFile"), Update: preference("UpdateURL"),
		NoAuto: preference("NoAutostart") == "1",
	}, nil
}

func preference(key string) string {
	out, err := exec.Command("/usr/bin/defaults", "read", domain, key).Output()
	if err != nil {
		return "" // not set
	}
	return strings.TrimSpace(string(out))
}
