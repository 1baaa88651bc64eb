package config

import (
	"io"
	"net"
	"net/netip"
	"os"
)

// System is the Source of a real process: its environment, its files and its
// network interfaces. file is the value of --config.
func System(file string) Source {
	return Source{File: file, Environ: os.Environ(), ReadFile: readLimited, Addresses: ownAddresses}
}

// readLimited reads a little more than the limit, so that parseFile can refuse.
func readLimited(path string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }()
	return io.ReadAll(io.LimitReader(f, fileLimit+1))
}

func ownAddresses() ([]netip.Addr, error) {
	found, err := net.InterfaceAddrs()
	if err != nil {
		return nil, err
	}
	var addrs []netip.Addr
	for _, a := range found {
		if n, ok := a.(*net.IPNet); ok {
			if addr, ok := netip.AddrFromSlice(n.IP); ok {
				addrs = append(addrs, addr.Unmap())
			}
		}
	}
	return addrs, nil
}
