//go:build linux

package load

import (
	"slices"
	"time"
)

// Times is a set of durations.
type Times struct{ all []time.Duration }

func (t *Times) add(d time.Duration) { t.all = append(t.all, d) }

// Count is how many there are.
func (t *Times) Count() int { return len(t.all) }

// At gives the duration that a share of all (0 to 1) does not exceed.
func (t *Times) At(share float64) time.Duration {
	if len(t.all) == 0 {
		return 0
	}
	slices.Sort(t.all)
	return t.all[min(len(t.all)-1, int(share*float64(len(t.all))))]
}

// histogram counts microseconds, for a hundred thousand values a second.
type histogram struct {
	buckets [200_000]uint32 // the last one holds all that is longer
	count   uint64
}

func (h *histogram) add(ns int64) {
	i := max(0, ns/1000)
	h.buckets[min(int(i), len(h.buckets)-1)]++
	h.count++
}

func (h *histogram) clear() { *h = histogram{} }

func (h *histogram) at(share float64) time.Duration {
	if h.count == 0 {
		return 0
	}
	left := min(uint64(share*float64(h.count)), h.count-1)
	for i, n := range h.buckets {
		if uint64(n) > left {
			return time.Duration(i) * time.Microsecond
		}
		left -= uint64(n)
	}
	return time.Duration(len(h.buckets)) * time.Microsecond
}
