// Package admin is the command line's door into a running server: HTTP over a
// unix socket in the data directory that only the server's own user may open.
package admin

import (
	"context"
	"errors"
	"io/fs"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"github.com/yobirin/yobirin/server/internal/directory"
	"github.com/yobirin/yobirin/shared/fault"
)

// maxArchive bounds a site file with its audio files, in bytes.
const maxArchive = 512 << 20

// siteEntry is the site file's name inside the archive of an application.
const siteEntry = "site.yaml"

// Office is what the server does for the command line.
type Office interface {
	Apply(ctx context.Context, src directory.Source, dryRun bool) (directory.Diff, error)
	Status(ctx context.Context) (Status, error)
}

// Status is a server at a glance.
type Status struct {
	Version       string         `json:"version"`
	Started       time.Time      `json:"started"`
	PID           int            `json:"pid"`
	Addresses     Addresses      `json:"addresses"`
	Alarms        []Alarm        `json:"alarms"`
	Calls         int            `json:"calls"`
	Registrations []Registration `json:"registrations"`
	Trunks        []Trunk        `json:"trunks"`
	Groups        []Group        `json:"groups"`
	Agents        []Agent        `json:"agents"`
}

// Addresses is where the server listens.
type Addresses struct {
	HTTP    string `json:"http"`
	Metrics string `json:"metrics"`
	SIP     string `json:"sip"`
	SIPTLS  string `json:"sipTls,omitempty"`
}

// Alarm is a condition that somebody should look at.
type Alarm struct {
	Name  string    `json:"name"`
	Text  string    `json:"text"`
	Since time.Time `json:"since"`
}

// Registration is one contact of a phone.
type Registration struct {
	Device    string    `json:"device"`
	Address   string    `json:"address"`
	UserAgent string    `json:"userAgent,omitempty"`
	Up        bool      `json:"up"`
	Expires   time.Time `json:"expires"`
}

// Trunk is how a trunk stands.
type Trunk struct {
	Name   string `json:"name"`
	State  string `json:"state"`
	Reason string `json:"reason,omitempty"`
}

// Group is a group's queue.
type Group struct {
	Name      string `json:"name"`
	Extension string `json:"extension"`
	Waiting   int    `json:"waiting"`
	Ready     int    `json:"ready"`
}

// Agent is an agent's state.
type Agent struct {
	Login     string    `json:"login"`
	Name      string    `json:"name"`
	Extension string    `json:"extension"`
	State     string    `json:"state"`
	Since     time.Time `json:"since"`
	Cause     string    `json:"cause,omitempty"`
}

// Socket is the socket's path in a data directory.
func Socket(dataDir string) string { return filepath.Join(dataDir, "admin.sock") }

// Listen opens the socket, readable by this user alone. What a crash left in
// its place is removed; the data directory's lock keeps two servers apart.
func Listen(path string) (net.Listener, error) {
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	l, err := net.Listen("unix", path)
	if err != nil {
		return nil, err
	}
	if err := os.Chmod(path, 0o600); err != nil {
		return nil, errors.Join(err, l.Close())
	}
	return l, nil
}

// refusal is how an error travels over the socket.
type refusal struct {
	Code    fault.Code `json:"code"`
	Message string     `json:"message"`
	Lines   []string   `json:"lines,omitempty"` // mistakes of a site file
}

func statusOf(c fault.Code) int {
	switch c {
	case fault.Invalid:
		return http.StatusUnprocessableEntity
	case fault.NotFound:
		return http.StatusNotFound
	case fault.Conflict:
		return http.StatusConflict
	case fault.Denied:
		return http.StatusForbidden
	case fault.Unavailable:
		return http.StatusServiceUnavailable
	case fault.Internal:
		return http.StatusInternalServerError
	}
	return http.StatusInternalServerError
}
