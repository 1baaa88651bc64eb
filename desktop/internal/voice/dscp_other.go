//go:build !linux && !darwin

package voice

import "net"

// expedite does nothing: on Windows a policy of IT marks a program's packets,
// the program itself may not.
func expedite(*net.UDPConn, bool) {}
