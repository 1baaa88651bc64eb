//go:build race

package voice

// With the race detector virtual time is ten times as dear, and there is
// nothing for it to find in one goroutine: what takes hours is tried in short
// here, and in full without it (scripts/go-test.sh).
const (
	drifting = 60e3 // ms
	thinned  = 8    // one of so many cases is tried
)

// tried says whether a case of a table is tried.
func tried(n int) bool { return n%thinned == thinned-3 }
