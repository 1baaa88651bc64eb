package acd

import (
	"time"

	"github.com/yobirin/yobirin/server/internal/journal"
	"github.com/yobirin/yobirin/shared/id"
	"github.com/yobirin/yobirin/shared/leg"
)

// Input is what the floor is told: commands, facts and its own timers.
// Sealed: the types below are all there are.
//
//sumtype:decl
type Input interface{ input() }

// SetPlan gives the floor the site as it is configured from now on. Waiting
// calls are matched again at once.
type SetPlan struct {
	Plan Plan `json:"plan"`
}

// Restore gives the floor what Snapshot gave before a restart. It is taken
// only before any other input but SetPlan.
type Restore struct {
	Snapshot Snapshot `json:"snapshot"`
}

// DeviceChanged: a phone came, went, or stopped answering.
type DeviceChanged struct {
	Device id.Device `json:"device"`
	Agent  id.Agent  `json:"agent"`
	Up     bool      `json:"up"`              // registered
	Fault  string    `json:"fault,omitempty"` // registered but unreachable: why, a stable key
}

// Enqueue: a call arrives at a group. The answer is, in the end, exactly one
// of: OfferTaken by an agent, Dequeue to the call, or Leave from the call.
type Enqueue struct {
	Call     id.Call      `json:"call"`
	Group    id.Group     `json:"group"`
	From     leg.Identity `json:"from"`
	Since    time.Time    `json:"since,omitzero"` // kept enqueue time; zero: now
	Priority int          `json:"priority,omitempty"`
	Prefer   id.Agent     `json:"prefer,omitzero"`
}

// KeepPlace: the caller of a queued call hangs up and wants to be called back.
// The visit ends with outcome callback; its place, with its enqueue time, is
// kept. When an agent is reserved the call gets an Offer as ever, and dials
// the caller once the agent has answered (C-Q-4b). There is no timeout, and
// the place does not count against the group's maximum of waiting calls. It
// ends by OfferTaken, Leave, CallOver, or a Dequeue (overflow) when the group
// goes; then too no second GroupLeft follows. A caller who is not reached in
// the end is nothing new to the floor: the call releases the agent.
type KeepPlace struct {
	Call id.Call `json:"call"`
}

// Reclaim gives a call that has to call somebody back a place that was kept:
// after a restart, or when its caller was not reached and is to be tried again.
// It stands where its enqueue time puts it and goes on as after KeepPlace. It is
// no arrival: that was counted when the caller came.
type Reclaim struct {
	Call     id.Call      `json:"call"`
	Group    id.Group     `json:"group"`
	From     leg.Identity `json:"from"`
	Since    time.Time    `json:"since"`
	Priority int          `json:"priority,omitempty"`
}

// AskStanding asks where a queued call stands. The answer is Standing.
type AskStanding struct {
	Call id.Call `json:"call"`
}

// FindRinging asks for the call that has rung longest in a group. The answer
// is RingingIn. The asker's agent then answers it with OfferTaken, which an
// agent outside the offer may do (C-CODE-9), of any group or none. Calls back
// are not given: no caller is on the line.
type FindRinging struct {
	Call  id.Call  `json:"call"`
	Group id.Group `json:"group"`
}

// Seize asks for a channel of a trunk and of one of the site's numbers for a
// leg (C-CALL-8), and counts an agent's outside call. The answer is Seized.
// A refused leg is not counted. Emergency calls are counted and never refused.
// For a leg that has its channel nothing is asked or counted anew; the channel
// is then the asking call's.
type Seize struct {
	Call      id.Call   `json:"call"`
	Leg       id.Leg    `json:"leg"`
	Trunk     id.Trunk  `json:"trunk"`
	Number    id.Number `json:"number,omitzero"`
	Agent     id.Agent  `json:"agent,omitzero"` // who calls outside, for the caps
	Outbound  bool      `json:"outbound,omitempty"`
	Emergency bool      `json:"emergency,omitempty"`
}

// Free gives back what Seize took for the leg.
type Free struct {
	Leg id.Leg `json:"leg"`
}

// Park asks for a slot: the lowest free one, or the one named. The answer is
// Parked. A call has at most one slot: asking again tells the one it has.
type Park struct {
	Call id.Call      `json:"call"`
	Slot int          `json:"slot,omitempty"`
	By   id.Agent     `json:"by,omitzero"`
	From leg.Identity `json:"from"` // who is parked, for the list
}

// Unpark gives the call's slot back.
type Unpark struct {
	Call id.Call `json:"call"`
}

// FindSlot asks which call a slot holds. The answer is SlotHolds.
type FindSlot struct {
	Call id.Call `json:"call"` // who asks
	Slot int     `json:"slot"`
}

// EnterRoom asks which call is a conference room. The answer is RoomIs; an
// empty room becomes the asker's, who is then no other room any more.
type EnterRoom struct {
	Call id.Call `json:"call"`
	Room int     `json:"room"`
}

// LeaveRoom: the call is no conference room any more.
type LeaveRoom struct {
	Call id.Call `json:"call"`
}

// Watch asks to be told in which call an agent talks, now and whenever that
// changes, by Watched. A call watches one agent at most. After Gone nothing
// is watched any more.
type Watch struct {
	Call  id.Call  `json:"call"`
	Agent id.Agent `json:"agent"`
}

// Unwatch ends Watch.
type Unwatch struct {
	Call id.Call `json:"call"`
}

// Pass: a leg has moved from one call to another. What the floor knows of the
// agent's part in From, a direct ring included, is now about To; where it had
// a part in To already the two become one, and a ring in To is answered by a
// talk that comes. A group's ring does not move. The leg's channel, if it has
// one, is now To's. It has to be said before From's CallOver, which gives back
// all that is From's then.
type Pass struct {
	Agent id.Agent `json:"agent,omitzero"` // none: the leg is no agent's
	Leg   id.Leg   `json:"leg,omitzero"`   // whose channel moves; none: it has none
	From  id.Call  `json:"from"`
	To    id.Call  `json:"to"`
}

// CallOver is the last word about a call, by its runner: whatever the floor
// still keeps for it (place, channels, slot, room, watch, agents) is given
// back, agents as by Release. Words about the call that come later are ignored,
// and questions from it are not answered.
type CallOver struct {
	Call id.Call `json:"call"`
}

// Leave: the caller of a queued call has gone. Its offers are over.
type Leave struct {
	Call id.Call `json:"call"`
}

// OfferTaken: an agent answered an offer. The first one of an offer wins;
// the call has already let the others go ("answered elsewhere").
type OfferTaken struct {
	Call  id.Call  `json:"call"`
	Offer id.Offer `json:"offer"`
	Agent id.Agent `json:"agent"`
}

// OfferFailed: an agent did not take an offer.
type OfferFailed struct {
	Call  id.Call  `json:"call"`
	Offer id.Offer `json:"offer"`
	Agent id.Agent `json:"agent"`
	Cause leg.Kind `json:"cause"`
}

// Reach asks to ring one agent directly, outside any group. The answer is
// Reached; when granted the agent counts as ringing until Engage or Release.
type Reach struct {
	Call  id.Call  `json:"call"`
	Agent id.Agent `json:"agent"`
	// Own: the agent has ordered this call itself and its own phone rings
	// first: other calls of it are no hindrance.
	Own bool `json:"own,omitempty"`
	// Device restricts the ring to one phone.
	Device id.Device `json:"device,omitzero"`
}

// Engage: the agent is now talking (or holding) in this call: it answered a
// direct call, or started one from its own phone. A pending offer to an agent
// who starts a call is withdrawn.
type Engage struct {
	Call  id.Call       `json:"call"`
	Agent id.Agent      `json:"agent"`
	State journal.State `json:"state"` // talking or holding
}

// Release: the agent's part in the call is over. After a group's call the
// group's ACW follows.
type Release struct {
	Call  id.Call  `json:"call"`
	Agent id.Agent `json:"agent"`
}

// SetStatus is the command to pause or to become available (C-STAT-2, 3, 4,
// 7). Made during a call it is applied when call and ACW end.
type SetStatus struct {
	Agent  id.Agent            `json:"agent"`
	Group  id.Group            `json:"group,omitzero"` // none: all groups at once
	Paused bool                `json:"paused"`
	Status id.Status           `json:"status,omitzero"`
	Cause  journal.StatusCause `json:"cause"` // self or supervisor
	By     id.Agent            `json:"by,omitzero"`
}

// Fire: a timer that was armed has come due. A timer that was disarmed or
// armed again in the meantime has another generation, and is ignored.
type Fire struct {
	Timer Timer `json:"timer"`
}

func (SetPlan) input()       {}
func (Restore) input()       {}
func (DeviceChanged) input() {}
func (Enqueue) input()       {}
func (Leave) input()         {}
func (OfferTaken) input()    {}
func (OfferFailed) input()   {}
func (Reach) input()         {}
func (Engage) input()        {}
func (Release) input()       {}
func (SetStatus) input()     {}
func (Fire) input()          {}
func (CallOver) input()      {}
func (Pass) input()          {}
func (Unwatch) input()       {}
func (Watch) input()         {}
func (LeaveRoom) input()     {}
func (EnterRoom) input()     {}
func (FindSlot) input()      {}
func (Unpark) input()        {}
func (Park) input()          {}
func (Free) input()          {}
func (Seize) input()         {}
func (FindRinging) input()   {}
func (AskStanding) input()   {}
func (KeepPlace) input()     {}
func (Reclaim) input()       {}

// Effect is what the floor wants done. Sealed: the types below are all there are.
//
//sumtype:decl
type Effect interface{ effect() }

// ToCall sends a message to a call's mailbox.
type ToCall struct {
	Call    id.Call `json:"call"`
	Message Message `json:"message"`
}

// Arm starts a timer; its Fire comes at or after At.
type Arm struct {
	Timer Timer     `json:"timer"`
	At    time.Time `json:"at"`
}

// Disarm stops a timer.
type Disarm struct {
	Timer Timer `json:"timer"`
}

// Emit writes an event to the floor's stream.
type Emit struct {
	Body journal.Body `json:"body"`
}

func (ToCall) effect() {}
func (Arm) effect()    {}
func (Disarm) effect() {}
func (Emit) effect()   {}

// Timer names one timer of the floor. Key says what it is about.
type Timer struct {
	Kind  TimerKind `json:"kind"`
	Key   [16]byte  `json:"key"`            // call, offer or agent, as the kind says
	Group id.Group  `json:"group,omitzero"` // with an agent: the membership
	Gen   uint64    `json:"gen"`
}

// TimerKind is what a timer is for.
type TimerKind string

// The kinds of timers.
const (
	TimerQueue TimerKind = "queue" // a call's total time in its group (Key: call)
	TimerLease TimerKind = "lease" // an offer's deadline, after the call's own ring timer (Key: offer)
	TimerPause TimerKind = "pause" // end of an ACW (Key: agent) or no-answer pause (Key: agent, Group)
	TimerRest  TimerKind = "rest"  // an agent whose ring failed at once is rung again (Key: agent)
)

// Message is what the floor tells a call. Sealed: the types below are all
// there are.
//
//sumtype:decl
type Message interface{ message() }

// Accepted tells a call that the group has a place for it: it now waits or is
// offered. A call that overflows never gets it.
type Accepted struct {
	Group id.Group `json:"group"`
}

// Offer tells a queued call to ring these agents, all at once, for RingTime.
// The call answers OfferTaken once, or OfferFailed for every agent.
type Offer struct {
	Offer    id.Offer               `json:"offer"`
	Group    id.Group               `json:"group"`
	Targets  []Target               `json:"targets"`
	RingTime time.Duration          `json:"ringTime"`
	Why      []journal.MemberReason `json:"why,omitempty"`
}

// Target is an agent to ring, on all its registered phones.
type Target struct {
	Agent   id.Agent    `json:"agent"`
	Devices []id.Device `json:"devices"`
}

// Withdraw tells a call to stop ringing one agent of an offer: the floor has
// already taken the agent back, so no OfferFailed follows.
type Withdraw struct {
	Offer id.Offer `json:"offer"`
	Agent id.Agent `json:"agent"`
	Cause leg.Kind `json:"cause"`
}

// Dequeue tells a call that its visit to the group is over without an agent.
type Dequeue struct {
	Group   id.Group        `json:"group"`
	Outcome journal.Outcome `json:"outcome"` // overflow or timeout
}

// Reached answers Reach.
type Reached struct {
	Agent   id.Agent    `json:"agent"`
	Devices []id.Device `json:"devices,omitempty"` // phones to ring; none: refused
	Refused leg.Kind    `json:"refused,omitempty"` // busy, unregistered, device-error, rejected (paused agents are still reachable directly)
}

// Standing answers AskStanding.
type Standing struct {
	Position int           `json:"position"`       // 1 is next, or rings already; 0: not waiting any more
	Wait     time.Duration `json:"wait,omitempty"` // estimate; 0: none can be made (C-Q-4b)
}

// RingingIn answers FindRinging; no call: none rings there.
type RingingIn struct {
	Group id.Group `json:"group"`
	Call  id.Call  `json:"call,omitzero"`
}

// Seized answers Seize.
type Seized struct {
	Leg     id.Leg `json:"leg"`
	Refused Limit  `json:"refused,omitempty"`
}

// Limit is which limit a leg ran into.
type Limit string

// The limits.
const (
	LimitTrunk      Limit = "trunk"       // the trunk's contracted channels
	LimitNumber     Limit = "number"      // the number's maximum
	LimitAgent      Limit = "agent"       // outside calls of one agent at once
	LimitAgentDay   Limit = "agent-day"   // outside calls of one agent in a day
	LimitTrunkCalls Limit = "trunk-calls" // outside calls of a trunk at once
	LimitTrunkDay   Limit = "trunk-day"   // outside calls of a trunk in a day
)

// Parked answers Park.
type Parked struct {
	Slot int `json:"slot"` // 0: none was free
}

// SlotHolds answers FindSlot; no call: the slot is empty, or there is none.
type SlotHolds struct {
	Slot int     `json:"slot"`
	Call id.Call `json:"call,omitzero"`
}

// RoomIs answers EnterRoom. The asker itself: it is the room now. No call:
// there is no such room.
type RoomIs struct {
	Room int     `json:"room"`
	Call id.Call `json:"call,omitzero"`
}

// Watched tells where an agent talks or holds; no call: nowhere.
type Watched struct {
	Agent id.Agent `json:"agent"`
	Call  id.Call  `json:"call,omitzero"`
	Gone  bool     `json:"gone,omitempty"` // there is no such agent (any more)
}

func (Accepted) message()  {}
func (Offer) message()     {}
func (Withdraw) message()  {}
func (Dequeue) message()   {}
func (Reached) message()   {}
func (Standing) message()  {}
func (RingingIn) message() {}
func (Seized) message()    {}
func (Parked) message()    {}
func (SlotHolds) message() {}
func (RoomIs) message()    {}
func (Watched) message()   {}
