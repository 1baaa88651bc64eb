package access_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

func TestLookingForAnIdentityProvider(t *testing.T) {
	r, real, _ := ssoRoom(t)
	serve := func(description, keys string, status int) string {
		var s *httptest.Server
		s = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
			w.WriteHeader(status)
			body := description
			if q.URL.Path == "/keys" {
				body = keys
			}
			if _, err := w.Write([]byte(strings.ReplaceAll(body, "HERE", s.URL))); err != nil {
				t.Error(err)
			}
		}))
		t.Cleanup(s.Close)
		return s.URL
	}
	const whole = `{"issuer":"HERE","authorization_endpoint":"HERE/a","token_endpoint":"HERE/t","jwks_uri":"HERE/keys"}`
	gone := httptest.NewServer(http.NotFoundHandler())
	gone.Close()
	for name, c := range map[string]struct{ issuer, what, wrong string }{
		"a real one":         {real.URL, "keys", ""},
		"nobody":             {gone.URL, "description", "unreachable"},
		"a web site":         {serve("<html>", "", 200), "description", "format"},
		"not found":          {serve("", "", 404), "description", "status"},
		"huge":               {serve(strings.Repeat(" ", 2<<20)+whole, "", 200), "description", "format"},
		"somebody else":      {serve(strings.Replace(whole, `"HERE"`, `"https://login.example"`, 1), "", 200), "issuer", "other"},
		"no token endpoint":  {serve(strings.Replace(whole, "token_endpoint", "x", 1), "", 200), "endpoints", "missing"},
		"readable by others": {serve(strings.Replace(whole, "HERE/t", "http://login.example/t", 1), "", 200), "endpoints", "scheme"},
		"no code":            {serve(strings.Replace(whole, "{", `{"response_types_supported":["id_token"],`, 1), "", 200), "endpoints", "missing"},
		"no keys":            {serve(whole, `{"keys":[]}`, 200), "keys", "empty"},
		"broken keys":        {serve(whole, `{"keys":7}`, 200), "keys", "format"},
	} {
		t.Run(name, func(t *testing.T) {
			out, err := r.TryIdentity(t.Context(), c.issuer)
			if err != nil {
				t.Fatal(err)
			}
			last := out.Steps[len(out.Steps)-1]
			if last.What != c.what || last.Wrong != c.wrong || out.OK != (c.wrong == "") || last.OK != (c.wrong == "") {
				t.Errorf("%+v", out)
			}
		})
	}
	for _, bad := range []string{"", "login.example", "ftp://login.example", "http://login.example", "https://user@login.example", "https://login.example?a=b", "https://login.example#x", "javascript:alert(1)"} {
		if out, err := r.TryIdentity(t.Context(), bad); err == nil {
			t.Errorf("%q was looked for: %+v", bad, out)
		}
	}
}
