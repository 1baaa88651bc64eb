package access_test

import (
	"testing"
	"time"

	"github.com/yobirin/yobirin/server/internal/access"
	"github.com/yobirin/yobirin/shared/id"
)

// A million entries, as a site of a hundred agents has after some years: the
// screen's filters must not wait for all of them.
func BenchmarkAuditOfAMillion(b *testing.B) {
	r := open(b)
	_, err := r.db.Bun().ExecContext(b.Context(), `insert into audit (at, actor, via, action, object_kind, object_id, detail, address)
		select timestamptz '2026-01-01' + n * interval '30 seconds', ('00000000-0000-7000-8000-' || lpad((n % 100)::text, 12, '0'))::uuid,
			(array['console','app','phone'])[1 + n % 3], (array['recording.played','login.in','agent.updated','login.out','pin.in'])[1 + n % 5],
			(array['recording','agent','agent','agent','agent'])[1 + n % 5], gen_random_uuid()::text,
			jsonb_build_object('login', 'user' || n % 5000, 'device', md5(n::text)), '192.0.2.' || n % 250
		from generate_series(1, 1000000) n`)
	if err != nil {
		b.Fatal(err)
	}
	if _, err := r.db.Bun().ExecContext(b.Context(), `insert into audit (at, via, action, object_kind, detail, address) values (now(), 'console', 'settings.access', 'site', '{"oidc.button":"社員ログイン"}', '198.51.100.7')`); err != nil {
		b.Fatal(err)
	}
	if _, err := r.db.Bun().ExecContext(b.Context(), "analyze audit"); err != nil {
		b.Fatal(err)
	}
	for _, c := range []struct {
		name string
		t    access.Trail
	}{
		{"newest", access.Trail{}},
		{"page deep within", access.Trail{Before: 500_000}},
		{"often found", access.Trail{Q: "user12"}},
		{"seldom found", access.Trail{Q: "c4ca4238a0b923820dcc509a6f75849b"}},
		{"nowhere", access.Trail{Q: "nothing-of-this"}},
		{"two words", access.Trail{Q: "user1234 192.0.2.3"}},
		{"japanese", access.Trail{Q: "社員ログ"}},
		{"two characters", access.Trail{Q: "社員"}},
		{"kind", access.Trail{Kind: "site"}},
		{"address", access.Trail{Address: "192.0.2.7"}},
		{"network", access.Trail{Address: "198.51."}},
		{"rare action", access.Trail{Action: "settings"}},
		{"agent and action", access.Trail{Actor: id.Numbered[id.Agent](7), Action: "recording.played"}},
		{"time", access.Trail{From: time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC), To: time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC)}},
	} {
		c.t.Limit = 100
		b.Run(c.name, func(b *testing.B) {
			for b.Loop() {
				if _, _, err := r.ListAudit(b.Context(), c.t); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
