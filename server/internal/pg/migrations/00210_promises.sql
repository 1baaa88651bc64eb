-- +goose Up
alter table site
    add column outside_time   integer not null default 240, -- minutes; 0: no limit
    add column call_time      integer not null default 720, -- minutes; 0: no limit
    add column callback_tries integer not null default 3,
    add column callback_gap   integer not null default 10,  -- minutes
    add column callback_kept  integer not null default 24;  -- hours

-- Callbacks that callers were promised and that are not made yet: they outlive
-- a restart. Who is to be called stands in the call's own row.
create table callbacks (
    call_id  uuid primary key,
    group_id uuid not null,
    since    timestamptz not null, -- of the place
    asked_at timestamptz not null,
    tries    integer not null default 0,
    again_at timestamptz           -- not to be tried before
);

-- How late it is, as far as a jump of the clock cannot feign it: recordings are
-- deleted by this time, not by the clock's.
create table retention_clock (
    one   boolean primary key default true check (one),
    at    timestamptz not null,
    doubt bigint not null default 0 -- seconds that passed while the clock was not believed
);

-- +goose Down
drop table retention_clock;
drop table callbacks;
alter table site
    drop column outside_time, drop column call_time, drop column callback_tries, drop column callback_gap, drop column callback_kept;
