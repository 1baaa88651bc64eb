package app

import (
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"os"
)

// trust is whom the app believes to be the server.
type trust struct {
	pool *x509.CertPool      // nil: the system's certificates
	more []*x509.Certificate // those that IT has named besides
}

// maxTrust is the most bytes of a file of certificates.
const maxTrust = 1 << 20

// readTrust reads the certificates that IT has named; file may be "".
func readTrust(file string) (trust, error) {
	if file == "" {
		return trust{}, nil
	}
	text, err := os.ReadFile(file)
	if err != nil {
		return trust{}, fmt.Errorf("%w: %w", errTrust, err)
	}
	if len(text) > maxTrust {
		return trust{}, fmt.Errorf("%w: %s: more than %d bytes", errTrust, file, maxTrust)
	}
	var t trust
	for block, rest := pem.Decode(text); block != nil; block, rest = pem.Decode(rest) {
		if block.Type != "CERTIFICATE" {
			continue
		}
		c, err := x509.ParseCertificate(block.Bytes)
		if err != nil {
			return trust{}, fmt.Errorf("%w: %s: %w", errTrust, file, err)
		}
		t.more = append(t.more, c)
	}
	if len(t.more) == 0 {
		return trust{}, fmt.Errorf("%w: %s: expected certificates in PEM", errTrust, file)
	}
	if t.pool, err = x509.SystemCertPool(); err != nil {
		t.pool = x509.NewCertPool()
	}
	for _, c := range t.more {
		t.pool.AddCert(c)
	}
	return t, nil
}
