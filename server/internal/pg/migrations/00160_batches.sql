-- +goose Up
-- Changes of many records that one request made, kept together so that they
-- can be taken back together.
create table record_batches (
    id         uuid primary key,
    at         timestamptz not null,
    actor      uuid,                          -- agent who made it
    actor_name text not null default '',
    noun       text not null,                 -- plural, as in agents
    what       text not null,                 -- 'update', 'delete', 'import', 'undo'
    records    integer not null,              -- how many it changed
    undone_at  timestamptz,
    undone_by  uuid                           -- the batch that took it back
);
alter table record_changes add column batch uuid; -- one of record_batches; null: a change by itself
create index record_changes_batch on record_changes (batch, id) where batch is not null;

-- +goose Down
drop index record_changes_batch;
alter table record_changes drop column batch;
drop table record_batches;
