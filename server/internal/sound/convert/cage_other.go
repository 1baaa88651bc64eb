//go:build !linux

package convert

import "os"

// cages gives the ways to run ffmpeg. Outside Linux, where Yobirin is only
// developed, it has no limits but its time and what is read of its output.
func cages(ffmpeg string) []cage {
	return []cage{{ffmpeg: ffmpeg, hand: func(*os.File) error { return nil }}}
}
