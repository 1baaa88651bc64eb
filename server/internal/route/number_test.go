package route

import (
	"testing"

	"github.com/yobirin/yobirin/shared/leg"
)

func TestCanonical(t *testing.T) {
	tests := []struct{ raw, want string }{
		{"０３（１２３４）５６７８", "0312345678"},
		{"+81-3-1234-5678", "0312345678"},
		{"81312345678", "0312345678"},
		{"+81(0)3 1234 5678", "0312345678"},
		{"090ー1234ー5678", "09012345678"},
		{"060-1234-5678", "06012345678"},
		{"0120-123-456", "0120123456"},
		{"0800-123-4567", "08001234567"},
		{"0570-012-345", "0570012345"},
		{"050 1234 5678", "05012345678"},
		{"０９０ー１２３４ー５６７８", "09012345678"},
		{"03−1234−5678", "0312345678"},
		{"(03) 1234-5678", "0312345678"},
		{"+810312345678", "0312345678"},
		{"070-1234-5678", "07012345678"},
		{"080-1234-5678", "08012345678"},
		{"03\u200b12345678", "0312345678"},
		{"110", "110"}, {"118", "118"}, {"119", "119"}, {"104", "104"}, {"117", "117"}, {"171", "171"}, {"188", "188"}, {"189", "189"},
		{"184", ""}, {"186", ""}, {"184 0312345678", ""}, // codes, not numbers: CutPrivacy takes them off
		{"+1 212 555 0123", "01012125550123"},
		{"010-1-212-555-0123", "01012125550123"},
		{"010 81 3 1234 5678", "0312345678"},
		{"", ""},
		{"9.01234E+09", ""},
		{"312345678.0", ""},
		{"9012345678", ""},
		{"=\"0312345678\"", ""},
		{"#REF!", ""},
		{"内線123", ""},
		{"312345678", ""},
		{"03-1234-567", ""},
		{"0090-1234-5678", ""},
		{"+81", ""},
		{"+1234", ""},
	}
	for _, tt := range tests {
		got, err := Canonical(tt.raw)
		if got != tt.want || (err == nil) != (tt.want != "") {
			t.Errorf("Canonical(%q) = %q, %v, want %q", tt.raw, got, err, tt.want)
		}
	}
}

func TestSuggest(t *testing.T) {
	tests := []struct{ raw, want string }{
		{"312345678", "0312345678"},
		{"9012345678", "09012345678"},
		{"0312345678", ""},
		{"12", ""},
		{"9.01234E+09", ""},
	}
	for _, tt := range tests {
		if got := Suggest(tt.raw); got != tt.want {
			t.Errorf("Suggest(%q) = %q, want %q", tt.raw, got, tt.want)
		}
	}
}

func TestCutPrivacy(t *testing.T) {
	rest, privacy, code := CutPrivacy("1840312345678")
	if rest != "0312345678" || privacy != leg.PrivacyWithhold || code != "184" {
		t.Fatalf("got %q %q %q", rest, privacy, code)
	}
	if rest, privacy, _ = CutPrivacy("0312345678"); rest != "0312345678" || privacy != leg.PrivacyDefault {
		t.Fatalf("got %q %q", rest, privacy)
	}
}

func TestE164(t *testing.T) {
	for number, want := range map[string]string{
		"0312345678": "+81312345678", "09012345678": "+819012345678",
		"0120123456": "", "0570012345": "", "08001234567": "", "110": "", "01012125550123": "+12125550123",
	} {
		if got := E164(number); got != want {
			t.Errorf("E164(%q) = %q, want %q", number, got, want)
		}
	}
}

func FuzzCanonical(f *testing.F) {
	f.Add("+81(0)3 1234 5678")
	f.Fuzz(func(t *testing.T, raw string) {
		got, err := Canonical(raw)
		if err != nil {
			return
		}
		if again, err := Canonical(got); err != nil || again != got {
			t.Fatalf("%q → %q → %q, %v", raw, got, again, err)
		}
	})
}
