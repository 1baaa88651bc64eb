package directory

import (
	"context"
	"fmt"
	"net/http"
	"slices"

	"github.com/danielgtaylor/huma/v2"
	"github.com/uptrace/bun"

	"github.com/yobirin/yobirin/server/internal/access"
	"github.com/yobirin/yobirin/server/internal/resource"
)

// registerRouting adds the nouns that calls are routed by, and the site's
// settings.
func (d *Directory) registerRouting(api huma.API) {
	resource.Register(api, d.resources, d.numberNoun())
	resource.Register(api, d.resources, d.trunkNoun())
	resource.Register(api, d.resources, d.ivrNoun())
	resource.Register(api, d.resources, d.audioNoun())
	resource.Register(api, d.resources, d.rejectedNoun())
	resource.Register(api, d.resources, d.barredNoun())
	resource.Register(api, d.resources, d.callerNoun())
	resource.Register(api, d.resources, d.holidayNoun())
	resource.Register(api, d.resources, d.formatNoun())
	resource.Register(api, d.resources, d.fieldNoun())
	resource.RegisterOne(api, d.resources, settingsNoun(), siteID)
	resource.RegisterNoted(api, d.resources, resource.Noted{
		Noun: logins, Kind: logins, Path: "/api/v1/settings/access", Tag: "settings", View: access.SeeSettings, Edit: access.EditSettings, Which: siteID, Back: d.loginsBack,
	})
	d.registerPublicHolidays(api)
	d.registerTrunkTest(api)
	huma.Register(api, access.Needs(huma.Operation{
		OperationID: "carrier-profiles", Method: http.MethodGet, Path: "/api/v1/carrier-profiles", Tags: []string{"trunks"}, Summary: "The presets for carriers and their switches",
	}, access.ViewTrunks), func(ctx context.Context, _ *struct{}) (*struct{ Body CarrierProfiles }, error) {
		if _, err := access.Require(ctx, access.ViewTrunks); err != nil {
			return nil, err
		}
		out, err := carrierProfiles()
		return &struct{ Body CarrierProfiles }{out}, err
	})
}

// logins is what the history calls the settings of logins, which are access's.
const logins = "access-settings"

// noteLogins puts changes of the settings of logins into the history, and gives
// what takes them back. What is of secrets alone does not come back.
func noteLogins(history *resource.Store) func(context.Context, bun.Tx, access.Session, access.Origin, []access.SettingsField) (string, error) {
	return func(ctx context.Context, tx bun.Tx, by access.Session, from access.Origin, fields []access.SettingsField) (string, error) {
		e, err := loginsChanged(ctx, tx, by, from, fields)
		if err != nil {
			return "", err
		}
		undo := ""
		if slices.ContainsFunc(fields, func(f access.SettingsField) bool { return !f.Secret }) {
			if e.Batch, err = history.Batched(ctx, tx, logins, by); err != nil {
				return "", err
			}
			undo = e.Batch.String()
		}
		return undo, history.Note(ctx, tx, e)
	}
}

func loginsChanged(ctx context.Context, tx bun.Tx, by access.Session, from access.Origin, fields []access.SettingsField) (resource.Entry, error) {
	which, err := siteID(ctx, tx)
	e := resource.Entry{Noun: logins, Kind: logins, ID: which, Action: resource.Updated, By: by, From: from}
	for _, f := range fields {
		one := resource.FieldChange{Field: f.Name}
		if !f.Secret {
			one.From, one.To = f.From, f.To
		}
		e.Fields = append(e.Fields, one)
	}
	return e, err
}

// loginsBack gives the settings of logins the values that they had before a
// change.
func (d *Directory) loginsBack(ctx context.Context, by access.Session, from access.Origin, begin func(context.Context, bun.Tx) (resource.Back, error)) ([]string, error) {
	return d.doors.UndoSettings(ctx, by, func(ctx context.Context, tx bun.Tx) ([]access.SettingsField, func([]access.SettingsField) error, error) {
		back, err := begin(ctx, tx)
		if err != nil {
			return nil, nil, err
		}
		var was []access.SettingsField
		for _, f := range back.Fields {
			one := access.SettingsField{Name: f.Field, Secret: f.From == nil && f.To == nil}
			one.From, _ = f.From.(string)
			one.To, _ = f.To.(string)
			was = append(was, one)
		}
		return was, func(fields []access.SettingsField) error {
			e, err := loginsChanged(ctx, tx, by, from, fields)
			if err != nil {
				return err
			}
			e.Batch = back.Batch
			return d.resources.Note(ctx, tx, e)
		}, nil
	})
}

// siteID gives the identifier of the site, by which the history keeps what
// there is one of.
func siteID(ctx context.Context, db bun.IDB) (string, error) {
	return resource.Sole("site")(ctx, db)
}

// settingsNoun is the site's own settings. They have a version of their own:
// that of the site counts every change of anything.
func settingsNoun() resource.Noun[Settings] {
	return resource.Noun[Settings]{
		Name: "settings", Kind: "settings", Tag: "settings", View: access.SeeSettings, Edit: access.EditSettings,
		Columns: []resource.Column{{Name: "name"}},
		Title:   func(s *Settings) string { return s.Name },
		Change: func(ctx context.Context, tx bun.Tx, c *resource.Change[Settings]) error {
			j := judging(ctx, tx)
			s := c.After
			j.plain("name", s.Name)
			j.refers("emergency", "numbers", s.Emergency.String())
			j.refers("parkGroup", "groups", s.ParkGroup.String())
			if s.Rooms > c.Before.Rooms {
				j.rooms(s.Rooms)
			}
			return j.err()
		},
		Begun: begun,
		Sealed: func(ctx context.Context, tx bun.Tx) error {
			// The row itself was written, so announce would take it for counted.
			if _, err := tx.ExecContext(ctx, "update site set version = version + 1"); err != nil {
				return fmt.Errorf("directory: count a version: %w", err)
			}
			return announce(ctx, tx)
		},
	}
}

// rooms refuses a number of conference rooms whose codes would take an
// extension that somebody has (C-CODE-11).
func (j *judged) rooms(rooms int) {
	codes, err := codeTable(j.ctx, j.tx)
	if err != nil {
		j.failed = err
		return
	}
	for _, r := range reserved(codes, rooms) {
		if j.failed != nil {
			return
		}
		var ext, title string
		var found bool
		err := j.tx.QueryRowContext(j.ctx, `select coalesce(min(extension), ''), coalesce(min(title), ''), count(*) > 0 from (
			select extension, name as title from agents where deleted_at is null union all select extension, name from groups union all select extension, name from ivrs) as held
			where starts_with(extension, ?)`, r.code).Scan(&ext, &title, &found)
		if err != nil {
			j.failed = fmt.Errorf("directory: look for extensions: %w", err)
		}
		if found {
			j.collides("rooms", fmt.Sprint(rooms), ext, fmt.Sprintf("codes that leave the extension %s to %s", ext, title))
			return
		}
	}
}
