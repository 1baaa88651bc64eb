//go:build !race

package voice

// drifting is how long drift is tried, in ms.
const drifting = 3540e3
