package sipedge

import (
	"net/netip"
	"sync/atomic"
)

// marks are the traffic classes (RFC 2474) of datagrams to single far sides:
// one socket serves all carriers, and each wants its own.
type marks struct {
	by atomic.Pointer[map[netip.AddrPort][]byte]
}

// of gives the control message for a datagram to an address; nil is none.
func (m *marks) of(to netip.AddrPort) []byte {
	by := m.by.Load()
	if by == nil {
		return nil
	}
	return (*by)[to]
}

// classed is what *net.UDPConn has to mark a single datagram.
type classed interface {
	WriteMsgUDPAddrPort(b, oob []byte, to netip.AddrPort) (n, oobn int, err error)
}

// remark gathers the marks of the trunks' addresses.
func (k *trunkKeeper) remark() {
	k.mu.Lock()
	defer k.mu.Unlock()
	by := map[netip.AddrPort][]byte{}
	for _, w := range k.keep {
		dscp := w.trunk.Profile.DSCP
		if dscp == 0 {
			continue
		}
		w.mu.Lock()
		for _, h := range w.hops {
			by[h.at] = classMessage(h.at.Addr(), dscp)
		}
		w.mu.Unlock()
	}
	k.edge.marks.by.Store(&by)
}
