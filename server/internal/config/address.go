package config

import (
	"errors"
	"fmt"
	"net/netip"
	"strconv"
	"strings"
)

// Listen is an address to listen on. An invalid Host means every address; port
// 0 lets the system choose.
type Listen struct {
	Host netip.Addr
	Port uint16
}

// String is what net.Listen takes.
func (l Listen) String() string {
	if !l.Host.IsValid() {
		return ":" + strconv.Itoa(int(l.Port))
	}
	return netip.AddrPortFrom(l.Host, l.Port).String()
}

// clashes reports whether both cannot be bound at the same time.
func (l Listen) clashes(o Listen) bool {
	if l.Port == 0 || l.Port != o.Port {
		return false
	}
	wild := func(a netip.Addr) bool { return !a.IsValid() || a.IsUnspecified() }
	return wild(l.Host) || wild(o.Host) || l.Host == o.Host
}

var errListen = errors.New(`an address like ":8080", "127.0.0.1:8080" or "[::1]:8080" with a port from 0 to 65535`)

func parseListen(text string) (Listen, error) {
	host, port, ok := cutLast(text, ':')
	if !ok {
		return Listen{}, errListen
	}
	number, err := strconv.ParseUint(port, 10, 16)
	if err != nil || strings.HasPrefix(port, "+") {
		return Listen{}, errListen
	}
	listen := Listen{Port: uint16(number)}
	switch host {
	case "", "*":
		return listen, nil
	case "localhost":
		listen.Host = netip.AddrFrom4([4]byte{127, 0, 0, 1})
		return listen, nil
	}
	bare, bracketed := strings.CutPrefix(host, "[")
	if bracketed {
		if bare, ok = strings.CutSuffix(bare, "]"); !ok {
			return Listen{}, errListen
		}
	}
	addr, err := netip.ParseAddr(bare)
	if err != nil || bracketed != addr.Is6() {
		return Listen{}, errListen
	}
	listen.Host = addr
	return listen, nil
}

func cutLast(text string, sep byte) (before, after string, ok bool) {
	i := strings.LastIndexByte(text, sep)
	if i < 0 {
		return text, "", false
	}
	return text[:i], text[i+1:], true
}

// PortRange is the UDP ports for media, both ends included. RTP takes the even
// ports and RTCP the odd one above each. Low and High 0 let the system choose.
type PortRange struct {
	Low, High uint16
}

// Pairs is the number of RTP/RTCP pairs, 0 when the system chooses.
func (r PortRange) Pairs() int {
	if r.Low == 0 {
		return 0
	}
	return (int(r.High) - int(r.Low) + 1) / 2
}

// Contains reports whether port lies in the range.
func (r PortRange) Contains(port uint16) bool {
	return r.Low != 0 && port >= r.Low && port <= r.High
}

// String is the form that the setting takes.
func (r PortRange) String() string {
	if r.Low == 0 {
		return "0"
	}
	return fmt.Sprintf("%d-%d", r.Low, r.High)
}

var errPorts = errors.New(`two ports like "20000-39999": both from 1024 to 65535, the first even, the last above it; or 0 to let the system choose`)

func parsePorts(text string) (PortRange, error) {
	if text == "0" {
		return PortRange{}, nil
	}
	low, high, ok := strings.Cut(text, "-")
	if !ok {
		return PortRange{}, errPorts
	}
	from, err1 := strconv.ParseUint(strings.TrimSpace(low), 10, 16)
	to, err2 := strconv.ParseUint(strings.TrimSpace(high), 10, 16)
	if err1 != nil || err2 != nil || from < 1024 || from%2 != 0 || to <= from {
		return PortRange{}, errPorts
	}
	return PortRange{Low: uint16(from), High: uint16(to)}, nil
}

// PublicAddress answers which of our addresses a peer must be told. Default is
// used when no network of the list holds the peer; a list without a plain
// address has no default.
type PublicAddress struct {
	Default  netip.Addr
	Networks []NetworkAddress
}

// NetworkAddress says: peers inside Network are told Address.
type NetworkAddress struct {
	Network netip.Prefix
	Address netip.Addr
}

// For returns the address to tell peer: that of the longest matching network,
// else the default. It is false when the list has neither.
func (p PublicAddress) For(peer netip.Addr) (netip.Addr, bool) {
	best, bits := p.Default, -1
	peer = peer.Unmap().WithZone("")
	for _, n := range p.Networks {
		if n.Network.Contains(peer) && n.Network.Bits() > bits {
			best, bits = n.Address, n.Network.Bits()
		}
	}
	return best, best.IsValid()
}

var errPublic = errors.New(`one address like "203.0.113.5", or a list of network=address like "10.0.0.0/8=10.0.0.5, 0.0.0.0/0=203.0.113.5" with at most one plain address as the default`)

func parsePublic(items []string) (PublicAddress, error) {
	var p PublicAddress
	seen := map[netip.Prefix]bool{}
	for _, item := range items {
		network, address, mapped := strings.Cut(item, "=")
		if !mapped {
			addr, ok := parseUsable(item)
			if !ok || p.Default.IsValid() {
				return PublicAddress{}, errPublic
			}
			p.Default = addr
			continue
		}
		prefix, err := netip.ParsePrefix(strings.TrimSpace(network))
		addr, ok := parseUsable(address)
		if err != nil || !ok || prefix.Masked() != prefix || seen[prefix] || prefix.Addr().Is4() != addr.Is4() {
			return PublicAddress{}, errPublic
		}
		seen[prefix] = true
		p.Networks = append(p.Networks, NetworkAddress{Network: prefix, Address: addr})
	}
	return p, nil
}

// parseUsable accepts an address that another machine could be told.
func parseUsable(text string) (netip.Addr, bool) {
	addr, err := netip.ParseAddr(strings.TrimSpace(text))
	if err != nil || addr.IsUnspecified() || addr.IsMulticast() || addr.Zone() != "" {
		return netip.Addr{}, false
	}
	return addr.Unmap(), true
}

// firstGlobal picks the first global unicast IPv4 address, then IPv6, then loopback.
func firstGlobal(addrs []netip.Addr) netip.Addr {
	var six netip.Addr
	for _, a := range addrs {
		a = a.Unmap()
		if !a.IsGlobalUnicast() {
			continue
		}
		if a.Is4() {
			return a
		}
		if !six.IsValid() {
			six = a.WithZone("")
		}
	}
	if six.IsValid() {
		return six
	}
	return netip.AddrFrom4([4]byte{127, 0, 0, 1})
}
