package voice

import (
	"net"
	"net/netip"
	"syscall"
	"testing"
)

func TestSpeechIsMarked(t *testing.T) {
	s, err := listenUDP(netip.MustParseAddrPort("127.0.0.1:0"))
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	raw, err := s.(*net.UDPConn).SyscallConn()
	if err != nil {
		t.Fatal(err)
	}
	err = raw.Control(func(fd uintptr) {
		if tos, err := syscall.GetsockoptInt(int(fd), syscall.IPPROTO_IP, syscall.IP_TOS); err != nil || tos != expedited {
			t.Errorf("traffic class %d, %v", tos, err)
		}
	})
	if err != nil {
		t.Fatal(err)
	}
}
