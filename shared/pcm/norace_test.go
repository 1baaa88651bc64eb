//go:build !race

package pcm

const talkedFor = 60 // seconds
