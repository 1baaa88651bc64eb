package history_test

import (
	"testing"

	"github.com/yobirin/yobirin/server/internal/history"
)

// A name that a third of all messages have must not cost a look at what each
// of them tells.
func BenchmarkVoicemails(b *testing.B) {
	a := newArchive(b, history.Options{})
	for _, insert := range []string{
		"create table made as select gen_random_uuid() as id, i from generate_series(1, 30000) i",
		"insert into recordings (id, call_id, started_at, kind) select id, gen_random_uuid(), timestamptz '2026-01-01' + i * interval '1 minute', 'voicemail' from made",
		`insert into voicemails (recording_id, call_id, at, from_number, from_name)
			select id, gen_random_uuid(), timestamptz '2026-01-01' + i * interval '1 minute', '0901234' || i, case i % 3 when 0 then '佐藤 葵' when 1 then '林 ' || i else '' end from made`,
		"analyze voicemails",
	} {
		a.exec(b, insert)
	}
	for _, query := range []string{"", "q=佐藤", "q=佐藤+葵", "q=林+2", "q=寿限"} {
		b.Run(query, func(b *testing.B) {
			for b.Loop() {
				if got := len(a.voicemails(b, query).Items); got != 100 && query != "q=寿限" {
					b.Fatalf("%d messages", got)
				}
			}
		})
	}
}
