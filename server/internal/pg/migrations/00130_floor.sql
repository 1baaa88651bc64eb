-- +goose Up
-- How people arranged their screens: the order of rows, columns, wallboards.
-- The console's own words, which nobody but it reads.
create table user_layouts (
    agent_id   uuid not null references agents on delete cascade,
    key        text not null,
    value      text not null check (octet_length(value) <= 16384), -- JSON
    updated_at timestamptz not null,
    primary key (agent_id, key)
);

-- +goose Down
drop table user_layouts;
