package media

import "net/netip"

// socket is one bound UDP port.
type socket interface {
	// send gives the packet to the system without waiting. A packet that the
	// system does not take is lost, as on the network.
	send(packet []byte, to *address) bool
	port() uint16
	close()
}

// marker is a socket whose packets can be given another traffic class.
type marker interface{ mark(dscp int) }

// address is a destination in the forms the backends need, made once.
type address struct {
	netip.AddrPort
	raw rawAddress
}

func newAddress(ap netip.AddrPort) address {
	ap = netip.AddrPortFrom(ap.Addr().Unmap(), ap.Port())
	return address{AddrPort: ap, raw: newRawAddress(ap)}
}

// loop feeds a shard from its sockets.
type loop interface {
	// run serves until the shard is stopped.
	run()
	// add and remove are called by the shard itself. A stream may be removed
	// from one loop and added to another, with packets waiting in its sockets:
	// they are served there. With forever its sockets are closed next.
	add(s *stream) error
	remove(s *stream, forever bool)
	// wake makes run look into the shard's mailbox; any goroutine may call it.
	wake()
}
