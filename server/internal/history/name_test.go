package history_test

import (
	"strings"
	"testing"
	"time"

	"github.com/yobirin/yobirin/server/internal/history"
	"github.com/yobirin/yobirin/server/internal/journal"
	"github.com/yobirin/yobirin/shared/fault"
	"github.com/yobirin/yobirin/shared/id"
	"github.com/yobirin/yobirin/shared/leg"
)

// named stores a call from each of these names, a minute apart, each with its place as number.
func named(t testing.TB, h *history.History, names ...string) {
	t.Helper()
	for i, name := range names {
		at := start.Add(time.Duration(i) * time.Minute)
		call := id.NewCall(at)
		from := leg.Identity{Number: strings.Repeat("9", 5) + string(rune('0'+i)), Name: name}
		err := h.Write(t.Context(), []journal.Event{{Stream: journal.StreamOf(call), Seq: 1, At: at, Body: journal.CallStarted{Call: call, Direction: journal.Inbound, From: from, Dialed: "*8"}}})
		if err != nil {
			t.Fatal(err)
		}
	}
}

func TestCallsAreFoundByNames(t *testing.T) {
	h, _ := open(t)
	named(t, h, "佐藤 葵", "小林ｻｸﾗ", "林 Ｔａｒｏ", "O'Brien 50%_\\", "", "ガリレオ")
	for _, tt := range []struct{ text, want string }{
		{"佐藤", "0"}, {"藤", "0"}, {"佐藤　葵", "0"}, {"佐 藤", ""}, {"葵佐", ""},
		{"林", "2 1"}, {"さくら", "1"}, {"サクラ", "1"}, {"ｻｸﾗ", "1"}, {"taro", "2"}, {"TARO", "2"}, {"ｔａｒｏ", "2"},
		{"50%", "3"}, {"%_", "3"}, {"_", "3"}, {"\\", "3"}, {"'", "3"}, {"0_", ""}, {"5%%", ""},
		{"ｶﾞ", "5"}, {"が", "5"}, {"  佐藤  ", "0"}, {"いない", ""},
	} {
		rows, _, err := h.List(t.Context(), history.Filter{Text: tt.text}, history.Page{})
		var got []string
		for _, r := range rows {
			got = append(got, r.From.Number[5:])
		}
		if err != nil || strings.Join(got, " ") != tt.want {
			t.Errorf("%q: found %v, %v; want %q", tt.text, got, err, tt.want)
		}
	}
	for _, bad := range []string{" ", "　", strings.Repeat("あ", 101), "\x00"} {
		if _, _, err := h.List(t.Context(), history.Filter{Text: bad}, history.Page{}); fault.CodeOf(err) != fault.Invalid {
			t.Errorf("%q: %v", bad, err)
		}
	}
}

func TestCodesAreFound(t *testing.T) {
	h, _ := open(t)
	named(t, h, "a", "b")
	for text, want := range map[string]int{"*8": 2, "#8": 0, "**": 0} {
		if rows, _, err := h.List(t.Context(), history.Filter{Digits: text}, history.Page{}); err != nil || len(rows) != want {
			t.Errorf("%s: %d calls, %v", text, len(rows), err)
		}
	}
}
