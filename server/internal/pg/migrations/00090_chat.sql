-- +goose Up
-- The chat: a thread for each group, which has the group's identifier, and one
-- for each pair of agents who wrote to each other. Who may see a thread is
-- asked of groups and their members each time. Authors are not referred to:
-- what was written stays readable when an agent is deleted.
create table chat_threads (
    id         uuid primary key,
    low_agent  uuid,                       -- both null: a group's
    high_agent uuid,
    last_seq   bigint not null default 0,  -- of the newest message
    last_at    timestamptz,
    purged_seq bigint not null default 0,  -- up to here messages are deleted
    unique (low_agent, high_agent),
    check (low_agent is null and high_agent is null or low_agent < high_agent)
);
create index chat_threads_high on chat_threads (high_agent) where high_agent is not null;

create table chat_messages (
    thread_id   uuid not null references chat_threads on delete cascade,
    seq         bigint not null,
    at          timestamptz not null,
    author      uuid not null,
    author_name text not null,
    ref         text not null,             -- the sender's name of the message: sent twice, it is stored once
    body        text not null,
    folded      text not null,             -- the body as it is searched
    bold        boolean not null default false,
    red         boolean not null default false,
    primary key (thread_id, seq),
    unique (thread_id, author, ref)
);
create index chat_messages_at on chat_messages (at);

-- How far somebody has read; one's own messages are read. Members of a group
-- have a row from the beginning, before the group's thread has one.
create table chat_reads (
    thread_id uuid not null,
    agent_id  uuid not null,
    seq       bigint not null,
    primary key (thread_id, agent_id)
);

-- A file waits without a number until the message with it is sent.
create table chat_files (
    id        uuid primary key,
    thread_id uuid not null,
    author    uuid not null,
    at        timestamptz not null,
    name      text not null,
    type      text not null,
    size      bigint not null,
    key       text not null,               -- name of the key it is encrypted with
    seq       bigint,
    position  integer not null default 0   -- in its message
);
create index chat_files_message on chat_files (thread_id, seq);

-- What was written before somebody came into a group is not new to him. The
-- row of who was a member before stays when the members are written anew.
-- +goose StatementBegin
create function chat_newcomer() returns trigger language plpgsql as $$
begin
    insert into chat_reads (thread_id, agent_id, seq)
    values (new.group_id, new.agent_id, coalesce((select last_seq from chat_threads where id = new.group_id), 0))
    on conflict do nothing;
    return new;
end
$$;
-- +goose StatementEnd
create trigger chat_newcomer after insert on group_members for each row execute function chat_newcomer();
insert into chat_reads (thread_id, agent_id, seq) select group_id, agent_id, 0 from group_members;

alter table site add column chat_retention_days integer not null default 0; -- 0: messages are kept for ever

-- +goose Down
alter table site drop column chat_retention_days;
drop trigger chat_newcomer on group_members;
drop function chat_newcomer();
drop table chat_files;
drop table chat_reads;
drop table chat_messages;
drop table chat_threads;
