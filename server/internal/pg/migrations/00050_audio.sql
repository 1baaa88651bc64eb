-- +goose Up
-- Who is told by mail of a message that was left after an audio file.
alter table audios add column recipients jsonb not null default '[]';

-- Audio files of the site that are played instead of built-in prompts.
create table prompt_overrides (
    language text not null check (language in ('ja', 'en')),
    prompt   text not null,
    audio_id uuid not null references audios deferrable initially deferred,
    primary key (language, prompt)
);
create index prompt_overrides_audio on prompt_overrides (audio_id);

-- +goose Down
drop table prompt_overrides;
alter table audios drop column recipients;
