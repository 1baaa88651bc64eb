package echo

import "math"

// highPass is a filter of second order.
type highPass struct{ b, a1, a2, x1, x2, y1, y2 float64 }

// newHighPass makes one of a frequency and a quality.
func newHighPass(hz, q float64) highPass {
	sin, cos := math.Sincos(2 * math.Pi * hz / 48000)
	alpha := sin / (2 * q)
	return highPass{b: (1 + cos) / 2 / (1 + alpha), a1: -2 * cos / (1 + alpha), a2: (1 - alpha) / (1 + alpha)}
}

func (h *highPass) next(in float32) float32 {
	x := float64(in)
	y := h.b*(x-2*h.x1+h.x2) - h.a1*h.y1 - h.a2*h.y2
	h.x2, h.x1, h.y2, h.y1 = h.x1, x, h.y1, y
	return float32(y)
}
