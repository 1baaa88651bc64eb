package directory

import (
	"slices"
	"strings"
	"testing"
)

func TestFreeExtensions(t *testing.T) {
	used := map[string]bool{"2001": true, "2002": true, "2004": true, "7": true, "7110": true}
	blocked := []string{"110", "118", "119", "184", "186", "9001", "9002", "92", "998"}
	for name, c := range map[string]struct {
		near  string
		of    []string
		limit int
		want  string
	}{
		"beside the others":             {"", []string{"2002", "2001", "2004"}, 3, "2003 2005 2006"},
		"of a site without any":         {"", nil, 2, "2003 2005"},
		"as long as most are":           {"", []string{"31", "200100", "200200"}, 2, "200100 200101"},
		"from a whole one":              {"2002", nil, 2, "2003 2005"},
		"below digits":                  {"20", nil, 2, "2000 2003"},
		"behind an emergency number":    {"1099", []string{"2001"}, 2, "1099 1110"},
		"behind codes":                  {"9000", []string{"2001"}, 3, "9000 9003 9004"},
		"over a block of codes":         {"9199", []string{"2001"}, 2, "9199 9300"},
		"none that begins so":           {"998", []string{"2001"}, 5, ""},
		"not before a prefix":           {"7109", []string{"2001"}, 2, "7109 7111"},
		"no further than the digits":    {"999", []string{"2001"}, 20, "9990 9991 9992 9993 9994 9995 9996 9997 9998 9999"},
		"no leading zero":               {"0020", nil, 1, "2000"},
		"one digit is below, not whole": {"3", []string{"21"}, 2, "30 31"},
		"longer than any":               {"99999999", []string{"2001"}, 3, "99999999"},
	} {
		from, under := startOf(c.near, c.of, "2001")
		if got := strings.Join(free(from, under, used, blocked, c.limit), " "); got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
	all := free("10", "", map[string]bool{}, nil, 1000)
	if len(all) != 90 || !slices.IsSorted(all) {
		t.Errorf("all of two digits: %d", len(all))
	}
}

func FuzzFreeExtensions(f *testing.F) {
	f.Add("20", "2001", "92", uint8(5))
	f.Add("", "", "", uint8(1))
	f.Fuzz(func(t *testing.T, near, taken, block string, limit uint8) {
		digits := func(s string) string {
			return strings.Map(func(r rune) rune {
				if r < '0' || r > '9' {
					return -1
				}
				return r
			}, s)
		}
		near, taken, block = digits(near), digits(taken), digits(block)
		if len(near) > 8 || len(taken) > 8 {
			return
		}
		var of, blocked []string
		if len(taken) > 1 && taken[0] != '0' {
			of = []string{taken}
		}
		if block != "" && len(block) < 9 {
			blocked = []string{block}
		}
		from, under := startOf(near, of, "2001")
		got := free(from, under, map[string]bool{taken: true}, blocked, int(limit))
		if len(got) > int(limit) || !slices.IsSorted(got) {
			t.Errorf("%q", got)
		}
		for _, e := range got {
			if checkExtension(e, []code{}) != "" || e == taken || len(blocked) > 0 && strings.HasPrefix(e, block) {
				t.Errorf("%s is not free", e)
			}
		}
	})
}
