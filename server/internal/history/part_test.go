package history_test

import (
	"testing"
	"time"

	"github.com/yobirin/yobirin/server/internal/history"
	"github.com/yobirin/yobirin/server/internal/pg"
	"github.com/yobirin/yobirin/shared/id"
)

// inStep fails the test when what is kept of each agent's calls, or of what
// rang there, is not what the calls themselves say.
func inStep(t testing.TB, db *pg.DB, when string) {
	t.Helper()
	for name, query := range map[string]string{
		"parts": `with told as (select distinct a, c.started_at, c.id, c.result, c.waited_ms, c.talked_ms from calls c, unnest(c.agents) a),
				kept as (select agent_id, started_at, call_id, result, waited_ms, talked_ms from call_parts)
			select count(*) from ((table told except table kept) union all (table kept except table told)) d`,
		"offers": `select count(*) from call_offers o left join calls c on c.id = o.call_id and c.started_at = o.started_at
			where c.id is null or c.ended_at is not null and (o.result, o.waited_ms) is distinct from (c.result, c.waited_ms)`,
	} {
		var wrong int
		if err := db.Bun().QueryRowContext(t.Context(), query).Scan(&wrong); err != nil {
			t.Fatal(err)
		}
		if wrong != 0 {
			t.Errorf("%s: %d %s are not as their calls", when, wrong, name)
		}
	}
}

// TestPartsFollowTheirCalls whoever writes them: event by event, twice, taken
// for dead and alive after all, changed and gone.
func TestPartsFollowTheirCalls(t *testing.T) {
	h, db := open(t)
	nouns(t, db)
	call, events := sharedStory(start)
	for i := range events {
		if err := h.Write(t.Context(), events[:i+1]); err != nil {
			t.Fatal(err)
		}
		inStep(t, db, "after "+events[i].Body.Kind())
	}
	_, dead := sharedStory(start.Add(time.Hour))
	_, missed := rung(start.Add(2*time.Hour), orders, sato, suzuki)
	if err := h.Write(t.Context(), append(dead[:10], missed[:4]...)); err != nil {
		t.Fatal(err)
	}
	if n, err := h.CloseAbandoned(t.Context(), start.Add(3*time.Hour), nil); err != nil || n != 2 {
		t.Fatalf("%d calls closed, %v", n, err)
	}
	inStep(t, db, "taken for dead")
	for _, rang := range []id.Agent{sato, suzuki} {
		if rows, _, err := h.List(t.Context(), history.Filter{Only: rang, Rang: history.RangMissed}, history.Page{}); err != nil || len(rows) != 1 {
			t.Errorf("%d calls were missed, %v", len(rows), err)
		}
	}
	if err := h.Write(t.Context(), append(dead[10:], missed[4:]...)); err != nil {
		t.Fatal(err)
	}
	inStep(t, db, "alive after all")
	for _, change := range []string{
		"update calls set agents = agents || ?1::uuid where id = ?0", "update calls set talked_ms = 1, waited_ms = 2, result = 'missed' where id = ?0", "update calls set agents = array[?1::uuid, ?1::uuid] where id = ?0",
		"update calls set recorded = not recorded where id = ?0",
	} {
		if _, err := db.Bun().ExecContext(t.Context(), change, call, id.Numbered[id.Agent](99)); err != nil {
			t.Fatal(err)
		}
		// What rang follows events alone.
		if _, err := db.Bun().ExecContext(t.Context(), "update call_offers o set result = c.result, waited_ms = c.waited_ms from calls c where c.id = o.call_id and c.ended_at is not null"); err != nil {
			t.Fatal(err)
		}
		inStep(t, db, change)
	}
	if _, err := db.Bun().ExecContext(t.Context(), "delete from call_offers where call_id = ?0; delete from calls where id = ?0", call); err != nil {
		t.Fatal(err)
	}
	inStep(t, db, "gone")
}
