package route

import (
	"testing"

	"github.com/yobirin/yobirin/shared/id"
	"github.com/yobirin/yobirin/shared/leg"
)

func site() *Plan {
	carrier, backup := trunkN(1), trunkN(2)
	return New(Plan{
		Agents: []Agent{
			{ID: agentN(1), Extension: "2001", CallerID: numberN(2)},
			{ID: agentN(2), Extension: "2002", NoOutside: true},
		},
		Groups: []Group{{ID: groupN(1), Extension: "3001"}},
		Trunks: []Trunk{{ID: carrier, Name: "carrier"}, {ID: backup, Name: "backup", E164: true}},
		Numbers: []Number{
			{ID: numberN(1), Number: "0312345678", Trunk: carrier, Prefix: "7"},
			{ID: numberN(2), Number: "0612345678", Trunk: backup, Prefix: "71"},
		},
	})
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
		{"outside with the agent's own caller ID", "09011112222", 0, ToOutside, "+819011112222", numberN(2), "", ""},
		{"prefix chooses the caller ID", "709011112222", 0, ToOutside, "09011112222", numberN(1), "", ""},
		{"longest prefix wins", "7109011112222", 0, ToOutside, "+819011112222", numberN(2), "", ""},
		{"184", "1840311112222", 0, ToOutside, "+81311112222", numberN(2), leg.PrivacyWithhold, ""},
		{"184 before the prefix", "18470311112222", 0, ToOutside, "0311112222", numberN(1), leg.PrivacyWithhold, ""},
		{"prefix before 186", "71860311112222", 0, ToOutside, "0311112222", numberN(1), leg.PrivacyPresent, ""},
		{"no such number", "555", 0, "", "", id.Number{}, "", "no-such-number"},
		{"outside calls forbidden", "09011112222", 1, "", "", id.Number{}, "", "no-outside"},
		{"international is off", "01012125550123", 0, "", "", id.Number{}, "", "no-international"},
		{"emergency needs no permission", "184119", 1, ToOutside, "119", numberN(1), leg.PrivacyPresent, ""},
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
			if d.Outside.Number != tt.number || d.Outside.Shown != tt.shown || d.Outside.Privacy != tt.privacy {
				t.Fatalf("got %+v", *d.Outside)
			}
		})
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

func TestTransferNeverCallsEmergency(t *testing.T) {
	p := site()
	if out, ok := p.TransferTo(&Transfer{Number: "110"}, nil); ok {
		t.Fatalf("got %+v", out)
	}
	out, ok := p.TransferTo(&Transfer{Number: "090-1111-2222", CallerID: numberN(2), UseCalled: true}, p.Number(numberN(1)))
	if !ok || out.Shown != numberN(1) {
		t.Fatalf("got %+v, %v", out, ok)
	}
}
