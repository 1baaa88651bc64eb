package sipua_test

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"errors"
	"math/big"
	"net"
	"testing"
	"time"

	"github.com/yobirin/yobirin/shared/sipua"
)

// loopback makes a UA on real sockets of 127.0.0.1: UDP, and TLS when a
// certificate is given.
func loopback(t *testing.T, c sipua.Config, cert *tls.Certificate) (made *sipua.UA, udp, secure net.Addr) {
	t.Helper()
	ua, err := sipua.New(c)
	if err != nil {
		t.Fatal(err)
	}
	conn, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan struct{}, 2)
	ready := make(chan struct{}, 2)
	up := func() { ready <- struct{}{} }
	go func() {
		_ = ua.Serve(conn, sipua.Listen{Ready: up})
		done <- struct{}{}
	}()
	<-ready
	sockets := 1
	if cert != nil {
		l, err := tls.Listen("tcp", "127.0.0.1:0", &tls.Config{Certificates: []tls.Certificate{*cert}, MinVersion: tls.VersionTLS12})
		if err != nil {
			t.Fatal(err)
		}
		secure = l.Addr()
		sockets++
		go func() {
			_ = ua.ServeStream(l, sipua.Listen{Transport: sipua.TLS, Ready: up})
			done <- struct{}{}
		}()
		<-ready
	}
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), time.Second)
		defer cancel()
		_ = ua.Close(ctx)
		for range sockets {
			<-done
		}
	})
	return ua, conn.LocalAddr(), secure
}

func selfSigned(t *testing.T) (tls.Certificate, *x509.CertPool) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	tmpl := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "test"}, NotBefore: time.Now().Add(-time.Hour),
		NotAfter: time.Now().Add(time.Hour), IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, IsCA: true, BasicConstraintsValid: true,
		KeyUsage: x509.KeyUsageCertSign | x509.KeyUsageDigitalSignature,
	}
	der, err := x509.CreateCertificate(rand.Reader, tmpl, tmpl, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	cert, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	pool := x509.NewCertPool()
	pool.AddCert(cert)
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}, pool
}

func TestRealSockets(t *testing.T) {
	cert, pool := selfSigned(t)
	far := make(chan sipua.Event, 16)
	_, udp, secure := loopback(t, sipua.Config{Invite: func(d *sipua.Dialog) sipua.Sink {
		d.Ring(sipua.Answer{Status: 180})
		d.Answer([]byte("v=0\r\n"))
		return func(e sipua.Event) { far <- e }
	}}, &cert)
	client, _, _ := loopback(t, sipua.Config{TLS: &tls.Config{RootCAs: pool, MinVersion: tls.VersionTLS12}}, nil)
	untrusting, _, _ := loopback(t, sipua.Config{}, nil)
	dial := func(ua *sipua.UA, a net.Addr, transport sipua.Transport) (*sipua.Dialog, chan sipua.Event) {
		uri, err := sipua.ParseURI("sip:bob@" + a.String() + ";transport=" + string(transport))
		if err != nil {
			t.Fatal(err)
		}
		near := make(chan sipua.Event, 16)
		d, err := ua.Dial(sipua.Call{
			Targets: []sipua.Target{{URI: uri}}, To: sipua.Address{URI: uri}, From: sipua.Address{URI: uri}, Offer: []byte("v=0\r\n"),
		}, func(e sipua.Event) { near <- e })
		if err != nil {
			t.Fatal(err)
		}
		return d, near
	}
	for _, tt := range []struct {
		transport sipua.Transport
		addr      net.Addr
	}{{sipua.UDP, udp}, {sipua.TLS, secure}} {
		d, near := dial(client, tt.addr, tt.transport)
		until[sipua.Answered](t, near)
		until[sipua.Confirmed](t, far)
		d.Hangup(sipua.Hangup{})
		if e := until[sipua.Ended](t, far); e.By != sipua.Remote || e.Why != sipua.WhyBye {
			t.Fatalf("%s: %+v", tt.transport, e)
		}
	}
	_, near := dial(untrusting, secure, sipua.TLS)
	if e := until[sipua.Ended](t, near); e.Why != sipua.WhyTransport {
		t.Fatalf("an unknown certificate was taken: %+v", e)
	}
}

// until takes events until one of a type comes.
func until[E sipua.Event](t *testing.T, ch chan sipua.Event) E {
	t.Helper()
	limit := time.NewTimer(20 * time.Second)
	defer limit.Stop()
	for {
		select {
		case e := <-ch:
			if want, ok := e.(E); ok {
				return want
			}
		case <-limit.C:
			var want E
			t.Fatalf("no %T came", want)
		}
	}
}

func TestSocketIsOpenedAgain(t *testing.T) {
	ua, err := sipua.New(sipua.Config{})
	if err != nil {
		t.Fatal(err)
	}
	open := func() (net.PacketConn, error) { return net.ListenPacket("udp", "127.0.0.1:0") }
	first, err := open()
	if err != nil {
		t.Fatal(err)
	}
	reopened := make(chan net.PacketConn, 1)
	tries := 0
	served := make(chan error, 1)
	ready := make(chan struct{})
	go func() {
		served <- ua.Serve(first, sipua.Listen{Ready: func() { close(ready) }, Reopen: func() (net.PacketConn, error) {
			if tries++; tries == 1 {
				return nil, errors.New("address in use")
			}
			c, err := open()
			reopened <- c
			return c, err
		}})
	}()
	<-ready
	_ = first.Close()
	<-reopened
	if err := ua.Close(context.Background()); err != nil {
		t.Fatal(err)
	}
	if err := <-served; err != nil {
		t.Fatal(err)
	}
}
