package chat

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"github.com/yobirin/yobirin/server/internal/access"
	"github.com/yobirin/yobirin/shared/id"
)

func TestCleanText(t *testing.T) {
	for in, want := range map[string]string{
		"か\u3099":               "が",
		"a\r\nb\rc\u2028d":      "a\nb\nc\nd",
		"\n\n a\x00\x1b[31m \n": " a[31m",
		"<b>太い</b>":             "<b>太い</b>", // stays text
		"\xff":                  "\ufffd",
	} {
		if got, err := cleanText(in); err != nil || got != want {
			t.Errorf("%q became %q (%v), expected %q", in, got, err, want)
		}
	}
	if _, err := cleanText(strings.Repeat("か\u3099", 4000)); err != nil {
		t.Errorf("4,000 characters: %v", err)
	}
	for _, long := range []string{strings.Repeat("あ", 4001), strings.Repeat("a", 1<<20)} {
		if _, err := cleanText(long); err == nil {
			t.Errorf("%d bytes were taken", len(long))
		}
	}
}

func FuzzText(f *testing.F) {
	f.Add("か\u3099\r\n<script>", "a/b\u202e.exe")
	f.Add("ＡＢＣ　ｶﾞ", "..")
	f.Fuzz(func(t *testing.T, text, name string) {
		if got, err := cleanText(text); err == nil {
			if !utf8.ValidString(got) || !norm.NFC.IsNormalString(got) || utf8.RuneCountInString(got) > maxText || strings.ContainsRune(got, 0) {
				t.Errorf("%q became %q", text, got)
			}
			if again, err := cleanText(got); err != nil || again != got {
				t.Errorf("%q became %q, and then %q (%v)", text, got, again, err)
			}
			fold(got)
		}
		got := cleanName(name)
		if got == "" || utf8.RuneCountInString(got) > maxName || strings.ContainsAny(got, `/\`) || strings.ContainsFunc(got, unicode.IsControl) || got == "." || got == ".." {
			t.Errorf("the name %q became %q", name, got)
		}
	})
}

func TestSearch(t *testing.T) {
	r := open(t)
	orders := id.Thread(r.orders)
	for _, text := range []string{"サービスの見積を送りました", "ｻｰﾋﾞｽ終了のお知らせ", "Order ＡＢＣ-１２３ %", "見積 100% 完了", "別件です"} {
		r.send(t, r.sato, orders, text)
	}
	pair, err := r.Open(t.Context(), r.suzuki, r.ito.Agent.ID)
	if err != nil {
		t.Fatal(err)
	}
	r.send(t, r.ito, pair.ID, "見積の件")
	find := func(who access.Session, q Query) string {
		t.Helper()
		var out []string
		for {
			page, err := r.Search(t.Context(), who, q)
			if err != nil {
				t.Fatal(err)
			}
			for _, f := range page.Items {
				out = append(out, f.Kind+" "+f.Title+": "+f.Message.Text)
			}
			if q.Cursor = page.NextCursor; q.Cursor == "" {
				return strings.Join(out, "\n")
			}
		}
	}
	same(t, "two characters", find(r.suzuki, Query{Text: "見積", Limit: 1}), "agent 伊藤さん: 見積の件\ngroup 受注: 見積 100% 完了\ngroup 受注: サービスの見積を送りました")
	same(t, "one thread", find(r.suzuki, Query{Text: "見積", Thread: pair.ID}), "agent 伊藤さん: 見積の件")
	same(t, "width and kana", find(r.sato, Query{Text: "さーびす"}), "group 受注: ｻｰﾋﾞｽ終了のお知らせ\ngroup 受注: サービスの見積を送りました")
	same(t, "case and digits", find(r.sato, Query{Text: "abc-123"}), "group 受注: Order ＡＢＣ-１２３ %")
	same(t, "all words", find(r.sato, Query{Text: "完了　見積"}), "group 受注: 見積 100% 完了")
	same(t, "no pattern", find(r.sato, Query{Text: "100%完了"}), "")
	same(t, "a percent sign", find(r.sato, Query{Text: "%"}), "group 受注: 見積 100% 完了\ngroup 受注: Order ＡＢＣ-１２３ %")
	for _, q := range []Query{{Text: " "}, {Text: strings.Repeat("x", 101)}, {Text: "x", Limit: 101}, {Text: "x", Cursor: "1.2"}, {Text: "x", Cursor: strings.Repeat("z", 60)}} {
		_, err := r.Search(t.Context(), r.sato, q)
		wantKey(t, "search for "+q.Text, err, "invalid")
	}
}

func TestResolve(t *testing.T) {
	r := open(t)
	refs := []string{"call:c1", "call:c2", "customer:c1", "call", "", "call:"}
	for who, want := range map[*access.Session]bool{&r.boss: true, &r.sato: false} {
		got, err := r.Resolve(t.Context(), *who, refs)
		if err != nil || len(got) != len(refs) {
			t.Fatalf("%v %v", got, err)
		}
		for i, g := range got {
			if g.Ref != refs[i] || g.Visible != (want && i == 0) || (g.Title.Title != "") != g.Visible {
				t.Errorf("%s for %s: %+v", refs[i], who.Agent.Name, g)
			}
		}
	}
	_, err := r.Resolve(t.Context(), r.boss, make([]string, 101))
	wantKey(t, "too many", err, "invalid")
}
