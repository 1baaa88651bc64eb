package rtpio

// Quality is what a stream was like in both directions. Times are in
// milliseconds; a zero round trip was never measured.
type Quality struct {
	Sent, Received, Lost uint64
	JitterMS             float64
	RoundTripMS          float64
	FarLost              float64 // fraction the far side reported lost, 0…1
	FarJitterMS          float64
	MOS                  float64 // estimated 1…4.5; 0 when nothing came
}

// Loss is the fraction of packets that did not arrive, 0…1.
func (q Quality) Loss() float64 {
	if q.Lost == 0 {
		return 0
	}
	return float64(q.Lost) / float64(q.Lost+q.Received)
}

// MOS estimates the mean opinion score of G.711 with loss concealment from
// the fraction lost, jitter and round trip: the E-model of ITU-T G.107 with
// its defaults, Bpl 25.1 (G.113) and a play-out buffer of twice the jitter.
func MOS(loss, jitterMS, roundTripMS float64) float64 {
	delay := roundTripMS/2 + 2*jitterMS + 20
	id := 0.024 * delay
	if delay > 177.3 {
		id += 0.11 * (delay - 177.3)
	}
	percent := 100 * loss
	r := 93.2 - id - 95*percent/(percent+25.1)
	switch {
	case r <= 0:
		return 1
	case r >= 100:
		return 4.5
	}
	return max(1, min(4.5, 1+0.035*r+r*(r-60)*(100-r)*7e-6))
}
