package sound

import (
	"strings"
	"testing"
)

func TestNamesAreOneCleanLine(t *testing.T) {
	for given, want := range map[string]string{
		"  USB\tヘッドセット\r\n (2- Jabra)\x00\x1b ": "USB ヘッドセット (2- Jabra)",
		"":                       "?",
		"a\xffb":                 "a?b",
		strings.Repeat("長", 200): strings.Repeat("長", 99) + "…",
	} {
		if got := cleanName(given); got != want {
			t.Errorf("%q became %q, want %q", given, got, want)
		}
	}
}

func TestNewNamesWhatIsMissing(t *testing.T) {
	if _, err := New(Options{}); err == nil {
		t.Fatal("made of nothing")
	}
}
