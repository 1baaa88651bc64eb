-- Logins are found, and told apart, without regard to case. Logins that differ
-- in nothing but case from before stay as they are and must be typed exactly
-- (login_shared), until all but one of them are called something else. Only
-- ASCII is folded, whatever the database's collation: what merely looks like a
-- letter of a login is none.

-- +goose Up
alter table agents add column login_shared boolean not null default false;
create index agents_login_folded on agents (lower(login collate "C"));
update agents a set login_shared = true
where exists (select from agents b where b.id <> a.id and lower(b.login collate "C") = lower(a.login collate "C"));
create unique index agents_login_alone on agents (lower(login collate "C")) where not login_shared;
create index agents_login_shared on agents (id) where login_shared;

-- +goose Down
drop index agents_login_shared;
drop index agents_login_alone;
drop index agents_login_folded;
alter table agents drop column login_shared;
