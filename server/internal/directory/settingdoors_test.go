package directory_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"reflect"
	"strconv"
	"strings"
	"testing"

	"github.com/yobirin/yobirin/server/internal/directory"
)

// bounds are the values that a setting takes and refuses at its limits, as its
// tags tell them to the API and to the console's form.
func bounds(t *testing.T, f reflect.StructField) (good, bad []string) {
	t.Helper()
	switch f.Type.Kind() {
	case reflect.Bool:
		return []string{"true", "false"}, []string{`"perhaps"`}
	case reflect.Int:
		low, err1 := strconv.Atoi(f.Tag.Get("minimum"))
		high, err2 := strconv.Atoi(f.Tag.Get("maximum"))
		if err1 != nil || err2 != nil {
			t.Fatalf("the setting %s has no limits", f.Name)
		}
		return []string{fmt.Sprint(low), fmt.Sprint(high)}, []string{fmt.Sprint(low - 1), fmt.Sprint(high + 1), `"x"`}
	case reflect.String:
		if words := f.Tag.Get("enum"); words != "" {
			for _, w := range strings.Split(words, ",") {
				good = append(good, strconv.Quote(w))
			}
			return good, []string{`"perhaps"`}
		}
		most, err := strconv.Atoi(f.Tag.Get("maxLength"))
		if err != nil {
			t.Fatalf("the setting %s has no limits", f.Name)
		}
		return []string{long(most)}, []string{long(most + 1), `""`}
	default:
		return nil, nil // references: tried with the nouns that they name
	}
}

// Every setting of the site that the API and the console's screens have is
// called the same in the site file, and has the same limits there.
func TestSettingsAreTheSameAtBothDoors(t *testing.T) {
	d := openPeople(t)
	var tried int
	var walk func(of reflect.Type)
	walk = func(of reflect.Type) {
		for i := range of.NumField() {
			f := of.Field(i)
			name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
			switch {
			case f.Anonymous && f.Type.Kind() == reflect.Struct && name == "":
				walk(f.Type)
				continue
			case name == "" || name == "-" || f.Tag.Get("readOnly") == "true":
				continue
			}
			tried++
			if _, err := d.Apply(t.Context(), directory.Source{Data: []byte("site: {" + snaked(name) + ": null}")}, true); err != nil {
				t.Errorf("%s: the site file does not know it: %v", name, err)
			}
			good, bad := bounds(t, f)
			for _, c := range []struct {
				values []string
				taken  bool
			}{{good, true}, {bad, false}} {
				for _, v := range c.values {
					_, byFile := d.Apply(t.Context(), directory.Source{Data: []byte("site: {" + snaked(name) + ": " + v + "}")}, true)
					byREST := d.send(t, "boss", "PATCH", "settings", `{"`+name+`": `+v+`}`, "If-Match: *").Code
					if (byFile == nil) != c.taken || (byREST == http.StatusOK) != c.taken {
						t.Errorf("%s = %s: the file says %v, REST %d", name, v, byFile, byREST)
					}
				}
			}
		}
	}
	walk(reflect.TypeFor[directory.Settings]())
	if tried < 20 {
		t.Fatalf("only %d settings were tried", tried)
	}
}

// A menu's waits may be given as what they are when they are not given.
func TestMenusWaitsMayBeTheUsualOnes(t *testing.T) {
	d := openPeople(t)
	d.apply(t, "ivrs: [{name: 代表, buttons: {enabled: true, wait: 0, tries: 0}}]")
	d.make(t, "ivrs", `{"name": "夜間", "buttons": {"enabled": true, "wait": 0, "tries": 0}}`)
}

// What the site file set is what the API tells, also where the file may say it
// in two ways.
func TestSiteFileSetsWhatTheAPITells(t *testing.T) {
	d := openPeople(t)
	for _, text := range []string{"site: {caps: {at_once: 3, daily: 40}}", "site: {cap_at_once: 4, cap_daily: 50}"} {
		d.apply(t, text)
		var s struct{ CapAtOnce, CapDaily int }
		if err := json.Unmarshal(d.ask(t, "boss", "GET", "settings", nil).Body.Bytes(), &s); err != nil {
			t.Fatal(err)
		}
		if got, want := fmt.Sprint(s), map[bool]string{true: "{3 40}", false: "{4 50}"}[strings.Contains(text, "caps")]; got != want {
			t.Errorf("%s: the API tells %s", text, got)
		}
	}
}
