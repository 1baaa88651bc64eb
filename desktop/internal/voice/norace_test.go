//go:build !race

package voice

const (
	drifting = 3540e3 // how long drift is tried, in ms
	thinned  = 1      // one of so many cases is tried
)

func tried(int) bool { return true }
