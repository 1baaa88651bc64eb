package shell

import (
	"strings"
	"testing"
)

func TestOpenedFrom(t *testing.T) {
	for link, want := range map[string]string{
		"tel:+81-3-1234-5678":                     "+81312345678",
		"tel:03(1234)5678":                        "0312345678",
		"TEL:0312345678;phone-context=example.jp": "0312345678",
		"callto:0312345678":                       "0312345678",
		"callto://0312345678":                     "0312345678",
		"tel:%2B81%203":                           "+813",
		"tel:*72%23":                              "*72#",
		" tel:117 ":                               "117",
		"tel:":                                    "",
		"tel:+":                                   "",
		"tel":                                     "",
		"tel:0312345678&calc":                     "",
		"tel:`id`":                                "",
		"tel:03+12":                               "",
		"tel:１１０":                                 "",
		"tel:%00110":                              "",
		"tel:%zz":                                 "",
		"callto:john.doe":                         "",
		"http://tel:110":                          "",
		"javascript:tel:110":                      "",
		"--hidden":                                "",
		"tel:" + strings.Repeat("1", maxTarget):   strings.Repeat("1", maxTarget),
		"tel:" + strings.Repeat("1", maxTarget+1):   "",
		"tel:" + strings.Repeat("-", maxLink) + "1": "",
	} {
		if got := OpenedFrom([]string{"--hidden", link}); got.Target != want {
			t.Errorf("%q gives %q, want %q", link, got.Target, want)
		}
	}
	if got := OpenedFrom([]string{"tel:x", "tel:110", "tel:119"}); got.Target != "110" {
		t.Errorf("got %q", got.Target)
	}
	if !Hidden([]string{"a", "--hidden"}) || Hidden([]string{"--hiddenx"}) {
		t.Error("--hidden is read wrongly")
	}
}

func FuzzOpenedFrom(f *testing.F) {
	f.Add("tel:+81-3-1234-5678;ext=1")
	f.Add("callto:%2B1")
	f.Fuzz(func(t *testing.T, link string) {
		target := OpenedFrom([]string{link}).Target
		if len(target) > maxTarget || strings.Trim(target, "+0123456789*#") != "" {
			t.Errorf("%q gives %q", link, target)
		}
		if strings.LastIndex(target, "+") > 0 {
			t.Errorf("%q gives %q", link, target)
		}
	})
}

func TestCleanURL(t *testing.T) {
	for address, want := range map[string]string{
		"https://crm.example.jp/a?b=1&c=2#d": "https://crm.example.jp/a?b=1&c=2#d",
		"http://10.0.0.1:8080":               "http://10.0.0.1:8080",
		"https://[::1]/":                     "https://[::1]/",
		"https://a.jp/$(x)`y`'z'\"w\"|<>":    "https://a.jp/%24%28x%29%60y%60%27z%27%22w%22%7C%3C%3E",
		"https://a.jp/山":                     "https://a.jp/%E5%B1%B1",
		"HTTPS://a.jp/":                      "https://a.jp/",
		"":                                   "",
		"a.jp":                               "",
		"//a.jp":                             "",
		"https:///x":                         "",
		"https:a.jp":                         "",
		"javascript:alert(1)":                "",
		"file:///etc/passwd":                 "",
		"ftp://a.jp":                         "",
		"-flag":                              "",
		"https://user:secret@a.jp/":          "",
		"https://a.jp;calc/":                 "",
		"https://a.jp/\x00":                  "",
		"https://a.jp/" + strings.Repeat("a", maxURL): "",
	} {
		got, err := cleanURL(address)
		if got != want || (err == nil) != (want != "") {
			t.Errorf("%q gives %q, %v; want %q", address, got, err, want)
		}
		if err != nil && strings.Contains(err.Error(), "secret") {
			t.Errorf("the error repeats the address: %v", err)
		}
	}
}

func FuzzCleanURL(f *testing.F) {
	f.Add("https://a.jp/$(x)?q=%20")
	f.Add("http://a\\b")
	f.Fuzz(func(t *testing.T, address string) {
		clean, err := cleanURL(address)
		if err != nil {
			return
		}
		if !strings.HasPrefix(clean, "http://") && !strings.HasPrefix(clean, "https://") || strings.ContainsAny(clean, " \"'`$\\|<>\n\r\t\x00") {
			t.Errorf("%q gives %q", address, clean)
		}
		if again, err := cleanURL(clean); err == nil && again != clean {
			t.Errorf("%q, then %q", clean, again)
		}
	})
}

func TestQuoting(t *testing.T) {
	if got := desktopQuote(`/opt/a b/$x"y\z%`); got != `"/opt/a b/\\$x\\"y\\\\z%%"` {
		t.Errorf("got %s", got)
	}
	if got := windowsQuote(`C:\Program Files\Yobirin\yobirin.exe`); got != `"C:\Program Files\Yobirin\yobirin.exe"` {
		t.Errorf("got %s", got)
	}
}

func TestDefaultsThatSomebodyHasStay(t *testing.T) {
	types := []string{"x-scheme-handler/tel", "x-scheme-handler/callto"}
	for _, tt := range []struct{ list, want string }{
		{"", "[Default Applications]\nx-scheme-handler/tel=y.desktop\nx-scheme-handler/callto=y.desktop\n"},
		{
			"[Added Associations]\nx-scheme-handler/tel=o.desktop\n\n[Default Applications]\nx-scheme-handler/tel=o.desktop;\ntext/html=b.desktop\n",
			"[Added Associations]\nx-scheme-handler/tel=o.desktop\n\n[Default Applications]\nx-scheme-handler/callto=y.desktop\nx-scheme-handler/tel=o.desktop;\ntext/html=b.desktop\n",
		},
		{"[Default Applications]\nx-scheme-handler/tel=a\nx-scheme-handler/callto=b\n", "[Default Applications]\nx-scheme-handler/tel=a\nx-scheme-handler/callto=b\n"},
		{"[Other]\nx-scheme-handler/tel=a", "[Other]\nx-scheme-handler/tel=a\n[Default Applications]\nx-scheme-handler/tel=y.desktop\nx-scheme-handler/callto=y.desktop\n"},
	} {
		got, changed := withDefault(tt.list, "y.desktop", types)
		if got != tt.want || changed != (tt.list != tt.want) {
			t.Errorf("%q gives %q (%v)", tt.list, got, changed)
		}
		if again, changed := withDefault(got, "y.desktop", types); changed || again != got {
			t.Errorf("not the same again: %q", again)
		}
	}
}
