package media

import (
	"time"

	"github.com/yobirin/yobirin/shared/id"
)

// RecordSink stores recordings. It is implemented by the recorder and called
// only from the plane's writer goroutines, never from a shard: it may wait for
// a disk. Each recording has one writer, so a Track needs no lock of its own.
type RecordSink interface {
	// Open begins the file of a recording. An error is reported to the call as
	// a failed leg.Recorded; the call goes on.
	Open(rec id.Recording, call id.Call, at time.Time) (Track, error)
}

// Track is one open recording.
type Track interface {
	// Write appends the next audio: stereo G.711 mu-law at 8,000 frames per
	// second, interleaved, left (customer) byte first, always whole frames.
	// The plane has already aligned both lanes in time, filled gaps with
	// silence, converted A-law and mixed who else is in the right lane, so the
	// file is what Write got, in order.
	// After an error no more is written and the recording is closed as failed.
	Write(stereo []byte) error
	// Close ends the recording and tells what became of it. It is called
	// exactly once, also after a failed Write.
	Close() (Stored, error)
}

// Stored is a finished recording's file, as leg.Recorded reports it.
type Stored struct {
	Path   string // relative to the recordings' folder
	Bytes  int64
	SHA256 string // hexadecimal
	Key    string // name of the key it is encrypted with
}
