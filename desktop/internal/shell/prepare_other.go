//go:build !linux

package shell

// Prepare has nothing to do on this system.
func Prepare() error { return nil }
