package boot

import (
	"context"
	"crypto/x509"
	"net"
	"net/netip"
	"strings"

	"github.com/yobirin/yobirin/server/internal/directory"
	"github.com/yobirin/yobirin/shared/id"
	"github.com/yobirin/yobirin/shared/live"
)

// softphones is the SIP side as the directory sees it.
type softphones struct{ m *Main }

// Line tells of a phone.
func (s softphones) Line(d id.Device) directory.Line { return s.m.owners.line(d) }

// Given tells that a session got a softphone.
func (s softphones) Given(d id.Device, a id.Agent, session id.Session) {
	s.m.owners.given(d, session)
}

// Health tells that a session's softphone cannot take calls, and why.
func (s softphones) Health(session id.Session, cause string) { s.m.owners.health(session, cause) }

// Resync tells a device's phones to take their settings anew.
func (s softphones) Resync(ctx context.Context, d id.Device) []directory.Resynced {
	told := s.m.edge.Resync(ctx, d)
	out := make([]directory.Resynced, len(told))
	for i, r := range told {
		out[i] = directory.Resynced{Address: r.At.String(), UserAgent: r.Agent, Status: r.Status, OK: r.Status >= 200 && r.Status < 300}
	}
	return out
}

// Ways are what really listens, TLS first, by the name that the app already
// reaches this server by. Where the certificate is of another name, that one
// is told instead: the app checks it.
func (s softphones) Ways(host string, remote netip.Addr) (servers []live.SIPServer, ice bool) {
	m := s.m
	plain := m.reachedAs(host, remote)
	if at := m.edge.Addr(); at.Addr().IsLoopback() {
		plain = at.Addr().String() // nobody reaches it otherwise
	}
	if at := m.edge.AddrTLS(); m.cfg.SIPTLSListen != nil && at.IsValid() {
		name := plain
		if pair, err := m.certificate(nil); err == nil {
			name = namedBy(pair.Leaf, m.reachedAs(host, remote))
		}
		servers = append(servers, live.SIPServer{Transport: "tls", Host: name, Port: int(at.Port())})
	}
	port := int(m.edge.Addr().Port())
	servers = append(servers, live.SIPServer{Transport: "udp", Host: plain, Port: port}, live.SIPServer{Transport: "tcp", Host: plain, Port: port})
	return servers, m.browsers != nil
}

// reachedAs is the name or address of this server in a request's Host, or
// the address that its configuration tells far sides.
func (m *Main) reachedAs(host string, remote netip.Addr) string {
	name := host
	if h, _, err := net.SplitHostPort(host); err == nil {
		name = h
	}
	name = strings.Trim(name, "[]")
	if _, err := netip.ParseAddr(name); err == nil || hostName(name) {
		return name
	}
	if a, ok := m.cfg.PublicAddress.For(remote); ok {
		return a.String()
	}
	return "127.0.0.1"
}

// hostName says whether a text from a request can be a host's name.
func hostName(s string) bool {
	return s != "" && len(s) <= 253 && !strings.ContainsFunc(s, func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (r < '0' || r > '9') && r != '-' && r != '.' && r != '_'
	})
}

// namedBy is the name that a certificate is good for: the one wanted, if it
// can be, else its first that is no pattern.
func namedBy(c *x509.Certificate, wanted string) string {
	if c == nil || c.VerifyHostname(wanted) == nil {
		return wanted
	}
	for _, name := range c.DNSNames {
		if !strings.Contains(name, "*") {
			return name
		}
	}
	for _, a := range c.IPAddresses {
		return a.String()
	}
	return wanted
}
