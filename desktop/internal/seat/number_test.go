package seat

import (
	"strings"
	"testing"
)

func TestCleaned(t *testing.T) {
	tests := map[string]string{
		"03-1234-5678":                   "0312345678",
		"０３（１２３４）５６７８":                   "0312345678",
		" 090 1111 2222\u00a0":           "09011112222",
		"+81 3 1234 5678":                "0312345678",
		"+81(0)3-1234-5678":              "0312345678",
		"＋８１－３－１２３４－５６７８":                "0312345678",
		"+1 (212) 555-0100":              "+12125550100",
		"tel:+81-3-1234-5678;ext=1":      "0312345678",
		"TEL:03-1234-5678":               "0312345678",
		"tel:%2B81312345678":             "0312345678",
		"tel://0312345678":               "0312345678",
		"callto:2001":                    "2001",
		"sip:2001@example.jp;user=phone": "2001",
		"sips:+81312345678@example.jp":   "0312345678",
		"*1 2002":                        "*12002",
		"＊＃06＃":                          "*#06#",
		"03ー1234ー5678":                   "0312345678",
		"03‐1234–5678":                   "0312345678",
		"03.1234.5678":                   "0312345678",
		"\u202a0312345678\u202c":         "0312345678",
		"\u202d+81312345678":             "0312345678",
		strings.Repeat("1", 64):          strings.Repeat("1", 64),
		"":                               "",
		"   ":                            "",
		"+":                              "",
		"+81":                            "",
		"+81-0":                          "",
		"abc":                            "",
		"0312345678 / 09011112222":       "",
		"03-1234-5678\n090-1111-2222":    "",
		"03-1234-5678 (内線 12)":           "",
		"1+2":                            "",
		"+1#2":                           "",
		"tel:":                           "",
		"tel:%zz":                        "",
		"tel:tel:0312345678":             "",
		"javascript:alert(1)":            "",
		"sip:yamada@example.jp":          "",
		strings.Repeat("1", 65):          "",
		strings.Repeat("1 ", 200):        "",
		"03\x001234":                     "",
		"\xff0312345678":                 "",
		"٠٣١٢":                           "", // digits of another script
	}
	for raw, want := range tests {
		got, trouble := cleaned(raw)
		if got != want || (trouble == nil) != (want != "") {
			t.Errorf("%q is cleaned to %q (%v), want %q", raw, got, trouble, want)
		}
		if trouble != nil && (trouble.Code != "number_invalid" || trouble.Detail == "" || trouble.Params["value"] == "" && strings.TrimSpace(raw) != "") {
			t.Errorf("%q: the trouble does not say what was given and expected: %v", raw, trouble)
		}
	}
}

func FuzzCleaned(f *testing.F) {
	for _, s := range []string{"03-1234-5678", "+81(0)3-1234", "tel:+81-3;ext=1", "sip:2001@h", "*1 2002", "", "％０３", "tel:%2B81"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, raw string) {
		got, trouble := cleaned(raw)
		if (got == "") != (trouble != nil) {
			t.Fatalf("%q gives both or neither: %q %v", raw, got, trouble)
		}
		if trouble != nil {
			return
		}
		if len(got) > maxDigits || strings.Trim(strings.TrimPrefix(got, "+"), "0123456789*#") != "" {
			t.Fatalf("%q is cleaned to %q", raw, got)
		}
		if again, trouble := cleaned(got); again != got || trouble != nil {
			t.Fatalf("%q, cleaned again, is %q", got, again)
		}
	})
}

func TestPages(t *testing.T) {
	for page, want := range map[string]bool{
		"https://crm.example.jp/?tel=0312345678": true,
		"http://10.0.0.1:8080/a":                 true,
		"":                                       false,
		"crm.example.jp":                         false,
		"file:///etc/passwd":                     false,
		"javascript:alert(1)":                    false,
		"https://":                               false,
		"https://user:pw@crm.example.jp/":        false,
		"https://crm.example.jp/a b":             false,
		"https://crm.example.jp/\n":              false,
		"data:text/html,x":                       false,
		"https://crm/" + strings.Repeat("a", maxPage): false,
	} {
		if got := isPage(page); got != want {
			t.Errorf("isPage(%.60q) = %v", page, got)
		}
	}
}

func TestServerURL(t *testing.T) {
	for raw, want := range map[string]string{
		"call.example.jp":                    "https://call.example.jp",
		" https://Call.Example.jp/console?a": "https://call.example.jp",
		"http://localhost:8080":              "http://localhost:8080",
		"192.168.1.10:8443":                  "https://192.168.1.10:8443",
		"https://[2001:db8::1]:443/":         "https://[2001:db8::1]:443",
		"":                                   "",
		"https://":                           "",
		"ftp://call.example.jp":              "",
		"https://a b":                        "",
		"https://user@call.example.jp":       "",
		"https://コール.jp":                     "",
		"javascript:alert(1)":                "",
		"https://call.example.jp:99999":      "",
		strings.Repeat("a", maxServer+1):     "",
	} {
		if got, _ := serverURL(raw); got != want {
			t.Errorf("serverURL(%.60q) = %q, want %q", raw, got, want)
		}
	}
}
