package web_test

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/yobirin/yobirin/server/internal/access"
	"github.com/yobirin/yobirin/server/internal/live"
	"github.com/yobirin/yobirin/server/internal/pg/pgtest"
	"github.com/yobirin/yobirin/server/internal/web"
)

// A database that takes questions and answers none holds nobody for ever.
func TestADatabaseThatHangsIsSaidToBeAway(t *testing.T) {
	db := pgtest.New(t)
	s, err := web.New(web.Options{
		Doors: access.New(db, access.Options{Hasher: access.NewHasher(64, 1, 4)}), Hub: live.New(live.Options{Zone: time.UTC}),
		Version: "test", Patience: 50 * time.Millisecond,
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Shutdown(context.Background()); err != nil {
			t.Error(err)
		}
	})
	held, err := db.Pool().Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = held.Rollback(t.Context()) }()
	if _, err := held.Exec(t.Context(), "lock table sessions in access exclusive mode"); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{"/api/v1/session", "/live"} {
		r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, path, nil)
		r.Header.Set("Authorization", "Bearer "+strings.Repeat("0", 64))
		w := httptest.NewRecorder()
		s.Handler().ServeHTTP(w, r)
		var p web.Problem
		if err := json.Unmarshal(w.Body.Bytes(), &p); err != nil || w.Code != http.StatusServiceUnavailable || p.Code != "unavailable" {
			t.Errorf("%s: %d %s (%v), expected to be told that it is away", path, w.Code, w.Body, err)
		}
	}
}
