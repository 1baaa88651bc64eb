// Package convert turns the audio files that people give into what the
// exchange plays: WAV, 8 kHz, mono, 16 bit. WAV is read here; other formats
// are decoded by ffmpeg, run as a child that has no network, no right to
// write, and little time and memory. What a file is, its first bytes say,
// never its name.
package convert

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"time"

	"github.com/yobirin/yobirin/shared/fault"
	"github.com/yobirin/yobirin/shared/pcm"
)

// Limits of what is converted, unless Options say otherwise.
const (
	MaxBytes  = 50 << 20         // of a file that is given
	MaxLength = 30 * time.Minute // of its sound
	// timeout of one conversion: half an hour of MP3 takes some two seconds.
	timeout = 90 * time.Second
	// atOnce is how many conversions run at the same time.
	atOnce = 2
	// arriving is how many files may be on their way at the same time. A file
	// comes as fast as its giver's line, so that is no part of its conversion.
	arriving = 8
)

// Options of New.
type Options struct {
	// Folder is made when it is needed and holds what is being converted;
	// nothing in it outlives its conversion. Required.
	Folder string
	// FFmpeg is the program; "" looks for ffmpeg in PATH. Without it only WAV
	// files with 16-bit or G.711 samples are taken.
	FFmpeg string
	// MaxBytes and MaxLength are the limits; 0 means those above.
	MaxBytes  int64
	MaxLength time.Duration
	Logger    *slog.Logger
}

// Sound is what a file was converted to.
type Sound struct {
	WAV    []byte        // 8 kHz, mono, 16 bit
	Length time.Duration // of the sound
}

// Converter converts audio files. It is safe for concurrent use.
type Converter struct {
	o     Options
	slots chan struct{}        // of conversions
	doors chan struct{}        // of files on their way
	cage  func() (cage, error) // found once
}

// New makes the converter. It starts nothing and touches no file.
func New(o Options) *Converter {
	if o.MaxBytes == 0 {
		o.MaxBytes = MaxBytes
	}
	if o.MaxLength == 0 {
		o.MaxLength = MaxLength
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	c := &Converter{o: o, slots: make(chan struct{}, atOnce), doors: make(chan struct{}, arriving)}
	c.cage = sync.OnceValues(func() (cage, error) { return findCage(o.FFmpeg, o.Logger) })
	return c
}

// Convert reads a whole audio file. What is no audio, too large or too long
// is a fault Invalid about the field "file" that says what was expected;
// without ffmpeg everything but plain WAV is one too.
func (c *Converter) Convert(ctx context.Context, r io.Reader) (Sound, error) {
	leave, err := enter(ctx, c.doors)
	if err != nil {
		return Sound{}, err
	}
	defer leave()
	folder, err := c.workFolder()
	if err != nil {
		return Sound{}, err
	}
	defer func() { _ = os.RemoveAll(folder) }()
	kind, err := c.receive(folder, r)
	if err != nil {
		return Sound{}, err
	}
	done, err := enter(ctx, c.slots)
	if err != nil {
		return Sound{}, err
	}
	defer done()
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	samples, err := c.samples(ctx, folder, kind)
	if err != nil {
		return Sound{}, err
	}
	if len(samples) == 0 {
		return Sound{}, wrong("a file with sound in it", nil)
	}
	if len(samples) > c.maxSamples() {
		return Sound{}, tooLong(c.o.MaxLength)
	}
	wav := pcm.AppendWAV(nil, pcm.Wave{Format: pcm.PCM16, Rate: pcm.Rate, Channels: 1, Samples: samples})
	return Sound{WAV: wav, Length: time.Duration(len(samples)) * time.Second / pcm.Rate}, nil
}

// enter waits for a place, but not longer than a conversion may take.
func enter(ctx context.Context, places chan struct{}) (leave func(), err error) {
	late := time.NewTimer(timeout)
	defer late.Stop()
	const busy = "too many audio files are being converted, try again in a minute"
	select {
	case places <- struct{}{}:
		return func() { <-places }, nil
	case <-ctx.Done():
		return nil, fault.Wrap(ctx.Err(), fault.Unavailable, "busy", busy)
	case <-late.C:
		return nil, fault.New(fault.Unavailable, "busy", busy)
	}
}

func (c *Converter) maxSamples() int { return int(c.o.MaxLength.Seconds() * pcm.Rate) }

func (c *Converter) workFolder() (string, error) {
	if err := os.MkdirAll(c.o.Folder, 0o750); err != nil {
		return "", fmt.Errorf("convert: make the folder of conversions: %w", err)
	}
	folder, err := os.MkdirTemp(c.o.Folder, "convert-")
	if err != nil {
		return "", fmt.Errorf("convert: make a folder for a conversion: %w", err)
	}
	return folder, nil
}

// inputName is what every file is called while it is converted.
const inputName = "in"

// receive stores what is given and says what it is.
func (c *Converter) receive(folder string, r io.Reader) (kind, error) {
	f, err := os.OpenFile(filepath.Join(folder, inputName), os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return kind{}, fmt.Errorf("convert: store an audio file: %w", err)
	}
	defer func() { _ = f.Close() }()
	head := make([]byte, sniffed)
	n, err := io.ReadFull(r, head)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return kind{}, unread(err)
	}
	k, ok := sniff(head[:n])
	if !ok {
		return kind{}, wrong(accepted, nil)
	}
	if _, err := f.Write(head[:n]); err != nil {
		return kind{}, fmt.Errorf("convert: store an audio file: %w", err)
	}
	if n == len(head) {
		rest, err := copyOf(f, io.LimitReader(r, c.o.MaxBytes-int64(n)+1))
		if err != nil {
			return kind{}, err
		}
		if rest+int64(n) > c.o.MaxBytes {
			return kind{}, fault.New(fault.Invalid, "audio_too_large", "the file is larger than %d MiB", c.o.MaxBytes>>20)
		}
	}
	if err := f.Close(); err != nil {
		return kind{}, fmt.Errorf("convert: store an audio file: %w", err)
	}
	return k, nil
}

// copyOf tells a giver who stopped from a disk that is full.
func copyOf(w io.Writer, r io.Reader) (int64, error) {
	told := &teller{r: r}
	n, err := io.Copy(w, told)
	switch {
	case told.err != nil:
		return n, unread(told.err)
	case err != nil:
		return n, fmt.Errorf("convert: store an audio file: %w", err)
	}
	return n, nil
}

type teller struct {
	r   io.Reader
	err error
}

// Read keeps the error of the giver.
func (t *teller) Read(b []byte) (int, error) {
	n, err := t.r.Read(b)
	if err != nil && !errors.Is(err, io.EOF) {
		t.err = err
	}
	return n, err
}

func (c *Converter) samples(ctx context.Context, folder string, k kind) ([]int16, error) {
	if k.demuxer == demuxWAV {
		samples, err := c.plainWAV(filepath.Join(folder, inputName))
		if err == nil || !errors.Is(err, pcm.ErrWAV) {
			return samples, err
		}
	}
	cage, err := c.cage()
	if errors.Is(err, exec.ErrNotFound) {
		return nil, fault.Wrap(err, fault.Invalid, "audio_format", "this server cannot convert %s files, because ffmpeg is not installed on it; give a WAV file with 16-bit samples", k.name)
	}
	if err != nil {
		return nil, fault.Wrap(err, fault.Unavailable, "audio_converter", "this server cannot convert %s files at the moment", k.name)
	}
	return c.decode(ctx, cage, folder, k)
}

// plainWAV reads WAV files with 16-bit or G.711 samples; ErrWAV says that it
// is another one.
func (c *Converter) plainWAV(path string) ([]int16, error) {
	raw, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("convert: read an audio file: %w", err)
	}
	w, err := pcm.ParseWAV(raw)
	if err != nil {
		return nil, err
	}
	samples := w.Mono()
	if float64(len(samples)) > c.o.MaxLength.Seconds()*float64(w.Rate) {
		return nil, tooLong(c.o.MaxLength)
	}
	if w.Rate == pcm.Rate {
		return samples, nil
	}
	out, err := pcm.Resample(samples, w.Rate, pcm.Rate)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", pcm.ErrWAV, err)
	}
	return out, nil
}

// wrong is the fault of a file that is not what was expected. The cause is
// for the log.
func wrong(expected string, cause error) error {
	f := fault.Wrap(cause, fault.Invalid, "audio_invalid", "the file cannot be used")
	f.Fields = []fault.Field{{Name: "file", Expected: expected}}
	return f
}

func tooLong(atMost time.Duration) error {
	return fault.New(fault.Invalid, "audio_too_long", "the sound is longer than %d minutes", int(atMost.Minutes()))
}

func unread(err error) error {
	return fault.Wrap(err, fault.Invalid, "audio_unread", "the file did not arrive whole")
}
