package access_test

import (
	"context"
	"errors"
	"slices"
	"testing"

	"github.com/uptrace/bun"

	"github.com/yobirin/yobirin/server/internal/access"
	"github.com/yobirin/yobirin/shared/id"
)

func TestHashesMadeAhead(t *testing.T) {
	r := open(t)
	r.add(t, id.Numbered[id.Agent](2), "suzuki", access.RoleAgent)
	stored := func(ctx context.Context) (out []string) {
		err := r.db.Tx(t.Context(), func(_ context.Context, tx bun.Tx) error {
			for _, a := range []id.Agent{r.agent, id.Numbered[id.Agent](2)} {
				if err := r.SetPassword(ctx, tx, a, "Shared1word"); err != nil {
					return err
				}
			}
			return tx.NewRaw("select password_hash from credentials order by agent_id").Scan(t.Context(), &out)
		})
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	ctx, err := r.HashAhead(t.Context(), []string{"Shared1word", "Shared1word", "Other1word"})
	if err != nil {
		t.Fatal(err)
	}
	first := stored(ctx)
	if first[0] == first[1] || !r.Hasher().Verify(first[0], "Shared1word") || !r.Hasher().Verify(first[1], "Shared1word") {
		t.Errorf("two agents with one password have the hashes %q", first)
	}
	if again := stored(ctx); !slices.Equal(again, first) {
		t.Errorf("a transaction that is tried again hashes again: %q, before %q", again, first)
	}
	if _, _, err := r.login(t, "suzuki", "Shared1word"); err != nil {
		t.Errorf("log in: %v", err)
	}
	if none := stored(access.WithoutHashes(t.Context())); none[0] != "" || none[1] != "" {
		t.Errorf("what is only tried is hashed: %q", none)
	}
	ended, stop := context.WithCancel(t.Context())
	stop()
	if _, err := r.HashAhead(ended, []string{"Shared1word"}); !errors.Is(err, context.Canceled) {
		t.Errorf("who does not wait any more: %v", err)
	}
}
