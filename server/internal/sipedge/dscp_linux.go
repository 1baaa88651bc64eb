package sipedge

import (
	"encoding/binary"
	"net/netip"
	"syscall"
	"unsafe"
)

// classMessage is the control message that marks one datagram. Towards an IPv4
// address it is IPv4's, also on a socket for both families.
func classMessage(to netip.Addr, dscp int) []byte {
	level, kind := syscall.IPPROTO_IP, syscall.IP_TOS
	if to.Unmap().Is6() {
		level, kind = syscall.IPPROTO_IPV6, syscall.IPV6_TCLASS
	}
	b := make([]byte, syscall.CmsgSpace(4))
	h := (*syscall.Cmsghdr)(unsafe.Pointer(&b[0]))
	h.Level, h.Type = int32(level), int32(kind)
	h.SetLen(syscall.CmsgLen(4))
	binary.NativeEndian.PutUint32(b[syscall.CmsgLen(0):], uint32(dscp<<2))
	return b
}
