package shell

import (
	"net/url"
	"strings"

	"github.com/yobirin/yobirin/shared/fault"
)

// maxURL is the longest address that is opened.
const maxURL = 4096

// OpenURL opens a page in the system's browser. Only http and https, without
// a password in it, and never through a shell. Errors for what is no such
// address wrap fault.Invalid; they do not repeat it, for it may name a caller.
func OpenURL(address string) error {
	clean, err := cleanURL(address)
	if err != nil {
		return err
	}
	return openURL(clean)
}

// cleanURL gives an address that begins with http:// or https:// and has no
// character that any program after us could take for something else.
func cleanURL(address string) (string, error) {
	wrong := func(expected string) (string, error) { return "", fault.Wrong("url", "", expected) }
	if len(address) > maxURL {
		return wrong("at most 4096 bytes")
	}
	u, err := url.Parse(strings.TrimSpace(address))
	if err != nil {
		return wrong("an address")
	}
	if u.Scheme != "http" && u.Scheme != "https" {
		return wrong("http or https")
	}
	if u.Hostname() == "" || u.Opaque != "" {
		return wrong("a host")
	}
	if u.User != nil {
		return wrong("no user name in the address")
	}
	for _, r := range u.Host {
		if !strings.ContainsRune("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-:[]_", r) {
			return wrong("a host of letters, digits, dots and hyphens")
		}
	}
	var b strings.Builder
	for _, c := range []byte(u.String()) {
		if c <= ' ' || c >= 0x7F || strings.IndexByte("\"'`$\\|<>^{}", c) >= 0 {
			const hex = "0123456789ABCDEF"
			b.Write([]byte{'%', hex[c>>4], hex[c&15]})
			continue
		}
		b.WriteByte(c)
	}
	return b.String(), nil
}
