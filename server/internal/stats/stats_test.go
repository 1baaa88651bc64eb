package stats

import (
	"encoding/json"
	"math/rand/v2"
	"reflect"
	"testing"
	"time"

	"github.com/yobirin/yobirin/server/internal/journal"
	"github.com/yobirin/yobirin/shared/id"
)

var numberedGroup func(uint32) id.Group = id.Numbered
var numberedAgent func(uint32) id.Agent = id.Numbered

const limit = 20 * time.Second

func tokyo(t *testing.T) *time.Location {
	zone, err := time.LoadLocation("Asia/Tokyo")
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

func sample(zone *time.Location) []journal.Event {
	sales, sato := numberedGroup(1), numberedAgent(1)
	at := func(hour, min, sec int) time.Time { return time.Date(2026, 11, 24, hour, min, sec, 0, zone) }
	left := func(when time.Time, o journal.Outcome, waited time.Duration) journal.Event {
		v := journal.GroupLeft{Group: sales, Outcome: o, Waited: waited}
		if o == journal.OutcomeAnswered {
			v.Agent = sato
		}
		return journal.Event{At: when, Body: v}
	}
	arrived := func(when time.Time) journal.Event {
		return journal.Event{At: when, Body: journal.GroupArrived{Group: sales}}
	}
	talk := journal.CallEnded{Record: journal.Record{Segments: []journal.Segment{
		{Agent: sato, Group: sales, From: at(9, 0, 20), Until: at(9, 2, 20)},
		{Agent: sato, From: at(9, 2, 20), Until: at(9, 3, 20)},
	}}}
	return []journal.Event{
		arrived(at(0, 0, 0)), left(at(0, 0, 20), journal.OutcomeAnswered, limit),
		arrived(at(9, 0, 0)), left(at(9, 0, 21), journal.OutcomeAnswered, limit+time.Second),
		arrived(at(9, 1, 0)), left(at(9, 1, 5), journal.OutcomeAbandoned, 5*time.Second),
		arrived(at(9, 2, 0)), left(at(9, 2, 0), journal.OutcomeOverflow, 0),
		arrived(at(23, 59, 50)), left(at(24, 1, 50), journal.OutcomeTimeout, 2*time.Minute),
		arrived(at(24, 0, 0)), left(at(24, 0, 1), journal.OutcomeAnswered, time.Second),
		arrived(at(9, 4, 0)), left(at(9, 4, 30), journal.OutcomeCallback, 30*time.Second),
		{At: at(9, 3, 20), Body: talk},
		{At: at(9, 0, 0), Body: journal.FloorStarted{}},
	}
}

func TestDayCounts(t *testing.T) {
	zone := tokyo(t)
	d := NewDay(time.Date(2026, 11, 24, 12, 0, 0, 0, zone), zone, limit)
	for _, e := range sample(zone) {
		d.Add(e)
	}
	want := Group{
		Arrivals: 6, Answered: 2, Abandoned: 1, Overflow: 1, Timeout: 1, Callback: 1, Within: 1,
		WaitAnswered: 41 * time.Second, WaitLost: 125 * time.Second, WaitCallback: 30 * time.Second, LongestWait: 2 * time.Minute,
		Talks: 1, Talked: 2 * time.Minute,
	}
	if got := d.Groups[numberedGroup(1)]; got != want {
		t.Errorf("group: got %+v, want %+v", got, want)
	}
	if got, want := d.Agents[numberedAgent(1)], (Agent{Answered: 2, Talks: 2, Talked: 3 * time.Minute}); got != want {
		t.Errorf("agent: got %+v, want %+v", got, want)
	}
	// C-Q-6: nobody waits, so the arrivals are the sum of the outcomes.
	if got := d.Groups[numberedGroup(1)]; got.Waiting() != 0 || got.Ended() != got.Arrivals {
		t.Errorf("%d arrivals, %d ended", got.Arrivals, got.Ended())
	}
	if d.Date != "2026-11-24" {
		t.Errorf("date %s", d.Date)
	}
	next := NewDay(d.Until, zone, limit)
	for _, e := range sample(zone) {
		next.Add(e)
	}
	if got := next.Total(); got.Arrivals != 1 || got.Answered != 1 || got.Timeout != 0 {
		t.Errorf("the next day has %+v", got)
	}
}

func TestRates(t *testing.T) {
	g := Group{Arrivals: 10, Answered: 8, Abandoned: 1, Callback: 1, Within: 6, WaitAnswered: 80 * time.Second, WaitLost: 15 * time.Second, WaitCallback: time.Minute, Talks: 4, Talked: 8 * time.Minute}
	for _, c := range []struct {
		name string
		rate func() (float64, bool)
		want float64
	}{
		{"answer rate", g.AnswerRate, 0.8}, {"service level", g.ServiceLevel, 0.6}, {"of answered", g.ServiceLevelAnswered, 0.75},
	} {
		if got, ok := c.rate(); !ok || got != c.want {
			t.Errorf("%s: got %v %v, want %v", c.name, got, ok, c.want)
		}
	}
	for _, c := range []struct {
		name string
		mean func() (time.Duration, bool)
		want time.Duration
	}{
		{"work", Group{Works: 3, Worked: time.Minute}.AverageWork, 20 * time.Second},
		{"wait", g.AverageWait, 10 * time.Second}, {"lost wait", g.AverageLostWait, 15 * time.Second}, {"talk", g.AverageTalk, 2 * time.Minute},
	} {
		if got, ok := c.mean(); !ok || got != c.want {
			t.Errorf("average %s: got %v %v, want %v", c.name, got, ok, c.want)
		}
	}
	if _, ok := (Group{}).AnswerRate(); ok {
		t.Error("no arrivals have an answer rate")
	}
	if _, ok := (Group{}).AverageTalk(); ok {
		t.Error("no talks have an average")
	}
}

// Any order and any partition gives the same day, also over JSON: this is
// what lets a restarted server rebuild today.
func TestDayIsMergedAndRebuilt(t *testing.T) {
	zone := tokyo(t)
	events := sample(zone)
	whole := NewDay(events[0].At, zone, limit)
	for _, e := range events {
		whole.Add(e)
	}
	rng := rand.New(rand.NewPCG(1, 2))
	for range 50 {
		rng.Shuffle(len(events), func(i, j int) { events[i], events[j] = events[j], events[i] })
		cut := rng.IntN(len(events) + 1)
		a, b := NewDay(whole.From, zone, limit), NewDay(whole.From, zone, limit)
		for i, e := range events {
			if i < cut {
				a.Add(e)
			} else {
				b.Add(e)
			}
		}
		text, err := json.Marshal(a)
		if err != nil {
			t.Fatal(err)
		}
		var back Day
		if err := json.Unmarshal(text, &back); err != nil {
			t.Fatal(err)
		}
		if err := back.Merge(b); err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(back, whole) {
			t.Fatalf("parts give %+v, the whole is %+v", back, whole)
		}
	}
	other := NewDay(whole.Until, zone, limit)
	if err := other.Merge(whole); err == nil || len(other.Groups) > 0 {
		t.Errorf("another day was merged: %v, %+v", err, other)
	}
	stricter := NewDay(whole.From, zone, limit/2)
	if err := stricter.Merge(whole); err == nil {
		t.Error("a day with another limit was merged")
	}
}
