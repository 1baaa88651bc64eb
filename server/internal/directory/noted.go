package directory

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"github.com/yobirin/yobirin/server/internal/resource"
)

// noted is the history entry of a change that a site file makes: the fields by
// their JSON names, secrets without values, and at a creation only what says
// something.
func noted(noun string, c Change, before, after map[string]json.RawMessage) resource.Entry {
	e := resource.Entry{Noun: noun, Kind: kindOf(noun), ID: textOf(after["id"]), Title: c.Key, Action: resource.Updated}
	if c.Action == "create" {
		e.Action = resource.Created
	}
	if e.ID == "" {
		e.ID = c.Key // a feature's codes
	}
	if name := textOf(after["name"]); noun == "agents" {
		e.Title = name
	}
	names := map[string]bool{}
	for n := range before {
		names[n] = true
	}
	for n := range after {
		names[n] = true
	}
	for _, n := range slices.Sorted(maps.Keys(names)) {
		from, to := before[n], after[n]
		if n == "id" || bytes.Equal(from, to) || idle(from) && idle(to) {
			continue
		}
		if name, secret := strings.CutPrefix(n, secretMark); secret {
			e.Fields = append(e.Fields, resource.FieldChange{Field: name})
			continue
		}
		e.Fields = append(e.Fields, resource.FieldChange{Field: n, From: valueOf(from), To: valueOf(to)})
	}
	return e
}

// kindOf is what one of a noun is called.
func kindOf(noun string) string {
	switch noun {
	case "statuses":
		return "status"
	case "settings", "rejected", "barred":
		return noun
	}
	return strings.TrimSuffix(noun, "s")
}

// idle says whether a value says nothing.
func idle(raw json.RawMessage) bool {
	return len(raw) == 0 || slices.Contains([]string{"null", `""`, "false", "0", "[]", "{}"}, string(raw))
}

func textOf(raw json.RawMessage) string {
	var s string
	if json.Unmarshal(raw, &s) != nil {
		return ""
	}
	return s
}

func valueOf(raw json.RawMessage) any {
	if len(raw) == 0 {
		return nil
	}
	return raw
}
