//go:build linux

package load

import (
	"net/netip"
	"syscall"
	"unsafe"

	"golang.org/x/sys/unix"
)

// mmsg is the kernel's struct mmsghdr.
type mmsg struct {
	hdr unix.Msghdr
	n   uint32
	_   [4]byte
}

const (
	sendBatch    = 32
	receiveBatch = 128
	controlSize  = 96
)

// outbox is a batch of packets that is sent by one system call.
type outbox struct {
	msgs    [sendBatch]mmsg
	iovs    [sendBatch]unix.Iovec
	to      [sendBatch]unix.RawSockaddrInet4
	control [sendBatch][controlSize]byte
	packets [sendBatch][packetSize]byte
	n       int
}

func newOutbox() *outbox {
	o := &outbox{}
	for i := range o.msgs {
		h := &o.msgs[i].hdr
		o.iovs[i].Base = &o.packets[i][0]
		o.iovs[i].SetLen(packetSize)
		h.Iov, h.Name, h.Namelen = &o.iovs[i], (*byte)(unsafe.Pointer(&o.to[i])), unix.SizeofSockaddrInet4
		h.SetIovlen(1)
		h.Control = &o.control[i][0]
		h.SetControllen(copy(o.control[i][:], unix.PktInfo4(&unix.Inet4Pktinfo{})))
		o.to[i].Family = unix.AF_INET
	}
	return o
}

// next gives the buffer of one more packet.
func (o *outbox) next(from [4]byte, to netip.AddrPort) *[packetSize]byte {
	i := o.n
	o.n++
	info := (*unix.Inet4Pktinfo)(unsafe.Pointer(&o.control[i][unix.CmsgLen(0)]))
	info.Spec_dst = from
	port := to.Port()
	o.to[i].Addr = to.Addr().As4()
	o.to[i].Port = port<<8 | port>>8
	return &o.packets[i]
}

// flush sends the batch and tells how many packets the kernel did not take.
func (o *outbox) flush(fd int) (refused int) {
	done := 0
	for done < o.n {
		n, _, e := syscall.RawSyscall6(unix.SYS_SENDMMSG, uintptr(fd), uintptr(unsafe.Pointer(&o.msgs[done])), uintptr(o.n-done), unix.MSG_DONTWAIT, 0, 0)
		if e == unix.EINTR {
			continue
		}
		if e != 0 || n == 0 {
			refused++ // this one; go on with the next
			done++
			continue
		}
		done += int(n)
	}
	o.n = 0
	return refused
}

// inbox takes a batch of packets by one system call.
type inbox struct {
	msgs    [receiveBatch]mmsg
	iovs    [receiveBatch]unix.Iovec
	control [receiveBatch][controlSize]byte
	packets [receiveBatch][packetSize + 64]byte
}

func newInbox() *inbox {
	b := &inbox{}
	for i := range b.msgs {
		b.iovs[i].Base = &b.packets[i][0]
		b.iovs[i].SetLen(len(b.packets[i]))
		b.msgs[i].hdr.Iov = &b.iovs[i]
		b.msgs[i].hdr.SetIovlen(1)
		b.msgs[i].hdr.Control = &b.control[i][0]
	}
	return b
}

// fill takes what is there, without waiting.
func (b *inbox) fill(fd int) int {
	for i := range b.msgs {
		b.msgs[i].hdr.SetControllen(controlSize)
	}
	n, _, e := syscall.RawSyscall6(unix.SYS_RECVMMSG, uintptr(fd), uintptr(unsafe.Pointer(&b.msgs[0])), receiveBatch, unix.MSG_DONTWAIT, 0, 0)
	if e != 0 {
		return 0
	}
	return int(n)
}

// packet gives the i-th packet, where it came to and when it arrived.
func (b *inbox) packet(i int) (data []byte, to [4]byte, at int64) {
	addr, at := ancillary(b.control[i][:b.msgs[i].hdr.Controllen])
	if addr.Is4() {
		to = addr.As4()
	}
	return b.packets[i][:min(int(b.msgs[i].n), len(b.packets[i]))], to, at
}
