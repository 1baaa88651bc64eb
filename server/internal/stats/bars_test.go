package stats

import (
	"math/rand/v2"
	"testing"
	"time"

	"github.com/yobirin/yobirin/server/internal/journal"
	"github.com/yobirin/yobirin/shared/id"
)

// life is a random day's events of some groups with what really happened,
// told by the one who made them up and not by a fold.
type life struct {
	events   []journal.Event
	arrivals map[int64]int // by bar
	outcomes map[int64]map[journal.Outcome]int
}

func live(rng *rand.Rand, from time.Time, groups int) life {
	l := life{arrivals: map[int64]int{}, outcomes: map[int64]map[journal.Outcome]int{}}
	all := []journal.Outcome{journal.OutcomeAnswered, journal.OutcomeAbandoned, journal.OutcomeOverflow, journal.OutcomeTimeout, journal.OutcomeCallback}
	for range 400 {
		g := numberedGroup(uint32(1 + rng.IntN(groups)))
		at := from.Add(time.Duration(rng.Int64N(int64(25*time.Hour))) - 30*time.Minute).Truncate(time.Microsecond)
		waited := time.Duration(rng.Int64N(int64(20 * time.Minute)))
		why := all[rng.IntN(len(all))]
		bar := at.Unix() / 300
		l.arrivals[bar]++
		if l.outcomes[bar] == nil {
			l.outcomes[bar] = map[journal.Outcome]int{}
		}
		l.outcomes[bar][why]++
		out := journal.GroupLeft{Group: g, Outcome: why, Waited: waited}
		l.events = append(l.events, journal.Event{At: at, Body: journal.GroupArrived{Group: g}})
		if why == journal.OutcomeAnswered {
			out.Agent = numberedAgent(uint32(1 + rng.IntN(9)))
			talk, acw := time.Duration(rng.Int64N(int64(time.Hour))), time.Duration(1+rng.Int64N(int64(time.Minute)))
			begun := at.Add(waited)
			l.events = append(l.events,
				journal.Event{At: begun.Add(talk), Body: journal.CallEnded{Record: journal.Record{Segments: []journal.Segment{{Agent: out.Agent, Group: g, From: begun, Until: begun.Add(talk)}}}}},
				journal.Event{At: begun.Add(talk + acw), Body: journal.StatusChosen{Agent: out.Agent, Group: g, Cause: journal.BySystem, Worked: acw}})
		}
		l.events = append(l.events, journal.Event{At: at.Add(waited), Body: out})
	}
	rng.Shuffle(len(l.events), func(i, j int) { l.events[i], l.events[j] = l.events[j], l.events[i] })
	return l
}

// The bars of a day add up to the day, figure for figure; and every arrival
// is in its own bar and there exactly one of the outcomes.
func TestBarsAddUpToTheDay(t *testing.T) {
	zone := tokyo(t)
	for seed := range uint64(60) {
		rng := rand.New(rand.NewPCG(seed, 5))
		day := NewDay(time.Date(2026, 11, 24, 12, 0, 0, 0, zone), zone, limit)
		bars := NewBars(limit)
		happened := live(rng, day.From, 3)
		for _, e := range happened.events {
			day.Add(e)
			bars.Add(e)
		}
		seen := map[int64]Group{}
		for n := range uint32(4) {
			g := numberedGroup(n)
			var sum Group
			for _, b := range bars.Of(g, day.From, day.Until) {
				sum = sum.plus(b.Group)
			}
			if sum != day.Groups[g] {
				t.Fatalf("seed %d, group %d: bars add up to %+v, the day is %+v", seed, n, sum, day.Groups[g])
			}
			for _, b := range bars.Of(g, time.Time{}, day.Until.Add(time.Hour)) {
				if b.Waiting() != 0 || b.Ended() != b.Arrivals {
					t.Fatalf("seed %d: in the bar of %s %d arrivals have %d outcomes", seed, b.From, b.Arrivals, b.Ended())
				}
				seen[b.From.Unix()/300] = seen[b.From.Unix()/300].plus(b.Group)
			}
		}
		for n, arrivals := range happened.arrivals {
			got, want := seen[n], happened.outcomes[n]
			if got.Arrivals != arrivals || got.Answered != want[journal.OutcomeAnswered] || got.Abandoned != want[journal.OutcomeAbandoned] ||
				got.Overflow != want[journal.OutcomeOverflow] || got.Timeout != want[journal.OutcomeTimeout] || got.Callback != want[journal.OutcomeCallback] {
				t.Fatalf("seed %d, bar %d: %d arrived with %v, counted %+v", seed, n, arrivals, want, got)
			}
		}
	}
}

// One end of a visit is one outcome, whatever it is.
func TestAnEndIsOneOutcome(t *testing.T) {
	for _, o := range []journal.Outcome{journal.OutcomeAnswered, journal.OutcomeAbandoned, journal.OutcomeOverflow, journal.OutcomeTimeout, journal.OutcomeCallback} {
		bars, at := NewBars(limit), time.Date(2026, 11, 24, 9, 7, 0, 0, time.UTC)
		g := numberedGroup(1)
		bars.Add(journal.Event{At: at, Body: journal.GroupLeft{Group: g, Outcome: o, Waited: 3 * time.Minute}})
		got := bars.Of(g, at.Add(-time.Hour), at)
		if len(got) != 1 || !got[0].From.Equal(at.Add(-7*time.Minute)) || got[0].Ended() != 1 {
			t.Errorf("%s: %+v, want one outcome in the bar of the arrival, 09:00", o, got)
		}
	}
}

func TestBarsAreForgotten(t *testing.T) {
	bars, g := NewBars(limit), numberedGroup(1)
	at := time.Date(2026, 11, 24, 9, 4, 59, 0, time.UTC)
	for i := range 4 {
		bars.Add(journal.Event{At: at.Add(time.Duration(i) * BarLength), Body: journal.GroupArrived{Group: g}})
	}
	bars.Forget(at.Add(2 * BarLength))
	if got := bars.Of(g, time.Time{}, at.Add(time.Hour)); len(got) != 2 || !got[0].From.Equal(at.Add(2*BarLength).Truncate(BarLength)) {
		t.Errorf("after forgetting: %+v", got)
	}
	bars.Forget(at.Add(time.Hour))
	if len(bars.groups) != 0 {
		t.Error("a group without bars is kept")
	}
	if got := BarOf(time.Unix(-1, 0)); got.Unix() != -300 {
		t.Errorf("a moment before 1970 is in the bar of %s", got)
	}
	var none id.Group
	if got := bars.Of(none, time.Time{}, at); len(got) != 0 {
		t.Errorf("nobody's bars: %+v", got)
	}
}

func BenchmarkBars(b *testing.B) {
	l := live(rand.New(rand.NewPCG(1, 5)), time.Date(2026, 11, 24, 0, 0, 0, 0, time.UTC), 50)
	bars := NewBars(limit)
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		bars.Add(l.events[i%len(l.events)])
	}
}
