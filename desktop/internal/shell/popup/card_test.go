package popup

import (
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/yobirin/yobirin/desktop/internal/seat"
	"github.com/yobirin/yobirin/desktop/internal/words"
)

// wide measures like a font of square letters; marks have no width.
func wide(text string, f Font) float64 {
	n := 0.0
	for _, r := range text {
		switch {
		case unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf):
		case r < 0x80:
			n += 0.55
		default:
			n++
		}
	}
	return n * f.Size
}

var base = time.UnixMilli(1_800_000_000_000)

func plain(line string) seat.Card {
	return seat.Card{
		Line: seat.Line(line), Language: "ja", Party: seat.Person{Number: "03-1234-5678", Name: "山田商店"},
		Called: seat.Person{Number: "0120-000-111", Name: "受注センター"}, GroupName: "受注", GroupColor: "#228be6", WaitedFrom: base.UnixMilli() - 65_000,
	}
}

func texts(s Scene) (out []string) {
	for _, op := range s.Ops {
		if op.Text != "" {
			out = append(out, op.Text)
		}
	}
	return out
}

func TestOneCall(t *testing.T) {
	s := Layout(View{Cards: []seat.Card{plain("a")}, Now: base}, wide)
	want := []string{"待ち 1:05", "外線着信", "山田商店", "03-1234-5678", "受注", "着信先 受注センター", "応答", "拒否"}
	if got := texts(s); !slices.Equal(got, want) {
		t.Errorf("texts %q", got)
	}
	if s.W != 380 || s.H != 240 || len(s.Hits) != 2 || s.Hits[0].Button != Answer || s.Hits[1].Button != Reject {
		t.Errorf("scene %v by %v, hits %v", s.W, s.H, s.Hits)
	}
	if !slices.ContainsFunc(s.Ops, func(op Op) bool { return op.Color == 0x228BE6 && op.W == 12 }) {
		t.Error("the group's square is missing")
	}
	later := Layout(View{Cards: []seat.Card{plain("a")}, Now: base.Add(time.Second)}, wide)
	if texts(later)[0] != "待ち 1:06" {
		t.Errorf("a second later: %q", texts(later)[0])
	}
}

// TestWhatCameBack: one sees what came back and why, in the popup's one card
// and in its rows, and nothing is cut off by a line more.
func TestWhatCameBack(t *testing.T) {
	to, by := seat.Person{Number: "2002", Name: "鈴木"}, seat.Person{Name: "佐藤"}
	for _, tt := range []struct {
		language string
		back     seat.Back
		want     string
	}{
		{"ja", seat.Back{How: "transfer", Mine: true, By: by, To: to, Cause: "busy"}, "転送の戻り：鈴木（話中）"},
		{"en", seat.Back{How: "transfer", Mine: true, By: by, To: to, Cause: "no-answer"}, "Transfer back from 鈴木: no answer"},
		{"ja", seat.Back{How: "transfer", By: by, To: seat.Person{Number: "09012345678"}, Cause: "newer-than-this"}, "佐藤 の転送の戻り：090-1234-5678"},
		{"ja", seat.Back{How: "park", Mine: true, By: by, Slot: 9003}, "パーク 9003 の呼び戻し"},
		{"en", seat.Back{How: "park", By: by, Slot: 9003}, "Parked in 9003 by 佐藤, back"},
	} {
		c := plain("a")
		c.Language, c.Back = tt.language, tt.back
		one := Layout(View{Cards: []seat.Card{c}, Now: base}, wide)
		if got := texts(one); !slices.Contains(got, tt.want) || !slices.Contains(got, "受注") || slices.Contains(got, "着信先 受注センター") {
			t.Errorf("one card: %q, want %q", got, tt.want)
		}
		for _, op := range one.Ops {
			if op.Text != "" && op.Y < height-60 && op.Y+op.H > height-60 {
				t.Errorf("%q lies under the buttons", op.Text)
			}
		}
		c.GroupName = ""
		if got := texts(Layout(View{Cards: []seat.Card{c}, Now: base}, wide)); !slices.Contains(got, words.In(tt.language).Say(words.CallTo, "number", "受注センター")) {
			t.Errorf("without a group there is room for who was called: %q", got)
		}
		rows := Layout(View{Cards: []seat.Card{c, plain("b")}, Now: base}, wide)
		if got := strings.Join(texts(rows), "|"); !strings.Contains(got, string([]rune(tt.want)[:6])) || len(rows.Hits) != 4 {
			t.Errorf("rows: %s, want %q and 4 buttons, have %d", got, tt.want, len(rows.Hits))
		}
	}
	if Back(plain("a"), words.In("ja")) != "" {
		t.Error("a call that did not come back says so")
	}
}

func TestWhoCalls(t *testing.T) {
	for _, tt := range []struct {
		party seat.Person
		want  []string
	}{
		{seat.Person{Number: "204"}, []string{"204"}},
		{seat.Person{Number: "0312345678", Withheld: true}, []string{"非通知"}},
		{seat.Person{Name: "鈴木", Withheld: true}, []string{"鈴木", "非通知"}},
		{seat.Person{}, []string{"番号不明"}},
		{seat.Person{Name: "204", Number: "204"}, []string{"204"}},
	} {
		c := seat.Card{Line: "a", Party: tt.party}
		got := texts(Layout(View{Cards: []seat.Card{c}, Now: base}, wide))
		got = got[1 : len(got)-2]
		if !slices.Equal(got, tt.want) {
			t.Errorf("%+v: %q, want %q", tt.party, got, tt.want)
		}
	}
}

func TestSeveralCalls(t *testing.T) {
	var cards []seat.Card
	for i := range 6 {
		cards = append(cards, plain(strconv.Itoa(i)))
	}
	s := Layout(View{Cards: cards, Now: base}, wide)
	if len(s.Hits) != 8 || s.Hits[6].Line != "3" || !slices.Contains(texts(s), "他 2件") || !slices.Contains(texts(s), "着信 6件") {
		t.Errorf("hits %v, texts %q", s.Hits, texts(s))
	}
	s = Layout(View{Cards: cards[:2], Now: base, Pressed: map[seat.Line]bool{"0": true}}, wide)
	if len(s.Hits) != 2 || s.Hits[0].Line != "1" {
		t.Errorf("a call that is being answered has buttons: %v", s.Hits)
	}
}

// hostile are parts of names that somebody might send.
func hostile() []string {
	return []string{
		"A", "山", "\u202e", "\u2066", "\u0000", "\n", "\t", "\u0301", "\u0489", "👨\u200d👩\u200d👧", "🇯🇵", "مرحبا", "שלום", "%s", "<b>", "&amp;",
		"\ufeff", "\u2028", "\ufffd", string([]byte{0xff, 0xfe}), "\U000e0041", "ｶﾞ", "ﷺ", "𒐫", " ", "\u3000", "\u034f", "\u1160",
	}
}

// TestHostileNamesStayInside lays out random names and looks that everything
// is within the window, nothing lies over a button, and no text breaks out of
// its line.
func TestHostileNamesStayInside(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	parts := hostile()
	name := func() string {
		var b strings.Builder
		for range random.IntN(60) {
			part := parts[random.IntN(len(parts))]
			b.WriteString(strings.Repeat(part, 1+random.IntN(3)*random.IntN(40)))
		}
		return b.String()
	}
	for range 800 {
		cards := make([]seat.Card, 1+random.IntN(7))
		for i := range cards {
			cards[i] = seat.Card{
				Line: seat.Line(strconv.Itoa(i)), Language: []string{"ja", "en", name()}[random.IntN(3)], Internal: random.IntN(2) == 0,
				Party: seat.Person{Number: name(), Name: name(), Withheld: random.IntN(4) == 0}, Called: seat.Person{Number: name(), Name: name()},
				GroupName: name(), GroupColor: []string{"#123456", "#abc", "red", name()}[random.IntN(4)], WaitedFrom: random.Int64N(2*base.UnixMilli()) - 5,
			}
		}
		inspect(t, Layout(View{Cards: cards, Now: base, Dark: random.IntN(2) == 0}, wide))
		if t.Failed() {
			return
		}
	}
}

func inspect(t *testing.T, s Scene) {
	t.Helper()
	for _, op := range s.Ops {
		if op.X < 0 || op.Y < 0 || op.W < 0 || op.X+op.W > s.W || op.Y+op.H > s.H {
			t.Errorf("%+v is outside of %v by %v", op, s.W, s.H)
		}
		if op.Text == "" {
			continue
		}
		if wide(op.Text, op.Font) > op.W {
			t.Errorf("%q is wider than %v", op.Text, op.W)
		}
		if !utf8.ValidString(op.Text) {
			t.Errorf("%q is not UTF-8", op.Text)
		}
		marks := 0
		for _, r := range op.Text {
			if unicode.IsControl(r) || unicode.In(r, unicode.Bidi_Control, unicode.Zl, unicode.Zp) {
				t.Errorf("%q has %U", op.Text, r)
			}
			if marks++; !unicode.In(r, unicode.Mn, unicode.Me) {
				marks = 0
			}
			if marks > maxMarks {
				t.Errorf("%q has a tower of marks", op.Text)
			}
		}
		for _, hit := range s.Hits {
			within := op.X >= hit.X && op.X+op.W <= hit.X+hit.W && op.Y >= hit.Y && op.Y+op.H <= hit.Y+hit.H
			apart := op.X+op.W <= hit.X || op.X >= hit.X+hit.W || op.Y+op.H <= hit.Y || op.Y >= hit.Y+hit.H
			if !within && !apart {
				t.Errorf("%q lies over a button", op.Text)
			}
		}
	}
	for i, a := range s.Hits {
		for _, b := range s.Hits[i+1:] {
			if a.X < b.X+b.W && b.X < a.X+a.W && a.Y < b.Y+b.H && b.Y < a.Y+a.H {
				t.Errorf("buttons overlap: %+v %+v", a, b)
			}
		}
	}
}

func FuzzClean(f *testing.F) {
	for _, part := range hostile() {
		f.Add(part + part)
	}
	f.Fuzz(func(t *testing.T, text string) {
		clean := Clean(text)
		if Clean(clean) != clean {
			t.Errorf("%q is cleaned to %q and then to %q", text, clean, Clean(clean))
		}
		if utf8.RuneCountInString(clean) > maxRunes || strings.ContainsAny(clean, "\r\n\x00") {
			t.Errorf("%q", clean)
		}
		short := fit(clean, 100, Font{Size: 14}, wide)
		if wide(short, Font{Size: 14}) > 100 {
			t.Errorf("%q does not fit", short)
		}
	})
}

func TestFitLeavesLettersWhole(t *testing.T) {
	text := strings.Repeat("か\u3099", 20)
	short := fit(text, 100, Font{Size: 10}, wide)
	if !strings.HasSuffix(short, "か\u3099…") {
		t.Errorf("%q", short)
	}
}

func BenchmarkLayout(b *testing.B) {
	cards := []seat.Card{plain("a"), plain("b"), plain("c"), plain("d"), plain("e")}
	for b.Loop() {
		Layout(View{Cards: cards, Now: base}, wide)
	}
}
