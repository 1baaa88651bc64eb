package e2e

import (
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/godbus/dbus/v5"
)

// busOf connects to a session bus, for the test.
func busOf(t testing.TB, address string) *dbus.Conn {
	t.Helper()
	conn, err := dbus.Connect(address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	return conn
}

// note is a notification that is shown.
type note struct {
	id      uint32
	title   string
	body    string
	actions []string // key, label, key, label …
	gone    bool     // taken away by who showed it
}

// noteServer shows notifications, as a desktop does
// (org.freedesktop.Notifications 1.2).
type noteServer struct {
	t    testing.TB
	conn *dbus.Conn
	mu   sync.Mutex
	all  []*note
	old  int // how many of them belong to what is over
}

const notesName = "org.freedesktop.Notifications"

func newNoteServer(t testing.TB, address string) *noteServer {
	t.Helper()
	n := &noteServer{t: t, conn: busOf(t, address)}
	if err := n.conn.Export(noteDoor{n}, "/org/freedesktop/Notifications", notesName); err != nil {
		t.Fatal(err)
	}
	if reply, err := n.conn.RequestName(notesName, dbus.NameFlagDoNotQueue); err != nil || reply != dbus.RequestNameReplyPrimaryOwner {
		t.Fatalf("the name for notifications: %v %v", reply, err)
	}
	return n
}

// noteDoor is what the bus may call.
type noteDoor struct{ n *noteServer }

// GetCapabilities says that there are buttons.
func (d noteDoor) GetCapabilities() ([]string, *dbus.Error) {
	return []string{"body", "actions", "persistence"}, nil
}

// GetServerInformation says who shows notifications.
func (d noteDoor) GetServerInformation() (name, vendor, version, spec string, err *dbus.Error) {
	return "stage", "yobirin", "1", "1.2", nil
}

// Notify shows one.
func (d noteDoor) Notify(_ string, replaces uint32, _, title, body string, actions []string, _ map[string]dbus.Variant, _ int32) (uint32, *dbus.Error) {
	d.n.mu.Lock()
	defer d.n.mu.Unlock()
	if replaces > 0 && int(replaces) <= len(d.n.all) {
		old := d.n.all[replaces-1]
		old.title, old.body, old.actions = title, body, actions
		return replaces, nil
	}
	d.n.all = append(d.n.all, &note{id: uint32(len(d.n.all) + 1), title: title, body: body, actions: actions})
	return uint32(len(d.n.all)), nil
}

// CloseNotification takes one away.
func (d noteDoor) CloseNotification(id uint32) *dbus.Error {
	d.n.mu.Lock()
	defer d.n.mu.Unlock()
	if id > 0 && int(id) <= len(d.n.all) {
		d.n.all[id-1].gone = true
	}
	return nil
}

// owned says whether somebody serves a name.
func (n *noteServer) owned(name string) (bool, error) {
	var owned bool
	err := n.conn.BusObject().Call("org.freedesktop.DBus.NameHasOwner", 0, name).Store(&owned)
	return owned, err
}

// forget passes over what is shown now: what is waited for next is of a call
// that is still to come.
func (n *noteServer) forget() {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.old = len(n.all)
}

// shows waits for a notification that is there and has the words.
func (n *noteServer) shows(words ...string) note {
	n.t.Helper()
	var found note
	eventually(n.t, patience, fmt.Sprintf("a notification with %q", words), func() (string, bool) {
		n.mu.Lock()
		defer n.mu.Unlock()
		var seen []string
		for _, one := range n.all {
			seen = append(seen, fmt.Sprintf("%q %q %q gone=%v", one.title, one.body, one.actions, one.gone))
			if int(one.id) > n.old && !one.gone && hasAll(one.title+"\n"+one.body, words) {
				found = *one
				return "", true
			}
		}
		return strings.Join(seen, "; "), false
	})
	return found
}

// goes waits until a notification has been taken away.
func (n *noteServer) goes(id uint32) {
	n.t.Helper()
	eventually(n.t, patience, "the notification to go", func() (string, bool) {
		n.mu.Lock()
		defer n.mu.Unlock()
		return "", n.all[id-1].gone
	})
}

// press presses the button with this label.
func (n *noteServer) press(one note, label string) {
	n.t.Helper()
	for i := 0; i+1 < len(one.actions); i += 2 {
		if one.actions[i+1] != label {
			continue
		}
		if err := n.conn.Emit("/org/freedesktop/Notifications", notesName+".ActionInvoked", one.id, one.actions[i]); err != nil {
			n.t.Fatal(err)
		}
		return
	}
	n.t.Fatalf("the notification has no button %q: %q", label, one.actions)
}

func hasAll(text string, words []string) bool {
	for _, w := range words {
		if !strings.Contains(text, w) {
			return false
		}
	}
	return true
}

// trayHost is the part of a desktop that shows icons of programs
// (StatusNotifierWatcher and its host, com.canonical.dbusmenu).
type trayHost struct {
	t    testing.TB
	conn *dbus.Conn
	mu   sync.Mutex
	item string // bus name of the newest icon
}

const watcherName = "org.kde.StatusNotifierWatcher"

func newTrayHost(t testing.TB, address string) *trayHost {
	t.Helper()
	h := &trayHost{t: t, conn: busOf(t, address)}
	if err := h.conn.Export(trayDoor{h}, "/StatusNotifierWatcher", watcherName); err != nil {
		t.Fatal(err)
	}
	if reply, err := h.conn.RequestName(watcherName, dbus.NameFlagDoNotQueue); err != nil || reply != dbus.RequestNameReplyPrimaryOwner {
		t.Fatalf("the name for icons: %v %v", reply, err)
	}
	return h
}

// trayDoor is what the bus may call.
type trayDoor struct{ h *trayHost }

// RegisterStatusNotifierItem shows an icon.
func (d trayDoor) RegisterStatusNotifierItem(sender dbus.Sender, service string) *dbus.Error {
	d.h.mu.Lock()
	defer d.h.mu.Unlock()
	d.h.item = service
	if strings.HasPrefix(service, "/") || service == "" {
		d.h.item = string(sender)
	}
	return nil
}

// tooltip is what the icon says when one points at it.
func (h *trayHost) tooltip() (string, error) {
	h.mu.Lock()
	item := h.item
	h.mu.Unlock()
	if item == "" {
		return "", fmt.Errorf("there is no icon")
	}
	v, err := h.conn.Object(item, "/StatusNotifierItem").GetProperty("org.kde.StatusNotifierItem.ToolTip")
	if err != nil {
		return "", err
	}
	return fmt.Sprint(v.Value()), nil
}

// says waits until the icon's tooltip has the words.
func (h *trayHost) says(words ...string) {
	h.t.Helper()
	eventually(h.t, patience, fmt.Sprintf("the tray to say %q", words), func() (string, bool) {
		text, err := h.tooltip()
		return fmt.Sprint(text, err), err == nil && hasAll(text, words)
	})
}

// layout is a node of a menu: identifier, properties, children.
type layout struct {
	ID       int32
	Props    map[string]dbus.Variant
	Children []dbus.Variant
}

// door is where the icon's menu is on the bus.
func (h *trayHost) door() (dbus.BusObject, error) {
	h.mu.Lock()
	item := h.item
	h.mu.Unlock()
	v, err := h.conn.Object(item, "/StatusNotifierItem").GetProperty("org.kde.StatusNotifierItem.Menu")
	if err != nil {
		return nil, err
	}
	path, ok := v.Value().(dbus.ObjectPath)
	if !ok {
		return nil, fmt.Errorf("the icon's menu is at %v", v)
	}
	return h.conn.Object(item, path), nil
}

// menu gives the labels of the icon's menu and of those in it with their
// identifiers, but for those that are not to be seen.
func (h *trayHost) menu() (map[string]int32, error) {
	door, err := h.door()
	if err != nil {
		return nil, err
	}
	var revision uint32
	var root layout
	call := door.Call("com.canonical.dbusmenu.GetLayout", 0, int32(0), int32(-1), []string{})
	if err := call.Store(&revision, &root); err != nil {
		return nil, err
	}
	labels := map[string]int32{}
	return labels, root.labels(labels)
}

func (l layout) labels(into map[string]int32) error {
	for _, child := range l.Children {
		var node layout
		if err := dbus.Store([]any{child.Value()}, &node); err != nil {
			return err
		}
		if visible, told := node.Props["visible"].Value().(bool); told && !visible {
			continue
		}
		if label, ok := node.Props["label"].Value().(string); ok {
			into[label] = node.ID
		}
		if err := node.labels(into); err != nil {
			return err
		}
	}
	return nil
}

// choose clicks the menu's entry that has the words.
func (h *trayHost) choose(words ...string) {
	h.t.Helper()
	eventually(h.t, patience, fmt.Sprintf("an entry %q in the tray's menu", words), func() (string, bool) {
		labels, err := h.menu()
		for label, id := range labels {
			if !hasAll(label, words) {
				continue
			}
			door, err := h.door()
			if err != nil {
				return err.Error(), false
			}
			err = door.Call("com.canonical.dbusmenu.Event", 0, id, "clicked", dbus.MakeVariant(""), uint32(0)).Err
			return fmt.Sprint(err), err == nil
		}
		return fmt.Sprint(labels, err), false
	})
}
