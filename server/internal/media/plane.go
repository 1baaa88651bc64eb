package media

import (
	"errors"

	"github.com/yobirin/yobirin/shared/id"
	"github.com/yobirin/yobirin/shared/leg"
)

// Plane is the whole RTP plane. Make it with New.
type Plane struct{ cfg Config }

var errBuilding = errors.New("media: under construction")

// New checks the configuration and makes a plane; Start begins its work.
func New(cfg Config) (*Plane, error) { return nil, errBuilding }

// Start starts the shards and writers.
func (p *Plane) Start() error { return errBuilding }

// Close closes every port, finishes recordings and stops the loops. Facts of
// that (Measured, Recorded) are reported before it returns.
func (p *Plane) Close() error { return errBuilding }

// Do carries out the orders that belong to media (Hear, Play, StopPlay,
// Record, StopRecord, SendDigits) and gives false for every other. It never
// blocks. Orders for a leg that has no port are dropped.
func (p *Plane) Do(o leg.Order) bool { return false }

// Open makes the leg's port: bound sockets, no media yet. A leg has one port.
func (p *Plane) Open(l id.Leg, spec OpenSpec) (*Port, error) { return nil, errBuilding }

// Port gives the leg's open port, or nil.
func (p *Plane) Port(l id.Leg) *Port { return nil }

// CloseLeg closes the leg's port; leg.Measured is reported. Closing twice, or
// a leg without a port, does nothing.
func (p *Plane) CloseLeg(l id.Leg) {}

// Forget drops a prepared sound, so that the next Play loads it again.
func (p *Plane) Forget(s leg.Sound) {}

// Port is the SDP-facing side of a leg's media. Its methods may be called from
// any goroutine and never wait for the network.
type Port struct{}

// Offer gives our offer: the first of an outbound leg, of a 200 to an INVITE
// without one, or of a re-INVITE. The same offer may be sent to several
// contacts.
func (p *Port) Offer() ([]byte, error) { return nil, errBuilding }

// Accept takes the answer to our last Offer. It may be called again, with the
// answer of another fork or a later provisional response: the last one counts.
// Errors wrap sdp.ErrMalformed or sdp.ErrUnacceptable; the state before stays.
func (p *Port) Accept(answer []byte) error { return errBuilding }

// Answer takes an offer (INVITE, re-INVITE, UPDATE) and gives our answer. The
// media is as agreed from here on. Errors as in Accept.
func (p *Port) Answer(offer []byte) ([]byte, error) { return nil, errBuilding }

// Negotiated tells what the last agreement came to.
func (p *Port) Negotiated() Negotiated { return Negotiated{} }

// Close is Plane.CloseLeg of the port's leg.
func (p *Port) Close() {}
