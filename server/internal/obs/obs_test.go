package obs

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/yobirin/yobirin/shared/id"
)

func TestLogHidesSecretsAndNumbers(t *testing.T) {
	for _, format := range []string{"json", "text", "auto"} {
		var out bytes.Buffer
		log := NewLogger(LogOptions{Format: format, Level: slog.LevelInfo, Output: &out})
		log.Debug("below the level")
		log = log.With("password", "hunter2", slog.Group("sip", "Authorization", "hunter2", "user", "d2001"))
		log.Info("x", "admin_token", "hunter2", "PIN", "hunter2", "pin", 4321, "cookie", []byte("hunter2"),
			"url", "see postgres://u:hunter2@h/db", "error", fmt.Errorf("dial nats://u:hunter2@h: %w", io.EOF),
			"dsn", "host=h password=hunter2 user=u", "caller", "0312345678", "called_number", "09011112222", "extension", "2001", "empty_secret", "")
		s := out.String()
		for _, bad := range []string{"hunter2", "4321", "03123", "0901111", "below", "aHVudGVyMg"} {
			if strings.Contains(s, bad) {
				t.Errorf("%s: %q shown in %s", format, bad, s)
			}
		}
		for _, good := range []string{"d2001", "postgres://u:" + redacted + "@h/db", "********78", "2001", "EOF", "user=u"} {
			if !strings.Contains(s, good) {
				t.Errorf("%s: %q missing in %s", format, good, s)
			}
		}
		if isJSON := json.Valid(out.Bytes()); isJSON != (format != "text") {
			t.Errorf("%s: JSON %v: %s", format, isJSON, s)
		}
	}
}

func TestCallAttribute(t *testing.T) {
	var out bytes.Buffer
	call := id.NewCall(time.Unix(1, 0))
	NewLogger(LogOptions{Output: &out}).Info("x", Call(call), Err(io.EOF))
	if !strings.Contains(out.String(), `"call":"`+call.String()+`"`) || !strings.Contains(out.String(), `"error":"EOF"`) {
		t.Error(out.String())
	}
}

func TestAlarms(t *testing.T) {
	now := time.Unix(100, 0)
	var told []int
	a := NewAlarms(func() time.Time { return now }, func(list []Alarm) { told = append(told, len(list)) })
	a.Raise("disk", "full")
	now = now.Add(time.Minute)
	a.Raise("database", "postgres://u:hunter2@h is away")
	a.Raise("disk", "full")
	a.Raise("disk", "still full")
	list := a.List()
	if len(list) != 2 || list[0].Name != "disk" || list[0].Text != "still full" || !list[0].Since.Equal(time.Unix(100, 0)) {
		t.Errorf("%+v", list)
	}
	if strings.Contains(list[1].Text, "hunter2") {
		t.Error(list[1].Text)
	}
	r := NewRegistry("1.2.3")
	r.MustRegister(a)
	if s := scrape(t, r); !strings.Contains(s, `yobirin_alarm{name="disk"} 1`) || !strings.Contains(s, `yobirin_build_info{version="1.2.3"} 1`) {
		t.Error(s)
	}
	a.Clear("disk")
	a.Clear("never raised")
	if s := scrape(t, r); strings.Contains(s, `name="disk"`) || !strings.Contains(s, `yobirin_alarm{name="database"} 1`) {
		t.Error(s)
	}
	if got := fmt.Sprint(told); got != "[1 2 2 1]" {
		t.Errorf("told %s", got)
	}
}

func scrape(t *testing.T, r *prometheus.Registry) string {
	t.Helper()
	return get(t, MetricsHandler(r, slog.New(slog.DiscardHandler)), "/metrics", 200)
}

func get(t *testing.T, h http.Handler, path string, code int) string {
	t.Helper()
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), "GET", path, nil))
	if w.Code != code {
		t.Fatalf("%s: status %d, want %d: %s", path, w.Code, code, w.Body)
	}
	return w.Body.String()
}

func TestMetricsListener(t *testing.T) {
	r := NewRegistry("x")
	bad := prometheus.NewDesc("broken", "b", nil, nil)
	r.MustRegister(broken{bad})
	mux := MetricsHandler(r, slog.New(slog.DiscardHandler))
	if s := get(t, mux, "/metrics", 200); !strings.Contains(s, "go_goroutines") || !strings.Contains(s, "process_open_fds") {
		t.Error("one broken collector hides the others")
	}
	if s := get(t, mux, "/debug/pprof/", 200); !strings.Contains(s, "goroutine") {
		t.Error(s)
	}
	get(t, mux, "/", 404)
}

type broken struct{ desc *prometheus.Desc }

func (b broken) Describe(ch chan<- *prometheus.Desc) { ch <- b.desc }
func (b broken) Collect(ch chan<- prometheus.Metric) {
	ch <- prometheus.NewInvalidMetric(b.desc, errors.New("broken"))
}

func TestHealth(t *testing.T) {
	h := NewHealth()
	var away atomic.Bool
	h.AddReady("database", func(context.Context) error {
		if away.Load() {
			return errors.New("postgres://u:hunter2@h is away")
		}
		return nil
	})
	h.AddReady("bus", func(context.Context) error { return nil })
	h.AddLive("floor", func(context.Context) error { return nil })
	ready, live := http.HandlerFunc(h.HandleReady), http.HandlerFunc(h.HandleLive)
	if s := get(t, ready, "/readyz", 200); s != `{"status":"ok","checks":[{"name":"database","ok":true},{"name":"bus","ok":true}]}`+"\n" {
		t.Error(s)
	}
	away.Store(true)
	if s := get(t, ready, "/readyz", 503); !strings.Contains(s, `{"name":"database","ok":false,"reason":"postgres://u:[redacted]@h is away"},{"name":"bus","ok":true}`) {
		t.Error(s)
	}
	if s := get(t, live, "/healthz", 200); s != `{"status":"ok","checks":[{"name":"floor","ok":true}]}`+"\n" {
		t.Error(s)
	}
	away.Store(false)
	h.Stopping()
	if s := get(t, ready, "/readyz", 503); !strings.Contains(s, "the server is stopping") {
		t.Error(s)
	}
	get(t, live, "/healthz", 200)
	h.AddLive("bug", func(context.Context) error { panic("bug") })
	if s := get(t, live, "/healthz", 503); !strings.Contains(s, "the check panicked: bug") {
		t.Error(s)
	}
}

// TestHangingCheck: each asker is answered in time and only one run hangs.
func TestHangingCheck(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := NewHealth()
		release := make(chan struct{})
		var runs atomic.Int32
		h.AddReady("deaf", func(context.Context) error { runs.Add(1); <-release; return nil })
		for range 3 {
			at := time.Now()
			results, ok := h.Ready(t.Context())
			if ok || time.Since(at) != checkTimeout || !strings.Contains(results[0].Reason, "no answer within 2s") {
				t.Errorf("%v after %s", results, time.Since(at))
			}
		}
		if runs.Load() != 1 {
			t.Errorf("%d runs of a check that hangs", runs.Load())
		}
		close(release)
		synctest.Wait()
		if results, ok := h.Ready(t.Context()); !ok {
			t.Error(results)
		}
	})
}
