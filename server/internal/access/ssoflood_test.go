package access_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"
	"time"
)

// Anybody may begin a single sign-on, as often as he likes.
func TestAnIdentityProviderThatIsDownIsNotAskedByEverybody(t *testing.T) {
	r, _, boss := ssoRoom(t)
	var asked atomic.Int32
	arrived, answer := make(chan struct{}, 8), make(chan struct{})
	down := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		asked.Add(1)
		arrived <- struct{}{}
		<-answer
		w.WriteHeader(http.StatusServiceUnavailable)
	}))
	t.Cleanup(down.Close)
	r.setOIDC(t, boss, `{"oidc":{"issuer":"`+down.URL+`"}}`)
	first := make(chan string, 1)
	go func() {
		_, err := r.BeginSSO(context.WithoutCancel(t.Context()), comeBack)
		first <- keyOf(err)
	}()
	<-arrived
	// Who does not wait any more is let go while the other still asks.
	gone, stop := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer stop()
	if _, err := r.BeginSSO(gone, comeBack); err == nil {
		t.Error("a single sign-on began without an identity provider")
	}
	close(answer)
	if key := <-first; key != "oidc_down" {
		t.Errorf("refused as %q", key)
	}
	for range 20 {
		if _, err := r.BeginSSO(t.Context(), comeBack); keyOf(err) != "oidc_down" {
			t.Errorf("refused as %v", err)
		}
	}
	if n := asked.Load(); n != 1 {
		t.Errorf("it was asked %d times at once", n)
	}
	r.pass(6 * time.Second)
	if _, err := r.BeginSSO(t.Context(), comeBack); keyOf(err) != "oidc_down" || asked.Load() != 2 {
		t.Errorf("after a while it was asked %d times, %v", asked.Load(), err)
	}
	up := newIssuer(t, func() time.Time { return time.Unix(0, r.clock.Load()) })
	r.setOIDC(t, boss, `{"oidc":{"issuer":"`+up.URL+`"}}`)
	if _, err := r.BeginSSO(t.Context(), comeBack); err != nil {
		t.Errorf("another one: %v", err)
	}
}
