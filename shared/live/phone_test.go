package live

import (
	"encoding/json"
	"errors"
	"reflect"
	"strings"
	"testing"

	"github.com/yobirin/yobirin/shared/fault"
	"github.com/yobirin/yobirin/shared/id"
)

var leg = id.LegOf(id.Numbered[id.Call](1<<16), 1)

func TestRead(t *testing.T) {
	for _, want := range []struct {
		message FromClient
		kind    MessageType
	}{
		{Resync{}, TypeResync},
		{PhoneOffer{Ref: "r1", SDP: "v=0", Dial: "+81*9952001#"}, TypePhoneOffer},
		{PhoneHangUp{Leg: leg}, TypePhoneHangUp},
		{PhoneDigits{Leg: leg, Digits: "12*#A"}, TypePhoneDigits},
		{PhoneResume{Legs: []id.Leg{leg}}, TypePhoneResume},
	} {
		fields := map[string]any{}
		raw, err := json.Marshal(want.message)
		if err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(raw, &fields); err != nil {
			t.Fatal(err)
		}
		fields["type"] = want.kind
		if raw, err = json.Marshal(fields); err != nil {
			t.Fatal(err)
		}
		got, err := Read(raw)
		if err != nil || !reflect.DeepEqual(got, want.message) {
			t.Errorf("%s is %+v, %v", raw, got, err)
		}
	}
}

func TestReadRefuses(t *testing.T) {
	for raw, field := range map[string]string{
		`{"type":"phone.offer","sdp":"v=0","dial":"1"}`:                                              "ref",
		`{"type":"phone.offer","ref":"` + strings.Repeat("r", MaxRef+1) + `","sdp":"v","dial":"1"}`:  "ref",
		`{"type":"phone.offer","ref":"r","dial":"1"}`:                                                "sdp",
		`{"type":"phone.offer","ref":"r","sdp":"` + strings.Repeat("x", MaxSDP+1) + `","dial":"1"}`:  "sdp",
		`{"type":"phone.offer","ref":"r","sdp":"v"}`:                                                 "dial",
		`{"type":"phone.offer","ref":"r","sdp":"v","dial":"110@example.com"}`:                        "dial",
		`{"type":"phone.offer","ref":"r","sdp":"v","dial":"` + strings.Repeat("1", MaxDial+1) + `"}`: "dial",
		`{"type":"phone.hangup"}`:                                            "leg",
		`{"type":"phone.hangup","leg":"x"}`:                                  "leg",
		`{"type":"phone.digits","leg":"` + leg.String() + `","digits":"1x"}`: "digits",
		`{"type":"phone.digits","leg":"` + leg.String() + `","digits":""}`:   "digits",
		`{"type":"phone.digits","digits":"1"}`:                               "leg",
		`{"type":"phone.resume","legs":[]}`:                                  "legs",
		`{"type":"phone.resume","legs":["","","","","","","","",""]}`:        "legs",
	} {
		got, err := Read([]byte(raw))
		if fault.CodeOf(err) != fault.Invalid || !strings.Contains(err.Error(), field) {
			t.Errorf("%.80s: %v, expected a complaint about %s", raw, err, field)
		}
		if offer, is := got.(PhoneOffer); field != "ref" && strings.Contains(raw, "phone.offer") && (!is || offer.Ref != "r" || offer.SDP != "") {
			t.Errorf("%.80s cannot be refused: %+v", raw, got)
		}
	}
	for _, raw := range []string{"", "{", "[]", "1", `"x"`, "\xff"} {
		if _, err := Read([]byte(raw)); !errors.Is(err, ErrNotJSON) {
			t.Errorf("%q: %v", raw, err)
		}
	}
	for _, raw := range []string{`{}`, `{"type":"ping"}`, `{"type":"phone.answer"}`, `{"type":"nonsense"}`} {
		if m, err := Read([]byte(raw)); m != nil || err != nil {
			t.Errorf("%s is %+v, %v", raw, m, err)
		}
	}
}

// FuzzRead: what is accepted keeps the limits.
func FuzzRead(f *testing.F) {
	for _, seed := range []string{
		`{"type":"resync"}`, `{"type":"phone.offer","ref":"r","sdp":"v=0","dial":"1"}`, `{"type":"phone.resume","legs":["` + leg.String() + `"]}`,
		`{"type":"phone.digits","leg":"` + leg.String() + `","digits":"1"}`, `{"type":"phone.hangup","leg":"` + leg.String() + `"}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		m, err := Read(raw)
		if err != nil {
			if o, is := m.(PhoneOffer); is && (o.SDP != "" || o.Dial != "" || len(o.Ref) > MaxRef) {
				t.Errorf("a bad offer is given whole: %+v", o)
			}
			return
		}
		switch m := m.(type) {
		case PhoneOffer:
			if m.Ref == "" || len(m.Ref) > MaxRef || m.SDP == "" || len(m.SDP) > MaxSDP || m.Dial == "" || len(m.Dial) > MaxDial {
				t.Errorf("read %+v", m)
			}
		case PhoneHangUp:
			if m.Leg.IsZero() {
				t.Error("no leg")
			}
		case PhoneDigits:
			if m.Leg.IsZero() || m.Digits == "" || len(m.Digits) > MaxDigits {
				t.Errorf("read %+v", m)
			}
		case PhoneResume:
			if len(m.Legs) == 0 || len(m.Legs) > MaxResume {
				t.Errorf("read %+v", m)
			}
		case Resync, nil:
		}
	})
}
