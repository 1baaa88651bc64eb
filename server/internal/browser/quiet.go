package browser

import (
	"fmt"
	"log/slog"

	"github.com/pion/logging"
)

// quiet takes the logs of the WebRTC library. What it calls a warning or an
// error is what strangers and bad networks do to it: worth a debug line. The
// addresses in it are those of browsers and stay out of what is kept.
type quiet struct{ log *slog.Logger }

// NewLogger gives the log of one part of the library.
func (q quiet) NewLogger(scope string) logging.LeveledLogger {
	return scoped{q.log.With("library", scope)}
}

type scoped struct{ log *slog.Logger }

func (s scoped) Trace(string)          {}
func (s scoped) Tracef(string, ...any) {}
func (s scoped) Debug(string)          {}
func (s scoped) Debugf(string, ...any) {}
func (s scoped) Info(string)           {}
func (s scoped) Infof(string, ...any)  {}
func (s scoped) Warn(m string)         { s.log.Debug(m) }
func (s scoped) Warnf(f string, a ...any) {
	s.log.Debug(fmt.Sprintf(f, a...))
}
func (s scoped) Error(m string) { s.log.Debug(m) }
func (s scoped) Errorf(f string, a ...any) {
	s.log.Debug(fmt.Sprintf(f, a...))
}
