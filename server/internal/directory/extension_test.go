package directory

import (
	"strings"
	"testing"

	"github.com/yobirin/yobirin/server/internal/route"
)

func TestCheckExtension(t *testing.T) {
	codes := reserved(route.DefaultCodes(), 3)
	for _, good := range []string{"20", "2001", "3001", "9100", "9000", "9301", "12345678", "99", "185", "9204"} {
		if why := checkExtension(good, codes); why != "" {
			t.Errorf("%s is refused: expected %s", good, why)
		}
	}
	for bad, why := range map[string]string{
		"": "digits", "1": "digits", "123456789": "digits", "20a": "digits", "#7": "digits", "0120": "digits", "２００１": "digits",
		"110": "police", "1101": "police", "1180": "coast guard", "119": "fire", "184": "withhold", "1861": "present",
		"9001": "park slot", "9099": "park slot", "90011": "park slot", "9201": "conference", "9203": "conference",
		"994": "whisper", "9952001": "monitor", "996": "barge", "998": "login", "997": "logout", "990": "campaign",
		"9999": "echo", "9998": "name", "93001": "pick up",
	} {
		if got := checkExtension(bad, codes); !strings.Contains(got, why) {
			t.Errorf("%q: expected %q, want it to speak of %q", bad, got, why)
		}
	}
}

// FuzzSite feeds the reader whatever a file may hold: it must never panic,
// and every mistake must have a place and an expectation.
func FuzzSite(f *testing.F) {
	for _, seed := range []string{"agents: [{id: sato, name: a}]", "groups:\n- name: x\n  overflow: {group: x}\n", "a: &a [*a]", "? [x]: {}", "numbers: [{number: '0312345678'}]", "!!binary x", "- - - -", "a: |\n  b", "{[}]", "<<: *x",
		"codes: {park: '#7', slot: [1, 2], echo: null}", "rejected: [1, {number: 2}]", "barred: ['0*', *]", "callers: [{number: 0312345678, priority: 1}]", "holidays: [2026-01-01, {}]",
		"site: {rooms: 99, caps: {}, emergency: 1}", "ivrs: [{name: a, extension: 2001, schedule: {rows: [{from: 1, to: 2, holiday: true}]}, buttons: {wait: 1}}]"} {
		f.Add([]byte(seed))
	}
	d := New(nil, Options{Audio: f.TempDir()})
	f.Fuzz(func(t *testing.T, data []byte) {
		r := &reader{file: "f"}
		if top, ok := r.parse(data); ok {
			p, err := d.newPlan(r, nil, &site{})
			if err != nil {
				t.Fatal(err)
			}
			p.read(top)
		}
		for _, m := range r.found {
			if m.Line < 1 || m.Expected == "" {
				t.Errorf("a mistake without place or expectation: %+v", m)
			}
		}
	})
}
