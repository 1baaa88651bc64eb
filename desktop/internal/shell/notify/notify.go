// Package notify shows notifications of the system: ringing calls with
// buttons where the system has them, and missed calls (D-APP-2).
package notify

import (
	"log/slog"

	"github.com/yobirin/yobirin/desktop/internal/seat"
	"github.com/yobirin/yobirin/desktop/internal/shell/popup"
	"github.com/yobirin/yobirin/desktop/internal/words"
)

// Act is what a person does with a notification.
type Act string

// The acts.
const (
	Open   Act = "default" // clicked beside the buttons: show the window
	Answer Act = "answer"
	Reject Act = "reject"
)

// Message is one notification. Its texts are cleaned already.
type Message struct {
	Key   string // names it in Withdraw; a later one with the same key replaces it
	Title string
	Body  string
	// Calls: the notification is of a ringing call; it stays until it is
	// withdrawn and has these buttons, where the system has buttons.
	Calls bool
	// The buttons' labels in the agent's language.
	Answer, Reject, Show string
}

// Notifier shows notifications. Its methods may wait for the system for a few
// seconds, so they are called from one goroutine that has nothing else to do.
type Notifier interface {
	// Notify shows a message. Errors are only for the log: the popup is there
	// as well.
	Notify(Message) error
	// Withdraw takes one away; what is not shown any more is no error.
	Withdraw(key string) error
	Close()
}

// Options of a notifier.
type Options struct {
	// Acted is told what a person does with which notification. It must not
	// wait.
	Acted func(key string, act Act)
	Icon  string // path of a PNG; "": none
	Log   *slog.Logger
}

// Of makes the message of a notification effect.
func Of(n seat.Notify) Message {
	w := words.In(n.Language)
	large, small := popup.Who(n.Card, w)
	m := Message{Key: string(n.Line), Calls: !n.Missed, Answer: w.Say(words.CallAnswer), Reject: w.Say(words.CallReject), Show: w.Say(words.CallShow)}
	kind := words.CallExternal
	switch {
	case n.Missed:
		kind = words.CallMissed
	case n.Internal:
		kind = words.CallInternal
	}
	m.Title = w.Say(kind) + "  " + large
	m.Body = small
	for _, more := range []string{popup.Back(n.Card, w), popup.Clean(n.GroupName), popup.Called(n.Card)} {
		if more == "" {
			continue
		}
		if m.Body != "" {
			m.Body += "\n"
		}
		m.Body += more
	}
	return m
}
