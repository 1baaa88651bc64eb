-- +goose Up
create table credentials (
    agent_id      uuid primary key references agents on delete cascade,
    password_hash text not null default '',  -- argon2id in PHC form; empty: cannot log in
    pin_hash      text not null default '',
    attempts      integer not null default 0, -- wrong passwords since the last right one
    locked_at     timestamptz
);

create table sessions (
    id           uuid primary key,
    token_sha256 bytea not null unique,       -- the token itself is never stored
    agent_id     uuid not null references agents on delete cascade,
    client       text not null,               -- 'console' or 'app'
    created_at   timestamptz not null,
    seen_at      timestamptz not null,
    address      text not null default '',
    user_agent   text not null default ''
);
create index sessions_agent on sessions (agent_id);
create index sessions_seen on sessions (seen_at);

create table login_audit (
    id       bigint generated always as identity primary key,
    at       timestamptz not null,
    login    text not null,                   -- as typed, cut to 64 bytes; may name nobody
    agent_id uuid,                            -- no reference: outlives the agent
    outcome  text not null,                   -- 'in', 'out', 'wrong', 'locked', 'disabled', 'unlocked'
    by_agent uuid,
    client   text not null default '',
    address  text not null default ''
);
create index login_audit_at on login_audit (at);

-- +goose Down
drop table login_audit, sessions, credentials;
