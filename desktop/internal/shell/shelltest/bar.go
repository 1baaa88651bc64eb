//go:build linux

package shelltest

import (
	"sync"
	"testing"

	"github.com/godbus/dbus/v5"
)

const (
	watcher     = "org.kde.StatusNotifierWatcher"
	watcherPath = dbus.ObjectPath("/StatusNotifierWatcher")
	itemPath    = dbus.ObjectPath("/StatusNotifierItem")
	menuPath    = dbus.ObjectPath("/StatusNotifierItem/menu")
)

// Bar plays the bar with the icons.
type Bar struct {
	conn *dbus.Conn
	mu   sync.Mutex
	from []string // who registered
}

// Bar puts it on the desktop's bus.
func (d *Desktop) Bar(t testing.TB) *Bar {
	t.Helper()
	b := &Bar{conn: d.Connect(t)}
	if err := b.conn.Export(registry{b}, watcherPath, watcher); err != nil {
		t.Fatal(err)
	}
	own(t, b.conn, watcher)
	return b
}

// Leave takes the bar from the bus.
func (b *Bar) Leave(t testing.TB) {
	t.Helper()
	if _, err := b.conn.ReleaseName(watcher); err != nil {
		t.Fatal(err)
	}
}

type registry struct{ b *Bar }

func (r registry) RegisterStatusNotifierItem(_ string, from dbus.Sender) *dbus.Error {
	r.b.mu.Lock()
	defer r.b.mu.Unlock()
	r.b.from = append(r.b.from, string(from))
	return nil
}

// Registered says how often an icon came.
func (b *Bar) Registered() int {
	b.mu.Lock()
	defer b.mu.Unlock()
	return len(b.from)
}

func (b *Bar) item() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	if len(b.from) == 0 {
		return ""
	}
	return b.from[len(b.from)-1]
}

// Tooltip is the icon's.
func (b *Bar) Tooltip() string {
	v, err := b.conn.Object(b.item(), itemPath).GetProperty("org.kde.StatusNotifierItem.ToolTip")
	if err != nil {
		return ""
	}
	var tip struct {
		Name  string
		Icons []struct {
			W, H int32
			Pix  []byte
		}
		Title, Text string
	}
	if v.Store(&tip) != nil {
		return ""
	}
	return tip.Title
}

// Icon is the icon's picture, ARGB.
func (b *Bar) Icon() (width int, pixels []byte) {
	v, err := b.conn.Object(b.item(), itemPath).GetProperty("org.kde.StatusNotifierItem.IconPixmap")
	if err != nil {
		return 0, nil
	}
	var icons []struct {
		W, H int32
		Pix  []byte
	}
	if v.Store(&icons) != nil || len(icons) == 0 {
		return 0, nil
	}
	return int(icons[0].W), icons[0].Pix
}

// Entry is an entry of the menu.
type Entry struct {
	ID      int32
	Label   string
	Enabled bool
	Checked bool
	Opens   []Entry // of a menu in the menu
}

// Menu gives the entries that are to be seen and have a label.
func (b *Bar) Menu() []Entry {
	var revision uint32
	var layout struct {
		ID         int32
		Properties map[string]dbus.Variant
		Children   []dbus.Variant
	}
	call := b.conn.Object(b.item(), menuPath).Call("com.canonical.dbusmenu.GetLayout", 0, int32(0), int32(-1), []string{})
	if call.Store(&revision, &layout) != nil {
		return nil
	}
	return entries(layout.Children)
}

func entries(children []dbus.Variant) (out []Entry) {
	for _, child := range children {
		var entry struct {
			ID         int32
			Properties map[string]dbus.Variant
			Children   []dbus.Variant
		}
		if dbus.Store([]any{child.Value()}, &entry) != nil {
			continue
		}
		label, _ := entry.Properties["label"].Value().(string)
		enabled, given := entry.Properties["enabled"].Value().(bool)
		visible, told := entry.Properties["visible"].Value().(bool)
		checked, _ := entry.Properties["toggle-state"].Value().(int32)
		if label != "" && (visible || !told) {
			out = append(out, Entry{entry.ID, label, enabled || !given, checked == 1, entries(entry.Children)})
		}
	}
	return out
}

// Click plays a click on an entry.
func (b *Bar) Click(t testing.TB, id int32) {
	t.Helper()
	call := b.conn.Object(b.item(), menuPath).Call("com.canonical.dbusmenu.Event", 0, id, "clicked", dbus.MakeVariant(0), uint32(0))
	if call.Err != nil {
		t.Fatal(call.Err)
	}
}

// Tap plays a click on the icon.
func (b *Bar) Tap(t testing.TB) {
	t.Helper()
	if call := b.conn.Object(b.item(), itemPath).Call("org.kde.StatusNotifierItem.Activate", 0, int32(0), int32(0)); call.Err != nil {
		t.Fatal(call.Err)
	}
}
