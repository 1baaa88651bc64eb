package history_test

import (
	"math"
	"testing"
	"time"

	"github.com/yobirin/yobirin/server/internal/history"
	"github.com/yobirin/yobirin/server/internal/journal"
	"github.com/yobirin/yobirin/shared/id"
)

func TestAPhonesReportIsInTheTimeline(t *testing.T) {
	a := newArchive(t, history.Options{})
	now := time.Now()
	sato, suzuki := id.Numbered[id.Agent](1), id.Numbered[id.Agent](2)
	c := id.NewCall(now)
	l := id.LegOf(c, 1)
	report := history.Report{Media: "srtp", Codec: "PCMU", Quality: history.Heard{LossPercent: 0.5, JitterMS: 3, RoundTripMS: 20, MOS: 4.3}}
	told := make(chan error, 1)
	go func() { told <- a.Report(t.Context(), sato, l, report) }() // before the journal has come
	events := []journal.Event{
		{Stream: id.Stream(c), Seq: 1, At: now, Body: journal.CallStarted{Call: c, Direction: journal.Internal, Agent: sato}},
		{Stream: id.Stream(c), Seq: 2, At: now, Body: journal.LegStarted{Leg: l, Role: journal.RoleCaller, Agent: sato}},
	}
	if err := a.Write(t.Context(), events); err != nil {
		t.Fatal(err)
	}
	if err := <-told; err != nil {
		t.Fatal(err)
	}
	report.Quality.MOS = 4.1
	if err := a.Report(t.Context(), sato, l, report); err != nil {
		t.Fatal(err)
	}
	d, err := a.Get(t.Context(), c, id.Agent{})
	if err != nil || len(d.Reports) != 1 || d.Reports[0].Leg != l.String() || d.Reports[0].Report != report {
		t.Errorf("the timeline has %+v, %v", d.Reports, err)
	}
	if err := a.Report(t.Context(), suzuki, l, report); keyOf(err) != "not_your_call" {
		t.Errorf("somebody else's report: %v", err)
	}
	if err := a.Report(t.Context(), sato, id.LegOf(id.Numbered[id.Call](1<<16), 1), report); keyOf(err) != "not_your_call" {
		t.Errorf("a leg of long ago: %v", err)
	}
}

func TestReportsThatCannotBe(t *testing.T) {
	a := newArchive(t, history.Options{})
	for _, q := range []history.Heard{
		{LossPercent: 101}, {LossPercent: -1}, {FarLoss: math.NaN()}, {JitterMS: math.Inf(1)}, {RoundTripMS: 70000}, {BufferMS: -5}, {MOS: 0.5}, {MOS: 5.5},
	} {
		if err := a.Report(t.Context(), id.Numbered[id.Agent](1), id.LegOf(id.NewCall(time.Now()), 1), history.Report{Quality: q}); keyOf(err) != "invalid" {
			t.Errorf("%+v: %v", q, err)
		}
	}
}
