package directory_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"unicode"

	"github.com/yobirin/yobirin/server/internal/directory"
)

// limit is a field of a noun with a value that is just right and one that is
// just wrong, as YAML, which JSON is, too.
type limit struct{ field, good, bad string }

func long(n int) string { return `"` + strings.Repeat("長", n) + `"` }

func peopleLimits() map[string][]limit {
	return map[string][]limit{
		"agents": {
			{"login", `"abc"`, `"ab"`}, {"login", `"abcdefghijklmno"`, `"abcdefghijklmnop"`}, {"login", `"Abc123"`, `"a_bc"`},
			{"name", long(64), long(65)}, {"name", `"x"`, `" x"`}, {"nickname", long(64), long(65)}, {"nickname", `"x"`, `"a\u200fb"`},
			{"extension", `"21"`, `"2"`}, {"extension", `"21234567"`, `"212345678"`}, {"extension", `"21"`, `"021"`}, {"extension", `"21"`, `"11012"`}, {"extension", `"21"`, `"9001"`},
			{"language", `"en"`, `"fr"`}, {"role", `"supervisor"`, `"king"`}, {"noOutside", `true`, `"perhaps"`}, {"disabled", `true`, `"perhaps"`}, {"callWaiting", `true`, `"perhaps"`},
			{"password", `"Passw0rd"`, `"Passw0r"`}, {"password", `"Passw0rd"`, `"passw0rd"`}, {"pin", `"0000"`, `"000"`}, {"pin", `"0000"`, `"abcd"`},
		},
		"groups": {
			{"name", long(64), long(65)}, {"extension", `"31"`, `"3"`}, {"extension", `"31"`, `"90011"`},
			{"strategy", `"by-level"`, `"loudest"`}, {"maxWaiting", `0`, `-1`}, {"maxWaiting", `1000000`, `1000001`},
			{"timeout", `0`, `-1`}, {"timeout", `86400`, `86401`}, {"ringTime", `3`, `2`}, {"ringTime", `600`, `601`}, {"callsPerAgent", `1`, `0`}, {"callsPerAgent", `20`, `21`},
			{"ringingPeriod", `600`, `601`}, {"ringingPeriod", `0`, `-1`}, {"display", long(64), long(65)}, {"color", `"#00FF00"`, `"#00FF0"`}, {"color", `"#00FF00"`, `"green"`},
			{"announceEvery", `3600`, `3601`}, {"retentionDays", `36500`, `36501`}, {"retentionDays", `0`, `-1`}, {"record", `false`, `"perhaps"`}, {"strict", `true`, `"perhaps"`},
			{"acw", `{release: 86400}`, `{release: 86401}`}, {"acw", `{enabled: true}`, `{enabled: "perhaps"}`}, {"acw", `{}`, `{colour: 1}`},
			{"pauseOnNoAnswer", `{misses: 100}`, `{misses: 101}`}, {"pauseOnNoAnswer", `{release: 0}`, `{release: -1}`},
		},
		"devices": {
			{"name", long(64), long(65)}, {"user", `"a.b-c_d!e~f*g'h"`, `"a b"`}, {"user", `"` + strings.Repeat("u", 64) + `"`, `"` + strings.Repeat("u", 65) + `"`}, {"user", `"u"`, `"u@x"`},
			{"password", `"twelve chars"`, `"eleven char"`}, {"password", `"` + strings.Repeat("p", 128) + `"`, `"` + strings.Repeat("p", 129) + `"`},
			{"srtp", `"require"`, `"always"`}, {"transport", `"tls"`, `"sctp"`}, {"maxContacts", `50`, `51`}, {"maxContacts", `0`, `-1`}, {"secondLogin", `"refuse"`, `"maybe"`},
			{"desk", `true`, `"perhaps"`}, {"mac", `"80:5e:c0:12:34:56"`, `"80:5e:c0:12:34"`}, {"mac", `"805EC0123456"`, `"805EC012345G"`},
		},
		"statuses": {
			{"name", long(64), long(65)}, {"color", `"#abcdef"`, `"abcdef"`}, {"icon", `"coffee-cup"`, `"Coffee"`}, {"icon", `"` + strings.Repeat("a", 32) + `"`, `"` + strings.Repeat("a", 33) + `"`},
		},
		"transfers": {
			{"name", long(64), long(65)}, {"number", `"+81 6-1111-3333"`, `"12"`}, {"number", `"0611113333"`, `"119"`}, {"number", `"0611113333"`, `"nobody"`}, {"useCalledNumber", `true`, `"perhaps"`},
		},
		"roles": {
			{"name", long(64), long(65)}, {"permissions", `["agents.view"]`, `["agents.fly"]`},
		},
	}
}

// What a noun needs besides, by its fields in the API.
func needed() map[string]record {
	return map[string]record{
		"agents": {"login": "limits", "name": "n"}, "groups": {"name": "n"}, "devices": {"name": "n", "user": "limits", "password": "a-long-sip-secret"},
		"statuses": {"name": "n"}, "transfers": {"name": "n", "number": "0611113333"}, "roles": {"name": "n"},
	}
}

// Both doors of the site take and refuse the same values.
func TestSiteFileAndRESTHaveTheSameLimits(t *testing.T) {
	d := openPeople(t)
	for noun, limits := range peopleLimits() {
		for _, l := range limits {
			byREST, byFile := both(t, d, noun, l.field, l.good)
			if byFile != nil || byREST != "" {
				t.Errorf("%s.%s: %s is refused: the file says %v, REST %s", noun, l.field, l.good, byFile, byREST)
			}
			byREST, byFile = both(t, d, noun, l.field, l.bad)
			if byFile == nil || byREST == "" {
				t.Errorf("%s.%s: %s is taken: the file says %v, REST %q", noun, l.field, l.bad, byFile, byREST)
			}
		}
	}
}

// both tries a value by the site file, dry, and by REST, and deletes what it
// made.
func both(t *testing.T, d door, noun, field, value string) (byREST string, byFile error) {
	t.Helper()
	fields := record{}
	for k, v := range needed()[noun] {
		fields[k] = v
	}
	fields[field] = json.RawMessage(strictJSON(value))
	body, err := json.Marshal(fields)
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for k, v := range fields {
		raw, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		if k == "login" {
			k = "id"
		}
		fmt.Fprintf(&b, "%s: %s, ", snaked(k), raw)
	}
	_, byFile = d.Apply(t.Context(), directory.Source{Data: []byte(noun + ": [{" + strings.TrimSuffix(b.String(), ", ") + "}]")}, true)
	w := d.send(t, "boss", "POST", noun, string(body))
	if w.Code != http.StatusCreated {
		return refused(t, w), byFile
	}
	made := want[record](t, w, http.StatusCreated)
	want[any](t, d.ask(t, "boss", "DELETE", noun+"/"+made["id"].(string), nil, "If-Match: *"), http.StatusNoContent)
	return "", byFile
}

// strictJSON puts quotes around the keys of the table above.
func strictJSON(s string) string {
	if !strings.HasPrefix(s, "{") || s == "{}" {
		return s
	}
	key, rest, _ := strings.Cut(strings.TrimPrefix(s, "{"), ":")
	return `{"` + key + `":` + rest
}

func snaked(s string) string {
	var b strings.Builder
	for _, r := range s {
		if unicode.IsUpper(r) {
			b.WriteByte('_')
		}
		b.WriteRune(unicode.ToLower(r))
	}
	return b.String()
}
