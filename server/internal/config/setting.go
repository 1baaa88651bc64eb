package config

import (
	"errors"
	"fmt"
	"log/slog"
	"net/netip"
	"net/url"
	"path/filepath"
	"strings"
	"time"
	"unicode/utf8"
)

// setting is one row of the contract's table. The variable is YOBIRIN_ and the
// key in capitals.
type setting struct {
	key      string
	fallback string // used when neither source gives a value
	secret   bool   // never print the value
	list     bool   // a list is allowed; otherwise exactly one value
	set      func(c *Config, items []string) error
}

func (s setting) variable() string { return envPrefix + strings.ToUpper(s.key) }

// settings is the whole table and is never changed. Its setters return an error
// whose text says what was expected.
var settings = []setting{
	{key: "data_dir", fallback: "./data", set: one(func(c *Config, v string) error {
		if strings.ContainsRune(v, 0) || !utf8.ValidString(v) {
			return errors.New("the path of a directory")
		}
		c.DataDir = v
		return nil
	})},
	{key: "database_url", secret: true, set: one(func(c *Config, v string) error {
		c.DatabaseURL = NewSecret(v)
		return checkURL(v, `"postgres://user@host/database", or empty for the embedded one`, "postgres", "postgresql")
	})},
	{key: "nats_url", secret: true, set: one(func(c *Config, v string) error {
		c.NATSURL = NewSecret(v)
		for part := range strings.SplitSeq(v, ",") {
			if err := checkURL(strings.TrimSpace(part), `"nats://host:4222" (several with commas), or empty for in-process`, "nats", "tls", "ws", "wss"); err != nil {
				return err
			}
		}
		return nil
	})},
	{key: "http_listen", fallback: ":8080", set: listen(func(c *Config) *Listen { return &c.HTTPListen })},
	{key: "metrics_listen", fallback: "127.0.0.1:9090", set: listen(func(c *Config) *Listen { return &c.MetricsListen })},
	{key: "sip_listen", fallback: ":5060", set: listen(func(c *Config) *Listen { return &c.SIPListen })},
	{key: "sip_tls_listen", set: listen(func(c *Config) *Listen { c.SIPTLSListen = &Listen{}; return c.SIPTLSListen })},
	{key: "webrtc_listen", fallback: ":8443", set: listen(func(c *Config) *Listen { return &c.WebRTCListen })},
	{key: "tls_cert", set: one(func(c *Config, v string) error { c.TLS.Cert = v; return nil })},
	{key: "tls_key", set: one(func(c *Config, v string) error { c.TLS.Key = v; return nil })},
	{key: "public_address", list: true, set: func(c *Config, items []string) (err error) {
		c.PublicAddress, err = parsePublic(items)
		return err
	}},
	{key: "rtp_ports", fallback: "20000-39999", set: one(func(c *Config, v string) (err error) {
		c.RTPPorts, err = parsePorts(v)
		return err
	})},
	{key: "time_zone", fallback: "Asia/Tokyo", set: one(func(c *Config, v string) (err error) {
		// LoadLocation reads "Local" from the machine, which is not a setting.
		if c.TimeZone, err = time.LoadLocation(v); err != nil || v == "Local" {
			return errors.New(`an IANA time zone like "Asia/Tokyo"`)
		}
		return nil
	})},
	{key: "admin_password", secret: true, set: one(func(c *Config, v string) error {
		// The rule of every login's password, said before anything is started.
		has := func(low, high rune) bool {
			return strings.ContainsFunc(v, func(r rune) bool { return r >= low && r <= high })
		}
		if len(v) < 8 || len(v) > 256 || !utf8.ValidString(v) || !has('0', '9') || !has('A', 'Z') || !has('a', 'z') {
			return errors.New("a password of 8 to 256 bytes with a digit, an upper case and a lower case letter, or empty to have one generated")
		}
		c.AdminPassword = NewSecret(v)
		return nil
	})},
	{key: "recording_keys", set: one(func(c *Config, v string) error {
		if strings.ContainsRune(v, 0) || !utf8.ValidString(v) {
			return errors.New("the path of a directory, or empty for keys in data_dir")
		}
		c.RecordingKeys = v
		return nil
	})},
	{key: "encrypt_recordings", fallback: "true", set: one(func(c *Config, v string) error {
		switch v {
		case "true", "false":
			c.EncryptRecordings = v == "true"
			return nil
		}
		return errors.New("true or false")
	})},
	{key: "phone_links", fallback: "true", set: one(func(c *Config, v string) error {
		switch v {
		case "true", "false":
			c.PhoneLinks = v == "true"
			return nil
		}
		return errors.New("true or false")
	})},
	{key: "log_level", fallback: "info", set: one(func(c *Config, v string) error {
		switch v {
		case "debug", "info", "warn", "error":
			return c.LogLevel.UnmarshalText([]byte(v))
		}
		return errors.New("one of debug, info, warn, error")
	})},
	{key: "log_format", fallback: "auto", set: one(func(c *Config, v string) error {
		switch v {
		case "auto", "text", "json":
			c.LogFormat = v
			return nil
		}
		return errors.New("one of auto, text, json")
	})},
}

func one(set func(*Config, string) error) func(*Config, []string) error {
	return func(c *Config, items []string) error { return set(c, items[0]) }
}

func listen(field func(*Config) *Listen) func(*Config, []string) error {
	return one(func(c *Config, v string) (err error) {
		*field(c), err = parseListen(v)
		return err
	})
}

func checkURL(text, want string, schemes ...string) error {
	u, err := url.Parse(text)
	if err == nil {
		for _, s := range schemes {
			// A PostgreSQL URL may name a socket directory in ?host= and no host.
			if u.Scheme == s && (u.Host != "" || u.Query().Get("host") != "") {
				return nil
			}
		}
	}
	return errors.New(want)
}

// check is what concerns more than one setting, and the defaults that depend on
// others.
func (l *loader) check(c *Config) {
	l.checkTLS(c)
	if c.RecordingKeys == "" {
		c.RecordingKeys = filepath.Join(c.DataDir, "keys")
	}
	if !c.PublicAddress.Default.IsValid() && len(c.PublicAddress.Networks) == 0 {
		var addrs []netip.Addr
		if l.src.Addresses != nil {
			// Without a list the loopback address remains, which is right on a
			// machine without a network.
			addrs, _ = l.src.Addresses()
		}
		c.PublicAddress.Default = firstGlobal(addrs)
	}
	type taken struct {
		key string
		at  Listen
	}
	tcp := []taken{{"http_listen", c.HTTPListen}, {"metrics_listen", c.MetricsListen}, {"sip_listen", c.SIPListen}}
	if c.SIPTLSListen != nil {
		tcp = append(tcp, taken{"sip_tls_listen", *c.SIPTLSListen})
	}
	for i, a := range tcp {
		for _, b := range tcp[:i] {
			if a.at.clashes(b.at) {
				l.complain(a.key, fmt.Sprintf("a port that %s (%s) does not use", b.key, b.at))
			}
		}
	}
	if c.WebRTCListen.clashes(c.SIPListen) {
		l.complain("webrtc_listen", fmt.Sprintf("a port that sip_listen (%s) does not use", c.SIPListen))
	}
	if c.RTPPorts.Contains(c.WebRTCListen.Port) {
		l.complain("webrtc_listen", "a port outside rtp_ports ("+c.RTPPorts.String()+")")
	}
	if c.RTPPorts.Contains(c.SIPListen.Port) {
		l.complain("sip_listen", "a port outside rtp_ports ("+c.RTPPorts.String()+")")
	}
}

// complain reports a setting that is well-formed but does not fit the others.
func (l *loader) complain(key, want string) {
	for _, s := range settings {
		if s.key == key && !l.bad[key] {
			v, given := l.values[key]
			if !given || len(v.items) == 0 {
				v = value{where: "default", name: key, items: []string{s.fallback}}
			}
			l.report(v.where, v.name, s.show(v.items), want)
		}
	}
}

// LogValue shows what a start-up line may show: no secret, and what the server
// listens on.
func (c Config) LogValue() slog.Value {
	return slog.GroupValue(
		slog.String("file", c.File), slog.String("data_dir", c.DataDir),
		slog.Bool("embedded_database", c.DatabaseURL.Empty()), slog.Bool("external_bus", !c.NATSURL.Empty()),
		slog.String("http", c.HTTPListen.String()), slog.String("sip", c.SIPListen.String()),
		slog.Bool("tls", c.TLS.Enabled()), slog.String("rtp", c.RTPPorts.String()),
		slog.String("time_zone", c.TimeZone.String()),
	)
}
