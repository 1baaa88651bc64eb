//go:build !unix

package sipedge

import (
	"errors"
	"net"
)

func setDSCP(net.PacketConn, int) error { return errors.New("not possible on this system") }
