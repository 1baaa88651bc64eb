package seat

import (
	"fmt"
	"strings"
	"testing"
)

// TestCan is the table of what is offered: every phase in every situation.
func TestCan(t *testing.T) {
	const online, offline = Online, Offline
	consult := func(how, stage, agent string) *Consult {
		return &Consult{How: how, Stage: stage, Party: Person{Agent: agent}}
	}
	tests := []struct {
		name  string
		l     line
		phase Phase
		want  string
	}{
		{"rings here", line{Call: Call{Phase: Offered, Call: "c"}}, online, "answer reject"},
		{"rings here, server away", line{Call: Call{Phase: Offered}}, offline, "answer reject"},
		{"is being answered", line{Call: Call{Phase: Offered}, doing: CanAnswer}, online, "hangup"},
		{"dialing", line{Call: Call{Phase: Dialing}}, online, "hangup"},
		{"rings there", line{Call: Call{Phase: Ringing, Call: "c"}}, online, "hangup"},

		{"talks", line{Call: Call{Phase: Talking, Call: "c"}}, online, "hangup mute digits hold transfer consult add park record"},
		{"talks, recorded by policy", line{Call: Call{Phase: Talking, Call: "c", Recording: true}}, online, "hangup mute digits hold transfer consult add park pause"},
		{"talks, recorded on demand", line{Call: Call{Phase: Talking, Call: "c", Recording: true}, demanded: true}, online, "hangup mute digits hold transfer consult add park record pause"},
		{"talks, held by the other", line{Call: Call{Phase: Talking, Call: "c", FarHeld: true}}, online, "hangup mute digits hold transfer consult add park record"},
		{"talks, the server does not know", line{Call: Call{Phase: Talking}}, online, "hangup mute digits hold"},
		{"talks, server away", line{Call: Call{Phase: Talking, Call: "c", Recording: true}}, offline, "hangup mute digits hold"},
		{"talks, three", line{Call: Call{Phase: Talking, Call: "c", Others: []Person{{}}}}, online, "hangup mute digits hold consult add record"},
		{"talks, another hands it on", line{Call: Call{Phase: Talking, Call: "c"}, taken: true}, online, "hangup mute digits hold record"},
		{"is being held", line{Call: Call{Phase: Talking, Call: "c"}, moving: CanHold}, online, "hangup mute digits"},
		{"is being transferred", line{Call: Call{Phase: Talking, Call: "c"}, doing: CanTransfer}, online, "hangup mute digits"},
		{"listens", line{Call: Call{Phase: Talking, Call: "c", Listener: true}}, online, "hangup mute"},

		{"a colleague rings", line{Call: Call{Phase: Talking, Call: "c", Consult: consult("attended", "begun", "a")}}, online, "hangup mute digits hold complete cancel record"},
		{"an outside number rings", line{Call: Call{Phase: Talking, Call: "c", Consult: consult("attended", "begun", "")}}, online, "hangup mute digits hold cancel record"},
		{"consults", line{Call: Call{Phase: Talking, Call: "c", Consult: consult("attended", "consulting", "")}}, online, "hangup mute digits hold swap complete cancel merge record"},
		{"consults, server away", line{Call: Call{Phase: Talking, Call: "c", Consult: consult("attended", "consulting", "")}}, offline, "hangup mute digits hold"},
		{"adds", line{Call: Call{Phase: Talking, Call: "c", Consult: consult("add", "begun", "a")}}, online, "hangup mute digits hold cancel record"},
		{"blind, the phone waits to hear", line{Call: Call{Phase: Talking, Call: "c", Consult: consult("blind", "begun", "a")}}, online, "hangup mute digits hold record"},
		{"swaps", line{Call: Call{Phase: Talking, Call: "c", Consult: consult("attended", "consulting", "a")}, doing: CanSwap}, online, "hangup mute digits"},

		{"holds", line{Call: Call{Phase: Holding, Call: "c"}}, online, "hangup resume transfer park"},
		{"holds, recorded", line{Call: Call{Phase: Holding, Call: "c", Recording: true}}, online, "hangup resume transfer park pause"},
		{"holds three", line{Call: Call{Phase: Holding, Call: "c", Others: []Person{{}}}}, online, "hangup resume"},
		{"holds a consultation", line{Call: Call{Phase: Holding, Call: "c", Consult: consult("attended", "consulting", "a")}}, online, "hangup resume cancel"},
		{"holds, server away", line{Call: Call{Phase: Holding, Call: "c"}}, offline, "hangup resume"},
		{"is being resumed", line{Call: Call{Phase: Holding, Call: "c"}, moving: CanResume}, online, "hangup"},

		{"has ended", line{Call: Call{Phase: Ended, Call: "c"}}, online, ""},
	}
	for _, tt := range tests {
		s := New()
		s.is.Server.Phase = tt.phase
		if got := strings.Trim(fmt.Sprint(s.can(&tt.l)), "[]"); got != tt.want {
			t.Errorf("%s: can %s, want %s", tt.name, got, tt.want)
		}
	}
}
