-- +goose Up
-- What the journal says, as it comes out of the spool. Nothing here refers to
-- the directory's tables: the past stays readable when a noun is deleted.
create table calls (
    id          uuid primary key,
    started_at  timestamptz not null,
    answered_at timestamptz,
    ended_at    timestamptz,                  -- null: in progress
    direction   text not null,
    result      text not null default '',     -- 'answered', 'missed'; '' in progress
    from_number text not null default '',
    from_name   text not null default '',
    withheld    boolean not null default false,
    to_number   text not null default '',
    to_name     text not null default '',
    digits      text not null default '',     -- every number of the call, for the number filter
    number_id   uuid,
    trunk_id    uuid,
    agent_id    uuid,                         -- who talked last
    group_id    uuid,
    agents      uuid[] not null default '{}', -- everybody who called or talked
    groups      uuid[] not null default '{}', -- every group visited
    waited_ms   bigint not null default 0,
    talked_ms   bigint not null default 0,
    cause       text not null default '',
    ended_by    text not null default '',
    recorded    boolean not null default false,
    abandoned   boolean not null default false, -- closed at a start, because the server had died
    record      jsonb
);
create index calls_started on calls (started_at desc, id desc) include (direction, result, group_id, agent_id, waited_ms, talked_ms);
create index calls_talked on calls (talked_ms desc, id desc);
create index calls_waited on calls (waited_ms desc, id desc);
create index calls_number on calls (number_id, started_at desc, id desc) where number_id is not null;
create index calls_agents on calls using gin (agents);
create index calls_groups on calls using gin (groups);
create index calls_open on calls (id) where ended_at is null;
-- Part of a number is found by trigrams where the extension is there, and by
-- reading the chosen time range where it is not.
-- +goose StatementBegin
do $$
begin
    if exists (select 1 from pg_extension where extname = 'pg_trgm') then
        execute format('create index calls_digits on calls using gin (digits %I.gin_trgm_ops)',
            (select n.nspname from pg_extension e join pg_namespace n on n.oid = e.extnamespace where e.extname = 'pg_trgm'));
    end if;
end $$;
-- +goose StatementEnd

create table call_events (
    stream    uuid not null,
    seq       bigint not null,
    at        timestamptz not null,
    kind      text not null,
    body      jsonb not null,
    synthetic boolean not null default false, -- written at a start for a call the crash left open
    primary key (stream, seq)
);
create index call_events_ended on call_events (at) where kind = 'ended';

create table floor_events (
    stream uuid not null,
    seq    bigint not null,
    at     timestamptz not null,
    kind   text not null,
    body   jsonb not null,
    primary key (stream, seq)
);
create index floor_events_at on floor_events (at);

create table recordings (
    id         uuid primary key,
    call_id    uuid not null,
    started_at timestamptz not null,
    ended_at   timestamptz,
    path       text not null default '',      -- relative to the recordings' folder
    length_ms  bigint not null default 0,
    bytes      bigint not null default 0,
    sha256     text not null default '',
    failed     text not null default ''
);
create index recordings_call on recordings (call_id);

-- +goose Down
drop table recordings, floor_events, call_events, calls;
