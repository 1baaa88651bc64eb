package shell

import (
	"strings"
	"unicode"

	"github.com/yobirin/yobirin/desktop/internal/shell/notify"
)

// maxMessage is the most characters of a line of a notification.
const maxMessage = 200

// messageKey is the one place that messages share: the newest counts.
const messageKey = "message"

// Message shows a notification that is about no call, such as a chat message.
// A click on it shows the window, and is told to Options.Read.
func (s *Shell) Message(title, body string) {
	m := notify.Message{Key: messageKey, Title: line(title), Body: line(body)}
	s.notes.put(func() { s.failed("notification", s.notifier.Notify(m)) })
}

// line keeps what others have written to one readable line.
func line(text string) string {
	text = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case unicode.IsControl(r), unicode.Is(unicode.Cf, r):
			return -1
		}
		return r
	}, text)
	if runes := []rune(text); len(runes) > maxMessage {
		text = string(runes[:maxMessage-1]) + "…"
	}
	return strings.TrimSpace(text)
}
