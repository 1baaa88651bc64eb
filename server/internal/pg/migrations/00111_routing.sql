-- +goose Up
-- What had a number or a date for its name is a record like the others.
alter table rejected_numbers add column id uuid not null unique default gen_random_uuid();
alter table barred_numbers   add column id uuid not null unique default gen_random_uuid();
alter table caller_rules     add column id uuid not null unique default gen_random_uuid();
alter table company_holidays add column id uuid not null unique default gen_random_uuid();

-- Counts the changes of the settings alone; version counts every change.
alter table site add column settings_version bigint not null default 1;

-- Business formats: which fields the records of a business have (J-FMT-1).
create table formats (
    id      uuid primary key,
    name    text not null unique,
    fields  jsonb not null default '[]',
    version bigint not null default 1
);

-- Fields of every customer and case besides the usual ones (J-CF-1).
create table custom_fields (
    id         uuid primary key,
    name       text not null,
    belongs_to text not null check (belongs_to in ('customer', 'case')),
    type       text not null check (type in ('text', 'number', 'date', 'list')),
    choices    jsonb not null default '[]',
    position   integer not null default 0,
    version    bigint not null default 1,
    unique (belongs_to, name)
);

-- +goose Down
drop table custom_fields, formats;
alter table site drop column settings_version;
alter table company_holidays drop column id;
alter table caller_rules drop column id;
alter table barred_numbers drop column id;
alter table rejected_numbers drop column id;
