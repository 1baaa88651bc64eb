package call

import (
	"github.com/yobirin/yobirin/server/internal/acd"
	"github.com/yobirin/yobirin/server/internal/journal"
	"github.com/yobirin/yobirin/server/internal/sound/say"
	"github.com/yobirin/yobirin/shared/leg"
)

// maxMembers of one conference room.
const maxMembers = 150

// toRoom lets the lead take part in a conference room (C-CODE-5): this call
// becomes the room, or the lead goes to the call that is.
func (c *Call) toRoom(room int) {
	c.stage, c.room = stageAsking, room
	c.entering++
	c.floor(acd.EnterRoom{Call: c.id, Room: room})
}

func (c *Call) roomIs(m acd.RoomIs) {
	if c.stage != stageAsking || c.room != m.Room {
		if m.Call == c.id && c.stage != stageRoom {
			c.floor(acd.LeaveRoom{Call: c.id})
		}
		return
	}
	switch {
	case m.Call.IsZero():
		c.room = 0
		c.refuse(leg.Cause{Kind: leg.CauseNotFound, Text: "no-such-room"})
	case m.Call != c.id:
		c.hand(c.lead, m.Call, Adopt{Why: WhyRoom, Room: m.Room})
	default:
		c.stage = stageRoom
		c.arrived()
		c.lead.Role = journal.RoleMember
		if c.lead.Up {
			c.roomHas(c.lead)
			return
		}
		c.answer(c.lead)
	}
}

// roomHas: a member can hear and be heard.
func (c *Call) roomHas(p *party) {
	if !p.Up {
		return
	}
	if c.answeredAt.IsZero() {
		c.answeredAt = c.now
	}
	c.emit(journal.RoomEntered{Room: c.room, Leg: p.Leg})
	seg := journal.Segment{Agent: p.Agent, Leg: p.Leg, From: c.now}
	c.segments = append(c.segments, seg)
	list := c.conversation()
	for _, q := range list {
		if q != p && q.prompt == string(say.ConferenceAlone) {
			c.hush(q) // it is alone no more
		}
	}
	switch {
	case len(list) > maxMembers:
		c.leave(p, "room-full", c.prompt(p, say.RoomFull)...)
	case len(list) == 1:
		c.tellParty(p, say.ConferenceAlone)
	}
}

// memberGone: the room goes on with who is left.
func (c *Call) memberGone(p *party) {
	for i := range c.segments {
		if s := &c.segments[i]; s.Leg == p.Leg && s.Until.IsZero() {
			c.closeSegment(s)
		}
	}
	for _, q := range c.parties {
		if q.Role == journal.RoleMember && q.live() {
			if c.lead == p {
				c.lead = q
			}
			return
		}
	}
	c.leaveRoom()
	c.endedBy = journal.PartySystem
	c.hangUpAll(leg.Cause{Kind: leg.CauseNormal})
}

func (c *Call) leaveRoom() {
	if c.stage == stageRoom {
		c.room = 0
		c.floor(acd.LeaveRoom{Call: c.id})
	}
}
