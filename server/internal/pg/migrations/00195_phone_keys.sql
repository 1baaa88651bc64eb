-- +goose Up
-- What the programmable keys of a desk phone do, in their order, and what kind
-- of phone it is.
alter table devices add column keys jsonb;
alter table devices add column model text not null default '';

-- +goose Down
alter table devices drop column model;
alter table devices drop column keys;
