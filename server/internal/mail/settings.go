package mail

import (
	"context"
	"fmt"
	"net/mail"
	"regexp"
	"strconv"
	"strings"
	"unicode"

	"github.com/yobirin/yobirin/shared/fault"
)

// Security is how the connection to a mail server is protected.
type Security string

// The kinds of security.
const (
	STARTTLS Security = "starttls" // must be offered (RFC 3207); port 587
	TLS      Security = "tls"      // from the first byte (RFC 8314); port 465
	Plain    Security = "none"     // a password is sent only in ways that do not show it
)

// Settings are the site's mail server as mails are sent by it.
type Settings struct {
	Host     string
	Port     int
	Security Security
	User     string
	Password string
	From     string // address of the sender
	FromName string
}

var hostShape = regexp.MustCompile(`^[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?$`)

// Check says what is wrong with the settings.
func (s Settings) Check() error {
	switch {
	case !hostShape.MatchString(s.Host):
		return fault.Wrong("host", clean(s.Host), "the name or IPv4 address of a mail server")
	case s.Port < 1 || s.Port > 65535:
		return fault.Wrong("port", strconv.Itoa(s.Port), "a port from 1 to 65535, most often 587")
	case s.Security != STARTTLS && s.Security != TLS && s.Security != Plain:
		return fault.Wrong("security", clean(string(s.Security)), "starttls, tls or none")
	case len(s.User) > 254 || clean(s.User) != s.User:
		return fault.Wrong("user", clean(s.User), "at most 254 characters without control characters")
	case len(s.Password) > 1024 || s.Password != "" && s.User == "":
		return fault.Wrong("password", "", "at most 1024 bytes, and only with a user")
	case !addressOK(s.From):
		return fault.Wrong("from", clean(s.From), "a mail address as in pbx@example.com")
	case len(s.FromName) > 200 || clean(s.FromName) != s.FromName:
		return fault.Wrong("fromName", clean(s.FromName), "at most 200 bytes without control characters")
	}
	return nil
}

// addressOK says whether a text is one mail address and nothing else.
func addressOK(s string) bool {
	a, err := mail.ParseAddress(s)
	return err == nil && a.Name == "" && a.Address == s && len(s) <= 254 && clean(s) == s
}

// clean leaves out what could end a header's line or change how it is read.
func clean(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || unicode.Is(unicode.Zl, r) || unicode.Is(unicode.Zp, r) || r == unicode.ReplacementChar {
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, ""))
}

// Settings gives the site's mail server; its Host is empty when there is none.
// Every mail asks anew, so a change holds for the next.
func (m *Mail) Settings(ctx context.Context) (Settings, error) {
	var s Server
	if err := m.o.DB.Bun().NewSelect().Model(&s).Scan(ctx); err != nil {
		return Settings{}, fmt.Errorf("mail: read the settings: %w", err)
	}
	return s.settings(), nil
}
