//go:build race

package voice

// drifting is how long drift is tried, in ms: an hour takes a minute and more
// with the race detector, and there is nothing for it to find.
const drifting = 300e3
