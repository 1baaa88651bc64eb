package ivr

import (
	"math/rand/v2"
	"testing"
	"time"

	"github.com/yobirin/yobirin/server/internal/route"
	"github.com/yobirin/yobirin/shared/id"
)

// ruler is another way to the same answer: it lays every row of a schedule
// over the calendar, date by date, and says which lies on top at a minute.
type ruler map[string][]int // date to the row of each minute, -1 for none

func measure(m *route.IVR, first, last time.Time, holidays map[string]string) ruler {
	r := ruler{}
	on := func(date string, minute, row int) {
		if r[date] == nil {
			r[date] = make([]int, 1440)
			for i := range r[date] {
				r[date][i] = -1
			}
		}
		if r[date][minute] < 0 {
			r[date][minute] = row
		}
	}
	holidaysCount := false
	for _, row := range m.Schedule.Rows {
		holidaysCount = holidaysCount || row.Holiday
	}
	for i, row := range m.Schedule.Rows { // earlier rows first: they lie on top
		for d := first.AddDate(0, 0, -1); !d.After(last); d = d.AddDate(0, 0, 1) {
			date := d.Format("2006-01-02")
			starts := row.Weekdays[int(d.Weekday())]
			if holidaysCount && holidays[date] != "" {
				starts = row.Holiday
			}
			if m.Schedule.Designated[date] {
				starts = row.Starred
			}
			if !starts {
				continue
			}
			length := row.To - row.From
			if length < 0 {
				length += 1440
			}
			next := d.AddDate(0, 0, 1).Format("2006-01-02")
			for n := row.From; n < row.From+length; n++ {
				if n < 1440 {
					on(date, n, i)
				} else {
					on(next, n-1440, i)
				}
			}
		}
	}
	return r
}

func (r ruler) row(at time.Time) int {
	if day := r[at.Format("2006-01-02")]; day != nil {
		return day[at.Hour()*60+at.Minute()]
	}
	return -1
}

func randomIVR(r *rand.Rand, year int) (*route.IVR, map[string]string) {
	m := &route.IVR{ID: id.Numbered[id.IVR](1), Name: "main", Schedule: route.Schedule{Enabled: true, Designated: map[string]bool{}}}
	holidays := map[string]string{}
	date := func() string {
		return time.Date(year, 1, 1+r.IntN(365), 0, 0, 0, 0, time.UTC).Format(time.DateOnly)
	}
	for range r.IntN(12) {
		m.Schedule.Designated[date()] = true
	}
	for range r.IntN(20) {
		holidays[date()] = "a holiday"
	}
	for range 1 + r.IntN(6) {
		row := route.Row{From: r.IntN(1440), To: r.IntN(1441), Starred: r.IntN(4) == 0, Holiday: r.IntN(4) == 0}
		if r.IntN(3) == 0 {
			row.From, row.To = row.From/60*60, row.To/60*60
		}
		if row.From == row.To {
			row.To++
		}
		for i := range row.Weekdays {
			row.Weekdays[i] = r.IntN(3) > 0
		}
		m.Schedule.Rows = append(m.Schedule.Rows, row)
	}
	return m, holidays
}

// Every minute of a year, by zones with and without summer time; of some with
// odder clocks every seventh.
func TestDecideAgreesWithTheRuler(t *testing.T) {
	const year = 2026
	for seed, name := range []string{"Asia/Tokyo", "America/New_York", "UTC", "Australia/Lord_Howe", "America/Sao_Paulo"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			zone, err := time.LoadLocation(name)
			if err != nil {
				t.Fatal(err)
			}
			m, holidays := randomIVR(rand.New(rand.NewPCG(uint64(seed), 7)), year) //nolint:gosec // repeatable
			first, last := time.Date(year, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(year, 12, 31, 0, 0, 0, 0, time.UTC)
			r := measure(m, first, last, holidays)
			end := time.Date(year+1, 1, 1, 0, 0, 0, 0, zone)
			matched, step := 0, time.Minute
			if seed > 1 {
				step = 7 * time.Minute
			}
			for at := time.Date(year, 1, 1, 0, 0, 0, 0, zone); at.Before(end); at = at.Add(step) {
				want := r.row(at)
				if got := Decide(m, at, zone, holidays); got.Row != want || (got.Why == BySchedule) != (want >= 0) {
					t.Fatalf("%s: %+v, the ruler says row %d of %+v", at, got, want, m.Schedule)
				}
				if want >= 0 {
					matched++
				}
			}
			if matched == 0 {
				t.Fatal("nothing ever matched: the schedule proves nothing")
			}
		})
	}
}

// Many schedules, each at some moments; and the linter must never call a row
// unreachable that is reached, nor a schedule complete that is not.
func TestManySchedules(t *testing.T) {
	const year = 2027
	r := rand.New(rand.NewPCG(1, 2)) //nolint:gosec // repeatable
	first, last := time.Date(year, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(year, 12, 31, 0, 0, 0, 0, time.UTC)
	for range 40 {
		m, holidays := randomIVR(r, year)
		m.Buttons.Enabled = true
		marks := measure(m, first, last, holidays)
		reached, gaps := make([]bool, len(m.Schedule.Rows)), false
		for at := first; at.Year() == year; at = at.Add(time.Duration(1+r.IntN(140)) * time.Minute) {
			want := marks.row(at)
			if got := Decide(m, at, nil, holidays); got.Row != want {
				t.Fatalf("%s: %+v, the ruler says row %d", at, got, want)
			}
			if want >= 0 {
				reached[want] = true
			}
			gaps = gaps || want < 0
		}
		for _, f := range Lint(route.New(route.Plan{IVRs: []route.IVR{*m}, Settings: route.Settings{Holidays: holidays}})) {
			if f.Kind == Unreachable && reached[f.Row] {
				t.Fatalf("%s, but it is: %+v", f.Text, m.Schedule)
			}
			if f.Kind == ButtonsUnasked && gaps {
				t.Fatalf("%s, but there are gaps: %+v", f.Text, m.Schedule)
			}
		}
	}
}

// Whatever a caller does, a session ends, and within its tries.
func FuzzSession(f *testing.F) {
	f.Add([]byte("PT2P01#*T"), uint8(3), true)
	f.Add([]byte("PTPTPT"), uint8(0), false)
	plan := route.New(route.Plan{
		Agents: []route.Agent{{ID: id.Numbered[id.Agent](1), Extension: "2001"}, {ID: id.Numbered[id.Agent](2), Extension: "20"}},
		Audios: []route.Audio{{ID: id.Numbered[id.Audio](1)}},
	})
	f.Fuzz(func(t *testing.T, inputs []byte, tries uint8, direct bool) {
		m := &route.IVR{Buttons: route.Buttons{
			Audio: id.Numbered[id.Audio](1), Tries: int(tries % 10), Direct: direct,
			Keys: map[string]route.Destination{"1": {Kind: route.ToHangUp}, "2": {Kind: route.ToConference}},
		}}
		s := New(plan, m)
		plays, ended := 0, false
		see := func(a Action) {
			if ended && a != nil {
				t.Fatalf("%+v after the end", a)
			}
			switch a := a.(type) {
			case Play:
				plays++
				if a.Try != plays {
					t.Fatalf("try %d is called %d", plays, a.Try)
				}
			case Wait:
				if a.For <= 0 {
					t.Fatal("waits for nothing")
				}
			case Go:
				ended = true
				if a.Why == ByExtension {
					if _, ok := plan.Extension(a.To.Extension); !ok || !direct {
						t.Fatalf("sent to extension %s", a.To.Extension)
					}
				}
			case nil:
			}
		}
		see(s.Start())
		for _, in := range inputs {
			switch in {
			case 'P':
				see(s.PromptDone())
			case 'T':
				see(s.TimedOut())
			default:
				see(s.Press(string("0123456789*#ABCD"[in%16])))
			}
		}
		limit := int(tries % 10)
		if limit == 0 {
			limit = DefaultTries
		}
		for range 2*limit + 2 {
			see(s.TimedOut())
			see(s.PromptDone())
		}
		if !ended || plays > limit {
			t.Fatalf("ended: %v, after %d plays", ended, plays)
		}
	})
}
