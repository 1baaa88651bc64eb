package directory

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/yobirin/yobirin/shared/id"
	"github.com/yobirin/yobirin/shared/pcm"
)

const (
	maxAudio  = 64 << 20 // bytes of a file that is given
	audioRate = 8000     // frames per second of a file that is kept
)

func (p *plan) readAudio(v value) {
	f, ok := v.fields("name", "file", "voicemail", "recipients")
	if !ok {
		return
	}
	name := f["name"].needed(v, maxName)
	a := p.audios.take(name, v, func() *Audio {
		return &Audio{ID: id.New[id.Audio](p.d.now()), Name: name}
	})
	a.Voicemail, a.Recipients = f["voicemail"].yes(false), nil
	for _, v := range f["recipients"].items() {
		address, ok := v.scalar(mailRule)
		if ok && (!mailAddress(address) || len(a.Recipients) == maxRecipients) {
			v.wrong(mailRule + fmt.Sprintf(", %d at most", maxRecipients))
		}
		a.Recipients = append(a.Recipients, address)
	}
	path := f["file"].needed(v, 255)
	if path == "" {
		return
	}
	sound, length, err := readSound(p.dir, path)
	if err != nil {
		f["file"].wrong(err.Error())
		return
	}
	sum := sha256.Sum256(sound)
	hash := hex.EncodeToString(sum[:])
	if hash != a.SHA256 || !p.d.hasSound(a.ID) {
		p.sounds[a.ID] = sound
	}
	a.File, a.SHA256, a.Milliseconds = path, hash, length.Milliseconds()
}

// readSound reads a WAV file and converts it to 8 kHz mono 16 bit. Its error
// says what was expected.
func readSound(dir fs.FS, path string) ([]byte, time.Duration, error) {
	if dir == nil || !fs.ValidPath(path) {
		return nil, 0, errors.New("a WAV file in the folder of the site file, or below it")
	}
	file, err := dir.Open(path)
	if err != nil {
		return nil, 0, errors.New("a WAV file that can be read, in the folder of the site file or below it")
	}
	defer func() { _ = file.Close() }()
	raw, err := io.ReadAll(io.LimitReader(file, maxAudio+1))
	if err != nil || len(raw) > maxAudio {
		return nil, 0, fmt.Errorf("a WAV file of at most %d MiB", maxAudio>>20)
	}
	wave, err := pcm.ParseWAV(raw)
	if err != nil {
		return nil, 0, fmt.Errorf("a WAV file with 16-bit or G.711 samples (%s)", err.Error())
	}
	samples := wave.Mono()
	if wave.Rate != audioRate {
		if samples, err = pcm.Resample(samples, wave.Rate, audioRate); err != nil {
			return nil, 0, fmt.Errorf("a WAV file of a usual sampling rate (%s)", err.Error())
		}
	}
	if len(samples) == 0 {
		return nil, 0, errors.New("a WAV file with sound in it")
	}
	out := pcm.AppendWAV(nil, pcm.Wave{Format: pcm.PCM16, Rate: audioRate, Channels: 1, Samples: samples})
	return out, time.Duration(len(samples)) * time.Second / audioRate, nil
}

// SoundPath is where the sound of an audio file is kept: 8 kHz mono 16-bit WAV.
func (d *Directory) SoundPath(a id.Audio) string { return filepath.Join(d.audio, a.String()+".wav") }

func (d *Directory) hasSound(a id.Audio) bool {
	info, err := os.Stat(d.SoundPath(a))
	return err == nil && info.Mode().IsRegular()
}

// stageAudio writes new sounds beside their places, before the commit; a crash
// in between leaves a file that the next application replaces.
func (p *plan) stageAudio() error {
	if len(p.sounds) == 0 {
		return nil
	}
	if err := os.MkdirAll(p.d.audio, 0o750); err != nil {
		return fmt.Errorf("directory: make the folder of audio files: %w", err)
	}
	for a, sound := range p.sounds {
		if err := writeSynced(p.d.SoundPath(a)+".new", sound); err != nil {
			return fmt.Errorf("directory: store an audio file: %w", err)
		}
	}
	return nil
}

func writeSynced(path string, data []byte) error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o640)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	return errors.Join(err, f.Sync(), f.Close())
}

// placeAudio puts the staged sounds in their places, after the commit.
func (p *plan) placeAudio() error {
	for a := range p.sounds {
		if err := os.Rename(p.d.SoundPath(a)+".new", p.d.SoundPath(a)); err != nil {
			return fmt.Errorf("directory: the site is stored, but an audio file could not be put in its place; apply the file again: %w", err)
		}
	}
	return nil
}

func (p *plan) dropAudio() {
	if p == nil {
		return
	}
	for a := range p.sounds {
		_ = os.Remove(p.d.SoundPath(a) + ".new")
	}
}
