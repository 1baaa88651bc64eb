package directory

import (
	"context"
	"fmt"
	"slices"

	"github.com/uptrace/bun"

	"github.com/yobirin/yobirin/server/internal/access"
	"github.com/yobirin/yobirin/server/internal/resource"
	"github.com/yobirin/yobirin/shared/id"
)

// Format is a business format: the fields that the records of a business have
// (J-FMT-1).
type Format struct {
	bun.BaseModel `bun:"table:formats" json:"-"`
	ID            id.Format     `bun:"id,pk" json:"id" readOnly:"true"`
	Name          string        `json:"name" minLength:"1" maxLength:"64"`
	Fields        []FormatField `bun:"type:jsonb" json:"fields,omitempty" maxItems:"200" nullable:"false"`
	Version       int64         `json:"version" readOnly:"true"`
}

// FormatField is one field of a business format.
type FormatField struct {
	Key      string     `json:"key" pattern:"^[a-z][a-z0-9_]{0,31}$" patternDescription:"key" doc:"what the values are kept by; it stays when the name changes"`
	Name     string     `json:"name" minLength:"1" maxLength:"64"`
	Type     FieldType  `json:"type" enum:"text,number,date,phone,mail,long-text,list,radio,checkbox,postcode" doc:"fixed once the field is made"`
	Required bool       `json:"required,omitempty"`
	Position int        `json:"position,omitempty" minimum:"0" maximum:"999" doc:"place on the customer screen; 0: not shown there"`
	Choices  []string   `json:"choices,omitempty" maxItems:"200" nullable:"false" doc:"of list, radio and checkbox"`
	Address  *AddressTo `json:"address,omitempty" doc:"of postcode: which fields it fills"`
}

// FieldType is what a field holds.
type FieldType string

// The types.
const (
	FieldText     FieldType = "text"
	FieldNumber   FieldType = "number"
	FieldDate     FieldType = "date"
	FieldPhone    FieldType = "phone"
	FieldMail     FieldType = "mail"
	FieldLongText FieldType = "long-text"
	FieldList     FieldType = "list"
	FieldRadio    FieldType = "radio"
	FieldCheckbox FieldType = "checkbox"
	FieldPostcode FieldType = "postcode"
)

// AddressTo are the keys of the fields that a postcode fills; two may be the
// same field, which then gets both.
type AddressTo struct {
	Prefecture string `json:"prefecture,omitempty" maxLength:"32"`
	City       string `json:"city,omitempty" maxLength:"32"`
	Town       string `json:"town,omitempty" maxLength:"32"`
}

// formatNoun is the business formats.
func (d *Directory) formatNoun() resource.Noun[Format] {
	return resource.Noun[Format]{
		Name: "formats", Kind: "format", Tag: "formats", View: access.ViewFormats, Edit: access.EditFormats,
		Columns: []resource.Column{{Name: "name"}}, Search: []string{"name"},
		Title: func(f *Format) string { return f.Name },
		Begun: begun,
		Change: func(ctx context.Context, tx bun.Tx, c *resource.Change[Format]) error {
			j := judging(ctx, tx)
			if c.After != nil {
				j.named("formats", c.After.Name, c.After.ID.String())
				j.formatFields(c)
			}
			return j.err()
		},
		Uses: func(ctx context.Context, db bun.IDB, which string) ([]resource.Use, error) {
			return uses(ctx, db, nil, `select 'agents' as noun, id::text as id, name as title, 'crmFormats' as field from agents
				where jsonb_typeof(crm_formats) = 'array' and crm_formats @> jsonb_build_array(?0::text) and deleted_at is null order by login`, which)
		},
	}
}

// formatFields judges the fields of a format; keys that are known keep their
// types, for there may be values.
func (j *judged) formatFields(c *resource.Change[Format]) {
	before := map[string]FieldType{}
	if c.Before != nil {
		for _, f := range c.Before.Fields {
			before[f.Key] = f.Type
		}
	}
	types, names := map[string]FieldType{}, map[string]bool{}
	for i, f := range c.After.Fields {
		at := fmt.Sprintf("fields[%d]", i)
		j.plain(at+".name", f.Name)
		if _, double := types[f.Key]; double {
			j.fields = append(j.fields, taken(at+".key", f.Key, "another field"))
		}
		if names[f.Name] {
			j.fields = append(j.fields, taken(at+".name", f.Name, "another field"))
		}
		types[f.Key], names[f.Name] = f.Type, true
		if was, known := before[f.Key]; known && was != f.Type {
			j.wrong(at+".type", string(f.Type), "the type that it was made with, "+string(was), "read_only")
		}
		j.choices(at, f.Type, f.Choices)
	}
	for i, f := range c.After.Fields {
		at := fmt.Sprintf("fields[%d].address", i)
		switch {
		case f.Address == nil:
		case f.Type != FieldPostcode:
			j.wrong(at, "", "nothing, because the field is no postcode", "unknown")
		default:
			j.filled(at+".prefecture", f.Address.Prefecture, types)
			j.filled(at+".city", f.Address.City, types)
			j.filled(at+".town", f.Address.Town, types)
		}
	}
}

// filled judges a field that a postcode fills.
func (j *judged) filled(at, key string, types map[string]FieldType) {
	if key == "" || types[key] == FieldText || types[key] == FieldLongText {
		return
	}
	if types[key] == "" {
		j.fields = append(j.fields, missing(at, key))
		return
	}
	j.wrong(at, key, "a field of type text or long-text", "format")
}

// choices judges what may be chosen: of the types that choose, something; of
// the others nothing.
func (j *judged) choices(at string, of FieldType, choices []string) {
	if choosing := of == FieldList || of == FieldRadio || of == FieldCheckbox; choosing != (len(choices) > 0) {
		if choosing {
			j.fields = append(j.fields, required(at+".choices"))
		} else {
			j.wrong(at+".choices", "", "nothing, because nothing is chosen from", "unknown")
		}
	}
	for i, c := range choices {
		field := fmt.Sprintf("%s.choices[%d]", at, i)
		switch {
		case !plain(c, maxName):
			j.wrong(field, c, fmt.Sprintf("1 to %d characters without control characters", maxName), "plain")
		case slices.Contains(choices[:i], c):
			j.fields = append(j.fields, taken(field, c, "another choice"))
		}
	}
}
