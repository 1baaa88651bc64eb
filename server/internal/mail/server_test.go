package mail_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"math/big"
	"net"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"
)

// taken is a mail that the server took.
type taken struct {
	from, to string
	raw      []byte
	secure   bool
	user     string
}

// postOffice is a mail server that nobody here wrote, with a mind of ours.
type postOffice struct {
	t        *testing.T
	conf     *tls.Config
	roots    *x509.CertPool
	implicit bool // TLS from the first byte
	noTLS    bool
	password string // "": no login is needed
	rcpt     func(attempt int) error
	data     func(attempt int) error

	mails    chan taken
	mu       sync.Mutex
	attempts int // RCPTs seen
	logins   int
}

func newPostOffice(t *testing.T) *postOffice {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	cert := &x509.Certificate{
		SerialNumber: big.NewInt(1), NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign | x509.KeyUsageDigitalSignature,
	}
	der, err := x509.CreateCertificate(rand.Reader, cert, cert, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	parsed, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	p := &postOffice{t: t, roots: x509.NewCertPool(), password: "s3cret", mails: make(chan taken, 100)}
	p.roots.AddCert(parsed)
	p.conf = &tls.Config{Certificates: []tls.Certificate{{Certificate: [][]byte{der}, PrivateKey: key}}, MinVersion: tls.VersionTLS12}
	return p
}

// open serves on a port of 127.0.0.1, 0 for any, and gives the port.
func (p *postOffice) open(port int) int {
	p.t.Helper()
	l, err := net.ListenTCP("tcp", &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: port})
	if err != nil {
		p.t.Fatal(err)
	}
	s := smtp.NewServer(p)
	s.Domain, s.ReadTimeout, s.WriteTimeout, s.AllowInsecureAuth = "localhost", 10*time.Second, 10*time.Second, p.noTLS
	var on net.Listener = l
	switch {
	case p.implicit:
		on = tls.NewListener(l, p.conf)
	case !p.noTLS:
		s.TLSConfig = p.conf
	}
	var wg sync.WaitGroup
	wg.Go(func() {
		if err := s.Serve(on); err != nil && !errors.Is(err, smtp.ErrServerClosed) && !errors.Is(err, net.ErrClosed) {
			p.t.Errorf("the mail server: %v", err)
		}
	})
	p.t.Cleanup(func() {
		_ = s.Close()
		wg.Wait()
	})
	return l.Addr().(*net.TCPAddr).Port
}

// NewSession begins a connection.
func (p *postOffice) NewSession(c *smtp.Conn) (smtp.Session, error) {
	return &visit{office: p, conn: c}, nil
}

// counted gives how often somebody logged in and named a recipient.
func (p *postOffice) counted() (logins, attempts int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.logins, p.attempts
}

// next waits for a mail.
func (p *postOffice) next() taken {
	p.t.Helper()
	select {
	case m := <-p.mails:
		return m
	case <-time.After(30 * time.Second):
		p.t.Fatal("no mail came")
		return taken{}
	}
}

type visit struct {
	office   *postOffice
	conn     *smtp.Conn
	mail     taken
	attempts int
}

func (v *visit) AuthMechanisms() []string {
	if v.office.password == "" {
		return nil
	}
	return []string{sasl.Plain}
}

func (v *visit) Auth(string) (sasl.Server, error) {
	return sasl.NewPlainServer(func(_, user, password string) error {
		v.office.mu.Lock()
		defer v.office.mu.Unlock()
		v.office.logins++
		if user != "pbx" || password != v.office.password {
			return &smtp.SMTPError{Code: 535, EnhancedCode: smtp.EnhancedCode{5, 7, 8}, Message: "Authentication failed"}
		}
		v.mail.user = user
		return nil
	}), nil
}

func (v *visit) Mail(from string, _ *smtp.MailOptions) error {
	if v.office.password != "" && v.mail.user == "" {
		return &smtp.SMTPError{Code: 530, EnhancedCode: smtp.EnhancedCode{5, 7, 0}, Message: "Authentication required"}
	}
	v.mail.from = from
	return nil
}

func (v *visit) Rcpt(to string, _ *smtp.RcptOptions) error {
	v.office.mu.Lock()
	defer v.office.mu.Unlock()
	v.office.attempts++
	v.attempts = v.office.attempts
	if v.office.rcpt != nil {
		if err := v.office.rcpt(v.attempts); err != nil {
			return err
		}
	}
	v.mail.to = to
	return nil
}

func (v *visit) Data(r io.Reader) error {
	raw, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	if v.office.data != nil {
		if err := v.office.data(v.attempts); err != nil {
			return err
		}
	}
	m := v.mail
	m.raw = raw
	_, m.secure = v.conn.TLSConnectionState()
	v.office.mails <- m
	return nil
}

func (v *visit) Reset()        {}
func (v *visit) Logout() error { return nil }
