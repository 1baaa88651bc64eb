package app

import (
	"fmt"

	"github.com/wailsapp/go-webview2/webviewloader"
)

// oldestWebView is the oldest runtime that Wails works with.
const oldestWebView = "94.0.992.31"

// Ready says whether this computer has what the window needs. It is asked
// before anything starts: Wails would offer to download it, which is IT's to
// do, and not an agent's before a call.
func Ready() error {
	have, err := webviewloader.GetAvailableCoreWebView2BrowserVersionString("")
	if err != nil {
		return fmt.Errorf("%w: %w", ErrNoWebView, err)
	}
	if have == "" {
		return fmt.Errorf("%w: the runtime is not installed", ErrNoWebView)
	}
	if order, err := webviewloader.CompareBrowserVersions(have, oldestWebView); err != nil || order < 0 {
		return fmt.Errorf("%w: the runtime is version %s, expected %s or newer", ErrNoWebView, have, oldestWebView)
	}
	return nil
}
