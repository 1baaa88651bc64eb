package sdp

import (
	"errors"
	"strings"
	"testing"

	"github.com/yobirin/yobirin/shared/pcm"
)

func wide() Local {
	l := local()
	l.Opus = true
	return l
}

func TestOpusIsSpokenWhereBothWant(t *testing.T) {
	offer, err := Offer(wide())
	if err != nil || !strings.Contains(string(offer), "m=audio 20000 RTP/AVP 111 0 8 101\r\na=rtpmap:111 opus/48000/2\r\n") {
		t.Fatalf("%v\n%s", err, offer)
	}
	answer, b, err := Answer(wide(), offer)
	if err != nil || !b.Opus || b.OnlyOpus || b.OpusPT != 111 || b.OpusRecv != 111 || b.PT != 0 || !strings.Contains(string(answer), "RTP/AVP 111 0 101\r\n") {
		t.Fatalf("%+v %v\n%s", b, err, answer)
	}
	if a, err := Accept(wide(), answer); err != nil || !a.Opus || a.OpusPT != 111 || a.OpusRecv != 111 || a.PT != 0 || a.EventPT != 101 {
		t.Fatalf("%+v %v", a, err)
	}
	// One who does not want it answers as ever.
	answer, b, err = Answer(local(), offer)
	if err != nil || b.Opus || b.OpusPT != -1 || strings.Contains(strings.ToLower(string(answer)), "opus") {
		t.Fatalf("%+v %v\n%s", b, err, answer)
	}
	if a, err := Accept(wide(), answer); err != nil || a.Opus || a.OpusPT != -1 || a.OpusRecv != -1 || a.Law != pcm.Mu {
		t.Fatalf("%+v %v", a, err)
	}
}

func TestWhatOpusIs(t *testing.T) {
	other := phone("m=audio 4000 RTP/AVP 0 96 97", "a=rtpmap:96 OPUS/48000/2", "a=rtpmap:97 telephone-event/8000")
	answer, a, err := Answer(wide(), other)
	if err != nil || !a.Opus || a.OpusPT != 96 || a.OpusRecv != 96 || !strings.Contains(string(answer), "RTP/AVP 96 0 97\r\n") {
		t.Fatalf("%+v %v\n%s", a, err, answer)
	}
	only := phone("m=audio 4000 RTP/AVP 96", "a=rtpmap:96 opus/48000/2")
	answer, a, err = Answer(wide(), only)
	if err != nil || !a.Opus || !a.OnlyOpus || !strings.Contains(string(answer), "RTP/AVP 96\r\n") {
		t.Fatalf("%+v %v\n%s", a, err, answer)
	}
	if _, _, err = Answer(local(), only); !errors.Is(err, ErrUnacceptable) {
		t.Fatalf("Opus alone, not wanted here: %v", err)
	}
	// The far side's first choice is what we send.
	if a, err := Accept(wide(), phone("m=audio 4000 RTP/AVP 0 111", "a=rtpmap:111 opus/48000/2")); err != nil || a.Opus || a.OpusRecv != 111 {
		t.Fatalf("%+v %v", a, err)
	}
	for _, wrong := range []string{"opus/48000", "opus/48000/1", "opus/16000/2", "opusx/48000/2"} {
		if _, _, err := Answer(wide(), phone("m=audio 4000 RTP/AVP 96", "a=rtpmap:96 "+wrong)); !errors.Is(err, ErrUnacceptable) {
			t.Errorf("%s: %v", wrong, err)
		}
	}
}

func TestWays(t *testing.T) {
	for _, tt := range []struct {
		way           Way
		far           string
		said          string
		send, receive bool
		held          bool
	}{
		{SendReceive, "sendrecv", "sendrecv", true, true, false},
		{SendOnly, "recvonly", "sendonly", true, false, false},
		{ReceiveOnly, "sendonly", "recvonly", false, true, false},
		{Neither, "inactive", "inactive", false, false, false},
		{SendReceive, "sendonly", "sendrecv", false, true, true},
		{SendOnly, "sendrecv", "sendonly", true, false, false}, // an answer that says too much
	} {
		l := local()
		l.Way = tt.way
		offer, err := Offer(l)
		if err != nil || !strings.Contains(string(offer), "a="+tt.said+"\r\n") {
			t.Errorf("%+v: %v\n%s", tt, err, offer)
		}
		a, err := Accept(l, phone("m=audio 4000 RTP/AVP 0", "a="+tt.far))
		if err != nil || a.Send != tt.send || a.Receive != tt.receive || a.Held != tt.held {
			t.Errorf("%+v: %+v %v", tt, a, err)
		}
	}
	l := local()
	l.Way = SendOnly
	if answer, a, err := Answer(l, phone("m=audio 4000 RTP/AVP 0")); err != nil || !a.Send || a.Receive || a.Held || !strings.Contains(string(answer), "a=sendonly") {
		t.Errorf("%+v %v\n%s", a, err, answer)
	}
}
