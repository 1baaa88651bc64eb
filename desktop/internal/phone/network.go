package phone

import (
	"context"
	"net"
	"net/netip"
	"slices"
	"strings"
)

// Network is this computer's network, as the phone needs it. Its methods may
// be called from any goroutine.
type Network interface {
	// Listen opens a UDP socket on an address of this computer, at any port.
	Listen(local netip.Addr) (net.PacketConn, error)
	// Dial opens a TCP connection.
	Dial(ctx context.Context, remote netip.AddrPort) (net.Conn, error)
	// Resolve gives the addresses of a name in the order in which to try them.
	Resolve(ctx context.Context, host string) ([]netip.Addr, error)
	// Local is the address of this computer from which packets to remote go,
	// by the system's routes; an error when there is no way.
	Local(remote netip.AddrPort) (netip.Addr, error)
	// Addresses names all addresses of this computer: another text means that
	// something has changed.
	Addresses() string
}

// System is the operating system's network.
type System struct{}

// Listen implements Network.
func (System) Listen(local netip.Addr) (net.PacketConn, error) {
	return net.ListenUDP("udp", net.UDPAddrFromAddrPort(netip.AddrPortFrom(local, 0)))
}

// Dial implements Network.
func (System) Dial(ctx context.Context, remote netip.AddrPort) (net.Conn, error) {
	var d net.Dialer
	return d.DialContext(ctx, "tcp", remote.String())
}

// Resolve implements Network.
func (System) Resolve(ctx context.Context, host string) ([]netip.Addr, error) {
	found, err := net.DefaultResolver.LookupNetIP(ctx, "ip", host)
	for i := range found {
		found[i] = found[i].Unmap()
	}
	return found, err
}

// Local implements Network. Connecting a UDP socket sends nothing: it only
// asks for the route.
func (System) Local(remote netip.AddrPort) (netip.Addr, error) {
	c, err := net.DialUDP("udp", nil, net.UDPAddrFromAddrPort(remote))
	if err != nil {
		return netip.Addr{}, err
	}
	defer func() { _ = c.Close() }()
	local, ok := c.LocalAddr().(*net.UDPAddr)
	if !ok {
		return netip.Addr{}, net.ErrClosed
	}
	return local.AddrPort().Addr().Unmap(), nil
}

// Addresses implements Network. Loopback and link-local addresses come and go
// without meaning.
func (System) Addresses() string {
	links, err := net.Interfaces()
	if err != nil {
		return ""
	}
	var all []string
	for _, l := range links {
		if l.Flags&net.FlagUp == 0 || l.Flags&net.FlagLoopback != 0 {
			continue
		}
		addrs, err := l.Addrs()
		if err != nil {
			continue
		}
		for _, a := range addrs {
			if n, ok := a.(*net.IPNet); ok && !n.IP.IsLinkLocalUnicast() {
				all = append(all, l.Name+" "+n.String())
			}
		}
	}
	slices.Sort(all)
	return strings.Join(all, "\n")
}
