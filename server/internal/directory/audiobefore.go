package directory

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/yobirin/yobirin/server/internal/resource"
	"github.com/yobirin/yobirin/shared/fault"
	"github.com/yobirin/yobirin/shared/id"
	"github.com/yobirin/yobirin/shared/pcm"
)

// A sound that was replaced stays, as before/<id>.<sha256>.wav beside the others,
// as long as the change may be taken back. Which sound an audio file has is what
// its record says: a change back changes the record, and whoever publishes the
// site then puts the sound in its place, also after a crash.

func (d *Directory) beforePath(a id.Audio, sum string) string {
	return filepath.Join(d.audio, "before", a.String()+"."+sum+".wav")
}

// keepBefore keeps the sound that an audio file has. One that is not there is
// not kept.
func (d *Directory) keepBefore(a Audio) error {
	to := d.beforePath(a.ID, a.SHA256)
	err := os.MkdirAll(filepath.Dir(to), 0o750)
	if err == nil {
		err = os.Link(d.SoundPath(a.ID), to)
	}
	if err != nil && !errors.Is(err, fs.ErrExist) && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("directory: keep the sound of before: %w", err)
	}
	return nil
}

// bringBack judges an audio file whose sound becomes one of before again.
func (d *Directory) bringBack(a *Audio) (wrong *fault.Field, err error) {
	gone := &fault.Field{Name: "file", Value: a.File, Expected: "an audio file whose sound is still kept", Rule: "missing"}
	raw, err := os.ReadFile(d.beforePath(a.ID, a.SHA256))
	if errors.Is(err, fs.ErrNotExist) {
		return gone, nil
	}
	if err != nil {
		return nil, fmt.Errorf("directory: read the sound of before: %w", err)
	}
	sum := sha256.Sum256(raw)
	wave, err := pcm.ParseWAV(raw)
	if err != nil || hex.EncodeToString(sum[:]) != a.SHA256 || wave.Rate == 0 {
		return gone, nil //nolint:nilerr // a damaged file is one that is not there
	}
	a.Milliseconds = int64(len(wave.Samples)) * 1000 / int64(wave.Rate)
	return nil, nil
}

// soundsBefore lists the sounds that are kept, by audio file.
func (d *Directory) soundsBefore() (map[id.Audio][]string, error) {
	entries, err := os.ReadDir(filepath.Join(d.audio, "before"))
	if errors.Is(err, fs.ErrNotExist) || err == nil && len(entries) == 0 {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("directory: look for sounds of before: %w", err)
	}
	out := map[id.Audio][]string{}
	for _, e := range entries {
		name, wav := strings.CutSuffix(e.Name(), ".wav")
		text, sum, two := strings.Cut(name, ".")
		if a, err := id.Parse[id.Audio](text); wav && two && err == nil {
			out[a] = append(out[a], sum)
		}
	}
	return out, nil
}

// placeBefore puts the sounds that records have again in their places. Call it
// with publishing held.
func (d *Directory) placeBefore(ctx context.Context) error {
	kept, err := d.soundsBefore()
	if err != nil || len(kept) == 0 {
		return err
	}
	var all []Audio
	if err := d.db.Bun().NewSelect().Model(&all).Column("id", "sha256").Scan(ctx); err != nil {
		return fmt.Errorf("directory: look which sounds are wanted again: %w", err)
	}
	for _, a := range all {
		for _, sum := range kept[a.ID] {
			if sum != a.SHA256 {
				continue
			}
			if err := os.Rename(d.beforePath(a.ID, sum), d.SoundPath(a.ID)); err != nil && !errors.Is(err, fs.ErrNotExist) {
				return fmt.Errorf("directory: put a sound of before in its place: %w", err)
			}
		}
	}
	return nil
}

// sweepBefore removes the sounds of before that no change back asks for any
// more. Call it with publishing held.
func (d *Directory) sweepBefore(ctx context.Context) error {
	kept, err := d.soundsBefore()
	if err != nil || len(kept) == 0 {
		return err
	}
	wanted, err := d.resources.Were(ctx, d.db.Bun(), "audios", "sha256")
	if err != nil {
		return err
	}
	still := map[resource.Was]bool{}
	for _, w := range wanted {
		still[w] = true
	}
	for a, sums := range kept {
		for _, sum := range sums {
			if still[resource.Was{ID: a.String(), Value: sum}] {
				continue
			}
			if err := os.Remove(d.beforePath(a, sum)); err != nil {
				d.log.Error("a sound of before is still there", "audio", a, "err", err)
			}
		}
	}
	return nil
}
