package directory_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/yobirin/yobirin/server/internal/access"
	"github.com/yobirin/yobirin/server/internal/directory"
)

// large is a site of 2,000 agents with a phone each, in 50 groups.
func large(passwords bool) string {
	var b strings.Builder
	b.WriteString("agents:\n")
	for i := range 2000 {
		fmt.Fprintf(&b, "  - {id: agent%d, name: 担当%d, extension: %d", i, i, 20000+i)
		if passwords && i < 50 {
			b.WriteString(", password: Passw0rd1")
		}
		b.WriteString("}\n")
	}
	b.WriteString("devices:\n")
	for i := range 2000 {
		fmt.Fprintf(&b, "  - {name: phone%d, user: d%d, password: a-long-sip-secret, agent: agent%d}\n", i, 20000+i, i)
	}
	b.WriteString("groups:\n")
	for g := range 50 {
		fmt.Fprintf(&b, "  - name: 部署%d\n    extension: %d\n    members: [", g, 3000+g)
		for i := range 100 {
			fmt.Fprintf(&b, "agent%d,", (g*37+i*20)%2000)
		}
		b.WriteString("]\n")
	}
	return b.String()
}

func BenchmarkApplyAgain(b *testing.B) {
	for name, passwords := range map[string]bool{"2000-agents": false, "2000-agents-50-passwords": true} {
		b.Run(name, func(b *testing.B) {
			r := open(b)
			r.Directory = directory.New(r.db, directory.Options{Audio: r.audio, Doors: access.New(r.db, access.Options{})})
			text := large(passwords)
			r.apply(b, text)
			for b.Loop() {
				if diff := r.apply(b, text); len(diff) != 0 {
					b.Fatalf("changed %s", diff)
				}
			}
		})
	}
}

func BenchmarkLoad(b *testing.B) {
	r := open(b)
	r.apply(b, large(false))
	for b.Loop() {
		if _, err := r.Load(b.Context()); err != nil {
			b.Fatal(err)
		}
	}
}

// Most searches of a long list find nothing, and most words of Japanese are too
// short for trigrams.
func BenchmarkBarredSearch(b *testing.B) {
	d := openDoorTo(b, open(b))
	for _, fill := range []string{
		"insert into barred_numbers (number, note) select '0990' || i, case when i % 2 = 0 then '迷惑電話 ' || i else '' end from generate_series(100000, 150000) i",
		"vacuum analyze barred_numbers",
	} {
		if _, err := d.db.Pool().Exec(b.Context(), fill); err != nil {
			b.Fatal(err)
		}
	}
	for _, word := range []string{"社員", "林", "迷惑", "user1234"} {
		b.Run(word, func(b *testing.B) {
			for b.Loop() {
				r := httptest.NewRequestWithContext(b.Context(), http.MethodGet, "/api/v1/barred?"+url.Values{"q": {word}}.Encode(), nil)
				r.Header.Set("Authorization", "Bearer "+d.token["boss"])
				w := httptest.NewRecorder()
				if d.handler.ServeHTTP(w, r); w.Code != http.StatusOK {
					b.Fatalf("answer %d: %.300s", w.Code, w.Body)
				}
			}
		})
	}
}
