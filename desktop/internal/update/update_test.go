package update

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/yobirin/yobirin/desktop/internal/seat"
)

var sum = strings.Repeat("0a", 32)

func keyOf(seed byte) ed25519.PrivateKey {
	return ed25519.NewKeyFromSeed(bytes.Repeat([]byte{seed}, ed25519.SeedSize))
}

func manifest(version, released, platform string) string {
	return `{"version":"` + version + `","notes":{"ja":"新しい","en":"new"},"url":"https://example.jp/app","released":"` + released +
		`","sha256":{"` + platform + `":"` + sum + `"}}`
}

// desk is one app and what is published for it.
type desk struct {
	mu        sync.Mutex
	published []byte
	err       error
	fetches   int
	told      []seat.Input
	kept      []time.Time
	log       bytes.Buffer
}

func (d *desk) Write(p []byte) (int, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.log.Write(p)
}

func (d *desk) publish(t *testing.T, text string, key ed25519.PrivateKey) {
	t.Helper()
	signed, err := Sign([]byte(text), key)
	if err != nil {
		t.Fatal(err)
	}
	d.mu.Lock()
	d.published = signed
	d.mu.Unlock()
}

func (d *desk) options(version string) Options {
	return Options{
		Key: keyOf(1).Public().(ed25519.PublicKey), Version: version, Platform: "windows/amd64",
		Fetch: func(context.Context) ([]byte, error) {
			d.mu.Lock()
			defer d.mu.Unlock()
			d.fetches++
			return d.published, d.err
		},
		Tell: func(in seat.Input) { d.mu.Lock(); d.told = append(d.told, in); d.mu.Unlock() },
		Keep: func(at time.Time) { d.mu.Lock(); d.kept = append(d.kept, at); d.mu.Unlock() },
		Log:  slog.New(slog.NewTextHandler(d, nil)),
	}
}

func pass(d time.Duration) {
	<-time.After(d)
	synctest.Wait()
}

func TestNewerVersionIsToldOnceAndInTheLanguage(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := &desk{}
		d.publish(t, manifest("1.10.0", "2026-11-22T10:00:00Z", "windows/amd64"), keyOf(1))
		u, err := New(d.options("1.9.9"))
		if err != nil {
			t.Fatal(err)
		}
		defer u.Close()
		pass(soon)
		want := seat.Update{Version: "1.10.0", Notes: "新しい", URL: "https://example.jp/app"}
		if len(d.told) != 1 || *d.told[0].(seat.Updates).Update != want {
			t.Fatalf("told %v", d.told)
		}
		if len(d.kept) != 1 {
			t.Errorf("kept %v", d.kept)
		}
		for range 10 {
			u.Do(seat.Show{Tray: seat.Tray{Language: "en"}})
		}
		u.Do(seat.Front{})
		pass(time.Second)
		if want.Notes = "new"; len(d.told) != 2 || *d.told[1].(seat.Updates).Update != want {
			t.Fatalf("told %v", d.told)
		}
		pass(24 * time.Hour)
		if len(d.told) != 2 || d.fetches != 5 {
			t.Errorf("told %d times after %d fetches", len(d.told), d.fetches)
		}
		d.publish(t, manifest("1.9.9", "2026-11-23T10:00:00Z", "windows/amd64"), keyOf(1))
		pass(every)
		if len(d.told) != 3 || d.told[2].(seat.Updates).Update != nil {
			t.Errorf("after it was withdrawn: %v", d.told)
		}
	})
}

func TestWhatIsNotToBeBelievedIsNotToldAndLoggedOnce(t *testing.T) {
	good := manifest("2.0.0", "2026-11-22T10:00:00Z", "windows/amd64")
	for name, set := range map[string]func(*testing.T, *desk, *Options){
		"signed by another key": func(t *testing.T, d *desk, _ *Options) { d.publish(t, good, keyOf(2)) },
		"changed after it was signed": func(t *testing.T, d *desk, _ *Options) {
			d.publish(t, good, keyOf(1))
			var e envelope
			if err := json.Unmarshal(d.published, &e); err != nil {
				t.Fatal(err)
			}
			e.Manifest = bytes.Replace(e.Manifest, []byte("2.0.0"), []byte("3.0.0"), 1)
			d.published, _ = json.Marshal(e)
		},
		"rolled back": func(t *testing.T, d *desk, o *Options) {
			d.publish(t, good, keyOf(1))
			o.Seen = time.Date(2026, 11, 22, 10, 0, 1, 0, time.UTC)
		},
		"of another platform": func(t *testing.T, d *desk, o *Options) {
			d.publish(t, good, keyOf(1))
			o.Platform = "darwin/arm64"
		},
		"too long":  func(_ *testing.T, d *desk, _ *Options) { d.published = bytes.Repeat([]byte(" "), MaxEnvelope+1) },
		"not there": func(_ *testing.T, d *desk, _ *Options) { d.err = errors.New("no network") },
		"nonsense":  func(_ *testing.T, d *desk, _ *Options) { d.published = []byte("<html>") },
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				d := &desk{}
				o := d.options("1.0.0")
				set(t, d, &o)
				u, err := New(o)
				if err != nil {
					t.Fatal(err)
				}
				pass(24 * time.Hour)
				u.Close()
				if len(d.told) > 0 || d.fetches < 4 {
					t.Errorf("told %v after %d fetches", d.told, d.fetches)
				}
				if n := strings.Count(d.log.String(), "\n"); n != 1 {
					t.Errorf("%d lines in the log: %s", n, d.log.String())
				}
			})
		})
	}
}

func TestNothingPublishedIsNoTrouble(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := &desk{}
		u, err := New(d.options("1.0.0"))
		if err != nil {
			t.Fatal(err)
		}
		defer u.Close()
		pass(2 * time.Hour)
		if len(d.told) > 0 || d.log.Len() > 0 || d.fetches < 3 {
			t.Fatalf("told %v after %d fetches, log %s", d.told, d.fetches, d.log.String())
		}
		d.publish(t, manifest("1.0.1", "2026-11-22T10:00:00Z", "windows/amd64"), keyOf(1))
		pass(again)
		if len(d.told) != 1 {
			t.Errorf("told %v", d.told)
		}
	})
}

func TestOlderAndEqualVersionsAreNoNews(t *testing.T) {
	for _, v := range []string{"0.9.0", "1.0.0", "1.0.0-rc.2"} {
		synctest.Test(t, func(t *testing.T) {
			d := &desk{}
			d.publish(t, manifest(v, "2026-11-22T10:00:00Z", "windows/amd64"), keyOf(1))
			u, err := New(d.options("v1.0.0"))
			if err != nil {
				t.Fatal(err)
			}
			defer u.Close()
			pass(time.Hour)
			if len(d.told) > 0 || d.fetches != 1 || d.log.Len() > 0 {
				t.Errorf("%s: told %v, log %s", v, d.told, d.log.String())
			}
		})
	}
}

func TestWithoutAKeyOrAVersionNothingIsFetched(t *testing.T) {
	for _, change := range []func(*Options){
		func(o *Options) { o.Key = nil },
		func(o *Options) { o.Version = "dev" },
	} {
		synctest.Test(t, func(t *testing.T) {
			d := &desk{}
			o := d.options("1.0.0")
			change(&o)
			u, err := New(o)
			if err != nil {
				t.Fatal(err)
			}
			defer u.Close()
			pass(24 * time.Hour)
			if d.fetches > 0 {
				t.Errorf("%d fetches", d.fetches)
			}
		})
	}
	if _, err := New(Options{}); err == nil {
		t.Error("made of nothing")
	}
	d := &desk{}
	o := d.options("1.0.0")
	o.Key = o.Key[1:]
	if _, err := New(o); err == nil {
		t.Error("made with half a key")
	}
}

func TestVersionsInOrder(t *testing.T) {
	order := []string{"0.9.9", "1.0.0-alpha", "1.0.0-alpha.1", "1.0.0-alpha.beta", "1.0.0-beta.2", "1.0.0-beta.11", "1.0.0-rc.1", "1.0.0", "1.0.1", "1.2.0", "1.10.0", "2.0.0"}
	for i, a := range order {
		for j, b := range order {
			x, okX := parseVersion(a)
			y, okY := parseVersion(b)
			want := 0
			if i != j {
				want = 1 - 2*max(0, min(1, j-i))
			}
			if got := x.compare(y); !okX || !okY || got != want {
				t.Errorf("%s against %s is %d, want %d", a, b, got, want)
			}
		}
	}
	for _, bad := range []string{"", "1", "1.2", "1.2.3.4", "01.2.3", "1.2.3-", "1.2.3-a..b", "1.2.-3", "1.2.x", "1.2.3+é", strings.Repeat("1", 80)} {
		if _, ok := parseVersion(bad); ok {
			t.Errorf("%q is a version", bad)
		}
	}
}

func TestBadManifestsAreNamed(t *testing.T) {
	good := manifest("1.0.0", "2026-11-22T10:00:00Z", "linux/amd64")
	for name, text := range map[string]string{
		"version":  strings.Replace(good, "1.0.0", "one", 1),
		"url":      strings.Replace(good, "https:", "http:", 1),
		"released": strings.Replace(good, `"released":"2026-11-22T10:00:00Z",`, "", 1),
		"notes.ja": strings.Replace(good, "新しい", strings.Repeat("長", maxNotes+1), 1),
		"sha256":   strings.Replace(good, sum, "", 1),
		"JSON":     good[1:],
	} {
		if _, err := Sign([]byte(text), keyOf(1)); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestOverFetchesNoMoreThanCanBeRead(t *testing.T) {
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/none" {
			w.WriteHeader(http.StatusNotFound)
			return
		}
		for range 100 {
			w.Write(make([]byte, 64<<10))
		}
	}))
	defer s.Close()
	got, err := Over(s.Client(), s.URL+"/long")(t.Context())
	if err != nil || len(got) != MaxEnvelope+1 {
		t.Errorf("%d bytes, %v", len(got), err)
	}
	if _, err := Over(s.Client(), s.URL+"/none")(t.Context()); err == nil {
		t.Error("404 is an answer")
	}
}

func FuzzOpen(f *testing.F) {
	key := keyOf(1)
	signed, err := Sign([]byte(manifest("1.0.0", "2026-11-22T10:00:00Z", "linux/amd64")), key)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(signed)
	f.Add([]byte(`{"manifest":"","signature":""}`))
	public := key.Public().(ed25519.PublicKey)
	f.Fuzz(func(t *testing.T, raw []byte) {
		if m, err := Open(raw, public); err == nil && m.Version != "1.0.0" {
			t.Errorf("believed %+v", m)
		}
	})
}

func FuzzReadManifest(f *testing.F) {
	f.Add([]byte(manifest("1.0.0-rc.1", "2026-11-22T10:00:00Z", "linux/amd64")))
	f.Fuzz(func(t *testing.T, raw []byte) {
		m, err := ReadManifest(raw)
		if err != nil {
			return
		}
		if _, ok := parseVersion(m.Version); !ok || !strings.HasPrefix(strings.ToLower(m.URL), "https://") || m.Released.IsZero() {
			t.Errorf("accepted %+v", m)
		}
	})
}
