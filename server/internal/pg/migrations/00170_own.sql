-- +goose Up
-- The calls that each agent had a part in, in the orders of a list: what an
-- agent's history begins with is found without all of its calls being read.
-- What a row says of its call follows the call by triggers, whoever writes it.
create table call_parts (
    agent_id   uuid not null,
    started_at timestamptz not null,
    call_id    uuid not null,
    result     text not null,
    waited_ms  bigint not null,
    talked_ms  bigint not null
);
insert into call_parts select distinct a, c.started_at, c.id, c.result, c.waited_ms, c.talked_ms from calls c, unnest(c.agents) a;
alter table call_parts add primary key (agent_id, started_at, call_id) include (result);
create index call_parts_talked on call_parts (agent_id, talked_ms, call_id) include (started_at, result);
create index call_parts_waited on call_parts (agent_id, waited_ms, call_id) include (started_at, result);
analyze call_parts;

-- +goose StatementBegin
create function call_parts_begin() returns trigger language plpgsql as $$
begin
    insert into call_parts select distinct a, c.started_at, c.id, c.result, c.waited_ms, c.talked_ms from come c, unnest(c.agents) a on conflict do nothing;
    return null;
end $$;
-- +goose StatementEnd
-- +goose StatementBegin
create function call_parts_follow() returns trigger language plpgsql as $$
begin
    delete from call_parts p where p.call_id = old.id and p.started_at = old.started_at and p.agent_id = any(old.agents)
        and (new.started_at <> old.started_at or not p.agent_id = any(new.agents));
    insert into call_parts as p select distinct a, new.started_at, new.id, new.result, new.waited_ms, new.talked_ms from unnest(new.agents) a
        on conflict (agent_id, started_at, call_id) do update set result = excluded.result, waited_ms = excluded.waited_ms, talked_ms = excluded.talked_ms
        where (p.result, p.waited_ms, p.talked_ms) is distinct from (excluded.result, excluded.waited_ms, excluded.talked_ms);
    return null;
end $$;
-- +goose StatementEnd
-- +goose StatementBegin
create function call_parts_end() returns trigger language plpgsql as $$
begin
    delete from call_parts p where p.call_id = old.id and p.started_at = old.started_at and p.agent_id = any(old.agents);
    return null;
end $$;
-- +goose StatementEnd
create trigger call_parts_begin after insert on calls referencing new table as come for each statement execute function call_parts_begin();
create trigger call_parts_follow after update on calls for each row
    when ((old.agents, old.started_at, old.result, old.waited_ms, old.talked_ms) is distinct from (new.agents, new.started_at, new.result, new.waited_ms, new.talked_ms))
    execute function call_parts_follow();
create trigger call_parts_end after delete on calls for each row execute function call_parts_end();

-- The longest of some days are found in these without the calls of all other
-- days being read.
drop index calls_talked, calls_waited;
create index calls_talked on calls (talked_ms desc, id desc) include (started_at);
create index calls_waited on calls (waited_ms desc, id desc) include (started_at);

-- What became of the calls that rang: an agent who misses next to none has
-- those few without all that rang there being read.
alter table call_offers rename to offers_before;
create table call_offers (
    agent_id   uuid not null,
    started_at timestamptz not null,
    call_id    uuid not null,
    direct     boolean not null,               -- to the agent itself, not by a group
    declined   boolean not null default false, -- by the agent
    waited_ms  bigint not null default 0,      -- 0 while the call goes on
    result     text not null default ''        -- of the call, '' while it goes on
);
insert into call_offers
select o.agent_id, o.started_at, o.call_id, o.direct, o.declined, c.waited_ms, c.result from offers_before o join calls c on c.id = o.call_id;
drop table offers_before;
alter table call_offers add primary key (agent_id, started_at, call_id) include (result);
create index call_offers_direct on call_offers (agent_id, started_at) where direct and not declined;
create index call_offers_call on call_offers (agent_id, call_id) include (started_at, result);
create index call_offers_waited on call_offers (agent_id, waited_ms, call_id) include (started_at, result);
analyze call_offers;

-- +goose Down
drop index calls_talked, calls_waited;
create index calls_talked on calls (talked_ms desc, id desc);
create index calls_waited on calls (waited_ms desc, id desc);
alter table call_offers drop column result cascade;
alter table call_offers add primary key (agent_id, started_at, call_id);
create index call_offers_call on call_offers (agent_id, call_id);
create index call_offers_waited on call_offers (agent_id, waited_ms, call_id);
drop trigger call_parts_end on calls;
drop trigger call_parts_follow on calls;
drop trigger call_parts_begin on calls;
drop function call_parts_end();
drop function call_parts_follow();
drop function call_parts_begin();
drop table call_parts;
