-- +goose Up
-- The site's nouns. References are checked at commit, so that one transaction
-- may store nouns that refer to each other in a circle, and swap extensions.

create table site (
    singleton           boolean primary key default true check (singleton),
    id                  uuid not null default gen_random_uuid(),
    name                text not null default 'Yobirin',
    language            text not null default 'ja',
    record              boolean not null default true,
    login_attempts      integer not null default 5,
    session_idle        integer not null default 43200, -- seconds
    service_level       integer not null default 20,    -- seconds
    administrator_made  boolean not null default false,
    version             bigint not null default 1       -- counts every change of the nouns below
);
insert into site default values;

create table trunks (
    id           uuid primary key,
    name         text not null unique,
    host         text not null,
    proxy        text not null default '',
    transport    text not null default 'udp',
    inbound_from jsonb not null default '[]',
    register     jsonb,
    channels     integer not null default 0,
    profile      text not null default '',
    e164         boolean not null default false,
    unknown_to   jsonb not null default '{}',
    disabled     boolean not null default false,
    version      bigint not null default 1
);

create table statuses (
    id      uuid primary key,
    name    text not null unique,
    color   text not null,
    icon    text not null default '',
    version bigint not null default 1
);

create table audios (
    id           uuid primary key,
    name         text not null unique,
    file         text not null,            -- as it was called when it was given
    voicemail    boolean not null default false,
    sha256       text not null,
    milliseconds bigint not null,
    version      bigint not null default 1
);

create table agents (
    id         uuid primary key,
    login      text not null unique,
    name       text not null,
    nickname   text not null,
    extension  text unique deferrable initially deferred,
    role       text not null default 'agent',
    language   text not null default 'ja',
    caller_id  uuid,
    no_outside boolean not null default false,
    may        jsonb not null default '[]',
    disabled   boolean not null default false,
    version    bigint not null default 1
);

create table devices (
    id           uuid primary key,
    name         text not null unique,
    sip_user     text not null unique deferrable initially deferred,
    ha1_md5      text not null,
    ha1_sha256   text not null,
    agent_id     uuid references agents deferrable initially deferred,
    srtp         text not null default 'off',
    transport    text not null default '',
    max_contacts integer not null default 0,
    second_login text not null default 'ring-all',
    version      bigint not null default 1
);
create index devices_agent on devices (agent_id);

create table groups (
    id                 uuid primary key,
    name               text not null unique,
    extension          text unique deferrable initially deferred,
    strategy           text not null,
    max_waiting        integer,
    timeout            integer not null,
    ring_time          integer not null,
    calls_per_agent    integer not null,
    strict             boolean not null,
    acw                jsonb not null,
    pause_on_no_answer jsonb not null,
    ringing_period     integer not null,
    display            text not null,
    color              text not null,
    greeting           uuid references audios deferrable initially deferred,
    announcement       uuid references audios deferrable initially deferred,
    announce_every     integer not null,
    music              uuid references audios deferrable initially deferred,
    whisper            uuid references audios deferrable initially deferred,
    overflow           jsonb not null,
    timeout_to         jsonb not null,
    record             boolean,
    version            bigint not null default 1
);

create table group_members (
    group_id uuid not null references groups on delete cascade deferrable initially deferred,
    agent_id uuid not null references agents on delete cascade deferrable initially deferred,
    level    integer not null default 1,
    position integer not null,
    primary key (group_id, agent_id)
);
create index group_members_agent on group_members (agent_id);

create table ivrs (
    id        uuid primary key,
    name      text not null unique,
    extension text unique deferrable initially deferred,
    fallback  jsonb not null,
    schedule  jsonb not null,
    buttons   jsonb not null,
    version   bigint not null default 1
);

create table transfers (
    id                uuid primary key,
    name              text not null unique,
    number            text not null,
    caller_id         uuid,
    use_called_number boolean not null default false,
    version           bigint not null default 1
);

create table numbers (
    id               uuid primary key,
    number           text not null unique,
    name             text not null,
    trunk_id         uuid references trunks deferrable initially deferred,
    route            jsonb not null,
    max_channels     integer not null default 0,
    prefix           text not null default '',
    display_inbound  text not null default '',
    display_outbound text not null default '',
    record           boolean,
    language         text not null default '',
    listed           boolean not null default true,
    version          bigint not null default 1
);

alter table agents add foreign key (caller_id) references numbers deferrable initially deferred;
alter table transfers add foreign key (caller_id) references numbers deferrable initially deferred;

-- +goose Down
drop table site, trunks, statuses, audios, agents, devices, groups, group_members, ivrs, transfers, numbers cascade;
