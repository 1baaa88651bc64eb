package phone

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net/netip"
	"slices"
	"strings"
	"time"

	"github.com/yobirin/yobirin/desktop/internal/seat"
	"github.com/yobirin/yobirin/shared/sipua"
)

const (
	resolveLimit = 5 * time.Second
	maxAddresses = 4 // of one name that are tried
)

// find looks up the addresses of the server whose turn it is, and tries them.
func (a *account) find() {
	a.attempt.Add(1)
	n := a.attempt.Load()
	a.lookUp(a.next, func(found []place, err error) {
		if n != a.attempt.Load() {
			return
		}
		if err != nil {
			a.fail(&seat.Trouble{Code: "sip_unreachable", Detail: cleanText(err.Error(), 300)}, 0)
			return
		}
		a.ways = found
		a.aim()
	})
}

// lookUp finds the addresses of a server of the account; found is called by
// the owner, later, with at least one or an error.
func (a *account) lookUp(server int, found func([]place, error)) {
	p, s := a.p, a.soft.Servers[server]
	done := func(addrs []netip.Addr, err error) {
		var out []place
		for _, addr := range addrs[:min(len(addrs), maxAddresses)] {
			out = append(out, place{
				server: server, transport: sipua.Transport(s.Transport), host: s.Host,
				remote: netip.AddrPortFrom(addr.Unmap(), uint16(s.Port)),
			})
		}
		if err == nil && len(out) == 0 {
			err = errNoAddress
		}
		p.post(func() {
			if a.current() {
				found(out, err)
			}
		})
	}
	switch {
	case s.Transport != "tls" && s.Transport != "tcp" && s.Transport != "udp":
		done(nil, errTransport)
		return
	case s.Port <= 0 || s.Port > 65535:
		done(nil, errPort)
		return
	}
	if addr, err := netip.ParseAddr(strings.Trim(s.Host, "[]")); err == nil {
		done([]netip.Addr{addr}, nil)
		return
	}
	p.watching.Add(1)
	go func() {
		defer p.watching.Done()
		defer p.recovered("resolve")
		ctx, cancel := context.WithTimeout(p.ctx, resolveLimit)
		defer cancel()
		done(p.network.Resolve(ctx, s.Host))
	}()
}

var (
	errNoWay     = errors.New("no network")
	errNoAddress = errors.New("the server's name has no address")
	errTransport = errors.New("the server names a transport that is none")
	errPort      = errors.New("the server names a port that is none")
)

// aim registers at the next address of the server.
func (a *account) aim() {
	p := a.p
	a.at, a.ways = a.ways[0], a.ways[1:]
	a.attempt.Add(1)
	remote := a.at.remote
	p.facing.Store(&remote)
	local, err := p.network.Local(remote)
	if err == nil && a.at.transport == sipua.UDP {
		err = p.listen(local)
	}
	if err != nil {
		a.fail(&seat.Trouble{Code: "sip_unreachable", Detail: cleanText(errNoWay.Error()+": "+err.Error(), 300)}, 0)
		return
	}
	p.setLocal(local)
	p.trustPlace(a.soft.User, a.at)
	if a.reg != nil {
		a.reg.Aim(a.target(a.at))
		return
	}
	keepAlive := a.keepAlive()
	a.reg, err = p.ua.Register(sipua.RegisterConfig{
		Target: a.target(a.at), AOR: a.aor, ContactUser: a.soft.User, Expires: expires,
		Credentials:   a.credentials(),
		ContactParams: ";+sip.instance=" + p.instance + ";reg-id=1",
		KeepAlive:     keepAlive, Pong: pongLimit, GiveUp: answerLimit, Manual: true,
		State: func(s sipua.RegistrationStatus) {
			n := a.attempt.Load()
			p.post(func() {
				if n == a.attempt.Load() {
					a.status(s)
				}
			})
		},
	})
	if err != nil {
		a.fail(&seat.Trouble{Code: "sip_account", Detail: cleanText(err.Error(), 300)}, 0)
	}
}

func (a *account) credentials() *sipua.Credentials {
	return &sipua.Credentials{User: a.soft.User, Password: a.soft.Password}
}

// target is a server as the aim of a request to the registrar.
func (a *account) target(at place) sipua.Target {
	uri := a.aor.URI
	uri.User = ""
	return sipua.Target{URI: uri, Next: at.remote, Transport: at.transport}
}

// listen opens our UDP socket at an address, in the place of the one before.
func (p *Phone) listen(local netip.Addr) error {
	if s := p.socket; s != nil {
		select {
		case <-s.over: // it has failed
		default:
			if s.local == local {
				return nil
			}
		}
		p.shut()
	}
	conn, err := p.network.Listen(local)
	if err != nil {
		return err
	}
	s := &socket{local: local, conn: conn, over: make(chan struct{})}
	ready := make(chan struct{})
	p.watching.Add(1)
	go func() {
		defer p.watching.Done()
		defer close(s.over)
		_ = p.ua.Serve(conn, sipua.Listen{Ready: func() { close(ready) }})
	}()
	select {
	case <-ready:
	case <-s.over:
		return errNoWay
	}
	p.socket = s
	return nil
}

// shut closes our UDP socket.
func (p *Phone) shut() {
	if s := p.socket; s != nil {
		_ = s.conn.Close()
		<-s.over
		p.socket = nil
	}
}

// trustPlace lets a server call us. Those tried before stay trusted as long as
// the account does: calls may still hang on them.
func (p *Phone) trustPlace(user string, at place) {
	old := p.trusted.Load()
	t := &trust{user: user}
	if old != nil && old.user == user {
		t.places = slices.DeleteFunc(slices.Clone(old.places), func(o place) bool { return o == at })
	}
	t.places = append(t.places, at)
	if n := len(t.places); n > 16 {
		t.places = t.places[n-16:]
	}
	p.trusted.Store(t)
}

// admit keeps strangers out: nobody but the server has any business with a
// softphone, and what is not answered cannot be found by scanning.
func (p *Phone) admit(r *sipua.Request) bool {
	t := p.trusted.Load()
	return t != nil && slices.ContainsFunc(t.places, func(at place) bool {
		return at.remote == r.Flow().Remote && at.transport == r.Flow().Transport
	})
}

// serverName is whose certificate is asked for.
func (p *Phone) serverName(remote netip.AddrPort, host string) string {
	if t := p.trusted.Load(); t != nil {
		for _, at := range slices.Backward(t.places) {
			if at.remote == remote && at.transport == sipua.TLS {
				return at.host
			}
		}
	}
	return host
}

// certificate says whether a connection failed for the server's certificate.
func certificate(err error) bool {
	var verify *tls.CertificateVerificationError
	var unknown x509.UnknownAuthorityError
	var name x509.HostnameError
	var invalid x509.CertificateInvalidError
	return errors.As(err, &verify) || errors.As(err, &unknown) || errors.As(err, &name) || errors.As(err, &invalid)
}
