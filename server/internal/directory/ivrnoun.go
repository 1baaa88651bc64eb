package directory

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/uptrace/bun"

	"github.com/yobirin/yobirin/server/internal/access"
	"github.com/yobirin/yobirin/server/internal/ivr"
	"github.com/yobirin/yobirin/server/internal/resource"
	"github.com/yobirin/yobirin/server/internal/route"
	"github.com/yobirin/yobirin/shared/fault"
)

// IVRWarning is something that is probably not meant so (C-IVR-2, C-IVR-4).
type IVRWarning struct {
	Kind    ivr.Kind `json:"kind" enum:"unreachable-row,overlap,unreachable-buttons,loop,ends-busy,missing-audio,dead-key"`
	Serious bool     `json:"serious" doc:"hardly meant so; else it may well be"`
	Text    string   `json:"text" doc:"in the caller's language"`
	Row     int      `json:"row,omitempty" doc:"of the schedule, from 1"`
	Other   int      `json:"other,omitempty" doc:"the earlier row of an overlap, from 1"`
	Key     string   `json:"key,omitempty"`
	Path    []string `json:"path,omitempty" nullable:"false" doc:"names of what a call passes"`
}

// ivrNoun is the site's menus (C-IVR).
func (d *Directory) ivrNoun() resource.Noun[IVR] {
	return resource.Noun[IVR]{
		Name: "ivrs", Kind: "ivr", Tag: "ivrs", View: access.SeeRouting, Edit: access.EditRouting,
		Columns: []resource.Column{{Name: "name"}, {Name: "extension", SQL: "coalesce(extension, '')"}},
		Search:  []string{"name", "coalesce(extension, '')"},
		Title:   func(m *IVR) string { return m.Name },
		Fill: func(ctx context.Context, db bun.IDB, of []*IVR) error {
			if len(of) != 1 {
				return nil // a list tells none: to find them costs a look at the whole site
			}
			var err error
			of[0].Warnings, err = d.warningsOf(ctx, db, of[0])
			return err
		},
		Change: d.judgeIVR, Begun: begun, Sealed: sealed,
		Uses: func(ctx context.Context, db bun.IDB, which string) ([]resource.Use, error) {
			found, err := usedBy(ctx, db, route.ToIVR, which)
			if err == nil {
				found, err = usesOfExtension(ctx, db, found, "ivrs", which)
			}
			return slices.DeleteFunc(found, func(u resource.Use) bool { return u.Noun == "ivrs" && u.ID == which }), err
		},
	}
}

func (d *Directory) judgeIVR(ctx context.Context, tx bun.Tx, c *resource.Change[IVR]) error {
	j := judging(ctx, tx)
	m := c.After
	if m == nil {
		return j.err()
	}
	j.named("ivrs", m.Name, m.ID.String())
	if j.failed == nil {
		before := ""
		if c.Before != nil {
			before = c.Before.Extension
		}
		var bad []fault.Field
		bad, j.failed = d.checkNewExtension(ctx, tx, c.By, before, m.Extension, m.ID.String())
		j.fields = append(j.fields, bad...)
	}
	j.leads("default", &m.Default)
	j.schedule(&m.Schedule)
	j.refers("buttons.audio", "audios", m.Buttons.Audio.String())
	for _, key := range slices.Sorted(maps.Keys(m.Buttons.Keys)) {
		field := "buttons.keys." + key
		if len(key) != 1 || !strings.Contains("0123456789*#", key) {
			j.wrong(field, key, "a key: 0 to 9, * or #", "pattern.phone_key")
			continue
		}
		to := m.Buttons.Keys[key]
		j.leads(field, &to)
		m.Buttons.Keys[key] = to
		if to.Kind == route.ToUnset {
			j.fields = append(j.fields, required(field))
		}
	}
	if len(m.Buttons.Keys) == 0 {
		m.Buttons.Keys = nil
	}
	return j.err()
}

func (j *judged) schedule(s *Schedule) {
	for i, date := range s.Dates {
		if !isDate(date) {
			j.wrong(fmt.Sprintf("schedule.dates[%d]", i), date, "a date as in 2026-12-31", "pattern.date")
		}
	}
	slices.Sort(s.Dates)
	s.Dates = slices.Compact(s.Dates)
	for i := range s.Rows {
		row, at := &s.Rows[i], fmt.Sprintf("schedule.rows[%d]", i)
		if row.From == row.To {
			j.wrong(at+".to", row.To, "a time other than from", "other_time")
		}
		if len(row.Weekdays) == 0 && !row.Designated && !row.Holiday {
			row.Weekdays = weekdayWords() // a row that says nothing of days holds on all
		}
		j.leads(at+".toDestination", &row.Then)
		if row.Then.Kind == route.ToUnset {
			j.fields = append(j.fields, required(at+".toDestination"))
		}
	}
}

// warningsOf says what is probably not meant so about an IVR, and about every
// loop that it is a part of, in the caller's language.
func (d *Directory) warningsOf(ctx context.Context, db bun.IDB, m *IVR) ([]IVRWarning, error) {
	plan, err := d.planWith(ctx, db, m)
	if err != nil {
		return nil, err
	}
	s, _ := access.From(ctx)
	return warningsIn(plan, m, s.Agent.Language), nil
}

func warningsIn(plan *route.Plan, m *IVR, language string) []IVRWarning {
	out := []IVRWarning{}
	for _, f := range ivr.Lint(plan) {
		if f.IVR == m.ID || f.Kind == ivr.Loop && slices.Contains(f.Path, m.Name) {
			out = append(out, warningOf(f, language))
		}
	}
	return out
}

// planWith gives the site's plan with an IVR that need not be stored, in the
// place of the one with its identifier.
func (d *Directory) planWith(ctx context.Context, db bun.IDB, m *IVR) (*route.Plan, error) {
	s, err := readSite(ctx, db)
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(s.IVRs, func(o IVR) bool { return o.ID == m.ID })
	if i < 0 {
		s.IVRs = append(s.IVRs, *m)
	} else {
		s.IVRs[i] = *m
	}
	return s.routePlan(nil, views{zone: d.zone, holidays: d.holidaysOf(s)}), nil
}

func warningOf(f ivr.Finding, language string) IVRWarning {
	w := IVRWarning{Kind: f.Kind, Serious: f.Warning || f.Kind == ivr.Loop, Text: f.Text, Row: f.Row + 1, Key: f.Key, Path: f.Path}
	if f.Kind == ivr.Overlap {
		w.Other = f.Other + 1
	}
	if language == "ja" {
		w.Text = f.Name + ": " + findingJA(f)
	}
	return w
}

// findingJA says a finding in Japanese.
func findingJA(f ivr.Finding) string {
	way := "標準ルーティング"
	switch {
	case f.Row >= 0:
		way = fmt.Sprintf("スケジュール%d行目", f.Row+1)
	case f.Key != "":
		way = "ボタン「" + f.Key + "」"
	}
	path := strings.Join(f.Path, " → ")
	switch f.Kind {
	case ivr.Unreachable:
		return way + "は使われません（それより前の行がすべての時間帯を受けるか、該当する日時がありません）。"
	case ivr.Overlap:
		return "スケジュール" + strconv.Itoa(f.Other+1) + "行目と" + strconv.Itoa(f.Row+1) + "行目の時間帯が重なっています。" + strconv.Itoa(f.Other+1) + "行目が使われます。"
	case ivr.ButtonsUnasked:
		return "スケジュールがすべての日時を受けるため、ボタンは使われません。"
	case ivr.Loop:
		return "着信が元の場所に戻ります（" + path + "）。"
	case ivr.EndsBusy:
		return way + "は話中音で終わることがあります（" + path + " → 話中）。"
	case ivr.MissingAudio:
		if f.Row < 0 && f.Key == "" && len(f.Path) == 0 {
			return "音声ファイルが設定されていないか、存在しません。"
		}
		return way + "の音声ファイルがありません。"
	case ivr.DeadKey:
		if f.Key == "" {
			return "ボタンが有効ですが、どのキーにも転送先がありません。"
		}
		return way + "には転送先がありません。"
	}
	return f.Text
}
