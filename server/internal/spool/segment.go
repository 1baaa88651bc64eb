package spool

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// A segment is a file of at most Options.SegmentBytes (and one record): eight
// bytes of magic, then records of length (uint32, little endian), CRC-32C of
// length and body (uint32), body.
const (
	magic      = "YBSPOOL1"
	headerSize = 8
	suffix     = ".seg"
	badSuffix  = ".bad"
	// MaxRecord is the largest record in bytes.
	MaxRecord = 1 << 20
)

var (
	table = crc32.MakeTable(crc32.Castagnoli)
	// errCorrupt says that what follows in a segment cannot be trusted.
	errCorrupt = errors.New("corrupt record")
)

// appendRecord encodes one record behind buf.
func appendRecord(buf, body []byte) []byte {
	var head [headerSize]byte
	binary.LittleEndian.PutUint32(head[:4], uint32(len(body)))
	sum := crc32.Update(crc32.Checksum(head[:4], table), table, body)
	binary.LittleEndian.PutUint32(head[4:], sum)
	return append(append(buf, head[:]...), body...)
}

// parse returns the whole records at the start of data, at most limit, and how
// many bytes they take. An incomplete record at the end is left for later; a
// wrong one gives errCorrupt beside what came before it. Records share data.
func parse(data []byte, limit int) (records [][]byte, used int, err error) {
	for len(records) < limit && len(data)-used >= headerSize {
		rest := data[used:]
		size := int(binary.LittleEndian.Uint32(rest))
		if size == 0 || size > MaxRecord {
			return records, used, errCorrupt
		}
		if len(rest) < headerSize+size {
			return records, used, nil
		}
		body := rest[headerSize : headerSize+size : headerSize+size]
		if crc32.Update(crc32.Checksum(rest[:4], table), table, body) != binary.LittleEndian.Uint32(rest[4:]) {
			return records, used, errCorrupt
		}
		records = append(records, body)
		used += headerSize + size
	}
	return records, used, nil
}

func segmentPath(dir string, n uint64) string {
	return filepath.Join(dir, fmt.Sprintf("%020d%s", n, suffix))
}

// segment is one file as the reader sees it.
type segment struct {
	n      uint64
	synced int64 // bytes that are safely on disk and may be read
}

// scan lists the segments of dir, oldest first. The newest is cut behind its
// last whole record: a crash may have torn it.
func scan(dir string) (segments []segment, torn int64, err error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, 0, fmt.Errorf("spool: %w", err)
	}
	for _, entry := range entries {
		name, ok := strings.CutSuffix(entry.Name(), suffix)
		n, err := strconv.ParseUint(name, 10, 64)
		if !ok || err != nil {
			continue
		}
		info, err := entry.Info()
		if err != nil {
			return nil, 0, fmt.Errorf("spool: %w", err)
		}
		segments = append(segments, segment{n: n, synced: info.Size()})
	}
	slices.SortFunc(segments, func(a, b segment) int { return int(min(max(int64(a.n)-int64(b.n), -1), 1)) })
	if len(segments) == 0 {
		return nil, 0, nil
	}
	last := &segments[len(segments)-1]
	good, err := cut(segmentPath(dir, last.n))
	if err != nil {
		return nil, 0, err
	}
	torn = last.synced - good
	last.synced = good
	return segments, torn, nil
}

// cut truncates the file behind its last whole record and returns its new size.
func cut(path string) (int64, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return 0, fmt.Errorf("spool: %w", err)
	}
	good := 0
	if strings.HasPrefix(string(data), magic) {
		_, used, _ := parse(data[len(magic):], len(data))
		good = len(magic) + used
	}
	if good < len(data) {
		if err := os.Truncate(path, int64(good)); err != nil {
			return 0, fmt.Errorf("spool: cut a torn tail: %w", err)
		}
	}
	return int64(good), nil
}
