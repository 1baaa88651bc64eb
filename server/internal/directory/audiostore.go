package directory

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net/mail"
	"path"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/uptrace/bun"

	"github.com/yobirin/yobirin/server/internal/access"
	"github.com/yobirin/yobirin/server/internal/resource"
	"github.com/yobirin/yobirin/server/internal/sound/convert"
	"github.com/yobirin/yobirin/shared/fault"
	"github.com/yobirin/yobirin/shared/id"
)

const (
	maxRecipients = 20
	maxFileName   = 255
)

// AudioContent is the sound of an audio file that was given.
type AudioContent struct {
	File  string // as it was called; only shown
	Sound convert.Sound
}

// AudioChange is what is to change of an audio file; nil stays as it is.
type AudioChange struct {
	Name       *string
	Voicemail  *bool
	Recipients *[]string
	Content    *AudioContent
}

// CreateAudio makes an audio file. Name and Content are needed. It gives what
// takes that back.
func (d *Directory) CreateAudio(ctx context.Context, c AudioChange) (a Audio, undo id.Batch, err error) {
	if c.Name == nil {
		return a, undo, fault.Wrong("name", "", fmt.Sprintf("a name of 1 to %d characters", maxName))
	}
	if c.Content == nil {
		return a, undo, fault.Wrong("file", "", "an audio file")
	}
	a = Audio{ID: id.New[id.Audio](d.now()), Version: 1}
	if err := c.apply(&a); err != nil {
		return a, undo, err
	}
	err = d.changeSounds(ctx, map[id.Audio][]byte{a.ID: c.Content.Sound.WAV}, func(ctx context.Context, tx bun.Tx) error {
		if err := freeName(ctx, tx, a); err != nil {
			return err
		}
		if _, err := tx.NewInsert().Model(&a).Exec(ctx); err != nil {
			return err
		}
		undo, err = d.noteAudio(ctx, tx, resource.Entry{ID: a.ID.String(), Title: a.Name, Action: resource.Created})
		return err
	})
	return a, undo, err
}

// ChangeAudio changes an audio file that is still of the version given; 0
// changes it whatever its version. It gives what takes the change back.
func (d *Directory) ChangeAudio(ctx context.Context, which id.Audio, version int64, c AudioChange) (a Audio, undo id.Batch, err error) {
	sounds := map[id.Audio][]byte{}
	if c.Content != nil {
		sounds[which] = c.Content.Sound.WAV
	}
	err = d.changeSounds(ctx, sounds, func(ctx context.Context, tx bun.Tx) error {
		var err error
		if a, err = audioOf(ctx, tx, which); err != nil {
			return err
		}
		if version != 0 && version != a.Version {
			return fault.New(fault.Conflict, "changed_meanwhile", "somebody else has changed this meanwhile: it is version %d", a.Version)
		}
		before := a
		if err := c.apply(&a); err != nil {
			return err
		}
		if err := freeName(ctx, tx, a); err != nil {
			return err
		}
		if a.SHA256 != before.SHA256 {
			if err := d.keepBefore(before); err != nil {
				return err
			}
		}
		a.Version++
		if _, err = tx.NewUpdate().Model(&a).WherePK().Exec(ctx); err != nil {
			return err
		}
		undo, err = d.noteAudio(ctx, tx, resource.Entry{ID: a.ID.String(), Title: a.Name, Action: resource.Updated, Fields: audioChanges(before, a)})
		return err
	})
	return a, undo, err
}

// noteAudio notes what an upload did, and what takes it back; nothing does where
// nothing has changed.
func (d *Directory) noteAudio(ctx context.Context, tx bun.Tx, e resource.Entry) (id.Batch, error) {
	e.Noun, e.Kind = "audios", "audio"
	if e.Action == resource.Created || len(e.Fields) > 0 {
		by, _ := access.From(ctx)
		var err error
		if e.Batch, err = d.resources.Batched(ctx, tx, e.Noun, by); err != nil {
			return id.Batch{}, err
		}
	}
	return e.Batch, d.noteChange(ctx, tx, e)
}

// audioChanges are the fields that an upload changed, as the history tells them.
func audioChanges(before, after Audio) []resource.FieldChange {
	var out []resource.FieldChange
	add := func(field string, from, to any, changed bool) {
		if changed {
			out = append(out, resource.FieldChange{Field: field, From: from, To: to})
		}
	}
	add("name", before.Name, after.Name, before.Name != after.Name)
	add("voicemail", before.Voicemail, after.Voicemail, before.Voicemail != after.Voicemail)
	add("recipients", before.Recipients, after.Recipients, !slices.Equal(before.Recipients, after.Recipients))
	add("file", before.File, after.File, before.File != after.File)
	add("sha256", before.SHA256, after.SHA256, before.SHA256 != after.SHA256)
	return out
}

func audioOf(ctx context.Context, db bun.IDB, which id.Audio) (Audio, error) {
	var a Audio
	err := db.NewSelect().Model(&a).Where("id = ?", which).Scan(ctx)
	if errors.Is(err, sql.ErrNoRows) {
		return a, fault.New(fault.NotFound, "not_found", "there is no audio file %s", which)
	}
	return a, err
}

func freeName(ctx context.Context, tx bun.Tx, a Audio) error {
	taken, err := tx.NewSelect().Model((*Audio)(nil)).Where("name = ? and id <> ?", a.Name, a.ID).Exists(ctx)
	if err != nil || !taken {
		return err
	}
	f := fault.New(fault.Conflict, "name_taken", "there is another audio file of this name")
	f.Fields = []fault.Field{{Name: "name", Value: a.Name, Expected: "a name that no other audio file has"}}
	return f
}

// apply puts the change into the record, checked.
func (c AudioChange) apply(a *Audio) error {
	if c.Name != nil {
		if !plain(*c.Name, maxName) {
			return fault.Wrong("name", cut(*c.Name), fmt.Sprintf("1 to %d characters without control characters", maxName))
		}
		a.Name = *c.Name
	}
	if c.Voicemail != nil {
		a.Voicemail = *c.Voicemail
	}
	if c.Recipients != nil {
		if len(*c.Recipients) > maxRecipients {
			return fault.Wrong("recipients", fmt.Sprintf("%d addresses", len(*c.Recipients)), fmt.Sprintf("at most %d", maxRecipients))
		}
		for _, address := range *c.Recipients {
			if !mailAddress(address) {
				return fault.Wrong("recipients", cut(address), mailRule)
			}
		}
		a.Recipients = slices.Clone(*c.Recipients)
	}
	if c.Content != nil {
		sum := sha256.Sum256(c.Content.Sound.WAV)
		a.File, a.SHA256, a.Milliseconds = fileName(c.Content.File), hex.EncodeToString(sum[:]), c.Content.Sound.Length.Milliseconds()
	}
	return nil
}

// fileName is what a browser says that a file is called, fit to be shown.
func fileName(given string) string {
	name := path.Base(strings.ReplaceAll(given, `\`, "/"))
	if r := []rune(name); len(r) > maxFileName {
		name = string(r[:maxFileName])
	}
	if !plain(name, maxFileName) || name == "." || name == "/" {
		return "audio"
	}
	return name
}

const mailRule = "a mail address as in name@example.com"

// mailAddress says whether a text is one mail address and nothing else.
func mailAddress(s string) bool {
	a, err := mail.ParseAddress(s)
	return err == nil && a.Name == "" && a.Address == s && len(s) <= 254 && plain(s, 254)
}

// noteChange writes a change into the history and the audit, by who is logged
// in.
func (d *Directory) noteChange(ctx context.Context, tx bun.Tx, e resource.Entry) error {
	e.By, _ = access.From(ctx)
	return d.resources.Note(ctx, tx, e)
}

// changeSounds changes the site in one transaction, the new sounds of audio
// files with it, and tells the subscribers. They hear of it when the sounds
// are in their places, not before.
func (d *Directory) changeSounds(ctx context.Context, sounds map[id.Audio][]byte, fn func(context.Context, bun.Tx) error) error {
	p := &plan{d: d, sounds: sounds}
	if err := d.changeAndPlace(ctx, p, fn); err != nil {
		return err
	}
	d.tellNow(ctx)
	return nil
}

func (d *Directory) changeAndPlace(ctx context.Context, p *plan, fn func(context.Context, bun.Tx) error) error {
	d.publishing.Lock()
	defer d.publishing.Unlock()
	err := d.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error {
		if _, err := tx.ExecContext(ctx, "select pg_advisory_xact_lock(?)", siteLock); err != nil {
			return fmt.Errorf("directory: wait for another change of the site: %w", err)
		}
		if err := fn(ctx, tx); err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, "update site set version = version + 1"); err != nil {
			return fmt.Errorf("directory: count a version: %w", err)
		}
		if _, err := tx.ExecContext(ctx, "select pg_notify(?, '')", channel); err != nil {
			return fmt.Errorf("directory: announce a change: %w", err)
		}
		return p.stageAudio()
	})
	if err != nil {
		p.dropAudio()
		var pgErr *pgconn.PgError
		if errors.As(err, &pgErr) && pgErr.Code == "23503" { // a reference from a table that readSite does not read
			return fault.Wrap(err, fault.Conflict, "audio_in_use", "the audio file is in use")
		}
		return err
	}
	return p.placeAudio()
}

// ConvertAudio makes the content of an audio file from whatever file somebody
// gives, an upload or a recording. A file that cannot be used is a fault Invalid.
func (d *Directory) ConvertAudio(ctx context.Context, name string, r io.Reader) (AudioContent, error) {
	s, err := d.converter.Convert(ctx, r)
	return AudioContent{File: name, Sound: s}, err
}
