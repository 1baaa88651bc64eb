package sipedge

import (
	"net"
	"net/netip"
	"strconv"
	"strings"

	"github.com/yobirin/yobirin/shared/fault"
)

// splitHost takes "host", "host:port", "[v6]" or "[v6]:port" apart; port 0
// means that none was given.
func splitHost(s string) (host string, port uint16) {
	if a, err := netip.ParseAddr(s); err == nil {
		return a.String(), 0
	}
	h, p, err := net.SplitHostPort(s)
	if err != nil {
		return strings.Trim(s, "[]"), 0
	}
	n, err := strconv.ParseUint(p, 10, 16)
	if err != nil {
		return h, 0
	}
	return h, uint16(n)
}

func checkHost(field, s string, needed bool) error {
	if s == "" && !needed {
		return nil
	}
	const want = "a host name or address, with a port if it is not 5060"
	host, _ := splitHost(s)
	if host == "" || len(s) > 255 {
		return fault.Wrong(field, s, want)
	}
	if _, err := netip.ParseAddr(host); err == nil {
		return nil
	}
	for i := range len(host) {
		c := host[i]
		if !(c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-' || c == '.' || c == '_') {
			return fault.Wrong(field, s, want)
		}
	}
	if _, p, err := net.SplitHostPort(s); err == nil {
		if n, err := strconv.ParseUint(p, 10, 16); err != nil || n == 0 {
			return fault.Wrong(field, s, "a port of 1 to 65535")
		}
	}
	return nil
}

func defaultPort(t Transport) uint16 {
	if t == TLS {
		return 5061
	}
	return 5060
}
