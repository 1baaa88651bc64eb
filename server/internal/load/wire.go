//go:build linux

package load

import (
	"context"
	"fmt"
	"net"
	"net/netip"
	"syscall"
	"time"
	"unsafe"

	"golang.org/x/sys/unix"
)

// receiveBuffer holds what comes while the reader is not scheduled, bytes.
const receiveBuffer = 32 << 20

// wire is a UDP socket on every loopback address at once.
type wire struct {
	conn   *net.UDPConn
	server netip.AddrPort
	port   uint16
}

// openWire binds a port of the system's choice on the loopback interface.
func openWire(server netip.AddrPort) (*wire, error) {
	lc := net.ListenConfig{Control: func(_, _ string, c syscall.RawConn) error {
		var failed error
		err := c.Control(func(fd uintptr) { failed = prepare(int(fd)) })
		if err != nil {
			return err
		}
		return failed
	}}
	c, err := lc.ListenPacket(context.Background(), "udp4", "0.0.0.0:0")
	if err != nil {
		return nil, fmt.Errorf("load: SIP socket: %w", err)
	}
	conn := c.(*net.UDPConn)
	return &wire{conn: conn, server: server, port: conn.LocalAddr().(*net.UDPAddr).AddrPort().Port()}, nil
}

// prepare keeps a socket to the loopback interface and has it tell where to
// and when packets came.
func prepare(fd int) error {
	if err := unix.SetsockoptString(fd, unix.SOL_SOCKET, unix.SO_BINDTODEVICE, "lo"); err != nil {
		return fmt.Errorf("bind to the loopback interface: %w", err)
	}
	if err := unix.SetsockoptInt(fd, unix.IPPROTO_IP, unix.IP_PKTINFO, 1); err != nil {
		return fmt.Errorf("ask for destination addresses: %w", err)
	}
	if err := unix.SetsockoptInt(fd, unix.SOL_SOCKET, unix.SO_TIMESTAMPNS, 1); err != nil {
		return fmt.Errorf("ask for arrival times: %w", err)
	}
	// Without the right to force it, the system's limit is what there is.
	if unix.SetsockoptInt(fd, unix.SOL_SOCKET, unix.SO_RCVBUFFORCE, receiveBuffer) != nil {
		return unix.SetsockoptInt(fd, unix.SOL_SOCKET, unix.SO_RCVBUF, receiveBuffer)
	}
	return nil
}

// send sends to the server from one of our addresses.
func (w *wire) send(from netip.Addr, packet []byte) {
	oob := unix.PktInfo4(&unix.Inet4Pktinfo{Spec_dst: from.As4()})
	// A packet that cannot be sent is as one that is lost: it is sent again.
	_, _, _ = w.conn.WriteMsgUDPAddrPort(packet, oob, w.server)
}

// receive waits for a packet and tells to which of our addresses it came and
// when, in Unix nanoseconds.
func (w *wire) receive(buf, oob []byte) (n int, to netip.Addr, at int64, err error) {
	n, oobn, _, _, err := w.conn.ReadMsgUDPAddrPort(buf, oob)
	if err != nil {
		return 0, to, 0, err
	}
	to, at = ancillary(oob[:oobn])
	return n, to, at, nil
}

// ancillary reads destination and arrival time.
func ancillary(oob []byte) (to netip.Addr, at int64) {
	for len(oob) >= unix.SizeofCmsghdr {
		h := (*unix.Cmsghdr)(unsafe.Pointer(&oob[0]))
		size := int(h.Len)
		if size < unix.SizeofCmsghdr || size > len(oob) {
			break
		}
		data := oob[unix.CmsgLen(0):size]
		switch {
		case h.Level == unix.IPPROTO_IP && h.Type == unix.IP_PKTINFO && len(data) >= unix.SizeofInet4Pktinfo:
			to = netip.AddrFrom4((*unix.Inet4Pktinfo)(unsafe.Pointer(&data[0])).Addr)
		case h.Level == unix.SOL_SOCKET && h.Type == unix.SO_TIMESTAMPNS && len(data) >= 16:
			t := (*unix.Timespec)(unsafe.Pointer(&data[0]))
			at = t.Nano()
		}
		oob = oob[min(len(oob), unix.CmsgSpace(size-unix.CmsgLen(0))):]
	}
	if at == 0 {
		at = time.Now().UnixNano()
	}
	return to, at
}
