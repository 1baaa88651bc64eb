// Package sound gives the audio that players play: the site's audio files,
// the built-in prompts, and hold music that is composed here.
package sound

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"

	"github.com/yobirin/yobirin/shared/fault"
	"github.com/yobirin/yobirin/shared/id"
	"github.com/yobirin/yobirin/shared/leg"
	"github.com/yobirin/yobirin/shared/pcm"
)

// maxFile is the largest audio file that is read, in bytes: over an hour.
const maxFile = 64 << 20

// Library is the source of sounds. It is safe for concurrent use and keeps
// nothing but the music: who plays caches.
type Library struct {
	folder   string
	prompts  map[string]Prompt
	replaced atomic.Pointer[map[string]id.Audio] // by "<language>/<id>"
	music    func() []int16
	log      *slog.Logger
}

// Options of Open.
type Options struct {
	// Folder holds the site's audio files, <id>.wav; it need not be there
	// before the first of them is.
	Folder string
	// Logger is told of audio files that should replace a prompt and cannot.
	Logger *slog.Logger
}

// New makes the library on a folder of audio files, without a log.
func New(folder string) (*Library, error) { return Open(Options{Folder: folder}) }

// Open makes the library.
func Open(o Options) (*Library, error) {
	list, err := Manifest()
	if err != nil {
		return nil, err
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	l := &Library{folder: o.Folder, prompts: map[string]Prompt{}, music: sync.OnceValue(compose), log: o.Logger}
	for _, p := range list {
		l.prompts[p.ID] = p
	}
	return l, nil
}

// Sound gives a sound's samples, 8 kHz mono. The music's are shared and must
// not be changed. Tones are no matter of this library. A sound that is not
// there is a fault NotFound, a file that is no sound Invalid.
func (l *Library) Sound(s leg.Sound) ([]int16, error) {
	switch {
	case s.Music:
		return l.music(), nil
	case s.Prompt != "":
		return l.prompt(s.Prompt)
	case !s.Audio.IsZero():
		return l.file(s.Audio)
	case s.Tone != "":
		return nil, fault.Wrong("tone", string(s.Tone), "a sound that is kept; tones are made where they are played")
	}
	return nil, fault.Wrong("sound", "", "an audio file, a prompt or the music")
}

func (l *Library) file(audio id.Audio) ([]int16, error) {
	f, err := os.Open(filepath.Join(l.folder, audio.String()+".wav"))
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, fault.New(fault.NotFound, "audio_missing", "the file of audio %s is not there", audio)
	case err != nil:
		return nil, fault.Wrap(err, fault.Unavailable, "audio_unreadable", "the file of audio %s cannot be read", audio)
	}
	defer func() { _ = f.Close() }()
	raw, err := io.ReadAll(io.LimitReader(f, maxFile+1))
	if err != nil {
		return nil, fault.Wrap(err, fault.Unavailable, "audio_unreadable", "the file of audio %s cannot be read", audio)
	}
	if len(raw) > maxFile {
		return nil, fault.New(fault.Invalid, "audio_invalid", "the file of audio %s is larger than %d MiB", audio, maxFile>>20)
	}
	samples, err := decode(raw)
	if err != nil {
		return nil, fault.Wrap(err, fault.Invalid, "audio_invalid", "the file of audio %s is no sound that can be played", audio)
	}
	return samples, nil
}

// decode reads a WAV file as 8 kHz mono.
func decode(raw []byte) ([]int16, error) {
	w, err := pcm.ParseWAV(raw)
	if err != nil {
		return nil, err
	}
	samples := w.Mono()
	if w.Rate != pcm.Rate {
		if samples, err = pcm.Resample(samples, w.Rate, pcm.Rate); err != nil {
			return nil, err
		}
	}
	if len(samples) == 0 {
		return nil, fmt.Errorf("%w: it has no sound in it", pcm.ErrWAV)
	}
	return samples, nil
}
