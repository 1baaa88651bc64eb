package chat

import (
	"fmt"
	"testing"

	"github.com/yobirin/yobirin/shared/id"
)

// fill makes 500 conversations of one agent with 200 messages each.
func (r *rig) fill(b *testing.B) {
	b.Helper()
	const words = "'お世話になっております。見積の件ですが、明日の午前中までにご連絡をお願いいたします。受付番号 ' || n || ' です。'"
	r.exec(b, "insert into agents (id, login, name, nickname) select ('00000000-0000-7000-8000-0000000' || n)::uuid, 'many' || n, '担当' || n, '担当' || n from generate_series(10000, 10499) n")
	r.exec(b, "insert into chat_threads (id, low_agent, high_agent, last_seq, last_at) select gen_random_uuid(), least(id, $1), greatest(id, $1), 200, now() from agents where login like 'many%'", r.sato.Agent.ID)
	r.exec(b, `insert into chat_messages (thread_id, seq, at, author, author_name, ref, body, folded)
		select t.id, n, now() - n * interval '1 minute', t.high_agent, '担当', 'ref' || n, `+words+`, `+words+` from chat_threads t, generate_series(1, 200) n`)
	r.exec(b, "analyze")
}

// BenchmarkThreads lists 500 threads.
func BenchmarkThreads(b *testing.B) {
	r := open(b)
	r.fill(b)
	for b.Loop() {
		all, err := r.Threads(b.Context(), r.sato)
		if err != nil || len(all) != 501 {
			b.Fatal(len(all), err)
		}
	}
}

// BenchmarkSearch looks through 100,000 messages for a word that is in none of
// them, and for one that is in all.
func BenchmarkSearch(b *testing.B) {
	r := open(b)
	r.fill(b)
	for _, word := range []string{"解約", "見積"} {
		b.Run(word, func(b *testing.B) {
			for b.Loop() {
				if _, err := r.Search(b.Context(), r.sato, Query{Text: word}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkSend stores messages of one thread.
func BenchmarkSend(b *testing.B) {
	r := open(b)
	r.sending = newPace(1<<30, 1<<30)
	n := 0
	for b.Loop() {
		n++
		if _, err := r.Send(b.Context(), r.sato, id.Thread(r.orders), Draft{Ref: fmt.Sprintf("reference-%d", n), Text: "お世話になっております。"}); err != nil {
			b.Fatal(err)
		}
	}
}
