package directory

import (
	"context"

	"github.com/uptrace/bun"

	"github.com/yobirin/yobirin/server/internal/access"
	"github.com/yobirin/yobirin/server/internal/resource"
	"github.com/yobirin/yobirin/server/internal/route"
)

const callerShape = "a phone number such as 0312345678 or +12125550123"

// rejectedNoun is the list of callers who are refused (W-LIST-1).
func (d *Directory) rejectedNoun() resource.Noun[Rejected] {
	return resource.Noun[Rejected]{
		Name: "rejected", Kind: "rejected", Tag: "lists", View: access.ViewLists, Edit: access.EditLists,
		Columns: []resource.Column{{Name: "number"}, {Name: "note"}}, Search: []string{"number", "note"}, CSVKey: "number", CSVKept: keptNumber,
		Title: func(v *Rejected) string { return v.Number },
		Change: func(ctx context.Context, tx bun.Tx, c *resource.Change[Rejected]) error {
			if c.After == nil {
				return nil
			}
			j := judging(ctx, tx)
			j.plain("note", c.After.Note)
			j.caller(&c.After.Number)
			return j.listed("rejected_numbers", c.After.Number, c.After.ID.String())
		},
		Begun: begun, Sealed: sealed,
	}
}

// barredNoun is the list of numbers that nobody may call.
func (d *Directory) barredNoun() resource.Noun[Barred] {
	return resource.Noun[Barred]{
		Name: "barred", Kind: "barred", Tag: "lists", View: access.ViewLists, Edit: access.EditLists,
		Columns: []resource.Column{{Name: "number"}, {Name: "note"}}, Search: []string{"number", "note"}, Wide: true, CSVKey: "number",
		CSVKept: func(text string) string {
			if kept, expected := checkBarred(text); expected == "" {
				return kept
			}
			return text
		},
		Title: func(v *Barred) string { return v.Number },
		Change: func(ctx context.Context, tx bun.Tx, c *resource.Change[Barred]) error {
			if c.After == nil {
				return nil
			}
			j := judging(ctx, tx)
			j.plain("note", c.After.Note)
			if n, err := route.Canonical(c.After.Number); err == nil && route.Emergency(n) {
				j.wrong("number", c.After.Number, barredShape, "emergency")
			} else if kept, expected := checkBarred(c.After.Number); expected != "" {
				j.wrong("number", c.After.Number, expected, "number")
			} else {
				c.After.Number = kept
			}
			return j.listed("barred_numbers", c.After.Number, c.After.ID.String())
		},
		Begun: begun, Sealed: sealed,
	}
}

// callerNoun is the list of callers with a rule of their own (C-Q-4).
func (d *Directory) callerNoun() resource.Noun[CallerRule] {
	return resource.Noun[CallerRule]{
		Name: "callers", Kind: "caller", Tag: "lists", View: access.ViewLists, Edit: access.EditLists,
		Columns: []resource.Column{{Name: "number"}, {Name: "name"}, {Name: "priority", Filter: resource.Equal}}, Search: []string{"number", "name"}, CSVKey: "number", CSVKept: keptNumber,
		Title: func(v *CallerRule) string {
			if v.Name != "" {
				return v.Name
			}
			return v.Number
		},
		Blank: func() CallerRule { return CallerRule{Priority: 1} },
		Change: func(ctx context.Context, tx bun.Tx, c *resource.Change[CallerRule]) error {
			if c.After == nil {
				return nil
			}
			j := judging(ctx, tx)
			j.plain("name", c.After.Name)
			j.caller(&c.After.Number)
			return j.listed("caller_rules", c.After.Number, c.After.ID.String())
		},
		Begun: begun, Sealed: sealed,
	}
}

// keptNumber gives a phone number as it is kept, and anything else as it is.
func keptNumber(text string) string {
	if n, err := route.Canonical(text); err == nil {
		return n
	}
	return text
}

// caller brings the number of somebody outside into the form in which it is
// kept.
func (j *judged) caller(number *string) {
	n, err := route.Canonical(*number)
	if err != nil {
		j.wrong("number", *number, callerShape, "number")
		return
	}
	*number = n
}

// listed ends the judgement of a record of a list of numbers.
func (j *judged) listed(table, number, self string) error {
	if len(j.fields) == 0 {
		j.free(table, "number", number, self, "number")
	}
	return j.err()
}
