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

func (Accepted) message() {}
func (Offer) message()    {}
func (Withdraw) message() {}
func (Dequeue) message()  {}
func (Reached) message()  {}
