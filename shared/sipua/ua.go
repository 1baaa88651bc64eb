package sipua

import (
	"context"
	"crypto/tls"
	"log/slog"
	"net"
	"net/netip"
	"time"
)

// Config is what a UA is made of. The zero value of every field but Log is
// usable.
type Config struct {
	// Log gets faults and traces; never bodies, numbers or whole messages.
	Log *slog.Logger
	// UserAgent is the User-Agent header of our requests. Empty: none.
	// Responses never say what we are; an Answer may.
	UserAgent string

	// Invite is called for every new inbound INVITE that is well-formed, with
	// 100 sent already, and gives the sink for the dialog's events. It must
	// not block; returning nil rejects with 480. Nil: every INVITE gets 480.
	Invite func(*Dialog) Sink
	// Request is called for every other request outside a dialog: REGISTER,
	// OPTIONS, SUBSCRIBE, MESSAGE ... It must not block; the request has to be
	// answered once by Incoming.Respond, now or later. Nil: OPTIONS gets 200,
	// every other 405.
	Request func(*Incoming)
	// Admit is asked for a request outside a dialog before anything is
	// answered or stored, CANCEL and ACK excepted. False drops it silently.
	Admit func(*Request) bool

	// ReferRefusal is the status of a REFER in a dialog that takes none
	// (Dialog.Take); 0 is 603.
	ReferRefusal int
	// Extensions are further option tags that an INVITE may require, because
	// Invite sees to them: "replaces".
	Extensions []string

	// Resolve finds the addresses of a host that is no IP address, in order of
	// preference. Port 0 asks for SRV (RFC 3263). Nil: SRV then A/AAAA through
	// the system's resolver.
	Resolve func(ctx context.Context, host string, port int, transport Transport) ([]netip.AddrPort, error)
	// DialStream opens an outbound TCP connection; nil uses net.Dialer. For
	// TLS the UA adds the handshake with TLS.
	DialStream func(ctx context.Context, remote netip.AddrPort) (net.Conn, error)
	// TLS is used for outbound TLS connections.
	TLS *tls.Config

	// ServerName names whose certificate an outbound TLS connection must show,
	// for hosts that were resolved by the caller; host is what the URI says, ""
	// when nothing but the address is known. Nil, or "": host.
	ServerName func(remote netip.AddrPort, host string) string

	// FlowGone is told when a TCP or TLS connection is closed. It must not
	// block. May be nil.
	FlowGone func(Flow)
	// Trace sees every message sent and received; for diagnosis only, as it is
	// full of personal data. May be nil; it must not block or keep data.
	Trace func(sent bool, f Flow, data []byte)

	// Timers of RFC 3261 section 17; 0 is the default of the RFC.
	T1, T2, T4 time.Duration
	// StreamIdle closes a TCP or TLS connection that was silent for so long;
	// 0 is ten minutes. Keepalives (CRLF) count as traffic.
	StreamIdle time.Duration
	// StreamLimit is how many inbound TCP/TLS connections are held; 0 is 10,000.
	StreamLimit int
	// MaxMessage is the greatest size of a message in bytes; 0 is 64 KiB.
	MaxMessage int
	// SessionExpires is asked for and offered in seconds (RFC 4028); 0 is
	// 1800. MinSE is the least we accept; 0 is 90.
	SessionExpires, MinSE int
}

// Listen is how one socket of the UA presents itself.
type Listen struct {
	Transport Transport
	// Public is the host and port written into Via and Contact; zero is the
	// socket's own address.
	PublicHost string
	PublicPort int
	// Ready is called when messages can be sent and come in. May be nil.
	Ready func()
	// Reopen makes a new socket after the old one failed for good (not after
	// Close). Nil: Serve returns the error.
	Reopen func() (net.PacketConn, error)
}
