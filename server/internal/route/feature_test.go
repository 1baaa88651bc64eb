package route

import (
	"strings"
	"testing"
)

func TestDialFeatures(t *testing.T) {
	p := site()
	agent, supervisor := &p.Agents[0], &p.Agents[2]
	feature := func(f Feature, argument string) Destination {
		return Destination{Kind: ToFeature, Feature: f, Argument: argument}
	}
	with := func(d Destination, to Destination) Destination {
		d.Agent, d.Group = to.Agent, to.Group
		return d
	}
	sato, sales := Destination{Agent: agentN(1)}, Destination{Group: groupN(1)}
	tests := []struct {
		dialed  string
		who     *Agent
		want    Destination
		refused string
	}{
		{"9001", agent, feature(FeatureSlot, "01"), ""},
		{"9099", agent, feature(FeatureSlot, "99"), ""},
		{"9000", agent, Destination{}, ReasonNoSuchNumber},
		{"90011", agent, Destination{}, ReasonNoSuchNumber},
		{"9001", nil, Destination{}, ReasonNoAgent},
		{"9201", agent, Destination{Kind: ToConference, Conference: 1}, ""},
		{"9203", agent, Destination{Kind: ToConference, Conference: 3}, ""},
		{"9204", agent, Destination{}, ReasonNoSuchNumber},
		{"9200", agent, Destination{}, ReasonNoSuchNumber},
		{"93003001", agent, with(feature(FeaturePickUp, "3001"), sales), ""},
		{"93002001", agent, Destination{}, ReasonNoSuchNumber},
		{"9942001", supervisor, with(feature(FeatureWhisper, "2001"), sato), ""},
		{"9952001", supervisor, with(feature(FeatureMonitor, "2001"), sato), ""},
		{"9962001", supervisor, with(feature(FeatureBarge, "2001"), sato), ""},
		{"9942001", agent, Destination{}, ReasonNotAllowed},
		{"9952001", agent, Destination{}, ReasonNotAllowed},
		{"9962009", agent, Destination{}, ReasonNotAllowed},
		{"9962001", nil, Destination{}, ReasonNoAgent},
		{"9952009", supervisor, Destination{}, ReasonNoSuchNumber},
		{"9953001", supervisor, Destination{}, ReasonNoSuchNumber},
		{"995", supervisor, Destination{}, ReasonNoSuchNumber},
		{"997", agent, feature(FeatureSeatOut, ""), ""},
		{"997", nil, Destination{}, ReasonNoAgent},
		{"9982001", nil, with(feature(FeatureSeatIn, "2001"), sato), ""},
		{"9982001", agent, with(feature(FeatureSeatIn, "2001"), sato), ""},
		{"9982009", nil, Destination{}, ReasonNoSuchNumber},
		{"998", nil, Destination{}, ReasonNoSuchNumber},
		{"990", agent, feature(FeatureCampaigns, ""), ""},
		{"990", nil, Destination{}, ReasonNoAgent},
		{"9999", nil, feature(FeatureEcho, ""), ""},
		{"9998", nil, feature(FeatureWhoAmI, ""), ""},
		{"9997", supervisor, feature(FeatureRecord, ""), ""},
		{"9997", agent, Destination{}, ReasonNotAllowed},
		{"9997", nil, Destination{}, ReasonNoAgent},
		{"#7", agent, Destination{}, ReasonNoSuchNumber},
		{"#82001#", agent, Destination{}, ReasonNoSuchNumber},
		{"*", agent, Destination{}, ReasonNoSuchNumber},
		{"2001", nil, Destination{}, ReasonNoAgent},
		{"0311112222", nil, Destination{}, ReasonNoAgent},
	}
	for _, tt := range tests {
		d, refused := p.Dial(tt.who, tt.dialed)
		switch {
		case tt.refused != "":
			if refused == nil || refused.Reason != tt.refused {
				t.Errorf("%s: got %+v, %+v, want %s", tt.dialed, d, refused, tt.refused)
			}
		case refused != nil || d != tt.want:
			t.Errorf("%s: got %+v, %+v, want %+v", tt.dialed, d, refused, tt.want)
		}
	}
	if d, refused := p.DialTarget(agent, "9201"); refused != nil || d.Conference != 1 {
		t.Errorf("transfer into a room: %+v, %+v", d, refused)
	}
	if d, refused := p.DialTarget(supervisor, "9999"); refused == nil {
		t.Errorf("transfer to the echo: %+v", d)
	}
}

func TestTheTableIsTheSites(t *testing.T) {
	plan := draft()
	plan.Settings.Rooms = 12
	plan.Codes = []Code{{FeatureSlot, "7"}, {FeatureRoom, "88"}, {FeatureEcho, "*9"}, {FeaturePark, "*1"}, {FeaturePark, "#7"}}
	plan.Numbers = nil
	p := New(plan)
	who := &p.Agents[0]
	if d, _ := p.Dial(who, "742"); p.Slot(d) != 742 {
		t.Errorf("742 is slot %d (%+v)", p.Slot(d), d)
	}
	if d, _ := p.Dial(who, "8812"); d.Conference != 12 {
		t.Errorf("8812 is %+v", d)
	}
	if d, _ := p.Dial(who, "＊９"); d.Feature != FeatureEcho {
		t.Errorf("*9 is %+v", d)
	}
	if d, refused := p.Dial(who, "9001"); refused == nil {
		t.Errorf("a code that the site took away is %+v", d)
	}
	for _, keys := range []string{"*1", "#7"} {
		if m := p.InCall(keys, false); m.Feature != FeaturePark {
			t.Errorf("%s is %+v", keys, m)
		}
	}
	if first, last := site().Slots(); first != 9001 || last != 9099 {
		t.Errorf("slots are %d to %d", first, last)
	}
	if first, last := New(Plan{}).Slots(); first != 0 || last != 0 {
		t.Errorf("slots without a code are %d to %d", first, last)
	}
}

func TestInCall(t *testing.T) {
	p := site()
	tests := []struct {
		keys       string
		consulting bool
		want       Pressed
	}{
		{"", false, Pressed{State: PressNone}},
		{"1", false, Pressed{State: PressNone, Pass: "1"}},
		{"*", false, Pressed{State: PressNone, Pass: "*"}},
		{"*", true, Pressed{State: PressDone, Feature: FeatureJoin}},
		{"#", false, Pressed{State: PressMaybe, Wait: betweenKeys}},
		{"#1", false, Pressed{State: PressNone, Pass: "#1"}},
		{"##", false, Pressed{State: PressMaybe, Pass: "#", Wait: betweenKeys}},
		{"5#7", false, Pressed{State: PressDone, Feature: FeaturePark, Pass: "5", Swallow: "2", Wait: swallowFor}},
		{"#7", false, Pressed{State: PressDone, Feature: FeaturePark, Swallow: "2", Wait: swallowFor}},
		{"#7", true, Pressed{State: PressNone, Pass: "#7"}},
		{"#8", false, Pressed{State: PressMaybe, Feature: FeatureTransfer, Wait: betweenDigits}},
		{"#8200", false, Pressed{State: PressMaybe, Feature: FeatureTransfer, Argument: "200", Wait: betweenDigits}},
		{"#82001#", false, Pressed{State: PressDone, Feature: FeatureTransfer, Argument: "2001"}},
		{"#8#", false, Pressed{State: PressDone, Feature: FeatureTransfer}},
		{"#8*1#", false, Pressed{State: PressDone, Feature: FeatureTransfer, Argument: "*1"}},
		{"#8" + strings.Repeat("1", 32), false, Pressed{State: PressDone, Feature: FeatureTransfer, Argument: strings.Repeat("1", 32)}},
		{"#8", true, Pressed{State: PressNone, Pass: "#8"}},
		{"#909011112222#", false, Pressed{State: PressDone, Feature: FeatureConsult, Argument: "09011112222"}},
		{"#9", false, Pressed{State: PressMaybe, Feature: FeatureConsult, Wait: betweenDigits}},
		{"#9", true, Pressed{State: PressDone, Feature: FeatureConsult}},
		{"1#", true, Pressed{State: PressMaybe, Pass: "1", Wait: betweenKeys}},
		{"A", false, Pressed{State: PressNone, Pass: "A"}},
	}
	for _, tt := range tests {
		if got := p.InCall(tt.keys, tt.consulting); got != tt.want {
			t.Errorf("InCall(%q, %v) =\n%+v, want\n%+v", tt.keys, tt.consulting, got, tt.want)
		}
	}
	for keys, want := range map[string]Pressed{
		"#":     {State: PressNone, Pass: "#"},
		"#8200": {State: PressDone, Feature: FeatureTransfer, Argument: "200"},
		"#9":    {State: PressDone, Feature: FeatureConsult},
		"#7":    {State: PressDone, Feature: FeaturePark, Swallow: "2", Wait: swallowFor},
	} {
		if got := p.GivenUp(keys, false); got != want {
			t.Errorf("GivenUp(%q) = %+v, want %+v", keys, got, want)
		}
	}
}

func TestEveryFeatureHasACodeAndAnArgument(t *testing.T) {
	seen := map[Feature]bool{}
	for _, c := range DefaultCodes() {
		if seen[c.Feature] {
			t.Errorf("%s has two codes", c.Feature)
		}
		seen[c.Feature] = true
		if inCall := strings.ContainsAny(c.Digits, "*#"); inCall != c.Feature.InCall() {
			t.Errorf("%s by %s is dialed and pressed", c.Feature, c.Digits)
		}
	}
	if len(seen) != 16 {
		t.Errorf("%d features have codes", len(seen))
	}
}

// However keys come: none is lost, none is both passed on and kept, and only
// a code holds any back.
func FuzzInCall(f *testing.F) {
	for _, seed := range []string{"#72", "##8#", "12#9200#*", "#8", "*#", "###7"} {
		f.Add(seed, false)
		f.Add(seed, true)
	}
	p := site()
	f.Fuzz(func(t *testing.T, keys string, consulting bool) {
		var pressed, passed, coded string
		for _, key := range keys {
			pressed += string(key)
			m := p.InCall(pressed, consulting)
			rest, ok := strings.CutPrefix(pressed, m.Pass)
			if !ok {
				t.Fatalf("%q passes %q", pressed, m.Pass)
			}
			passed += m.Pass
			pressed = rest
			switch m.State {
			case PressNone:
				if rest != "" {
					t.Fatalf("%q is forgotten: %+v", rest, m)
				}
			case PressMaybe:
				if rest == "" || m.Wait == 0 || len(rest) > maxPressed+8 {
					t.Fatalf("waits for ever on %q: %+v", rest, m)
				}
				if g := p.GivenUp(rest, consulting); g.State == PressMaybe {
					t.Fatalf("%q never ends: %+v", rest, g)
				}
			case PressDone:
				if m.Feature == "" || !m.Feature.InCall() {
					t.Fatalf("%q is %+v", rest, m)
				}
				coded, pressed = coded+rest, ""
			}
		}
		if got := len(passed) + len(coded) + len(pressed); got != len(keys) && strings.ToValidUTF8(keys, "") == keys {
			t.Fatalf("%d of %d bytes are accounted for", got, len(keys))
		}
	})
}
