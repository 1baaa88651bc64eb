//go:build !race

package call

const thinned = 1 // every transfer is tried
