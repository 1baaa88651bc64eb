package shell

import (
	"reflect"
	"slices"
	"testing"

	"github.com/yobirin/yobirin/desktop/internal/seat"
	"github.com/yobirin/yobirin/desktop/internal/shell/notify"
)

// TestAClickOnAMessage shows the window and says that the message is wanted; a
// click on a call's notification shows the window alone.
func TestAClickOnAMessage(t *testing.T) {
	var told []string
	s := &Shell{options: Options{
		Tell: func(in seat.Input) {
			if c, is := in.(seat.Commanded); is {
				told = append(told, reflect.TypeOf(c.Command).Name())
			}
		},
		Read: func() { told = append(told, "read") },
	}}
	s.acted(messageKey, notify.Open)
	s.acted("call-1", notify.Open)
	if want := []string{"ShowWindow", "read", "ShowWindow"}; !slices.Equal(told, want) {
		t.Errorf("told %q, expected %q", told, want)
	}
	s.options.Read = nil
	s.acted(messageKey, notify.Open) // nobody wants to know
}
