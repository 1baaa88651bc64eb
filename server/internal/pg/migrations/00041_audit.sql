-- +goose Up
-- Who did what: appended to, never changed. Nothing here refers to other
-- tables: the past stays readable when a noun is deleted.
create table audit (
    id          bigint generated always as identity primary key,
    at          timestamptz not null,
    actor       uuid,                         -- agent; null: nobody who was logged in
    via         text not null,                -- 'console', 'app', 'phone', 'system'
    action      text not null,                -- stable key, as in recording.played
    object_kind text not null default '',
    object_id   text not null default '',
    detail      jsonb not null default '{}',
    address     text not null default '',
    origin      text unique                   -- what caused it: told twice, it is written once
);
create index audit_at on audit (at);
create index audit_actor on audit (actor, id desc) where actor is not null;
create index audit_object on audit (object_id, id desc) where object_id <> '';
create index audit_action on audit (action text_pattern_ops, id desc);

insert into audit (at, actor, via, action, object_kind, object_id, detail, address)
select at,
    case outcome when 'unlocked' then by_agent when 'in' then agent_id when 'out' then agent_id end,
    case client when '' then 'console' else client end,
    'login.' || outcome,
    case when agent_id is null then '' else 'agent' end, coalesce(agent_id::text, ''),
    jsonb_build_object('login', login), address
from login_audit order by id;
drop table login_audit;

-- +goose StatementBegin
create function audit_is_kept() returns trigger language plpgsql as $$
begin
    raise exception 'the audit is only appended to';
end
$$;
-- +goose StatementEnd
create trigger audit_is_kept before update or delete on audit for each row execute function audit_is_kept();
create trigger audit_is_not_emptied before truncate on audit for each statement execute function audit_is_kept();

-- +goose Down
create table login_audit (
    id       bigint generated always as identity primary key,
    at       timestamptz not null,
    login    text not null,
    agent_id uuid,
    outcome  text not null,
    by_agent uuid,
    client   text not null default '',
    address  text not null default ''
);
create index login_audit_at on login_audit (at);
insert into login_audit (at, login, agent_id, outcome, by_agent, client, address)
select at, coalesce(detail->>'login', ''), nullif(object_id, '')::uuid, substr(action, 7),
    case action when 'login.unlocked' then actor end, via, address
from audit where action like 'login.%' order by id;
drop table audit;
drop function audit_is_kept;
