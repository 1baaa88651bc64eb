-- +goose Up
-- What agents may do (J-PERM-1). Agents name a role by its key; what those of
-- every site may do is told by the program, and their rows only name them.
create table roles (
    id          uuid primary key,
    key         text not null unique,              -- of the site's own: the identifier as text
    name        text not null unique,
    builtin     boolean not null default false,
    permissions jsonb not null default '[]',       -- names, as the access room's catalogue has them
    version     bigint not null default 1
);
insert into roles (id, key, name, builtin) values
    ('00000000-0000-7000-8000-000000000001', 'agent', 'エージェント', true),
    ('00000000-0000-7000-8000-000000000002', 'supervisor', 'SV', true),
    ('00000000-0000-7000-8000-000000000003', 'administrator', 'システム管理者', true);

-- An agent who is deleted keeps a row, so that what it did keeps its name
-- (J-AGENT-16); its login and its extension are free for others. The row is
-- disabled, has no credentials, and its login is one that nobody can type.
alter table agents
    add column deleted_at  timestamptz,
    add column crm_formats jsonb not null default '[]'; -- business formats it may see; none: all
create index agents_role on agents (role);

alter table devices add column mac text not null default ''; -- 12 hexadecimal digits, or ''
create unique index devices_mac on devices (mac) where mac <> '';

-- +goose Down
drop table roles;
drop index devices_mac, agents_role;
alter table devices drop column mac;
delete from agents where deleted_at is not null;
alter table agents drop column deleted_at, drop column crm_formats;
