package sipua

import "net/netip"

// Transport is a SIP transport, in lower case.
type Transport string

// The transports.
const (
	UDP Transport = "udp"
	TCP Transport = "tcp"
	TLS Transport = "tls"
)

// Reliable says whether the transport retransmits by itself.
func (t Transport) Reliable() bool { return t != UDP }

// Secure says whether the transport is encrypted.
func (t Transport) Secure() bool { return t == TLS }

// Flow is where a message came from or goes to (RFC 5626 section 2): for UDP
// the local socket and the remote address, for TCP and TLS one connection. It
// is comparable and can be kept, to send requests back the way a REGISTER
// came. The zero Flow is none.
type Flow struct {
	Transport Transport
	Remote    netip.AddrPort
	id        uint64 // socket (UDP) or connection
	ours      bool   // a connection that we opened, and can open again
}

// IsZero says whether there is no flow.
func (f Flow) IsZero() bool { return f == Flow{} }

// String is "udp:192.0.2.1:5060".
func (f Flow) String() string { return string(f.Transport) + ":" + f.Remote.String() }
