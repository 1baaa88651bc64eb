// Package media is the RTP plane: ports, relay, mixing, players, DTMF and the
// taps of recordings. Its shards own all state of running streams; the rest of
// the program talks to them in orders and is told facts.
package media

import (
	"log/slog"
	"net/netip"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/yobirin/yobirin/shared/leg"
)

// Config is what a Plane needs. Zero values of the durations and of Shards are
// replaced by the defaults named.
type Config struct {
	// Ports is the range of UDP ports used, RTP on even ones, RTCP on the odd
	// one after. The zero range lets the system choose.
	Ports PortRange
	// BindAddress is the local address of all ports. An unspecified or invalid
	// one listens on every address, in the family of the leg's signalling.
	BindAddress netip.Addr
	// PublicAddress gives the address to put into SDP for a far side at
	// remote. Nil uses BindAddress, or loopback when that is unspecified.
	PublicAddress func(remote netip.Addr) netip.Addr
	// Shards is the number of loops; 0 is the number of processors.
	Shards int
	// Report takes the facts Digit, Played, Silent, Measured and Recorded. It
	// is called from shards and must not block. Required.
	Report func(leg.Fact)
	// Audio gives the sounds that are not tones. Nil has none.
	Audio AudioSource
	// Recorder stores recordings. Nil fails every recording.
	Recorder RecordSink
	// Logger gets what an operator should know. Nil discards.
	Logger *slog.Logger
	// Registerer gets the plane's metrics. Nil keeps them to itself.
	Registerer prometheus.Registerer
	// SilentAfter is how long nothing may come (audio, comfort noise, RTCP)
	// before leg.Silent; default 30 s.
	SilentAfter time.Duration
	// LearnFor is how long a leg behind NAT may learn its source; default 3 s.
	LearnFor time.Duration
	// MovedAfter is for how long the known source of a leg behind NAT must have
	// been silent for its stream to be followed to another one; default 200 ms.
	// GoneAfter is the same for a stream that begins anew; default 3 s.
	MovedAfter, GoneAfter time.Duration
	// PortRest is how long a closed port is not used again; default 30 s.
	PortRest time.Duration
	// ReportEvery is the interval of RTCP reports; default 5 s.
	ReportEvery time.Duration
	// Portable uses a goroutine per socket even where the epoll loops exist.
	Portable bool
}

// PortRange is a range of UDP ports, both ends included.
type PortRange struct{ First, Last uint16 }

// AudioSource gives the audio of a sound. It is called from a loader
// goroutine, once per sound until Forget, and may wait for a disk.
type AudioSource interface {
	// Sound gives 8 kHz mono samples. Only Audio, Prompt and Music come here;
	// tones are made by the plane. The samples must not be changed afterwards.
	Sound(s leg.Sound) ([]int16, error)
}
