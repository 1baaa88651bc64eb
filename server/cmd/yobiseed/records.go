package main

import (
	"context"
	"fmt"
	"time"

	"github.com/yobirin/yobirin/server/internal/access"
	"github.com/yobirin/yobirin/server/internal/pg"
)

// password is the one of every agent that was made here; the first one made
// is an administrator.
const password = "a centre that never was 1"

// table is what is filled with one statement: $1 is how many, and $2, where it
// is named, over how many days before now.
type table struct {
	name, query string
	n           int
	days        bool
}

// seedRecords makes everything that is administered, and what piles up: the
// audit, the history of records, recordings, messages and sessions.
func seedRecords(ctx context.Context, db *pg.DB, o options) error {
	hash := access.DefaultHasher().Hash(password)
	if _, err := db.Pool().Exec(ctx, `insert into credentials (agent_id, password_hash) select id, $1 from agents on conflict do nothing`, hash); err != nil {
		return fmt.Errorf("make credentials: %w", err)
	}
	if err := db.Pool().QueryRow(ctx, "select count(*) from agents").Scan(&o.agents); err != nil {
		return fmt.Errorf("count agents: %w", err)
	}
	for _, t := range tables(o) {
		began := time.Now()
		args := []any{t.n}
		if t.days {
			args = append(args, o.days)
		}
		if _, err := db.Pool().Exec(ctx, t.query, args...); err != nil {
			return fmt.Errorf("make %s: %w", t.name, err)
		}
		fmt.Printf("%d %s in %s\n", t.n, t.name, time.Since(began).Round(time.Millisecond))
	}
	return nil
}

const (
	anyOf = `(select array_agg(id order by id) from `
	// at spreads rows over the days.
	at = `now() - make_interval(secs => ($2::int * 86400.0) * (1 - n::float / $1::int))`
)

func tables(o options) []table {
	return []table{
		{"administrators", `update agents set role = 'administrator' where id in (select id from agents order by id limit $1)`, 1, false},
		{"supervisors", `update agents set role = 'supervisor' where id in (select id from agents where role = 'agent' order by id limit $1)`, o.agents / 50, false},
		{"extensions of agents", `update agents a set extension = (100000 + b.n)::text from (select id, row_number() over (order by id) n from agents) b where b.id = a.id and b.n <= $1`, o.agents, false},
		{"audios", `insert into audios (id, name, file, sha256, milliseconds, voicemail) select gen_random_uuid(), '音声 ' || n, '', md5(n::text), 1000, n % 2 = 0 from generate_series(1, $1::int) n on conflict do nothing`, 100, false},
		{"devices", `insert into devices (id, name, sip_user, ha1_md5, ha1_sha256, agent_id, srtp, mac)
			select gen_random_uuid(), '電話機 ' || lpad(n::text, 6, '0'), 'phone' || n, md5(n::text), md5(n::text) || md5(n::text),
				case when n <= cardinality(a.ids) then a.ids[n] end, (array['off', 'prefer', 'require'])[1 + n % 3], lpad(to_hex(n), 12, '0')
			from (select ` + anyOf + `agents) ids) a, generate_series(1, $1::int) n`, o.agents * 6 / 5, false},
		{"menus", `insert into ivrs (id, name, extension, fallback, schedule, buttons)
			select gen_random_uuid(), 'メニュー ' || lpad(n::text, 4, '0'), (900000 + n)::text, jsonb_build_object('kind', 'group', 'group', g.ids[1 + n % cardinality(g.ids)]), '{}', '{}'
			from (select ` + anyOf + `groups) ids) g, generate_series(1, $1::int) n`, 50, false},
		{"routes of numbers", `update numbers set route = jsonb_build_object('kind', 'group', 'group', g.ids[1 + abs(hashtext(number)) % cardinality(g.ids)])
			from (select ` + anyOf + `groups) ids) g where $1::int > 0`, 1, false},
		{"barred numbers", `insert into barred_numbers (number, note) select '00' || (1000000000 + n), case n % 50 when 0 then '詐欺の番号 ' || n else '' end from generate_series(1, $1::int) n on conflict do nothing`, o.lists, false},
		{"rejected callers", `insert into rejected_numbers (number, note) select '090' || (10000000 + n), case n % 50 when 0 then '迷惑電話 ' || n else '' end from generate_series(1, $1::int) n on conflict do nothing`, o.lists / 10, false},
		{"caller rules", `insert into caller_rules (number, name, priority) select '080' || (10000000 + n), '得意先 ' || n, 1 + n % 9 from generate_series(1, $1::int) n on conflict do nothing`, o.lists / 10, false},
		{"audit entries", `insert into audit (at, actor, via, action, object_kind, object_id, detail, address)
			select ` + at + `, a.ids[1 + n % cardinality(a.ids)], (array['console', 'app', 'phone'])[1 + n % 3], (array['recording.played', 'login.in', 'agent.updated', 'login.out', 'pin.in'])[1 + n % 5],
				(array['recording', 'agent', 'agent', 'agent', 'agent'])[1 + n % 5], gen_random_uuid()::text, jsonb_build_object('login', 'user' || n % 5000, 'note', case n % 1000 when 0 then '社員証' else md5(n::text) end), '192.0.2.' || n % 250
			from (select ` + anyOf + `agents) ids) a, generate_series(1, $1::int) n`, o.trail, true},
		{"changes of records", `insert into record_changes (at, actor, actor_name, via, noun, record_id, title, action, fields)
			select ` + at + `, a.ids[1], '管理者', 'console', 'agents', a.ids[case when n % 3 = 0 then 1 else 1 + n % cardinality(a.ids) end]::text, '担当', 'update', '[{"field":"nickname","from":"a","to":"b"}]'
			from (select ` + anyOf + `agents) ids) a, generate_series(1, $1::int) n`, o.trail, true},
		{"recordings", `insert into recordings (id, call_id, started_at, ended_at, path, length_ms, bytes, sha256, kind, agent_id, group_id, judged, told_at)
			select gen_random_uuid(), c.id, c.started_at, c.ended_at, 'seed/' || c.id, c.talked_ms, c.talked_ms * 16, md5(c.id::text), case when c.n % 10 = 0 then 'voicemail' else 'conversation' end, c.agent_id, c.group_id, true, c.ended_at
			from (select *, row_number() over (order by id) n from calls where result = 'answered' order by id limit $1::int) c`, o.recordings, false},
		{"marks of recordings", `update calls set recorded = true where $1::int > 0 and id in (select call_id from recordings where kind = 'conversation')`, o.recordings, false},
		{"messages", `insert into voicemails (recording_id, call_id, at, audio_id, number_id, from_number, from_name, length_ms, heard_at)
			select r.id, c.id, c.started_at, a.ids[1 + r.n % cardinality(a.ids)], c.number_id, c.from_number, case when r.n % 3 = 0 then '佐藤 葵' else c.from_name end, 20000, case when r.n % 20 > 0 then c.ended_at end
			from (select *, row_number() over (order by id) n from recordings limit $1::int) r join calls c on c.id = r.call_id, (select ` + anyOf + `audios where voicemail) ids) a`, o.recordings, false},
		{"sessions", `insert into sessions (id, token_sha256, agent_id, client, created_at, seen_at, address, user_agent)
			select gen_random_uuid(), sha256(('seed' || n)::bytea), a.ids[1 + n % cardinality(a.ids)], (array['console', 'app'])[1 + n % 2], now(), now(), '192.0.2.' || n % 250, 'Mozilla/5.0 seed'
			from (select ` + anyOf + `agents) ids) a, generate_series(1, $1::int) n`, o.agents, false},
		{"calls with events", `insert into call_events (stream, seq, at, kind, body)
			select c.id, e.seq, c.started_at + e.seq * interval '1 second', e.kind, jsonb_strip_nulls(e.body)
			from (select *, gen_random_uuid() leg, gen_random_uuid() other from calls order by id limit $1::int) c, lateral (values
				(1, 'started', jsonb_build_object('call', c.id, 'direction', c.direction, 'from', jsonb_build_object('number', c.from_number), 'dialed', c.to_number)),
				(2, 'legStarted', jsonb_build_object('leg', c.leg, 'role', 'caller', 'number', c.from_number)),
				(3, 'queued', jsonb_build_object('group', c.group_id, 'since', c.started_at)),
				(4, 'offered', jsonb_build_object('group', c.group_id, 'agents', to_jsonb(c.agents))),
				(5, 'legStarted', jsonb_build_object('leg', c.other, 'role', 'agent', 'agent', c.agent_id)),
				(6, 'connected', jsonb_build_object('group', c.group_id, 'agent', c.agent_id, 'leg', c.other, 'waited', c.waited_ms * 1000000)),
				(7, 'routed', jsonb_build_object('to', 'extension', 'number', c.to_number, 'why', 'dialed', 'hop', 0))
			) e(seq, kind, body) where c.group_id is not null or e.seq not in (3, 4) on conflict do nothing`, o.events, false},
	}
}
