package resource

import (
	"encoding"
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/uptrace/bun/schema"

	"github.com/yobirin/yobirin/server/internal/pg"
	"github.com/yobirin/yobirin/shared/id"
)

// shape is what is known of a record's type once: its table, its schema, and
// how its fields are called in each.
type shape struct {
	typ      reflect.Type
	table    *schema.Table
	pk       *schema.Field
	version  *schema.Field
	registry huma.Registry
	name     string // of the schema
	record   *huma.Schema
	fields   []field
	byName   map[string]*field
	secrets  map[string]bool // names of fields, at any depth, that are taken and never told
}

// field is one that goes over the wire.
type field struct {
	name     string
	index    []int
	column   string // "" when it is not in the table
	readOnly bool
	secret   bool
	optional bool // null says something else than an empty value
}

// shapeOf looks at a record's type and enters its schemas into the
// description. A type that cannot be a record is a mistake in the program.
func shapeOf(db *pg.DB, registry huma.Registry, typ reflect.Type) *shape {
	s := &shape{typ: typ, table: db.Bun().Table(typ), registry: registry, byName: map[string]*field{}, secrets: map[string]bool{}}
	if len(s.table.PKs) != 1 || s.table.PKs[0].IndirectType.Kind() != reflect.Array {
		panic(fmt.Sprintf("resource: %s: expected one primary key, of a type of shared/id", typ))
	}
	s.pk = s.table.PKs[0]
	for _, f := range s.table.Fields {
		if f.GoName == "Version" && f.IndirectType.Kind() == reflect.Int64 {
			s.version = f
		}
	}
	if s.version == nil {
		panic(fmt.Sprintf("resource: %s: expected a field Version int64", typ))
	}
	ref := registry.Schema(typ, true, typ.Name())
	s.name = ref.Ref[strings.LastIndex(ref.Ref, "/")+1:]
	s.record = registry.SchemaFromRef(ref.Ref)
	for _, f := range reflect.VisibleFields(typ) {
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		if !f.IsExported() || name == "-" || f.Anonymous && name == "" {
			continue
		}
		if name == "" {
			name = f.Name
		}
		prop := s.record.Properties[name]
		if prop == nil || s.byName[name] != nil {
			continue
		}
		one := field{name: name, index: f.Index, secret: prop.WriteOnly, optional: f.Type.Kind() == reflect.Pointer}
		for _, column := range s.table.Fields {
			if slices.Equal(column.Index, f.Index) {
				one.column = column.Name
			}
		}
		if slices.Equal(f.Index, s.pk.Index) || slices.Equal(f.Index, s.version.Index) {
			prop.ReadOnly = true
		}
		one.readOnly = prop.ReadOnly
		s.fields = append(s.fields, one)
		s.byName[name] = &s.fields[len(s.fields)-1]
	}
	for i := range s.fields { // the slice has moved while it grew
		s.byName[s.fields[i].name] = &s.fields[i]
	}
	s.findSecrets(s.record, map[*huma.Schema]bool{})
	s.describePatch()
	return s
}

func (s *shape) findSecrets(of *huma.Schema, seen map[*huma.Schema]bool) {
	of = s.resolve(of)
	if of == nil || seen[of] {
		return
	}
	seen[of] = true
	for name, prop := range of.Properties {
		if prop.WriteOnly {
			s.secrets[name] = true
		}
		s.findSecrets(prop, seen)
	}
	if of.Items != nil {
		s.findSecrets(of.Items, seen)
	}
	if extra, ok := of.AdditionalProperties.(*huma.Schema); ok {
		s.findSecrets(extra, seen)
	}
}

// describePatch enters the schema of what may be sent: the same properties,
// none of them required.
func (s *shape) describePatch() {
	p := *s.record
	p.Required = nil
	p.Properties = maps.Clone(s.record.Properties)
	p.PrecomputeMessages()
	s.registry.Map()[s.patchName()] = &p
}

func (s *shape) patchName() string { return s.name + "Patch" }

// resolve follows references.
func (s *shape) resolve(of *huma.Schema) *huma.Schema {
	for of != nil && of.Ref != "" {
		of = s.registry.SchemaFromRef(of.Ref)
	}
	return of
}

// encode gives a record as its JSON has it, secrets included.
func (s *shape) encode(record any) (map[string]any, error) {
	raw, err := json.Marshal(record)
	if err != nil {
		return nil, fmt.Errorf("resource: write a record of %s as JSON: %w", s.name, err)
	}
	out := map[string]any{}
	if err := json.Unmarshal(raw, &out); err != nil {
		return nil, fmt.Errorf("resource: read a record of %s back: %w", s.name, err)
	}
	return out, nil
}

// key gives a record's identifier as text.
func (s *shape) key(record any) string {
	text, _ := s.pk.Value(reflect.ValueOf(record).Elem()).Interface().(encoding.TextMarshaler).MarshalText()
	return string(text)
}

// parseKey says whether a text is an identifier of such a record.
func (s *shape) parseKey(text string) bool {
	u, ok := reflect.New(s.pk.IndirectType).Interface().(encoding.TextUnmarshaler)
	return ok && text != "" && u.UnmarshalText([]byte(text)) == nil
}

func (s *shape) newKey(record any, now time.Time) {
	s.pk.Value(reflect.ValueOf(record).Elem()).Set(reflect.ValueOf(id.New[[16]byte](now)).Convert(s.pk.IndirectType))
}

// setKey gives a record an identifier that was one of its kind.
func (s *shape) setKey(record any, text string) error {
	if !s.parseKey(text) {
		return errNotFound()
	}
	return s.pk.Value(reflect.ValueOf(record).Elem()).Addr().Interface().(encoding.TextUnmarshaler).UnmarshalText([]byte(text))
}

func (s *shape) versionOf(record any) int64 {
	return s.version.Value(reflect.ValueOf(record).Elem()).Int()
}

func (s *shape) setVersion(record any, v int64) {
	s.version.Value(reflect.ValueOf(record).Elem()).SetInt(v)
}

// hide empties the secrets of a record that is told. What pointers and slices
// lead to is copied first.
func (s *shape) hide(record any) {
	if len(s.secrets) > 0 {
		hide(reflect.ValueOf(record).Elem())
	}
}

func hide(v reflect.Value) {
	switch v.Kind() { //nolint:exhaustive // the others hold no fields
	case reflect.Pointer:
		if !v.IsNil() && v.Elem().Kind() == reflect.Struct {
			c := reflect.New(v.Elem().Type())
			c.Elem().Set(v.Elem())
			hide(c.Elem())
			v.Set(c)
		}
	case reflect.Slice:
		if v.Type().Elem().Kind() == reflect.Struct && v.Len() > 0 {
			c := reflect.MakeSlice(v.Type(), v.Len(), v.Len())
			reflect.Copy(c, v)
			for i := range c.Len() {
				hide(c.Index(i))
			}
			v.Set(c)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			f := v.Type().Field(i)
			switch {
			case !f.IsExported():
			case f.Tag.Get("writeOnly") == "true":
				v.Field(i).SetZero()
			default:
				hide(v.Field(i))
			}
		}
	}
}
