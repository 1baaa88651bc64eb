package boot

import (
	"net/netip"
	"testing"
	"time"

	"github.com/yobirin/yobirin/server/internal/media"
	"github.com/yobirin/yobirin/server/internal/sipedge"
	"github.com/yobirin/yobirin/shared/id"
	"github.com/yobirin/yobirin/shared/leg"
)

const offer = "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio 9 RTP/AVP 0\r\na=rtpmap:0 PCMU/8000\r\n"

func plane(t *testing.T) (*wires, chan leg.Fact) {
	facts := make(chan leg.Fact, 64)
	p, err := media.New(media.Config{BindAddress: netip.MustParseAddr("127.0.0.1"), Shards: 1, Report: func(f leg.Fact) { facts <- f }})
	if err != nil {
		t.Fatal(err)
	}
	if err := p.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := p.Close(); err != nil {
			t.Error(err)
		}
	})
	return newWires(p), facts
}

func (w *wires) kept() int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return len(w.waiting)
}

// The brain answers a caller and plays to it in one breath; the port opens
// when the answer is sent.
func TestOrdersForAudioWaitForTheirPort(t *testing.T) {
	w, facts := plane(t)
	l := id.LegOf(id.NewCall(time.Now()), 1)
	w.Order(leg.Play{Leg: l, Player: 7, Sounds: []leg.Sound{{Tone: leg.ToneBeep}}})
	if w.kept() != 1 {
		t.Fatal("the order did not wait")
	}
	port, err := ports{w}.Open(l, sipedge.MediaSpec{SRTP: sipedge.SRTPOff, SignalSource: netip.MustParseAddr("127.0.0.1")})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := port.Answer([]byte(offer)); err != nil {
		t.Fatal(err)
	}
	for {
		select {
		case f := <-facts:
			if p, ok := f.(leg.Played); ok {
				if p.Player != 7 || p.Failed != "" || w.kept() != 0 {
					t.Fatalf("%+v, %d orders kept", p, w.kept())
				}
				port.Close()
				return
			}
		case <-t.Context().Done():
			t.Fatal("nothing was played")
		}
	}
}

func TestRecordingWaitsForBothSides(t *testing.T) {
	w, _ := plane(t)
	call := id.NewCall(time.Now())
	left, right := id.LegOf(call, 1), id.LegOf(call, 2)
	w.Order(leg.Record{Recording: id.RecordingOf(call, 1), Call: call, Left: left, Right: right})
	open := func(l id.Leg) {
		if _, err := (ports{w}).Open(l, sipedge.MediaSpec{SRTP: sipedge.SRTPOff, SignalSource: netip.MustParseAddr("127.0.0.1")}); err != nil {
			t.Fatal(err)
		}
	}
	open(left)
	if w.kept() != 1 {
		t.Fatal("the recording did not wait for its second side")
	}
	open(right)
	if w.kept() != 0 {
		t.Fatal("the recording still waits")
	}
}

func TestNothingWaitsForALegThatEnded(t *testing.T) {
	w, _ := plane(t)
	l := id.LegOf(id.NewCall(time.Now()), 1)
	w.Order(leg.Hear{Leg: l})
	w.ended(l)
	if w.kept() != 0 {
		t.Fatal("orders wait for a leg that ended")
	}
}

// The brain may order before it hears that the leg has ended; such an order
// must not stay for ever.
func TestNothingWaitsWhenTheCallIsOver(t *testing.T) {
	w, _ := plane(t)
	call := id.NewCall(time.Now())
	l := id.LegOf(call, 1)
	w.ended(l)
	w.Order(leg.Hear{Leg: l})
	w.Order(leg.Record{Recording: id.RecordingOf(call, 1), Call: call, Left: l})
	w.Order(leg.StopRecord{Recording: id.RecordingOf(call, 1), Call: call})
	if n := len(w.waiting[l]); n != 1 {
		t.Fatalf("%d orders wait, want the one to hear", n)
	}
	w.over(call)
	if w.kept() != 0 {
		t.Fatal("an order outlives its call")
	}
}

// A phone dials into a parked call: its leg goes there before its port is
// open, and its own call is over at once.
func TestWhatWaitsForALegGoesOnWithIt(t *testing.T) {
	w, _ := plane(t)
	own, other := id.NewCall(time.Now()), id.NewCall(time.Now())
	l := id.LegOf(own, 1)
	w.Order(leg.Join{Leg: l, Call: other})
	w.Order(leg.Hear{Leg: l})
	w.Order(leg.Record{Recording: id.RecordingOf(other, 1), Call: other, Left: l})
	w.over(own)
	if n := len(w.waiting[l]); n != 3 {
		t.Fatalf("%d orders wait, want all three", n)
	}
	if _, err := (ports{w}).Open(l, sipedge.MediaSpec{SRTP: sipedge.SRTPOff, SignalSource: netip.MustParseAddr("127.0.0.1")}); err != nil {
		t.Fatal(err)
	}
	if w.kept() != 0 {
		t.Fatal("orders wait for a port that is open")
	}
	w.over(other)
	if len(w.joined) != 0 {
		t.Fatal("a leg is remembered after its call")
	}
}
