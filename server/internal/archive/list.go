package archive

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/yobirin/yobirin/server/internal/blob"
	"github.com/yobirin/yobirin/shared/fault"
)

// DayRow is a day in the list.
type DayRow struct {
	Day        Day        `json:"day" example:"2026-11-22"`
	State      string     `json:"state" enum:"none,making,ready,failed,deleted" doc:"none: recordings are there and no archive yet"`
	Today      bool       `json:"today,omitempty" doc:"the day is not over: it cannot be archived yet"`
	Download   bool       `json:"download" doc:"an archive is there, maybe one from before the one being made"`
	Recordings int        `json:"recordings" doc:"in the archive"`
	Unreadable int        `json:"unreadable,omitempty" doc:"recordings whose file could not be read; the index names them"`
	Done       int        `json:"done,omitempty" doc:"recordings read by the making under way"`
	Bytes      int64      `json:"bytes" doc:"of the zip file"`
	SHA256     string     `json:"sha256,omitempty" doc:"of the zip file"`
	MadeAt     *time.Time `json:"madeAt,omitempty"`
	Failed     string     `json:"failed,omitempty" doc:"why the making did not come to its end; while state is making it is tried again"`
	Upload     string     `json:"upload,omitempty" enum:"waiting,uploaded,failed," doc:"to the bucket; failed is tried again"`
	UploadWhy  string     `json:"uploadWhy,omitempty" doc:"why not, in words"`
	UploadedAt *time.Time `json:"uploadedAt,omitempty"`
	Object     string     `json:"object,omitempty" doc:"where it was uploaded to" example:"s3://bucket/recordings-2026-11-22.zip"`
	DeletedAt  *time.Time `json:"deletedAt,omitempty"`
}

// DayPage is a part of the list of days.
type DayPage struct {
	Items      []DayRow `json:"items" nullable:"false"`
	NextCursor string   `json:"nextCursor,omitempty" doc:"absent: there are no more"`
}

// Limits of a page.
const (
	DefaultLimit = 60
	MaxLimit     = 400
)

// The days are counted back from the cursor; each is looked up by its keys, so
// no day's recordings are counted.
const selectDays = `with first as (
		select least((select min(day) from archives), (select (min(started_at) at time zone $2)::date from recordings where kind = 'conversation' and path <> '')) as day)
	select d.day::date::text, coalesce(a.state, 'none'), coalesce(a.path <> '', false), coalesce(a.recordings, 0), coalesce(a.unreadable, 0), coalesce(a.done, 0), coalesce(a.bytes, 0), coalesce(a.sha256, ''),
		a.made_at, coalesce(a.failed, ''), coalesce(a.upload, ''), coalesce(a.upload_why, ''), a.uploaded_at, coalesce(a.object, ''), a.deleted_at
	from first, generate_series($1::date::timestamp, first.day::timestamp, interval '-1 day') as d(day) left join archives a on a.day = d.day::date
	where a.day is not null or exists (select from recordings r where r.kind = 'conversation' and r.path <> '' and r.deleting_at is null
		and r.started_at >= d.day at time zone $2 and r.started_at < (d.day + interval '1 day') at time zone $2)
	order by d.day desc limit $3`

// List gives a page of days that have an archive, or recordings for one, the
// last first.
func (a *Archive) List(ctx context.Context, limit int, cursor, language string) (DayPage, error) {
	if limit == 0 {
		limit = DefaultLimit
	}
	if limit < 1 || limit > MaxLimit {
		return DayPage{}, fault.Wrong("limit", strconv.Itoa(limit), fmt.Sprintf("1 to %d", MaxLimit))
	}
	today := a.dayOf(a.o.Now())
	from := today
	if cursor != "" {
		last, err := ParseDay(cursor)
		if err != nil {
			return DayPage{}, fault.Wrong("cursor", "", "the nextCursor of a list of archives")
		}
		from = last.add(-1)
	}
	rows, err := a.o.DB.Pool().Query(ctx, selectDays, string(from), a.o.Zone.String(), limit+1)
	if err != nil {
		return DayPage{}, fmt.Errorf("archive: list: %w", err)
	}
	items, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (DayRow, error) {
		var r DayRow
		err := row.Scan(&r.Day, &r.State, &r.Download, &r.Recordings, &r.Unreadable, &r.Done, &r.Bytes, &r.SHA256, &r.MadeAt, &r.Failed, &r.Upload, &r.UploadWhy, &r.UploadedAt, &r.Object, &r.DeletedAt)
		r.Today, r.UploadWhy = r.Day == today, inWords(r.UploadWhy, language)
		return r, err
	})
	if err != nil {
		return DayPage{}, fmt.Errorf("archive: list: %w", err)
	}
	page := DayPage{Items: items}
	if len(items) > limit {
		page.Items = items[:limit]
		page.NextCursor = string(items[limit-1].Day)
	}
	if page.Items == nil {
		page.Items = []DayRow{}
	}
	return page, nil
}

// inWords says what kind of trouble was noted; what is no kind is words already.
func inWords(why, language string) string {
	if why == "" {
		return ""
	}
	if text, ok := blob.Words(blob.Kind(why), language); ok {
		return text
	}
	return why
}
