package sipedge

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"strings"
)

// maxAddresses is how many addresses of one name are used.
const maxAddresses = 16

// resolve finds the addresses of a host in order of preference (RFC 3263
// section 4.2): an address is itself; a name with a port is looked up as A
// and AAAA; a name without one as SRV first.
func resolve(ctx context.Context, host string, port uint16, t Transport) ([]netip.AddrPort, error) {
	var r net.Resolver
	return resolveWith(ctx, &r, host, port, t)
}

// names is what resolving asks of DNS; *net.Resolver is one.
type names interface {
	LookupSRV(ctx context.Context, service, proto, name string) (string, []*net.SRV, error)
	LookupNetIP(ctx context.Context, network, host string) ([]netip.Addr, error)
}

func resolveWith(ctx context.Context, dns names, host string, port uint16, t Transport) ([]netip.AddrPort, error) {
	if a, err := netip.ParseAddr(host); err == nil {
		if port == 0 {
			port = defaultPort(t)
		}
		return []netip.AddrPort{netip.AddrPortFrom(a.Unmap(), port)}, nil
	}
	if port != 0 {
		return hosts(ctx, dns, host, port)
	}
	service, proto := "sip", "udp"
	switch t {
	case TCP:
		proto = "tcp"
	case TLS:
		service, proto = "sips", "tcp"
	case UDP, "":
	}
	_, list, err := dns.LookupSRV(ctx, service, proto, host) // sorted by priority, shuffled by weight
	if err != nil || len(list) == 0 {
		return hosts(ctx, dns, host, defaultPort(t))
	}
	var out []netip.AddrPort
	var errs []error
	for _, s := range list {
		if s.Target == "." { // RFC 2782: the service is decidedly not available
			continue
		}
		found, err := hosts(ctx, dns, strings.TrimSuffix(s.Target, "."), s.Port)
		if err != nil {
			errs = append(errs, err)
		}
		if out = append(out, found...); len(out) >= maxAddresses {
			return out[:maxAddresses], nil
		}
	}
	if len(out) == 0 {
		return nil, fmt.Errorf("%s offers no SIP over %s: %w", host, proto, errors.Join(errs...))
	}
	return out, nil
}

func hosts(ctx context.Context, dns names, host string, port uint16) ([]netip.AddrPort, error) {
	addrs, err := dns.LookupNetIP(ctx, "ip", host)
	if err != nil {
		return nil, fmt.Errorf("the name %s has no address: %w", host, err)
	}
	var out []netip.AddrPort
	for _, a := range addrs[:min(len(addrs), maxAddresses)] {
		out = append(out, netip.AddrPortFrom(a.Unmap(), port))
	}
	return out, nil
}
