package leg

import (
	"encoding/json"
	"reflect"
	"testing"

	"github.com/yobirin/yobirin/shared/id"
)

var (
	aCall = id.Numbered[id.Call](1 << 16)
	one   = id.LegOf(aCall, 1)
	two   = id.LegOf(aCall, 2)
)

// Orders and facts are plain values: they live on a wire as well as in a
// mailbox.
func TestOrdersRoundTripAndKnowTheirCall(t *testing.T) {
	for _, want := range []Order{
		Dial{Leg: two, Number: "110", From: Identity{Number: "2001", Withheld: true}, Privacy: PrivacyWithhold, Like: one},
		Ring{Leg: one, Early: true}, Answer{Leg: one}, HangUp{Leg: one, Cause: Cause{Kind: CauseBusy, SIP: 486}},
		Hear{Leg: one, From: []Source{{Leg: two, Gain: -6}}}, Play{Leg: one, Player: 3, Sounds: []Sound{{Tone: ToneBusy}}, Loop: true},
		StopPlay{Leg: one, Player: 3}, Record{Recording: id.RecordingOf(aCall, 1), Call: aCall, Left: one, Right: two},
		StopRecord{Recording: id.RecordingOf(aCall, 1), Call: aCall}, SendDigits{Leg: one, Digits: "12#"},
		PauseRecord{Recording: id.RecordingOf(aCall, 1), Call: aCall, Paused: true}, Catch{Leg: one, Caught: true}, Join{Leg: one, Call: aCall}, Nudge{Leg: one}, TellReferrer{Leg: one, Status: 200},
	} {
		raw, err := json.Marshal(want)
		if err != nil {
			t.Fatal(err)
		}
		got := reflect.New(reflect.TypeOf(want))
		if err := json.Unmarshal(raw, got.Interface()); err != nil || !reflect.DeepEqual(got.Elem().Interface(), want) {
			t.Errorf("%s came back as %+v, %v", raw, got.Elem(), err)
		}
		if CallOf(want) != aCall {
			t.Errorf("%T is said to belong to call %s", want, CallOf(want))
		}
	}
}

func TestFactsRoundTripAndKnowTheirCall(t *testing.T) {
	for _, want := range []Fact{
		Incoming{Leg: one, From: Identity{Number: "0312345678"}, Dialed: "2001", Headers: Headers{CallID: "x"}},
		Ringing{Leg: one, Early: true}, Answered{Leg: one, Codec: "PCMU"}, Ended{Leg: one, By: SideRemote, Cause: Cause{Kind: CauseNormal, Q850: 16}},
		Held{Leg: one}, Resumed{Leg: one}, Digit{Leg: one, Key: "#", By: "rfc4733"}, Referred{Leg: one, To: "2002", Replaces: two}, Played{Leg: one, Player: 1}, Silent{Leg: one, For: 30},
		Measured{Leg: one, Quality: Quality{Sent: 1, MOS: 4.4}}, Recorded{Recording: id.RecordingOf(aCall, 1), Call: aCall, Path: "a.wav"},
	} {
		raw, err := json.Marshal(want)
		if err != nil {
			t.Fatal(err)
		}
		got := reflect.New(reflect.TypeOf(want))
		if err := json.Unmarshal(raw, got.Interface()); err != nil || !reflect.DeepEqual(got.Elem().Interface(), want) {
			t.Errorf("%s came back as %+v, %v", raw, got.Elem(), err)
		}
		if want.About() != aCall {
			t.Errorf("%T is said to be about call %s", want, want.About())
		}
	}
}
