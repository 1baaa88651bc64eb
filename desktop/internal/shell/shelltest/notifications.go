//go:build linux

package shelltest

import (
	"sync"
	"testing"

	"github.com/godbus/dbus/v5"
)

const (
	notifications     = "org.freedesktop.Notifications"
	notificationsPath = dbus.ObjectPath("/org/freedesktop/Notifications")
)

// Notification is what a program asked to have shown.
type Notification struct {
	ID, Replaces  uint32
	Title, Body   string
	Actions       []string
	Hints         map[string]dbus.Variant
	ExpireTimeout int32
	Closed        bool
}

// Notifications plays the notification service.
type Notifications struct {
	conn         *dbus.Conn
	capabilities []string

	mu    sync.Mutex
	shown []Notification
}

// Notifications puts the service on the desktop's bus, with capabilities.
func (d *Desktop) Notifications(t testing.TB, capabilities ...string) *Notifications {
	t.Helper()
	n := &Notifications{conn: d.Connect(t), capabilities: capabilities}
	if err := n.conn.Export(service{n}, notificationsPath, notifications); err != nil {
		t.Fatal(err)
	}
	own(t, n.conn, notifications)
	return n
}

// Connect gives a connection to the desktop's bus for the time of a test.
func (d *Desktop) Connect(t testing.TB) *dbus.Conn {
	t.Helper()
	conn, err := dbus.Connect(d.Bus)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	return conn
}

func own(t testing.TB, conn *dbus.Conn, name string) {
	t.Helper()
	if reply, err := conn.RequestName(name, dbus.NameFlagDoNotQueue); err != nil || reply != dbus.RequestNameReplyPrimaryOwner {
		t.Fatalf("the bus refuses %s: %v %v", name, reply, err)
	}
}

// Shown gives what was asked to be shown so far.
func (n *Notifications) Shown() []Notification {
	n.mu.Lock()
	defer n.mu.Unlock()
	return append([]Notification(nil), n.shown...)
}

// Act plays a click of the person.
func (n *Notifications) Act(t testing.TB, id uint32, action string) {
	t.Helper()
	if err := n.conn.Emit(notificationsPath, notifications+".ActionInvoked", id, action); err != nil {
		t.Fatal(err)
	}
}

// service is what is on the bus.
type service struct{ n *Notifications }

func (s service) GetCapabilities() ([]string, *dbus.Error) { return s.n.capabilities, nil }

func (s service) Notify(_ string, replaces uint32, _, title, body string, actions []string, hints map[string]dbus.Variant, expire int32) (uint32, *dbus.Error) {
	s.n.mu.Lock()
	defer s.n.mu.Unlock()
	id := uint32(len(s.n.shown) + 1)
	s.n.shown = append(s.n.shown, Notification{ID: id, Replaces: replaces, Title: title, Body: body, Actions: actions, Hints: hints, ExpireTimeout: expire})
	return id, nil
}

func (s service) CloseNotification(id uint32) *dbus.Error {
	s.n.mu.Lock()
	defer s.n.mu.Unlock()
	if id > 0 && int(id) <= len(s.n.shown) {
		s.n.shown[id-1].Closed = true
	}
	return nil
}
