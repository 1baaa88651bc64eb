//go:build race

package call

// A pure room has one goroutine, in which the race detector finds nothing but
// costs much: one of so many transfers is tried here, and all of them without
// it (scripts/go-test.sh). It is prime, so that the cases chosen differ in every
// respect.
const thinned = 7
