package sipua

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"strings"
	"time"
)

// link carries messages: one UDP socket, or one TCP or TLS connection.
type link interface {
	transport() Transport
	// send never blocks. The bytes must not be changed afterwards.
	send(b []byte, to netip.AddrPort) error
	// presence is what Via and Contact say on this link.
	presence(to netip.AddrPort) (host string, port int)
	flow(to netip.AddrPort) Flow
}

var (
	errNoSocket = errors.New("no socket for this transport")
	errFlowGone = errors.New("the connection is gone")
	errClosed   = errors.New("the user agent is closed")
	errBacklog  = errors.New("the connection does not take what is sent")
	errNoHost   = errors.New("the name has no address")
)

// way is where a request is to go.
type way struct {
	flow      Flow
	next      netip.AddrPort
	transport Transport // "" is UDP
	host      string    // when next is not valid
	port      int
}

// hop is a way found: the link and the address on it.
type hop struct {
	link link
	to   netip.AddrPort
}

// wayTo follows a URI (RFC 3263, without NAPTR). prefer is the transport when
// the URI names none.
func wayTo(u *URI, prefer Transport) way {
	w := way{transport: prefer, host: strings.Trim(u.Host, "[]"), port: u.Port}
	if m, ok := u.UriParams.Get("maddr"); ok && m != "" {
		w.host = strings.Trim(m, "[]")
	}
	for _, p := range u.UriParams {
		if strings.EqualFold(p.K, "transport") {
			w.transport = Transport(strings.ToLower(p.V))
		}
	}
	if u.Scheme == "sips" {
		w.transport = TLS
	}
	if w.transport == "" {
		w.transport = UDP
	}
	if a, err := netip.ParseAddr(w.host); err == nil {
		port := u.Port
		if port == 0 {
			port = defaultPort(w.transport)
		}
		w.next = netip.AddrPortFrom(a, uint16(port))
	}
	return w
}

func defaultPort(t Transport) int {
	if t == TLS {
		return 5061
	}
	return 5060
}

// wayOf is where a target's requests go first.
func wayOf(t *Target) way {
	switch {
	case !t.Flow.IsZero():
		return way{flow: t.Flow, transport: t.Flow.Transport}
	case t.Next.IsValid():
		w := way{next: t.Next, transport: t.Transport, host: strings.Trim(t.URI.Host, "[]")}
		if w.transport == "" {
			w.transport = wayTo(&t.URI, "").transport
		}
		return w
	case len(t.Route) > 0:
		return wayTo(&t.Route[0], t.Transport)
	default:
		return wayTo(&t.URI, t.Transport)
	}
}

// reach finds the hop for a way and calls found once: at once when nothing
// has to be waited for (an address and a socket or connection at hand), else
// from another goroutine.
func (u *UA) reach(w way, found func(hop, error)) {
	if !w.flow.IsZero() {
		if l := u.linkByID(w.flow.id); l != nil {
			found(hop{l, w.flow.Remote}, nil)
			return
		}
		if !w.next.IsValid() {
			if !w.flow.ours && w.flow.Transport.Reliable() { // only the far side can connect again
				found(hop{}, errFlowGone)
				return
			}
			w.next, w.transport = w.flow.Remote, w.flow.Transport
		}
	}
	if w.next.IsValid() {
		if h, ok, err := u.atHand(w.transport, w.next); ok {
			found(h, err)
			return
		}
		u.spawn(func() { found(u.connect(u.ctx, w.transport, w.next, w.host)) })
		return
	}
	u.spawn(func() {
		ctx, cancel := context.WithTimeout(u.ctx, 10*time.Second)
		defer cancel()
		addrs, err := u.resolve(ctx, w.host, w.port, w.transport)
		if err == nil && len(addrs) == 0 {
			err = errNoHost
		}
		if err != nil {
			found(hop{}, err)
			return
		}
		for _, a := range addrs {
			var h hop
			var ok bool
			if h, ok, err = u.atHand(w.transport, a); !ok {
				h, err = u.connect(ctx, w.transport, a, w.host)
			}
			if err == nil {
				found(h, nil)
				return
			}
		}
		found(hop{}, err)
	})
}

// atHand gives a hop that needs no waiting. ok false means: connect.
func (u *UA) atHand(t Transport, to netip.AddrPort) (h hop, ok bool, err error) {
	if t != TCP && t != TLS && t != UDP {
		return hop{}, true, fmt.Errorf("%w: %q", errNoSocket, clean(string(t)))
	}
	u.mu.Lock()
	defer u.mu.Unlock()
	if u.closed {
		return hop{}, true, errClosed
	}
	if t == UDP {
		v6 := to.Addr().Unmap().Is6()
		for _, s := range u.sockets {
			if local := s.local.Addr(); local.IsUnspecified() || !local.IsValid() || local.Unmap().Is6() == v6 {
				return hop{s, to}, true, nil
			}
		}
		return hop{}, true, errNoSocket
	}
	if s := u.streams[streamKey{t, to}]; s != nil {
		return hop{s, to}, true, nil
	}
	return hop{}, false, nil
}

// resolveSystem is the default of Config.Resolve: SRV when no port is given,
// then A and AAAA.
func resolveSystem(ctx context.Context, host string, port int, t Transport) ([]netip.AddrPort, error) {
	if len(host) > 253 {
		return nil, errNoHost
	}
	r := net.DefaultResolver
	var out []netip.AddrPort
	add := func(name string, port int) error {
		ips, err := r.LookupNetIP(ctx, "ip", name)
		for _, ip := range ips {
			out = append(out, netip.AddrPortFrom(ip.Unmap(), uint16(port)))
		}
		return err
	}
	if port == 0 {
		service, proto := "sip", string(t)
		if t == TLS {
			service, proto = "sips", "tcp"
		}
		if _, records, err := r.LookupSRV(ctx, service, proto, host); err == nil {
			for _, rec := range records {
				_ = add(strings.TrimSuffix(rec.Target, "."), int(rec.Port))
			}
			if len(out) > 0 {
				return out, nil
			}
		}
		port = defaultPort(t)
	}
	err := add(host, port)
	if len(out) > 0 {
		return out, nil
	}
	return nil, err
}
