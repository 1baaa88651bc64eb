-- +goose Up
-- What a deleted record needs besides its history to come back within 24
-- hours: its version, and what the noun keeps. Null: it does not come back.
alter table record_changes add column kept jsonb;
create index record_changes_deleted on record_changes (noun, at) where action = 'delete';

-- +goose Down
drop index record_changes_deleted;
alter table record_changes drop column kept;
