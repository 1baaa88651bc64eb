package main

import (
	"context"
	"net"
	"net/netip"
	"sync/atomic"

	"github.com/yobirin/yobirin/desktop/internal/phone"
)

// place is an agent's computer on loopback: packets leave from one address of
// 127/8, and the computer can move to another.
type place struct {
	phone.System
	at atomic.Pointer[netip.Addr]
}

func newPlace(at netip.Addr) *place {
	p := &place{}
	p.at.Store(&at)
	return p
}

func (p *place) move(to netip.Addr) { p.at.Store(&to) }

// Local implements phone.Network.
func (p *place) Local(netip.AddrPort) (netip.Addr, error) { return *p.at.Load(), nil }

// Addresses implements phone.Network.
func (p *place) Addresses() string { return p.at.Load().String() }

// Dial implements phone.Network.
func (p *place) Dial(ctx context.Context, remote netip.AddrPort) (net.Conn, error) {
	return p.dial(ctx, "tcp", remote.String())
}

// dial is for the link.
func (p *place) dial(ctx context.Context, network, address string) (net.Conn, error) {
	d := net.Dialer{LocalAddr: net.TCPAddrFromAddrPort(netip.AddrPortFrom(*p.at.Load(), 0))}
	return d.DialContext(ctx, network, address)
}
