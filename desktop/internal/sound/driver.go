package sound

import "errors"

// kind is what a device does.
type kind int

const (
	capture kind = iota
	playback
)

// device is one that the system has.
type device struct {
	id        string // of this room, see nameID
	name      string // as the system says it
	isDefault bool
}

// devices are all that the system has, in its order.
type devices struct{ mics, speakers []device }

// of gives those of a kind.
func (d devices) of(k kind) []device {
	if k == capture {
		return d.mics
	}
	return d.speakers
}

// spec is a device to be opened: mono, 48 kHz, 16 bits.
type spec struct {
	kind kind
	id   string // "": the system's default
	// data takes what was captured, or fills what shall be played. It is called
	// from the device's thread with any number of samples.
	data func(samples []int16)
	// stopped is called when the system stopped the device, from any thread.
	stopped func()
}

// driver is a sound system. All methods but those of its streams are called
// by one thread, and may hang.
type driver interface {
	list() (devices, error)
	open(spec) (stream, error)
	close()
}

// stream is a device that runs. Its close may hang for ever: that of an
// unplugged device does.
type stream interface{ close() }

// What a driver's errors wrap.
var (
	errRefused = errors.New("the system refuses access to the device")
	errBusy    = errors.New("another program has the device")
	errGone    = errors.New("there is no such device")
	// errCostly: a try that failed has left something behind in the system.
	errCostly = errors.New("the sound system lost a connection by it")
)
