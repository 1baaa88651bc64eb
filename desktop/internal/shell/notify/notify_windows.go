package notify

import (
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"runtime"
	"strings"
	"sync"

	"git.sr.ht/~jackmordaunt/go-toast/v2/wintoast"
	"github.com/go-ole/go-ole"
)

// Names of the app for Windows' notifications. The GUID is the COM class that
// Windows calls when a toast is clicked; it is ours alone.
const (
	appID = "Yobirin"
	class = "{6E0D2C55-5A33-4E7B-9C0B-6F1D9A7B2E41}"
)

// toasts shows toasts. Windows' own interface to take one away is not in the
// library: a toast leaves by itself after some seconds, and a button of one
// that is left in the action centre names a call that is over, which the seat
// refuses. The popup window is the alert; this is the second one.
type toasts struct {
	options Options
	run     string       // of this process: toasts of an earlier one mean nothing
	probe   func() error // why there are no toasts here; asked once

	mu     sync.Mutex
	shown  map[string]bool
	closed bool
}

// New makes the system's notifier.
func New(o Options) Notifier {
	var random [8]byte
	_, _ = rand.Read(random[:]) // never fails
	t := &toasts{options: o, run: hex.EncodeToString(random[:]), shown: map[string]bool{}, probe: sync.OnceValue(probe)}
	err := wintoast.SetAppData(wintoast.AppData{AppID: appID, GUID: class, IconPath: o.Icon})
	if err != nil {
		o.Log.Warn("notify: the app cannot be named to Windows", "error", err)
	}
	wintoast.SetActivationCallback(t.activated)
	return t
}

func (t *toasts) Notify(m Message) error {
	if err := t.probe(); err != nil {
		return fmt.Errorf("notify: this Windows has no toasts: %w", err)
	}
	t.mu.Lock()
	t.shown[m.Key] = true
	t.mu.Unlock()
	// Without the library's PowerShell fallback: no shell is to see what
	// callers are named.
	if err := wintoast.Push(appID, document(m, t.run)); err != nil {
		return fmt.Errorf("notify: toast: %w", err)
	}
	return nil
}

// probe asks whether the system has what toasts are made of. The library
// registers its class before it asks, and a system without toasts (a server's,
// Wine) calls that class while the process ends, when the program is not there
// any more.
func probe() error {
	result := make(chan error)
	go func() {
		runtime.LockOSThread() // the thread ends with this goroutine
		const multithreaded = 1
		if err := ole.RoInitialize(multithreaded); err != nil {
			result <- err
			return
		}
		defer ole.CoUninitialize()
		document, err := ole.RoActivateInstance("Windows.Data.Xml.Dom.XmlDocument")
		if err == nil {
			document.Release()
		}
		result <- err
	}()
	return <-result
}

func (t *toasts) Withdraw(key string) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	delete(t.shown, key)
	return nil
}

func (t *toasts) Close() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.closed = true
}

// activated is called by Windows on a thread of its own.
func (t *toasts) activated(_, arguments string, _ []wintoast.UserData) {
	parts := strings.SplitN(arguments, " ", 3)
	if len(parts) != 3 || parts[0] != t.run {
		return
	}
	act, key := Act(parts[1]), parts[2]
	t.mu.Lock()
	live := t.shown[key] && !t.closed
	t.mu.Unlock()
	if act == Open || live && (act == Answer || act == Reject) {
		t.options.Acted(key, act)
	}
}
