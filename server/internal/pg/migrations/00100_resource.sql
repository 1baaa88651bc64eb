-- +goose Up
-- What became of every record that people administer, and the outbox of those
-- changes: appended to, never changed, in the order of the commits. Nothing
-- here refers to other tables: the past stays readable when a noun is deleted.
create table record_changes (
    id         bigint generated always as identity primary key,
    at         timestamptz not null,
    actor      uuid,                          -- agent; null: nobody who was logged in
    actor_name text not null default '',
    via        text not null,                 -- as in the audit
    noun       text not null,                 -- plural, as in agents
    record_id  text not null,
    title      text not null default '',
    action     text not null,                 -- 'create', 'update', 'delete'
    fields     jsonb not null default '[]'    -- [{field, from, to}]; of secrets the name alone
);
create index record_changes_record on record_changes (noun, record_id, id);

-- +goose StatementBegin
create function record_changes_are_kept() returns trigger language plpgsql as $$
begin
    raise exception 'the history of records is only appended to';
end
$$;
-- +goose StatementEnd
create trigger record_changes_are_kept before update or delete on record_changes for each row execute function record_changes_are_kept();
create trigger record_changes_are_not_emptied before truncate on record_changes for each statement execute function record_changes_are_kept();

-- +goose Down
drop table record_changes;
drop function record_changes_are_kept;
