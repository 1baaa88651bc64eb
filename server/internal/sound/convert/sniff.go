package convert

import (
	"bytes"
	"encoding/binary"
)

// sniffed is how many bytes of a file are looked at.
const sniffed = 64

// accepted is what a file may be, in words.
const accepted = "a WAV, MP3, M4A, Ogg, FLAC or WebM audio file"

// kind is a format of audio files.
type kind struct {
	name    string // for people
	demuxer string // ffmpeg's name of what reads it
}

const demuxWAV = "wav"

// sniff tells the format from the first bytes. Only what is in this list is
// ever given to ffmpeg, and only to the demuxer named here: what lists other
// files (playlists, concat scripts) is none of them.
func sniff(head []byte) (kind, bool) {
	has := func(at int, magic string) bool {
		return len(head) >= at+len(magic) && bytes.Equal(head[at:at+len(magic)], []byte(magic))
	}
	switch {
	case has(0, "RIFF") && has(8, "WAVE"):
		return kind{"WAV", demuxWAV}, true
	case has(0, "OggS\x00"):
		return kind{"Ogg", "ogg"}, true
	case has(0, "fLaC"):
		return kind{"FLAC", "flac"}, true
	case has(4, "ftyp"):
		return kind{"M4A", "mov"}, true
	case has(0, "\x1a\x45\xdf\xa3"):
		return kind{"WebM", "matroska"}, true
	case has(0, "ID3") && len(head) > 10 && head[3] >= 2 && head[3] <= 4, mpegFrame(head):
		return kind{"MP3", "mp3"}, true
	}
	return kind{}, false
}

// mpegFrame says whether the bytes begin with the header of an MPEG audio
// frame of layer III (ISO 11172-3 section 2.4.1.3).
func mpegFrame(head []byte) bool {
	if len(head) < 4 {
		return false
	}
	h := binary.BigEndian.Uint32(head)
	sync, version, layer := h>>21 == 0x7ff, h>>19&3, h>>17&3
	bitrate, rate := h>>12&15, h>>10&3
	return sync && version != 1 && layer == 1 && bitrate != 15 && bitrate != 0 && rate != 3
}
