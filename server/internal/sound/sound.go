// Package sound gives the audio that players play: the site's audio files,
// the built-in prompts, and hold music that is composed here.
package sound

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"sync"

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
	folder  string
	prompts map[string]Prompt
	music   func() []int16
}

// New makes the library. The folder holds the site's audio files, <id>.wav;
// it need not be there before the first of them is.
func New(folder string) (*Library, error) {
	list, err := readManifest()
	if err != nil {
		return nil, err
	}
	l := &Library{folder: folder, prompts: map[string]Prompt{}, music: sync.OnceValue(compose)}
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
