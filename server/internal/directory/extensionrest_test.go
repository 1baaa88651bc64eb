package directory_test

import (
	"net/http"
	"strings"
	"testing"
)

// The chooser of extensions gives what can be saved: not what somebody has, nor
// what a code or a number's prefix stands in the way of.
func TestFreeExtensionsByREST(t *testing.T) {
	d := openPeople(t)
	type answer struct{ Items []string }
	free := func(query string) []string {
		t.Helper()
		return want[answer](t, d.ask(t, "sato", "GET", "extensions/free?"+query, nil), http.StatusOK).Items
	}
	if got := free("of=groups&limit=3"); strings.Join(got, " ") != "3002 3003 3004" {
		t.Errorf("of groups: %q", got)
	}
	if got := free("near=400&limit=3"); strings.Join(got, " ") != "4000 4002 4003" {
		t.Errorf("near 400: %q", got)
	}
	if got := free("near=7110&limit=2"); strings.Join(got, " ") != "7111 7112" {
		t.Errorf("behind the prefix 7 of a number before 110: %q", got)
	}
	if got := free("near=998"); len(got) != 0 {
		t.Errorf("that begin with a code: %q", got)
	}
	made := d.make(t, "agents", `{"login": "suzuki", "name": "鈴木", "extension": "`+free("limit=1")[0]+`"}`)
	for _, e := range free("near=90&limit=200") {
		d.change(t, "agents", made, `{"extension": "`+e+`"}`)
		if e > "9110" {
			break
		}
	}
	d.refuses(t, "sato", "GET", "extensions/free?near=x", "", "near=pattern.extension")
	d.refuses(t, "sato", "GET", "extensions/free?of=phones", "", "of=one_of")
}
