package recorder

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"strings"
	"time"

	"github.com/yobirin/yobirin/shared/id"
	"github.com/yobirin/yobirin/shared/pcm"
)

// Repaired is a recording that a crash had cut.
type Repaired struct {
	Recording id.Recording
	Length    time.Duration
	Stored
}

// Repair finishes every file that a crash has left unfinished: its header
// gets the sizes of what is there in whole frames. Call it at start; files
// being written now are left alone. A file that cannot be repaired stays as
// it is and does not keep the others from it; the error tells of all such.
func (r *Recorder) Repair() ([]Repaired, error) {
	var out []Repaired
	var errs []error
	err := fs.WalkDir(r.root.FS(), ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			errs = append(errs, err)
			return nil
		}
		if !entry.Type().IsRegular() || !strings.HasSuffix(name, partSuffix) {
			return nil
		}
		rec, ok := recordingOf(strings.TrimSuffix(name, partSuffix))
		if !ok {
			r.log.Warn("recorder: a file that is no recording lies among them", "file", name)
			return nil
		}
		r.mu.Lock()
		busy := r.open[rec] != nil
		r.mu.Unlock()
		if busy {
			return nil
		}
		one, err := r.repair(rec, strings.TrimSuffix(name, partSuffix))
		if err != nil {
			errs = append(errs, fmt.Errorf("recorder: repair %s: %w", name, err))
			return nil
		}
		out = append(out, one)
		return nil
	})
	return out, errors.Join(append(errs, err)...)
}

func (r *Recorder) repair(rec id.Recording, final string) (Repaired, error) {
	f, err := r.root.OpenFile(part(final), os.O_RDWR, fileMode)
	if err != nil {
		return Repaired{}, err
	}
	info, err := f.Stat()
	if err != nil {
		return Repaired{}, errors.Join(err, f.Close())
	}
	var s Stored
	var data int64
	if sealed(final) {
		s, data, err = r.mendSealed(f, info.Size(), rec)
	} else {
		// A crash before the header was whole leaves a file without audio.
		data = min(max(0, info.Size()-headerSize), maxData)
		s, err = finishPlain(f, data)
	}
	if err = errors.Join(err, f.Close()); err != nil {
		return Repaired{}, err
	}
	s.Path = final
	frames := data / channels
	return Repaired{Recording: rec, Length: time.Duration(frames) * time.Second / pcm.Rate, Stored: s}, r.place(final)
}

// recordingOf reads the path of a finished recording, YYYY/MM/DD/<id>.wav or
// .wav.enc, and takes nothing that is not written exactly so.
func recordingOf(name string) (id.Recording, bool) {
	day, base := path.Split(name)
	at, err := time.Parse("2006/01/02/", day)
	if err != nil {
		return id.Recording{}, false
	}
	rec, err := id.Parse[id.Recording](strings.TrimSuffix(strings.TrimSuffix(base, ".enc"), plainSuffix))
	if err != nil || rec.IsZero() || Path(rec, at, sealed(name)) != name {
		return id.Recording{}, false
	}
	return rec, true
}
