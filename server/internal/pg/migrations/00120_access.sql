-- +goose Up
-- What a site asks of those who log in; one row.
create table access_settings (
    id            boolean primary key default true check (id),
    totp_for      text not null default 'none',  -- who needs a second factor: 'none', 'administrators', 'supervisors' (and administrators), 'all'
    passwords_for text not null default 'all',   -- who may log in with a password: 'all', 'administrators'
    oidc_issuer   text not null default '',      -- empty: no single sign-on
    oidc_client   text not null default '',
    oidc_secret   bytea,                         -- sealed
    oidc_claim    text not null default 'preferred_username',
    oidc_button   text not null default '',
    version       bigint not null default 1
);
insert into access_settings default values;

alter table sessions add column factor text not null default 'password'; -- what it was opened with: 'password', 'totp', 'oidc'

create table totp (
    agent_id     uuid primary key references agents on delete cascade,
    secret       bytea not null,                 -- sealed
    made_at      timestamptz not null,
    confirmed_at timestamptz,                    -- null: not in force yet
    last_step    bigint not null default 0       -- of the last code taken: none is taken twice
);

create table totp_recovery (
    agent_id    uuid not null references totp on delete cascade,
    code_sha256 bytea not null,
    used_at     timestamptz,
    primary key (agent_id, code_sha256)
);

create table api_keys (
    id         uuid primary key,
    name       text not null,
    prefix     text not null,                    -- how it begins, to tell one from another
    sha256     bytea not null unique,            -- the key itself is never stored
    agent_id   uuid not null references agents on delete cascade,
    scopes     jsonb not null default '[]',      -- names of permissions
    created_at timestamptz not null,
    created_by uuid,
    expires_at timestamptz,
    used_at    timestamptz,
    revoked_at timestamptz
);
create index api_keys_agent on api_keys (agent_id);

-- The search over the audit: words anywhere in what an entry tells.
create index audit_words on audit using gin ((object_kind || ' ' || object_id || ' ' || address || ' ' || detail::text) gin_trgm_ops);
create index audit_kind on audit (object_kind, id desc) where object_kind <> '';
create index audit_address on audit (address text_pattern_ops, id desc) where address <> '';

-- +goose Down
drop index audit_address, audit_kind, audit_words;
drop table api_keys, totp_recovery, totp;
alter table sessions drop column factor;
drop table access_settings;
