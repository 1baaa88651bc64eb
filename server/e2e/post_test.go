package e2e

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"io"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"
)

// postRoot is the mail server's certificate, and a file with it, which the
// office trusts.
type postRoot struct {
	certificate tls.Certificate
	file        string
}

var postRoots = sync.OnceValues(func() (postRoot, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return postRoot{}, err
	}
	cert := &x509.Certificate{
		SerialNumber: big.NewInt(1), NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign | x509.KeyUsageDigitalSignature,
	}
	der, err := x509.CreateCertificate(rand.Reader, cert, cert, key.Public(), key)
	if err != nil {
		return postRoot{}, err
	}
	file := filepath.Join(scratch(), "post.pem")
	err = os.WriteFile(file, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}), 0o644)
	return postRoot{tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}, file}, err
})

const (
	postUser     = "pbx"
	postPassword = "s3cret-of-the-post"
)

// letter is a mail that the mail server took.
type letter struct {
	from, to, user string
	secure         bool
	raw            []byte
}

// postOffice is a mail server that takes letters from who logs in, encrypted.
type postOffice struct {
	t       testing.TB
	port    int
	letters chan letter
}

func openPost(t testing.TB) *postOffice {
	t.Helper()
	root, err := postRoots()
	if err != nil {
		t.Fatal(err)
	}
	l, err := net.ListenTCP("tcp4", &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1)})
	if err != nil {
		t.Fatal(err)
	}
	p := &postOffice{t: t, port: l.Addr().(*net.TCPAddr).Port, letters: make(chan letter, 16)}
	s := smtp.NewServer(p)
	s.Domain, s.ReadTimeout, s.WriteTimeout = "localhost", 10*time.Second, 10*time.Second
	s.TLSConfig = &tls.Config{Certificates: []tls.Certificate{root.certificate}, MinVersion: tls.VersionTLS12}
	var wg sync.WaitGroup
	wg.Go(func() {
		if err := s.Serve(l); err != nil && !errors.Is(err, smtp.ErrServerClosed) && !errors.Is(err, net.ErrClosed) {
			t.Errorf("the mail server: %v", err)
		}
	})
	t.Cleanup(func() {
		_ = s.Close()
		wg.Wait()
	})
	return p
}

// next waits for a letter.
func (p *postOffice) next() letter {
	p.t.Helper()
	select {
	case m := <-p.letters:
		return m
	case <-time.After(patience):
		p.t.Fatal("no mail came")
		return letter{}
	}
}

// NewSession begins a connection.
func (p *postOffice) NewSession(c *smtp.Conn) (smtp.Session, error) {
	return &postVisit{office: p, conn: c}, nil
}

type postVisit struct {
	office *postOffice
	conn   *smtp.Conn
	letter letter
}

func (v *postVisit) AuthMechanisms() []string { return []string{sasl.Plain} }

func (v *postVisit) Auth(string) (sasl.Server, error) {
	return sasl.NewPlainServer(func(_, user, password string) error {
		if user != postUser || password != postPassword {
			return smtp.ErrAuthFailed
		}
		v.letter.user = user
		return nil
	}), nil
}

func (v *postVisit) Mail(from string, _ *smtp.MailOptions) error {
	if v.letter.user == "" {
		return smtp.ErrAuthRequired
	}
	v.letter.from = from
	_, v.letter.secure = v.conn.TLSConnectionState()
	return nil
}

func (v *postVisit) Rcpt(to string, _ *smtp.RcptOptions) error {
	v.letter.to = to
	return nil
}

func (v *postVisit) Data(r io.Reader) error {
	raw, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	v.letter.raw = raw
	v.office.letters <- v.letter
	return nil
}

func (v *postVisit) Reset() {}

func (v *postVisit) Logout() error { return nil }
