package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"maps"
	"net/http"
	"net/netip"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/yobirin/yobirin/server/internal/boot"
	"github.com/yobirin/yobirin/server/internal/config"
	"github.com/yobirin/yobirin/server/internal/demo"
	"github.com/yobirin/yobirin/server/internal/pg/pgtest"
)

// shown are words of the terminal by which a visitor sees that a scene was
// played to its end.
var shown = map[string]string{
	"park": `picks .* up by dialing 900\d`, "menu": `presses \d in the menu and is answered by`, "transferred": ` answers 0`,
	"refer": `with the phone's own key`, "transfer": `\(#82\d\d\d#\)`, "consult": `hangs up: .* talks to`, "join": `presses \*: all three talk`,
	"voicemail": `has left a message`, "pick-up": `\(93003003\)`, "conference": `the conference in 920\d is over`, "monitor": `barges in`,
	"callback": `calls .* back`, "hot desk": `logs out of the hot desk`, "calls from the hot desk": `from the hot desk`,
	"hold": `is back with`, "echo": `tests the echo`,
}

// lines is what a terminal or a log got.
type lines struct {
	mu  sync.Mutex
	all bytes.Buffer
}

func (l *lines) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.all.Write(b)
}

func (l *lines) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.all.String()
}

// TestDemoShowsTheExchange runs the demo on a whole server, several scenes at
// once and faster than people are, until each has been played to its end. The
// log must stay clean, and nothing may be left of the calls.
func TestDemoShowsTheExchange(t *testing.T) {
	loopback := config.Listen{Host: netip.MustParseAddr("127.0.0.1")}
	log, out := &lines{}, &lines{}
	m := boot.New(boot.Options{
		Version: "test", Logger: slog.New(slog.NewTextHandler(log, &slog.HandlerOptions{Level: slog.LevelWarn})),
		Config: config.Config{
			DataDir: t.TempDir(), DatabaseURL: config.NewSecret(pgtest.URL(t)), HTTPListen: loopback, MetricsListen: loopback, SIPListen: loopback,
			WebRTCListen: loopback, TimeZone: time.UTC, AdminPassword: config.NewSecret("Passw0rd-1"), RTPPorts: config.PortRange{Low: 20000, High: 39999},
		},
	})
	if err := m.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	stop, err := play(t.Context(), m, out, demo.Config{Every: 30 * time.Second, Pace: 0.25, Scenes: 4, Language: "en"})
	if err != nil {
		t.Fatal(err)
	}
	missing := func() []string {
		text := out.String()
		return slices.DeleteFunc(slices.Sorted(maps.Keys(shown)), func(name string) bool { return regexp.MustCompile(shown[name]).MatchString(text) })
	}
	tick, deadline := time.NewTicker(200*time.Millisecond), time.After(8*time.Minute) // a minute and a half alone, more where other tests run
	defer tick.Stop()
	for late := false; len(missing()) > 0 && !late; {
		select {
		case <-tick.C:
		case <-deadline:
			late = true
			t.Errorf("not shown: %s", strings.Join(missing(), ", "))
		}
	}
	t.Logf("the terminal:\n%s", out)
	stop()
	// A caller who was promised to be called back has hung up; its place is
	// kept, and ends with the server. Nothing else may be left.
	gauge := func(name string) int {
		n := -1
		if found := regexp.MustCompile(`\n` + regexp.QuoteMeta(name) + ` (\d+)\n`).FindStringSubmatch(metrics(t, m)); found != nil {
			n, _ = strconv.Atoi(found[1])
		}
		return n
	}
	left := func() int { return gauge("yobirin_calls") }
	until(t, tick, "calls end", func() bool {
		n := left()
		return n >= 0 && n == gauge(`yobirin_floor_held{what="visits"}`) && gauge(`yobirin_floor_held{what="parties"}`) == 0
	})
	wantLog := ""
	if n := left(); n > 0 {
		wantLog = fmt.Sprintf("calls=%d\n", n)
	}
	if err := m.Close(context.WithoutCancel(t.Context())); err != nil {
		t.Error(err)
	}
	if text := log.String(); text != "" && (wantLog == "" || !strings.HasSuffix(text, wantLog) || strings.Count(text, "\n") > 1) {
		t.Errorf("the log is not clean:\n%s", text)
	}
}

func until(t *testing.T, tick *time.Ticker, what string, done func() bool) {
	t.Helper()
	deadline := time.After(20 * time.Second)
	for !done() {
		select {
		case <-tick.C:
		case <-deadline:
			t.Errorf("after 20 s still to come: %s", what)
			return
		}
	}
}

func metrics(t *testing.T, m *boot.Main) string {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "http://"+m.MetricsAddr().String()+"/metrics", nil)
	if err != nil {
		t.Fatal(err)
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = res.Body.Close() }()
	text, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestLanguageIsOfTheLocaleElseOfTheSite(t *testing.T) {
	for _, c := range []struct{ env, want string }{
		{`{}`, "ja"},
		{`{"LANG": "en_US.UTF-8"}`, "en"},
		{`{"LANG": "ja_JP.UTF-8"}`, "ja"},
		{`{"LANG": "C.UTF-8"}`, "ja"},
		{`{"LC_ALL": "ja_JP.UTF-8", "LANG": "en_US.UTF-8"}`, "ja"},
		{`{"LC_MESSAGES": "en_GB", "LANG": "ja_JP.UTF-8"}`, "en"},
	} {
		var env map[string]string
		if err := json.Unmarshal([]byte(c.env), &env); err != nil {
			t.Fatal(err)
		}
		if got := language(func(name string) string { return env[name] }); got != c.want {
			t.Errorf("%s: %s, want %s", c.env, got, c.want)
		}
	}
}
