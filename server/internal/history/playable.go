package history

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"

	"github.com/yobirin/yobirin/shared/pcm"
)

// maxHead is how far into a file its data may begin.
const maxHead = 4096

// playable is a recording as browsers play it: 16-bit PCM. A G.711 file is
// widened while it is read; as every byte becomes two, any offset is found
// without reading what is before it.
type playable struct {
	file   io.ReaderAt
	law    *pcm.Law // nil: the file is 16-bit PCM already
	head   []byte
	start  int64 // of the samples in the file
	size   int64 // of the whole, as played
	at     int64
	narrow []byte
	wide   []int16

	keptHead []byte // header of the samples as they are kept
	kept     int64  // their length
}

// original is the recording's WAV file as its hash is of: as it is kept, with
// a header that tells its true size.
func (p *playable) original() io.ReadSeeker {
	return io.NewSectionReader(spliced{p.keptHead, p.file, p.start}, 0, int64(len(p.keptHead))+p.kept)
}

// spliced is a file with another head before what begins at start.
type spliced struct {
	head  []byte
	file  io.ReaderAt
	start int64
}

// ReadAt reads the head, then the file.
func (s spliced) ReadAt(b []byte, at int64) (int, error) {
	n := 0
	if at < int64(len(s.head)) {
		n = copy(b, s.head[at:])
	}
	if n == len(b) {
		return n, nil
	}
	more, err := s.file.ReadAt(b[n:], s.start+at+int64(n)-int64(len(s.head)))
	return n + more, err
}

// newPlayable looks at a file's header. Its sizes are not believed: a
// recording cut by a crash, or still going on, is as long as its file.
func newPlayable(file io.ReaderAt, size int64) (*playable, error) {
	head := make([]byte, min(size, maxHead))
	if _, err := file.ReadAt(head, 0); err != nil && !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("history: read a recording: %w", err)
	}
	format, start, claimed, err := dataChunk(head)
	if err != nil {
		return nil, err
	}
	there := size - start
	if claimed > 0 && claimed < there {
		there = claimed
	}
	p := &playable{file: file, start: start}
	channels, rate := int(binary.LittleEndian.Uint16(format[2:])), int(binary.LittleEndian.Uint32(format[4:]))
	if channels < 1 || channels > 2 || rate < 1000 || rate > 192000 {
		return nil, fmt.Errorf("%w: %d channels at %d Hz", pcm.ErrWAV, channels, rate)
	}
	frame := int64(channels)
	switch pcm.Format(binary.LittleEndian.Uint16(format)) {
	case pcm.PCM16:
		frame *= 2
		there -= there % frame
		p.size = there
	case pcm.WAVMu:
		law := pcm.Mu
		p.law, p.size = &law, 2*(there-there%frame)
	case pcm.WAVA:
		law := pcm.A
		p.law, p.size = &law, 2*(there-there%frame)
	default:
		return nil, fmt.Errorf("%w: format %d", pcm.ErrWAV, binary.LittleEndian.Uint16(format))
	}
	p.keptHead = pcm.AppendWAVHeader(nil, pcm.Format(binary.LittleEndian.Uint16(format)), rate, channels, uint32(min(there-there%frame, 1<<32-64)))
	p.kept = there - there%frame
	p.head = pcm.AppendWAVHeader(nil, pcm.PCM16, rate, channels, uint32(min(p.size, 1<<32-64)))
	p.size += int64(len(p.head))
	return p, nil
}

// dataChunk finds the format and where the samples begin.
func dataChunk(b []byte) (format []byte, start, size int64, err error) {
	if len(b) < 12 || string(b[:4]) != "RIFF" || string(b[8:12]) != "WAVE" {
		return nil, 0, 0, pcm.ErrWAV
	}
	for at := int64(12); at+8 <= int64(len(b)); {
		name, n := string(b[at:at+4]), int64(binary.LittleEndian.Uint32(b[at+4:]))
		at += 8
		switch name {
		case "fmt ":
			if n < 16 || at+16 > int64(len(b)) {
				return nil, 0, 0, pcm.ErrWAV
			}
			format = b[at : at+16]
		case "data":
			if format == nil {
				return nil, 0, 0, pcm.ErrWAV
			}
			return format, at, n, nil
		}
		at += n + n&1
	}
	return nil, 0, 0, fmt.Errorf("%w: no data chunk in its first %d bytes", pcm.ErrWAV, maxHead)
}

// Seek sets the place in what is played.
func (p *playable) Seek(offset int64, whence int) (int64, error) {
	switch whence {
	case io.SeekCurrent:
		offset += p.at
	case io.SeekEnd:
		offset += p.size
	}
	if offset < 0 {
		return 0, errors.New("history: seek before the beginning")
	}
	p.at = offset
	return offset, nil
}

// Read gives what is played from the place on.
func (p *playable) Read(b []byte) (int, error) {
	if p.at >= p.size {
		return 0, io.EOF
	}
	if p.at < int64(len(p.head)) {
		n := copy(b, p.head[p.at:])
		p.at += int64(n)
		return n, nil
	}
	b = b[:min(int64(len(b)), p.size-p.at)]
	if len(b) == 0 {
		return 0, nil
	}
	from := p.at - int64(len(p.head))
	if p.law == nil {
		n, err := p.file.ReadAt(b, p.start+from)
		p.at += int64(n)
		return n, atEnd(n, err)
	}
	// One sample more on each side when the place or the end is within one.
	first, last := from/2, (from+int64(len(b))+1)/2
	count := min(last-first, 32<<10)
	if int64(len(p.narrow)) < count {
		p.narrow, p.wide = make([]byte, count), make([]int16, count)
	}
	n, err := p.file.ReadAt(p.narrow[:count], p.start+first)
	if n == 0 {
		return 0, atEnd(0, err)
	}
	p.law.Decode(p.wide[:n], p.narrow[:n])
	raw := make([]byte, 0, 2*n)
	for _, v := range p.wide[:n] {
		raw = binary.LittleEndian.AppendUint16(raw, uint16(v))
	}
	done := copy(b, raw[from%2:])
	p.at += int64(done)
	return done, nil
}

func atEnd(n int, err error) error {
	if n > 0 && errors.Is(err, io.EOF) {
		return nil
	}
	if err == nil || errors.Is(err, io.EOF) {
		return err
	}
	return fmt.Errorf("history: read a recording: %w", err)
}
