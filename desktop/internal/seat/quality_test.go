package seat

import "testing"

// TestQualityIsAsExactAsItIsShown: what nobody could see is no difference.
func TestQualityIsAsExactAsItIsShown(t *testing.T) {
	a := Quality{LossPercent: 0.96, FarLoss: 0.02, JitterMS: 1.2, RoundTripMS: 0.4, BufferMS: 21, MOS: 4.3984}
	b := Quality{LossPercent: 1.04, FarLoss: 0, JitterMS: 0.8, RoundTripMS: 0.1, BufferMS: 19, MOS: 4.4012}
	want := Quality{LossPercent: 1, JitterMS: 1, BufferMS: 20, MOS: 4.4}
	if a.toSee() != want || b.toSee() != want {
		t.Errorf("%+v and %+v are shown as %+v and %+v, expected %+v", a, b, a.toSee(), b.toSee(), want)
	}
	if b.MOS = 4.34; b.toSee() == want {
		t.Error("a difference that is shown is lost")
	}
}
