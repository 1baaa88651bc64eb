package directory_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// tenThousand is a site of 10,000 agents with a phone each, in 100 groups.
func tenThousand() string {
	var b strings.Builder
	b.WriteString("agents:\n")
	for i := range 10_000 {
		fmt.Fprintf(&b, "  - {id: agent%d, name: 担当%d, extension: %d}\n", i, i, 20000+i)
	}
	b.WriteString("devices:\n")
	for i := range 10_000 {
		fmt.Fprintf(&b, "  - {name: phone%d, user: d%d, password: a-long-sip-secret, agent: agent%d}\n", i, 20000+i, i)
	}
	b.WriteString("groups:\n")
	for g := range 100 {
		fmt.Fprintf(&b, "  - {name: 部署%d, extension: %d, members: [", g, 3000+g)
		for i := range 200 {
			fmt.Fprintf(&b, "agent%d,", (g*37+i*50)%10_000)
		}
		b.WriteString("]}\n")
	}
	return b.String()
}

// One change of one record must not cost a look at the whole site.
func BenchmarkPeopleByREST(b *testing.B) {
	d := openDoorTo(b, open(b))
	d.apply(b, tenThousand())
	s := load(b, d.room)
	agent, group := "agents/"+s.Agents[5000].ID.String(), "groups/"+s.Groups[50].ID.String()
	n := 0
	for _, c := range []struct {
		name, method string
		path, body   func() string
		status       int
	}{
		{"create-agent", "POST", func() string { return "agents" }, func() string { return fmt.Sprintf(`{"login": "new%d", "name": "N", "extension": "5%06d"}`, n, n) }, http.StatusCreated},
		{"patch-agent", "PATCH", func() string { return agent }, func() string { return fmt.Sprintf(`{"name": "N%d", "extension": "6%06d"}`, n, n) }, http.StatusOK},
		{"patch-group-of-200", "PATCH", func() string { return group }, func() string { return fmt.Sprintf(`{"display": "N%d"}`, n) }, http.StatusOK},
		{"read-agent", "GET", func() string { return agent }, func() string { return "" }, http.StatusOK},
		{"list-100", "GET", func() string { return "agents?sort=name" }, func() string { return "" }, http.StatusOK},
		{"search", "GET", func() string { return "agents?q=%E6%8B%85%E5%BD%93999" }, func() string { return "" }, http.StatusOK},
		{"list-devices", "GET", func() string { return "devices" }, func() string { return "" }, http.StatusOK},
		{"choices", "GET", func() string { return "choices/agents?limit=50&q=999" }, func() string { return "" }, http.StatusOK},
	} {
		b.Run(c.name, func(b *testing.B) {
			for b.Loop() {
				n++
				r := httptest.NewRequestWithContext(b.Context(), c.method, "/api/v1/"+c.path(), strings.NewReader(c.body()))
				r.Header.Set("Authorization", "Bearer "+d.token["boss"])
				r.Header.Set("Content-Type", "application/json")
				r.Header.Set("If-Match", "*")
				w := httptest.NewRecorder()
				d.handler.ServeHTTP(w, r)
				if w.Code != c.status {
					b.Fatalf("answer %d: %.300s", w.Code, w.Body)
				}
			}
		})
	}
}
