//go:build !linux

package media

import "net/netip"

type rawAddress struct{}

func newRawAddress(netip.AddrPort) rawAddress { return rawAddress{} }

// newLoop gives the only loop there is here.
func newLoop(s *shard, _ bool) (loop, error) { return newGoLoop(s), nil }

func opener(bool) func(netip.Addr, uint16) (socket, error) { return openGoSocket }
