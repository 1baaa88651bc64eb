-- +goose Up
-- At whom a call rang, whoever took it: an agent's own history has those too.
-- The start is the call's, so that the newest are found in order.
create table call_offers (
    agent_id   uuid not null,
    started_at timestamptz not null,
    call_id    uuid not null,
    direct     boolean not null,               -- to the agent itself, not by a group
    declined   boolean not null default false, -- by the agent
    primary key (agent_id, started_at, call_id)
);
create index call_offers_direct on call_offers (agent_id, started_at) where direct and not declined;

-- Up to when an agent has seen the direct calls that were missed.
create table missed_seen (
    agent_id uuid primary key references agents on delete cascade,
    seen_at  timestamptz not null
);

insert into call_offers (agent_id, started_at, call_id, direct)
select a.agent, c.started_at, c.id, bool_or(e.body->>'group' is null)
from call_events e join calls c on c.id = e.stream, lateral (
    select value::uuid as agent from jsonb_array_elements_text(case when e.kind = 'offered' then case jsonb_typeof(e.body->'agents') when 'array' then e.body->'agents' else '[]' end else jsonb_build_array(e.body->>'agent') end)) a
where e.kind = 'offered' or e.kind = 'routed' and e.body->>'to' = 'agent' and e.body->>'agent' is not null
group by a.agent, c.started_at, c.id;
analyze call_offers;

-- +goose Down
drop table missed_seen;
drop table call_offers;
