package settings

import "strings"

// languageOf gives the app's language for the first start from the system's
// languages, the best first; "ja" where the system says nothing.
func languageOf(names ...string) string {
	for _, name := range names {
		name = strings.ToLower(name)
		switch {
		case name == "", name == "c", name == "posix", strings.HasPrefix(name, "c."):
			continue
		case strings.HasPrefix(name, "ja"):
			return "ja"
		}
		return "en"
	}
	return "ja"
}
