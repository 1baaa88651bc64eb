package tray

import (
	"strings"
	"testing"

	"github.com/yobirin/yobirin/desktop/internal/seat"
)

// TestUnreadIsTold: the tooltip counts messages of whoever is logged in.
func TestUnreadIsTold(t *testing.T) {
	s := seat.Tray{Language: "ja", LoggedIn: true, Phone: seat.PhoneRegistered, Status: "available", Unread: 3}
	if got := viewOf(s).tooltip; !strings.HasSuffix(got, "未読 3件") {
		t.Errorf("the tooltip is %q", got)
	}
	s.Language = "en"
	if got := viewOf(s).tooltip; !strings.HasSuffix(got, "3 unread") {
		t.Errorf("the tooltip is %q", got)
	}
	s.Unread = 0
	if got := viewOf(s).tooltip; strings.Contains(got, "unread") {
		t.Errorf("the tooltip is %q", got)
	}
	s.Unread, s.LoggedIn = 3, false
	if got := viewOf(s).tooltip; strings.Contains(got, "unread") {
		t.Errorf("nobody is logged in, and the tooltip is %q", got)
	}
}
