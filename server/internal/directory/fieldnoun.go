package directory

import (
	"context"
	"strings"

	"github.com/uptrace/bun"

	"github.com/yobirin/yobirin/server/internal/access"
	"github.com/yobirin/yobirin/server/internal/resource"
	"github.com/yobirin/yobirin/shared/fault"
	"github.com/yobirin/yobirin/shared/id"
)

// CustomField is a field of every customer or case besides the usual ones
// (J-CF-1). Its values are kept by its identifier.
type CustomField struct {
	bun.BaseModel `bun:"table:custom_fields" json:"-"`
	ID            id.Field  `bun:"id,pk" json:"id" readOnly:"true"`
	Name          string    `json:"name" minLength:"1" maxLength:"64"`
	Of            string    `bun:"belongs_to" json:"of" enum:"customer,case" doc:"fixed once it is made"`
	Type          FieldType `json:"type" enum:"text,number,date,list" doc:"fixed once it is made"`
	Choices       []string  `bun:"type:jsonb" json:"choices,omitempty" maxItems:"200" nullable:"false" doc:"of list"`
	Position      int       `json:"position" minimum:"0" maximum:"999" doc:"lower ones come first"`
	Version       int64     `json:"version" readOnly:"true"`
}

// fieldNoun is the custom fields.
func (d *Directory) fieldNoun() resource.Noun[CustomField] {
	return resource.Noun[CustomField]{
		Name: "fields", Kind: "field", Tag: "fields", View: access.ViewFormats, Edit: access.EditFormats,
		Columns: []resource.Column{
			{Name: "position"}, {Name: "name"}, {Name: "of", SQL: "belongs_to", Filter: resource.Equal}, {Name: "type", Filter: resource.Equal},
		},
		Search: []string{"name"},
		Title:  func(f *CustomField) string { return f.Name },
		Blank:  func() CustomField { return CustomField{Of: "customer", Type: FieldText} },
		Begun:  begun, Change: judgeField,
	}
}

func judgeField(ctx context.Context, tx bun.Tx, c *resource.Change[CustomField]) error {
	j := judging(ctx, tx)
	f := c.After
	if f == nil {
		return j.err()
	}
	j.plain("name", f.Name)
	if c.Before != nil && c.Before.Of != f.Of {
		j.wrong("of", f.Of, "what it was made for, "+c.Before.Of, "read_only")
	}
	if c.Before != nil && c.Before.Type != f.Type {
		j.wrong("type", string(f.Type), "the type that it was made with, "+string(c.Before.Type), "read_only")
	}
	j.choices("", f.Type, f.Choices)
	for i := range j.fields {
		j.fields[i].Name = strings.TrimPrefix(j.fields[i].Name, ".")
	}
	j.sibling(f)
	return j.err()
}

// sibling refuses a name that another field of the same kind of record has.
func (j *judged) sibling(f *CustomField) {
	if j.failed != nil {
		return
	}
	other := false
	j.failed = j.tx.QueryRowContext(j.ctx, "select exists (select from custom_fields where belongs_to = ? and name = ? and id::text <> ?)", f.Of, f.Name, f.ID.String()).Scan(&other)
	if other {
		j.fields = append(j.fields, fault.Field{Name: "name", Value: cut(f.Name), Expected: "a name of its own", Rule: "taken"})
	}
}
