//go:build race

package pcm

// In one goroutine the race detector finds nothing but costs much: a minute of
// voice is tried without it (scripts/go-test.sh).
const talkedFor = 8 // seconds
