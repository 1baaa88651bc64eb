-- +goose Up
-- How long the caller of what rang had waited, as in the call: an agent at whom
-- many calls rang has them in this order without all of them being read. In the
-- order of the time talked, which that agent is not told, they stand by their
-- identifiers. Filled anew before it has indexes, which takes less than to
-- change every row.
alter table call_offers rename to offers_before;
create table call_offers (
    agent_id   uuid not null,
    started_at timestamptz not null,
    call_id    uuid not null,
    direct     boolean not null,               -- to the agent itself, not by a group
    declined   boolean not null default false, -- by the agent
    waited_ms  bigint not null default 0       -- 0 while the call goes on
);
insert into call_offers
select o.agent_id, o.started_at, o.call_id, o.direct, o.declined, c.waited_ms from offers_before o join calls c on c.id = o.call_id;
drop table offers_before;
alter table call_offers add primary key (agent_id, started_at, call_id);
create index call_offers_direct on call_offers (agent_id, started_at) where direct and not declined;
create index call_offers_call on call_offers (agent_id, call_id);
create index call_offers_waited on call_offers (agent_id, waited_ms, call_id);
analyze call_offers;

-- +goose Down
drop index call_offers_waited, call_offers_call;
alter table call_offers drop column waited_ms;
