package directory

import (
	"cmp"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/uptrace/bun"

	"github.com/yobirin/yobirin/server/internal/route"
	"github.com/yobirin/yobirin/shared/id"
)

// Use is one place where a noun of the site names an audio file.
type Use struct {
	Noun  string `json:"noun" doc:"groups, ivrs, numbers, trunks, prompts …"`
	ID    string `json:"id,omitempty" doc:"of the noun"`
	Name  string `json:"name" doc:"of the noun"`
	Field string `json:"field" doc:"path of its field, as in schedule.rows[0].toDestination"`
}

// uses finds every place of the site that names an audio file. It looks at
// the records themselves, so that a field that is added to one cannot be
// forgotten here.
func (s *site) uses() map[id.Audio][]Use {
	out := map[id.Audio][]Use{}
	look := func(noun, key, name string, record any) {
		audiosIn(reflect.ValueOf(record), "", func(field string, a id.Audio) {
			out[a] = append(out[a], Use{Noun: noun, ID: key, Name: name, Field: field})
		})
	}
	look("site", "", s.Settings.Name, s.Settings)
	for _, v := range s.Trunks {
		look("trunks", v.ID.String(), v.Name, v)
	}
	for _, v := range s.Statuses {
		look("statuses", v.ID.String(), v.Name, v)
	}
	for _, v := range s.Agents {
		look("agents", v.ID.String(), v.Name, v)
	}
	for _, v := range s.Devices {
		look("devices", v.ID.String(), v.Name, v)
	}
	for _, v := range s.Groups {
		look("groups", v.ID.String(), v.Name, v)
	}
	for _, v := range s.IVRs {
		look("ivrs", v.ID.String(), v.Name, v)
	}
	for _, v := range s.Transfers {
		look("transfers", v.ID.String(), v.Name, v)
	}
	for _, v := range s.Numbers {
		look("numbers", v.ID.String(), cmp.Or(v.Name, v.Number), v)
	}
	for _, v := range s.Prompts {
		look("prompts", "", v.name(), v)
	}
	return out
}

// namesAudio says whether a record of a type can name an audio file at all;
// the others, which are most of a large site, need not be read to find uses.
func namesAudio(typ reflect.Type) bool { return mayName(typ, map[reflect.Type]bool{}) }

func mayName(typ reflect.Type, seen map[reflect.Type]bool) bool {
	if typ == reflect.TypeFor[id.Audio]() || typ.Kind() == reflect.Interface {
		return true
	}
	if seen[typ] {
		return false
	}
	seen[typ] = true
	switch typ.Kind() { //nolint:exhaustive // the others hold nothing
	case reflect.Struct:
		for i := range typ.NumField() {
			if f := typ.Field(i); f.IsExported() && f.Type != reflect.TypeFor[bun.BaseModel]() && mayName(f.Type, seen) {
				return true
			}
		}
	case reflect.Map:
		return mayName(typ.Key(), seen) || mayName(typ.Elem(), seen)
	case reflect.Slice, reflect.Array, reflect.Pointer:
		return mayName(typ.Elem(), seen)
	}
	return false
}

// audiosIn walks through a value and tells of every audio file that it names.
func audiosIn(v reflect.Value, at string, found func(field string, a id.Audio)) {
	if a, ok := v.Interface().(id.Audio); ok {
		if !a.IsZero() {
			found(at, a)
		}
		return
	}
	if d, ok := v.Interface().(route.Destination); ok {
		if !d.Audio.IsZero() {
			found(at, d.Audio)
		}
		return
	}
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			f := v.Type().Field(i)
			if !f.IsExported() {
				continue
			}
			name := at
			if !f.Anonymous {
				name = strings.TrimPrefix(at+"."+fieldName(f), ".")
			}
			audiosIn(v.Field(i), name, found)
		}
	case reflect.Slice, reflect.Array:
		if v.Type().Elem().Kind() == reflect.Uint8 {
			return // an identifier of something else
		}
		for i := range v.Len() {
			audiosIn(v.Index(i), fmt.Sprintf("%s[%d]", at, i), found)
		}
	case reflect.Map:
		keys := v.MapKeys()
		slices.SortFunc(keys, func(a, b reflect.Value) int { return cmp.Compare(fmt.Sprint(a), fmt.Sprint(b)) })
		for _, k := range keys {
			audiosIn(v.MapIndex(k), fmt.Sprintf("%s.%v", at, k), found)
		}
	case reflect.Pointer, reflect.Interface:
		if !v.IsNil() {
			audiosIn(v.Elem(), at, found)
		}
	default:
	}
}

func fieldName(f reflect.StructField) string {
	name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
	if name == "" || name == "-" {
		return f.Name
	}
	return name
}
