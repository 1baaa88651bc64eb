package sipedge

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/yobirin/yobirin/server/internal/carrier"
	"github.com/yobirin/yobirin/shared/leg"
	"github.com/yobirin/yobirin/shared/sipua"
)

// fakeInvite is an INVITE of which only what is read exists.
type fakeInvite struct {
	uri     string
	headers map[string][]string
	flow    sipua.Flow
	callID  string
}

func (f fakeInvite) URI() sipua.URI            { u, _ := sipua.ParseURI(f.uri); return u }
func (f fakeInvite) Headers(n string) []string { return f.headers[n] }
func (f fakeInvite) Flow() sipua.Flow          { return f.flow }
func (f fakeInvite) CallID() string            { return f.callID }
func (f fakeInvite) From() sipua.Address       { a, _ := sipua.ParseAddress(f.Header("From")); return a }
func (f fakeInvite) Contacts() []sipua.Address {
	var out []sipua.Address
	for _, c := range f.headers["Contact"] {
		if c == "*" {
			out = append(out, sipua.Address{URI: sipua.URI{Wildcard: true}})
			continue
		}
		a, err := sipua.ParseAddress(c)
		if err != nil {
			panic(err)
		}
		out = append(out, a)
	}
	return out
}
func (f fakeInvite) Header(n string) string {
	if h := f.headers[n]; len(h) > 0 {
		return h[0]
	}
	return ""
}

func TestCallerFromTrunk(t *testing.T) {
	trusted := &Profile{TrustIdentity: true}
	for name, c := range map[string]struct {
		headers map[string][]string
		profile *Profile
		want    leg.Identity
	}{
		"From":  {map[string][]string{"From": {`"佐藤" <sip:09012345678@carrier>;tag=1`}}, &Profile{}, leg.Identity{Number: "09012345678", Name: "佐藤"}},
		"E.164": {map[string][]string{"From": {`<sip:+81312345678@carrier;user=phone>;tag=1`}}, &Profile{}, leg.Identity{Number: "0312345678"}},
		"E.164 without plus": {
			map[string][]string{"From": {`<sip:81312345678@carrier>;tag=1`}}, &Profile{E164: true}, leg.Identity{Number: "0312345678"},
		},
		"abroad": {map[string][]string{"From": {`<sip:+14155550100@carrier>;tag=1`}}, &Profile{}, leg.Identity{Number: "01014155550100"}},
		"tel":    {map[string][]string{"From": {`<tel:+81-3-1234-5678>;tag=1`}}, &Profile{}, leg.Identity{Number: "0312345678"}},
		"asserted": {
			map[string][]string{"From": {`<sip:0000@carrier>;tag=1`}, "P-Asserted-Identity": {`"Sato" <sip:+819012345678@carrier>, <tel:+819012345678>`}},
			trusted, leg.Identity{Number: "09012345678", Name: "Sato"},
		},
		"asserted by a stranger": {
			map[string][]string{"From": {`<sip:0312345678@carrier>;tag=1`}, "P-Asserted-Identity": {`<sip:110@carrier>`}},
			&Profile{}, leg.Identity{Number: "0312345678"},
		},
		"anonymous": {
			map[string][]string{"From": {`"Anonymous" <sip:anonymous@anonymous.invalid>;tag=1`}}, trusted,
			leg.Identity{Withheld: true, Reason: "Anonymous"},
		},
		"payphone": {
			map[string][]string{"From": {`"Coin line/payphone" <sip:anonymous@anonymous.invalid>;tag=1`}}, trusted,
			leg.Identity{Withheld: true, Reason: "Coin line/payphone"},
		},
		"privacy keeps the asserted number": {
			map[string][]string{"From": {`"09012345678" <sip:09012345678@carrier>;tag=1`}, "Privacy": {"id;critical"}, "P-Asserted-Identity": {`<sip:09012345678@carrier>`}},
			trusted, leg.Identity{Withheld: true, Reason: "Anonymous"},
		},
		"the number again is no name": {
			map[string][]string{"From": {`"+81 90-1234-5678" <sip:09012345678@carrier>;tag=1`}}, &Profile{}, leg.Identity{Number: "09012345678"},
		},
		"nothing": {map[string][]string{}, &Profile{}, leg.Identity{}},
	} {
		if got := callerFromTrunk(fakeInvite{headers: c.headers}, c.profile); got != c.want {
			t.Errorf("%s: %+v, want %+v", name, got, c.want)
		}
	}
}

func TestDialedOnTrunk(t *testing.T) {
	r := fakeInvite{uri: "sip:acct0001@198.51.100.1", headers: map[string][]string{
		"To": {"<sip:+81312340002@carrier>"}, "P-Called-Party-ID": {`<sip:0312340001@carrier;user=phone>`},
	}}
	for _, c := range []struct {
		order []carrier.CalledFrom
		want  string
	}{
		{nil, "0312340001"},
		{[]carrier.CalledFrom{carrier.CalledTo, carrier.CalledURI}, "0312340002"},
		{[]carrier.CalledFrom{carrier.CalledURI, carrier.CalledTo}, "0312340002"}, // the Request-URI is our account, no number
	} {
		if got := dialedOnTrunk(r, &Profile{Called: c.order}); got != c.want {
			t.Errorf("order %v: %q, want %q", c.order, got, c.want)
		}
	}
}

func TestDialedOnDevice(t *testing.T) {
	for uri, want := range map[string]string{
		"sip:2001@pbx":         "2001",
		"sip:%2A8@pbx":         "*8",
		"sip:%237@pbx":         "#7",
		"sip:03-1234-5678@pbx": "0312345678",
		"sip:sato@pbx":         "sato",
	} {
		if got := dialedOnDevice(fakeInvite{uri: uri}); got != want {
			t.Errorf("%s: %q, want %q", uri, got, want)
		}
	}
}

func TestInternational(t *testing.T) {
	for n, want := range map[string]string{
		"0312345678": "+81312345678", "09012345678": "+819012345678", "01014155550100": "+14155550100", "0120123456": "0120123456",
		"0570000000": "0570000000", "117": "117", "+81312345678": "+81312345678", "*21#": "*21#",
	} {
		if got := international(n, "81"); got != want {
			t.Errorf("international(%s) = %s, want %s", n, got, want)
		}
	}
	if got := national(digits("+81(0)3-1234-5678"), "81", false); got != "0312345678" {
		t.Errorf("+81(0)3 became %q", got)
	}
}

func TestClean(t *testing.T) {
	for in, want := range map[string]string{
		"a\x00b\x1b[31mc":       "ab[31mc",
		"  two\r\n words\t ":    "two words",
		"bad\xff\xfeutf8":       "badutf8",
		"evil\u202egnp.exe":     "evilgnp.exe",
		"\ufeff佐藤":              "佐藤",
		strings.Repeat("あ", 99): strings.Repeat("あ", 42), // 126 bytes: cut between characters
		"a\u200bb":              "ab",
	} {
		if got := clean(in, maxText); got != want {
			t.Errorf("clean(%q) = %q, want %q", in, got, want)
		}
	}
}

func FuzzClean(f *testing.F) {
	for _, s := range []string{"", "佐藤", "\xff\x00", "a\u202eb", strings.Repeat("é", 200)} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got := clean(s, maxText)
		if len(got) > maxText || !utf8.ValidString(got) {
			t.Fatalf("clean(%q) = %q", s, got)
		}
		for _, r := range got {
			if unicode.IsControl(r) || unicode.Is(unicode.Cf, r) {
				t.Fatalf("clean(%q) kept %U", s, r)
			}
		}
		if again := clean(got, maxText); again != got {
			t.Fatalf("clean is not stable: %q, %q", got, again)
		}
	})
}

func FuzzIdentity(f *testing.F) {
	f.Add(`"佐藤" <sip:0312345678@x>`, `<tel:+81>`, "id")
	f.Add(`"\"`, `,,<`, ";;")
	f.Fuzz(func(t *testing.T, from, pai, privacy string) {
		r := fakeInvite{uri: "sip:x@y", headers: map[string][]string{"From": {from}, "P-Asserted-Identity": {pai}, "Privacy": {privacy}}}
		id := callerFromTrunk(r, &Profile{TrustIdentity: true})
		if len(id.Name) > maxText || len(id.Reason) > maxText || strings.Trim(id.Number, "0123456789*#") != "" {
			t.Fatalf("%q, %q gave %+v", from, pai, id)
		}
		if id.Withheld && (id.Number != "" || id.Name != "") {
			t.Fatalf("a withheld caller is told: %+v", id)
		}
	})
}
