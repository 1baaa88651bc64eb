package directory

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strings"
	"time"

	"github.com/uptrace/bun"

	"github.com/yobirin/yobirin/server/internal/access"
	"github.com/yobirin/yobirin/server/internal/resource"
	"github.com/yobirin/yobirin/shared/id"
)

// audioNoun is the site's audio files (C-AUD-1). They are made and their
// sounds replaced by uploads, which have operations of their own.
func (d *Directory) audioNoun() resource.Noun[Audio] {
	return resource.Noun[Audio]{
		Name: "audios", Kind: "audio", Tag: "audio", View: access.SeeAudio, Edit: access.EditAudio,
		Columns: []resource.Column{{Name: "name"}, {Name: "file"}, {Name: "milliseconds"}, {Name: "voicemail", Filter: resource.YesNo}},
		Search:  []string{"name", "file"},
		Title:   func(a *Audio) string { return a.Name },
		Fill:    fillAudios, Change: d.judgeAudio, Kept: []string{"file", "sha256", "milliseconds"}, Begun: begun, Sealed: sealed,
		Uses: func(ctx context.Context, db bun.IDB, which string) ([]resource.Use, error) {
			s, err := readRecords(ctx, db, namesAudio)
			if err != nil {
				return nil, err
			}
			out := []resource.Use{}
			for _, u := range s.uses()[parsed[id.Audio](which)] {
				out = append(out, resource.Use{Noun: u.Noun, ID: u.ID, Title: u.Name, Field: u.Field})
			}
			return out, nil
		},
		Committed: func(ctx context.Context) error {
			d.tellNow(ctx) // with sounds of before in their places
			return d.sweepSounds(ctx)
		},
		Without: []resource.Verb{resource.Creating, resource.CSVIn, resource.CSVOut},
	}
}

// fillAudios counts the places that name the files.
func fillAudios(ctx context.Context, db bun.IDB, of []*Audio) error {
	s, err := readRecords(ctx, db, namesAudio)
	if err != nil {
		return err
	}
	all := s.uses()
	for _, a := range of {
		a.Uses = len(all[a.ID])
	}
	return nil
}

func (d *Directory) judgeAudio(ctx context.Context, tx bun.Tx, c *resource.Change[Audio]) error {
	j := judging(ctx, tx)
	if c.After == nil {
		return j.err()
	}
	j.named("audios", c.After.Name, c.After.ID.String())
	if c.Revived && !d.hasSound(c.After.ID) {
		j.wrong("file", c.After.File, "an audio file whose sound is still kept", "missing")
	}
	if c.Before != nil && c.Before.SHA256 != c.After.SHA256 { // a change of the sound is taken back
		wrong, err := d.bringBack(c.After)
		if err != nil {
			return err
		}
		if wrong != nil {
			j.fields = append(j.fields, *wrong)
		}
	}
	for i, address := range c.After.Recipients {
		if !mailAddress(address) {
			j.wrong(fmt.Sprintf("recipients[%d]", i), address, mailRule, "pattern.mail")
		}
	}
	return j.err()
}

// sweepEvery is how long the sound of an audio file may stay after the file does
// not come back any more.
const sweepEvery = time.Hour

// tidy sweeps until ctx ends, also while nobody deletes anything.
func (d *Directory) tidy(ctx context.Context) {
	defer func() {
		if p := recover(); p != nil {
			d.log.Error("panic while sounds were swept", "panic", p, "stack", string(debug.Stack()))
		}
	}()
	tick := time.NewTicker(sweepEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			if err := d.sweepSounds(ctx); err != nil && ctx.Err() == nil {
				d.log.Warn("sounds of deleted audio files are not swept, trying again", "err", err)
			}
		}
	}
}

// sweepSounds removes the sounds of audio files that are no more, and do not
// come back any more. It looks at the folder, so that what a crash left behind
// goes, too.
func (d *Directory) sweepSounds(ctx context.Context) error {
	d.publishing.Lock() // no upload is between its commit and its place
	defer d.publishing.Unlock()
	var kept []id.Audio
	if err := d.db.Bun().NewSelect().Model((*Audio)(nil)).Column("id").Scan(ctx, &kept); err != nil {
		return fmt.Errorf("directory: look for sounds without a record: %w", err)
	}
	gone, err := d.resources.Gone(ctx, d.db.Bun(), "audios")
	if err != nil {
		return err
	}
	for _, g := range gone {
		kept = append(kept, parsed[id.Audio](g))
	}
	if err := d.sweepBefore(ctx); err != nil {
		return err
	}
	entries, err := os.ReadDir(d.audio)
	if err != nil && !os.IsNotExist(err) {
		return fmt.Errorf("directory: look for sounds without a record: %w", err)
	}
	for _, e := range entries {
		name, wav := strings.CutSuffix(e.Name(), ".wav")
		which, err := id.Parse[id.Audio](name)
		if !wav || err != nil || which.IsZero() || !e.Type().IsRegular() || slices.Contains(kept, which) {
			continue
		}
		if err := os.Remove(filepath.Join(d.audio, e.Name())); err != nil {
			d.log.Error("the sound of a deleted audio file is still there", "audio", which, "err", err)
		}
	}
	return nil
}
