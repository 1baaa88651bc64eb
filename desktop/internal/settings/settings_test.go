package settings

import (
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"testing"
)

// ring is a keychain in memory; with broken set it takes and gives nothing.
type ring struct {
	kept   map[string]string
	broken bool
}

var errBroken = errors.New("no keychain here")

func (r *ring) Get(_, user string) (string, error) {
	if r.broken {
		return "", errBroken
	}
	return r.kept[user], nil
}

func (r *ring) Set(_, user, secret string) error {
	if r.broken {
		return errBroken
	}
	r.kept[user] = secret
	return nil
}

func (r *ring) Delete(_, user string) error {
	delete(r.kept, user)
	return nil
}

func open(t *testing.T, dir string, r *ring, p Policy) *Store {
	t.Helper()
	s, err := Open(Options{Dir: dir, Policy: p, Ring: r, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestWhatIsSavedIsThereAtTheNextStart(t *testing.T) {
	dir, r := filepath.Join(t.TempDir(), "yobirin"), &ring{kept: map[string]string{}}
	s := open(t, dir, r, Policy{})
	l := s.Loaded()
	if !l.PhoneOn || l.Settings.SpeakerGain != 1 {
		t.Fatalf("a new computer begins with %+v", l)
	}
	l.Microphone, l.Settings.RingVolume, l.Language = "usb", 0.3, "en"
	if err := errors.Join(s.Save(l), s.SetServer("https://call.example.jp"), s.SetToken("https://call.example.jp", "secret")); err != nil {
		t.Fatal(err)
	}
	again := open(t, dir, r, Policy{})
	if got := again.Loaded(); got != l {
		t.Fatalf("got %+v, expected %+v", got, l)
	}
	if again.Installation() != s.Installation() || len(s.Installation()) < 16 {
		t.Fatalf("the installation's name was %q, and is %q", s.Installation(), again.Installation())
	}
	if url, managed := again.Server(); url != "https://call.example.jp" || managed {
		t.Fatalf("server %q, managed %v", url, managed)
	}
	if token, err := again.Token("https://call.example.jp"); token != "secret" || err != nil {
		t.Fatalf("token %q, %v", token, err)
	}
	text, err := os.ReadFile(filepath.Join(dir, fileName))
	if err != nil || string(text) == "" || containsSecret(text) {
		t.Fatalf("the file has the token, or cannot be read: %v", err)
	}
	if url, managed := open(t, dir, r, Policy{Server: "https://it.example.jp"}).Server(); url != "https://it.example.jp" || !managed {
		t.Fatalf("server %q, managed %v: IT outranks the person", url, managed)
	}
	if err := again.ForgetToken("https://call.example.jp"); err != nil || len(r.kept) != 0 {
		t.Fatalf("not forgotten: %v", err)
	}
}

func containsSecret(text []byte) bool {
	for i := 0; i+6 <= len(text); i++ {
		if string(text[i:i+6]) == "secret" {
			return true
		}
	}
	return false
}

func TestADamagedFileIsPutAside(t *testing.T) {
	dir := t.TempDir()
	for _, text := range []string{"", "{", `{"server": 5}`, string(make([]byte, maxFile+1))} {
		if err := os.WriteFile(filepath.Join(dir, fileName), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		s := open(t, dir, &ring{}, Policy{})
		if got := s.Loaded(); got != Defaults() {
			t.Fatalf("from %.20q: %+v", text, got)
		}
		if kept, err := os.ReadFile(filepath.Join(dir, fileName+".bad")); err != nil || string(kept) != text {
			t.Fatalf("the damaged file is gone: %v", err)
		}
	}
}

func TestWithoutAKeychainTheSessionLastsTillTheEnd(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir, &ring{broken: true}, Policy{})
	if err := s.SetToken("https://a", "secret"); !errors.Is(err, errBroken) {
		t.Fatalf("got %v", err)
	}
	if token, err := s.Token("https://a"); token != "secret" || err != nil {
		t.Fatalf("token %q, %v", token, err)
	}
	if token, err := s.Token("https://b"); token != "" || err == nil {
		t.Fatalf("another server got the token %q, %v", token, err)
	}
	if token, err := open(t, dir, &ring{kept: map[string]string{}}, Policy{}).Token("https://a"); token != "" || err != nil {
		t.Fatalf("the next start has %q, %v", token, err)
	}
}

func TestPolicyFiles(t *testing.T) {
	for _, c := range []struct {
		text, server string
		bad          bool
	}{
		{`{"serverUrl": "https://call.example.jp/", "noAutostart": true}`, "https://call.example.jp", false},
		{"\ufeff" + `{"serverUrl": "http://10.0.0.1:8080"}`, "http://10.0.0.1:8080", false},
		{`{}`, "", false},
		{`{"serverUrl": "call.example.jp"}`, "", true},
		{`{"serverUrl": "ftp://call.example.jp"}`, "", true},
		{`{"server": "https://call.example.jp"}`, "", true},
		{`serverUrl=x`, "", true},
	} {
		path := filepath.Join(t.TempDir(), "app.json")
		if err := os.WriteFile(path, []byte(c.text), 0o600); err != nil {
			t.Fatal(err)
		}
		t.Setenv("YOBIRIN_POLICY", path)
		p, err := ReadPolicy()
		if p.Server != c.server || c.bad != errors.Is(err, ErrPolicy) {
			t.Errorf("%s: got %+v, %v", c.text, p, err)
		}
	}
	t.Setenv("YOBIRIN_POLICY", filepath.Join(t.TempDir(), "none.json"))
	if p, err := ReadPolicy(); p != (Policy{}) || err != nil {
		t.Errorf("without a file: %+v, %v", p, err)
	}
}

func TestTheFirstStartSpeaksTheSystemsLanguage(t *testing.T) {
	for _, c := range []struct {
		names []string
		want  string
	}{
		{[]string{"", "", "ja_JP.UTF-8"}, "ja"}, {[]string{"en_GB.UTF-8", "", "ja_JP.UTF-8"}, "en"}, {[]string{"", "", "de_DE"}, "en"},
		{[]string{"", "", "C.UTF-8"}, "ja"}, {[]string{"C", "", ""}, "ja"}, {[]string{"ja-JP", "en-US"}, "ja"}, {[]string{"en-US", "ja-JP"}, "en"}, {nil, "ja"},
	} {
		if got := languageOf(c.names...); got != c.want {
			t.Errorf("%q: got %s, expected %s", c.names, got, c.want)
		}
	}
}
