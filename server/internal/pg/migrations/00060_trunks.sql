-- +goose Up
-- What a trunk does otherwise than its preset, and where its calls go when
-- its host is down.
alter table trunks
    add column switches jsonb not null default '{}',
    add column backup   jsonb not null default '[]';

-- +goose Down
alter table trunks drop column switches, drop column backup;
