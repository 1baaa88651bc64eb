package seat

import (
	"math"
	"strconv"
	"strings"
	"testing"
)

// TestEditedSettings: what makes no sense in the file is as on a new computer,
// and is saved so.
func TestEditedSettings(t *testing.T) {
	w := newWorld(t)
	w.step(Loaded{
		Settings: Settings{RingVolume: 7, SpeakerGain: math.NaN(), MicGain: -1, ForceMedia: "smoke", AnswerKey: strings.Repeat("x", 99), HangUpKey: "F1\x00", Popup: true, NotifyChat: true},
		Language: "xx",
	})
	got, d := w.seat.State(w.now), defaults()
	want := d.Settings
	if got.Settings != want || got.Language != "ja" {
		t.Errorf("%+v in %q, want %+v", got.Settings, got.Language, want)
	}
	if !strings.Contains(w.out.String(), "Save") {
		t.Errorf("the file stays wrong: %s", w.out.String())
	}
}

// TestSameSettings: what was loaded as it is, is not saved again.
func TestSameSettings(t *testing.T) {
	w := newWorld(t)
	l := defaults()
	l.Settings = personal(l.Settings, Settings{})
	w.step(l)
	if strings.Contains(w.out.String(), "Save") {
		t.Errorf("saved: %s", w.out.String())
	}
}

func TestWrongSettings(t *testing.T) {
	nan, key, long := math.NaN(), "F1\n", strings.Repeat("k", maxKey+1)
	for _, c := range []ChangeSettings{{RingVolume: &nan}, {MicGain: &nan}, {AnswerKey: &key}, {HangUpKey: &long}} {
		w := newWorld(t)
		w.begin()
		before := w.seat.State(w.now)
		w.out.Reset()
		out := w.step(Commanded{Ref: 1, Command: c})
		if len(out) != 1 || out[0].(Reply).Trouble.Code != "setting_invalid" || w.seat.State(w.now).Rev != before.Rev {
			t.Errorf("%+v gives %v", c, out)
		}
	}
}

// TestNoticesAreFew: the oldest go.
func TestNoticesAreFew(t *testing.T) {
	w := newWorld(t)
	for i := range maxNotices + 5 {
		w.step(Warned{Trouble{Code: "code_" + strconv.Itoa(i)}})
	}
	n := w.seat.State(w.now).Notices
	if len(n) != maxNotices || n[0].Code != "code_5" || n[maxNotices-1].Code != "code_24" {
		t.Errorf("%d notices, %v to %v", len(n), n[0], n[len(n)-1])
	}
}
