-- +goose Up
-- How a call's visits to groups ended, as "abandoned" and as "<group>:abandoned",
-- each once: what the figures of a group count is found in the history.
alter table calls add column outcomes text[] not null default '{}';
update calls c set outcomes = v.all_of from (
    select o.id, array_agg(distinct w.word order by w.word) as all_of
    from calls o, jsonb_array_elements(case jsonb_typeof(o.record->'visits') when 'array' then o.record->'visits' else '[]' end) visit,
        lateral (values (visit->>'outcome'), ((visit->>'group') || ':' || (visit->>'outcome'))) w(word)
    where visit->>'outcome' <> '' and w.word is not null
    group by o.id) v
where v.id = c.id;
create index calls_outcomes on calls using gin (outcomes);
-- Whether a message was left in a call is asked for each row of a list.
create index voicemails_call on voicemails (call_id) where deleted_at is null;
analyze calls;

-- +goose Down
drop index voicemails_call;
drop index calls_outcomes;
alter table calls drop column outcomes;
