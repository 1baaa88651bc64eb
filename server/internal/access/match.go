package access

import (
	"slices"
	"strconv"
	"strings"

	"github.com/yobirin/yobirin/shared/fault"
)

// Match is what an If-Match header asks for: any version, or one of some.
type Match struct {
	any      bool
	versions []int64
}

// ParseMatch reads an If-Match header (RFC 9110 section 13.1.1). None at all is
// a fault with the key match_missing.
func ParseMatch(header string) (Match, error) {
	header = strings.TrimSpace(header)
	switch header {
	case "":
		return Match{}, fault.New(fault.Invalid, "match_missing", "the header If-Match is missing: it says which version is changed")
	case "*":
		return Match{any: true}, nil
	}
	var m Match
	for _, part := range strings.Split(header, ",") {
		text := strings.TrimPrefix(strings.TrimSpace(part), "W/")
		bare, err := strconv.Unquote(text)
		if err != nil || !strings.HasPrefix(text, `"`) {
			return Match{}, fault.Broken("If-Match", clean(header, 200), `"version" or *`, "format", "")
		}
		// What is no version of ours matches none.
		if v, err := strconv.ParseInt(bare, 10, 64); err == nil {
			m.versions = append(m.versions, v)
		}
	}
	return m, nil
}

// AnyVersion matches whatever there is, as the header * does.
func AnyVersion() Match { return Match{any: true} }

// Holds says whether a version is asked for.
func (m Match) Holds(version int64) bool { return m.any || slices.Contains(m.versions, version) }

// Meanwhile is the fault of a change that was meant for another version.
func Meanwhile() error {
	return fault.New(fault.Conflict, "changed_meanwhile", "somebody else has changed this meanwhile: load it again")
}
