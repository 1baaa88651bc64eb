-- +goose Up
alter table site
    add column international    boolean not null default false,
    add column reject_anonymous boolean not null default false,
    add column emergency_id     uuid references numbers on delete set null deferrable initially deferred,
    add column park_time        integer not null default 180, -- seconds
    add column park_group_id    uuid references groups on delete set null deferrable initially deferred,
    add column transfer_ring    integer not null default 15,  -- seconds
    add column rooms            integer not null default 3,
    add column message_time     integer not null default 180, -- seconds
    add column cap_at_once      integer not null default 0,   -- outside calls of an agent; 0: no limit
    add column cap_daily        integer not null default 0,
    add column retention_days   integer not null default 0,   -- of recordings; 0: for ever
    add column public_holidays  boolean not null default true;

alter table trunks
    add column outside integer not null default 0, -- outbound calls at once; 0: no limit of its own
    add column daily   integer not null default 0; -- outbound calls in a day

alter table agents add column call_waiting boolean not null default false;

alter table devices
    add column desk    boolean not null default false, -- a hot-desk phone
    add column seat_id uuid references agents on delete set null deferrable initially deferred; -- who is logged in there now
create unique index devices_seat on devices (seat_id) where seat_id is not null; -- one desk per agent

alter table groups
    add column say_position   boolean not null default false,
    add column say_wait       boolean not null default false,
    add column callback       boolean not null default false,
    add column prefer_last    boolean not null default false,
    add column retention_days integer; -- null: as the site

-- What the site changed in the table of feature codes; a feature without a
-- row has its usual code, one whose row has no digits is off.
create table feature_codes (
    feature text primary key,
    digits  jsonb not null,
    version bigint not null default 1
);

create table rejected_numbers (
    number  text primary key, -- canonical
    note    text not null default '',
    version bigint not null default 1
);

create table barred_numbers (
    number  text primary key, -- canonical, or the beginning of one and a *
    note    text not null default '',
    version bigint not null default 1
);

create table caller_rules (
    number   text primary key, -- canonical
    name     text not null default '',
    priority integer not null,
    version  bigint not null default 1
);

create table company_holidays (
    date    text primary key, -- YYYY-MM-DD
    name    text not null default '',
    version bigint not null default 1
);

-- Wrong PINs on phones (C-CODE-7).
alter table credentials
    add column pin_attempts  integer not null default 0, -- wrong ones since the last right one
    add column pin_locked_at timestamptz;
create table pin_devices (
    device_id uuid primary key references devices on delete cascade,
    attempts  integer not null default 0,
    locked_at timestamptz
);

-- +goose Down
drop table pin_devices, company_holidays, caller_rules, barred_numbers, rejected_numbers, feature_codes;
alter table credentials drop column pin_attempts, drop column pin_locked_at;
alter table groups drop column say_position, drop column say_wait, drop column callback, drop column prefer_last, drop column retention_days;
alter table devices drop column desk, drop column seat_id;
alter table agents drop column call_waiting;
alter table trunks drop column outside, drop column daily;
alter table site
    drop column international, drop column reject_anonymous, drop column emergency_id, drop column park_time, drop column park_group_id,
    drop column transfer_ring, drop column rooms, drop column message_time, drop column cap_at_once, drop column cap_daily,
    drop column retention_days, drop column public_holidays;
