-- +goose Up
-- What had a number or a date for its name is a record like the others.
alter table rejected_numbers add column id uuid not null unique default gen_random_uuid();
alter table barred_numbers   add column id uuid not null unique default gen_random_uuid();
alter table caller_rules     add column id uuid not null unique default gen_random_uuid();
alter table company_holidays add column id uuid not null unique default gen_random_uuid();

-- The transaction that counted the site's version last: one that changes many
-- records counts it once.
alter table site add column counted_by text not null default '';

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
alter table site drop column counted_by;
alter table company_holidays drop column id;
alter table caller_rules drop column id;
alter table barred_numbers drop column id;
alter table rejected_numbers drop column id;
