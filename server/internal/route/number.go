package route

import (
	"regexp"
	"strings"

	"golang.org/x/text/unicode/norm"

	"github.com/yobirin/yobirin/shared/fault"
	"github.com/yobirin/yobirin/shared/leg"
)

// national are the forms of a Japanese number with its trunk prefix 0: free
// phone, navigation dial, mobile (060 since July 2026), IP phone, and the ten
// digits of a fixed line.
var national = regexp.MustCompile(`^(?:0120\d{6}|0800\d{7}|0570\d{6}|0[56789]0\d{8}|0[1-9]\d{8})$`)

// service are the 1XY numbers.
var service = regexp.MustCompile(`^(?:104|11[0-9]|171|188|189)$`)

const expectedNumber = "a Japanese phone number such as 0312345678, +81312345678 or 110"

// separators are what people write between digits.
const separators = " -()/ー‐‑‒–—―−ｰ\u200b"

// maxDialed bounds what is looked at: more digits than any number has.
const maxDialed = 64

// Canonical brings a phone number in any usual way of writing it (full-width
// digits, hyphens and their look-alikes, parentheses, spaces, +81) to its
// national digits, as in 0312345678. International numbers outside Japan
// become 010 and the digits of their country and number. Text that is not a
// number is refused, never guessed at.
func Canonical(raw string) (string, error) {
	digits, plus, err := squeeze(raw)
	if err != nil {
		return "", err
	}
	if plus {
		rest, japan := strings.CutPrefix(digits, "81")
		if !japan {
			return international(digits, raw)
		}
		digits = "0" + strings.TrimPrefix(rest, "0")
	}
	if rest, ok := strings.CutPrefix(digits, "81"); ok && national.MatchString("0"+rest) {
		digits = "0" + rest
	}
	if rest, ok := strings.CutPrefix(digits, "01081"); ok && national.MatchString("0"+rest) {
		digits = "0" + rest
	}
	if rest, ok := strings.CutPrefix(digits, "010"); ok && len(rest) > 7 {
		return international(rest, raw)
	}
	if national.MatchString(digits) || service.MatchString(digits) {
		return digits, nil
	}
	return "", fault.Wrong("number", clip(raw), expectedNumber)
}

// Suggest gives the number that a spreadsheet's lost leading zero left
// behind, or "" when nothing plausible is missing.
func Suggest(raw string) string {
	digits, plus, err := squeeze(raw)
	if err != nil || plus || strings.HasPrefix(digits, "0") || !national.MatchString("0"+digits) {
		return ""
	}
	return "0" + digits
}

// International says whether a canonical number leaves Japan.
func International(canonical string) bool { return strings.HasPrefix(canonical, "010") }

// Emergency says whether a canonical number is 110, 118 or 119.
func Emergency(canonical string) bool {
	return canonical == "110" || canonical == "118" || canonical == "119"
}

// E164 gives the number with its country code, or "" for numbers that have
// none (free phone, navigation dial, 1XY).
func E164(canonical string) string {
	switch {
	case International(canonical):
		return "+" + canonical[3:]
	case strings.HasPrefix(canonical, "0120"), strings.HasPrefix(canonical, "0570"),
		strings.HasPrefix(canonical, "0800"), len(canonical) < 10:
		return ""
	default:
		return "+81" + canonical[1:]
	}
}

// CutPrivacy takes a leading 184 or 186 off dialed digits (C-CALL-4).
func CutPrivacy(dialed string) (rest string, privacy leg.Privacy, code string) {
	for code, privacy := range map[string]leg.Privacy{"184": leg.PrivacyWithhold, "186": leg.PrivacyPresent} {
		if rest, ok := strings.CutPrefix(dialed, code); ok && rest != "" {
			return rest, privacy, code
		}
	}
	return dialed, leg.PrivacyDefault, ""
}

func international(digits, raw string) (string, error) {
	if len(digits) < 8 || len(digits) > 15 {
		return "", fault.Wrong("number", clip(raw), "an international number of 8 to 15 digits (E.164)")
	}
	return "010" + digits, nil
}

// squeeze folds the width of characters and drops the marks people write
// between digits. Letters, and every mark that may change the meaning, are
// refused.
func squeeze(raw string) (digits string, plus bool, err error) {
	if len(raw) > maxDialed*4 {
		return "", false, fault.Wrong("number", clip(raw), expectedNumber)
	}
	folded := strings.TrimSpace(norm.NFKC.String(raw))
	if rest, ok := strings.CutPrefix(folded, "+"); ok {
		folded, plus = strings.Replace(rest, "(0)", "", 1), true
	}
	var b strings.Builder
	for _, r := range folded {
		switch {
		case r >= '0' && r <= '9':
			b.WriteRune(r)
		case strings.ContainsRune(separators, r):
		default:
			return "", false, fault.Wrong("number", clip(raw), expectedNumber)
		}
	}
	if b.Len() == 0 || b.Len() > maxDialed {
		return "", false, fault.Wrong("number", clip(raw), expectedNumber)
	}
	return b.String(), plus, nil
}

func clip(s string) string {
	if r := []rune(s); len(r) > 32 {
		return string(r[:32]) + "…"
	}
	return s
}
