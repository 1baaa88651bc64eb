package pcm

import (
	"encoding/binary"
	"errors"
	"fmt"
)

// Format is the sample format of a WAV file, numbered as in its header.
type Format uint16

// The formats read and written.
const (
	PCM16 Format = 1
	WAVA  Format = 6
	WAVMu Format = 7
)

// WAVHeaderSize is the length of what AppendWAVHeader writes for PCM16;
// the G.711 formats add a fact chunk of 12 bytes and an empty extension of 2.
const WAVHeaderSize = 44

// MaxWAV is the largest WAV file that ParseWAV reads, in bytes: two hours of
// 8 kHz stereo PCM16 and some.
const MaxWAV = 256 << 20

// ErrWAV is what every error of ParseWAV wraps.
var ErrWAV = errors.New("not a usable WAV file")

// Wave is a decoded WAV file.
type Wave struct {
	Format   Format
	Rate     int     // frames per second
	Channels int     // 1 to 8
	Samples  []int16 // interleaved
}

// Mono mixes the channels to one, each with equal share.
func (w Wave) Mono() []int16 {
	if w.Channels <= 1 {
		return w.Samples
	}
	out := make([]int16, len(w.Samples)/w.Channels)
	for i := range out {
		var sum int32
		for c := range w.Channels {
			sum += int32(w.Samples[i*w.Channels+c])
		}
		out[i] = int16(sum / int32(w.Channels))
	}
	return out
}

// Lane gives one channel by itself.
func (w Wave) Lane(channel int) []int16 {
	if channel < 0 || channel >= w.Channels {
		return nil
	}
	out := make([]int16, len(w.Samples)/w.Channels)
	for i := range out {
		out[i] = w.Samples[i*w.Channels+channel]
	}
	return out
}

// ParseWAV decodes a RIFF/WAVE file: PCM of 16 bits, G.711 A and mu. Sizes in
// the file are not believed: a data chunk that claims more than there is (a
// recording cut by a crash, a stream) is read as far as it goes.
func ParseWAV(file []byte) (Wave, error) {
	if len(file) > MaxWAV {
		return Wave{}, fmt.Errorf("%w: %d bytes, expected at most %d", ErrWAV, len(file), MaxWAV)
	}
	if len(file) < 12 || string(file[:4]) != "RIFF" || string(file[8:12]) != "WAVE" {
		return Wave{}, fmt.Errorf("%w: it does not begin with RIFF…WAVE", ErrWAV)
	}
	var w Wave
	rest := file[12:]
	for len(rest) >= 8 {
		name := string(rest[:4])
		size := uint64(binary.LittleEndian.Uint32(rest[4:8]))
		rest = rest[8:]
		body := rest[:min(size, uint64(len(rest)))]
		switch name {
		case "fmt ":
			if err := w.format(body); err != nil {
				return Wave{}, err
			}
		case "data":
			if w.Channels == 0 {
				return Wave{}, fmt.Errorf("%w: the data comes before its format", ErrWAV)
			}
			w.data(body)
			return w, nil
		}
		rest = rest[min(size+size&1, uint64(len(rest))):]
	}
	return Wave{}, fmt.Errorf("%w: it has no data chunk", ErrWAV)
}

func (w *Wave) format(b []byte) error {
	if len(b) < 16 {
		return fmt.Errorf("%w: format chunk of %d bytes, expected 16 at least", ErrWAV, len(b))
	}
	tag := binary.LittleEndian.Uint16(b)
	if tag == 0xFFFE && len(b) >= 26 { // WAVE_FORMAT_EXTENSIBLE: the tag begins the sub-format
		tag = binary.LittleEndian.Uint16(b[24:])
	}
	w.Format = Format(tag)
	w.Channels = int(binary.LittleEndian.Uint16(b[2:]))
	rate := binary.LittleEndian.Uint32(b[4:])
	bits := binary.LittleEndian.Uint16(b[14:])
	want := uint16(8)
	switch w.Format {
	case PCM16:
		want = 16
	case WAVA, WAVMu:
	default:
		return fmt.Errorf("%w: format %d, expected 1 (PCM), 6 (A-law) or 7 (mu-law)", ErrWAV, tag)
	}
	switch {
	case bits != want:
		return fmt.Errorf("%w: %d bits per sample, expected %d", ErrWAV, bits, want)
	case w.Channels < 1 || w.Channels > 8:
		return fmt.Errorf("%w: %d channels, expected 1 to 8", ErrWAV, w.Channels)
	case rate < 1000 || rate > maxRate:
		return fmt.Errorf("%w: sampling rate %d, expected 1000 to %d", ErrWAV, rate, maxRate)
	}
	w.Rate = int(rate)
	return nil
}

func (w *Wave) data(b []byte) {
	if w.Format == PCM16 {
		n := len(b) / 2 / w.Channels * w.Channels
		w.Samples = make([]int16, n)
		for i := range w.Samples {
			w.Samples[i] = int16(binary.LittleEndian.Uint16(b[2*i:]))
		}
		return
	}
	law := Mu
	if w.Format == WAVA {
		law = A
	}
	w.Samples = make([]int16, len(b)/w.Channels*w.Channels)
	law.Decode(w.Samples, b)
}

// AppendWAVHeader appends the header of a file with dataBytes bytes of samples.
func AppendWAVHeader(dst []byte, f Format, rate, channels int, dataBytes uint32) []byte {
	width, fmtSize, head := 1, uint32(18), uint32(50)
	if f == PCM16 {
		width, fmtSize, head = 2, 16, 36
	}
	le := binary.LittleEndian
	total := min(uint64(dataBytes)+uint64(head), 0xFFFFFFFF)
	dst = append(dst, "RIFF"...)
	dst = le.AppendUint32(dst, uint32(total))
	dst = append(dst, "WAVEfmt "...)
	dst = le.AppendUint32(dst, fmtSize)
	dst = le.AppendUint16(dst, uint16(f))
	dst = le.AppendUint16(dst, uint16(channels))
	dst = le.AppendUint32(dst, uint32(rate))
	dst = le.AppendUint32(dst, uint32(rate*channels*width))
	dst = le.AppendUint16(dst, uint16(channels*width))
	dst = le.AppendUint16(dst, uint16(8*width))
	if f != PCM16 {
		dst = le.AppendUint16(dst, 0)
		dst = append(dst, "fact"...)
		dst = le.AppendUint32(dst, 4)
		dst = le.AppendUint32(dst, dataBytes/uint32(max(1, channels)))
	}
	dst = append(dst, "data"...)
	return le.AppendUint32(dst, dataBytes)
}

// AppendWAV appends a whole file: the samples, interleaved, in the format of w.
func AppendWAV(dst []byte, w Wave) []byte {
	width := 1
	if w.Format == PCM16 {
		width = 2
	}
	dst = AppendWAVHeader(dst, w.Format, w.Rate, w.Channels, uint32(len(w.Samples)*width))
	for _, v := range w.Samples {
		switch w.Format {
		case WAVA:
			dst = append(dst, A.Code(v))
		case WAVMu:
			dst = append(dst, Mu.Code(v))
		case PCM16:
			dst = binary.LittleEndian.AppendUint16(dst, uint16(v))
		}
	}
	if len(w.Samples)*width%2 == 1 {
		dst = append(dst, 0)
	}
	return dst
}
