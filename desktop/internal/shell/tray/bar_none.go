//go:build darwin && !cgo

package tray

import "log/slog"

// noBar is for builds without cgo, which only exist to be vetted: the library
// draws macOS' bar through Objective-C.
type noBar struct{}

func newBar(log *slog.Logger) bar {
	log.Warn("tray: built without cgo, there is none")
	return noBar{}
}

func (noBar) start(func(), func(Item)) {}
func (noBar) face(string, string)      {}
func (noBar) choices([]choice)         {}
func (noBar) entry(Item, string, bool) {}
func (noBar) stop()                    {}
