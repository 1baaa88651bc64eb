package directory

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/uptrace/bun"

	"github.com/yobirin/yobirin/server/internal/access"
	"github.com/yobirin/yobirin/server/internal/resource"
	"github.com/yobirin/yobirin/server/internal/route"
	"github.com/yobirin/yobirin/shared/fault"
	"github.com/yobirin/yobirin/shared/id"
)

// shortestNumber is the fewest digits of a number that a site can have; shorter
// ones are services of the carriers.
const shortestNumber = 9

const numberShape = "a Japanese phone number such as 0312345678 or +81312345678"

// numberNoun is the site's phone numbers (J-NUM-1).
func (d *Directory) numberNoun() resource.Noun[Number] {
	return resource.Noun[Number]{
		Name: "numbers", Kind: "number", Tag: "numbers", View: access.ViewNumbers, Edit: access.EditNumbers,
		Columns: []resource.Column{
			{Name: "number"}, {Name: "name"}, {Name: "prefix"}, {Name: "maxChannels"}, {Name: "listed", Filter: resource.YesNo},
			{Name: "trunk", SQL: "coalesce(trunk_id::text, '')", Filter: resource.Equal, NoSort: true}, {Name: "language", Filter: resource.Equal},
		},
		Search: []string{"number", "name", "prefix", "display_inbound", "display_outbound"},
		Title:  func(n *Number) string { return strings.TrimSpace(n.Number + " " + n.Name) },
		Blank:  func() Number { return Number{Listed: true} },
		Fill:   fillNumbers, Change: d.judgeNumber, Stored: d.storeMayPresent, Begun: begun, Sealed: sealed,
		Uses: func(ctx context.Context, db bun.IDB, which string) ([]resource.Use, error) {
			return uses(ctx, db, nil, `select 'agents' as noun, id::text as id, name as title, 'callerId' as field from agents where caller_id = ?0 and deleted_at is null
				union all select 'agents', id::text, name, 'may' from agents where may @> jsonb_build_array(?0::text) and deleted_at is null
				union all select 'transfers', id::text, name, 'callerId' from transfers where caller_id = ?0
				union all select 'settings', id::text, name, 'emergency' from site where emergency_id = ?0`, which)
		},
		CSVKey: "number", CSVKept: keptNumber,
		CSV: []resource.CSVColumn[Number]{
			trunkColumn(), destinationColumn("route", func(n *Number) *route.Destination { return &n.Route }),
			{Name: "mayPresent", Get: mayPresentText, Set: parseMayPresent},
		},
	}
}

// fillNumbers tells which agents have the numbers in their lists (J-NUM-8).
func fillNumbers(ctx context.Context, db bun.IDB, of []*Number) error {
	wanted := make(map[id.Number]*Number, len(of))
	for _, n := range of {
		n.MayPresent = nil
		wanted[n.ID] = n
	}
	agents, err := choosers(ctx, db)
	if err != nil {
		return err
	}
	for _, a := range agents {
		for _, n := range a.May {
			if w := wanted[n]; w != nil {
				w.MayPresent = append(w.MayPresent, a.ID)
			}
		}
	}
	for _, n := range of {
		inOrder(n.MayPresent)
	}
	return nil
}

// inOrder sorts agents as a number's list is stored and told: one order, so that
// nothing seems to change when nothing does.
func inOrder(agents []id.Agent) {
	slices.SortFunc(agents, func(a, b id.Agent) int { return slices.Compare(a[:], b[:]) })
}

// choosers gives the agents who have a list of numbers that they may present.
func choosers(ctx context.Context, db bun.IDB) ([]Agent, error) {
	var out []Agent
	err := db.NewSelect().Model(&out).Column("id", "name", "may").Where("deleted_at is null and jsonb_typeof(may) = 'array' and may <> '[]'").OrderExpr("login").Scan(ctx)
	if err != nil {
		return nil, fmt.Errorf("directory: read what agents may present: %w", err)
	}
	return out, nil
}

func (d *Directory) judgeNumber(ctx context.Context, tx bun.Tx, c *resource.Change[Number]) error {
	j := judging(ctx, tx)
	n := c.After
	if n == nil {
		return j.err()
	}
	switch kept, err := route.Canonical(n.Number); {
	case err != nil:
		j.wrong("number", n.Number, numberShape, "number")
	case route.Emergency(kept):
		j.wrong("number", n.Number, numberShape, "emergency")
	case c.Before == nil && len(kept) < shortestNumber:
		j.wrong("number", n.Number, numberShape, "number") // a service of the carrier, as the time of day
	case c.Before != nil && kept != c.Before.Number:
		j.wrong("number", n.Number, "the number that it was made with", "read_only")
	default:
		n.Number = kept
		j.free("numbers", "number", kept, n.ID.String(), "number")
	}
	if n.Name == "" {
		n.Name = n.Number
	}
	j.plain("name", n.Name)
	j.plain("displayInbound", n.DisplayInbound)
	j.plain("displayOutbound", n.DisplayOutbound)
	for field, page := range map[string]string{"popupRing": n.PopupRing, "popupAnswer": n.PopupAnswer} {
		if page != "" && !pageFits(page) {
			j.wrong(field, page, pageShape, "pattern.page")
		}
	}
	j.refers("trunk", "trunks", n.Trunk.String())
	j.leads("route", &n.Route)
	inOrder(n.MayPresent)
	n.MayPresent = slices.Compact(n.MayPresent)
	for i, a := range n.MayPresent {
		j.refers(fmt.Sprintf("mayPresent[%d]", i), "agents", a.String())
	}
	if n.Prefix != "" && len(j.fields) == 0 {
		j.prefix(n)
	}
	return j.err()
}

// prefix refuses a prefix that another number has, or that hides an extension,
// a code or what is dialed outside (C-CODE-11).
func (j *judged) prefix(n *Number) {
	j.free("numbers", "prefix", n.Prefix, n.ID.String(), "prefix")
	if p := n.Prefix; p[0] == '0' || slices.Contains([]string{"1", "11", "18", "110", "118", "119", "184", "186"}, p) {
		j.collides("prefix", p, "0, 110, 118, 119, 184, 186", "a prefix that is not the beginning of an outside number, 110, 118, 119, 184 or 186")
		return
	}
	for _, ext := range []string{n.Prefix, n.Prefix + "110", n.Prefix + "118", n.Prefix + "119"} {
		if j.failed != nil {
			return
		}
		var held *holder
		if held, j.failed = holderOf(j.ctx, j.tx, ext, ""); held != nil {
			j.collides("prefix", n.Prefix, ext, fmt.Sprintf("a prefix that, alone or before 110, 118 or 119, is not the extension %s of %s", ext, held.Title))
			return
		}
	}
	codes, err := codeTable(j.ctx, j.tx)
	if err != nil {
		j.failed = err
		return
	}
	for _, c := range codes {
		if !c.Feature.InCall() && (n.Prefix == c.Digits || hidesEmergency(c, n.Prefix)) {
			j.collides("prefix", n.Prefix, c.Digits, fmt.Sprintf("a prefix that, alone or before 110, 118 or 119, is not the code %s (%s)", c.Digits, featureWords(c.Feature)))
			return
		}
	}
}

// codeTable gives the site's feature codes.
func codeTable(ctx context.Context, db bun.IDB) ([]route.Code, error) {
	var changed []FeatureCode
	if err := db.NewSelect().Model(&changed).Scan(ctx); err != nil {
		return nil, fmt.Errorf("directory: read the feature codes: %w", err)
	}
	return codesOf(changed), nil
}

// storeMayPresent brings the lists of the agents into agreement with the
// number's. An agent without a list may present every listed number: with its
// first entry it keeps them. One whose last entry goes would get them all, and
// is refused.
func (d *Directory) storeMayPresent(ctx context.Context, tx bun.Tx, c *resource.Change[Number]) error {
	if c.After == nil || c.Before == nil && len(c.After.MayPresent) == 0 || c.Before != nil && slices.Equal(c.Before.MayPresent, c.After.MayPresent) {
		return nil
	}
	had, err := choosers(ctx, tx)
	if err != nil {
		return err
	}
	n := c.After
	lists := map[id.Agent][]id.Number{}
	for _, a := range had {
		lists[a.ID] = a.May
		if !slices.Contains(a.May, n.ID) || slices.Contains(n.MayPresent, a.ID) {
			continue
		}
		left := slices.DeleteFunc(slices.Clone(a.May), func(m id.Number) bool { return m == n.ID })
		if len(left) == 0 {
			return fault.Broken("mayPresent", a.Name, a.Name+", because the list would be empty and every listed number allowed; choose others at the agent first", "last_number", a.Name)
		}
		if err := d.storeMay(ctx, tx, c, a.ID, left); err != nil {
			return err
		}
	}
	var listed []id.Number
	if err := tx.NewSelect().Model((*Number)(nil)).Column("id").Where("listed").OrderExpr("number").Scan(ctx, &listed); err != nil {
		return fmt.Errorf("directory: read the listed numbers: %w", err)
	}
	for _, a := range n.MayPresent {
		may, has := lists[a]
		if slices.Contains(may, n.ID) {
			continue
		}
		if !has {
			may = slices.DeleteFunc(slices.Clone(listed), func(m id.Number) bool { return m == n.ID })
		}
		if err := d.storeMay(ctx, tx, c, a, append(slices.Clone(may), n.ID)); err != nil {
			return err
		}
	}
	return nil
}

// storeMay stores an agent's list, with its history.
func (d *Directory) storeMay(ctx context.Context, tx bun.Tx, c *resource.Change[Number], agent id.Agent, may []id.Number) error {
	var before Agent
	if err := tx.NewSelect().Model(&before).Column("name", "may").Where("id = ?", agent).Scan(ctx); err != nil {
		return fmt.Errorf("directory: read what an agent may present: %w", err)
	}
	if _, err := tx.NewUpdate().Model(&Agent{ID: agent, May: may}).Column("may").Set("version = version + 1").WherePK().Exec(ctx); err != nil {
		return fmt.Errorf("directory: store what an agent may present: %w", err)
	}
	return d.resources.Note(ctx, tx, resource.Entry{
		Noun: "agents", Kind: "agent", ID: agent.String(), Title: before.Name, Action: resource.Updated,
		Fields: []resource.FieldChange{{Field: "may", From: before.May, To: may}}, By: c.By, From: c.From,
	})
}
