//go:build !linux

package sipedge

import "net/netip"

// classMessage marks nothing here: every datagram has the socket's mark.
func classMessage(netip.Addr, int) []byte { return nil }
