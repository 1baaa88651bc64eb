package pcm

import "math"

// Digits are the DTMF digits in the order of their RFC 4733 event codes.
const Digits = "0123456789*#ABCD"

var (
	dtmfRows = [4]float64{697, 770, 852, 941}
	dtmfCols = [4]float64{1209, 1336, 1477, 1633}
	dtmfKeys = [4]string{"123A", "456B", "789C", "*0#D"}
)

// DTMFTone is the tone pair of a digit; false when d is not one of Digits.
func DTMFTone(d byte) (Tone, bool) {
	for r, keys := range dtmfKeys {
		for c := range keys {
			if keys[c] == d {
				return Tone{Freqs: [2]float64{dtmfRows[r], dtmfCols[c]}, Level: 0.5}, true
			}
		}
	}
	return Tone{}, false
}

// DTMFDetector finds in-band DTMF digits in a stream of 8 kHz samples. Make it
// with NewDTMFDetector. It reports a digit once, when it has lasted some 30 ms,
// so that every tone of 40 ms is found, and again only after a break.
type DTMFDetector struct {
	row, col [4]goertzel
	energy   float64
	n        int
	last     byte // what the block before held
	current  byte // the digit that is sounding and was reported
	misses   int
}

const (
	// dtmfBlock is 12.75 ms: the length at which the eight frequencies fall
	// closest to the middle of a Goertzel bin.
	dtmfBlock = 102
	// dtmfFloor is the least energy of one tone in a block (-42 dBm0 or so).
	dtmfFloor = 4e8
	// dtmfNormal and dtmfReverse are the twists let pass: columns up to 8 dB
	// over rows, rows up to 4 dB over columns, plus tolerance.
	dtmfNormal, dtmfReverse = 8.0, 4.0
	// dtmfPeak is by how much the found tone must exceed the others of its group.
	dtmfPeak = 6.3
	// dtmfShare is the share of the whole energy that must be in the pair;
	// speech seldom reaches it, and a second harmonic cannot hide in the rest.
	dtmfShare = 0.80
)

type goertzel struct{ coef, s1, s2 float64 }

func (g *goertzel) energy() float64 { return g.s1*g.s1 + g.s2*g.s2 - g.coef*g.s1*g.s2 }

// NewDTMFDetector makes a detector.
func NewDTMFDetector() *DTMFDetector {
	d := &DTMFDetector{}
	for i := range 4 {
		d.row[i].coef = 2 * math.Cos(2*math.Pi*dtmfRows[i]/Rate)
		d.col[i].coef = 2 * math.Cos(2*math.Pi*dtmfCols[i]/Rate)
	}
	return d
}

// Feed takes the next samples and appends the digits that began in them to dst.
func (d *DTMFDetector) Feed(dst []byte, samples []int16) []byte {
	for _, v := range samples {
		x := float64(v)
		d.energy += x * x
		for i := range 4 {
			r, c := &d.row[i], &d.col[i]
			r.s1, r.s2 = x+r.coef*r.s1-r.s2, r.s1
			c.s1, c.s2 = x+c.coef*c.s1-c.s2, c.s1
		}
		if d.n++; d.n == dtmfBlock {
			if digit := d.step(d.block()); digit != 0 {
				dst = append(dst, digit)
			}
		}
	}
	return dst
}

// Sounding says whether a tone is being heard: from the first block that holds
// one, which is before the digit is certain, until it has ended.
func (d *DTMFDetector) Sounding() bool { return d.current != 0 || d.last != 0 }

// step turns the digits of blocks into digits pressed.
func (d *DTMFDetector) step(hit byte) byte {
	defer func() { d.last = hit }()
	if hit != 0 && hit == d.current {
		d.misses = 0
		return 0
	}
	if hit != 0 && hit == d.last {
		d.current, d.misses = hit, 0
		return hit
	}
	if d.current != 0 {
		// One bad block inside a tone is a disturbance, two are its end.
		if d.misses++; d.misses >= 2 {
			d.current, d.misses = 0, 0
		}
	}
	return 0
}

// block gives the digit of the finished block, 0 for none, and begins the next.
func (d *DTMFDetector) block() byte {
	var row, col [4]float64
	for i := range 4 {
		row[i], col[i] = d.row[i].energy(), d.col[i].energy()
		d.row[i].s1, d.row[i].s2, d.col[i].s1, d.col[i].s2 = 0, 0, 0, 0
	}
	total := d.energy * dtmfBlock / 2
	d.energy, d.n = 0, 0
	r, rPeak := strongest(row)
	c, cPeak := strongest(col)
	switch {
	case row[r] < dtmfFloor || col[c] < dtmfFloor:
		return 0
	case col[c] > row[r]*dtmfNormal || row[r] > col[c]*dtmfReverse:
		return 0
	case !rPeak || !cPeak:
		return 0
	case row[r]+col[c] < dtmfShare*total:
		return 0
	}
	return dtmfKeys[r][c]
}

func strongest(e [4]float64) (best int, alone bool) {
	for i := range e {
		if e[i] > e[best] {
			best = i
		}
	}
	for i := range e {
		if i != best && e[i]*dtmfPeak > e[best] {
			return best, false
		}
	}
	return best, true
}
