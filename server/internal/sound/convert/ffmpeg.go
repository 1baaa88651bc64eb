package convert

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/yobirin/yobirin/shared/fault"
	"github.com/yobirin/yobirin/shared/pcm"
)

// decoders are the only ones that ffmpeg may use: its list is long, and so is
// the list of mistakes in it.
const decoders = "mp3,mp3float,aac,alac,vorbis,opus,flac,pcm_u8,pcm_s16le,pcm_s24le,pcm_s32le,pcm_f32le,pcm_f64le,pcm_alaw,pcm_mulaw,adpcm_ms,adpcm_ima_wav,gsm_ms"

const (
	maxComplaint = 4 << 10 // bytes that are read of what ffmpeg says
	killedAfter  = 2 * time.Second
)

// cage is how ffmpeg is run.
type cage struct {
	ffmpeg  string
	prefix  []string             // the program and arguments before it that set its limits
	prepare func(*exec.Cmd)      // what else it may not
	hand    func(*os.File) error // lets it read a file that it gets opened
}

// command gives ffmpeg with arguments, caged.
func (c cage) command(ctx context.Context, args ...string) *exec.Cmd {
	line := append(append([]string{}, c.prefix...), c.ffmpeg)
	line = append(line, args...)
	cmd := exec.CommandContext(ctx, line[0], line[1:]...) //nolint:gosec // programs found at a start, arguments made here
	cmd.Dir = "/"
	cmd.Env = []string{"PATH=/usr/bin:/bin", "LC_ALL=C", "HOME=/nonexistent"}
	cmd.WaitDelay = killedAfter
	if c.prepare != nil {
		c.prepare(cmd)
	}
	return cmd
}

// findCage looks for ffmpeg and for what it can be caged with here.
func findCage(name string, log *slog.Logger) (cage, error) {
	if name == "" {
		name = "ffmpeg"
	}
	path, err := exec.LookPath(name)
	if err != nil {
		return cage{}, fmt.Errorf("convert: look for ffmpeg: %w", errors.Join(exec.ErrNotFound, err))
	}
	var errs []error
	for _, c := range cages(path) {
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		out, err := c.command(ctx, "-hide_banner", "-version").CombinedOutput()
		cancel()
		if err == nil && bytes.HasPrefix(out, []byte("ffmpeg version")) {
			if len(errs) > 0 {
				log.Warn("ffmpeg cannot be kept from the network by this system, its input cannot ask for it either", "err", errors.Join(errs...))
			}
			return c, nil
		}
		errs = append(errs, fmt.Errorf("convert: ffmpeg does not start with its limits: %w: %s", err, firstLine(out)))
	}
	return cage{}, errors.Join(errs...)
}

// decode has ffmpeg read the file. Its output is taken from a pipe and never
// more of it than is allowed, so that a small file with a day of silence in it
// costs little.
func (c *Converter) decode(ctx context.Context, cage cage, folder string, k kind) ([]int16, error) {
	file, err := os.Open(filepath.Join(folder, inputName))
	if err != nil {
		return nil, fmt.Errorf("convert: read an audio file: %w", err)
	}
	defer func() { _ = file.Close() }()
	if err := cage.hand(file); err != nil {
		return nil, fmt.Errorf("convert: hand a file to ffmpeg: %w", err)
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	cmd := cage.command(ctx,
		"-hide_banner", "-nostdin", "-loglevel", "error", "-threads", "1",
		"-protocol_whitelist", "file", "-format_whitelist", k.demuxer, "-codec_whitelist", decoders, "-max_streams", "16",
		"-f", k.demuxer, "-i", "file:/dev/fd/0",
		"-map", "0:a:0", "-vn", "-sn", "-dn", "-map_metadata", "-1",
		"-ac", "1", "-ar", strconv.Itoa(pcm.Rate), "-c:a", "pcm_s16le", "-f", "s16le", "pipe:1")
	// Opened here, it is read from wherever it lies; as a file and not as a
	// pipe, because the index of an M4A may be at its end.
	cmd.Stdin = file
	var said complaint
	cmd.Stderr = &said
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, fmt.Errorf("convert: start ffmpeg: %w", err)
	}
	if err := cmd.Start(); err != nil {
		return nil, fmt.Errorf("convert: start ffmpeg: %w", err)
	}
	raw, readErr := io.ReadAll(io.LimitReader(out, 2*int64(c.maxSamples())+2))
	over := len(raw) > 2*c.maxSamples()
	if over || readErr != nil {
		cancel()
	}
	err = cmd.Wait()
	switch {
	case over:
		return nil, tooLong(c.o.MaxLength)
	case errors.Is(ctx.Err(), context.DeadlineExceeded):
		return nil, fault.Wrap(err, fault.Invalid, "audio_slow", "the file takes too long to convert")
	case err == nil && readErr == nil:
	case ctx.Err() != nil:
		return nil, ctx.Err()
	default:
		c.o.Logger.Info("an audio file could not be converted", "format", k.name, "err", err, "ffmpeg", said.String())
		return nil, wrong(fmt.Sprintf("a whole %s file (%s)", k.name, accepted), errors.Join(err, readErr))
	}
	samples := make([]int16, len(raw)/2)
	for i := range samples {
		samples[i] = int16(binary.LittleEndian.Uint16(raw[2*i:]))
	}
	return samples, nil
}

// complaint keeps the beginning of what ffmpeg says.
type complaint struct{ text []byte }

// Write never fails: a full buffer must not stop ffmpeg.
func (c *complaint) Write(b []byte) (int, error) {
	c.text = append(c.text, b[:min(len(b), maxComplaint-len(c.text))]...)
	return len(b), nil
}

// String is its first line, without what a terminal or log would obey.
func (c *complaint) String() string { return firstLine(c.text) }

func firstLine(b []byte) string {
	line, _, _ := strings.Cut(strings.TrimSpace(string(b)), "\n")
	return fmt.Sprintf("%.200q", line)
}
