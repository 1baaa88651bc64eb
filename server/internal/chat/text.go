package chat

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"github.com/yobirin/yobirin/shared/fault"
)

const (
	maxText = 4000 // characters of a message
	maxName = 120  // characters of a file's name
	maxFind = 100  // characters of a search
)

// cleanText gives the text as it is stored: NFC, line breaks as \n, without
// other control characters and empty space at its end.
func cleanText(s string) (string, error) {
	if len(s) > 4*4*maxText || utf8.RuneCountInString(s) > 2*maxText { // what composing could not bring down to the limit
		return "", tooLong(s)
	}
	s = norm.NFC.String(strings.ToValidUTF8(s, "\ufffd"))
	s = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u2028", "\n", "\u2029", "\n").Replace(s)
	s = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && r != '\n' && r != '\t' {
			return -1
		}
		return r
	}, s)
	s = strings.TrimRightFunc(s, unicode.IsSpace)
	s = strings.TrimLeft(s, "\n")
	if utf8.RuneCountInString(s) > maxText {
		return "", tooLong(s)
	}
	return s, nil
}

func tooLong(s string) error {
	return fault.Wrong("text", fmt.Sprintf("%d characters", utf8.RuneCountInString(s)), fmt.Sprintf("at most %d characters", maxText))
}

// fold gives a text as it is searched: full and half width, capitals and small
// letters, katakana and hiragana are alike.
func fold(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'ァ' && r <= 'ヶ' {
			return r - ('ァ' - 'ぁ')
		}
		return unicode.ToLower(r)
	}, norm.NFKC.String(s))
}

// wordsOf gives what all must be in a text that is found.
func wordsOf(q string) ([]string, error) {
	words := strings.Fields(fold(strings.ToValidUTF8(q, "")))
	if n := utf8.RuneCountInString(q); n > maxFind || len(words) == 0 || len(words) > 10 || strings.ContainsRune(q, 0) {
		return nil, fault.Wrong("q", fmt.Sprintf("%d characters", n), fmt.Sprintf("1 to %d characters, at most 10 words", maxFind))
	}
	return words, nil
}

// cleanName gives a file's name without folders and without characters that
// would make it look like another one.
func cleanName(s string) string {
	s = norm.NFC.String(strings.ToValidUTF8(s, ""))
	s = s[strings.LastIndexAny(s, `/\`)+1:]
	s = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsControl(r), unicode.Is(unicode.Cf, r), unicode.Is(unicode.Zl, r), unicode.Is(unicode.Zp, r):
			return -1 // among them those that turn the direction of writing
		case strings.ContainsRune(`<>:"|?*`, r):
			return '_'
		}
		return r
	}, s)
	s = strings.Trim(s, " .")
	if r := []rune(s); len(r) > maxName { // its end says what it is
		s = string(r[:maxName-20]) + "…" + string(r[len(r)-19:])
	}
	if s == "" {
		return "file"
	}
	return s
}

// cleanRef says whether a sender's name of a message is good.
func cleanRef(s string) error {
	ok := len(s) >= 8 && len(s) <= 64
	for _, c := range []byte(s) {
		ok = ok && (c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-' || c == '_')
	}
	if !ok {
		return fault.Wrong("ref", fmt.Sprintf("%d bytes", len(s)), "8 to 64 letters, digits, hyphens or underscores, new for every message")
	}
	return nil
}
