-- +goose Up
-- Messages to one of the site's numbers, or left after one audio file, without
-- a walk through all.
create index voicemails_number on voicemails (number_id, at desc, recording_id desc) where deleted_at is null;
create index voicemails_audio on voicemails (audio_id, at desc, recording_id desc) where deleted_at is null;

-- +goose Down
drop index voicemails_audio, voicemails_number;
