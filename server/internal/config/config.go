// Package config turns the settings file and the environment into one typed,
// fully validated value. It reads nothing by itself: the caller hands in the
// environment, the file reader and the machine's addresses, so that the same
// code runs in tests and in production.
package config

import (
	"log/slog"
	"net/netip"
	"time"
	_ "time/tzdata" // the site's zone must resolve on machines without a zone database
)

// Config is the whole configuration of one server. A value returned by Load is
// valid: nothing in it needs to be checked again.
type Config struct {
	// DataDir holds recordings, the spool, the embedded cluster and the admin socket.
	DataDir string
	// DatabaseURL is the PostgreSQL to use; empty means the embedded cluster.
	DatabaseURL Secret
	// NATSURL is the external bus; empty means in-process.
	NATSURL Secret
	// HTTPListen serves the console, the API and the live socket.
	HTTPListen Listen
	// MetricsListen serves Prometheus and pprof.
	MetricsListen Listen
	// SIPListen is for UDP and TCP.
	SIPListen Listen
	// SIPTLSListen is nil when no TLS pair is configured.
	SIPTLSListen *Listen
	// WebRTCListen is for the audio of browsers, over UDP.
	WebRTCListen Listen
	// TLS is the certificate pair; its zero value means no TLS.
	TLS TLS
	// PublicAddress is what goes into SDP and Contact.
	PublicAddress PublicAddress
	// RTPPorts is the range media may use.
	RTPPorts PortRange
	// TimeZone is the site's zone, never nil.
	TimeZone *time.Location
	// AdminPassword is for the first administrator; empty means generated.
	AdminPassword Secret
	// RecordingKeys is the folder of the keys that recordings are encrypted
	// with, never empty.
	RecordingKeys string
	// EncryptRecordings says whether new recordings are encrypted.
	EncryptRecordings bool
	// PhoneLinks says whether desk phones may take their files from addresses
	// of their own.
	PhoneLinks bool
	// LogLevel is the least severe level that is written.
	LogLevel slog.Level
	// LogFormat is auto (text on a terminal, else JSON), text or json.
	LogFormat string
	// File is the settings file that was read, empty when there was none.
	File string
}

// TLS names a certificate pair in PEM that was read and found to match.
type TLS struct {
	Cert, Key string
}

// Enabled reports whether a pair is configured.
func (t TLS) Enabled() bool { return t.Cert != "" }

// Source is everything Load may look at.
type Source struct {
	// File is the path given by --config; empty leaves it to YOBIRIN_CONFIG,
	// then to yobirind.yaml in the working directory, which may be absent.
	File string
	// Environ is the environment as "NAME=value" pairs.
	Environ []string
	// ReadFile reads a whole file; an absent file must satisfy fs.ErrNotExist.
	ReadFile func(path string) ([]byte, error)
	// Addresses lists the machine's own addresses in the system's order. It is
	// asked only when no public address is configured; nil means loopback.
	Addresses func() ([]netip.Addr, error)
}

// Load reads, merges and validates every setting. The environment wins over the
// file; an empty value means the default. The error, when not nil, is a
// Problems value that lists everything wrong at once.
func Load(src Source) (Config, error) {
	l := loader{src: src, values: map[string]value{}}
	l.readEnvironment()
	l.readSettingsFile()
	cfg := Config{File: l.file}
	for i := range settings {
		l.apply(&settings[i], &cfg)
	}
	l.check(&cfg)
	if len(l.problems) > 0 {
		return Config{}, l.problems
	}
	return cfg, nil
}
