package deskphone_test

import (
	"bytes"
	"encoding/xml"
	"errors"
	"flag"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/yobirin/yobirin/server/internal/deskphone"
	"github.com/yobirin/yobirin/shared/fault"
)

var rewrite = flag.Bool("rewrite", false, "write the golden files anew")

func tokyo() deskphone.Zone {
	return deskphone.Zone{Name: "Asia/Tokyo", Offset: 9 * 3600, Fixed: true}
}

func account() deskphone.Account {
	return deskphone.Account{
		Name: "受付 1", User: "2001", Password: "aB3-x!#$%&<>=;~9", Host: "pbx.example.jp", Port: 5061, Transport: "tls", SRTP: "require",
		MAC: "805ec0123456", Language: "ja", Zone: tokyo(), NTP: "ntp.example.jp",
	}
}

// What every maker's files say is looked at whole when it changes.
func TestFilesAreAsTheyWere(t *testing.T) {
	plain := account()
	plain.User, plain.Transport, plain.SRTP, plain.Port, plain.Language, plain.NTP = "sato-1f", "udp", "off", 5060, "en", ""
	plain.Zone = deskphone.Zone{Name: "Europe/Berlin", Offset: 3600}
	for _, maker := range deskphone.Makers() {
		for variant, a := range map[string]deskphone.Account{"tls": account(), "udp": plain, "keys": withKeys(maker)} {
			files, err := deskphone.Files(maker, a)
			if err != nil {
				t.Fatalf("%s: %v", maker, err)
			}
			for _, f := range files {
				path := filepath.Join("testdata", maker+"-"+variant, f.Name)
				if *rewrite {
					if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o755), os.WriteFile(path, []byte(f.Text), 0o644)); err != nil {
						t.Fatal(err)
					}
				}
				golden, err := os.ReadFile(path)
				if err != nil || string(golden) != f.Text {
					t.Errorf("%s is another (%v); look at it, then go test ./internal/deskphone -rewrite:\n%s", path, err, f.Text)
				}
			}
		}
	}
}

func TestNamesOfFiles(t *testing.T) {
	for maker, want := range map[string]string{
		"yealink": "805ec0123456.cfg", "grandstream": "cfg805ec0123456.xml", "poly": "805ec0123456-user.cfg 805ec0123456.cfg",
		"snom": "805EC0123456.xml", "panasonic": "Config805EC0123456.cfg", "fanvil": "805ec0123456.cfg", "acme": "",
	} {
		if got := strings.Join(deskphone.Names(maker, "805ec0123456"), " "); got != want {
			t.Errorf("%s asks for %q, not %q", maker, got, want)
		}
		if maker == "acme" {
			continue
		}
		files, err := deskphone.Files(maker, account())
		if err != nil {
			t.Fatal(err)
		}
		for i, f := range files {
			if f.Name != deskphone.Names(maker, "805ec0123456")[i] || f.MIME == "" {
				t.Errorf("%s: file %d is %s of %s", maker, i, f.Name, f.MIME)
			}
		}
	}
	if _, err := deskphone.Files("acme", account()); fault.CodeOf(err) != fault.Invalid {
		t.Errorf("an unknown maker: %v", err)
	}
}

func TestZones(t *testing.T) {
	for name, want := range map[string]deskphone.Zone{
		"Asia/Tokyo": tokyo(), "Europe/Berlin": {Name: "Europe/Berlin", Offset: 3600}, "Australia/Sydney": {Name: "Australia/Sydney", Offset: 11 * 3600},
		"Asia/Kolkata": {Name: "Asia/Kolkata", Offset: 19800, Fixed: true},
	} {
		zone, err := time.LoadLocation(name)
		if err != nil {
			t.Fatal(err)
		}
		if got := deskphone.ZoneOf(zone, time.Date(2026, 7, 1, 0, 0, 0, 0, time.UTC)); got != want {
			t.Errorf("%s is %+v", name, got)
		}
	}
	a := account()
	a.Zone = deskphone.Zone{Name: "America/St_Johns", Offset: -12600, Fixed: true}
	if f, err := deskphone.Files("yealink", a); err != nil || !strings.Contains(f[0].Text, "local_time.time_zone = -3:30\n") {
		t.Errorf("half hours: %v, %v", f, err)
	}
}

// A password that a file cannot carry as it is would only fail at the phone.
func TestPasswordsThatNoFileCarries(t *testing.T) {
	for password, cannot := range map[string][]string{
		"with a \" in it":     {"panasonic"},
		" blank at its start": deskphone.Makers(),
		"new\nline-password":  deskphone.Makers(),
		"%NULL%":              {"yealink"},
		"not utf-8 \xff\xfe":  deskphone.Makers(),
		"a plain <&'> one":    nil,
	} {
		for _, maker := range deskphone.Makers() {
			a := account()
			a.Password = password
			_, err := deskphone.Files(maker, a)
			if refused := fault.CodeOf(err) == fault.Invalid; refused != slices.Contains(cannot, maker) {
				t.Errorf("%s with the password %q: %v", maker, password, err)
			}
		}
	}
}

// keys are the parameters of a file with their values, read as a phone reads
// them.
func keys(t *testing.T, maker string, f deskphone.File) (names []string, values map[string]string) {
	t.Helper()
	values = map[string]string{}
	add := func(k, v string) {
		names = append(names, k)
		values[k] = v
	}
	switch maker {
	case "yealink":
		for i, line := range strings.Split(strings.TrimSuffix(f.Text, "\n"), "\n") {
			k, v, ok := strings.Cut(line, " = ")
			if i > 0 && !ok {
				t.Fatalf("line %d is %q", i, line)
			}
			add(k, v)
		}
	case "panasonic":
		text, ok := strings.CutSuffix(f.Text, "\r\n\r\n")
		if !ok || strings.Count(f.Text, "\n") != strings.Count(f.Text, "\r\n") || strings.Count(f.Text, "\r") != strings.Count(f.Text, "\r\n") {
			t.Fatalf("line ends: %q", f.Text)
		}
		for i, line := range strings.Split(text, "\r\n") {
			if i == 0 {
				add(line, "")
				continue
			}
			k, v, ok := strings.Cut(line, `="`)
			v, shut := strings.CutSuffix(v, `"`)
			if !ok || !shut || strings.Contains(v, `"`) || len(line)+2 > 537 {
				t.Fatalf("line %d is %q", i, line)
			}
			add(k, v)
		}
	default:
		d := xml.NewDecoder(strings.NewReader(f.Text))
		var path []string
		for {
			token, err := d.Token()
			if errors.Is(err, io.EOF) {
				return names, values
			}
			if err != nil {
				t.Fatalf("%s is no XML: %v\n%s", f.Name, err, f.Text)
			}
			switch token := token.(type) {
			case xml.StartElement:
				path = append(path, token.Name.Local)
				add(strings.Join(path, "/"), "")
				for _, a := range token.Attr {
					add(strings.Join(path, "/")+"@"+a.Name.Local, a.Value)
				}
			case xml.CharData:
				if text := bytes.TrimSpace(token); len(text) > 0 {
					values[strings.Join(path, "/")] += string(token)
				}
			case xml.EndElement:
				path = path[:len(path)-1]
			case xml.Comment, xml.Directive:
				t.Fatalf("%s has %v", f.Name, token)
			case xml.ProcInst:
			}
		}
	}
	return names, values
}

// hostile are names that would be more than names.
func hostile() []string {
	return []string{
		"a\naccount.1.password = stolen", "a\r\nSIP_PASS_1=\"x\"", `"/><evil a="`, "</DisplayName><RegisterAddr>evil", "<!-- ", "]]>", "<![CDATA[", "&amp;&#10;&evil;", "'\"`;$(id)",
		"%NULL%", "受付①\u2028next", "\u202eabc", "a\x00b\x1b[0m", "\xff\xfe", "#comment", "=", " ", "", "#!version:1", strings.Repeat("界", 64),
	}
}

func check(t *testing.T, a deskphone.Account) {
	t.Helper()
	a.Keys = []deskphone.Key{{Does: deskphone.Watches, Number: "2002", Label: a.Name}, {Does: deskphone.Dials, Number: "997", Label: a.Name}}
	benign := a
	benign.Name = "x"
	benign.Keys = []deskphone.Key{{Does: deskphone.Watches, Number: "2002", Label: "x"}, {Does: deskphone.Dials, Number: "997", Label: "x"}}
	for _, maker := range deskphone.Makers() {
		files, err := deskphone.Files(maker, a)
		want, wantErr := deskphone.Files(maker, benign)
		if (err == nil) != (wantErr == nil) {
			t.Fatalf("%s: the name %q makes %v of %v", maker, a.Name, err, wantErr)
		}
		for i, f := range files {
			names, values := keys(t, maker, f)
			as, _ := keys(t, maker, want[i])
			if !slices.Equal(names, as) {
				t.Fatalf("%s: the name %q makes the parameters %q of %q", maker, a.Name, names, as)
			}
			if i > 0 {
				continue
			}
			found := 0
			for k, v := range values {
				if v == a.Password && k != "" {
					found++
				}
			}
			if found == 0 {
				t.Fatalf("%s: the password %q is not in\n%s", maker, a.Password, f.Text)
			}
		}
	}
}

func TestHostileNamesAreOnlyNames(t *testing.T) {
	for _, name := range hostile() {
		a := account()
		a.Name = name
		check(t, a)
	}
}

func FuzzFiles(f *testing.F) {
	for _, name := range hostile() {
		f.Add(name, "a-long-sip-secret")
	}
	f.Add("a", `" quoted "`)
	f.Add("a", "\xff")
	f.Fuzz(func(t *testing.T, name, password string) {
		if len(name) > 256 || len(password) > 128 || len(password) < 12 {
			t.Skip()
		}
		a := account()
		a.Name, a.Password = name, password
		check(t, a)
	})
}
