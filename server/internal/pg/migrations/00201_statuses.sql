-- Statuses that were deleted keep their names for the agents who are paused by
-- them, and for what tells of the time before.

-- +goose Up
create table retired_statuses (
    id    uuid primary key,
    name  text not null,
    color text not null,
    icon  text not null default '',
    at    timestamptz not null default now()
);

-- +goose Down
drop table retired_statuses;
