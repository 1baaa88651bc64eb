//go:build !windows

package main

import "os"

// attach is for Windows.
func attach() {}

// show is for Windows; here whoever started the program sees what it writes.
func show(string) {}

// language is what the person reads, as the locale says; "" when it does not.
func language() string {
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		if l := os.Getenv(name); l != "" {
			return l
		}
	}
	return ""
}
