// Package sipedge is the SIP edge: it listens, keeps strangers and floods
// out, registers phones, holds the trunks to the carriers, and turns INVITEs
// into facts for the brain and the brain's orders into SIP. It decides
// nothing about calls.
package sipedge

import (
	"context"
	"crypto/tls"
	"log/slog"
	"net"
	"net/netip"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/yobirin/yobirin/shared/fault"
	"github.com/yobirin/yobirin/shared/id"
	"github.com/yobirin/yobirin/shared/leg"
	"github.com/yobirin/yobirin/shared/sipua"
)

// Realm is the digest realm of every device account.
const Realm = "yobirin"

// Config is what an Edge needs. Callbacks must not block and may be called
// from any goroutine; Registered and TrunkState must not call the Edge.
type Config struct {
	Listen    string      // UDP and TCP, "host:port"; port 0 takes a free one
	ListenTLS string      // empty: no TLS
	TLS       *tls.Config // certificate for ListenTLS; also used towards TLS trunks

	// PublicHost is the host written into Via, Contact and From. Empty: Via and
	// Contact carry the address this machine uses towards each far side, From
	// the listening address or the first global one of this machine.
	PublicHost string

	// Report takes facts. False means overloaded: a new call is refused with
	// 503, a running leg is ended, because nobody would end it later.
	Report func(leg.Fact) bool
	// Registered is told when a device's reachability changes, in order.
	Registered func(DeviceState)
	// TrunkState is told when a trunk's state changes, in order per trunk.
	TrunkState func(TrunkState)
	// Media opens ports. Required.
	Media Media

	// Bridge carries the audio of phones that offer DTLS-SRTP with ICE; nil:
	// such offers are refused.
	Bridge Bridge

	// Lamp says whether phones may watch an extension, slot or hot desk; nil:
	// any. Others get 404.
	Lamp func(ext string) bool
	// UnsolicitedMessages tells also phones that never subscribed to
	// message-summary of messages that wait.
	UnsolicitedMessages bool

	DataDir  string // folder of registrations.json; empty: registrations do not survive a restart
	Logger   *slog.Logger
	Metrics  prometheus.Registerer // nil: none
	Guard    GuardLimits           // zero values are defaults
	Register RegisterLimits        // zero values are defaults

	// Redirect says why a carrier may not lead an outside call to a number (a
	// 3xx answer), by a stable word; "": it may. The number is national. Nil:
	// what redirectable allows.
	Redirect func(number string) string

	// Qualify is the interval of OPTIONS to phones and trunks; 0 is 30 s.
	Qualify time.Duration
	// FailOver is how long an address of a trunk may stay silent before the
	// next is tried; 0 is 4 s.
	FailOver time.Duration
	// DSCP marks signalling packets; 0 is 24 (CS3), negative leaves them.
	DSCP int
	// UserAgent names us in our requests; empty: not at all. Responses, which
	// strangers may get, never carry it.
	UserAgent string

	// Resolve finds a trunk's addresses; nil asks SRV, then A and AAAA.
	Resolve func(ctx context.Context, host string, port uint16, t Transport) ([]netip.AddrPort, error)
	// ListenPacket opens the datagram socket; nil is net.ListenPacket. Tests
	// bring an in-memory network, for which NoStreams leaves TCP out.
	ListenPacket func(address string) (net.PacketConn, error)
	NoStreams    bool
	// Timers of RFC 3261 for tests; zero is the RFC's.
	T1 time.Duration
}

// RegisterLimits are the bounds of a registration's lifetime.
type RegisterLimits struct {
	Min     time.Duration // below: 423; 0 is 30 s
	Max     time.Duration // above: shortened; 0 is one hour
	Default time.Duration // when the phone says nothing; 0 is Max
	// BehindNAT is Max for a phone behind a router over UDP, which may get
	// another address at any time and learns of it, as we do, only by
	// registering anew; 0 is two minutes.
	BehindNAT time.Duration
}

// DeviceState is a device's reachability.
type DeviceState struct {
	Device    id.Device
	Up        bool
	Contacts  int       // registered, reachable or not
	UserAgent string    // of the newest contact, hostile text, at most 128 bytes
	Address   string    // of the newest contact, "udp:192.0.2.1:5060"
	Expires   time.Time // when the newest contact runs out; zero without contacts
	Cause     string    // why it is not up: "unregistered", "expired", "unreachable", "removed", "renewed" (its password)
}

// TrunkCondition is a trunk's condition in one word.
type TrunkCondition string

// The conditions.
const (
	TrunkUnknown     TrunkCondition = "unknown"     // not asked yet, or never asked (no registration, no OPTIONS)
	TrunkRegistered  TrunkCondition = "registered"  // the carrier accepted our REGISTER
	TrunkReachable   TrunkCondition = "reachable"   // it answers OPTIONS
	TrunkUnreachable TrunkCondition = "unreachable" // it does not answer OPTIONS
	TrunkFailed      TrunkCondition = "failed"      // the carrier refused our REGISTER, or its name has no address
	TrunkDisabled    TrunkCondition = "disabled"
)

// TrunkState is how a trunk stands.
type TrunkState struct {
	ID     id.Trunk
	State  TrunkCondition
	Reason string        // for people, empty when all is well; at most 128 bytes
	RTT    time.Duration // of the last OPTIONS or REGISTER answered; 0 when none was
	Since  time.Time     // when State became what it is
}

// Media opens the ports of legs. Its calls are quick: they never wait for the
// network.
type Media interface {
	Open(l id.Leg, spec MediaSpec) (Port, error)
}

// MediaSpec says how a leg's port behaves.
type MediaSpec struct {
	Like         id.Leg     // leg whose codec is offered first
	SRTP         SRTP       // policy, never ""
	NAT          bool       // the far side may send from elsewhere than its SDP says
	SignalSource netip.Addr // address the signalling comes from or goes to
	Codecs       []string   // allowed, best first; empty: PCMU, PCMA
	NoEvents     bool       // no telephone-event: digits are in-band tones
	Inband       bool       // keys may come as tones where no telephone-event is agreed
	DSCP         int        // mark on audio packets; 0: the media plane's own
	Opus         bool       // Opus is offered, and taken when it is offered
}

// Port is the SDP side of one leg's media.
type Port interface {
	// Offer gives our offer.
	Offer() ([]byte, error)
	// Answer takes the far side's offer and gives our answer; an error means
	// that the two have nothing in common, or the offer is no SDP.
	Answer(offer []byte) ([]byte, error)
	// Accept takes the answer to Offer. It may be called again: the last counts.
	Accept(answer []byte) error
	// Negotiated tells what was agreed last.
	Negotiated() Negotiated
	// Close gives the port back.
	Close()
}

// follower is a Port that can be told that the far side's signalling comes
// from elsewhere than MediaSpec said: of several contacts, another answered.
type follower interface{ SignalFrom(netip.Addr) }

// Negotiated is what offer and answer came to.
type Negotiated struct {
	Held  bool   // the far side put us on hold
	Codec string // "PCMU", "PCMA", "opus"
}

func (c *Config) complete() error {
	switch {
	case c.Listen == "":
		return fault.Wrong("Listen", "", "an address such as :5060")
	case c.Media == nil:
		return fault.Wrong("Media", "nil", "the media plane")
	case c.Report == nil:
		return fault.Wrong("Report", "nil", "a function that takes facts")
	case c.ListenTLS != "" && c.TLS == nil:
		return fault.Wrong("TLS", "nil", "a certificate, because ListenTLS is set")
	case c.DSCP > 63:
		return fault.Wrong("DSCP", "", "0 to 63")
	}
	if c.Logger == nil {
		c.Logger = slog.New(slog.DiscardHandler)
	}
	if c.Registered == nil {
		c.Registered = func(DeviceState) {}
	}
	if c.Redirect == nil {
		c.Redirect = func(string) string { return "" }
	}
	if c.TrunkState == nil {
		c.TrunkState = func(TrunkState) {}
	}
	if c.DSCP == 0 {
		c.DSCP = 24
	}
	orDefault(&c.Qualify, 30*time.Second)
	orDefault(&c.FailOver, 4*time.Second)
	orDefault(&c.Register.Min, 30*time.Second)
	orDefault(&c.Register.Max, time.Hour)
	orDefault(&c.Register.Default, c.Register.Max)
	orDefault(&c.Register.BehindNAT, 2*time.Minute)
	c.Guard.complete()
	if c.Resolve == nil {
		c.Resolve = resolve
	}
	if c.ListenPacket == nil {
		c.ListenPacket = func(address string) (net.PacketConn, error) { return net.ListenPacket("udp", address) }
	}
	return nil
}

func orDefault[T comparable](v *T, d T) {
	var zero T
	if *v == zero {
		*v = d
	}
}

func sipTransport(t Transport) sipua.Transport {
	switch t {
	case TCP:
		return sipua.TCP
	case TLS:
		return sipua.TLS
	case UDP, "":
		return sipua.UDP
	}
	return sipua.UDP
}
