-- +goose Up
-- The addresses from which desk phones take their files. What is in an address
-- is kept only as its SHA-256; the phone's password is made of it and the salt,
-- so that neither the address nor this table alone gives it.
create table phone_links (
    device_id    uuid primary key references devices on delete cascade,
    token_sha256 bytea not null unique,
    salt         bytea not null,
    ha1_sha256   text not null,              -- the device's, while the password is the one made here
    maker        text not null,
    language     text not null default '',
    ntp          text not null default '',
    made_at      timestamptz not null,
    until        timestamptz,                -- null: until it is switched off
    fetched_at   timestamptz,
    fetched_from text not null default '',
    fetched_by   text not null default '',   -- user agent
    fetches      bigint not null default 0
);

-- +goose Down
drop table phone_links;
