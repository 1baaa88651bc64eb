package sipedge

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxText is the longest text from the network that is kept, in bytes.
const maxText = 128

// clean makes hostile text fit to be shown and stored: valid UTF-8, one line,
// no control or direction-changing characters, at most max bytes, cut between
// characters.
func clean(s string, max int) string {
	if len(s) > 4*max {
		s = s[:4*max] // no need to read a megabyte to keep 128 bytes
	}
	var b strings.Builder
	space := false
	for _, r := range strings.ToValidUTF8(s, "") {
		switch {
		case unicode.IsSpace(r):
			space = b.Len() > 0
			continue
		case unicode.IsControl(r), unicode.Is(unicode.Cf, r), r == utf8.RuneError, unicode.Is(unicode.Co, r):
			continue
		}
		need := utf8.RuneLen(r)
		if space {
			need++
		}
		if b.Len()+need > max {
			break
		}
		if space {
			b.WriteByte(' ')
			space = false
		}
		b.WriteRune(r)
	}
	return b.String()
}
