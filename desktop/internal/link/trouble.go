package link

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net"
	"net/url"
	"os"
	"strings"
	"syscall"

	"github.com/yobirin/yobirin/desktop/internal/seat"
)

// connectionTrouble says why the server cannot be reached: which of a dozen
// causes it is decides whom the agent has to call.
func connectionTrouble(err error) *seat.Trouble {
	return &seat.Trouble{Code: connectionCode(err), Detail: plain(err)}
}

func connectionCode(err error) string {
	var (
		invalid  x509.CertificateInvalidError
		unknown  x509.UnknownAuthorityError
		name     x509.HostnameError
		record   tls.RecordHeaderError
		dns      *net.DNSError
		timedOut net.Error
	)
	switch {
	case errors.Is(err, errStranger):
		return "not_yobirin"
	case errors.As(err, &invalid) && invalid.Reason == x509.Expired:
		return "certificate_expired"
	case errors.As(err, &name):
		return "certificate_name"
	case errors.As(err, &unknown), errors.As(err, &invalid):
		return "certificate_unknown"
	case errors.As(err, &record), strings.Contains(err.Error(), "server gave HTTP response to HTTPS client"):
		return "tls_expected"
	case errors.As(err, &dns):
		return "server_unknown"
	case errors.Is(err, syscall.ECONNREFUSED):
		return "server_refused"
	case errors.Is(err, context.DeadlineExceeded), errors.Is(err, os.ErrDeadlineExceeded), errors.As(err, &timedOut) && timedOut.Timeout():
		return "server_timeout"
	}
	return "server_unreachable"
}

// plain is an error without the address that was asked, which may name
// people and numbers.
func plain(err error) string {
	var u *url.Error
	if errors.As(err, &u) {
		return u.Err.Error()
	}
	return err.Error()
}
