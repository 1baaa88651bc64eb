package main

import (
	"os"
	"runtime"
	"runtime/debug"
)

// garbage is the heap's growth between two collections, percent. The heap is
// small (tens of megabytes with thousands of agents); a collection takes cores
// from calls, so it pays to have fewer.
const garbage = 400

// tune sets the Go runtime up for calls, unless the environment does, and
// tells how many cores there are. A media loop that waits for packets keeps
// its place in Go's scheduler until the runtime's monitor notices, which can
// take ten milliseconds; so there is one more place for every loop.
func tune() (cores int) {
	cores = runtime.GOMAXPROCS(0)
	if os.Getenv("GOMAXPROCS") == "" {
		runtime.GOMAXPROCS(2 * cores)
	}
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(garbage)
	}
	return cores
}
