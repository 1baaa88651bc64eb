package seat

import "math"

// toSee is a quality as exact as it is shown: what differs by less is no other
// State, so that an even call does not wake the screen every two seconds.
func (q Quality) toSee() Quality {
	tenths := func(v float64) float64 { return math.Round(v*10) / 10 }
	return Quality{
		LossPercent: tenths(q.LossPercent), FarLoss: tenths(q.FarLoss), MOS: tenths(q.MOS),
		JitterMS: math.Round(q.JitterMS), RoundTripMS: math.Round(q.RoundTripMS), BufferMS: math.Round(q.BufferMS/10) * 10,
	}
}
