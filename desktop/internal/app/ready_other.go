//go:build !windows

package app

// Ready says whether this computer has what the window needs; the program
// would not have started without it.
func Ready() error { return nil }
