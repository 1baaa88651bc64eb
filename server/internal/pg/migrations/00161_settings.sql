-- +goose Up
-- Every document of settings has an identifier, by which the history keeps it,
-- and a version, which If-Match names.

-- The mail server, with its password, which must be kept as it is: servers ask
-- for it in ways that a digest cannot answer. No host: no mail is sent.
create table mail_settings (
    id         uuid primary key default gen_random_uuid(),
    singleton  boolean not null default true unique check (singleton),
    host       text not null default '',
    port       integer not null default 587,
    security   text not null default 'starttls',
    login      text not null default '',
    password   text not null default '',
    sender     text not null default '',
    from_name  text not null default '',
    version    bigint not null default 1
);
insert into mail_settings (host, port, security, login, password, sender, from_name)
    select coalesce(smtp->>'host', ''), coalesce((smtp->>'port')::integer, 587), coalesce(smtp->>'security', 'starttls'), coalesce(smtp->>'user', ''),
        coalesce(smtp->>'password', ''), coalesce(smtp->>'from', ''), coalesce(smtp->>'fromName', '')
    from (select smtp from site limit 1) as s;
insert into mail_settings default values on conflict do nothing;
alter table site drop column smtp;

-- The bucket that archives are uploaded to. No endpoint: none.
create table bucket_settings (
    id          uuid primary key default gen_random_uuid(),
    singleton   boolean not null default true unique check (singleton),
    endpoint    text not null default '',
    region      text not null default '',
    bucket      text not null default '',
    prefix      text not null default '',
    access_key  text not null default '',
    path_style  boolean not null default false,
    tls         boolean not null default true,
    secret      bytea,                     -- encrypted like a file
    secret_key  text not null default '',  -- name of the key it is encrypted with
    version     bigint not null default 1
);
insert into bucket_settings (endpoint, region, bucket, prefix, access_key, path_style, tls, secret, secret_key)
    select coalesce(s3->>'endpoint', ''), coalesce(s3->>'region', ''), coalesce(s3->>'bucket', ''), coalesce(s3->>'prefix', ''), coalesce(s3->>'accessKey', ''),
        coalesce((s3->>'pathStyle')::boolean, false), coalesce((s3->>'tls')::boolean, true), s3_secret, s3_key
    from archive_settings;
alter table archive_settings drop column s3, drop column s3_secret, drop column s3_key,
    add column id uuid not null default gen_random_uuid(), add column version bigint not null default 1;

create table chat_settings (
    id              uuid primary key default gen_random_uuid(),
    singleton       boolean not null default true unique check (singleton),
    retention_days  integer not null default 0,  -- 0: messages are kept for ever
    version         bigint not null default 1
);
insert into chat_settings (retention_days) select chat_retention_days from site limit 1;
insert into chat_settings default values on conflict do nothing;
alter table site drop column chat_retention_days;

-- +goose Down
alter table site add column chat_retention_days integer not null default 0, add column smtp jsonb not null default '{}';
update site set chat_retention_days = c.retention_days from chat_settings c;
update site set smtp = jsonb_build_object('host', m.host, 'port', m.port, 'security', m.security, 'user', m.login, 'password', m.password, 'from', m.sender, 'fromName', m.from_name)
    from mail_settings m where m.host <> '';
alter table archive_settings drop column id, drop column version,
    add column s3 jsonb not null default '{}', add column s3_secret bytea, add column s3_key text not null default '';
update archive_settings set s3_secret = b.secret, s3_key = b.secret_key,
    s3 = jsonb_build_object('endpoint', b.endpoint, 'region', b.region, 'bucket', b.bucket, 'prefix', b.prefix, 'accessKey', b.access_key, 'pathStyle', b.path_style, 'tls', b.tls)
    from bucket_settings b where b.endpoint <> '';
drop table chat_settings, bucket_settings, mail_settings;
