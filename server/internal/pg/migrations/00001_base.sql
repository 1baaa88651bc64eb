-- +goose Up
-- pg_trgm carries the search over names and notes. It is a trusted extension:
-- the owner of a database may create it, other roles need the administrator.
-- +goose StatementBegin
do $$
begin
    create extension if not exists pg_trgm;
exception when insufficient_privilege then
    raise exception 'the extension pg_trgm is missing and the role % may not create it', current_user
        using hint = 'as an administrator run once in this database: create extension pg_trgm;';
end
$$;
-- +goose StatementEnd

-- +goose Down
-- The extension stays: other things in the database may use it.
select 1;
