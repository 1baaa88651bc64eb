// Package obs is what an operator sees of a running server: its log, its
// metrics, its health and its alarms. Nothing in it is global.
package obs

import (
	"io"
	"log/slog"
	"os"
	"regexp"
	"strings"

	"github.com/yobirin/yobirin/shared/id"
)

// CallKey is the attribute that holds a call's ID on every line about it.
const CallKey = "call"

const redacted = "[redacted]"

// LogOptions tune NewLogger.
type LogOptions struct {
	// Format is json, text, or auto: text when Output is a terminal.
	Format string
	Level  slog.Leveler
	Output io.Writer
}

// NewLogger makes the server's logger. Whatever its callers do, attributes with
// a secret's name, passwords in URLs and the middle of phone numbers under the
// usual names do not get through.
func NewLogger(o LogOptions) *slog.Logger {
	handler := &slog.HandlerOptions{Level: o.Level, ReplaceAttr: redact}
	if o.Format == "text" || o.Format != "json" && terminal(o.Output) {
		return slog.New(slog.NewTextHandler(o.Output, handler))
	}
	return slog.New(slog.NewJSONHandler(o.Output, handler))
}

// Call is the attribute of one call.
func Call(call id.Call) slog.Attr { return slog.String(CallKey, call.String()) }

// Err is the attribute of an error.
func Err(err error) slog.Attr { return slog.Any("error", err) }

func terminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	if !ok {
		return false
	}
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}

var (
	// secretName holds for names that end so, whatever comes before.
	secretName = regexp.MustCompile(`(?i)(password|passwd|secret|token|authorization|cookie|credential|api_?key|private_?key|_pin|^pin)$`)
	// phoneName holds for names that carry a person's number.
	phoneName = regexp.MustCompile(`(?i)(^|_)(phone|number|caller|called|caller_?id|callee|tel)$`)
	// userInfo is "user:password@" of a URL.
	userInfo = regexp.MustCompile(`([a-z][a-z0-9+.-]*://[^\s/:@]*):[^\s@]*@`)
	// sqlSecret is a password in a key=value connection string or a query.
	sqlSecret = regexp.MustCompile(`(?i)\b(password|secret|token)=[^\s&"']+`)
)

// redact is the last hand on every attribute before it is written.
func redact(_ []string, a slog.Attr) slog.Attr {
	if secretName.MatchString(a.Key) {
		if a.Value.Kind() == slog.KindString && a.Value.String() == "" {
			return a
		}
		return slog.String(a.Key, redacted)
	}
	switch a.Value.Kind() {
	case slog.KindString:
		text := a.Value.String()
		if phoneName.MatchString(a.Key) {
			return slog.String(a.Key, MaskNumber(text))
		}
		if clean := Clean(text); clean != text {
			return slog.String(a.Key, clean)
		}
	case slog.KindAny:
		if err, ok := a.Value.Any().(error); ok && err != nil {
			return slog.String(a.Key, Clean(err.Error()))
		}
	}
	return a
}

// Clean hides passwords that a text carries inside a URL or a connection string.
func Clean(text string) string {
	if strings.Contains(text, "://") {
		text = userInfo.ReplaceAllString(text, "$1:"+redacted+"@")
	}
	if strings.Contains(text, "=") {
		text = sqlSecret.ReplaceAllString(text, "$1="+redacted)
	}
	return text
}

// MaskNumber keeps the last two digits of a phone number, enough to tell two
// lines apart. Extensions (up to five characters) are no personal data and stay.
func MaskNumber(number string) string {
	if len(number) <= 5 {
		return number
	}
	return strings.Repeat("*", len(number)-2) + number[len(number)-2:]
}
