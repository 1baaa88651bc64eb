package say_test

import (
	"strings"
	"testing"
	"time"

	"github.com/yobirin/yobirin/server/internal/sound/say"
	"github.com/yobirin/yobirin/shared/leg"
)

func names(t *testing.T, list []leg.Sound) string {
	t.Helper()
	var out []string
	for _, s := range list {
		if s != (leg.Sound{Prompt: s.Prompt}) {
			t.Errorf("%+v is more than a prompt", s)
		}
		out = append(out, s.Prompt)
	}
	return strings.Join(out, " ")
}

func TestSay(t *testing.T) {
	for _, c := range []struct {
		got  []leg.Sound
		want string
	}{
		{say.Digits("ja", say.SlotParked, "9001"), "ja/slot-parked ja/d9 ja/d0 ja/d0 ja/d1"},
		{say.Digits("en", say.YouAre, " 2-0 1x*#"), "en/you-are en/d2 en/d0 en/d1 en/star en/hash"},
		{say.Digits("", "", "7"), "ja/d7"},
		{say.Digits("ja", "", ""), ""},
		{say.Digits("ja", say.YouAre, "２"), "ja/you-are"},
		{say.Position("ja", 1), "ja/queue-position ja/n1 ja/queue-position-end"},
		{say.Position("en", 19), "en/queue-position en/n19 en/queue-position-end"},
		{say.Position("ja", 20), "ja/queue-position ja/n20 ja/queue-position-end"},
		{say.Position("ja", 21), "ja/queue-position ja/n20 ja/n1 ja/queue-position-end"},
		{say.Position("fr", 90), "ja/queue-position ja/n90 ja/queue-position-end"},
		{say.Position("en", 99), "en/queue-position en/n90 en/n9 en/queue-position-end"},
		{say.Position("en", 0), ""}, {say.Position("en", -3), ""}, {say.Position("en", 100), ""},
		{say.Wait("ja", 0), "ja/wait-1-2"},
		{say.Wait("ja", 2*time.Minute), "ja/wait-1-2"},
		{say.Wait("ja", 2*time.Minute+1), "ja/wait-3-5"},
		{say.Wait("ja", 5*time.Minute+1), "ja/wait-5-10"},
		{say.Wait("en", 10*time.Minute), "en/wait-5-10"},
		{say.Wait("en", time.Hour), "en/wait-over-10"},
	} {
		if got := names(t, c.got); got != c.want {
			t.Errorf("said %q, want %q", got, c.want)
		}
	}
}

func TestEverythingSaidIsAPrompt(t *testing.T) {
	known := map[string]bool{}
	for _, p := range say.All() {
		if known["en/"+string(p)] {
			t.Errorf("%s is listed twice", p)
		}
		known["en/"+string(p)] = true
	}
	all := say.Digits("en", say.SlotParked, "0123456789*#")
	for place := 1; place <= say.MaxPosition; place++ {
		one := say.Position("en", place)
		if len(one) < 3 {
			t.Errorf("place %d is not said", place)
		}
		all = append(all, one...)
	}
	for m := range 20 {
		all = append(all, say.Wait("en", time.Duration(m)*time.Minute)...)
	}
	for _, s := range all {
		if !known[s.Prompt] {
			t.Errorf("%s is no prompt", s.Prompt)
		}
	}
}
