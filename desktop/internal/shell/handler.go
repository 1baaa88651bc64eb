package shell

import (
	"slices"
	"strings"
)

// linkSchemes are the links that the app takes.
func linkSchemes() []string { return []string{"tel", "callto"} }

// InfoPlistLinks is what the macOS package's Info.plist says of links, for the
// packager: there the system asks the bundle, nothing is registered at run
// time.
const InfoPlistLinks = `<key>CFBundleURLTypes</key>
<array><dict>
<key>CFBundleURLName</key><string>jp.yobirin.agent</string>
<key>CFBundleURLSchemes</key><array><string>tel</string><string>callto</string></array>
</dict></array>`

// withDefault adds a program to a mimeapps.list (MIME applications
// specification) for the types that have no default there yet. What somebody
// has chosen stays. changed is false when there was nothing to add.
func withDefault(list, desktop string, types []string) (text string, changed bool) {
	const section = "[Default Applications]"
	lines := strings.Split(strings.TrimRight(list, "\n"), "\n")
	at, in := -1, false
	missing := slices.Clone(types)
	for i, line := range lines {
		line = strings.TrimSpace(line)
		if strings.HasPrefix(line, "[") {
			in = line == section
			if in && at < 0 {
				at = i
			}
			continue
		}
		name, value, found := strings.Cut(line, "=")
		if in && found && strings.TrimSpace(value) != "" {
			missing = slices.DeleteFunc(missing, func(t string) bool { return t == strings.TrimSpace(name) })
		}
	}
	if len(missing) == 0 {
		return list, false
	}
	if at < 0 {
		if len(lines) == 1 && lines[0] == "" {
			lines = nil
		}
		lines = append(lines, section)
		at = len(lines) - 1
	}
	added := make([]string, 0, len(missing))
	for _, t := range missing {
		added = append(added, t+"="+desktop)
	}
	lines = slices.Insert(lines, at+1, added...)
	return strings.Join(lines, "\n") + "\n", true
}
