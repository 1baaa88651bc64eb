package directory

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/uptrace/bun"

	"github.com/yobirin/yobirin/server/internal/access"
	"github.com/yobirin/yobirin/server/internal/resource"
	"github.com/yobirin/yobirin/server/internal/route"
	"github.com/yobirin/yobirin/shared/fault"
	"github.com/yobirin/yobirin/shared/id"
)

// CodeRow is a feature and its codes as the API shows them.
type CodeRow struct {
	Feature route.Feature  `json:"feature" example:"park"`
	Digits  []string       `json:"digits" nullable:"false" maxItems:"4" doc:"keys that are dialed or pressed; none: the feature is off"`
	Usual   string         `json:"usual,omitempty" readOnly:"true" doc:"the code of a site that changed nothing"`
	InCall  bool           `json:"inCall,omitempty" readOnly:"true" doc:"pressed during a call, not dialed"`
	Takes   route.Argument `json:"takes,omitempty" readOnly:"true" enum:"two-digits,agent,group,target" doc:"what follows the code"`
}

// CodeTable is the site's table of feature codes.
type CodeTable struct {
	Items []CodeRow `json:"items" nullable:"false" maxItems:"64"`
}

type codeOutput struct {
	ETag string `header:"ETag"`
	Undo string `header:"Undo" doc:"what takes a change back within 24 hours (batches/{batch}/undo); missing: nothing has changed"`
	Body CodeTable
}

func (d *Directory) registerCodes(api huma.API) {
	huma.Register(api, access.Needs(huma.Operation{
		OperationID: "codes", Method: http.MethodGet, Path: "/api/v1/codes", Tags: []string{"directory"}, Summary: "The feature codes",
	}, access.ReadDirectory, access.SeeRouting), func(ctx context.Context, _ *struct{}) (*codeOutput, error) {
		return readCodes(ctx, d.db.Bun())
	})
	huma.Register(api, access.Needs(huma.Operation{
		OperationID: "change-codes", Method: http.MethodPut, Path: "/api/v1/codes", Tags: []string{"directory"},
		Summary: "Change the feature codes; a feature that is not mentioned gets its usual code", Errors: []int{http.StatusConflict, http.StatusUnprocessableEntity},
	}, access.EditRouting), func(ctx context.Context, in *struct {
		Match string `header:"If-Match" maxLength:"80" doc:"ETag of the table that is to be changed; absent: any"`
		Body  CodeTable
	}) (*codeOutput, error) {
		if _, err := access.Require(ctx, access.EditRouting); err != nil {
			return nil, err
		}
		changed := make([]FeatureCode, len(in.Body.Items))
		for i, row := range in.Body.Items {
			changed[i] = FeatureCode{Feature: row.Feature, Digits: row.Digits}
		}
		undo, err := d.SetCodes(ctx, changed, strings.Trim(in.Match, `"`))
		if err != nil {
			return nil, err
		}
		out, err := readCodes(ctx, d.db.Bun())
		if err == nil && !undo.IsZero() {
			out.Undo = undo.String()
		}
		return out, err
	})
	resource.RegisterNoted(api, d.resources, resource.Noted{
		Noun: "codes", Kind: "codes", Path: "/api/v1/codes", Tag: "directory", View: access.SeeRouting, Edit: access.EditRouting, Which: siteID, Back: d.codesBack,
	})
}

// codesBack gives the features the codes that they had before a change.
func (d *Directory) codesBack(ctx context.Context, by access.Session, _ access.Origin, begin func(context.Context, bun.Tx) (resource.Back, error)) ([]string, error) {
	return nil, d.change(ctx, func(ctx context.Context, tx bun.Tx) error {
		back, err := begin(ctx, tx)
		if err != nil {
			return err
		}
		s, err := readSite(ctx, tx)
		if err != nil {
			return err
		}
		codes, now := slices.Clone(s.Codes), map[route.Feature][]string{}
		for _, c := range codesOf(s.Codes) {
			now[c.Feature] = append(now[c.Feature], c.Digits)
		}
		for _, f := range back.Fields {
			feature := route.Feature(f.Field)
			if !slices.Equal(now[feature], textsOf(f.To)) { // by a site file, which notes each feature by itself
				return resource.ChangedSince(f.Field)
			}
			codes = slices.DeleteFunc(codes, func(c FeatureCode) bool { return c.Feature == feature })
			if had := textsOf(f.From); !slices.Equal(had, usualDigits(feature)) {
				codes = append(codes, FeatureCode{Feature: feature, Digits: had})
			}
		}
		return d.storeCodes(ctx, tx, s, codes, back.Batch)
	})
}

// textsOf reads a list of texts that a history tells.
func textsOf(v any) []string {
	out := []string{}
	list, _ := v.([]any)
	for _, item := range list {
		if text, ok := item.(string); ok {
			out = append(out, text)
		}
	}
	return out
}

// usualDigits is the code of a site that changed nothing.
func usualDigits(f route.Feature) []string {
	out := []string{}
	for _, c := range route.DefaultCodes() {
		if c.Feature == f {
			out = append(out, c.Digits)
		}
	}
	return out
}

func readCodes(ctx context.Context, db bun.IDB) (*codeOutput, error) {
	var changed []FeatureCode
	if err := db.NewSelect().Model(&changed).Scan(ctx); err != nil {
		return nil, fmt.Errorf("directory: read the feature codes: %w", err)
	}
	out := &codeOutput{Body: CodeTable{Items: []CodeRow{}}}
	table := codesOf(changed)
	for _, c := range route.DefaultCodes() {
		row := CodeRow{Feature: c.Feature, Digits: []string{}, Usual: c.Digits, InCall: c.Feature.InCall(), Takes: c.Feature.Takes()}
		for _, own := range table {
			if own.Feature == c.Feature {
				row.Digits = append(row.Digits, own.Digits)
			}
		}
		out.Body.Items = append(out.Body.Items, row)
	}
	raw, err := json.Marshal(out.Body)
	if err != nil {
		return nil, fmt.Errorf("directory: read the feature codes: %w", err)
	}
	sum := sha256.Sum256(raw)
	out.ETag = `"` + hex.EncodeToString(sum[:8]) + `"`
	return out, nil
}

// SetCodes makes the site's feature codes be as given; a feature that is not
// given has its usual code. match is the ETag of the table that is meant, or
// "". Codes that cannot be told apart from each other, from what is dialed
// outside or from extensions are refused with a fault Invalid that names each
// (C-CODE-11). It gives what takes the change back; nothing, where nothing has
// changed.
func (d *Directory) SetCodes(ctx context.Context, codes []FeatureCode, match string) (undo id.Batch, err error) {
	if fields := misshapen(codes); len(fields) > 0 {
		return undo, &fault.Error{Code: fault.Invalid, Key: "invalid", Message: "some codes are not valid", Fields: fields}
	}
	err = d.change(ctx, func(ctx context.Context, tx bun.Tx) error {
		now, err := readCodes(ctx, tx)
		if err != nil {
			return err
		}
		if match != "" && strings.Trim(now.ETag, `"`) != match {
			return fault.New(fault.Conflict, "changed_meanwhile", "somebody else has changed the feature codes; load them again")
		}
		s, err := readSite(ctx, tx)
		if err != nil {
			return err
		}
		if len(codeChanges(codesOf(s.Codes), codesOf(codes))) == 0 {
			return errUnchanged
		}
		by, _ := access.From(ctx)
		if undo, err = d.resources.Batched(ctx, tx, "codes", by); err != nil {
			return err
		}
		return d.storeCodes(ctx, tx, s, codes, undo)
	})
	return undo, err
}

// storeCodes stores the site's codes and notes what changes.
func (d *Directory) storeCodes(ctx context.Context, tx bun.Tx, s *site, codes []FeatureCode, batch id.Batch) error {
	if fields := s.collisions(codesOf(codes)); len(fields) > 0 {
		return &fault.Error{Code: fault.Invalid, Key: "code_collision", Message: "some codes cannot be told apart from others", Fields: fields}
	}
	if _, err := tx.ExecContext(ctx, "delete from feature_codes"); err != nil {
		return fmt.Errorf("directory: store the feature codes: %w", err)
	}
	for i := range codes {
		codes[i].Version = s.Settings.SiteVersion
		if codes[i].Digits == nil {
			codes[i].Digits = []string{}
		}
		if _, err := tx.NewInsert().Model(&codes[i]).Exec(ctx); err != nil {
			return fmt.Errorf("directory: store the feature codes: %w", err)
		}
	}
	return d.noteChange(ctx, tx, resource.Entry{
		Noun: "codes", Kind: "codes", ID: s.Settings.ID.String(), Title: "codes", Action: resource.Updated, Fields: codeChanges(codesOf(s.Codes), codesOf(codes)), Batch: batch,
	})
}

// codeChanges are the features whose codes differ.
func codeChanges(before, after []route.Code) []resource.FieldChange {
	was, is := map[route.Feature][]string{}, map[route.Feature][]string{}
	for _, c := range before {
		was[c.Feature] = append(was[c.Feature], c.Digits)
	}
	for _, c := range after {
		is[c.Feature] = append(is[c.Feature], c.Digits)
	}
	var out []resource.FieldChange
	for _, c := range route.DefaultCodes() {
		if !slices.Equal(was[c.Feature], is[c.Feature]) {
			out = append(out, resource.FieldChange{Field: string(c.Feature), From: was[c.Feature], To: is[c.Feature]})
		}
	}
	return out
}

// misshapen says which codes can be none at all.
func misshapen(codes []FeatureCode) []fault.Field {
	var out []fault.Field
	names := featureNames()
	for i, c := range codes {
		at := fmt.Sprintf("items[%d]", i)
		if !slices.Contains(names, string(c.Feature)) {
			out = append(out, fault.Field{Name: at + ".feature", Value: cut(string(c.Feature)), Expected: "one of " + strings.Join(names, ", ")})
			continue
		}
		if slices.ContainsFunc(codes[:i], func(other FeatureCode) bool { return other.Feature == c.Feature }) {
			out = append(out, fault.Field{Name: at + ".feature", Value: string(c.Feature), Expected: "each feature once"})
		}
		if len(c.Digits) > 1 && c.Feature.Takes() == route.ArgumentTwo {
			out = append(out, fault.Field{Name: at + ".digits", Value: strings.Join(c.Digits, " "), Expected: "one code at most", Rule: "max_items", Limit: "1"})
		}
		for j, digits := range c.Digits {
			if !codeFits(c.Feature, digits) {
				out = append(out, fault.Field{Name: fmt.Sprintf("%s.digits[%d]", at, j), Value: cut(digits), Expected: codeShape(c.Feature), Rule: codeRule(c.Feature)})
			}
		}
	}
	return out
}

// codeRule names the rule that a feature's codes keep.
func codeRule(f route.Feature) string {
	switch {
	case f.InCall():
		return "pattern.pressed_code"
	case f.Takes() == route.ArgumentTwo:
		return "pattern.counted_code"
	}
	return "pattern.dialed_code"
}

// collisions says which codes the site cannot have.
func (s *site) collisions(codes []route.Code) []fault.Field {
	var prefixes []string
	for _, n := range s.Numbers {
		if n.Prefix != "" {
			prefixes = append(prefixes, n.Prefix)
		}
	}
	var out []fault.Field
	for _, c := range clashes(codes, prefixes) {
		out = append(out, fault.Field{Name: string(c.code.Feature), Value: c.code.Digits, Expected: c.expected, Rule: "collides", Limit: c.with})
	}
	list := reserved(codes, s.Settings.Rooms)
	taken := func(ext, noun, key string) {
		for _, r := range list {
			if ext != "" && strings.HasPrefix(ext, r.code) {
				out = append(out, fault.Field{Name: r.what, Value: r.code, Expected: fmt.Sprintf("codes that leave the extension %s to the %s %s", ext, noun, key), Rule: "collides", Limit: ext + " " + key})
				return
			}
		}
	}
	for _, v := range s.Agents {
		taken(v.Extension, "agent", v.Login)
	}
	for _, v := range s.Groups {
		taken(v.Extension, "group", v.Name)
	}
	for _, v := range s.IVRs {
		taken(v.Extension, "IVR", v.Name)
	}
	return out
}
