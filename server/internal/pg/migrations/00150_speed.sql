-- +goose Up
-- Trigrams find no word of one or two characters, which in Japanese is a whole
-- word: the audit has the characters beyond ASCII as singles and pairs, too.
-- Most entries have none and cost next to nothing. The body is bound when it
-- is created, so that a dump can be restored under any search path.
-- +goose StatementBegin
create function wide_grams(words text) returns text[] language sql immutable strict parallel safe
    return case when octet_length(words) = length(words) then '{}'::text[] else array(select distinct g
        from (select lower(words) as f) folded, generate_series(1, length(f)) i, generate_series(1, 2) n, lateral (select substr(f, i, n) as g) gram
        where i + n <= length(f) + 1 and octet_length(substr(f, i, 1)) > 1 and octet_length(substr(f, i + n - 1, 1)) > 1) end;
-- +goose StatementEnd
-- What finds the entries that may hold a word: its pairs, or, where no two such
-- characters stand together, the singles.
-- +goose StatementBegin
create function wanted_wide(word text) returns text[] language sql immutable strict parallel safe
    return array(select g from unnest(wide_grams(word)) g where length(g) = (select max(length(l)) from unnest(wide_grams(word)) l));
-- +goose StatementEnd
create index audit_wide on audit using gin (wide_grams(object_kind || ' ' || object_id || ' ' || address || ' ' || detail::text));

-- Messages are searched by names as the call history is.
create index voicemails_names on voicemails using gin (name_grams(from_name)) where deleted_at is null and from_name <> '';

-- The one list of records that may be very long; as the search of records asks.
create index barred_words on barred_numbers using gin (normalize((number || E'\n' || note)::text, NFKC) gin_trgm_ops);

-- What the new indexes say of how often words are is known at once.
analyze audit;
analyze voicemails;
analyze barred_numbers;

-- +goose Down
drop index barred_words, voicemails_names;
drop index audit_wide;
drop function wanted_wide(text);
drop function wide_grams(text);
