package boot

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/yobirin/yobirin/server/internal/directory"
	"github.com/yobirin/yobirin/server/internal/journal"
	"github.com/yobirin/yobirin/server/internal/sipedge"
	"github.com/yobirin/yobirin/shared/id"
	"github.com/yobirin/yobirin/shared/leg"
)

func TestLamps(t *testing.T) {
	var told []string
	l := newLamps(func(ext string, dialogs []sipedge.LampDialog) {
		var states []string
		for _, d := range dialogs {
			pick := ""
			if !d.Leg.IsZero() {
				pick = " to be picked up"
			}
			states = append(states, strings.TrimSpace(fmt.Sprintf("%s %s%s %s", d.Direction, d.State, pick, d.Remote.Number)))
		}
		told = append(told, ext+": "+strings.Join(states, ", "))
	}, func(ext string) { told = append(told, ext+" gone") })
	sato := id.Numbered[id.Agent](1)
	l.configure([]directory.Agent{{ID: sato, Extension: "2001"}}, nil)
	call := id.Numbered[id.Call](1 << 16)
	first, second := id.LegOf(call, 1), id.LegOf(call, 2)
	for _, b := range []journal.Body{
		journal.CallStarted{Call: call, From: leg.Identity{Number: "0312345678"}, Dialed: "2001"},
		journal.LegStarted{Leg: first, Role: journal.RoleAgent, Agent: sato}, journal.LegRinging{Leg: first},
		journal.LegStarted{Leg: second, Role: journal.RoleCallee}, // an outside party has no lamp
		journal.LegAnswered{Leg: first}, journal.LegEnded{Leg: first}, journal.LegEnded{Leg: second},
		journal.SlotTaken{Slot: 9001, Call: call, From: leg.Identity{Number: "0312345678"}}, journal.SlotFreed{Slot: 9001, Call: call},
		journal.CallEnded{Record: journal.Record{Call: call}},
	} {
		l.feed(journal.Event{Stream: journal.StreamOf(call), Body: b})
	}
	l.configure(nil, nil)
	want := `2001: 
2001: recipient trying
2001: recipient early to be picked up 0312345678
2001: recipient confirmed
2001: 
9001: recipient confirmed 0312345678
9001: 
2001 gone`
	if got := strings.Join(told, "\n"); got != want {
		t.Errorf("the lamps were told\n%s\nnot\n%s", got, want)
	}
	if len(l.callers) > 0 || len(l.legs) > 0 || len(l.agents) > 0 {
		t.Error("legs that are over are remembered")
	}
}

// A supervisor's lamp is watched by those it listens to.
func TestLampsKeepToThemselvesWhoListens(t *testing.T) {
	var told []sipedge.LampDialog
	l := newLamps(func(_ string, dialogs []sipedge.LampDialog) { told = append(told, dialogs...) }, func(string) {})
	boss, sato := id.Numbered[id.Agent](2), id.Numbered[id.Agent](1)
	l.configure([]directory.Agent{{ID: boss, Extension: "2900"}, {ID: sato, Extension: "2001"}}, nil)
	own, watched := id.Numbered[id.Call](1<<16), id.Numbered[id.Call](2<<16)
	ear, talks := id.LegOf(own, 1), id.LegOf(watched, 2)
	in := func(c id.Call, b journal.Body) { l.feed(journal.Event{Stream: journal.StreamOf(c), Body: b}) }
	in(watched, journal.CallStarted{Call: watched, From: leg.Identity{Number: "0312345678"}})
	in(watched, journal.LegStarted{Leg: talks, Role: journal.RoleAgent, Agent: sato})
	in(watched, journal.LegAnswered{Leg: talks})
	in(own, journal.CallStarted{Call: own, From: leg.Identity{Number: "2900"}, Dialed: "9952001", Agent: boss})
	in(own, journal.LegStarted{Leg: ear, Role: journal.RoleCaller, Agent: boss})
	in(own, journal.LegRinging{Leg: ear})
	in(own, journal.LegAnswered{Leg: ear})
	in(watched, journal.LegJoined{Leg: ear, From: own, Role: journal.RoleSupervisor, Agent: boss})
	for _, d := range told {
		if d.Remote != (leg.Identity{}) {
			t.Errorf("a lamp tells %+v", d)
		}
	}
	in(watched, journal.CallEnded{Record: journal.Record{Call: watched}}) // it crashed: no leg's end is told
	if len(l.legs) != 1 || len(l.agents[boss]) != 1 || len(l.agents[sato]) != 0 {
		t.Errorf("after the crash there are %v of %v", l.legs, l.agents)
	}
	in(own, journal.CallEnded{Record: journal.Record{Call: own}})
	if len(l.legs) != 0 || len(l.callers) != 0 {
		t.Errorf("left are %v, %v", l.legs, l.callers)
	}
}

// A group's lamp rings while a call waits there.
func TestLampsOfGroups(t *testing.T) {
	var told []string
	l := newLamps(func(ext string, dialogs []sipedge.LampDialog) {
		text := ext + ":"
		for _, d := range dialogs {
			text += fmt.Sprintf(" %s %s", d.State, d.Remote.Number)
		}
		told = append(told, text)
	}, func(ext string) { told = append(told, ext+" gone") })
	group, other := id.Numbered[id.Group](1), id.Numbered[id.Group](2)
	l.configure(nil, []directory.Group{{ID: group, Extension: "3001"}, {ID: other}})
	first, second := id.Numbered[id.Call](1<<16), id.Numbered[id.Call](2<<16)
	for _, b := range []journal.Body{
		journal.GroupArrived{Group: group, Call: first, From: leg.Identity{Number: "0311110001"}},
		journal.GroupArrived{Group: group, Call: second, From: leg.Identity{Number: "0311110002"}},
		journal.GroupArrived{Group: other, Call: second}, // has no extension
		journal.GroupLeft{Group: group, Call: first},
		journal.CallEnded{Record: journal.Record{Call: second}}, // of a call that crashed
		journal.GroupLeft{Group: group, Call: second},
	} {
		l.feed(journal.Event{Body: b})
	}
	l.configure(nil, []directory.Group{{ID: group, Extension: "3009"}})
	want := "3001:|3001: early 0311110001|3001: early 0311110001 early 0311110002|3001: early 0311110002|3001:|3001 gone|3009:"
	if got := strings.Join(told, "|"); got != want {
		t.Errorf("the lamps were told\n%s\nnot\n%s", got, want)
	}
	if len(l.waiting) > 0 {
		t.Error("calls that are over are remembered")
	}
}

// An extension that passes from an agent to a group, and one that two agents
// swap, is watched on: the lamp stands as it does with the new owner.
func TestLampsOfExtensionsThatChangeHands(t *testing.T) {
	lit, gone := map[string]string{}, []string{}
	l := newLamps(func(ext string, dialogs []sipedge.LampDialog) {
		lit[ext] = ""
		for _, d := range dialogs {
			lit[ext] += string(d.State)
		}
	}, func(ext string) {
		delete(lit, ext)
		gone = append(gone, ext)
	})
	sato, boss, group := id.Numbered[id.Agent](1), id.Numbered[id.Agent](2), id.Numbered[id.Group](3)
	call, waits := id.Numbered[id.Call](1<<16), id.Numbered[id.Call](2<<16)
	l.configure([]directory.Agent{{ID: sato, Extension: "2001"}, {ID: boss, Extension: "2002"}}, []directory.Group{{ID: group, Extension: "3001"}})
	l.feed(journal.Event{Stream: journal.StreamOf(call), Body: journal.LegStarted{Leg: id.LegOf(call, 1), Role: journal.RoleAgent, Agent: sato}})
	l.feed(journal.Event{Body: journal.GroupArrived{Group: group, Call: waits}})
	l.configure([]directory.Agent{{ID: sato, Extension: "2002"}, {ID: boss, Extension: "2003"}}, []directory.Group{{ID: group, Extension: "2001"}})
	if want := map[string]string{"2001": "early", "2002": "trying", "2003": ""}; !maps.Equal(lit, want) || !slices.Equal(gone, []string{"3001"}) {
		t.Errorf("the lamps are %v, gone are %v, expected %v and 3001", lit, gone, want)
	}
}
