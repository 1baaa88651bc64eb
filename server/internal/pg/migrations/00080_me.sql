-- +goose Up
-- What agents choose for themselves (J-ME-3). Who has no row has the defaults.
create table personal_settings (
    agent_id        uuid primary key references agents on delete cascade,
    notify_external boolean not null default true,
    notify_internal boolean not null default true,
    crm_search      boolean not null default true,
    popup_on_ring   boolean not null default false,
    popup_on_answer boolean not null default true,
    popup_target    text not null default 'tab',
    second_login    text not null default '', -- '': as each device says
    history_order   text not null default 'newest'
);

-- Devices that the agent app makes for itself: one for each agent and
-- installation. They go with their agent, and site files do not know them.
alter table devices
    add column label        text not null default '', -- as its owner calls it
    add column app_of       uuid references agents on delete cascade,
    add column installation text not null default '',
    add column session_id   uuid,                     -- that it was given to last
    add column used_at      timestamptz;
create unique index devices_app on devices (app_of, installation) where app_of is not null;

-- Pages that the agent app opens for calls of a number (J-NUM-6).
alter table numbers
    add column popup_ring   text not null default '',
    add column popup_answer text not null default '';

alter table site
    add column softphone_transport text not null default 'tls',    -- tried first
    add column softphone_srtp      text not null default 'prefer'; -- where the transport is not encrypted

-- How calls were at the phones' ends, as the agent app measured it (C-PHONE-7).
create table leg_reports (
    leg_id   uuid primary key,
    agent_id uuid not null,
    at       timestamptz not null,
    report   jsonb not null
);

-- +goose Down
drop table leg_reports, personal_settings;
alter table site drop column softphone_transport, drop column softphone_srtp;
alter table numbers drop column popup_ring, drop column popup_answer;
delete from devices where app_of is not null;
alter table devices drop column label, drop column app_of, drop column installation, drop column session_id, drop column used_at;
