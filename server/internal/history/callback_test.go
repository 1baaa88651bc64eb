package history_test

import (
	"testing"
	"time"

	"github.com/yobirin/yobirin/server/internal/history"
	"github.com/yobirin/yobirin/server/internal/journal"
	"github.com/yobirin/yobirin/shared/id"
	"github.com/yobirin/yobirin/shared/leg"
)

// promised writes events of one call's callback, the first of which begins it.
func (a *archive) promised(t *testing.T, c id.Call, from string, stages ...journal.Callback) {
	t.Helper()
	events := []journal.Event{{Stream: journal.StreamOf(c), Seq: 1, At: start, Body: journal.CallStarted{
		Call: c, Direction: journal.Inbound, From: leg.Identity{Number: from, Name: "山田"}, Number: id.Numbered[id.Number](7), Trunk: id.Numbered[id.Trunk](9),
	}}}
	for i, b := range stages {
		b.Group = orders
		events = append(events, journal.Event{Stream: journal.StreamOf(c), Seq: uint64(i + 2), At: start.Add(time.Duration(i+1) * time.Minute), Body: b})
	}
	for range 2 { // the spool may bring them again
		if err := a.Write(t.Context(), events); err != nil {
			t.Fatal(err)
		}
	}
}

func (a *archive) promises(t *testing.T) []history.Promise {
	t.Helper()
	all, err := a.Promised(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// TestPromisedCallbacksOutliveARestart, each in one call at a time, the
// longest waiting first, until one of the things happens that end a promise.
func TestPromisedCallbacksOutliveARestart(t *testing.T) {
	a := newArchive(t, history.Options{})
	late, early := id.NewCall(start), id.NewCall(start)
	asked := journal.Callback{Stage: journal.CallbackAsked, Since: start.Add(-time.Minute)}
	a.promised(t, late, "09011112222", asked)
	asked.Since = start.Add(-time.Hour)
	again := start.Add(20 * time.Minute)
	a.promised(t, early, "09033334444", asked, journal.Callback{Stage: journal.CallbackDialed},
		journal.Callback{Stage: journal.CallbackUnanswered, Failed: leg.CauseBusy, Tries: 1, Again: again}, journal.Callback{Stage: journal.CallbackDialed})
	if _, err := a.CloseAbandoned(t.Context(), start.Add(time.Hour), nil); err != nil {
		t.Fatal(err)
	}
	got := a.promises(t)
	if len(got) != 2 || got[0].Call != early || got[1].Call != late {
		t.Fatalf("%+v", got)
	}
	p := got[0]
	if p.From != (leg.Identity{Number: "09033334444", Name: "山田"}) || p.Group != orders || p.Number != id.Numbered[id.Number](7) || p.Trunk != id.Numbered[id.Trunk](9) ||
		!p.Since.Equal(asked.Since) || !p.Asked.Equal(start.Add(time.Minute)) || p.Tries != 1 || !p.Again.Equal(again) {
		t.Errorf("%+v", p)
	}
	// Another call keeps it, and then is cut off as well.
	next := id.NewCall(start)
	a.promised(t, next, "09033334444", journal.Callback{Stage: journal.CallbackResumed, Of: early, Since: p.Since, Asked: p.Asked, Tries: p.Tries, Again: p.Again})
	if got = a.promises(t); len(got) != 2 || got[0].Call != next || got[0].Tries != 1 || !got[0].Asked.Equal(p.Asked) || !got[0].Again.Equal(again) {
		t.Fatalf("%+v", got)
	}
	for _, end := range []journal.CallbackStage{journal.CallbackReached, journal.CallbackStillThere, journal.CallbackFailed, journal.CallbackExpired} {
		c := id.NewCall(start)
		a.promised(t, c, "09011112222", asked, journal.Callback{Stage: journal.CallbackDialed}, journal.Callback{Stage: end})
		if got := a.promises(t); len(got) != 2 {
			t.Errorf("after %s: %+v", end, got)
		}
	}
}
