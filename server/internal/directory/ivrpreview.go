package directory

import (
	"context"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/yobirin/yobirin/server/internal/access"
	"github.com/yobirin/yobirin/server/internal/ivr"
	"github.com/yobirin/yobirin/server/internal/route"
	"github.com/yobirin/yobirin/shared/fault"
	"github.com/yobirin/yobirin/shared/id"
)

// Preview asks what happens to a call that comes to an IVR as it is edited,
// stored or not.
type Preview struct {
	IVR  IVR    `json:"ivr" doc:"the whole record; it is not stored"`
	Time string `json:"time,omitempty" maxLength:"40" doc:"as 2026-12-31T18:00 in the site's time zone, or with an offset (RFC 3339); absent: now"`
}

// WeekPreview asks the same of a whole week.
type WeekPreview struct {
	IVR  IVR    `json:"ivr" doc:"the whole record; it is not stored"`
	From string `json:"from,omitempty" maxLength:"10" doc:"first day, as in 2026-12-28; absent: the Monday before today, or today"`
}

// IVRSegment is a part of a day in which an IVR does one thing.
type IVRSegment struct {
	From string            `json:"from" example:"09:00"`
	To   string            `json:"to" example:"18:00" doc:"24:00: the end of the day"`
	Why  ivr.Why           `json:"why" enum:"schedule,buttons,default"`
	Row  int               `json:"row,omitempty" doc:"of schedule: which row, from 1"`
	Then route.Destination `json:"destination,omitzero" doc:"unset: busy; of buttons: what the caller chooses"`
	Name string            `json:"name,omitempty" doc:"of what is there"`
}

// IVRDay is a day of the week.
type IVRDay struct {
	Date     string       `json:"date" example:"2026-12-28"`
	Weekday  string       `json:"weekday" enum:"mon,tue,wed,thu,fri,sat,sun"`
	Kind     ivr.Day      `json:"kind" enum:"ordinary,holiday,designated" doc:"what the date is to the schedule"`
	Holiday  string       `json:"holiday,omitempty" doc:"name of the holiday that the date is"`
	Segments []IVRSegment `json:"segments" nullable:"false"`
}

// IVRWeek is what an IVR does in a week, with what is probably not meant so.
type IVRWeek struct {
	TimeZone string       `json:"timeZone" example:"Asia/Tokyo"`
	Days     []IVRDay     `json:"days" nullable:"false"`
	Warnings []IVRWarning `json:"warnings" nullable:"false"`
}

func (d *Directory) registerPreviews(api huma.API) {
	// The record is not judged as a whole: what is being edited need not be
	// fit to be stored yet.
	huma.Register(api, access.Needs(huma.Operation{
		OperationID: "ivr-preview", Method: http.MethodPost, Path: "/api/v1/ivrs/at", Tags: []string{"ivrs"}, SkipValidateBody: true,
		Summary: "What happens to a call that comes to an IVR as it is edited, at a moment",
	}, access.SeeRouting), func(ctx context.Context, in *struct{ Body Preview }) (*struct{ Body IVRWay }, error) {
		plan, err := d.previewed(ctx, &in.Body.IVR)
		if err != nil {
			return nil, err
		}
		at, err := d.moment(in.Body.Time)
		if err != nil {
			return nil, err
		}
		return &struct{ Body IVRWay }{wayOf(plan, in.Body.IVR.ID, at)}, nil
	})
	huma.Register(api, access.Needs(huma.Operation{
		OperationID: "ivr-week", Method: http.MethodPost, Path: "/api/v1/ivrs/week", Tags: []string{"ivrs"}, SkipValidateBody: true,
		Summary: "What an IVR as it is edited does in a week, and what is probably not meant so",
	}, access.SeeRouting), func(ctx context.Context, in *struct{ Body WeekPreview }) (*struct{ Body IVRWeek }, error) {
		plan, err := d.previewed(ctx, &in.Body.IVR)
		if err != nil {
			return nil, err
		}
		first, err := d.firstDay(in.Body.From)
		if err != nil {
			return nil, err
		}
		s, _ := access.From(ctx)
		week := weekOf(plan, plan.IVR(in.Body.IVR.ID), first)
		week.Warnings = warningsIn(plan, &in.Body.IVR, s.Agent.Language)
		return &struct{ Body IVRWeek }{week}, nil
	})
}

// previewed gives the plan with an IVR as it is edited.
func (d *Directory) previewed(ctx context.Context, m *IVR) (*route.Plan, error) {
	if _, err := access.Require(ctx, access.SeeRouting); err != nil {
		return nil, err
	}
	if m.ID.IsZero() {
		m.ID = id.New[id.IVR](d.now())
	}
	if len(m.Schedule.Rows) > maxRows {
		return nil, fault.Broken("ivr.schedule.rows", fmt.Sprint(len(m.Schedule.Rows)), fmt.Sprintf("at most %d rows", maxRows), "max_items", fmt.Sprint(maxRows))
	}
	for i, r := range m.Schedule.Rows {
		at := fmt.Sprintf("ivr.schedule.rows[%d].", i)
		if !clockShape.MatchString(r.From) {
			return nil, fault.Broken(at+"from", cut(r.From), "a time as in 09:00", "pattern.clock", "")
		}
		if r.To != "24:00" && !clockShape.MatchString(r.To) {
			return nil, fault.Broken(at+"to", cut(r.To), "a time as in 18:00, or 24:00", "pattern.clock", "")
		}
		if len(r.Weekdays) == 0 && !r.Designated && !r.Holiday {
			m.Schedule.Rows[i].Weekdays = weekdayWords()
		}
	}
	return d.planWith(ctx, d.db.Bun(), m)
}

// firstDay gives the first day of a week, at midnight.
func (d *Directory) firstDay(text string) (time.Time, error) {
	now, err := d.moment("")
	if err != nil {
		return now, err
	}
	year, month, date := now.Date()
	if text == "" {
		return time.Date(year, month, date-(int(now.Weekday())+6)%7, 0, 0, 0, 0, now.Location()), nil
	}
	first, err := time.ParseInLocation(time.DateOnly, text, now.Location())
	if err != nil || first.Year() < 1970 {
		return now, fault.Broken("from", cut(text), "a date as in 2026-12-28", "pattern.date", "")
	}
	return first, nil
}

// weekOf tells day by day what the IVR does. It can change its mind only where
// a row begins or ends, so only these moments are asked about.
func weekOf(p *route.Plan, m *route.IVR, first time.Time) IVRWeek {
	edges := map[int]bool{0: true}
	for _, r := range m.Schedule.Rows {
		edges[r.From], edges[r.To] = true, true
	}
	delete(edges, 24*60)
	minutes := slices.Sorted(maps.Keys(edges))
	zone := first.Location()
	out := IVRWeek{TimeZone: zone.String(), Days: make([]IVRDay, 7), Warnings: []IVRWarning{}}
	year, month, date := first.Date()
	for i := range out.Days {
		noon := time.Date(year, month, date+i, 12, 0, 0, 0, zone)
		day := &out.Days[i]
		day.Date = noon.Format(time.DateOnly)
		day.Weekday = weekdayWords()[(int(noon.Weekday())+6)%7]
		day.Holiday = p.Settings.Holidays[day.Date]
		day.Kind = ivr.KindOf(m, noon, p.Settings.Holidays)
		for _, minute := range minutes {
			c := ivr.Decide(m, time.Date(year, month, date+i, minute/60, minute%60, 0, 0, zone), zone, p.Settings.Holidays)
			next := IVRSegment{From: clock(minute), To: "24:00", Why: c.Why, Row: c.Row + 1, Then: c.Then, Name: ivr.NameOf(p, c.Then)}
			if n := len(day.Segments); n > 0 {
				last := &day.Segments[n-1]
				if last.Why == next.Why && last.Row == next.Row {
					continue
				}
				last.To = next.From
			}
			day.Segments = append(day.Segments, next)
		}
	}
	return out
}

// clock writes a minute of the day as HH:MM.
func clock(minute int) string { return fmt.Sprintf("%02d:%02d", minute/60, minute%60) }
