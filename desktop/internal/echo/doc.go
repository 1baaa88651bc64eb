// Package echo cleans what a microphone heard: it takes out what the
// loudspeaker said meanwhile, then the hum, then some of the room's noise.
//
// The echo is modelled by a filter in partitions of 10 ms (partitioned-block
// frequency-domain adaptive filter) whose steps are those of a Kalman filter
// in each frequency (Enzner and Vary 2006, Kuech, Mabande and Enzner 2014):
// what it knows badly it learns fast, and while the near side speaks it hardly
// learns at all, without anybody detecting that both speak. Where the echo
// begins is found by correlation (GCC-PHAT, Knapp and Carter 1976). What the
// filter leaves is suppressed in bands by how much of it still follows the
// echo's estimate (Valin 2007), noise by its minimum in time (Martin 2001).
//
// It is pure: samples in, samples out, no clock and no goroutine. Two are
// needed for nothing: it belongs to who captures.
package echo
