-- +goose Up
-- The mail server, with its password, which must be kept as it is: servers ask
-- for it in ways that a digest cannot answer. '{}': none, no mail is sent.
alter table site add column smtp jsonb not null default '{}';

-- +goose Down
alter table site drop column smtp;
