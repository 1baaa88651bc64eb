package boot

import (
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/yobirin/yobirin/server/internal/acd"
	"github.com/yobirin/yobirin/server/internal/admin"
	"github.com/yobirin/yobirin/server/internal/config"
	"github.com/yobirin/yobirin/server/internal/directory"
	"github.com/yobirin/yobirin/server/internal/journal"
	"github.com/yobirin/yobirin/server/internal/pg/pgtest"
)

const siteFile = `
statuses:
  - {name: 離席中, color: "#f59f00", icon: coffee}
agents:
  - {id: sato, name: 佐藤, nickname: さとう, extension: "2001", password: Passw0rd1, role: agent}
groups:
  - name: 受注
    extension: "3001"
    strategy: longest-idle
    members: [{agent: sato, level: 1}]
`

// whole boots a server as cmd/yobirind does, on ports of its own.
func whole(t *testing.T, url, data string) *Main {
	t.Helper()
	loopback := config.Listen{Host: netip.MustParseAddr("127.0.0.1")}
	m := New(Options{Version: "test", Logger: slog.New(slog.DiscardHandler), Config: config.Config{
		DataDir: data, DatabaseURL: config.NewSecret(url), HTTPListen: loopback, MetricsListen: loopback, SIPListen: loopback,
		TimeZone: time.UTC, AdminPassword: config.NewSecret("Passw0rd-1"),
	}})
	if err := m.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	return m
}

func get(t *testing.T, url string) string {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = res.Body.Close() }()
	text, err := io.ReadAll(res.Body)
	if err != nil || res.StatusCode != http.StatusOK {
		t.Fatalf("%s: %s %s %v", url, res.Status, text, err)
	}
	return string(text)
}

func TestWholeServerBootsWorksAndRemembers(t *testing.T) {
	url, data := pgtest.URL(t), t.TempDir()
	m := whole(t, url, data)
	if text := get(t, m.ConsoleURL()+"readyz"); !strings.Contains(text, `"ok"`) {
		t.Errorf("readyz: %s", text)
	}
	if text := get(t, "http://"+m.MetricsAddr().String()+"/metrics"); !strings.Contains(text, "yobirin_calls 0") {
		t.Error("the metrics do not tell the calls")
	}
	if err := m.Apply(t.Context(), directory.Source{Data: []byte(siteFile)}); err != nil {
		t.Fatal(err)
	}
	m.Pause(t.Context(), "sato", "離席中")
	s, err := admin.Dial(m.AdminSocket()).Status(t.Context())
	if err != nil || s.Addresses.SIP != m.SIPAddr().String() || len(s.Groups) != 1 || s.Groups[0].Name != "受注" {
		t.Fatalf("%+v, %v", s, err)
	}
	if err := m.Close(context.Background()); err != nil {
		t.Fatal(err)
	}
	again := whole(t, url, data)
	if again.FirstPassword != "" {
		t.Error("a second start made another administrator")
	}
	var paused bool
	if err := again.Floor(t.Context(), func(_ time.Time, f *acd.Floor) {
		for _, a := range f.Agents() {
			for _, p := range a.Groups {
				paused = paused || p.Paused && p.Cause == journal.BySelf && !p.Status.IsZero()
			}
		}
	}); err != nil {
		t.Fatal(err)
	}
	if !paused {
		t.Error("the status did not survive the restart (C-STAT-6)")
	}
	if err := again.Close(context.Background()); err != nil {
		t.Fatal(err)
	}
}

func TestSecondServerOnTheSameDataIsRefused(t *testing.T) {
	url, data := pgtest.URL(t), t.TempDir()
	m := whole(t, url, data)
	defer func() {
		if err := m.Close(context.Background()); err != nil {
			t.Error(err)
		}
	}()
	second := New(Options{Version: "test", Logger: slog.New(slog.DiscardHandler), Config: m.cfg})
	if err := second.Start(t.Context()); err == nil || !strings.Contains(err.Error(), "process") {
		t.Fatalf("got %v", err)
	}
	if text := get(t, m.ConsoleURL()+"readyz"); !json.Valid([]byte(text)) {
		t.Fatalf("the first server was hurt: %s", text)
	}
}
