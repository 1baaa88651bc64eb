package directory

import (
	"net/url"
	"strings"
	"unicode"
)

// popupMark stands for the caller's number in the address of a popup page.
const popupMark = "@@@@"

const (
	maxPage   = 1024
	pageShape = "an address that begins with http:// or https://, at most 1024 characters, with @@@@ after the host for the caller's number"
)

// page reads the address of a popup page (J-NUM-6); absent gives "".
func (v value) page() string {
	if v.absent() {
		return ""
	}
	s, ok := v.scalar(pageShape)
	if ok && !pageFits(s) {
		v.wrong(pageShape)
	}
	return s
}

// pageFits says whether an address may be opened on agents' machines: a page
// of the web whose host no caller can choose.
func pageFits(s string) bool {
	if len(s) > maxPage || strings.ContainsFunc(s, func(r rune) bool { return !unicode.IsPrint(r) || unicode.IsSpace(r) }) {
		return false
	}
	u, err := url.Parse(strings.ReplaceAll(s, popupMark, "0"))
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Hostname() == "" || u.User != nil || u.Opaque != "" {
		return false
	}
	_, rest, _ := strings.Cut(s, "://")
	host, _, _ := strings.Cut(rest, "/")
	host, _, _ = strings.Cut(host, "?")
	host, _, _ = strings.Cut(host, "#")
	return !strings.Contains(host, "@")
}
