package acd

import (
	"slices"

	"github.com/yobirin/yobirin/server/internal/journal"
	"github.com/yobirin/yobirin/shared/leg"
)

// siteCommand is the words of scripts about what a site has once (slots,
// rooms, channels), about calls beside their coming and going, and about the
// end of a call.
func (s *script) siteCommand(w words) {
	call := s.calls.id(w.arg(0))
	switch w.verb {
	case "trunk":
		t := Trunk{s.trunks.id(w.arg(0)), s.number(w.opts["channels"]), s.number(w.opts["outside"]), s.number(w.opts["daily"])}
		s.plan.Trunks = append(slices.DeleteFunc(slices.Clone(s.plan.Trunks), func(o Trunk) bool { return o.ID == t.ID }), t)
	case "number":
		n := Number{s.numbers.id(w.arg(0)), s.number(w.opts["channels"])}
		s.plan.Numbers = append(slices.DeleteFunc(slices.Clone(s.plan.Numbers), func(o Number) bool { return o.ID == n.ID }), n)
	case "caps":
		s.plan.Caps = Caps{s.number(w.opts["once"]), s.number(w.opts["daily"])}
	case "slots":
		s.plan.FirstSlot, s.plan.LastSlot = s.number(w.arg(0)), s.number(w.arg(1))
	case "rooms":
		s.plan.Rooms = s.number(w.arg(0))
	case "over":
		s.do(CallOver{call})
	case "pass":
		s.do(Pass{Agent: s.agents.id(w.arg(0)), From: s.calls.id(w.arg(1)), To: s.calls.id(w.arg(2)), Leg: s.legs.id(w.opts["leg"])})
	case "keep":
		s.do(KeepPlace{call})
	case "reclaim":
		in := Reclaim{Call: call, Group: s.groups.id(w.arg(1)), From: leg.Identity{Number: w.opts["from"]}, Priority: s.number(w.opts["priority"])}
		if v := w.opts["since"]; v != "" {
			in.Since = s.start.Add(s.duration(v))
		}
		s.do(in)
	case "standing":
		s.do(AskStanding{call})
	case "find-ringing":
		s.do(FindRinging{call, s.groups.id(w.arg(1))})
	case "seize":
		s.do(Seize{
			Call: call, Leg: s.legs.id(w.arg(1)), Trunk: s.trunks.id(w.opts["trunk"]), Number: s.numbers.id(w.opts["number"]),
			Agent: s.agents.id(w.opts["agent"]), Outbound: w.opts["out"] != "", Emergency: w.opts["emergency"] != "",
		})
	case "free":
		s.do(Free{s.legs.id(w.arg(0))})
	case "park":
		s.do(Park{Call: call, Slot: s.number(w.opts["slot"]), By: s.agents.id(w.opts["by"]), From: leg.Identity{Number: w.opts["from"]}})
	case "unpark":
		s.do(Unpark{call})
	case "find-slot":
		s.do(FindSlot{call, s.number(w.arg(1))})
	case "enter-room":
		s.do(EnterRoom{call, s.number(w.arg(1))})
	case "leave-room":
		s.do(LeaveRoom{call})
	case "watch":
		s.do(Watch{call, s.agents.id(w.arg(1))})
	case "unwatch":
		s.do(Unwatch{call})
	case "show-site":
		s.showSite()
	default:
		s.t.Fatalf("line %d: unknown command %q", s.line, w.verb)
	}
}

func (s *script) siteMessage(call string, message Message) {
	switch m := message.(type) {
	case Standing:
		s.print("to %s: position %d, wait %s", call, m.Position, m.Wait)
	case RingingIn:
		s.print("to %s: in %s rings %s", call, s.groups.name(m.Group), s.calls.name(m.Call))
	case Seized:
		if m.Refused != "" {
			s.print("to %s: %s has no channel: %s", call, s.legs.name(m.Leg), m.Refused)
			return
		}
		s.print("to %s: %s has its channel", call, s.legs.name(m.Leg))
	case Parked:
		s.print("to %s: parked in %d", call, m.Slot)
	case SlotHolds:
		s.print("to %s: slot %d holds %s", call, m.Slot, s.calls.name(m.Call))
	case RoomIs:
		s.print("to %s: room %d is %s", call, m.Room, s.calls.name(m.Call))
	case Watched:
		if m.Gone {
			s.print("to %s: %s is gone", call, s.agents.name(m.Agent))
			return
		}
		s.print("to %s: %s talks in %s", call, s.agents.name(m.Agent), s.calls.name(m.Call))
	default:
		s.t.Fatalf("line %d: the floor said %T", s.line, message)
	}
}

func (s *script) siteEvent(b journal.Body) {
	switch v := b.(type) {
	case journal.SlotTaken:
		s.print("event slot %d taken by %s from=%s%s", v.Slot, s.calls.name(v.Call), v.From.Number, answeredBy(s, v.By))
	case journal.SlotFreed:
		s.print("event slot %d freed by %s", v.Slot, s.calls.name(v.Call))
	case journal.LimitReached:
		s.print("event limit %s (%d) reached by %s: trunk %s, number %s, agent %s", v.Limit, v.Max,
			s.calls.name(v.Call), s.trunks.name(v.Trunk), s.numbers.name(v.Number), s.agents.name(v.Agent))
	default:
		s.t.Fatalf("the floor emitted %T", b)
	}
}

func (s *script) showSite() {
	for _, v := range s.floor.Slots() {
		s.print("slot %d %s from=%s by=%s since %s", v.Slot, s.calls.name(v.Call), v.From.Number, s.agents.name(v.By), s.at(v.Since))
	}
	for _, v := range s.floor.Rooms() {
		s.print("room %d %s", v.Room, s.calls.name(v.Call))
	}
	c := s.floor.Channels()
	for _, v := range c.Trunks {
		s.print("trunk %s busy=%d/%d outside=%d/%d today=%d/%d", s.trunks.name(v.Trunk), v.Busy, v.Limits.Channels, v.Outside, v.Limits.Outside, v.Today, v.Limits.Daily)
	}
	for _, v := range c.Numbers {
		s.print("number %s busy=%d/%d", s.numbers.name(v.Number), v.Busy, v.Max)
	}
	for _, v := range c.Agents {
		s.print("agent %s outside=%d today=%d", s.agents.name(v.Agent), v.Now, v.Today)
	}
}
