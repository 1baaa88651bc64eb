-- +goose Up
-- What recordings are of, how long they are kept, and the messages that
-- callers leave. A row outlives its file: what was, and its hash, stay.
alter table recordings
    add column kind         text not null default 'conversation', -- 'conversation', 'voicemail', 'audio'
    add column group_id     uuid,                    -- whose policy it falls under
    add column agent_id     uuid,                    -- who recorded an audio
    add column key          text not null default '', -- name of the key it is encrypted with; empty: plain
    add column pauses       jsonb not null default '[]', -- [{"from": ms, "until": ms}] of silence
    add column judged       boolean not null default false, -- retain_until is set as the policy said
    add column retain_until timestamptz,             -- null: for ever
    add column hold_at      timestamptz,             -- legal hold: kept whatever the retention says
    add column hold_by      uuid,
    add column hold_why     text not null default '',
    add column deleting_at  timestamptz,             -- decided; from here on it is not played, and the file goes
    add column deleted_at   timestamptz,             -- the file is gone
    add column deleted_by   uuid,
    add column deleted_why  text not null default '', -- 'retention', 'person', 'short'
    add column told_at      timestamptz;             -- those who wait for a message or an audio know of it
create index recordings_due on recordings (retain_until) where retain_until is not null and hold_at is null and deleting_at is null;
create index recordings_unjudged on recordings (id) where not judged and ended_at is not null and path <> '' and deleting_at is null;
create index recordings_untold on recordings (id) where kind = 'voicemail' and told_at is null and deleting_at is null;
create index recordings_deleting on recordings (deleting_at) where deleting_at is not null and deleted_at is null;
create index recordings_key on recordings (key) where key <> '' and deleted_at is null;

create table voicemails (
    recording_id uuid primary key,
    call_id      uuid not null,
    at           timestamptz not null,
    audio_id     uuid,                          -- the audio file it was left after
    number_id    uuid,                          -- the site's number that was called
    from_number  text not null default '',
    from_name    text not null default '',
    withheld     boolean not null default false,
    length_ms    bigint not null default 0,
    heard_at     timestamptz,
    heard_by     uuid,
    deleted_at   timestamptz,
    deleted_by   uuid
);
create index voicemails_at on voicemails (at desc, recording_id desc) where deleted_at is null;
create index voicemails_unheard on voicemails (audio_id) where deleted_at is null and heard_at is null;

-- +goose Down
drop table voicemails;
drop index recordings_due, recordings_unjudged, recordings_untold, recordings_deleting, recordings_key;
alter table recordings
    drop column kind, drop column group_id, drop column agent_id, drop column key, drop column pauses, drop column judged, drop column retain_until,
    drop column hold_at, drop column hold_by, drop column hold_why, drop column deleting_at, drop column deleted_at,
    drop column deleted_by, drop column deleted_why, drop column told_at;
