package resource_test

import (
	"encoding/base64"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/yobirin/yobirin/server/internal/resource"
	"github.com/yobirin/yobirin/shared/id"
)

// fill stores n things whose sizes are few, so that sorting by them has many
// equal values.
func (r *rig) fill(t testing.TB, n int) {
	t.Helper()
	rows := make([]Thing, 0, n)
	now := time.Now()
	for i := range n {
		rows = append(rows, Thing{ID: id.New[id.Group](now), Name: fmt.Sprintf("名前%05d", i), Kind: []string{"small", "big"}[i%2], Size: 1 + i%3, Listed: i%5 == 0, Version: 1})
	}
	for part := range slices.Chunk(rows, 500) {
		if _, err := r.db.Bun().NewInsert().Model(&part).Exec(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
}

func (r *rig) list(t testing.TB, query string) resource.List[Thing] {
	t.Helper()
	return want[resource.List[Thing]](t, r.ask(t, "GET", "things?"+query, ""), http.StatusOK)
}

func TestPagesHaveNoGapAndNothingTwice(t *testing.T) {
	r := open(t)
	r.fill(t, 1203)
	for _, sort := range []string{"", "-name", "size", "-size", "made", "listed"} {
		seen := map[id.Group]bool{}
		query := "limit=97&sort=" + sort
		var before []Thing
		for cursor := ""; ; {
			page := r.list(t, query+"&cursor="+cursor)
			if page.Total != 1203 || page.TotalMore {
				t.Fatalf("total is %d", page.Total)
			}
			for _, thing := range page.Items {
				if seen[thing.ID] {
					t.Fatalf("sort %q: %s twice", sort, thing.Name)
				}
				seen[thing.ID] = true
				if n := len(before); n > 0 && (sort == "size" && thing.Size < before[n-1].Size || sort == "-size" && thing.Size > before[n-1].Size || sort == "-name" && thing.Name > before[n-1].Name) {
					t.Fatalf("sort %q: %s after %s", sort, thing.Name, before[n-1].Name)
				}
				before = append(before, *thing)
			}
			if cursor = page.NextCursor; cursor == "" {
				break
			}
		}
		if len(seen) != 1203 {
			t.Errorf("sort %q: %d of 1203", sort, len(seen))
		}
	}
}

func TestTotalIsCapped(t *testing.T) {
	r := open(t)
	r.fill(t, 10_001)
	if page := r.list(t, "limit=1"); page.Total != 10_000 || !page.TotalMore {
		t.Errorf("%d %v", page.Total, page.TotalMore)
	}
	if page := r.list(t, "limit=1&kind=big"); page.Total != 5_000 || page.TotalMore {
		t.Errorf("%d %v of kind big", page.Total, page.TotalMore)
	}
}

func TestSearchAndFilters(t *testing.T) {
	r := open(t)
	parent := r.make(t, `{"name": "Parent", "kind": "big"}`)
	for _, name := range []string{"ABC １００%", "abc_1000", "カタカナ", `back\slash`, "O'Neil"} {
		r.make(t, fmt.Sprintf(`{"name": %q, "size": 7, "listed": false, "parent": "%s"}`, name, parent.ID))
	}
	for query, wants := range map[string]string{
		"q=ａｂｃ":                           "ABC １００%,abc_1000",
		"q=100%25":                        "ABC １００%",
		"q=c_1":                           "abc_1000",
		"q=ｶﾀｶﾅ":                          "カタカナ",
		"q=back%5Csl":                     `back\slash`,
		"q=o'n":                           "O'Neil",
		"q=100+abc":                       "ABC １００%,abc_1000",
		"q=nothing":                       "",
		"name=ABC":                        "ABC １００%,abc_1000",
		"kind=big":                        "Parent",
		"kind=big,small&listed=true":      "Parent",
		"size=7&q=カ":                      "カタカナ",
		"parent=" + parent.ID.String():    "ABC １００%,O'Neil,abc_1000,back\\slash,カタカナ",
		"listed=false&sort=-name&limit=1": "カタカナ",
	} {
		values, err := url.ParseQuery(query)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, thing := range r.list(t, values.Encode()).Items {
			got = append(got, thing.Name)
		}
		if strings.Join(got, ",") != wants {
			t.Errorf("%s finds %q, want %s", query, got, wants)
		}
	}
}

func TestHostileQuestions(t *testing.T) {
	r := open(t)
	r.fill(t, 3)
	cursor := func(text string) string { return "cursor=" + base64.RawURLEncoding.EncodeToString([]byte(text)) }
	good := r.list(t, "limit=1").NextCursor
	key := "00000000-0000-7000-8000-000000000001"
	for query, rule := range map[string]string{
		"colour=red":                           "colour: unknown",
		"id=1":                                 "id: unknown",
		"kind=huge":                            "kind: one_of",
		"size=many":                            "size: format",
		"size=99999999999999999999":            "size: format",
		"listed=maybe":                         "listed: one_of",
		"parent=%00":                           "parent: plain",
		"name=%ff":                             "name: plain",
		"q=%00":                                "q: plain",
		"q=" + strings.Repeat("a", 201):        "q: max_length",
		"sort=password":                        "sort: one_of",
		"sort=name;drop table things":          "query: format",
		"sort=parent":                          "sort: one_of",
		"limit=0":                              "limit: min",
		"limit=501":                            "limit: max",
		"limit=x":                              "limit: integer",
		"cursor=*":                             "cursor: format",
		cursor("{}"):                           "cursor: format",
		cursor(`{"s":"name"`):                  "cursor: format",
		cursor(`{"s":"name","v":"a","k":"x"}`): "cursor: format",
		cursor(`{"s":"size","v":"a","k":"` + key + `"}`):                 "cursor: format",
		"sort=size&" + cursor(`{"s":"size","v":"a'","k":"`+key+`"}`):     "cursor: format",
		"sort=size&" + cursor(`{"s":"size","v":"\u0000","k":"`+key+`"}`): "cursor: format",
		"sort=-name&cursor=" + good:                                      "cursor: format",
		"kind=" + strings.Repeat("big,", 101):                            "kind: max_items",
	} {
		r.refused(t, r.ask(t, "GET", "things?"+strings.ReplaceAll(query, " ", "+"), ""), rule)
	}
	// A spot that nobody was at is a spot all the same.
	r.list(t, cursor(`{"s":"name","v":"' or true --","k":"`+key+`"}`))
}

func TestScopeNarrows(t *testing.T) {
	r := open(t)
	r.fill(t, 4)
	one := r.list(t, "kind=small").Items[0]
	if got := want[resource.List[Thing]](t, r.askAs(t, "supervisor", "GET", "things?kind=small", ""), 200); got.Total != 2 {
		t.Errorf("a supervisor sees %d", got.Total)
	}
	want[any](t, r.askAs(t, "agent", "GET", "things", ""), http.StatusForbidden)
	want[any](t, r.askAs(t, "agent", "GET", "things/"+one.ID.String(), ""), http.StatusForbidden)
}

func FuzzCursor(f *testing.F) {
	f.Add("eyJzIjoibmFtZSIsInYiOiJhIiwiayI6IiJ9")
	f.Add("*")
	r := open(f)
	f.Fuzz(func(t *testing.T, text string) {
		if w := r.ask(t, "GET", "things?"+url.Values{"cursor": {text}, "sort": {text}, "q": {text}, "kind": {text}, text: {text}}.Encode(), ""); w.Code >= 500 {
			t.Errorf("%q gives %d %s", text, w.Code, w.Body)
		}
	})
}

func BenchmarkList10000(b *testing.B) {
	r := open(b)
	r.fill(b, 10_000)
	for _, query := range []string{"", "q=名前09", "sort=-size&limit=500", "kind=big&q=999"} {
		b.Run(query, func(b *testing.B) {
			for b.Loop() {
				r.list(b, query)
			}
		})
	}
}
