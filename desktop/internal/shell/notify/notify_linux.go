package notify

import (
	"context"
	"fmt"
	"html"
	"runtime/debug"
	"slices"
	"sync"
	"time"

	"github.com/godbus/dbus/v5"
)

// The desktop's notification service (specification 1.2).
const (
	service   = "org.freedesktop.Notifications"
	path      = dbus.ObjectPath("/org/freedesktop/Notifications")
	callLimit = 2 * time.Second
	urgent    = byte(2)
	normal    = byte(1)
)

// bus notifies over D-Bus. The connection is its own, made when it is needed
// and again when it broke.
type bus struct {
	options Options

	mu     sync.Mutex
	conn   *dbus.Conn
	shown  map[string]uint32 // ids by key
	closed bool
}

// New makes the system's notifier.
func New(o Options) Notifier { return &bus{options: o, shown: map[string]uint32{}} }

func (b *bus) Notify(m Message) error {
	conn, err := b.connect()
	if err != nil {
		return err
	}
	capabilities := b.capabilities(conn)
	body := m.Body
	if slices.Contains(capabilities, "body-markup") {
		body = html.EscapeString(body)
	}
	hints := map[string]dbus.Variant{"desktop-entry": dbus.MakeVariant("yobirin"), "urgency": dbus.MakeVariant(normal)}
	actions, expires := []string{}, int32(-1)
	if slices.Contains(capabilities, "actions") {
		actions = append(actions, string(Open), m.Show)
	}
	if m.Calls {
		hints["urgency"], hints["category"] = dbus.MakeVariant(urgent), dbus.MakeVariant("call.incoming")
		hints["suppress-sound"] = dbus.MakeVariant(true) // the app rings itself
		expires = 0
		if len(actions) > 0 {
			actions = append(actions, string(Answer), m.Answer, string(Reject), m.Reject)
		}
	}
	b.mu.Lock()
	replaces := b.shown[m.Key]
	b.mu.Unlock()
	var id uint32
	ctx, cancel := context.WithTimeout(context.Background(), callLimit)
	defer cancel()
	err = conn.Object(service, path).CallWithContext(ctx, service+".Notify", 0,
		"Yobirin", replaces, b.options.Icon, m.Title, body, actions, hints, expires).Store(&id)
	if err != nil {
		return fmt.Errorf("notify: %w", err)
	}
	b.mu.Lock()
	b.shown[m.Key] = id
	b.mu.Unlock()
	return nil
}

func (b *bus) Withdraw(key string) error {
	b.mu.Lock()
	id, found := b.shown[key]
	delete(b.shown, key)
	conn := b.conn
	b.mu.Unlock()
	if !found || conn == nil {
		return nil
	}
	ctx, cancel := context.WithTimeout(context.Background(), callLimit)
	defer cancel()
	if call := conn.Object(service, path).CallWithContext(ctx, service+".CloseNotification", 0, id); call.Err != nil {
		return fmt.Errorf("notify: %w", call.Err)
	}
	return nil
}

func (b *bus) Close() {
	b.mu.Lock()
	keys := make([]string, 0, len(b.shown))
	for key := range b.shown {
		keys = append(keys, key)
	}
	b.mu.Unlock()
	for _, key := range keys {
		if b.Withdraw(key) != nil {
			break // the service is gone, and what it showed with it
		}
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.closed = true
	if b.conn != nil {
		_ = b.conn.Close()
		b.conn = nil
	}
}

// connect gives the connection, a new one where there is none.
func (b *bus) connect() (*dbus.Conn, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.closed {
		return nil, dbus.ErrClosed
	}
	if b.conn != nil && b.conn.Connected() {
		return b.conn, nil
	}
	conn, err := dbus.ConnectSessionBus()
	if err != nil {
		return nil, fmt.Errorf("notify: session bus: %w", err)
	}
	err = conn.AddMatchSignal(dbus.WithMatchInterface(service), dbus.WithMatchObjectPath(path))
	if err != nil {
		_ = conn.Close()
		return nil, fmt.Errorf("notify: session bus: %w", err)
	}
	signals := make(chan *dbus.Signal, 16)
	conn.Signal(signals)
	b.conn, b.shown = conn, map[string]uint32{}
	go b.listen(conn, signals)
	return conn, nil
}

func (b *bus) capabilities(conn *dbus.Conn) []string {
	var names []string
	ctx, cancel := context.WithTimeout(context.Background(), callLimit)
	defer cancel()
	// A service that does not say has none.
	_ = conn.Object(service, path).CallWithContext(ctx, service+".GetCapabilities", 0).Store(&names)
	return names
}

// listen takes what people do until the connection ends. Only the service
// itself is believed.
func (b *bus) listen(conn *dbus.Conn, signals <-chan *dbus.Signal) {
	defer func() {
		if r := recover(); r != nil {
			b.options.Log.Error("notify: panic", "type", fmt.Sprintf("%T", r), "stack", string(debug.Stack()))
		}
	}()
	for signal := range signals {
		var owner string
		if conn.BusObject().Call("org.freedesktop.DBus.GetNameOwner", 0, service).Store(&owner) == nil && owner != signal.Sender {
			continue
		}
		if len(signal.Body) != 2 {
			continue
		}
		id, is := signal.Body[0].(uint32)
		if !is {
			continue
		}
		key, found := b.keyOf(id)
		if !found {
			continue
		}
		switch signal.Name {
		case service + ".NotificationClosed":
			b.forget(key, id)
		case service + ".ActionInvoked":
			name, _ := signal.Body[1].(string)
			if act := Act(name); act == Open || act == Answer || act == Reject {
				b.options.Acted(key, act)
			}
		}
	}
}

func (b *bus) keyOf(id uint32) (string, bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for key, have := range b.shown {
		if have == id {
			return key, true
		}
	}
	return "", false
}

func (b *bus) forget(key string, id uint32) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.shown[key] == id {
		delete(b.shown, key)
	}
}
