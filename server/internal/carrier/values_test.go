package carrier

import (
	"slices"
	"strings"
	"testing"
)

// TestOptionsAreTaken: what a form offers for a switch can be set.
func TestOptionsAreTaken(t *testing.T) {
	kinds := map[string]int{}
	for _, s := range Switches() {
		kind, options := s.Values()
		kinds[kind]++
		if (kind == "one" || kind == "several") != (len(options) > 1) {
			t.Errorf("%s is %s of %q", s.Name, kind, options)
		}
		tries := slices.Clone(options)
		switch kind {
		case "yes-no":
			tries = []string{"true", "false"}
		case "seconds":
			tries = []string{"90", "86400"}
		case "several":
			tries = append(tries, strings.Join(options, ","))
		case "text", "one":
		}
		for _, v := range tries {
			p, _ := Preset("")
			if !s.Set(&p, v) || kind != "yes-no" && s.Get(&p) != v {
				t.Errorf("%s does not take %q", s.Name, v)
			}
		}
	}
	for _, kind := range []string{"yes-no", "one", "several", "seconds", "text"} {
		if kinds[kind] == 0 {
			t.Errorf("no switch is %s", kind)
		}
	}
}
