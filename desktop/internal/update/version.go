package update

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
)

// version is one of semver.org, without build metadata.
type version struct {
	numbers [3]uint64
	pre     []string // none: a release
}

// parseVersion reads "1.4.0", "v1.4.0" and "1.4.0-rc.1".
func parseVersion(text string) (version, bool) {
	var v version
	if len(text) > maxVersion {
		return v, false
	}
	numbers, pre, isPre := strings.Cut(strings.TrimPrefix(text, "v"), "-")
	parts := strings.Split(numbers, ".")
	if len(parts) != len(v.numbers) {
		return v, false
	}
	for i, p := range parts {
		n, err := strconv.ParseUint(p, 10, 32)
		if err != nil || strconv.FormatUint(n, 10) != p {
			return v, false
		}
		v.numbers[i] = n
	}
	if !isPre {
		return v, true
	}
	v.pre = strings.Split(pre, ".")
	for _, p := range v.pre {
		if p == "" || strings.Trim(p, "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-") != "" {
			return v, false
		}
	}
	return v, true
}

// compare orders by semver.org 11: a release is newer than what was before it.
func (v version) compare(w version) int {
	if c := slices.Compare(v.numbers[:], w.numbers[:]); c != 0 {
		return c
	}
	if len(v.pre) == 0 || len(w.pre) == 0 {
		return cmp.Compare(len(w.pre), len(v.pre))
	}
	return slices.CompareFunc(v.pre, w.pre, func(a, b string) int {
		x, errX := strconv.ParseUint(a, 10, 64)
		y, errY := strconv.ParseUint(b, 10, 64)
		switch {
		case errX == nil && errY == nil:
			return cmp.Compare(x, y)
		case errX == nil:
			return -1
		case errY == nil:
			return 1
		}
		return cmp.Compare(a, b)
	})
}
