package route

import (
	"strings"
	"testing"

	"github.com/yobirin/yobirin/shared/id"
	"github.com/yobirin/yobirin/shared/leg"
)

func site() *Plan { return New(draft()) }

func draft() Plan {
	carrier, backup := trunkN(1), trunkN(2)
	return Plan{
		Agents: []Agent{
			{ID: agentN(1), Extension: "2001", CallerID: numberN(2)},
			{ID: agentN(2), Extension: "2002", NoOutside: true, May: []id.Number{numberN(1)}},
			{ID: agentN(3), Extension: "2003", Supervises: true, May: []id.Number{numberN(1)}, CallerID: numberN(2)},
		},
		Groups: []Group{{ID: groupN(1), Extension: "3001"}},
		Trunks: []Trunk{{ID: carrier, Name: "carrier"}, {ID: backup, Name: "backup", E164: true}},
		Numbers: []Number{
			{ID: numberN(1), Number: "0312345678", Trunk: carrier, Prefix: "7"},
			{ID: numberN(2), Number: "0612345678", Trunk: backup, Prefix: "71"},
		},
		Codes:  DefaultCodes(),
		Barred: []string{"0311110000", "0990*"},
	}
}

func TestDial(t *testing.T) {
	p := site()
	tests := []struct {
		name, dialed string
		agent        int
		kind         DestinationKind
		number       string
		shown        id.Number
		privacy      leg.Privacy
		refused      string
	}{
		{"extension of an agent", "2002", 0, ToAgent, "", id.Number{}, "", ""},
		{"extension of a group", "3001", 0, ToGroup, "", id.Number{}, "", ""},
		{"extension in full-width digits", "３００１", 0, ToGroup, "", id.Number{}, "", ""},
		{"outside with the agent's own caller ID", "09011112222", 0, ToOutside, "+819011112222", numberN(2), "", ""},
		{"its own caller ID is not among those it may present", "09011112222", 2, ToOutside, "09011112222", numberN(1), "", ""},
		{"pasted", "０９０ー１１１１ー２２２２", 0, ToOutside, "+819011112222", numberN(2), "", ""},
		{"pasted with the country", "+81(0)90-1111-2222", 0, ToOutside, "+819011112222", numberN(2), "", ""},
		{"prefix chooses the caller ID", "709011112222", 0, ToOutside, "09011112222", numberN(1), "", ""},
		{"longest prefix wins", "7109011112222", 0, ToOutside, "+819011112222", numberN(2), "", ""},
		{"184", "1840311112222", 0, ToOutside, "+81311112222", numberN(2), leg.PrivacyWithhold, ""},
		{"184 and a space", "184 03-1111-2222", 0, ToOutside, "+81311112222", numberN(2), leg.PrivacyWithhold, ""},
		{"184 and the country", "184+81311112222", 0, ToOutside, "+81311112222", numberN(2), leg.PrivacyWithhold, ""},
		{"184 before the prefix", "18470311112222", 0, ToOutside, "0311112222", numberN(1), leg.PrivacyWithhold, ""},
		{"prefix before 186", "71860311112222", 0, ToOutside, "0311112222", numberN(1), leg.PrivacyPresent, ""},
		{"only one of 184 and 186", "1841860311112222", 0, "", "", id.Number{}, "", ReasonNoSuchNumber},
		{"184 alone", "184", 0, "", "", id.Number{}, "", ReasonNoSuchNumber},
		{"no such number", "555", 0, "", "", id.Number{}, "", ReasonNoSuchNumber},
		{"words", "内線123", 0, "", "", id.Number{}, "", ReasonNoSuchNumber},
		{"a spreadsheet's number", "9.01234E+09", 0, "", "", id.Number{}, "", ReasonNoSuchNumber},
		{"a spreadsheet's lost zero is not guessed at", "312345678", 0, "", "", id.Number{}, "", ReasonNoSuchNumber},
		{"nothing", "", 0, "", "", id.Number{}, "", ReasonNoSuchNumber},
		{"outside calls forbidden", "09011112222", 1, "", "", id.Number{}, "", ReasonNoOutside},
		{"international is off", "01012125550123", 0, "", "", id.Number{}, "", ReasonNoInternational},
		{"international is off with a plus", "+12125550123", 0, "", "", id.Number{}, "", ReasonNoInternational},
		{"barred", "03-1111-0000", 0, "", "", id.Number{}, "", ReasonRestricted},
		{"barred behind 184 and prefix", "18470311110000", 0, "", "", id.Number{}, "", ReasonRestricted},
		{"barred beginning", "0990123456", 0, "", "", id.Number{}, "", ReasonRestricted},
		{"emergency needs no permission", "184119", 1, ToOutside, "119", numberN(1), leg.PrivacyPresent, ""},
		{"emergency behind a prefix is presented as usual", "7110", 0, ToOutside, "110", numberN(2), leg.PrivacyPresent, ""},
		{"emergency behind every code", "18471186118", 1, ToOutside, "118", numberN(1), leg.PrivacyPresent, ""},
		{"emergency in full-width digits", "１１０", 1, ToOutside, "110", numberN(1), leg.PrivacyPresent, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d, refused := p.Dial(&p.Agents[tt.agent], tt.dialed)
			if tt.refused != "" {
				if refused == nil || refused.Reason != tt.refused {
					t.Fatalf("got %+v, %+v", d, refused)
				}
				return
			}
			if refused != nil || d.Kind != tt.kind {
				t.Fatalf("got %+v, %+v", d, refused)
			}
			if tt.kind != ToOutside {
				return
			}
			o := d.Outside
			if o.Number != tt.number || o.Shown != tt.shown || o.Privacy != tt.privacy || o.Emergency != Emergency(tt.number) {
				t.Fatalf("got %+v", *o)
			}
		})
	}
}

func TestInternationalBySetting(t *testing.T) {
	plan := draft()
	plan.Settings.International = true
	plan.Barred = append(plan.Barred, "010888*")
	p := New(plan)
	if d, refused := p.Dial(&p.Agents[0], "+1 212 555 0123"); refused != nil || d.Outside.Number != "+12125550123" {
		t.Errorf("got %+v, %+v", d, refused)
	}
	if _, refused := p.Dial(&p.Agents[0], "010-888-12345678"); refused == nil || refused.Reason != ReasonRestricted {
		t.Errorf("a barred country: %+v", refused)
	}
	if _, refused := p.Dial(&p.Agents[1], "+12125550123"); refused == nil || refused.Reason != ReasonNoOutside {
		t.Errorf("without permission: %+v", refused)
	}
}

// C-CODE-12: whoever dials it from whichever phone, the site's number is
// presented and nothing stands in the way.
func TestEmergencyAlwaysLeavesTheHouse(t *testing.T) {
	plan := draft()
	plan.Settings.Emergency = numberN(1)
	plan.Barred = append(plan.Barred, "1*", "119")
	p := New(plan)
	for _, who := range []*Agent{nil, &p.Agents[0], &p.Agents[1]} {
		for _, dialed := range []string{"110", "118", "119", "184110", "186119", "7118", "71119", "1847110"} {
			d, refused := p.Dial(who, dialed)
			if refused != nil {
				t.Fatalf("%s by %+v: %+v", dialed, who, refused)
			}
			o := *d.Outside
			if !o.Emergency || o.Shown != numberN(1) || o.From.Number != "0312345678" || o.Privacy != leg.PrivacyPresent || o.Trunk != trunkN(1) || o.Code != "" {
				t.Errorf("%s: %+v", dialed, o)
			}
			if d, refused := p.DialTarget(who, dialed); refused == nil || refused.Reason != ReasonNoEmergency {
				t.Errorf("transferred to %s: %+v, %+v", dialed, d, refused)
			}
		}
	}
	if _, refused := p.DialOutside(&p.Agents[1], "110", numberN(2)); refused != nil {
		t.Errorf("with a number that may not be presented: %+v", refused)
	}
	plan.Agents = append(plan.Agents, Agent{ID: agentN(9), Extension: "119"})
	plan.Codes = append(plan.Codes, Code{FeatureEcho, "118"})
	p = New(plan)
	for _, dialed := range []string{"118", "119"} {
		if d, refused := p.Dial(nil, dialed); refused != nil || !d.Outside.Emergency {
			t.Errorf("%s, which the site uses otherwise: %+v, %+v", dialed, d, refused)
		}
	}
	plan.Settings.Emergency, plan.Trunks[0].Disabled = id.Number{}, true
	p = New(plan)
	if d, refused := p.Dial(nil, "110"); refused != nil || d.Outside.Shown != numberN(1) || d.Outside.Trunk != trunkN(2) || d.Outside.Number != "110" {
		t.Errorf("over the other trunk: %+v, %+v", d.Outside, refused)
	}
}

func TestDialOutsideWithAChosenNumber(t *testing.T) {
	p := site()
	tests := []struct {
		name, dialed string
		agent        int
		chosen       id.Number
		shown        id.Number
		refused      string
	}{
		{"chosen", "0311112222", 0, numberN(1), numberN(1), ""},
		{"none: the default", "0311112222", 0, id.Number{}, numberN(2), ""},
		{"the prefix wins", "710311112222", 0, numberN(1), numberN(2), ""},
		{"not this agent's", "0311112222", 2, numberN(2), id.Number{}, ReasonNotYourNumber},
		{"no such number of the site", "0311112222", 0, numberN(9), id.Number{}, ReasonNotYourNumber},
		{"no outside calls at all", "0311112222", 1, numberN(1), id.Number{}, ReasonNoOutside},
		{"an extension is not outside", "2001", 0, numberN(1), id.Number{}, ReasonNoSuchNumber},
		{"barred", "0311110000", 0, numberN(1), id.Number{}, ReasonRestricted},
	}
	for _, tt := range tests {
		d, refused := p.DialOutside(&p.Agents[tt.agent], tt.dialed, tt.chosen)
		switch {
		case tt.refused != "":
			if refused == nil || refused.Reason != tt.refused {
				t.Errorf("%s: got %+v, %+v", tt.name, d, refused)
			}
		case refused != nil || d.Outside.Shown != tt.shown:
			t.Errorf("%s: got %+v, %+v", tt.name, d.Outside, refused)
		}
	}
	if _, refused := p.DialOutside(nil, "0311112222", numberN(1)); refused == nil || refused.Reason != ReasonNoAgent {
		t.Errorf("from a phone of nobody: %+v", refused)
	}
}

func TestCalledTakesTheCarriersForm(t *testing.T) {
	p := site()
	for _, dialed := range []string{"0312345678", "+81312345678", "81312345678"} {
		if n := p.Called(dialed); n == nil || n.ID != numberN(1) {
			t.Errorf("Called(%q) = %v", dialed, n)
		}
	}
	if n := p.Called("0399999999"); n != nil {
		t.Errorf("a number of nobody is %v", n)
	}
}

func TestTransferGoesWhereTheSiteMayCall(t *testing.T) {
	p := site()
	for number, reason := range map[string]string{
		"110": ReasonNoEmergency, "１１９": ReasonNoEmergency, "": ReasonNoSuchNumber, "7110": ReasonNoSuchNumber,
		"0311110000": ReasonRestricted, "0990-123-456": ReasonRestricted, "+12125550123": ReasonNoInternational,
	} {
		out, refused := p.DialTransfer(&Transfer{Number: number}, nil)
		if refused == nil || refused.Reason != reason {
			t.Errorf("%q: got %+v, %+v", number, out, refused)
		}
		if _, refused := p.DialTransfer(&Transfer{Number: number}, nil); refused == nil {
			t.Errorf("%q is called all the same", number)
		}
	}
	out, refused := p.DialTransfer(&Transfer{Number: "090-1111-2222", CallerID: numberN(2), UseCalled: true}, p.Number(numberN(1)))
	if refused != nil || out.Shown != numberN(1) {
		t.Fatalf("got %+v, %+v", out, refused)
	}
	if out, refused = p.DialTransfer(&Transfer{Number: "090-1111-2222", CallerID: numberN(2), UseCalled: true}, nil); refused != nil || out.Shown != numberN(2) {
		t.Fatalf("got %+v, %+v", out, refused)
	}
	// Without a caller ID of its own it presents one all the same.
	for called, shown := range map[*Number]id.Number{p.Number(numberN(2)): numberN(2), nil: numberN(1)} {
		if out, refused = p.DialTransfer(&Transfer{Number: "090-1111-2222"}, called); refused != nil || out.Shown != shown || out.From.Number == "" {
			t.Errorf("called %v: got %+v, %+v", called, out, refused)
		}
	}
}

func TestRestrictsAndRejects(t *testing.T) {
	plan := draft()
	plan.Rejected = []string{"0300000000", "0101212555"}
	plan.Callers = []Caller{{Number: "09011112222", Priority: 5}}
	p := New(plan)
	for number, want := range map[string]bool{
		"0311110000": true, "03-1111-0000": true, "+81311110000": true, "0311110001": false, "0990123456": true, "099": false, "": false, "110": false,
	} {
		if p.Restricts(number) != want {
			t.Errorf("Restricts(%q) is not %v", number, want)
		}
	}
	for _, tt := range []struct {
		from       leg.Identity
		anonymous  bool
		reason     string
		isRejected bool
	}{
		{leg.Identity{Number: "+81300000000"}, false, ReasonRejected, true},
		{leg.Identity{Number: "0300000000", Withheld: true}, true, ReasonRejected, true},
		{leg.Identity{Number: "0300000001"}, true, "", false},
		{leg.Identity{Withheld: true}, false, "", false},
		{leg.Identity{Withheld: true}, true, ReasonAnonymous, true},
		{leg.Identity{}, true, "", false}, // unknown is not withheld
	} {
		p.Settings.RejectAnonymous = tt.anonymous
		if reason, yes := p.Rejects(tt.from); reason != tt.reason || yes != tt.isRejected {
			t.Errorf("Rejects(%+v) = %q, %v", tt.from, reason, yes)
		}
	}
	if p.Priority("+81 90-1111-2222") != 5 || p.Priority("0311112222") != 0 || p.Priority("") != 0 {
		t.Error("priorities are wrong")
	}
}

// Whatever is dialed: nothing but an agent with permission reaches outside
// Japan or a barred number, and emergency numbers only as such.
func FuzzDial(f *testing.F) {
	for _, seed := range []string{"2001", "+81(0)3 1234 5678", "184", "7110", "9001", "99420", "#8", "９２０１", "18471186119", "９.１E+9"} {
		f.Add(seed, uint8(0))
		f.Add(seed, uint8(1))
	}
	p := site()
	f.Fuzz(func(t *testing.T, dialed string, who uint8) {
		var agent *Agent
		if n := int(who) % 4; n < 3 {
			agent = &p.Agents[n]
		}
		d, refused := p.Dial(agent, dialed)
		if (refused == nil) == (d.Kind == ToUnset) {
			t.Fatalf("%q: %+v, %+v", dialed, d, refused)
		}
		if d.Kind == ToFeature && d.Feature.InCall() {
			t.Fatalf("%q dials %s, which is pressed", dialed, d.Feature)
		}
		if d.Kind != ToOutside {
			return
		}
		o := d.Outside
		if o.Emergency != Emergency(o.Number) || o.Trunk.IsZero() {
			t.Fatalf("%q: %+v", dialed, o)
		}
		if o.Emergency {
			if o.Privacy != leg.PrivacyPresent || o.From.Number == "" {
				t.Fatalf("%q: %+v", dialed, o)
			}
			return
		}
		if agent == nil || agent.NoOutside || International(o.Number) || strings.HasPrefix(o.Number, "+") && !strings.HasPrefix(o.Number, "+81") || p.Restricts(o.Number) {
			t.Fatalf("%q by %+v: %+v", dialed, agent, o)
		}
		if target, refused := p.DialTarget(agent, dialed); refused != nil || target.Outside.Number != o.Number {
			t.Fatalf("%q as a target: %+v, %+v", dialed, target, refused)
		}
	})
}

// The number is what the caller says that it is: whoever wants money or
// annoyance from the site's callbacks says what suits it.
func TestDialCallback(t *testing.T) {
	plan := draft()
	plan.Settings.International = true
	p := New(plan)
	for number, want := range map[string]string{
		"09011112222": "", "+819011112222": "", "0311112222": "", "0120123456": "",
		"0570012345": ReasonRestricted, "0180991234": ReasonRestricted, "0170123456": ReasonRestricted, "0990123456": ReasonRestricted,
		"104": ReasonRestricted, "110": ReasonRestricted, "01012125550123": ReasonNoInternational, "+12125550123": ReasonNoInternational,
		"0311110000": ReasonRestricted,                                   // barred
		"0312345678": ReasonRestricted, "+81612345678": ReasonRestricted, // the site's own
		"": ReasonNoSuchNumber, "anonymous": ReasonNoSuchNumber,
	} {
		out, refused := p.DialCallback(number, &p.Numbers[0])
		got := ""
		if refused != nil {
			got = refused.Reason
		}
		if got != want {
			t.Errorf("%q: %q, want %q", number, got, want)
		}
		if want == "" && (out.Shown != numberN(1) || out.Emergency) {
			t.Errorf("%q: %+v", number, out)
		}
	}
}

// Where a carrier leads a call is judged as what is dialed.
func TestRedirected(t *testing.T) {
	at := func(international bool) *Plan {
		return New(Plan{Barred: []string{"0355550000", "09011*"}, Settings: Settings{International: international}})
	}
	for number, want := range map[string]string{
		"0355550001": "", "+81 3-5555-0001": "", "0355550000": ReasonRestricted, "+81355550000": ReasonRestricted, "09011112222": ReasonRestricted, "09022223333": "",
		"110": ReasonNoEmergency, "+12125550123": ReasonNoInternational, "nobody": ReasonNoSuchNumber, "": ReasonNoSuchNumber,
	} {
		got := ""
		if no := at(false).Redirected(number); no != nil {
			got = no.Reason
		}
		if got != want {
			t.Errorf("%q: %q, want %q", number, got, want)
		}
	}
	if no := at(true).Redirected("+12125550123"); no != nil {
		t.Errorf("a site that calls abroad: %+v", no)
	}
}

// An emergency call is not lost with one trunk.
func TestEmergencyElse(t *testing.T) {
	plan := draft()
	plan.Settings.Emergency = numberN(1)
	p := New(plan)
	out, ok := p.EmergencyElse("110", []id.Trunk{trunkN(1)})
	if !ok || out.Trunk != trunkN(2) || out.Shown != numberN(2) || out.From.Number != "0612345678" || out.Privacy != leg.PrivacyPresent || !out.Emergency || out.Number != "110" {
		t.Errorf("by the other trunk, with a number of its own: %+v, %v", out, ok)
	}
	if out, ok = p.EmergencyElse("110", []id.Trunk{trunkN(2)}); !ok || out.Shown != numberN(1) {
		t.Errorf("the emergency number's own trunk: %+v, %v", out, ok)
	}
	if out, ok = p.EmergencyElse("110", []id.Trunk{trunkN(1), trunkN(2)}); ok {
		t.Errorf("a third trunk: %+v", out)
	}
	plan.Numbers = plan.Numbers[:1]
	if out, ok = New(plan).EmergencyElse("110", []id.Trunk{trunkN(1)}); !ok || out.Shown != numberN(1) {
		t.Errorf("a trunk without a number: %+v, %v", out, ok)
	}
	plan.Trunks[1].Disabled = true
	if out, ok = New(plan).EmergencyElse("110", []id.Trunk{trunkN(1)}); ok {
		t.Errorf("a trunk that is switched off: %+v", out)
	}
}
