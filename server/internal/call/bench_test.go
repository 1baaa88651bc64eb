package call

import (
	"testing"
	"time"

	"github.com/yobirin/yobirin/server/internal/acd"
	"github.com/yobirin/yobirin/shared/id"
	"github.com/yobirin/yobirin/shared/leg"
)

// wholeCall are the inputs of a group's call that is answered, recorded and
// ended, from its first ring to its record.
func wholeCall(s *script) []Input {
	first, second := id.LegOf(theCall, 1), id.LegOf(theCall, 2)
	tanaka, sales := id.Agent(s.ids["tanaka"]), id.Group(s.ids["sales"])
	in := leg.Incoming{Leg: first, Trunk: s.ids["carrier"], From: leg.Identity{Number: "09011112222"}, Dialed: "0312345678"}
	offer := acd.Offer{Offer: s.ids["o1"], Group: sales, RingTime: time.Second, Targets: []acd.Target{{Agent: tanaka, Devices: s.call.plan.Agent(tanaka).Devices}}}
	return []Input{
		Fact{in}, FloorSays{acd.Seized{Leg: first}}, FloorSays{acd.Accepted{Group: sales}}, Fact{leg.Answered{Leg: first}},
		FloorSays{offer}, Fact{leg.Ringing{Leg: second}}, Fact{leg.Answered{Leg: second}},
		Fact{leg.Held{Leg: second}}, Fact{leg.Resumed{Leg: second}},
		Fact{leg.Ended{Leg: first}}, Fact{leg.Measured{Leg: first}}, Fact{leg.Ended{Leg: second}}, Fact{leg.Measured{Leg: second}},
		Fact{leg.Recorded{Recording: id.RecordingOf(theCall, 1), Call: theCall}},
	}
}

func BenchmarkWholeCall(b *testing.B) {
	s := newScript()
	inputs := wholeCall(s)
	b.ReportAllocs()
	for b.Loop() {
		c := New(theCall, s.call.plan)
		for _, in := range inputs {
			c.Step(s.now, in)
		}
		if c.stage != stageDone {
			b.Fatalf("the call ended in stage %s", c.stage)
		}
	}
}

// A leg goes into a conference room, is heard there, and leaves it.
func BenchmarkAdopt(b *testing.B) {
	s := newTurmoilSite()
	now := time.Date(2026, 11, 24, 10, 0, 0, 0, time.UTC)
	room := New(theCall, s.calls(0))
	tanaka := id.Device(s.ids["tanaka-desk"])
	for _, in := range []Input{
		Fact{leg.Incoming{Leg: id.LegOf(theCall, 1), Device: tanaka, Dialed: "9201"}},
		FloorSays{acd.RoomIs{Room: 1, Call: theCall}}, Fact{leg.Answered{Leg: id.LegOf(theCall, 1)}},
	} {
		room.Step(now, in)
	}
	if room.stage != stageRoom {
		b.Fatalf("the call is no room, but %s", room.stage)
	}
	state := *room
	other := id.Numbered[id.Call](77)
	l := id.LegOf(other, 1)
	adopt := FromCall{other, Adopt{Guest: Guest{Leg: l, Agent: s.ids["sato"], Up: true, StartedAt: now}, Why: WhyRoom, Room: 1}}
	b.ReportAllocs()
	for b.Loop() {
		c := state // the room as it was: what leaves it stays in its record
		c.legs = map[id.Leg]*party{c.lead.Leg: c.lead}
		c.claims = map[id.Agent]bool{}
		c.lead.hears = nil
		c.Step(now, adopt)
		c.Step(now, Fact{leg.Ended{Leg: l}})
	}
}
