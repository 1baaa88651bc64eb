package recorder

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"runtime"
	"runtime/debug"
	"strings"
	"sync"
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
	left, errs := r.unfinished()
	done := make([]Repaired, len(left))
	failed := make([]error, len(left))
	next := make(chan int)
	var wait sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(left)) {
		wait.Go(func() {
			for i := range next {
				done[i], failed[i] = r.repairOne(left[i])
			}
		})
	}
	for i := range left {
		next <- i
	}
	close(next)
	wait.Wait()
	var out []Repaired
	for i, err := range failed {
		if err != nil {
			errs = append(errs, fmt.Errorf("recorder: repair %s: %w", part(left[i].final), err))
			continue
		}
		out = append(out, done[i])
	}
	return out, errors.Join(errs...)
}

// unfinishedFile is what a crash left of a recording.
type unfinishedFile struct {
	rec   id.Recording
	final string // its name when it is finished
}

func (r *Recorder) unfinished() (left []unfinishedFile, errs []error) {
	err := fs.WalkDir(r.root.FS(), ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			errs = append(errs, err)
			return nil
		}
		final, is := strings.CutSuffix(name, partSuffix)
		if !is || !entry.Type().IsRegular() {
			return nil
		}
		rec, ok := recordingOf(final)
		if !ok {
			r.log.Warn("recorder: a file that is no recording lies among them", "file", name)
			return nil
		}
		r.mu.Lock()
		busy := r.open[rec] != nil
		r.mu.Unlock()
		if !busy {
			left = append(left, unfinishedFile{rec, final})
		}
		return nil
	})
	if err != nil {
		errs = append(errs, err)
	}
	return left, errs
}

// repairOne keeps a panic over one file from the others, and from the server.
func (r *Recorder) repairOne(f unfinishedFile) (one Repaired, err error) {
	defer func() {
		if p := recover(); p != nil {
			r.log.Error("recorder: panic while repairing", "recording", f.rec, "panic", fmt.Sprint(p), "stack", string(debug.Stack()))
			err = fmt.Errorf("panic: %v", p)
		}
	}()
	return r.repair(f.rec, f.final)
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
