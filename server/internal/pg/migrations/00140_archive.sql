-- +goose Up
-- The call history is searched by names as by numbers, also Japanese ones of a
-- single character, which trigrams cannot find: the grams of a name are its
-- characters and what two or three of them make, without regard to case, to full and half
-- width, or to the kind of kana. The bodies are bound when they are created, so
-- that a dump can be restored under any search path.
-- +goose StatementBegin
create function folded_name(name text) returns text language sql immutable strict parallel safe
    return translate(lower(normalize(left(name, 200), nfkc)), 'ぁあぃいぅうぇえぉおかがきぎくぐけげこごさざしじすずせぜそぞただちぢっつづてでとどなにぬねのはばぱひびぴふぶぷへべぺほぼぽまみむめもゃやゅゆょよらりるれろゎわゐゑをんゔゕゖ', 'ァアィイゥウェエォオカガキギクグケゲコゴサザシジスズセゼソゾタダチヂッツヅテデトドナニヌネノハバパヒビピフブプヘベペホボポマミムメモャヤュユョヨラリルレロヮワヰヱヲンヴヵヶ');
-- +goose StatementEnd
-- +goose StatementBegin
create function name_grams(name text) returns text[] language sql immutable strict parallel safe
    return array(select distinct substr(f, i, n) from (select folded_name(name) as f) folded, generate_series(1, length(f)) i, generate_series(1, 3) n
        where i + n <= length(f) + 1);
-- +goose StatementEnd
-- What finds the names that may hold a text: the longest grams, which are
-- the rarest. For a text that is no longer than those they are all there is to know.
-- +goose StatementBegin
create function wanted_grams(name text) returns text[] language sql immutable strict parallel safe
    return array(select g from unnest(name_grams(name)) g where length(g) = least(length(folded_name(name)), 3));
-- +goose StatementEnd
create index calls_names on calls using gin (name_grams(from_name || ' ' || to_name)) where from_name <> '' or to_name <> '';
create index calls_missed on calls (started_at desc, id desc) where result = 'missed';
-- Missed calls talked for no time: they all stand at the end of calls_talked.
create index calls_missed_talked on calls (talked_ms desc, id desc) where result = 'missed';
-- Codes like *8, which are rare and too short for trigrams.
create index calls_codes on calls (started_at desc, id desc) where digits ~ '[*#]';
create index calls_direction on calls (direction, started_at desc, id desc);

-- The daily archives (W-HIST-4): a zip of the conversations of one day.
create table archives (
    day           date primary key,            -- in the site's zone
    state         text not null,               -- 'making', 'ready', 'failed', 'deleted'
    round         bigint not null default 1,   -- of the making; a job of another round does nothing
    asked_at      timestamptz not null,        -- when this round was decided
    asked_by      uuid,                        -- null: by the clock
    done          integer not null default 0,  -- recordings read in this round
    failed        text not null default '',    -- why this round did not come to its end
    path          text not null default '',    -- relative to the archives' folder; of the last round that did
    key           text not null default '',    -- name of the key it is encrypted with
    made_at       timestamptz,
    recordings    integer not null default 0,
    unreadable    integer not null default 0,  -- recordings whose file could not be read: in the index alone
    bytes         bigint not null default 0,   -- of the zip
    sha256        text not null default '',    -- of the zip
    upload        text not null default '',    -- '': nowhere, 'waiting', 'uploaded', 'failed' (and tried again)
    upload_round  bigint not null default 0,
    upload_why    text not null default '',
    uploaded_at   timestamptz,
    object        text not null default '',    -- where it was uploaded: bucket/name
    deleted_at    timestamptz
);
alter table recordings add column archived_on date; -- the day whose archive holds it
create index recordings_of_day on recordings (started_at, id) where kind = 'conversation' and path <> '';
create index recordings_archived_gone on recordings (archived_on) where archived_on is not null and deleting_at is not null;

create table archive_settings (
    singleton  boolean primary key default true check (singleton),
    enabled    boolean not null default true,
    hour       integer not null default 2 check (hour between 0 and 23), -- in the site's zone
    rate       bigint not null default 16777216,                        -- bytes per second, of all that archives read and send
    keep_days  integer not null default 0,                              -- 0: for ever
    s3         jsonb not null default '{}',                             -- '{}': none
    s3_secret  bytea,                                                   -- encrypted like a file
    s3_key     text not null default ''                                 -- name of the key it is encrypted with
);
insert into archive_settings default values;

-- +goose Down
drop table archive_settings;
drop index recordings_of_day, recordings_archived_gone;
alter table recordings drop column archived_on;
drop table archives;
drop index calls_names, calls_missed, calls_missed_talked, calls_codes, calls_direction;
drop function wanted_grams(text);
drop function name_grams(text);
drop function folded_name(text);
