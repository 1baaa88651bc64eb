-- +goose Up
-- Trigrams find no Japanese word of two characters: barred numbers are found by
-- those of their notes as the audit is (see 00150).
create index barred_wide on barred_numbers using gin (wide_grams(normalize((number || E'\n' || note)::text, NFKC)));
analyze barred_numbers;

-- +goose Down
drop index barred_wide;
