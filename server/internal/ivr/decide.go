// Package ivr is the menu a caller meets (C-IVR): what a schedule says at a
// moment, the dialogue of keys, and what an administrator should know before
// it is met by callers. It is pure and works from the plan of route.
package ivr

import (
	"time"

	"github.com/yobirin/yobirin/server/internal/route"
)

// Why says why an IVR sends a call where it does.
type Why string

// The reasons.
const (
	BySchedule  Why = "schedule"  // a row of the schedule matched
	ByButtons   Why = "buttons"   // the caller is asked for a key
	ByDefault   Why = "default"   // neither schedule nor buttons have a say
	ByKey       Why = "key"       // the caller pressed a key
	ByExtension Why = "extension" // the caller dialed an extension
	ByNoKey     Why = "no-key"    // no key came, after all tries: the default
	ByWrongKey  Why = "wrong-key" // only wrong keys came, after all tries: the default
)

// Decision is what an IVR does with a call that comes at a moment.
type Decision struct {
	Why  Why               // BySchedule, ByButtons or ByDefault
	Row  int               // of BySchedule: index into the rows; else -1
	Day  string            // of BySchedule: the date the row began on, YYYY-MM-DD
	Kind Day               // of BySchedule: what that date is
	Then route.Destination // unset for ByButtons, and where the site has set none
}

// Day is what a date is to a schedule.
type Day string

// The kinds of days.
const (
	Ordinary   Day = "ordinary"
	Holiday    Day = "holiday"    // 祝日
	Designated Day = "designated" // 指定日
)

const minutesOfDay = 24 * 60

// Decide gives what the IVR does with a call at that moment: the first row of
// its schedule that matches, else its buttons, else its default (C-IVR-2).
// zone is the site's, nil is UTC; holidays maps dates YYYY-MM-DD to names.
//
// A row matches by the clock on the wall: from its beginning until just before
// its end. One whose end is not after its beginning runs into the next day and
// belongs to the day it starts on: the weekday, the designated date and the
// holiday are of that day. On a designated date only the rows with ★ match,
// whatever their weekdays. On another holiday only the rows with 祝日 do, if
// the schedule has any: to a schedule without them a holiday is a day like
// others.
func Decide(m *route.IVR, at time.Time, zone *time.Location, holidays map[string]string) Decision {
	if zone == nil {
		zone = time.UTC
	}
	if m.Schedule.Enabled {
		local := at.In(zone)
		today := dayOf(m, local, holidays)
		// Noon, for there are zones in which a midnight is left out.
		year, month, date := local.Date()
		yesterday := dayOf(m, time.Date(year, month, date-1, 12, 0, 0, 0, time.UTC), holidays)
		minute := local.Hour()*60 + local.Minute()
		for i := range m.Schedule.Rows {
			r := &m.Schedule.Rows[i]
			if d, ok := holds(r, today, yesterday, minute); ok {
				return Decision{Why: BySchedule, Row: i, Day: d.date, Kind: d.kind, Then: r.Then}
			}
		}
	}
	if m.Buttons.Enabled {
		return Decision{Why: ByButtons, Row: -1}
	}
	return Decision{Why: ByDefault, Row: -1, Then: m.Default}
}

// KindOf says what the date of a moment is to the IVR's schedule; the moment
// is in the site's zone.
func KindOf(m *route.IVR, at time.Time, holidays map[string]string) Day {
	return dayOf(m, at, holidays).kind
}

// day is a date as a schedule sees it.
type day struct {
	date    string
	weekday time.Weekday
	kind    Day
}

func dayOf(m *route.IVR, at time.Time, holidays map[string]string) day {
	d := day{weekday: at.Weekday(), kind: Ordinary, date: at.Format(time.DateOnly)}
	if _, ok := holidays[d.date]; ok && knowsHolidays(m) {
		d.kind = Holiday
	}
	if m.Schedule.Designated[d.date] {
		d.kind = Designated
	}
	return d
}

func knowsHolidays(m *route.IVR) bool {
	for i := range m.Schedule.Rows {
		if m.Schedule.Rows[i].Holiday {
			return true
		}
	}
	return false
}

// holds says whether a row holds at a minute of today, and the day it began on.
func holds(r *route.Row, today, yesterday day, minute int) (day, bool) {
	if r.From < r.To {
		return today, minute >= r.From && minute < r.To && begins(r, today)
	}
	if minute >= r.From && r.From != r.To && begins(r, today) {
		return today, true
	}
	return yesterday, minute < r.To && r.From != r.To && begins(r, yesterday)
}

// begins says whether a row begins on a day.
func begins(r *route.Row, d day) bool {
	switch d.kind {
	case Designated:
		return r.Starred
	case Holiday:
		return r.Holiday
	case Ordinary:
		return r.Weekdays[d.weekday]
	}
	return false
}
